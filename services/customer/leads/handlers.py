"""Handlers of leads (D5)."""

from services.customer.files.domain.customer import Customer
from services.customer.leads import domain
from services.customer.leads.commands import FollowLead, RecordLead
from services.customer.leads.domain import Lead
from shared.domain import Decision
from shared.errors import NotFound
from shared.unit_of_work import UnitOfWork


async def record_lead(command: RecordLead, work: UnitOfWork) -> None:
    new = command.lead.evolve(taken_at=work.now)
    known = await work.find(Lead, new.id)
    if known is not None and known.branch != new.branch:
        raise NotFound(f"leads/{new.id}")
    work.apply(domain.record_lead(new, known))


async def follow_lead(command: FollowLead, work: UnitOfWork) -> None:
    """Note whose file the prospect of a visit has, whether or not they left a way to be reached."""
    customer = await work.get(Customer, command.customer)
    customer.must_exist()
    known = await work.find(Lead, command.visit)
    if known is not None and known.branch != customer.branch:
        raise NotFound(f"leads/{command.visit}")
    event = domain.follow_lead(command.visit, known, customer.id, customer.branch, command.by)
    if event is None:
        return
    if known is None:
        work.publish(event, subject=customer.id, correlation_id=command.visit)
    else:
        work.apply(Decision().save(known.evolve(customer=customer.id), event))
