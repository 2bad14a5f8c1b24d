"""Tickets that leave their turn: parked, transferred, sent back, cancelled."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from services.lobby.queue.api.visits import VisitNow, execute
from services.lobby.queue.commands import (
    CancelVisit,
    ParkTicket,
    ResumeTicket,
    SendBackTicket,
    TransferTicket,
)
from services.lobby.queue.domain.visits import Visit
from services.lobby.queue.queries import find_visit
from shared.contracts.lobby.words import LeaveReason
from shared.contracts.needs import Need
from shared.fields import Given, Whole
from shared.rights import may_on
from shared.runtime import Caller

router = APIRouter(prefix="/api/lobby/visits/{visit}", tags=["tickets"])


class TransferRequest(Given):
    """The target of a ticket: a counter, a need, or both; without a position it keeps its wait."""

    counter: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_-]{1,8}$")
    need: Need | None = None
    position: Whole | None = Field(default=None, ge=1, le=1000)


class CancelRequest(Given):
    reason: LeaveReason


@router.post("/park")
async def park(visit: Annotated[Visit, may_on(find_visit, ParkTicket, "visit")], caller: Caller) -> VisitNow:
    """Set a ticket aside while its customer is away; the time does not count as waiting."""
    return await execute(ParkTicket(visit.id), visit, caller)


@router.post("/resume")
async def resume(
    visit: Annotated[Visit, may_on(find_visit, ResumeTicket, "visit")], caller: Caller
) -> VisitNow:
    """Put a parked ticket back into the queue."""
    return await execute(ResumeTicket(visit.id), visit, caller)


@router.post("/transfer")
async def transfer(
    visit: Annotated[Visit, may_on(find_visit, TransferTicket, "visit")],
    to: TransferRequest,
    caller: Caller,
) -> VisitNow:
    """Send a ticket to another counter or need, with its wait or to a position."""
    return await execute(TransferTicket(visit.id, to.counter, to.need, to.position), visit, caller)


@router.post("/send-back")
async def send_back(
    visit: Annotated[Visit, may_on(find_visit, SendBackTicket, "visit")], caller: Caller
) -> VisitNow:
    """Let a called customer who is not there wait anew, once."""
    return await execute(SendBackTicket(visit.id), visit, caller)


@router.post("/cancel")
async def cancel(
    visit: Annotated[Visit, may_on(find_visit, CancelVisit, "visit")], given: CancelRequest, caller: Caller
) -> VisitNow:
    """End the visit of a customer who leaves without service."""
    return await execute(CancelVisit(visit.id, given.reason), visit, caller)
