"""Budgets over HTTP (Q2)."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from services.referral.fields import Currency, Key
from services.referral.plans.api.goals import PeriodName
from services.referral.plans.commands import CommitBudget, ReleaseBudget, SetBudget, SpendBudget
from services.referral.plans.domain.budgets import Budget, BudgetExceeded, Commitment, Movement
from services.referral.plans.domain.periods import read_period
from services.referral.plans.queries import (
    ApproveBudget,
    ListBudgets,
    budgets_of,
    entries_of,
    find_budget,
    find_commitment,
    open_commitments,
)
from shared.contracts.devices import correlation_of
from shared.contracts.referral import BudgetLine
from shared.errors import NotAllowed, NotFound
from shared.fields import Given, Whole, YesNo
from shared.rights import may_at_branch, may_on
from shared.runtime import Asking, Caller

router = APIRouter(prefix="/api/referral", tags=["plans"])
Amount = Annotated[Whole, Field(ge=1, le=10**13)]


class BudgetForm(Given):
    """The amount that a line of the budget has, in the hundredth of the currency. `seen` is the amount that
    was shown before, 0 for none: the new one is refused if that is another by now."""

    line: BudgetLine
    period: str = Field(max_length=10)
    amount: Annotated[Whole, Field(ge=0, le=10**13)]
    currency: Currency
    seen: Annotated[Whole, Field(ge=0, le=10**13)] | None = None


class CommitForm(Given):
    """Money to commit; `over`: it may exceed the budget, which the branch head alone may say."""

    amount: Amount
    plan_item: Key | None = None
    over: YesNo = False


class SpendForm(Given):
    """Money that was spent; `over` as with `CommitForm`."""

    amount: Amount
    over: YesNo = False


class CommitmentNow(BaseModel):
    """Money that is committed, and neither spent nor set free."""

    commitment: str
    amount: int
    plan_item: str | None
    by: str


class BudgetNow(BaseModel):
    """A line of a budget; `left` is negative where it was exceeded."""

    budget: str
    line: BudgetLine
    period: str
    currency: str
    amount: int
    committed: int
    spent: int
    left: int
    open: list[CommitmentNow]


class EntryNow(BaseModel):
    """A movement of a budget."""

    commitment: str
    movement: Movement
    amount: int
    by: str
    at: datetime
    plan_item: str | None
    approved: bool


@router.get("/branches/{branch}/budgets")
async def list_budgets(
    branch: Annotated[str, may_at_branch(ListBudgets)], period: PeriodName, caller: Caller
) -> list[BudgetNow]:
    """The budget of a branch for a period, by line."""
    found = await budgets_of(caller.runtime.store, branch, read_period(period).name)
    return [await _shown(caller, budget) for budget in found]


@router.put("/branches/{branch}/budgets", status_code=204)
async def set_budget(
    branch: Annotated[str, may_at_branch(SetBudget)], form: BudgetForm, caller: Caller
) -> None:
    """Set what a line of the budget has."""
    await caller.execute(SetBudget(branch=branch, by=caller.person.staff, **form.model_dump()), branch)


@router.get("/budgets/{budget}/entries")
async def list_entries(
    budget: Annotated[Budget, may_on(find_budget, ListBudgets, "budget")], caller: Caller
) -> list[EntryNow]:
    """The movements of a budget: what is committed and spent is their sum."""
    found = await entries_of(caller.runtime.store, budget.id)
    return [EntryNow(**entry.model_dump(include=set(EntryNow.model_fields))) for entry in found]


@router.post("/budgets/{budget}/commitments", status_code=201)
async def commit_budget(
    budget: Annotated[Budget, may_on(find_budget, CommitBudget, "budget")],
    form: CommitForm,
    caller: Caller,
) -> BudgetNow:
    """Commit money of a budget."""
    cause, staff = caller.cause(CommitBudget, budget.branch), caller.person.staff
    id = correlation_of(budget.branch, staff, cause.id)
    approved = _approved(caller, budget.branch, form.over)
    command = CommitBudget(budget.id, id, form.amount, form.plan_item, approved, staff)
    await caller.runtime.execute(command, cause)
    return await _after(caller, budget.id)


@router.post("/commitments/{commitment}/spend")
async def spend_budget(
    commitment: Annotated[Commitment, may_on(find_commitment, SpendBudget, "commitment")],
    form: SpendForm,
    caller: Caller,
) -> BudgetNow:
    """Note what was spent of a commitment; the rest is free again. That of a colleague is the head's."""
    _must_be_own(caller, commitment)
    approved = _approved(caller, commitment.branch, form.over)
    command = SpendBudget(commitment.id, form.amount, approved, caller.person.staff)
    await caller.execute(command, commitment.branch)
    return await _after(caller, commitment.budget)


@router.post("/commitments/{commitment}/release")
async def release_budget(
    commitment: Annotated[Commitment, may_on(find_commitment, ReleaseBudget, "commitment")],
    caller: Caller,
) -> BudgetNow:
    """Set committed money free. That of a colleague is the head's."""
    _must_be_own(caller, commitment)
    await caller.execute(ReleaseBudget(commitment.id, caller.person.staff), commitment.branch)
    return await _after(caller, commitment.budget)


def _approved(caller: Asking, branch: str, over: bool) -> bool:
    """Return whether a budget may be exceeded. Raises `BudgetExceeded` for those who may not say so."""
    if over and not caller.may(ApproveBudget, branch):
        raise BudgetExceeded
    return over


def _must_be_own(caller: Asking, made: Commitment) -> None:
    """Raises `NotAllowed` for what a colleague committed, but for those who approve budgets."""
    if made.by != caller.person.staff and not caller.may(ApproveBudget, made.branch):
        raise NotAllowed


async def _after(caller: Asking, id: str) -> BudgetNow:
    budget = await find_budget(caller.runtime.store, id)
    if budget is None:
        raise NotFound(f"budgets/{id}")
    return await _shown(caller, budget)


async def _shown(caller: Asking, budget: Budget) -> BudgetNow:
    open_ones = await open_commitments(caller.runtime.store, budget.id)
    fields = BudgetNow.model_fields.keys() - {"budget", "left", "open"}
    return BudgetNow(
        budget=budget.id,
        left=budget.left,
        open=[
            CommitmentNow(
                commitment=one.id,
                **one.model_dump(include=CommitmentNow.model_fields.keys() - {"commitment"}),
            )
            for one in open_ones
        ],
        **budget.model_dump(include=fields),
    )
