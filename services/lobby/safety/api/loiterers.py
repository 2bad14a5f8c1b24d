"""Those who stay without business, and what came of them (D12)."""

from datetime import datetime

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from services.lobby import store
from services.lobby.branch.api import BranchPath
from services.lobby.safety.api.incidents import Id
from services.lobby.safety.domain.loiterers import Loiterer, Settlement
from services.lobby.safety.handlers.loiterers import Limit, set_limit, settle_loiterer
from shared.access import SignedIn
from shared.contracts.devices import correlation_of
from shared.contracts.words import LoitererOutcome, Place, Role
from shared.errors import NotFound
from shared.fields import Given, Whole
from shared.runtime import Runtime, ServiceRuntime

router = APIRouter(prefix="/api/lobby", tags=["incidents"])
KNOW = (Role.LOBBY_MANAGER, Role.BRANCH_HEAD)


class NewLimit(Given):
    """From how many minutes on a branch minds."""

    minutes: Whole = Field(ge=1, le=24 * 60)


class Outcome(Given):
    outcome: LoitererOutcome


class LoitererNow(BaseModel):
    loiterer: str
    place: Place
    minutes: int
    noticed_at: datetime
    device: str | None
    visit: str | None
    ticket: str | None
    outcome: LoitererOutcome | None
    settled_by: str | None
    settled_at: datetime | None
    incident: str | None


class LoiterersNow(BaseModel):
    """The branch's limit in minutes, and the newest 20 who outstayed it, newest first."""

    minutes: int
    loiterers: list[LoitererNow]


def shown(loiterer: Loiterer) -> LoitererNow:
    fields = LoitererNow.model_fields.keys() - {"loiterer"}
    return LoitererNow(loiterer=loiterer.id, **loiterer.model_dump(include=fields))


@router.get("/branches/{branch}/loiterers")
async def loiterers(branch: BranchPath, runtime: Runtime, person: SignedIn) -> LoiterersNow:
    """Who stays, or stayed, without business."""
    person.must(branch, *KNOW)
    found = await store.loiterers(runtime.store, branch)
    limit = (await store.vigilance(runtime.store, branch)).minutes
    return LoiterersNow(minutes=limit, loiterers=[shown(one) for one in found])


@router.put("/branches/{branch}/loiterers/limit", status_code=204)
async def limit(
    branch: BranchPath, new: NewLimit, request: Request, runtime: Runtime, person: SignedIn
) -> None:
    """Mind from so many minutes on."""
    person.must(branch, Role.OPS, Role.BRANCH_HEAD)
    await runtime.command(request, person, branch, set_limit, Limit(branch, new.minutes))


@router.post("/loiterers/{loiterer}/outcome")
async def outcome(
    loiterer: Id, came: Outcome, request: Request, runtime: Runtime, person: SignedIn
) -> LoitererNow:
    """I spoke with them, found them gone, or raise an incident."""
    person.must_somewhere(*KNOW)
    found = await _look_up(runtime, loiterer)
    if not person.may(found.branch, *KNOW):
        raise NotFound(f"loiterers/{loiterer}")
    cause = runtime.cause(request, person, found.branch, settle_loiterer)
    incident = correlation_of(found.branch, person.staff, cause.id)
    settlement = Settlement(loiterer, came.outcome, person.staff, incident)
    await runtime.do(settle_loiterer, settlement, cause)
    return shown(await _look_up(runtime, loiterer))


async def _look_up(runtime: ServiceRuntime, id: str) -> Loiterer:
    found = await store.loiterer(runtime.store, id)
    if found is None:
        raise NotFound(f"loiterers/{id}")
    return found
