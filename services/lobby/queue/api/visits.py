"""Visits: taken in by hand, recalled, completed."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from services.lobby import store
from services.lobby.branch.api import BranchPath
from services.lobby.branch.domain.transactions import MONEY_AT_MOST, NEED, Paper
from services.lobby.forecasts.domain.forecasts import on_ticket
from services.lobby.queue.domain.arrivals import Arrival
from services.lobby.queue.domain.triage import WORDS, Why
from services.lobby.queue.domain.undo import Undo
from services.lobby.queue.domain.visits import Visit
from services.lobby.queue.handlers.visits import NextNeed, arrive, call_again, finish, give_up, wait_for_next
from services.lobby.undo.handlers.undo import take_back
from shared.access import Person, SignedIn
from shared.contracts.devices import correlation_of
from shared.contracts.words import Care, Channel, Role, TicketClass
from shared.errors import NotFound, Refusal
from shared.fields import Given, Whole, YesNo
from shared.runtime import Runtime, ServiceRuntime
from shared.unit_of_work import Handler
from shared.work import Outcome

router = APIRouter(prefix="/api/lobby", tags=["visits"])
AT_COUNTERS = (Role.TELLER, Role.LOBBY_MANAGER)


class VisitNow(BaseModel):
    """A visit as it stands. `advised` and `why` are what triage said, `done` the matters served before,
    `needs` what the customer is known to want besides, or has said so when they asked again; `also_holds` are
    other numbers that they hold; the wait is what was told at the ticket."""

    visit: str
    ticket: str
    ticket_class: TicketClass
    channel: Channel
    advised: Channel
    why: Why
    documents: tuple[Paper, ...]
    forms: tuple[Paper, ...]
    place: int
    state: str
    need: str
    done: tuple[str, ...]
    needs: tuple[str, ...]
    also_holds: tuple[str, ...]
    care: tuple[Care, ...]
    arrived: datetime
    counter: str | None
    recalls: int
    sent_back: int
    masked_name: str | None
    wait_low_seconds: int | None = None
    wait_high_seconds: int | None = None


class ByHand(Given):
    """Somebody whom the lobby manager takes in without a machine."""

    need: str = Field(default="enquiry", max_length=64, pattern=NEED)
    care: tuple[Care, ...] = ()
    amount: Whole | None = Field(default=None, ge=0, le=MONEY_AT_MOST, repr=False)
    wants_counter: YesNo = False


class Act(Given):
    """Which act is taken back, by its id on the floor; without one, whatever was done last."""

    act: str | None = Field(default=None, max_length=192)


class Need(Given):
    """What somebody needs, as a word of the catalogue."""

    need: str = Field(max_length=64, pattern=NEED)


def shown(visit: Visit) -> VisitNow:
    known = visit.model_dump(include=VisitNow.model_fields.keys() - {"visit", "needs"})
    needs = tuple(dict.fromkeys((*visit.also_wants, *visit.needs)))
    return VisitNow(visit=visit.id, needs=needs, **known, **on_ticket(visit.forecast))


def told_to_customer(visit: Visit) -> dict[str, Any]:
    """What a machine says to the customer beside the number: why they are sent there, what to bring, and how
    long it may take."""
    zh, en = WORDS[visit.why]
    papers = visit.model_dump(include={"documents", "forms"})
    return {"why": visit.why, "reason": {"zh": zh, "en": en}, **papers, **on_ticket(visit.forecast)}


class CallIsOver(Refusal):
    code, status = "call_is_over", 409
    en = "This call was made already, and things have moved on since. Call anew, with a new key."
    zh = "该次叫号已执行，此后情况已有变化。如需再叫，请用新的键重新叫号。"


async def answer(done: Outcome, runtime: ServiceRuntime, branch: str, counter: str, cause: str) -> VisitNow:
    """The visit that was called; for a repeated command, the one that it called, while that is at the
    counter. Raises `CallIsOver`."""
    if isinstance(done.answer, Visit):
        return shown(done.answer)
    found = await store.floor(runtime.store, branch)
    at_counter = found[1].counter(counter).visit if found else None
    visit = await store.visit(runtime.store, at_counter) if at_counter else None
    if visit is None or visit.last is None or visit.last.id != cause:
        raise CallIsOver
    return shown(visit)


@router.post("/branches/{branch}/visits", status_code=201)
async def take_in(
    branch: BranchPath, by_hand: ByHand, request: Request, runtime: Runtime, person: SignedIn
) -> VisitNow:
    """Somebody came and did not use a machine."""
    person.must(branch, Role.LOBBY_MANAGER)
    cause = runtime.cause(request, person, branch, arrive)
    visit = correlation_of(branch, person.staff, cause.id)
    await runtime.do(arrive, Arrival(id=visit, branch=branch, arrived=cause.time, **dict(by_hand)), cause)
    return await look_up(runtime, visit)


@router.get("/visits/{visit}")
async def one(visit: str, runtime: Runtime, person: SignedIn) -> VisitNow:
    """A visit as it stands."""
    found = await scoped(runtime, person, visit, (*AT_COUNTERS, Role.BRANCH_HEAD, Role.ACCOUNT_MANAGER))
    return shown(found)


@router.post("/visits/{visit}/recall")
async def recall(visit: str, request: Request, runtime: Runtime, person: SignedIn) -> VisitNow:
    """Call once more who did not come."""
    return await act(visit, request, runtime, person, call_again)


@router.post("/visits/{visit}/no-show")
async def no_show(visit: str, request: Request, runtime: Runtime, person: SignedIn) -> VisitNow:
    """Who was called will not come."""
    return await act(visit, request, runtime, person, give_up)


@router.post("/visits/{visit}/complete")
async def complete(visit: str, request: Request, runtime: Runtime, person: SignedIn) -> VisitNow:
    """The customer was served."""
    return await act(visit, request, runtime, person, finish)


@router.post("/visits/{visit}/undo")
async def undo(
    visit: str, request: Request, runtime: Runtime, person: SignedIn, which: Act | None = None
) -> VisitNow:
    """Take back what was last done to a visit, within five minutes of branch time: by who did it, or the
    lobby manager. The customer is again where they were, with the wait that they had."""
    found = await scoped(runtime, person, visit, AT_COUNTERS)
    is_manager = person.may(found.branch, Role.LOBBY_MANAGER)
    wish = Undo(visit, person.staff, is_manager, which.act if which else None)
    await runtime.command(request, person, found.branch, take_back, wish)
    return await look_up(runtime, visit)


@router.post("/visits/{visit}/next")
async def next_need(visit: str, need: Need, request: Request, runtime: Runtime, person: SignedIn) -> VisitNow:
    """One matter is done, and the customer waits for the next, with the wait that they had."""
    return await act(visit, request, runtime, person, wait_for_next, NextNeed(visit, need.need))


async def act(
    visit: str,
    request: Request,
    runtime: ServiceRuntime,
    person: Person,
    handler: Handler,
    content: object = None,
) -> VisitNow:
    """Do something with a visit of the person's branch; `content` is the visit's id unless it says more."""
    found = await scoped(runtime, person, visit, AT_COUNTERS)
    await runtime.command(request, person, found.branch, handler, content or visit)
    return await look_up(runtime, visit)


async def scoped(runtime: ServiceRuntime, person: Person, visit: str, roles: tuple[Role, ...]) -> Visit:
    """The visit, if the person may act on it; one of another branch does not exist for them."""
    person.must_somewhere(*roles)
    found = await store.visit(runtime.store, visit)
    if found is None or not person.may(found.branch, *roles):
        raise NotFound(f"visits/{visit[:64]}")
    return found


async def look_up(runtime: ServiceRuntime, visit: str) -> VisitNow:
    """The visit as the store knows it now."""
    found = await store.visit(runtime.store, visit)
    if found is None:
        raise NotFound(f"visits/{visit[:64]}")
    return shown(found)
