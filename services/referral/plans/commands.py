"""Commands of goals, budgets and work plans (Q2). `by` is the staff id of the person who asks; amounts are
in the hundredth of the currency, days those of the branch, notes sealed; `seen` is the target, the amount or
the edition that the sender saw."""

from dataclasses import dataclass, field
from datetime import date

from shared.commands import Command
from shared.contracts.referral import BudgetLine, DropReason, GoalMetric, PlanItemKind
from shared.contracts.words import CommonNeed, Segment


@dataclass(frozen=True)
class SetGoal(Command, name="set_goal"):
    """Set a goal of an account manager, or of the branch where `owner` is None (Q2)."""

    branch: str
    owner: str | None
    metric: GoalMetric
    period: str
    target: int
    currency: str
    by: str
    seen: int | None = None


@dataclass(frozen=True)
class SetRegionGoal(Command, name="set_region_goal"):
    """Set a goal of the region of the person who asks (Q2); `branch` is one of theirs."""

    branch: str
    metric: GoalMetric
    period: str
    target: int
    currency: str
    by: str
    seen: int | None = None


@dataclass(frozen=True)
class SetBudget(Command, name="set_budget"):
    """Set what a line of a branch's budget has (Q2)."""

    branch: str
    line: BudgetLine
    period: str
    amount: int
    currency: str
    by: str
    seen: int | None = None


@dataclass(frozen=True)
class CommitBudget(Command, name="commit_budget"):
    """Commit money of a budget, under an id that its sender makes (Q2); `approved` by the branch head."""

    budget: str
    commitment: str
    amount: int
    plan_item: str | None
    approved: bool
    by: str


@dataclass(frozen=True)
class SpendBudget(Command, name="spend_budget"):
    """Note what was spent of a commitment (Q2); `approved` by the branch head."""

    commitment: str
    amount: int
    approved: bool
    by: str


@dataclass(frozen=True)
class ReleaseBudget(Command, name="release_budget"):
    """Set committed money free (Q2)."""

    commitment: str
    by: str


@dataclass(frozen=True)
class AddPlanItem(Command, name="add_plan_item"):
    """Add an item to a work plan, under an id that is made by its sender (Q2)."""

    plan_item: str
    branch: str
    owner: str
    item: PlanItemKind
    due: date
    goal: str | None
    by: str
    note: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class MovePlanItem(Command, name="move_plan_item"):
    """Give an item another day (Q2)."""

    plan_item: str
    due: date
    by: str


@dataclass(frozen=True)
class FinishPlanItem(Command, name="finish_plan_item"):
    """Note that an item was done (Q2)."""

    plan_item: str
    by: str


@dataclass(frozen=True)
class DropPlanItem(Command, name="drop_plan_item"):
    """Note that an item will not be done (Q2)."""

    plan_item: str
    reason: DropReason
    by: str


@dataclass(frozen=True)
class SetMarketDirection(Command, name="set_market_direction"):
    """Set the needs and segments that a branch puts first in a period (A3, Q2)."""

    branch: str
    period: str
    needs: tuple[CommonNeed, ...]
    segments: tuple[Segment, ...]
    by: str
    seen: int | None = None
