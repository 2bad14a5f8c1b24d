"""Counters: a teller opens, pauses and closes one, and calls; a manager frees one."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field

from services.lobby.queue.api.visits import VisitNow, called_visit
from services.lobby.queue.commands import (
    CallNext,
    CallTicket,
    CloseCounter,
    FreeCounter,
    OpenCounter,
    PauseCounter,
    ResumeCounter,
)
from shared.contracts.lobby.words import PauseReason
from shared.fields import Given
from shared.rights import may_at_branch
from shared.runtime import Caller

router = APIRouter(prefix="/api/lobby/branches/{branch}/counters/{counter}", tags=["counters"])
CounterPath = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,8}$")]


class PauseRequest(Given):
    reason: PauseReason


class FreeRequest(Given):
    """The teller from whom the counter is taken: if somebody else is there by now, it stays theirs."""

    staff: str | None = Field(default=None, max_length=64)


class CallRequest(Given):
    """The visit that is called, by hand."""

    visit: str = Field(max_length=64)


@router.post("/open", status_code=204)
async def open_(
    branch: Annotated[str, may_at_branch(OpenCounter)], counter: CounterPath, caller: Caller
) -> None:
    """Sit down at a counter."""
    await caller.execute(OpenCounter(branch, counter, caller.person.staff), branch)


@router.post("/close", status_code=204)
async def close(
    branch: Annotated[str, may_at_branch(CloseCounter)], counter: CounterPath, caller: Caller
) -> None:
    """Leave a counter."""
    await caller.execute(CloseCounter(branch, counter, caller.person.staff), branch)


@router.post("/free", status_code=204)
async def free(
    branch: Annotated[str, may_at_branch(FreeCounter)],
    counter: CounterPath,
    given: FreeRequest,
    caller: Caller,
) -> None:
    """Take a counter from its teller, such as one who went home; the customer there waits, and is next."""
    await caller.execute(FreeCounter(branch, counter, caller.person.staff, given.staff), branch)


@router.post("/pause", status_code=204)
async def pause(
    branch: Annotated[str, may_at_branch(PauseCounter)],
    counter: CounterPath,
    given: PauseRequest,
    caller: Caller,
) -> None:
    """Call nobody for a while; the present customer is served to the end."""
    await caller.execute(PauseCounter(branch, counter, caller.person.staff, given.reason), branch)


@router.post("/resume", status_code=204)
async def resume(
    branch: Annotated[str, may_at_branch(ResumeCounter)], counter: CounterPath, caller: Caller
) -> None:
    """Serve again."""
    await caller.execute(ResumeCounter(branch, counter, caller.person.staff), branch)


@router.post("/call-next")
async def call_next(
    branch: Annotated[str, may_at_branch(CallNext)], counter: CounterPath, caller: Caller
) -> VisitNow:
    """Call the customer with the highest priority."""
    return await called_visit(CallNext(branch, counter, caller.person.staff), caller)


@router.post("/call")
async def call_ticket(
    branch: Annotated[str, may_at_branch(CallTicket)],
    counter: CounterPath,
    given: CallRequest,
    caller: Caller,
) -> VisitNow:
    """Call a certain ticket, out of turn."""
    return await called_visit(CallTicket(branch, counter, caller.person.staff, given.visit), caller)
