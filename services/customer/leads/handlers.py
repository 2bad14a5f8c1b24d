"""Handlers of leads (D5)."""

from services.customer.files.domain.customer import Customer
from services.customer.leads import domain
from services.customer.leads.commands import FollowLead, RecordLead
from services.customer.leads.domain import Lead
from services.customer.leads.queries import leads_of
from shared.contracts.lobby import ProspectIdentified
from shared.contracts.referral import ProspectGiven, ReferralAccepted, ReferralEscalated, ReferralOffered
from shared.domain import Decision
from shared.errors import NotFound
from shared.unit_of_work import UnitOfWork


async def open_lead(event: ProspectIdentified, work: UnitOfWork) -> None:
    """Begin the lead of a visit, which has its branch from there (D5)."""
    if await work.find(Lead, event.visit) is None:
        new = Lead(id=event.visit, branch=event.branch, need=event.need, taken_by=event.found_by)
        work.apply(Decision().save(new))


async def record_lead(command: RecordLead, work: UnitOfWork) -> None:
    lead = await work.get(Lead, command.visit)
    work.apply(domain.record_lead(lead, command.by, command.given, command.same, work.now))


async def offer_lead(event: ReferralOffered, work: UnitOfWork) -> None:
    """Let those read a lead to whom its referral is offered, and nobody before them (D5, Q1)."""
    lead = await _lead_of(event, event.need, work)
    work.apply(domain.give(lead, event.account_manager, event.covered_by, referral=event.referral))


async def give_lead(event: ReferralAccepted, work: UnitOfWork) -> None:
    """Let the account manager read a lead who accepted its referral (D5, Q1)."""
    lead = await _lead_of(event, event.need or "", work)
    work.apply(domain.give(lead, event.account_manager, event.answered_by, referral=event.referral))


async def leave_lead(event: ReferralEscalated, work: UnitOfWork) -> None:
    """Leave a lead to the head, since nobody has accepted its referral (D5, Q1)."""
    lead = await _lead_of(event, event.need, work)
    work.apply(domain.give(lead, referral=event.referral))


async def give_with_prospect(event: ProspectGiven, work: UnitOfWork) -> None:
    """Let the account manager read the leads who has their prospect now (W2, Q1)."""
    for visit in await work.query(leads_of, (event.prospect, *event.referrals)):
        work.apply(domain.give(await work.get(Lead, visit), event.account_manager))


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


async def _lead_of(
    event: ReferralOffered | ReferralAccepted | ReferralEscalated, need: str, work: UnitOfWork
) -> Lead:
    """Return the lead of a referral's visit, which is begun where the visit's own event is still on its
    way."""
    known = await work.find(Lead, event.visit)
    found_by = getattr(event, "found_by", None) or ""
    return known or Lead(id=event.visit, branch=event.branch, need=need, taken_by=found_by)
