"""Today's list of an account manager over HTTP (A1): whom to be in touch with, and why."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter
from fastapi import Query as QueryParameter
from pydantic import BaseModel

from services.customer.audit.access import record_reading
from services.customer.contacts.api.contacts import BestHour, sealed_at, shown_plan
from services.customer.contacts.domain.hall import CustomerInHall
from services.customer.contacts.domain.plan import ContactPlan
from services.customer.contacts.queries import (
    ViewToday,
    find_rhythms,
    in_hall_of,
    load_plans,
    plans_due,
)
from services.customer.files.domain.customer import Customer, DataKey
from services.customer.files.domain.dates import next_on
from services.customer.files.queries import ViewPersonalData
from services.customer.files.sealing import Clear, open_person, open_text
from shared import clock
from shared.branch_places import place_of
from shared.contracts.customer import ContactState, StepKind
from shared.contracts.customer.words import DateKind
from shared.contracts.words import Segment
from shared.errors import NotAllowed
from shared.rights import may_at_queried_branch
from shared.runtime import Asking, Caller
from shared.working_days import days_between

router = APIRouter(prefix="/api/customer/today", tags=["contacts"])
Manager = Annotated[str | None, QueryParameter(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
FIELDS = ("name", "contact_words")
NEAR = StepKind.DATE


class InHall(BaseModel):
    """A number with which the customer waits now, at a branch."""

    branch: str
    visit: str
    ticket: str
    since: datetime


class NearDate(BaseModel):
    """An important date of a customer that is near: the `day` on which it is this time, in so many days."""

    kind: DateKind
    day: str
    in_days: int
    words: str


class Line(BaseModel):
    """A customer of the list, and why: what is due with them (`step`, until the end of `due`), the state of
    the rhythm's contact, important dates that are near, and whether they wait in a hall now. A step that is
    an important date was due on the day from which it was near, and is never late."""

    customer: str
    name: str
    segment: Segment
    step: StepKind
    due: str
    late_days: int
    state: ContactState
    in_hall: InHall | None
    last_at: datetime | None
    last_words: str | None
    best_hour: BestHour | None
    tries: int
    dates: list[NearDate]


class Waiting(BaseModel):
    """A customer of mine who waits in a hall now."""

    customer: str
    masked_name: str
    in_hall: InHall


class Today(BaseModel):
    """The list of a day of the branch; `more`: there are lines beyond it."""

    day: str
    account_manager: str
    lines: list[Line]
    more: bool


@router.get("")
async def view_today(
    branch: Annotated[str, may_at_queried_branch(ViewToday)], caller: Caller, account_manager: Manager = None
) -> Today:
    """My customers with whom something is due, those who wait in a hall first, the longest due next. The head
    of the branch may name a colleague."""
    manager = account_manager or caller.person.staff
    if manager != caller.person.staff and not caller.may(ViewPersonalData, branch):
        raise NotAllowed
    store, now = caller.runtime.store, clock.now()
    place = await place_of(branch, store)
    today = place.day_of(now)
    (due, more), present = await asyncio.gather(
        plans_due(store, branch, manager, today), in_hall_of(store, manager, place.start_of(today))
    )
    in_hall = {here.customer: here for here in present}
    listed = {plan.id for plan in due}
    waiting = await load_plans(store, [id for id in in_hall if id not in listed])
    plans = [plan for plan in (*waiting, *due) if plan.account_manager == manager and plan.branch == branch]
    plans.sort(key=lambda plan: (plan.id not in in_hall, plan.listed_from, plan.id))
    ahead = (await find_rhythms(store, branch)).ahead
    opened = await _open(caller, branch, plans, today, ahead)
    lines = [_line(plan, opened.get(plan.id), in_hall.get(plan.id), today.isoformat()) for plan in plans]
    return Today(day=today.isoformat(), account_manager=manager, lines=lines, more=more)


@router.get("/hall")
async def view_hall(
    branch: Annotated[str, may_at_queried_branch(ViewToday)], caller: Caller
) -> list[Waiting]:
    """My customers who wait in a hall now, masked: asked for again with every number that is given."""
    store, place = caller.runtime.store, await place_of(branch, caller.runtime.store)
    present = await in_hall_of(store, caller.person.staff, place.start_of(place.day_of(clock.now())))
    plans = {plan.id: plan for plan in await load_plans(store, {here.customer for here in present})}
    return [
        Waiting(customer=plan.id, masked_name=plan.masked_name, in_hall=_in_hall(here))
        for here in present
        if (plan := plans.get(here.customer)) is not None and plan.account_manager == caller.person.staff
    ]


class _Opened(BaseModel):
    """The texts of one customer that are read in the clear."""

    name: str
    words: str | None
    dates: list[NearDate] = []


async def _open(
    caller: Asking, branch: str, plans: Sequence[ContactPlan], today: date, ahead: int
) -> dict[str, _Opened]:
    """Open the names, the last words, and the dates that are near of these customers, as one reading on
    record."""
    if not plans:
        return {}
    ids, store = [plan.id for plan in plans], caller.runtime.store
    with_dates = [plan.id for plan in plans if plan.step(NEAR) is not None]
    fields = (*FIELDS, "dates") if with_dates else FIELDS
    own = [plan.id for plan in plans if plan.account_manager == caller.person.staff]
    _, keys, files = await asyncio.gather(
        record_reading(caller, branch, ids, fields, purpose="view_today", own=own),
        store.load(DataKey, ids),
        store.load(Customer, with_dates),
    )
    master = caller.runtime.settings.keys("master_key")
    by_id = {one.id: one for one in keys if isinstance(one, DataKey) and one.wrapped is not None}
    dates = {
        one.id: _near(open_person(master, one, by_id[one.id]), today, ahead)
        for one in files
        if isinstance(one, Customer) and one.sealed is not None and one.id in by_id
    }
    opened = {}
    for plan in plans:
        key = by_id.get(plan.id)
        if key is not None:
            at = sealed_at(plan.last_words_of or "")
            name = open_text(master, plan.id, key, f"customers/{plan.id}/name", plan.sealed_name)
            words = open_text(master, plan.id, key, at, plan.last_words)
            opened[plan.id] = _Opened(
                name=name or plan.masked_name, words=words, dates=dates.get(plan.id, [])
            )
    return opened


def _near(clear: Clear, today: date, ahead: int) -> list[NearDate]:
    """Return the important dates of the next days, the nearest first."""
    near = [
        NearDate(kind=one.kind, day=day.isoformat(), in_days=(day - today).days, words=one.words)
        for one in clear.all_dates
        if (day := next_on(one.kind, one.day, today, ahead)) is not None
    ]
    return sorted(near, key=lambda one: (one.in_days, one.kind))


def _line(plan: ContactPlan, opened: _Opened | None, here: CustomerInHall | None, today: str) -> Line:
    shown, step = shown_plan(plan), plan.next_step
    return Line(
        customer=plan.id,
        name=opened.name if opened else plan.masked_name,
        segment=plan.segment,
        step=step.kind,
        due=step.due,
        late_days=0 if step.kind is NEAR else max(0, days_between(step.due, today)),
        state=plan.state,
        in_hall=_in_hall(here) if here else None,
        last_at=plan.last_at,
        last_words=opened.words if opened else None,
        best_hour=shown.best_hour if shown else None,
        tries=plan.tries,
        dates=opened.dates if opened else [],
    )


def _in_hall(here: CustomerInHall) -> InHall:
    return InHall(branch=here.branch, visit=here.id, ticket=here.ticket or "", since=here.at)
