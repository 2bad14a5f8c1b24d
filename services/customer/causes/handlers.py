"""Handlers of open causes: they follow events, and every access is judged by them (Q1)."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from services.customer.audit.commands import RecordAccess
from services.customer.audit.domain.chain import AuditChain, record
from services.customer.audit.domain.days import EVENING, next_at
from services.customer.audit.domain.records import GIVES_OUT, Access
from services.customer.audit.queries import glasses_of, ids_of, last_before, unjustified_since
from services.customer.causes import domain
from services.customer.causes.domain import STALE, EveningDue, OpenCauses
from services.customer.causes.queries import causes_of, kept_by
from services.customer.retention.handlers import rules_of
from shared.branch_places import BranchPlace, place_of
from shared.contracts.base import Event
from shared.contracts.customer import (
    AuditAnchored,
    CaseOpened,
    CaseSettled,
    CustomerErased,
    CustomerLocked,
    CustomerRecognised,
    DataClass,
    EnquiryClosed,
    EnquiryOpened,
    ReadsWithoutCause,
)
from shared.contracts.lobby import BranchOpened, NeedRecorded
from shared.domain import Decision
from shared.unit_of_work import UnitOfWork

OPENS: Mapping[type[Event], tuple[str, str]] = {
    CustomerRecognised: ("visit", "visit"),
    CaseOpened: ("case", "case"),
    EnquiryOpened: ("enquiry", "enquiry"),
    NeedRecorded: ("need", "record"),
}
"""Events that open a cause, with its kind and the field that has its id."""
CLOSES: Mapping[type[Event], tuple[str, str]] = {
    CaseSettled: ("case", "case"),
    EnquiryClosed: ("enquiry", "enquiry"),
}
"""Events that close a cause: it counts until the end of the day."""
LOOKS_BACK = timedelta(days=1)
FEW = 20
"""Customers of one access whose causes are kept in memory."""


async def record_access(command: RecordAccess, work: UnitOfWork) -> None:
    """Judge an access, and append it to the chain of its branch (Q1)."""
    access = await _judged(command.access, work)
    chain = await work.find(AuditChain, access.branch) or AuditChain(id=access.branch)
    if chain.looked_back is None or chain.looked_back + LOOKS_BACK <= work.now:
        chain = await _without_old(chain, command.key, work)
    work.apply(record(chain, access, command.key, now=work.now))


async def follow(event: Event, work: UnitOfWork) -> None:
    """Open or close a cause with the customer of an event (Q1)."""
    customer = getattr(event, "customer", None)
    if customer is None:
        return
    causes = await work.find(OpenCauses, customer) or OpenCauses(id=customer, branch=event.branch)
    place = await place_of(event.branch, work)
    evening = place.end_of(place.day_of(work.now))
    if (opens := OPENS.get(type(event))) is not None:
        ref = _ref(opens, event)
        until = evening if opens[0] == "visit" else work.now + STALE
        work.apply(domain.open_cause(causes, ref, until, now=work.now))
    elif (closes := CLOSES.get(type(event))) is not None:
        work.apply(domain.close_cause(causes, _ref(closes, event), evening))


async def forget_causes(event: CustomerErased | CustomerLocked, work: UnitOfWork) -> None:
    """Nothing is open with a customer who was erased (Q1)."""
    causes = await work.find(OpenCauses, event.customer)
    if causes is not None and causes.open:
        work.apply(Decision().save(causes.evolve(open=())))


async def begin_evenings(event: BranchOpened, work: UnitOfWork) -> None:
    """Judge the readings of a branch each evening from its first day on (Q1)."""
    place = BranchPlace(id=event.branch, timezone=event.timezone)
    work.apply(_next_evening(place, place.start_of(place.day_of(work.now)), work.now))


async def judge_day(due: EveningDue, work: UnitOfWork) -> None:
    """Tell head and auditor of readings without a cause, and anchor the chain (Q1)."""
    place, chain = await asyncio.gather(place_of(due.branch, work), work.find(AuditChain, due.branch))
    counted = await work.query(unjustified_since, due.branch, due.since)
    day = place.day_of(work.now).isoformat()
    events: list[Event] = []
    if counted:
        staff = tuple(sorted(counted))
        events.append(ReadsWithoutCause(branch=due.branch, day=day, reads=sum(counted.values()), staff=staff))
    if chain is not None and chain.length:
        events.append(AuditAnchored(branch=due.branch, day=day, length=chain.length, last=chain.last))
    for event in events:
        work.publish(event, subject=due.branch, correlation_id=f"audit:{due.branch}:{day}")
    work.apply(_next_evening(place, work.now, work.now))


async def _judged(access: Access, work: UnitOfWork) -> Access:
    if access.kind not in GIVES_OUT or not access.customers:
        return access
    if access.own is None:
        glasses, own = await asyncio.gather(
            work.query(glasses_of, access.staff, work.now),
            work.query(kept_by, access.staff, access.customers),
        )
    else:
        glasses, own = [], frozenset(access.own)
    causes = {} if access.cause else await _open_with(access.customers, own, work)
    return domain.judge(access, own, causes, ids_of(glasses), now=work.now)


async def _open_with(
    customers: tuple[str, ...], own: frozenset[str], work: UnitOfWork
) -> Mapping[str, OpenCauses]:
    """Return what is open with customers; of many, with those alone who are not the reader's own."""
    if len(customers) > FEW:
        return await work.query(causes_of, [one for one in customers if one not in own])
    found = await asyncio.gather(*(work.find(OpenCauses, one) for one in customers))
    return {one.id: one for one in found if one is not None}


async def _without_old(chain: AuditChain, key: bytes, work: UnitOfWork) -> AuditChain:
    """Let a chain begin after the records whose term is over."""
    term = (await rules_of(chain.id, work)).term(DataClass.AUDIT)
    last = await work.query(last_before, chain.id, work.now - term)
    chain = chain.evolve(looked_back=work.now)
    return chain.begin_after(last, key) if last is not None and last.number >= chain.begins else chain


def _next_evening(place: BranchPlace, since: datetime, now: datetime) -> Decision:
    due = EveningDue(branch=place.id, since=since)
    return Decision().schedule(
        f"evening:{place.id}", next_at(place, EVENING, now), due, correlation_id=f"audit:{place.id}"
    )


def _ref(named: tuple[str, str], event: Any) -> str:
    kind, field = named
    return f"{kind}/{getattr(event, field)}"
