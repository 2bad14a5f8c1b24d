"""The branch's day is opened and closed; midnight closes what nobody did (P, E)."""

from dataclasses import dataclass

from services.lobby.branch.domain.branches import Branch, day_of
from services.lobby.branch.domain.halls import Hall
from services.lobby.day.domain import days
from services.lobby.day.domain.days import BranchDay, DayOver, DayState, Override, day_id
from services.lobby.day.handlers.checklists import reports_of, running, today
from services.lobby.queue.domain.lessons import after_closing
from services.lobby.queue.handlers.forecasts import outlook_of
from services.lobby.queue.handlers.tickets import ClosingTime, empty_hall
from services.lobby.tasks.handlers.tasks import close_tasks
from shared.contracts.lobby import ChecklistKind, CounterOpened, CustomerDiverted, TicketIssued
from shared.unit import Unit


@dataclass(frozen=True)
class Wish:
    """What somebody wants done with a branch's day; `override` if they go on all the same."""

    branch: str
    by: str
    override: Override | None = None


@dataclass(frozen=True)
class Reopening:
    """Somebody wants the branch to go on, for a reason."""

    branch: str
    by: str
    reason: Override


async def open_day(wish: Wish, unit: Unit) -> None:
    """Open the branch; the opening checklist begins, if nobody has begun it."""
    day, _ = await today(wish.branch, unit)
    day.must_go_on()
    missing = await _missing(wish, ChecklistKind.OPENING, unit)
    day, _ = await today(wish.branch, unit)
    unit.keep(days.open_day(day, missing, wish.by, wish.override, unit.now))


async def begin_closing(wish: Wish, unit: Unit) -> None:
    """The closing checklist begins."""
    day, _ = await today(wish.branch, unit)
    unit.keep(days.begin_closing(day, wish.by, unit.now))
    await running(wish.branch, ChecklistKind.CLOSING, wish.by, unit)


async def close_day(wish: Wish, unit: Unit) -> None:
    """Close the branch and everything that is open in it. Raises `StillServing` without a reason."""
    day, _ = await today(wish.branch, unit)
    if day.state is DayState.CLOSED:
        return
    missing = await _missing(wish, ChecklistKind.CLOSING, unit)
    hall = await unit.get(Hall, wish.branch)
    is_serving = any(one.visit for one in hall.counters.values())
    cancelled = await _end_all(wish.branch, unit, force=wish.override is not None)
    reason = wish.override if missing or is_serving else None
    outlook = await outlook_of(wish.branch, unit)
    known = after_closing(outlook, day.day, day.timezone, unit.now)
    unit.keep(days.close_day(day, missing, wish.by, reason, cancelled, unit.now).put(known))


async def reopen_day(reopening: Reopening, unit: Unit) -> None:
    """The branch goes on."""
    day, _ = await today(reopening.branch, unit)
    unit.keep(days.reopen(day, reopening.by, reopening.reason, unit.now))


async def end_day(event: DayOver, unit: Unit) -> None:
    """Midnight: nothing stays open over night, not even who came after the branch was closed."""
    branch = await unit.get(Branch, event.branch)
    day = await unit.get(BranchDay, day_id(event.branch, event.day))
    if day_of(branch.timezone, unit.now) <= event.day:  # the branch moved to another time zone meanwhile
        unit.keep(days.keep(day.but(timezone=branch.timezone)))
        return
    cancelled = await _end_all(event.branch, unit, force=True)
    if day.state is not DayState.CLOSED:
        unit.keep(days.close_day(day, (), days.SYSTEM, None, cancelled, unit.now))


async def note_customer(event: TicketIssued | CustomerDiverted, unit: Unit) -> None:
    """A customer is here: is the branch open?"""
    day, _ = await today(event.branch, unit)
    unit.keep(days.note_customer(day, event.visit))


async def note_counter(event: CounterOpened, unit: Unit) -> None:
    """Somebody sits at a counter: midnight will see to it that nobody does over night."""
    day, _ = await today(event.branch, unit)
    if day.version == 0:
        unit.keep(days.keep(day))


async def _missing(wish: Wish, kind: ChecklistKind, unit: Unit) -> tuple[str, ...]:
    checklist = await running(wish.branch, kind, wish.by, unit)
    return checklist.missing(await reports_of(wish.branch, checklist.day, unit))


async def _end_all(branch: str, unit: Unit, *, force: bool) -> int:
    """End every open thing of a hall; how many visits that cancels."""
    cancelled = await empty_hall(ClosingTime(branch, force), unit)
    await close_tasks(branch, unit)
    return cancelled
