"""Triage and diversion: the advice of the rules, and what the lobby manager decides instead."""

from typing import Annotated

import fastapi
from fastapi import APIRouter
from pydantic import BaseModel

from services.lobby.branch.domain.transactions import MONEY_AT_MOST, Paper
from services.lobby.branch.queries import find_hall
from services.lobby.devices.queries import find_equipment
from services.lobby.queue.api.visits import VisitNow, execute
from services.lobby.queue.commands import CompleteSelfService, OverrideTriage, ReturnToQueue
from services.lobby.queue.domain.triage import WORDS, TriageRequest
from services.lobby.queue.domain.visits import Visit
from services.lobby.queue.handlers.visits import triage
from services.lobby.queue.queries import ViewAdvice, find_visit
from shared.contracts.lobby.words import AdviceReason, ChannelChangeReason
from shared.contracts.needs import Need
from shared.contracts.words import Care, Channel, TicketClass
from shared.errors import NotFound
from shared.fields import Given
from shared.rights import may_at_branch, may_on
from shared.runtime import Caller, Runtime

router = APIRouter(prefix="/api/lobby", tags=["triage"])


class TriageOverrideRequest(Given):
    """Another channel, or the green channel with its reason (`care`)."""

    channel: Channel
    reason: ChannelChangeReason
    care: Care | None = None


class AdviceNow(BaseModel):
    """The advice of triage, with its reason in both languages, and the papers to bring."""

    channel: Channel
    ticket_class: TicketClass
    why: AdviceReason
    zh: str
    en: str
    documents: tuple[Paper, ...]
    forms: tuple[Paper, ...]


@router.get("/branches/{branch}/advice")
async def advice(
    branch: Annotated[str, may_at_branch(ViewAdvice)],
    runtime: Runtime,
    need: Annotated[Need, fastapi.Query()],
    amount: Annotated[int | None, fastapi.Query(ge=0, le=MONEY_AT_MOST)] = None,
    care: Annotated[list[Care] | None, fastapi.Query(max_length=8)] = None,
) -> AdviceNow:
    """The advice of triage for a customer who has not taken a number yet (D2)."""
    found = await find_hall(runtime.store, branch)
    if found is None:
        raise NotFound(f"branches/{branch}")
    request = TriageRequest(need, amount, tuple(care or ()))
    given = triage(request, *found, await find_equipment(runtime.store, branch))
    zh, en = WORDS[given.why]
    return AdviceNow(
        channel=given.channel,
        ticket_class=given.ticket_class,
        why=given.why,
        zh=zh,
        en=en,
        documents=given.documents,
        forms=given.forms,
    )


@router.post("/visits/{visit}/override")
async def override(
    visit: Annotated[Visit, may_on(find_visit, OverrideTriage, "visit")],
    given: TriageOverrideRequest,
    caller: Caller,
) -> VisitNow:
    """Send a customer by another channel than triage did (D2, D10)."""
    command = OverrideTriage(visit.id, caller.person.staff, given.reason, given.channel, given.care)
    return await execute(command, visit, caller)


@router.post("/visits/{visit}/return")
async def return_to_queue(
    visit: Annotated[Visit, may_on(find_visit, ReturnToQueue, "visit")], caller: Caller
) -> VisitNow:
    """Let a diverted customer wait who was not served there, with the wait that they had (D8)."""
    return await execute(ReturnToQueue(visit.id), visit, caller)


@router.post("/visits/{visit}/served")
async def complete_self_service(
    visit: Annotated[Visit, may_on(find_visit, CompleteSelfService, "visit")], caller: Caller
) -> VisitNow:
    """End the visit of a diverted customer who was served there (D8)."""
    return await execute(CompleteSelfService(visit.id), visit, caller)
