"""Triage and diversion: what the rules advise, and what the lobby manager decides instead."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from services.lobby import store
from services.lobby.branch.api import STAFF, BranchPath
from services.lobby.branch.domain.transactions import MONEY_AT_MOST, NEED, Paper
from services.lobby.queue.api.visits import VisitNow, act, scoped
from services.lobby.queue.domain.diversions import Override
from services.lobby.queue.domain.triage import WORDS, Asked, Why
from services.lobby.queue.handlers import diversions
from services.lobby.queue.handlers.visits import triage
from shared.access import SignedIn
from shared.contracts.words import Care, Channel, Role, TicketClass
from shared.errors import NotFound
from shared.fields import Given
from shared.runtime import Runtime

router = APIRouter(prefix="/api/lobby", tags=["triage"])


class OverrideReason(StrEnum):
    """Why the lobby manager decides otherwise."""

    CUSTOMER_WISH = "customer_wish"
    NEEDS_HELP = "needs_help"
    MACHINE_BUSY = "machine_busy"
    WRONG_NEED = "wrong_need"
    OTHER = "other"


class Decided(Given):
    """Another channel, or the green channel with its reason (`care`)."""

    channel: Channel
    reason: OverrideReason
    care: Care | None = None


class AdviceNow(BaseModel):
    """Where a customer should go, why, in both languages, and what to bring."""

    channel: Channel
    ticket_class: TicketClass
    why: Why
    zh: str
    en: str
    documents: tuple[Paper, ...]
    forms: tuple[Paper, ...]


@router.get("/branches/{branch}/advice")
async def advice(
    branch: BranchPath,
    runtime: Runtime,
    person: SignedIn,
    need: Annotated[str, Query(max_length=64, pattern=NEED)],
    amount: Annotated[int | None, Query(ge=0, le=MONEY_AT_MOST)] = None,
    care: Annotated[list[Care] | None, Query(max_length=8)] = None,
) -> AdviceNow:
    """What triage would say to somebody who has not taken a number yet (D2)."""
    person.must(branch, *STAFF)
    found = await store.floor(runtime.store, branch)
    if found is None:
        raise NotFound(f"branches/{branch}")
    given = triage(
        Asked(need, amount, tuple(care or ())), *found, await store.equipment(runtime.store, branch)
    )
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
    visit: str, decided: Decided, request: Request, runtime: Runtime, person: SignedIn
) -> VisitNow:
    """Send a customer another way than triage did (D2, D10)."""
    await scoped(runtime, person, visit, (Role.LOBBY_MANAGER,))
    wish = Override(visit, person.staff, decided.reason, decided.channel, decided.care)
    return await act(visit, request, runtime, person, diversions.override_triage, wish)


@router.post("/visits/{visit}/return")
async def come_back(visit: str, request: Request, runtime: Runtime, person: SignedIn) -> VisitNow:
    """Who was sent to a machine was not served there, and waits with the wait that they had (D8)."""
    return await act(visit, request, runtime, person, diversions.come_back)


@router.post("/visits/{visit}/served")
async def served(visit: str, request: Request, runtime: Runtime, person: SignedIn) -> VisitNow:
    """Who was sent to a machine was served there (D8)."""
    return await act(visit, request, runtime, person, diversions.serve_there)
