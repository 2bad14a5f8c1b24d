"""Handlers of leads (D5)."""

from services.customer.leads import domain
from services.customer.leads.commands import RecordLead
from services.customer.leads.domain import Lead
from shared.errors import NotFound
from shared.unit_of_work import UnitOfWork


async def record_lead(command: RecordLead, work: UnitOfWork) -> None:
    new = command.lead.evolve(taken_at=work.now)
    known = await work.find(Lead, new.id)
    if known is not None and known.branch != new.branch:
        raise NotFound(f"leads/{new.id}")
    work.apply(domain.record_lead(new, known))
