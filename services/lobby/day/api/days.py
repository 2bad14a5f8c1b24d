"""The branch's day over HTTP: as it stands, opened and closed by lobby manager or branch head."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field, StringConstraints, model_validator

from services.lobby.day.api.checklists import ChecklistNow, shown
from services.lobby.day.commands import BeginClosing, CloseDay, OpenDay, ReopenDay
from services.lobby.day.domain.days import BranchDay, DayOverride, DayState, DayStep, StepKind
from services.lobby.day.queries import ReadDayReasons, ViewDay, day_view
from shared import clock
from shared.contracts.lobby import ChecklistKind, OverrideReason
from shared.errors import NotFound
from shared.fields import Given
from shared.privacy import open_words, seal_words
from shared.rights import may_at_branch
from shared.runtime import Caller, ServiceRuntime

router = APIRouter(prefix="/api/lobby/branches/{branch}/day", tags=["days"])


class OverrideRequest(Given):
    """The reason to go on all the same. The words stay in this service, sealed; the reason is published."""

    reason: OverrideReason
    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] | None = Field(
        default=None, repr=False
    )

    @model_validator(mode="after")
    def _other_says_which(self) -> "OverrideRequest":
        if self.reason is OverrideReason.OTHER and not self.words:
            raise ValueError("another reason needs words")
        return self


class DayRequest(Given):
    """`override` when mandatory items are open, or customers still served, and it must be all the same."""

    override: OverrideRequest | None = None


class StepNow(BaseModel):
    """A step of the day; its words are for lobby manager and branch head alone."""

    what: StepKind
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
async def day(branch: Annotated[str, may_at_branch(ViewDay)], caller: Caller) -> DayNow:
    """Today: its state, and its checklists."""
    found = await day_view(caller.runtime.store, branch, clock.now())
    if found is None:
        raise NotFound(f"branches/{branch}")
    may_read = caller.may(ReadDayReasons, branch)
    return DayNow(
        branch=branch,
        day=found.day.day,
        state=found.day.state,
        steps=[_step(caller.runtime, found.day, step, may_read) for step in found.day.steps],
        served=[one.ticket for one in found.hall.counters.values() if one.ticket],
        waiting=len(found.hall.waiting),
        lists={
            kind: shown(checklist, found.reports, begun=checklist.version > 0)
            for kind, checklist in found.checklists.items()
        },
    )


@router.post("/open", status_code=204)
async def open_(branch: Annotated[str, may_at_branch(OpenDay)], wanted: DayRequest, caller: Caller) -> None:
    """Open the branch."""
    override = _override(caller.runtime, branch, wanted.override)
    await caller.execute(OpenDay(branch, caller.person.staff, override), branch)


@router.post("/begin-closing", status_code=204)
async def closing(
    branch: Annotated[str, may_at_branch(BeginClosing)], wanted: DayRequest, caller: Caller
) -> None:
    """Begin with the closing checklist."""
    await caller.execute(BeginClosing(branch, caller.person.staff), branch)


@router.post("/close", status_code=204)
async def close(branch: Annotated[str, may_at_branch(CloseDay)], wanted: DayRequest, caller: Caller) -> None:
    """Close the branch and everything that is open in it."""
    override = _override(caller.runtime, branch, wanted.override)
    await caller.execute(CloseDay(branch, caller.person.staff, override), branch)


@router.post("/reopen", status_code=204)
async def reopen(
    branch: Annotated[str, may_at_branch(ReopenDay)], why: OverrideRequest, caller: Caller
) -> None:
    """Go on with a day that is closing or closed."""
    reason = _sealed(caller.runtime, branch, why)
    await caller.execute(ReopenDay(branch, caller.person.staff, reason), branch)


def _override(runtime: ServiceRuntime, branch: str, why: OverrideRequest | None) -> DayOverride | None:
    return _sealed(runtime, branch, why) if why else None


def _sealed(runtime: ServiceRuntime, branch: str, why: OverrideRequest) -> DayOverride:
    """Seal the words of a reason; they are bound to the branch, whose day may end meanwhile."""
    return DayOverride(why.reason, seal_words(runtime.settings.keys("master_key"), _place(branch), why.words))


def _step(runtime: ServiceRuntime, day: BranchDay, step: DayStep, may_read: bool) -> StepNow:
    master = runtime.settings.keys("master_key")
    words = open_words(master, _place(day.branch), step.words) if may_read else None
    return StepNow(**step.model_dump(exclude={"words"}), words=words)


def _place(branch: str) -> str:
    """Return the name under which the words of a reason are sealed."""
    return f"branch_days/{branch}/words"
