"""Rows about goals, budgets and work plans (Q2)."""

from services.notify.feed.domain.rule import HEAD, INFO, NOTICE, URGENT, Named, Rows, Rule
from shared.contracts import referral
from shared.contracts.base import Event

OWNER, DOER = Named("goal_owner"), Named("item_owner")


def is_managers(event: Event) -> bool:
    """Return whether a goal is that of an account manager."""
    return getattr(event, "level", None) is referral.GoalLevel.MANAGER


def is_branchs(event: Event) -> bool:
    """Return whether a goal is that of a branch."""
    return getattr(event, "level", None) is referral.GoalLevel.BRANCH


def is_regions(event: Event) -> bool:
    """Return whether a goal is that of a region."""
    return getattr(event, "level", None) is referral.GoalLevel.REGION


def by_another(event: Event) -> bool:
    """Return whether an item of a plan was given to its owner by somebody else."""
    return getattr(event, "added_by", None) != getattr(event, "item_owner", None)


def is_over(event: Event) -> bool:
    """Return whether a budget is exceeded."""
    return getattr(event, "over", 0) > 0


ROWS: Rows = {
    referral.GoalSet: (
        Rule(
            OWNER, NOTICE, "goal_set",
            "{set_by}为您设定了{period}的目标：{metric}。",
            "{set_by} has set a goal of yours for {period}: {metric}.",
            when=is_managers,
        ),
        Rule(
            HEAD, NOTICE, "goal_set",
            "{set_by}设定了本网点{period}的目标：{metric}。",
            "{set_by} has set a goal of the branch for {period}: {metric}.",
            when=is_branchs,
        ),
    ),
    referral.GoalReached: (
        Rule(
            OWNER, INFO, "goal_reached",
            "您已达成{period}的目标：{metric}。",
            "You have reached your goal for {period}: {metric}.",
            when=is_managers,
        ),
        Rule(
            HEAD, INFO, "goal_reached",
            "本网点已达成{period}的目标：{metric}。",
            "The branch has reached its goal for {period}: {metric}.",
            when=is_branchs,
        ),
        Rule(
            OWNER, INFO, "goal_reached",
            "您的片区已达成{period}的目标：{metric}。",
            "Your region has reached its goal for {period}: {metric}.",
            when=is_regions,
        ),
    ),
    referral.GoalUnreached: (
        Rule(
            OWNER, NOTICE, "goal_unreached",
            "{period}的目标（{metric}）因撤销或调整，暂未达成。",
            "Your goal for {period} ({metric}) is reached no more: something was undone or changed.",
            when=is_managers,
        ),
        Rule(
            HEAD, NOTICE, "goal_unreached",
            "本网点{period}的目标（{metric}）因撤销或调整，暂未达成。",
            "The branch's goal for {period} ({metric}) is reached no more: something was undone or changed.",
            when=is_branchs,
        ),
        Rule(
            OWNER, NOTICE, "goal_unreached",
            "您的片区{period}的目标（{metric}）因撤销或调整，暂未达成。",
            "Your region's goal for {period} ({metric}) is reached no more: something was undone or changed.",
            when=is_regions,
        ),
    ),
    referral.GoalSplit: (
        Rule(
            Named("receiver"), NOTICE, "goal_split",
            "自{split_on}起，您接手{goal_owner}在{period}的目标：{metric}。",
            "From {split_on} on you take over the rest of a goal of {goal_owner} for {period}: {metric}.",
        ),
        Rule(
            OWNER, NOTICE, "goal_split",
            "自{split_on}起，您{period}的目标（{metric}）由{receiver}接手，此前业绩仍归您。",
            "From {split_on} on {receiver} has your goal for {period} ({metric}); what you did stays yours.",
        ),
    ),
    referral.BudgetCommitted: (
        Rule(
            HEAD, NOTICE, "budget_exceeded",
            "预算（{line}）经{committed_by}批准已超支。",
            "A budget ({line}) is exceeded, as {committed_by} approved.",
            when=is_over,
        ),
    ),
    referral.BudgetSpent: (
        Rule(
            HEAD, NOTICE, "budget_exceeded",
            "预算（{line}）经{spent_by}批准已超支。",
            "A budget ({line}) is exceeded, as {spent_by} approved.",
            when=is_over,
        ),
    ),
    referral.PlanItemAdded: (
        Rule(
            DOER, NOTICE, "plan_item_added",
            "{added_by}为您安排了工作：{item}，最迟{due}。",
            "{added_by} has given you a piece of work: {item}, until {due}.",
            when=by_another,
        ),
    ),
    referral.PlanItemOverdue: (
        Rule(
            DOER, URGENT, "plan_item_overdue",
            "计划事项（{item}）已逾期（{due}）。",
            "A piece of your plan is late: {item} ({due}).",
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = (
    referral.BudgetSet,  # it stands in the plan of the branch
    referral.BudgetReleased,
    referral.PlanItemMoved,
    referral.PlanItemDone,
    referral.PlanItemDropped,
    referral.MarketDirectionSet,
)
