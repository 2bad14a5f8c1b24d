"""Visitors are marked as prospects (D5)."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from services.lobby.branch.domain.transactions import NEED
from services.lobby.journal.commands import IdentifyProspect
from services.lobby.queue.api.visits import VisitNow, execute
from services.lobby.queue.domain.visits import Visit
from services.lobby.queue.queries import find_visit
from shared.contracts.words import Accepts
from shared.fields import Given
from shared.rights import may_on
from shared.runtime import Caller

router = APIRouter(prefix="/api/lobby", tags=["visits"])


class ProspectRequest(Given):
    """What a prospect may need, and what they said to being introduced, if they were asked (D5)."""

    need: str = Field(max_length=64, pattern=NEED)
    accepts: Accepts | None = None


@router.post("/visits/{visit}/prospect")
async def prospect(
    visit: Annotated[Visit, may_on(find_visit, IdentifyProspect, "visit")],
    promise: ProspectRequest,
    caller: Caller,
) -> VisitNow:
    """Mark a visitor as a prospect, with what they may need (D5)."""
    command = IdentifyProspect(visit.id, promise.need, caller.person.staff, promise.accepts)
    return await execute(command, visit, caller)
