"""The hall is looked at while the branch works (D3)."""

import asyncio

from services.lobby.branch.domain.branches import day_of
from services.lobby.branch.domain.halls import Hall
from services.lobby.tasks.domain.patrols import Id, RoundDue, look
from services.lobby.tasks.handlers.task_rules import settings_of
from services.lobby.tasks.handlers.tasks import board_of
from shared.contracts.devices import story_of
from shared.contracts.lobby import TaskSort
from shared.unit import Unit


async def look_at_hall(event: RoundDue, unit: Unit) -> None:
    """Who waits long without care, and is a patrol due?"""
    hall, board, settings = await asyncio.gather(
        unit.get(Hall, event.branch), board_of(event.branch, unit), settings_of(event.branch, unit)
    )
    day = day_of(hall.timezone, unit.now)
    unit.keep(look(board, hall, day, settings, ids_of(event.branch, unit), unit.now, unit.pace))


def ids_of(branch: str, unit: Unit) -> Id:
    """Ids for the tasks that one cause raises: the same for a repeat of it."""

    def id_of(sort: TaskSort) -> str:
        return story_of(branch, sort, unit.cause.id)

    return id_of
