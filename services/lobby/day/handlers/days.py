"""The branch's day is opened and closed; midnight closes what nobody did (P, E)."""

from dataclasses import dataclass

from services.lobby.branch.domain.branches import Branch, day_of
from services.lobby.branch.domain.halls import Hall
from services.lobby.day.domain import days
from services.lobby.day.domain.days import BranchDay, DayOver, DayState, Override, day_id
from services.lobby.day.handlers.checklists import reports_of, runtime, today
from services.lobby.queue.domain.learning import after_closing
from services.lobby.queue.handlers.forecasts import wait_history_of
from services.lobby.queue.handlers.tickets import empty_hall
from services.lobby.tasks.handlers.tasks import close_tasks
from shared.contracts.lobby import ChecklistKind, CounterOpened, CustomerDiverted, TicketIssued
from shared.unit_of_work import UnitOfWork


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


async def open_day(wish: Wish, work: UnitOfWork) -> None:
    """Open the branch; the opening checklist begins, if nobody has begun it."""
    day, _ = await today(wish.branch, work)
    day.must_go_on()
    missing = await _missing(wish, ChecklistKind.OPENING, work)
    day, _ = await today(wish.branch, work)
    work.apply(days.open_day(day, missing, wish.by, wish.override, work.now))


async def begin_closing(wish: Wish, work: UnitOfWork) -> None:
    """The closing checklist begins."""
    day, _ = await today(wish.branch, work)
    work.apply(days.begin_closing(day, wish.by, work.now))
    await runtime(wish.branch, ChecklistKind.CLOSING, wish.by, work)


async def close_day(wish: Wish, work: UnitOfWork) -> None:
    """Close the branch and everything that is open in it. Raises `StillServing` without a reason."""
    day, _ = await today(wish.branch, work)
    if day.state is DayState.CLOSED:
        return
    missing = await _missing(wish, ChecklistKind.CLOSING, work)
    hall = await work.get(Hall, wish.branch)
    is_serving = any(one.visit for one in hall.counters.values())
    cancelled = await _end_all(wish.branch, work, force=wish.override is not None)
    reason = wish.override if missing or is_serving else None
    history = await wait_history_of(wish.branch, work)
    known = after_closing(history, day.day, day.timezone, work.now)
    work.apply(days.close_day(day, missing, wish.by, reason, cancelled, work.now).save(known))


async def reopen_day(reopening: Reopening, work: UnitOfWork) -> None:
    """The branch goes on."""
    day, _ = await today(reopening.branch, work)
    work.apply(days.reopen(day, reopening.by, reopening.reason, work.now))


async def end_day(event: DayOver, work: UnitOfWork) -> None:
    """Midnight: nothing stays open over night, not even who came after the branch was closed."""
    branch = await work.get(Branch, event.branch)
    day = await work.get(BranchDay, day_id(event.branch, event.day))
    if day_of(branch.timezone, work.now) <= event.day:  # the branch moved to another time zone meanwhile
        work.apply(days.keep(day.evolve(timezone=branch.timezone)))
        return
    cancelled = await _end_all(event.branch, work, force=True)
    if day.state is not DayState.CLOSED:
        work.apply(days.close_day(day, (), days.SYSTEM, None, cancelled, work.now))


async def note_customer(event: TicketIssued | CustomerDiverted, work: UnitOfWork) -> None:
    """A customer is here: is the branch open?"""
    day, _ = await today(event.branch, work)
    work.apply(days.note_customer(day, event.visit))


async def note_counter(event: CounterOpened, work: UnitOfWork) -> None:
    """Somebody sits at a counter: midnight will see to it that nobody does over night."""
    day, _ = await today(event.branch, work)
    if day.version == 0:
        work.apply(days.keep(day))


async def _missing(wish: Wish, kind: ChecklistKind, work: UnitOfWork) -> tuple[str, ...]:
    checklist = await runtime(wish.branch, kind, wish.by, work)
    return checklist.missing(await reports_of(wish.branch, checklist.day, work))


async def _end_all(branch: str, work: UnitOfWork, *, force: bool) -> int:
    """End every open thing of a hall; how many visits that cancels."""
    cancelled = await empty_hall(branch, work, force=force)
    await close_tasks(branch, work)
    return cancelled
