"""Visits: taken in by hand, recalled, completed, marked as a prospect."""

from datetime import datetime

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from services.lobby import store
from services.lobby.api.branches import BranchPath
from services.lobby.domain.visits import Arrival, Visit
from services.lobby.handlers.visits import (
    Prospect,
    arrive,
    call_again,
    finish,
    give_up,
    identify_prospect,
)
from shared.access import Person, SignedIn
from shared.contracts.devices import story_of
from shared.contracts.words import Care, Channel, Role, TicketClass
from shared.errors import NotFound
from shared.line import Done
from shared.service import Here, Running
from shared.unit import Handler

router = APIRouter(prefix="/api/lobby", tags=["visits"])
AT_COUNTERS = (Role.TELLER, Role.LOBBY_MANAGER)


class VisitNow(BaseModel):
    """A visit as it stands."""

    visit: str
    ticket: str
    ticket_class: TicketClass
    channel: Channel
    place: int
    state: str
    need: str
    arrived: datetime
    counter: str | None
    recalls: int
    masked_name: str | None


class ByHand(BaseModel):
    """Somebody whom the lobby manager takes in without a machine."""

    need: str = Field(default="enquiry", max_length=64, pattern=r"^[a-z0-9_]+$")
    care: tuple[Care, ...] = ()


class Need(BaseModel):
    """What a prospect may need, as a word of the catalogue."""

    need: str = Field(max_length=64, pattern=r"^[a-z0-9_]+$")


def shown(visit: Visit) -> VisitNow:
    return VisitNow(visit=visit.id, **visit.model_dump(include=VisitNow.model_fields.keys() - {"visit"}))


async def answer(done: Done, here: Running, branch: str, counter: str) -> VisitNow:
    """The visit that was called; for a repeated command, the one that is at the counter."""
    if isinstance(done.answer, Visit):
        return shown(done.answer)
    found = await store.floor(here.store, branch)
    at_counter = found[1].counter(counter).visit if found else None
    return await _look_up(here, at_counter or "")


@router.post("/branches/{branch}/visits", status_code=201)
async def take_in(
    branch: BranchPath, by_hand: ByHand, request: Request, here: Here, person: SignedIn
) -> VisitNow:
    """Somebody came and did not use a machine."""
    person.must(branch, Role.LOBBY_MANAGER)
    cause = here.cause(request, person, branch, arrive)
    visit = story_of(branch, person.staff, cause.id)
    await here.do(arrive, Arrival(visit, branch, by_hand.need, cause.time, by_hand.care), cause)
    return await _look_up(here, visit)


@router.get("/visits/{visit}")
async def one(visit: str, here: Here, person: SignedIn) -> VisitNow:
    """A visit as it stands."""
    found = await _scoped(here, person, visit, (*AT_COUNTERS, Role.BRANCH_HEAD, Role.ACCOUNT_MANAGER))
    return shown(found)


@router.post("/visits/{visit}/recall")
async def recall(visit: str, request: Request, here: Here, person: SignedIn) -> VisitNow:
    """Call once more who did not come."""
    return await _act(visit, request, here, person, call_again)


@router.post("/visits/{visit}/no-show")
async def no_show(visit: str, request: Request, here: Here, person: SignedIn) -> VisitNow:
    """Who was called will not come."""
    return await _act(visit, request, here, person, give_up)


@router.post("/visits/{visit}/complete")
async def complete(visit: str, request: Request, here: Here, person: SignedIn) -> VisitNow:
    """The customer was served."""
    return await _act(visit, request, here, person, finish)


@router.post("/visits/{visit}/prospect")
async def prospect(visit: str, need: Need, request: Request, here: Here, person: SignedIn) -> VisitNow:
    """Somebody of promise, with what they may need (D5)."""
    found = await _scoped(here, person, visit, AT_COUNTERS)
    marked = Prospect(visit, need.need, person.staff)
    await here.command(request, person, found.branch, identify_prospect, marked)
    return await _look_up(here, visit)


async def _act(visit: str, request: Request, here: Running, person: Person, handler: Handler) -> VisitNow:
    found = await _scoped(here, person, visit, AT_COUNTERS)
    await here.command(request, person, found.branch, handler, visit)
    return await _look_up(here, visit)


async def _scoped(here: Running, person: Person, visit: str, roles: tuple[Role, ...]) -> Visit:
    """The visit, if the person may act on it; one of another branch does not exist for them."""
    person.must_be(*roles)
    found = await store.visit(here.store, visit)
    if found is None or found.branch not in person.branches:
        raise NotFound(f"visits/{visit[:64]}")
    return found


async def _look_up(here: Running, visit: str) -> VisitNow:
    found = await store.visit(here.store, visit)
    if found is None:
        raise NotFound(f"visits/{visit[:64]}")
    return shown(found)
