"""Counters open, pause, call and close."""

import asyncio
from dataclasses import dataclass

from services.lobby.domain.counters import (
    PauseReason,
    choose,
    close_counter,
    open_counter,
    pause_counter,
    resume_counter,
)
from services.lobby.domain.halls import Hall
from services.lobby.domain.lessons import after_call
from services.lobby.domain.visits import Visit, called
from services.lobby.handlers.forecasts import outlook_of, tell_anew
from shared.unit import Unit


@dataclass(frozen=True)
class AtCounter:
    """What somebody does at a counter; `visit` if they want a certain one."""

    branch: str
    counter: str
    staff: str
    visit: str | None = None


@dataclass(frozen=True)
class Pause:
    """Why somebody at a counter calls nobody for a while."""

    branch: str
    counter: str
    staff: str
    reason: PauseReason


async def take_counter(at: AtCounter, unit: Unit) -> None:
    """Somebody sits down at a counter."""
    hall = await unit.get(Hall, at.branch)
    unit.keep(open_counter(hall, at.counter, at.staff))
    await tell_anew(hall, unit, "counter_opened", counter=at.counter)


async def leave_counter(at: AtCounter, unit: Unit) -> None:
    """Somebody leaves a counter."""
    hall = await unit.get(Hall, at.branch)
    unit.keep(close_counter(hall, at.counter, at.staff))
    await tell_anew(hall, unit, "counter_closed", counter=at.counter)


async def pause(wish: Pause, unit: Unit) -> None:
    """Somebody at a counter calls nobody for a while."""
    hall = await unit.get(Hall, wish.branch)
    unit.keep(pause_counter(hall, wish.counter, wish.staff, wish.reason, unit.now))
    await tell_anew(hall, unit, "counter_paused", counter=wish.counter)


async def resume(at: AtCounter, unit: Unit) -> None:
    """Somebody at a paused counter serves again."""
    hall = await unit.get(Hall, at.branch)
    unit.keep(resume_counter(hall, at.counter, at.staff, unit.now))
    await tell_anew(hall, unit, "counter_resumed", counter=at.counter)


async def call_next(at: AtCounter, unit: Unit) -> Visit:
    """The most deserving, or the one asked for, is wanted at the counter."""
    hall, outlook = await asyncio.gather(unit.get(Hall, at.branch), outlook_of(at.branch, unit))
    choice = choose(hall, at.counter, at.staff, at.visit, unit.pace, unit.now)
    visit = await unit.get(Visit, choice.chosen.visit)
    known = after_call(outlook, visit, choice, hall, unit.now)
    unit.keep(called(visit, hall, at.counter, choice, unit.now).put(known))
    return await unit.get(Visit, visit.id)
