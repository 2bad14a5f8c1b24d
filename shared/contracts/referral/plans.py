"""Events of plans: goals and what was achieved, budgets, work plans, the direction of the market (Q2).

Amounts are integers in the hundredth of the currency; a period is a month (``2026-11``), a quarter
(``2026-Q4``) or a year (``2026``) of the branch's own days. No event carries a free text.
"""

from shared.contracts.labelled import Words
from shared.contracts.referral.base import ReferralEvent
from shared.contracts.words import CommonNeed, Segment


class GoalMetric(Words):
    """The thing that a goal counts (Q2). Those in `AMOUNTS` are sums of money, the others numbers."""

    CONTACTS_HELD = "contacts_held", "有效联系", "Contacts held"
    VISITS_RECORDED = "visits_recorded", "拜访完成", "Visits recorded"
    PROSPECTS_OPENED = "prospects_opened", "新增潜客", "Prospects opened"
    PROSPECTS_WON = "prospects_won", "潜客成交", "Prospects won"
    AMOUNT_WON = "amount_won", "成交金额", "Amount won"
    DEALS_CLOSED = "deals_closed", "业务办结", "Deals closed"
    AMOUNT_CLOSED = "amount_closed", "办结金额", "Amount of deals closed"
    RECOMMENDATIONS_BOUGHT = "recommendations_bought", "推荐成交", "Recommendations bought"
    AMOUNT_BOUGHT = "amount_bought", "推荐成交金额", "Amount of recommendations bought"
    NEEDS_MET = "needs_met", "满足需求", "Needs met"


AMOUNTS = frozenset((GoalMetric.AMOUNT_WON, GoalMetric.AMOUNT_CLOSED, GoalMetric.AMOUNT_BOUGHT))
"""The metrics that are sums of money, in the hundredth of a currency."""


class GoalLevel(Words):
    """The level of a goal (Q2): a region is the branches where a region head works."""

    REGION = "region", "区域", "Region"
    BRANCH = "branch", "网点", "Branch"
    MANAGER = "manager", "客户经理", "Account manager"


class BudgetLine(Words):
    """A line of a branch's budget (Q2)."""

    CAMPAIGNS = "campaigns", "营销活动", "Campaigns"
    EVENTS = "events", "客户活动", "Events for customers"
    VISITS = "visits", "拜访费用", "Visits"
    PRINTING = "printing", "宣传资料", "Printed matter"
    TRAINING = "training", "培训", "Training"
    OTHER = "other", "其他", "Other"


class PlanItemKind(Words):
    """The kind of an item of a work plan (Q2, A3)."""

    CAMPAIGN = "campaign", "营销活动", "Campaign"
    CUSTOMER_EVENT = "customer_event", "客户活动", "Event for customers"
    PORTFOLIO_REVIEW = "portfolio_review", "客户梳理", "Review of the portfolio"
    PROSPECT_LIST = "prospect_list", "潜客名单跟进", "Work through a list of prospects"
    MARKET_STUDY = "market_study", "市场调研", "Market study"
    TRAINING = "training", "产品培训", "Product training"
    MEETING = "meeting", "工作会议", "Meeting"
    REPORT = "report", "报告", "Report"


class DropReason(Words):
    """The reason for which an item of a work plan is dropped (Q2)."""

    NOT_NEEDED = "not_needed", "已无必要", "No longer needed"
    NO_BUDGET = "no_budget", "没有预算", "No budget"
    NO_TIME = "no_time", "没有时间", "No time"
    OTHER = "other", "其他原因", "Another reason"


class GoalSet(ReferralEvent, zh="设定目标", en="A goal was set"):
    """A goal was set, or has another target than `before` (Q2). `goal_owner` is a member of staff, or for a
    branch its id; `parent` is the goal of the level above of which it is a part."""

    goal: str
    metric: GoalMetric
    level: GoalLevel
    period: str
    target: int
    currency: str
    goal_owner: str
    parent: str | None
    set_by: str
    before: int | None = None


class GoalReached(ReferralEvent, zh="目标达成", en="A goal was reached"):
    """A goal was reached: as much was achieved as its target (Q2)."""

    goal: str
    metric: GoalMetric
    level: GoalLevel
    period: str
    goal_owner: str
    target: int
    achieved: int


class GoalUnreached(ReferralEvent, zh="目标暂未达成", en="A goal is reached no more"):
    """A goal that was reached is so no more: something that counted was undone, or the target is higher
    (Q2)."""

    goal: str
    metric: GoalMetric
    level: GoalLevel
    period: str
    goal_owner: str
    target: int
    achieved: int


class GoalSplit(ReferralEvent, zh="目标移交", en="A goal was split"):
    """The rest of an account manager's goal goes to another one from a day on (Q2): `goal_owner` keeps `kept`
    of the target, `receiver` gets `given`. What was achieved stays with whoever did it."""

    goal: str
    into: str
    metric: GoalMetric
    period: str
    goal_owner: str
    receiver: str
    split_on: str
    kept: int
    given: int
    split_by: str


class BudgetSet(ReferralEvent, zh="设定预算", en="A budget was set"):
    """A line of a branch's budget for a period was set, or has another amount than `before` (Q2)."""

    budget: str
    line: BudgetLine
    period: str
    amount: int
    currency: str
    set_by: str
    before: int | None = None


class BudgetCommitted(ReferralEvent, zh="预算占用", en="Money was committed"):
    """Money of a budget was committed to something (Q2). `over` is how far the budget is exceeded, which the
    branch head alone may approve."""

    budget: str
    line: BudgetLine
    commitment: str
    amount: int
    currency: str
    committed_by: str
    plan_item: str | None = None
    over: int = 0


class BudgetSpent(ReferralEvent, zh="预算支出", en="Money was spent"):
    """Money of a budget was spent (Q2): what was committed, the rest of which is free again. `over` is how
    far the budget is exceeded."""

    budget: str
    line: BudgetLine
    commitment: str
    amount: int
    currency: str
    spent_by: str
    over: int = 0


class BudgetReleased(ReferralEvent, zh="预算释放", en="Money is free again"):
    """Money that was committed is free again, and nothing was spent (Q2)."""

    budget: str
    line: BudgetLine
    commitment: str
    amount: int
    currency: str
    released_by: str


class PlanItemAdded(ReferralEvent, zh="新增计划事项", en="An item was planned"):
    """An item of a work plan was added, or given to another owner (Q2)."""

    plan_item: str
    item: PlanItemKind
    item_owner: str
    due: str
    added_by: str
    goal: str | None = None


class PlanItemMoved(ReferralEvent, zh="计划事项改期", en="A planned item was moved"):
    """An item of a work plan is due on another day (Q2)."""

    plan_item: str
    item: PlanItemKind
    item_owner: str
    before: str
    due: str
    moved_by: str


class PlanItemDone(ReferralEvent, zh="计划事项完成", en="A planned item was done"):
    """An item of a work plan was done (Q2)."""

    plan_item: str
    item: PlanItemKind
    item_owner: str
    due: str
    done_by: str
    in_time: bool


class PlanItemDropped(ReferralEvent, zh="计划事项取消", en="A planned item was dropped"):
    """An item of a work plan will not be done (Q2)."""

    plan_item: str
    item: PlanItemKind
    item_owner: str
    reason: DropReason
    dropped_by: str


class PlanItemOverdue(ReferralEvent, zh="计划事项逾期", en="A planned item is late"):
    """An item of a work plan was not done by its day (Q2)."""

    plan_item: str
    item: PlanItemKind
    item_owner: str
    due: str


class MarketDirectionSet(ReferralEvent, zh="设定市场方向", en="The direction of the market was set"):
    """A branch goes into a period with these needs and segments before it (A3, Q2)."""

    period: str
    needs: tuple[CommonNeed, ...]
    segments: tuple[Segment, ...]
    set_by: str
