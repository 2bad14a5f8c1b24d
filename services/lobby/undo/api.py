"""Undoing the last change of a visit."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from services.lobby.queue.api.visits import VisitNow, execute
from services.lobby.queue.domain.visits import Visit
from services.lobby.queue.queries import find_visit
from services.lobby.undo.commands import UndoLastChange
from services.lobby.undo.queries import UndoChangesOfOthers
from shared.fields import Given
from shared.rights import may_on
from shared.runtime import Caller

router = APIRouter(prefix="/api/lobby", tags=["visits"])


class UndoRequest(Given):
    """The change that is undone, by its id on the floor (`change`); without one, the last."""

    change: str | None = Field(default=None, max_length=192)


@router.post("/visits/{visit}/undo")
async def undo(
    visit: Annotated[Visit, may_on(find_visit, UndoLastChange, "visit")],
    caller: Caller,
    given: UndoRequest | None = None,
) -> VisitNow:
    """Undo the last change of a visit, within five minutes of branch time: by the person who did it, or the
    lobby manager. The customer is again where they were, with the wait that they had."""
    is_manager = caller.may(UndoChangesOfOthers, visit.branch)
    change = given.change if given else None
    command = UndoLastChange(visit.id, caller.person.staff, is_manager, change)
    return await execute(command, visit, caller)
