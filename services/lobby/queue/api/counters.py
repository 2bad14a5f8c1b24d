"""What a teller does at a counter."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import Field

from services.lobby.branch.api import BranchPath
from services.lobby.queue.api.visits import VisitNow, answer
from services.lobby.queue.domain.counters import PauseReason
from services.lobby.queue.handlers import counters
from services.lobby.queue.handlers.counters import AtCounter, Pause, call_next, leave_counter, take_counter
from shared.access import Person, SignedIn
from shared.contracts.words import Role
from shared.fields import Given
from shared.runtime import Runtime, ServiceRuntime

router = APIRouter(prefix="/api/lobby/branches/{branch}/counters/{counter}", tags=["counters"])
CounterPath = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,8}$")]
WHO = (Role.TELLER, Role.LOBBY_MANAGER)


class PausedFor(Given):
    reason: PauseReason


class From(Given):
    """From whom the counter is taken: if somebody else is there by now, it stays theirs."""

    staff: str | None = Field(default=None, max_length=64)


class Wanted(Given):
    """The visit that is wanted, by hand."""

    visit: str = Field(max_length=64)


@router.post("/open", status_code=204)
async def open_(
    branch: BranchPath, counter: CounterPath, request: Request, runtime: Runtime, person: SignedIn
) -> None:
    """Sit down at a counter."""
    person.must(branch, *WHO)
    at = AtCounter(branch, counter, person.staff)
    await runtime.command(request, person, branch, take_counter, at)


@router.post("/close", status_code=204)
async def close(
    branch: BranchPath, counter: CounterPath, request: Request, runtime: Runtime, person: SignedIn
) -> None:
    """Leave a counter."""
    person.must(branch, *WHO)
    at = AtCounter(branch, counter, person.staff)
    await runtime.command(request, person, branch, leave_counter, at)


@router.post("/free", status_code=204)
async def free(
    branch: BranchPath,
    counter: CounterPath,
    taken: From,
    request: Request,
    runtime: Runtime,
    person: SignedIn,
) -> None:
    """Take a counter from whoever is there, such as somebody who went home; the customer there waits, and is
    next."""
    person.must(branch, Role.LOBBY_MANAGER, Role.BRANCH_HEAD)
    wish = counters.ToFree(branch, counter, person.staff, taken.staff)
    await runtime.command(request, person, branch, counters.free, wish)


@router.post("/pause", status_code=204)
async def pause(
    branch: BranchPath,
    counter: CounterPath,
    why: PausedFor,
    request: Request,
    runtime: Runtime,
    person: SignedIn,
) -> None:
    """Call nobody for a while; who is being served is served to the end."""
    person.must(branch, *WHO)
    wish = Pause(branch, counter, person.staff, why.reason)
    await runtime.command(request, person, branch, counters.pause, wish)


@router.post("/resume", status_code=204)
async def resume(
    branch: BranchPath, counter: CounterPath, request: Request, runtime: Runtime, person: SignedIn
) -> None:
    """Serve again."""
    person.must(branch, *WHO)
    at = AtCounter(branch, counter, person.staff)
    await runtime.command(request, person, branch, counters.resume, at)


@router.post("/call-next")
async def call(
    branch: BranchPath, counter: CounterPath, request: Request, runtime: Runtime, person: SignedIn
) -> VisitNow:
    """Call the most deserving of those who wait."""
    person.must(branch, *WHO)
    return await _call(AtCounter(branch, counter, person.staff), request, runtime, person)


@router.post("/call")
async def call_one(
    branch: BranchPath,
    counter: CounterPath,
    wanted: Wanted,
    request: Request,
    runtime: Runtime,
    person: SignedIn,
) -> VisitNow:
    """Call a certain ticket, out of turn."""
    person.must(branch, *WHO)
    return await _call(AtCounter(branch, counter, person.staff, wanted.visit), request, runtime, person)


async def _call(at: AtCounter, request: Request, runtime: ServiceRuntime, person: Person) -> VisitNow:
    cause = runtime.cause(request, person, at.branch, call_next)
    return await answer(await runtime.do(call_next, at, cause), runtime, at.branch, at.counter, cause.id)
