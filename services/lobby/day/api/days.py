"""The branch's day over HTTP: how it stands, opened and closed by lobby manager or branch head."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field, StringConstraints, model_validator

from services.lobby import store
from services.lobby.branch.api import BranchPath
from services.lobby.day.api.checklists import ANSWERS, SEES, ChecklistNow, shown
from services.lobby.day.domain.days import BranchDay, DayState, Override, Step, What
from services.lobby.day.handlers.days import (
    Reopening,
    Wish,
    begin_closing,
    close_day,
    open_day,
    reopen_day,
)
from shared import clock
from shared.access import Person, SignedIn
from shared.contracts.lobby import ChecklistKind, OverrideReason
from shared.errors import NotFound
from shared.fields import Given
from shared.privacy import open_words, seal_words
from shared.runtime import Runtime, ServiceRuntime
from shared.unit_of_work import Handler

router = APIRouter(prefix="/api/lobby/branches/{branch}/day", tags=["days"])


class Reason(Given):
    """Why somebody goes on all the same. The words stay here, sealed; the reason is told."""

    reason: OverrideReason
    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] | None = Field(
        default=None, repr=False
    )

    @model_validator(mode="after")
    def _other_says_which(self) -> "Reason":
        if self.reason is OverrideReason.OTHER and not self.words:
            raise ValueError("another reason needs words")
        return self


class Going(Given):
    """`override` when mandatory items are open, or customers still served, and it must be all the same."""

    override: Reason | None = None


class StepNow(BaseModel):
    """What was done with the day; the words for lobby manager and branch head alone."""

    what: What
    by: str
    at: datetime
    missing: tuple[str, ...]
    reason: OverrideReason | None
    words: str | None


class DayNow(BaseModel):
    """The branch's day as it stands; `served`: the tickets at counters, `waiting`: how many others."""

    branch: str
    day: str
    state: DayState
    steps: list[StepNow]
    served: list[str]
    waiting: int
    lists: dict[ChecklistKind, ChecklistNow]


@router.get("")
async def day(branch: BranchPath, runtime: Runtime, person: SignedIn) -> DayNow:
    """Today: how far it is, and its checklists."""
    person.must(branch, *SEES)
    found = await store.day(runtime.store, branch, clock.now())
    if found is None:
        raise NotFound(f"branches/{branch}")
    may_read = person.may(branch, *ANSWERS)
    return DayNow(
        branch=branch,
        day=found.day.day,
        state=found.day.state,
        steps=[_step(runtime, found.day, step, may_read) for step in found.day.steps],
        served=[one.ticket for one in found.hall.counters.values() if one.ticket],
        waiting=len(found.hall.waiting),
        lists={
            kind: shown(checklist, found.reports, begun=checklist.version > 0)
            for kind, checklist in found.checklists.items()
        },
    )


@router.post("/open", status_code=204)
async def open_(
    branch: BranchPath, going: Going, request: Request, runtime: Runtime, person: SignedIn
) -> None:
    """Open the branch."""
    await _go(branch, going, request, runtime, person, open_day)


@router.post("/begin-closing", status_code=204)
async def closing(
    branch: BranchPath, going: Going, request: Request, runtime: Runtime, person: SignedIn
) -> None:
    """Begin with the closing checklist."""
    await _go(branch, going, request, runtime, person, begin_closing)


@router.post("/close", status_code=204)
async def close(
    branch: BranchPath, going: Going, request: Request, runtime: Runtime, person: SignedIn
) -> None:
    """Close the branch and everything that is open in it."""
    await _go(branch, going, request, runtime, person, close_day)


@router.post("/reopen", status_code=204)
async def reopen(
    branch: BranchPath, why: Reason, request: Request, runtime: Runtime, person: SignedIn
) -> None:
    """Go on with a day that is closing or closed."""
    person.must(branch, *ANSWERS)
    reason = _override(runtime, branch, why)
    await runtime.command(request, person, branch, reopen_day, Reopening(branch, person.staff, reason))


async def _go(
    branch: str, going: Going, request: Request, runtime: ServiceRuntime, person: Person, handler: Handler
) -> None:
    person.must(branch, *ANSWERS)
    override = _override(runtime, branch, going.override) if going.override else None
    await runtime.command(request, person, branch, handler, Wish(branch, person.staff, override))


def _override(runtime: ServiceRuntime, branch: str, why: Reason) -> Override:
    """The reason with its words sealed; they are bound to the branch, whose day may end meanwhile."""
    return Override(why.reason, seal_words(runtime.settings.key("master_key"), _place(branch), why.words))


def _step(runtime: ServiceRuntime, day: BranchDay, step: Step, may_read: bool) -> StepNow:
    master = runtime.settings.key("master_key")
    words = open_words(master, _place(day.branch), step.words) if may_read else None
    return StepNow(**step.model_dump(exclude={"words"}), words=words)


def _place(branch: str) -> str:
    return f"branch_days/{branch}/words"
