"""Branches: set up by operations; their rules and transactions, which their head changes at any time."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, Field

from services.lobby import store
from services.lobby.domain.branches import Branch, Rules
from services.lobby.domain.transactions import NEED, Transaction
from services.lobby.handlers.branches import NewRules, change_rules, set_up_branch
from shared.access import SignedIn
from shared.contracts.words import Role, TicketClass
from shared.errors import Malformed, NotFound
from shared.service import Here

router = APIRouter(prefix="/api/lobby/branches", tags=["branches"])
BranchPath = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
STAFF = (Role.TELLER, Role.LOBBY_MANAGER, Role.ACCOUNT_MANAGER, Role.BRANCH_HEAD, Role.OPS)
SETS_RULES = (Role.BRANCH_HEAD, Role.OPS)
ALL_CLASSES = (TicketClass.VIP, TicketClass.CARE, TicketClass.ORDINARY)
CounterName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,8}$")]
Transactions = Annotated[
    dict[Annotated[str, Field(pattern=NEED, max_length=64)], Transaction], Field(max_length=200)
]


class BranchSettings(BaseModel):
    """What operations sets for a branch. `counters`: which classes each one serves. Transactions and rules
    that are left out stay as they are."""

    name_zh: str = Field(max_length=64)
    name_en: str = Field(max_length=64)
    timezone: str = "Asia/Shanghai"
    counters: dict[CounterName, tuple[TicketClass, ...]] = Field(default={"1": ALL_CLASSES}, max_length=100)
    transactions: Transactions | None = None
    rules: Rules | None = None


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
    branch: BranchPath, settings: BranchSettings, request: Request, here: Here, person: SignedIn
) -> None:
    """A branch joins, or its settings change and apply from now on."""
    person.must(branch, Role.OPS)
    known = await store.branch(here.store, branch)
    given = {name: value for name, value in dict(settings).items() if value is not None}
    kept = known.model_dump(include={"transactions", "rules"}) if known else {}
    try:
        document = Branch.model_validate({**kept, **given, "id": branch})
    except ValueError:
        raise Malformed("timezone: not in the IANA list") from None
    await here.command(request, person, branch, set_up_branch, document)


@router.get("/{branch}")
async def settings(branch: BranchPath, here: Here, person: SignedIn) -> SettingsNow:
    """The settings of a branch."""
    person.must(branch, *STAFF)
    found = await store.branch(here.store, branch)
    if found is None:
        raise NotFound(f"branches/{branch}")
    return SettingsNow(branch=found.id, **found.model_dump(exclude={"id", "version"}))


@router.put("/{branch}/rules", status_code=204)
async def put_rules(branch: BranchPath, rules: Rules, request: Request, here: Here, person: SignedIn) -> None:
    """How the branch calls and diverts, from now on."""
    person.must(branch, *SETS_RULES)
    new = NewRules(branch, person.staff, rules=rules)
    await here.command(request, person, branch, change_rules, new)


@router.put("/{branch}/transactions", status_code=204)
async def put_transactions(
    branch: BranchPath, transactions: Transactions, request: Request, here: Here, person: SignedIn
) -> None:
    """What the branch does, where, and with which papers, from now on."""
    person.must(branch, *SETS_RULES)
    new = NewRules(branch, person.staff, transactions=transactions)
    await here.command(request, person, branch, change_rules, new)
