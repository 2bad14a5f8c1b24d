"""The hall is looked at while the branch works (D3)."""

import asyncio

from services.lobby.branch.domain.branches import day_of
from services.lobby.branch.domain.halls import Hall
from services.lobby.tasks.domain.patrols import Id, RoundDue, look
from services.lobby.tasks.handlers.task_rules import settings_of
from services.lobby.tasks.handlers.tasks import board_of
from shared.contracts.devices import correlation_of
from shared.contracts.lobby import TaskSort
from shared.unit_of_work import UnitOfWork


async def look_at_hall(event: RoundDue, work: UnitOfWork) -> None:
    """Who waits long without care, and is a patrol due?"""
    hall, board, settings = await asyncio.gather(
        work.get(Hall, event.branch), board_of(event.branch, work), settings_of(event.branch, work)
    )
    day = day_of(hall.timezone, work.now)
    work.apply(look(board, hall, day, settings, ids_of(event.branch, work), work.now, work.pace))


def ids_of(branch: str, work: UnitOfWork) -> Id:
    """Ids for the tasks that one cause raises: the same for a repeat of it."""

    def id_of(sort: TaskSort) -> str:
        return correlation_of(branch, sort, work.cause.id)

    return id_of
