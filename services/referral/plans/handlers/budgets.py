"""Handlers of budgets (Q2)."""

from services.referral.plans.commands import CommitBudget, ReleaseBudget, SetBudget, SpendBudget
from services.referral.plans.domain import budgets
from services.referral.plans.domain.budgets import Budget, Commitment, budget_id
from services.referral.plans.domain.items import PlanItem
from services.referral.plans.domain.periods import read_period
from shared.branch_places import place_of
from shared.errors import NotFound
from shared.unit_of_work import UnitOfWork


async def set_budget(command: SetBudget, work: UnitOfWork) -> None:
    id = budget_id(command.branch, command.line, read_period(command.period).name)
    place = await place_of(command.branch, work)
    known = await work.find(Budget, id)
    work.apply(
        budgets.set_budget(known, today=place.day_of(work.now), now=work.now, **vars(command)),
    )


async def commit_budget(command: CommitBudget, work: UnitOfWork) -> None:
    if await work.find(Commitment, command.commitment) is not None:
        return
    budget = await work.get(Budget, command.budget)
    place = await place_of(budget.branch, work)
    if command.plan_item is not None:
        await _must_be_planned_at(budget.branch, command.plan_item, work)
    work.apply(
        budgets.commit(
            budget,
            command.commitment,
            command.amount,
            plan_item=command.plan_item,
            approved=command.approved,
            by=command.by,
            today=place.day_of(work.now),
            now=work.now,
        )
    )


async def _must_be_planned_at(branch: str, plan_item: str, work: UnitOfWork) -> None:
    """Raises `NotFound` for a piece of work that is in no plan of the branch."""
    found = await work.find(PlanItem, plan_item)
    if found is None or found.branch != branch:
        raise NotFound(f"plan_items/{plan_item}")


async def spend_budget(command: SpendBudget, work: UnitOfWork) -> None:
    made = await work.get(Commitment, command.commitment)
    budget = await work.get(Budget, made.budget)
    work.apply(
        budgets.spend(budget, made, command.amount, approved=command.approved, by=command.by, now=work.now)
    )


async def release_budget(command: ReleaseBudget, work: UnitOfWork) -> None:
    made = await work.get(Commitment, command.commitment)
    budget = await work.get(Budget, made.budget)
    work.apply(budgets.release(budget, made, by=command.by, now=work.now))
