"""Undoing the last change of a visit within minutes (D2, D6, D8, D10)."""

import asyncio

from services.lobby.branch.domain.branches import day_of
from services.lobby.branch.domain.halls import Hall
from services.lobby.day.domain.days import DayIsOver
from services.lobby.day.handlers import today
from services.lobby.queue.domain.visits import Visit
from services.lobby.queue.handlers.forecasts import wait_history_of
from services.lobby.undo import domain
from services.lobby.undo.commands import UndoLastChange
from shared.unit_of_work import UnitOfWork


async def undo_last_change(command: UndoLastChange, work: UnitOfWork) -> Visit:
    """Undo the last change of a visit. Raises `DayIsOver`, and the refusals of `domain.undo_last_change`."""
    visit = await work.get(Visit, command.visit)
    hall, history, (day, branch) = await asyncio.gather(
        work.get(Hall, visit.branch), wait_history_of(visit.branch, work), today(visit.branch, work)
    )
    day.must_go_on()
    if visit.last is not None and day_of(branch.timezone, visit.last.at) < day.day:
        raise DayIsOver
    work.apply(
        domain.undo_last_change(
            visit,
            hall,
            history,
            by=command.by,
            as_manager=command.as_manager,
            change=command.change,
            moment=work.moment,
        )
    )
    return await work.get(Visit, command.visit)
