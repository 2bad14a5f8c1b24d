"""Tickets that leave their turn: parked, transferred, sent back, cancelled."""

from enum import StrEnum

from fastapi import APIRouter, Request
from pydantic import Field

from services.lobby.branch.domain.transactions import NEED
from services.lobby.queue.api.visits import VisitNow, act
from services.lobby.queue.domain.tickets import Transfer
from services.lobby.queue.handlers import tickets
from shared.access import SignedIn
from shared.fields import Given, Whole
from shared.runtime import Runtime

router = APIRouter(prefix="/api/lobby/visits/{visit}", tags=["tickets"])


class GaveUp(StrEnum):
    """Why a customer leaves without service."""

    LEFT = "left"
    TOO_LONG = "too_long"
    WRONG_BRANCH = "wrong_branch"
    MISSING_PAPERS = "missing_papers"
    DONE_OTHERWISE = "done_otherwise"


class To(Given):
    """Where a ticket goes: a counter, a transaction, or both; without a position it keeps its wait."""

    counter: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_-]{1,8}$")
    need: str | None = Field(default=None, max_length=64, pattern=NEED)
    position: Whole | None = Field(default=None, ge=1, le=1000)


class Reason(Given):
    reason: GaveUp


@router.post("/park")
async def park(visit: str, request: Request, runtime: Runtime, person: SignedIn) -> VisitNow:
    """The customer is away for a while; the time does not count as waiting."""
    return await act(visit, request, runtime, person, tickets.park)


@router.post("/resume")
async def resume(visit: str, request: Request, runtime: Runtime, person: SignedIn) -> VisitNow:
    """The customer is back, and waits on."""
    return await act(visit, request, runtime, person, tickets.resume)


@router.post("/transfer")
async def transfer(visit: str, to: To, request: Request, runtime: Runtime, person: SignedIn) -> VisitNow:
    """To another counter or transaction, with the wait or to a position."""
    wish = Transfer(visit, to.counter, to.need, to.position)
    return await act(visit, request, runtime, person, tickets.transfer, wish)


@router.post("/send-back")
async def send_back(visit: str, request: Request, runtime: Runtime, person: SignedIn) -> VisitNow:
    """Who was called and is not there waits anew, once."""
    return await act(visit, request, runtime, person, tickets.send_back)


@router.post("/cancel")
async def cancel(visit: str, why: Reason, request: Request, runtime: Runtime, person: SignedIn) -> VisitNow:
    """The customer leaves without service."""
    gone = tickets.Cancellation(visit, why.reason)
    return await act(visit, request, runtime, person, tickets.cancel, gone)
