"""Handlers of erasure (Q1)."""

import asyncio
from datetime import datetime

from services.customer.audit.domain.days import NIGHT, next_at
from services.customer.audit.domain.glass import Glass
from services.customer.audit.queries import DROPPED_AT_ONCE, drop_begun, glasses_about
from services.customer.enquiries.domain.statement import Statement
from services.customer.enquiries.queries import enquiries_of_customer
from services.customer.erasure.domain import (
    PAST_TERM,
    RetentionDue,
    TracesDue,
    erase_contacts,
    erase_past_term,
    is_old,
)
from services.customer.erasure.queries import AT_ONCE, drop_credentials, past_term
from services.customer.leads.domain import Lead
from services.customer.retention.handlers import rules_of, tell_erased
from shared.branch_places import BranchPlace, place_of
from shared.contracts.customer import CustomerErased, CustomerLocked, DataClass
from shared.contracts.lobby import BranchOpened
from shared.domain import Decision
from shared.erasure import AGAIN, blank_published
from shared.unit_of_work import UnitOfWork


async def erase_traces(event: CustomerErased | CustomerLocked | TracesDue, work: UnitOfWork) -> None:
    """Erase the customer's name and hashes from published events, and their contact data from leads and
    enquiries, once more after a moment (Q1)."""
    visits, enquiries, glasses, _ = await asyncio.gather(
        work.query(blank_published, event.customer),
        work.query(enquiries_of_customer, event.customer),
        work.query(glasses_about, event.customer),
        work.query(drop_credentials, event.customer),
    )
    leads = await asyncio.gather(*(work.find(Lead, id) for id in visits))
    statements = await asyncio.gather(*(work.find(Statement, id) for id in enquiries))
    broken = await asyncio.gather(*(work.find(Glass, id) for id in glasses))
    work.apply(erase_contacts([*leads, *statements]))
    for glass in broken:
        if glass is not None and glass.reason is not None:
            work.apply(Decision().save(glass.evolve(reason=None)))
    withdrawn = isinstance(event, CustomerErased) and event.withdrawn  # it may be opened again at once
    if not withdrawn and not isinstance(event, TracesDue):
        due = TracesDue(branch=event.branch, customer=event.customer)
        again = work.now + AGAIN
        work.apply(Decision().schedule(f"traces:{event.customer}", again, due, correlation_id=event.customer))


async def report_erasure(event: CustomerErased, work: UnitOfWork) -> None:
    """Count a file that was erased (Q1)."""
    await tell_erased(event.branch, {DataClass.FILES: 1}, work)


async def begin_nights(event: BranchOpened, work: UnitOfWork) -> None:
    """Erase what is past its term at a branch each night, from its first day on (Q1)."""
    work.apply(_next_night(BranchPlace(id=event.branch, timezone=event.timezone), work.now))


async def erase_old(due: RetentionDue, work: UnitOfWork) -> None:
    """Erase what is past its term, some of it at a time (Q1)."""
    place, rules = await asyncio.gather(place_of(due.branch, work), rules_of(due.branch, work))
    erased: dict[DataClass, int] = {}
    more = False
    for data, (model, since, _) in PAST_TERM.items():
        before = work.now - rules.term(data)
        ids = await work.query(past_term, due.branch, data, before, work.now)
        for id in ids:
            document = await work.find(model, id)
            if document is not None and is_old(document, since, before):
                work.apply(erase_past_term(document))
                erased[data] = erased.get(data, 0) + 1
            if data is DataClass.ENQUIRIES and (said := await work.find(Statement, id)) is not None:
                work.apply(erase_past_term(said))
        more |= len(ids) == AT_ONCE
    if dropped := await work.query(drop_begun, due.branch):
        erased[DataClass.AUDIT] = dropped
        more |= dropped == DROPPED_AT_ONCE
    if erased:
        await tell_erased(due.branch, erased, work)
    work.apply(_next_night(place, work.now, again=more))


def _next_night(place: BranchPlace, now: datetime, *, again: bool = False) -> Decision:
    due = now + AGAIN if again else next_at(place, NIGHT, now)
    return Decision().schedule(
        f"retention:{place.id}", due, RetentionDue(branch=place.id), correlation_id=f"retention:{place.id}"
    )
