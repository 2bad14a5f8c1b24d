"""The week of an account manager, joined from what visits, contacts and other work have for it (Q2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from services.customer.contacts.domain.plan import ContactPlan
from services.customer.files.domain.customer import NOBODY
from services.customer.schedule.domain.entries import ScheduleEntry
from services.customer.schedule.domain.laying import (
    Ask,
    Busy,
    Day,
    Placed,
    lay,
    slot_minutes,
    slots_of_day,
)
from services.customer.visits.domain.promise import Promise
from services.customer.visits.domain.visit import CustomerVisit, VisitState
from shared.branch_places import BranchPlace
from shared.contracts.customer import StepKind, VisitPurpose
from shared.contracts.words import Segment

PROMISE = "promise"
DAYS = 7
MINUTES = 24 * 60


class VisitEntry(BaseModel):
    """A visit, by the clock of the branch."""

    visit: str
    customer: str
    masked_name: str
    purpose: VisitPurpose
    state: VisitState
    starts: str
    ends: str


class WorkEntry(BaseModel):
    """A piece of other work for a day; `at` is the slot in which it was laid, None where it did not fit.
    `word`, or `zh` and `en`, say what it is; `promise` for what was promised to a customer."""

    kind: str
    subject: str
    due: str
    late: bool
    word: str
    zh: str
    en: str
    customer: str | None
    masked_name: str | None
    at: str | None


class ContactEntry(BaseModel):
    """A contact that is due, laid into a slot; `at` is None where it does not fit."""

    customer: str
    masked_name: str
    segment: Segment
    step: StepKind
    due: str
    late: bool
    at: str | None


class DayNow(BaseModel):
    """A day of the week; `free` are the slots that are left."""

    day: str
    working: bool
    provisional: bool
    visits: list[VisitEntry]
    work: list[WorkEntry]
    contacts: list[ContactEntry]
    free: int


class WeekNow(BaseModel):
    """A week from Monday. `unplaced` does not fit into it; `more`: there are more contacts than are laid."""

    account_manager: str
    today: str
    first: str
    slot_minutes: int
    days: list[DayNow]
    unplaced: list[ContactEntry]
    unplaced_work: list[WorkEntry]
    more: bool


@dataclass(frozen=True)
class Loaded:
    """The parts from which a week is joined. `names` are masked names by customer; `slots` those of a
    working day."""

    manager: str
    place: BranchPlace
    slots: int
    first: date
    now: datetime
    visits: Sequence[CustomerVisit]
    entries: Sequence[ScheduleEntry]
    promises: Sequence[Promise]
    plans: Sequence[ContactPlan]
    names: Mapping[str, str]
    more: bool

    @property
    def today(self) -> date:
        """The day at the branch."""
        return self.place.day_of(self.now)

    @property
    def days(self) -> list[date]:
        """The days of the week."""
        return [self.first + timedelta(days=ahead) for ahead in range(DAYS)]


def join(loaded: Loaded) -> WeekNow:
    """Join a week: visits at their times, all else laid into the hours that are left from now on."""
    work = [*_work(loaded), *_promises(loaded)]
    contacts = [_contact(plan, loaded) for plan in loaded.plans if plan.next_step.kind is not StepKind.VISIT]
    free = _free(loaded)
    hours = {plan.id: best[0] for plan in loaded.plans if (best := plan.best_hour())}
    last_days = {plan.id: _last_day(plan) for plan in loaded.plans}
    asks = [Ask(_key(one), _day(one.due), _day(one.due)) for one in work]
    asks += [
        Ask(one.customer, _day(one.due), last_days[one.customer], hours.get(one.customer)) for one in contacts
    ]
    placed, _ = lay(free, asks)
    by_id = {one.id: one for one in placed}
    left = {one.day: len(one.free) - sum(other.day == one.day for other in placed) for one in free}
    work = [one.model_copy(update=_at(by_id.get(_key(one)))) for one in work]
    contacts = [one.model_copy(update=_at(by_id.get(one.customer))) for one in contacts]
    days = [_day_now(day, loaded, by_id, work, contacts, left.get(day, 0)) for day in loaded.days]
    last = loaded.days[-1]
    return WeekNow(
        account_manager=loaded.manager,
        today=loaded.today.isoformat(),
        first=loaded.first.isoformat(),
        slot_minutes=slot_minutes(loaded.slots),
        days=days,
        unplaced=[one for one in contacts if one.customer not in by_id and last_days[one.customer] <= last],
        unplaced_work=[one for one in work if _key(one) not in by_id],
        more=loaded.more,
    )


def _day_now(
    day: date,
    loaded: Loaded,
    placed: Mapping[str, Placed],
    work: Sequence[WorkEntry],
    contacts: Sequence[ContactEntry],
    free: int,
) -> DayNow:
    calendar, zone = loaded.place.calendar, ZoneInfo(loaded.place.timezone)
    here = {id for id, one in placed.items() if one.day == day}
    return DayNow(
        day=day.isoformat(),
        working=calendar.is_working_day(day),
        provisional=calendar.is_provisional(day),
        visits=[
            _visit(one, zone, loaded) for one in loaded.visits if one.starts_at.astimezone(zone).date() == day
        ],
        work=sorted((one for one in work if _key(one) in here), key=lambda one: one.at or ""),
        contacts=sorted((one for one in contacts if one.customer in here), key=lambda one: one.at or ""),
        free=free,
    )


def _free(loaded: Loaded) -> list[Day]:
    """Return the days from today on with their free slots."""
    zone, today = ZoneInfo(loaded.place.timezone), loaded.today
    clock = loaded.now.astimezone(zone)
    busy = [part for visit in loaded.visits for part in _busy(visit, zone)]
    return [
        slots_of_day(
            day,
            loaded.slots,
            busy,
            working=loaded.place.calendar.is_working_day(day),
            since=clock.hour * 60 + clock.minute if day == today else 0,
        )
        for day in loaded.days
        if day >= today
    ]


def _busy(visit: CustomerVisit, zone: ZoneInfo) -> list[Busy]:
    """Return the minutes that a visit takes, on each of its days."""
    start, end = visit.starts_at.astimezone(zone), visit.ends_at.astimezone(zone)
    begin, stop = start.hour * 60 + start.minute, end.hour * 60 + end.minute
    if start.date() == end.date():
        return [Busy(start.date(), begin, stop)]
    return [Busy(start.date(), begin, MINUTES), Busy(end.date(), 0, stop)]


def _visit(visit: CustomerVisit, zone: ZoneInfo, loaded: Loaded) -> VisitEntry:
    return VisitEntry(
        visit=visit.id,
        customer=visit.customer,
        masked_name=loaded.names.get(visit.customer, NOBODY),
        purpose=visit.purpose,
        state=visit.state,
        starts=visit.starts_at.astimezone(zone).strftime("%H:%M"),
        ends=visit.ends_at.astimezone(zone).strftime("%H:%M"),
    )


def _work(loaded: Loaded) -> list[WorkEntry]:
    today = loaded.today.isoformat()
    return [
        WorkEntry(
            kind=one.kind,
            subject=one.subject,
            due=one.day,
            late=one.day < today,
            word=one.word,
            zh=one.zh,
            en=one.en,
            customer=one.customer,
            masked_name=loaded.names.get(one.customer) if one.customer else None,
            at=None,
        )
        for one in loaded.entries
    ]


def _promises(loaded: Loaded) -> list[WorkEntry]:
    today, last = loaded.today.isoformat(), loaded.days[-1].isoformat()
    return [
        WorkEntry(
            kind=PROMISE,
            subject=one.id,
            due=one.due,
            late=one.due < today,
            word=PROMISE,
            zh="",
            en="",
            customer=one.customer,
            masked_name=loaded.names.get(one.customer),
            at=None,
        )
        for one in loaded.promises
        if one.due <= last
    ]


def _contact(plan: ContactPlan, loaded: Loaded) -> ContactEntry:
    step = plan.next_step
    return ContactEntry(
        customer=plan.id,
        masked_name=plan.masked_name,
        segment=plan.segment,
        step=step.kind,
        due=step.due,
        late=_last_day(plan) < loaded.today,
        at=None,
    )


def _last_day(plan: ContactPlan) -> date:
    """Return the last day on which a contact is in time: that of the rhythm leaves some days of grace."""
    step = plan.next_step
    if step.kind is StepKind.CONTACT:
        return _day(plan.late_from) - timedelta(days=1)
    return _day(step.due)


def _at(placed: Placed | None) -> dict[str, str | None]:
    return {"at": f"{placed.start // 60:02}:{placed.start % 60:02}" if placed else None}


def _key(one: WorkEntry) -> str:
    return f"{one.kind}/{one.subject}"


def _day(day: str) -> date:
    return date.fromisoformat(day)
