"""Visits: admitted by hand, recalled, completed."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from services.lobby.branch.domain.transactions import MONEY_AT_MOST, Paper
from services.lobby.branch.queries import find_hall
from services.lobby.forecasts.domain.forecasts import ticket_fields
from services.lobby.queue.commands import (
    AdmitCustomer,
    CallNext,
    CallTicket,
    CompleteVisit,
    MarkNoShow,
    QueueForNextNeed,
    RecallTicket,
)
from services.lobby.queue.domain.admission import Arrival
from services.lobby.queue.domain.triage import WORDS
from services.lobby.queue.domain.visits import Visit
from services.lobby.queue.queries import ViewVisit, find_visit
from shared.commands import Command
from shared.contracts.devices import correlation_of
from shared.contracts.lobby.words import AdviceReason
from shared.contracts.needs import Need
from shared.contracts.words import Care, Channel, TicketClass
from shared.errors import NotFound, Refusal
from shared.fields import Given, Whole, YesNo
from shared.rights import may_at_branch, may_on
from shared.runtime import Asking, Caller, ServiceRuntime

router = APIRouter(prefix="/api/lobby", tags=["visits"])


class VisitNow(BaseModel):
    """A visit as it stands.

    `advised` and `why` are the advice of triage, `done` the needs served before, `needs` further needs of the
    customer that are known or were named when asking again; `also_holds` are other numbers that they hold;
    the wait is the one announced with the ticket.
    """

    visit: str
    ticket: str
    ticket_class: TicketClass
    channel: Channel
    advised: Channel
    why: AdviceReason
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


class AdmissionRequest(Given):
    """A customer whom the lobby manager takes in without a machine."""

    need: Need = "enquiry"
    care: tuple[Care, ...] = ()
    amount: Whole | None = Field(default=None, ge=0, le=MONEY_AT_MOST, repr=False)
    wants_counter: YesNo = False


class NextNeedRequest(Given):
    """The next need of a customer, as a word of the catalogue."""

    need: Need


def shown(visit: Visit) -> VisitNow:
    known = visit.model_dump(include=VisitNow.model_fields.keys() - {"visit", "needs"})
    needs = tuple(dict.fromkeys((*visit.also_wants, *visit.needs)))
    return VisitNow(visit=visit.id, needs=needs, **known, **ticket_fields(visit.forecast))


def customer_answer(visit: Visit) -> dict[str, Any]:
    """Return the answer of a machine to a customer beside the number: the reason of the advice, papers to
    bring, and the expected wait."""
    zh, en = WORDS[visit.why]
    papers = visit.model_dump(include={"documents", "forms"})
    return {"why": visit.why, "reason": {"zh": zh, "en": en}, **papers, **ticket_fields(visit.forecast)}


class CallIsOver(Refusal):
    code, status = "call_is_over", 409
    en = "This call was made already, and things have moved on since. Call anew, with a new key."
    zh = "该次叫号已执行，此后情况已有变化。如需再叫，请用新的键重新叫号。"


async def called_visit(command: CallNext | CallTicket, caller: Asking) -> VisitNow:
    """Call, and return the visit; for a repeated command, the visit that it called, while that is at the
    counter. Raises `CallIsOver`."""
    runtime, cause = caller.runtime, caller.cause(type(command), command.branch)
    outcome = await runtime.execute(command, cause)
    if isinstance(outcome.answer, Visit):
        return shown(outcome.answer)
    found = await find_hall(runtime.store, command.branch)
    at_counter = found[1].counter(command.counter).visit if found else None
    visit = await find_visit(runtime.store, at_counter) if at_counter else None
    if visit is None or visit.last is None or visit.last.id != cause.id:
        raise CallIsOver
    return shown(visit)


@router.post("/branches/{branch}/visits", status_code=201)
async def admit(
    branch: Annotated[str, may_at_branch(AdmitCustomer)], given: AdmissionRequest, caller: Caller
) -> VisitNow:
    """Take in a customer who did not use a machine."""
    cause = caller.cause(AdmitCustomer, branch)
    visit = correlation_of(branch, caller.person.staff, cause.id)
    arrival = Arrival(id=visit, branch=branch, arrived=cause.time, **dict(given))
    await caller.runtime.execute(AdmitCustomer(arrival), cause)
    return await visit_now(caller.runtime, visit)


@router.get("/visits/{visit}")
async def one(visit: Annotated[Visit, may_on(find_visit, ViewVisit, "visit")]) -> VisitNow:
    """A visit as it stands."""
    return shown(visit)


@router.post("/visits/{visit}/recall")
async def recall(
    visit: Annotated[Visit, may_on(find_visit, RecallTicket, "visit")], caller: Caller
) -> VisitNow:
    """Call a customer once more who did not come."""
    return await execute(RecallTicket(visit.id), visit, caller)


@router.post("/visits/{visit}/no-show")
async def no_show(
    visit: Annotated[Visit, may_on(find_visit, MarkNoShow, "visit")], caller: Caller
) -> VisitNow:
    """End the visit of a called customer who will not come."""
    return await execute(MarkNoShow(visit.id), visit, caller)


@router.post("/visits/{visit}/complete")
async def complete(
    visit: Annotated[Visit, may_on(find_visit, CompleteVisit, "visit")], caller: Caller
) -> VisitNow:
    """End the visit of a customer who was served."""
    return await execute(CompleteVisit(visit.id), visit, caller)


@router.post("/visits/{visit}/next")
async def next_need(
    visit: Annotated[Visit, may_on(find_visit, QueueForNextNeed, "visit")],
    given: NextNeedRequest,
    caller: Caller,
) -> VisitNow:
    """Let a served customer wait for another need, with the wait that they had."""
    return await execute(QueueForNextNeed(visit.id, given.need), visit, caller)


async def execute(command: Command, visit: Visit, caller: Asking) -> VisitNow:
    """Carry out a command on a visit, and return the visit as it stands then."""
    await caller.execute(command, visit.branch)
    return await visit_now(caller.runtime, visit.id)


async def visit_now(runtime: ServiceRuntime, visit: str) -> VisitNow:
    """Return the visit as it is stored now."""
    found = await find_visit(runtime.store, visit)
    if found is None:
        raise NotFound(f"visits/{visit[:64]}")
    return shown(found)
