"""Budgets (Q2): what a line of a branch's budget has, what is committed of it, and what is spent.

Every movement is a `BudgetEntry` of its own, never changed; what is committed and spent is their sum. Nobody
exceeds a budget in silence: who would is refused, but for the branch head, who approves it by name.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from services.referral.plans.domain.periods import PeriodKind, read_period
from shared.contracts.referral import (
    BudgetCommitted,
    BudgetLine,
    BudgetReleased,
    BudgetSet,
    BudgetSpent,
)
from shared.domain import Decision, Document
from shared.errors import Refusal


class BudgetExceeded(Refusal):
    code, status = "budget_exceeded", 409
    en, zh = (
        "There is not so much left in this budget; the branch head may approve it.",
        "预算余额不足，须由网点负责人批准。",
    )


class BudgetChanged(Refusal):
    """`detail` names the budget."""

    code, status = "budget_changed", 409
    en, zh = "Somebody has set this budget meanwhile: look at it first.", "该预算刚被他人修改，请先查看。"


class BudgetTooSmall(Refusal):
    code, status = "budget_too_small", 409
    en, zh = "More than that is committed or spent already.", "已占用或支出的金额超过该预算。"


class OtherCurrency(Refusal):
    code, status = "other_currency", 409
    en, zh = "This budget is kept in another currency.", "该预算使用其他币种。"


class CommitmentEnded(Refusal):
    code, status = "commitment_ended", 409
    en, zh = "This money was spent or set free already.", "该笔占用已支出或已释放。"


class BudgetOfWeek(Refusal):
    code, status = "budget_of_week", 422
    en, zh = "A budget is for a month, a quarter or a year.", "预算按月、季度或年设定。"


class BudgetPeriodPast(Refusal):
    code, status = "budget_period_past", 409
    en, zh = "The period of this budget has ended.", "该预算期间已结束。"


class Movement(StrEnum):
    """The kind of an entry: it adds to what is committed, takes from it, or adds to what is spent."""

    COMMITTED = "committed"  # 占用
    RELEASED = "released"  # 释放
    SPENT = "spent"  # 支出


class Budget(Document):
    """A line of a branch's budget for a period, in the hundredth of a currency; its id is `budget_id`."""

    collection: ClassVar[str] = "budgets"

    branch: str
    line: BudgetLine
    period: str
    amount: int
    currency: str
    committed: int = 0
    spent: int = 0
    set_by: str
    set_at: datetime

    @property
    def left(self) -> int:
        """The amount that is neither committed nor spent; negative for one that is exceeded."""
        return self.amount - self.committed - self.spent


class Commitment(Document):
    """Money that was committed; `open` until it was spent or set free."""

    collection: ClassVar[str] = "commitments"

    branch: str
    budget: str
    amount: int
    plan_item: str | None
    by: str
    open: bool = True


class BudgetEntry(Document):
    """A movement of a budget. `approved`: the head let it exceed the budget."""

    collection: ClassVar[str] = "budget_entries"

    branch: str
    budget: str
    commitment: str
    movement: Movement
    amount: int
    by: str
    at: datetime
    plan_item: str | None = None
    approved: bool = False


def budget_id(branch: str, line: str, period: str) -> str:
    """Return the id of a budget."""
    return f"{branch}:{line}:{period}"


def set_budget(
    known: Budget | None,
    *,
    branch: str,
    line: BudgetLine,
    period: str,
    amount: int,
    currency: str,
    today: date,
    by: str,
    seen: int | None = None,
    now: datetime,
) -> Decision:
    """Set what a line has; what is as before changes nothing. `seen` is the amount that was there when the
    new one was thought of, 0 for none. Raises `UnknownPeriod`, `BudgetOfWeek`, `BudgetPeriodPast`,
    `BudgetChanged`, `OtherCurrency`, and `BudgetTooSmall` below what is used already."""
    whole = read_period(period)
    if whole.kind is PeriodKind.WEEK:
        raise BudgetOfWeek
    if whole.last < today:
        raise BudgetPeriodPast
    id = budget_id(branch, line, whole.name)
    if known is not None and (known.amount, known.currency) == (amount, currency):
        return Decision()
    if seen is not None and seen != (known.amount if known is not None else 0):
        raise BudgetChanged(id)
    if known is not None and known.currency != currency and (known.committed or known.spent):
        raise OtherCurrency
    if known is not None and amount < known.committed + known.spent:
        raise BudgetTooSmall
    budget = Budget(
        id=id,
        branch=branch,
        line=line,
        period=whole.name,
        amount=amount,
        currency=currency,
        committed=known.committed if known is not None else 0,
        spent=known.spent if known is not None else 0,
        set_by=by,
        set_at=now,
    )
    event = BudgetSet(
        branch=branch,
        budget=budget.id,
        line=line,
        period=budget.period,
        amount=amount,
        currency=currency,
        set_by=by,
        before=known.amount if known is not None else None,
    )
    return Decision().save(budget, event)


def commit(
    budget: Budget,
    id: str,
    amount: int,
    *,
    plan_item: str | None,
    approved: bool,
    by: str,
    today: date,
    now: datetime,
) -> Decision:
    """Commit money. `approved`: the branch head lets it exceed the budget. Raises `BudgetExceeded`,
    `BudgetPeriodPast`."""
    if read_period(budget.period).last < today:
        raise BudgetPeriodPast
    after = budget.evolve(committed=budget.committed + amount)
    _must_be_left(after, approved)
    made = Commitment(
        id=id, branch=budget.branch, budget=budget.id, amount=amount, plan_item=plan_item, by=by
    )
    entry = _entry(made, Movement.COMMITTED, amount, by, now, approved=approved and after.left < 0)
    event = BudgetCommitted(
        branch=budget.branch,
        budget=budget.id,
        line=budget.line,
        commitment=id,
        amount=amount,
        currency=budget.currency,
        committed_by=by,
        plan_item=plan_item,
        over=max(-after.left, 0),
    )
    return Decision().save(after, event).save(made).save(entry)


def spend(
    budget: Budget, made: Commitment, amount: int, *, approved: bool, by: str, now: datetime
) -> Decision:
    """Note what was spent of a commitment: its rest is free again. Raises `CommitmentEnded`,
    `BudgetExceeded`."""
    if not made.open:
        raise CommitmentEnded
    after = budget.evolve(committed=budget.committed - made.amount, spent=budget.spent + amount)
    if amount > made.amount:
        _must_be_left(after, approved)
    event = BudgetSpent(
        branch=budget.branch,
        budget=budget.id,
        line=budget.line,
        commitment=made.id,
        amount=amount,
        currency=budget.currency,
        spent_by=by,
        over=max(-after.left, 0) if amount > made.amount else 0,
    )
    return (
        Decision()
        .save(after, event)
        .save(made.evolve(open=False))
        .save(_entry(made, Movement.RELEASED, made.amount, by, now))
        .save(_entry(made, Movement.SPENT, amount, by, now, approved=approved and after.left < 0))
    )


def release(budget: Budget, made: Commitment, *, by: str, now: datetime) -> Decision:
    """Set committed money free, of which nothing was spent. Raises `CommitmentEnded`."""
    if not made.open:
        raise CommitmentEnded
    after = budget.evolve(committed=budget.committed - made.amount)
    event = BudgetReleased(
        branch=budget.branch,
        budget=budget.id,
        line=budget.line,
        commitment=made.id,
        amount=made.amount,
        currency=budget.currency,
        released_by=by,
    )
    entry = _entry(made, Movement.RELEASED, made.amount, by, now)
    return Decision().save(after, event).save(made.evolve(open=False)).save(entry)


def _must_be_left(after: Budget, approved: bool) -> None:
    if after.left < 0 and not approved:
        raise BudgetExceeded


def _entry(
    made: Commitment, movement: Movement, amount: int, by: str, now: datetime, *, approved: bool = False
) -> BudgetEntry:
    return BudgetEntry(
        id=f"{made.id}:{movement}",
        branch=made.branch,
        budget=made.budget,
        commitment=made.id,
        movement=movement,
        amount=amount,
        by=by,
        at=now,
        plan_item=made.plan_item,
        approved=approved,
    )
