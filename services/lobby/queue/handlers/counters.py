"""Counters open, pause, call and close."""

import asyncio
from dataclasses import dataclass

from services.lobby.branch.domain.halls import CounterTaken, Hall
from services.lobby.queue.domain.counters import (
    MAY_SERVE,
    Freeing,
    PauseReason,
    choose,
    close_counter,
    free_counter,
    open_counter,
    pause_counter,
    resume_counter,
)
from services.lobby.queue.domain.lessons import after_call
from services.lobby.queue.domain.visits import Visit, called
from services.lobby.queue.handlers.acts import keep
from services.lobby.queue.handlers.forecasts import outlook_of, tell_anew
from shared.contracts.lobby import CounterLeft
from shared.contracts.notify import CoverEnded, StaffEnrolled, StaffSignedOff
from shared.contracts.words import Role
from shared.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class AtCounter:
    """What somebody does at a counter; `visit` if they want a certain one."""

    branch: str
    counter: str
    staff: str
    visit: str | None = None


@dataclass(frozen=True)
class ToFree:
    """Which counter is freed, by whom; only from `staff`, if named."""

    branch: str
    counter: str
    by: str
    staff: str | None = None


@dataclass(frozen=True)
class Pause:
    """Why somebody at a counter calls nobody for a while."""

    branch: str
    counter: str
    staff: str
    reason: PauseReason


async def take_counter(at: AtCounter, work: UnitOfWork) -> None:
    """Somebody sits down at a counter."""
    hall = await work.get(Hall, at.branch)
    work.apply(open_counter(hall, at.counter, at.staff, work.now))
    await tell_anew(hall, work, "counter_opened", counter=at.counter)


async def leave_counter(at: AtCounter, work: UnitOfWork) -> None:
    """Somebody leaves a counter."""
    hall = await work.get(Hall, at.branch)
    work.apply(close_counter(hall, at.counter, at.staff))
    await tell_anew(hall, work, "counter_closed", counter=at.counter)


async def free(wish: ToFree, work: UnitOfWork) -> None:
    """The lobby manager takes a counter from whoever is there."""
    hall = await work.get(Hall, wish.branch)
    staff = hall.counter(wish.counter).staff
    if wish.staff is not None and staff not in (None, wish.staff):
        raise CounterTaken
    await _free(wish.counter, Freeing(CounterLeft.FREED, wish.by), hall, work)


async def leave_with_right(event: StaffEnrolled | StaffSignedOff | CoverEnded, work: UnitOfWork) -> None:
    """Who is not at work, or may not serve at this branch any more, is at none of its counters. One that they
    took after that is theirs."""
    match event:
        case StaffSignedOff():
            staff, keeps, reason = event.staff, frozenset[Role](), CounterLeft.SIGNED_OFF
        case StaffEnrolled():
            staff, keeps = event.staff, frozenset((*event.roles, *event.covers))
            reason = CounterLeft.NOT_STAFFED
        case CoverEnded():
            staff, keeps, reason = event.cover, frozenset(event.keeps), CounterLeft.NOT_STAFFED
    hall = await work.find(Hall, event.branch)
    if hall is None or keeps & MAY_SERVE:
        return
    for name, counter in hall.counters.items():
        if counter.staff == staff and (counter.since is None or counter.since <= work.cause.time):
            await _free(name, Freeing(reason), await work.get(Hall, event.branch), work)


async def _free(name: str, why: Freeing, hall: Hall, work: UnitOfWork) -> None:
    serving = hall.counter(name).visit
    visit = await work.get(Visit, serving) if serving else None
    work.apply(free_counter(hall, name, visit, why, work.pace, work.now))
    await tell_anew(hall, work, "counter_closed", counter=name)


async def pause(wish: Pause, work: UnitOfWork) -> None:
    """Somebody at a counter calls nobody for a while."""
    hall = await work.get(Hall, wish.branch)
    work.apply(pause_counter(hall, wish.counter, wish.staff, wish.reason, work.now))
    await tell_anew(hall, work, "counter_paused", counter=wish.counter)


async def resume(at: AtCounter, work: UnitOfWork) -> None:
    """Somebody at a paused counter serves again."""
    hall = await work.get(Hall, at.branch)
    work.apply(resume_counter(hall, at.counter, at.staff, work.now))
    await tell_anew(hall, work, "counter_resumed", counter=at.counter)


async def call_next(at: AtCounter, work: UnitOfWork) -> Visit:
    """The most deserving, or the one asked for, is wanted at the counter."""
    hall, outlook = await asyncio.gather(work.get(Hall, at.branch), outlook_of(at.branch, work))
    choice = choose(hall, at.counter, at.staff, at.visit, work.pace, work.now)
    visit = await work.get(Visit, choice.chosen.visit)
    known = after_call(outlook, visit, choice, hall, work.now)
    decision = called(visit, hall, at.counter, choice, work.now).save(known)
    keep(decision, visit, hall, work, outlook=outlook, overtook=choice.overtook)
    return await work.get(Visit, visit.id)
