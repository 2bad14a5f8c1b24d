"""A slip of the finger is taken back, within minutes (D2, D6, D8, D10)."""

import asyncio
from collections.abc import Iterable

from services.lobby.domain import undo
from services.lobby.domain.branches import day_of
from services.lobby.domain.days import DayIsOver
from services.lobby.domain.halls import Hall
from services.lobby.domain.outlooks import Outlook
from services.lobby.domain.undo import Doing, Undo
from services.lobby.domain.visits import Visit
from services.lobby.handlers.checklists import today
from services.lobby.handlers.forecasts import outlook_of
from shared.domain import Decision
from shared.unit import Unit


async def take_back(wish: Undo, unit: Unit) -> Visit:
    """What was last done to a visit did not happen. Raises `DayIsOver`, and what `undo` raises."""
    visit = await unit.get(Visit, wish.visit)
    hall, outlook, (day, branch) = await asyncio.gather(
        unit.get(Hall, visit.branch), outlook_of(visit.branch, unit), today(visit.branch, unit)
    )
    day.must_go_on()
    if visit.last is not None and day_of(branch.timezone, visit.last.at) < day.day:
        raise DayIsOver
    unit.keep(undo.undo(visit, hall, outlook, wish, unit.pace, unit.now))
    return await unit.get(Visit, wish.visit)


def keep(
    decision: Decision,
    visit: Visit,
    hall: Hall,
    unit: Unit,
    *,
    outlook: Outlook | None = None,
    overtook: Iterable[str] = (),
) -> None:
    """Keep a decision about a visit so that it can be taken back."""
    doing = Doing(unit.cause.id, unit.cause.actor, unit.now, unit.pace)
    unit.keep(undo.remember(decision, visit, hall, doing, outlook=outlook, overtook=overtook))
