"""Counters open, call and close."""

from dataclasses import dataclass

from services.lobby.domain.counters import choose, close_counter, open_counter
from services.lobby.domain.halls import Hall
from services.lobby.domain.visits import Visit, called
from shared.unit import Unit


@dataclass(frozen=True)
class AtCounter:
    """What somebody does at a counter; `visit` if they want a certain one."""

    branch: str
    counter: str
    staff: str
    visit: str | None = None


async def take_counter(at: AtCounter, unit: Unit) -> None:
    """Somebody sits down at a counter."""
    unit.keep(open_counter(await unit.get(Hall, at.branch), at.counter, at.staff))


async def leave_counter(at: AtCounter, unit: Unit) -> None:
    """Somebody leaves a counter."""
    unit.keep(close_counter(await unit.get(Hall, at.branch), at.counter, at.staff))


async def call_next(at: AtCounter, unit: Unit) -> Visit:
    """The most deserving, or the one asked for, is wanted at the counter."""
    hall = await unit.get(Hall, at.branch)
    choice = choose(hall, at.counter, at.staff, at.visit, unit.pace, unit.now)
    visit = await unit.get(Visit, choice.chosen.visit)
    hall, _ = hall.take(at.counter, visit.id)
    unit.keep(called(visit, at.counter, choice, unit.now).put(hall))
    return await unit.get(Visit, visit.id)
