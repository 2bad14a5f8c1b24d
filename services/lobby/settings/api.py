"""Settings of branches: set up by operations; rules and transactions are changed by the branch head at any
time."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, BeforeValidator, Field, field_validator

from services.lobby.branch.domain.branches import Rules
from services.lobby.branch.domain.transactions import Paper, Transaction
from services.lobby.branch.queries import find_branch
from services.lobby.settings.commands import ChangeBranch, ChangeRules, ChangeTransactions
from services.lobby.settings.queries import ViewSettings
from shared.contracts.needs import Need, need_of
from shared.contracts.words import TicketClass
from shared.errors import NotFound
from shared.fields import Given, Readable
from shared.rights import may_at_branch
from shared.runtime import Caller, Runtime

router = APIRouter(prefix="/api/lobby/branches", tags=["branches"])
CounterName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,8}$")]
Name = Annotated[Readable, Field(max_length=64)]


class RulesChange(Rules, Given):
    """Changes of the rules by which a branch calls; what is left out stays, class by class."""

    @field_validator("rates", "limits")
    @classmethod
    def _all_classes(cls, values: dict[TicketClass, float]) -> dict[TicketClass, float]:
        return values


class PaperGiven(Paper, Given):
    """A paper, as it is sent."""


class TransactionChange(Transaction, Given):
    """Changes of a transaction; what is left out stays. A new one needs its names."""

    zh: Readable = Field(default="", max_length=64)
    en: Readable = Field(default="", max_length=64)
    documents: tuple[PaperGiven, ...] = Field(default=(), max_length=20)
    forms: tuple[PaperGiven, ...] = Field(default=(), max_length=20)


def _each_once(given: Any) -> Any:
    """Raises ValueError for a transaction that stands there twice, by an earlier word too."""
    if isinstance(given, dict):
        words = [need_of(word) for word in given]
        if twice := next((word for word in words if words.count(word) > 1), None):
            raise ValueError(f"{twice} is named twice, by another word too")
    return given


Transactions = Annotated[
    dict[Need, TransactionChange | None], Field(max_length=200), BeforeValidator(_each_once)
]
"""By word; what is left out stays, and what is null is not done any more."""


class BranchSettings(Given):
    """Settings of a branch, changed by operations; what is left out stays. A new branch needs its names, and
    has one counter for all unless more are given. `counters`: which classes each one serves; those that are
    not named are taken out."""

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
    branch: Annotated[str, may_at_branch(ChangeBranch)], given: BranchSettings, caller: Caller
) -> None:
    """Add a branch, or change its settings; they apply from now on."""
    await caller.execute(ChangeBranch(branch, given.model_dump(exclude_unset=True)), branch)


@router.get("/{branch}")
async def settings(branch: Annotated[str, may_at_branch(ViewSettings)], runtime: Runtime) -> SettingsNow:
    """The settings of a branch."""
    found = await find_branch(runtime.store, branch)
    if found is None:
        raise NotFound(f"branches/{branch}")
    return SettingsNow(branch=found.id, **found.model_dump(exclude={"id", "version"}))


@router.put("/{branch}/rules", status_code=204)
async def put_rules(
    branch: Annotated[str, may_at_branch(ChangeRules)], rules: RulesChange, caller: Caller
) -> None:
    """Change how the branch calls and diverts, from now on; what is left out stays."""
    await caller.execute(ChangeRules(branch, rules), branch)


@router.put("/{branch}/transactions", status_code=204)
async def put_transactions(
    branch: Annotated[str, may_at_branch(ChangeTransactions)], transactions: Transactions, caller: Caller
) -> None:
    """Change what the branch does, where, and with which papers, from now on. What is left out stays; a
    transaction that is null is not done any more."""
    await caller.execute(ChangeTransactions(branch, transactions), branch)
