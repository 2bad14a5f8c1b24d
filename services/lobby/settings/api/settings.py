"""Branches: set up by operations; their rules and transactions, which their head changes at any time."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field, field_validator

from services.lobby import store
from services.lobby.branch.api import SEES_BRANCH, SETS_RULES, BranchPath
from services.lobby.branch.domain.branches import Rules
from services.lobby.branch.domain.transactions import NEED, Paper, Transaction
from services.lobby.settings.handlers.settings import NewRules, NewSettings, change_branch, change_rules
from shared.access import SignedIn
from shared.contracts.words import Role, TicketClass
from shared.errors import NotFound
from shared.fields import Given, Readable
from shared.runtime import Runtime

router = APIRouter(prefix="/api/lobby/branches", tags=["branches"])
CounterName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,8}$")]
Word = Annotated[str, Field(pattern=NEED, max_length=64)]
Name = Annotated[Readable, Field(max_length=64)]


class RulesChange(Rules, Given):
    """What changes of how a branch calls; what is left out stays, class by class."""

    @field_validator("rates", "limits")
    @classmethod
    def _all_classes(cls, values: dict[TicketClass, float]) -> dict[TicketClass, float]:
        return values


class PaperGiven(Paper, Given):
    """A paper, as it is sent."""


class TransactionChange(Transaction, Given):
    """What changes of a transaction; what is left out stays. A new one needs its names."""

    zh: Readable = Field(default="", max_length=64)
    en: Readable = Field(default="", max_length=64)
    documents: tuple[PaperGiven, ...] = Field(default=(), max_length=20)
    forms: tuple[PaperGiven, ...] = Field(default=(), max_length=20)


Transactions = Annotated[dict[Word, TransactionChange | None], Field(max_length=200)]
"""By word; what is left out stays, and what is null is not done any more."""


class BranchSettings(Given):
    """What operations sets for a branch; what is left out stays. A new branch needs its names, and has one
    counter for all unless more are given. `counters`: which classes each one serves; those that are not named
    are taken out."""

    name_zh: Name = ""
    name_en: Name = ""
    timezone: str = "Asia/Shanghai"
    counters: dict[CounterName, tuple[TicketClass, ...]] = Field(default={}, min_length=1, max_length=100)
    transactions: Transactions = {}
    rules: RulesChange = RulesChange()


class SettingsNow(BaseModel):
    """The settings of a branch."""

    branch: str
    name_zh: str
    name_en: str
    timezone: str
    counters: dict[str, tuple[TicketClass, ...]]
    transactions: dict[str, Transaction]
    rules: Rules


@router.put("/{branch}", status_code=204)
async def put_branch(
    branch: BranchPath, settings: BranchSettings, request: Request, runtime: Runtime, person: SignedIn
) -> None:
    """A branch joins, or its settings change and apply from now on."""
    person.must(branch, Role.OPS)
    new = NewSettings(branch, settings.model_dump(exclude_unset=True))
    await runtime.command(request, person, branch, change_branch, new)


@router.get("/{branch}")
async def settings(branch: BranchPath, runtime: Runtime, person: SignedIn) -> SettingsNow:
    """The settings of a branch."""
    person.must(branch, *SEES_BRANCH)
    found = await store.branch(runtime.store, branch)
    if found is None:
        raise NotFound(f"branches/{branch}")
    return SettingsNow(branch=found.id, **found.model_dump(exclude={"id", "version"}))


@router.put("/{branch}/rules", status_code=204)
async def put_rules(
    branch: BranchPath, rules: RulesChange, request: Request, runtime: Runtime, person: SignedIn
) -> None:
    """How the branch calls and diverts, from now on; what is left out stays."""
    person.must(branch, *SETS_RULES)
    new = NewRules(branch, person.staff, rules=rules)
    await runtime.command(request, person, branch, change_rules, new)


@router.put("/{branch}/transactions", status_code=204)
async def put_transactions(
    branch: BranchPath, transactions: Transactions, request: Request, runtime: Runtime, person: SignedIn
) -> None:
    """What the branch does, where, and with which papers, from now on. What is left out stays; a transaction
    that is null is not done any more."""
    person.must(branch, *SETS_RULES)
    new = NewRules(branch, person.staff, transactions=transactions)
    await runtime.command(request, person, branch, change_rules, new)
