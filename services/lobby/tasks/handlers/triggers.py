"""What happens in the hall asks for floor tasks, and takes their reasons away (D1, D3, D6, D7, D9, D10)."""

import asyncio

from services.lobby.branch.domain.branches import day_of
from services.lobby.branch.domain.halls import Hall
from services.lobby.queue.domain.visits import Visit
from services.lobby.tasks.domain.patrols import watch
from services.lobby.tasks.domain.task import Task
from services.lobby.tasks.domain.tasks import reopen
from services.lobby.tasks.domain.triggers import BEGINS, asked, end_those, ended_on, missed_by, raise_for
from services.lobby.tasks.handlers.patrols import ids_of
from services.lobby.tasks.handlers.task_rules import settings_of
from services.lobby.tasks.handlers.tasks import board_of
from shared.contracts.lobby import ActUndone, LobbyEvent
from shared.erasure import without_erased
from shared.unit_of_work import UnitOfWork


async def meet_occasion(event: LobbyEvent, work: UnitOfWork) -> None:
    """End what this takes the reason of, put up what it asks for, and begin to look at the hall."""
    event = await without_erased(event, work)
    board, settings = await asyncio.gather(board_of(event.branch, work), settings_of(event.branch, work))
    if reasons := ended_on(event, board):
        found = await asyncio.gather(*(work.get(Task, id) for id in reasons))
        work.apply(end_those(found, reasons, board, work.now))
    if isinstance(event, ActUndone) and (gone := missed_by(event, board)):
        found = await asyncio.gather(*(work.get(Task, id) for id in gone))
        since = [one for one in found if one.ended_at and one.ended_at >= event.done_at]
        work.apply(reopen(await board_of(event.branch, work), since, work.now))
    if asked(event):
        hall = await work.get(Hall, event.branch)
        visit_id = getattr(event, "visit", None)
        visit = await work.find(Visit, visit_id) if visit_id else None
        board, day = await board_of(event.branch, work), day_of(hall.timezone, work.now)
        work.apply(
            raise_for(event, board, visit, day, settings, ids_of(event.branch, work), work.now, work.pace)
        )
    if type(event) in BEGINS:
        work.apply(watch(await board_of(event.branch, work), settings, work.now, work.pace))
