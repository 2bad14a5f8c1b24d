"""A slip of the finger is taken back, within minutes (D2, D6, D8, D10)."""

import asyncio

from services.lobby.branch.domain.branches import day_of
from services.lobby.branch.domain.halls import Hall
from services.lobby.day.domain.days import DayIsOver
from services.lobby.day.handlers import today
from services.lobby.queue.domain import undo
from services.lobby.queue.domain.undo import Undo
from services.lobby.queue.domain.visits import Visit
from services.lobby.queue.handlers.forecasts import outlook_of
from shared.unit_of_work import UnitOfWork


async def take_back(wish: Undo, work: UnitOfWork) -> Visit:
    """What was last done to a visit did not happen. Raises `DayIsOver`, and what `undo` raises."""
    visit = await work.get(Visit, wish.visit)
    hall, outlook, (day, branch) = await asyncio.gather(
        work.get(Hall, visit.branch), outlook_of(visit.branch, work), today(visit.branch, work)
    )
    day.must_go_on()
    if visit.last is not None and day_of(branch.timezone, visit.last.at) < day.day:
        raise DayIsOver
    work.apply(undo.undo(visit, hall, outlook, wish, work.pace, work.now))
    return await work.get(Visit, wish.visit)
