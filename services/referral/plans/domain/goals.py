"""Goals (Q2): a target of a metric for a period, of a region, a branch or an account manager.

What was achieved is never entered: it is read from the counters of `achievements`. A goal of a level below is
a part of the one above of the same metric and period; that the parts come to another sum is shown, and not
refused.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from services.referral.plans.domain.achievements import counted_as
from services.referral.plans.domain.periods import Period, PeriodKind, read_period
from shared.contracts.referral import (
    AMOUNTS,
    GoalLevel,
    GoalMetric,
    GoalReached,
    GoalSet,
    GoalSplit,
    GoalUnreached,
    ReferralEvent,
)
from shared.domain import Decision, Document
from shared.errors import Refusal

REGION = "region"
"""The first part of the id of a region's goal, where others have their branch."""
NO_CURRENCY = ""
LOOK_EVERY = timedelta(seconds=10)


class GoalPeriodPast(Refusal):
    code, status = "goal_period_past", 409
    en, zh = "This period has ended: its goals stand.", "该期间已结束，目标不再变更。"


class GoalOfWeek(Refusal):
    code, status = "goal_of_week", 422
    en, zh = "Goals are set for a month, a quarter or a year.", "目标按月、季度或年设定。"


class GoalNeedsCurrency(Refusal):
    code, status = "goal_needs_currency", 422
    en, zh = (
        "A goal of an amount has a currency, and no other goal has one.",
        "金额类目标须注明币种，其他目标不注明。",
    )


class GoalChanged(Refusal):
    """`detail` names the goal."""

    code, status = "goal_changed", 409
    en, zh = "Somebody has set this goal meanwhile: look at it first.", "该目标刚被他人修改，请先查看。"


class GoalOwnerUnknown(Refusal):
    code, status = "goal_owner_unknown", 422
    en, zh = "A goal belongs to an account manager of this branch.", "目标须属于本网点的客户经理。"


class RegionGoalDue(ReferralEvent):
    """Something that counts for a goal of a region was committed at a branch of it: the sum over its branches
    is looked at. A timer."""

    goal: str


class Handed(BaseModel):
    """A part of a target that came with a hand-over, or went: `amount` is negative for what went."""

    model_config = ConfigDict(frozen=True)

    handover: str
    on: str
    other: str
    amount: int


class Goal(Document):
    """A goal; its id is `goal_id`. `owner` is a member of staff, the branch itself, or for a region its head.
    `last` is the last day of its period. `reached`: its event was published."""

    collection: ClassVar[str] = "goals"

    branch: str
    level: GoalLevel
    owner: str
    metric: GoalMetric
    period: str
    last: str
    currency: str = NO_CURRENCY
    target: int
    parent: str | None = None
    reached: bool = False
    handed: tuple[Handed, ...] = ()
    set_by: str
    set_at: datetime

    @property
    def counted(self) -> str:
        """The name under which what counts for it is summed."""
        return counted_as(self.metric, self.currency)

    @property
    def whole(self) -> Period:
        """Its period."""
        return read_period(self.period)


def goal_id(branch: str, owner: str, metric: str, period: str) -> str:
    """Return the id of a goal: there is one for each owner, metric and period."""
    return f"{branch}:{owner}:{metric}:{period}"


def parents(branch: str, level: GoalLevel, metric: str, period: str, heads: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of the goals of the level above of which a goal may be a part, the first that exists
    counts: that of the branch, or those of the region heads who work there."""
    if level is GoalLevel.MANAGER:
        return (goal_id(branch, branch, metric, period),)
    if level is GoalLevel.BRANCH:
        return tuple(goal_id(REGION, head, metric, period) for head in sorted(heads))
    return ()


def set_goal(
    known: Goal | None,
    *,
    branch: str,
    level: GoalLevel,
    owner: str,
    metric: GoalMetric,
    period: str,
    target: int,
    currency: str,
    parent: str | None,
    achieved: int,
    today: date,
    by: str,
    seen: int | None = None,
    now: datetime,
) -> Decision:
    """Set a goal, or another target of one; what is as before changes nothing. `achieved` is what counts
    already, `seen` the target that was there when the new one was thought of, 0 for none.

    Raises `UnknownPeriod`, `GoalOfWeek`, `GoalPeriodPast`, `GoalNeedsCurrency`, `GoalChanged`."""
    whole = read_period(period)
    if whole.kind is PeriodKind.WEEK:
        raise GoalOfWeek
    if whole.last < today:
        raise GoalPeriodPast
    if (metric in AMOUNTS) != bool(currency):
        raise GoalNeedsCurrency
    if known is not None and (known.target, known.currency, known.parent) == (target, currency, parent):
        return Decision()
    same = known is not None and (known.target, known.currency) == (target, currency)
    if not same and seen is not None and seen != (known.target if known is not None else 0):
        raise GoalChanged(goal_id(branch, owner, metric, whole.name))
    place = REGION if level is GoalLevel.REGION else branch
    goal = Goal(
        id=goal_id(place, owner, metric, whole.name),
        branch=branch,
        level=level,
        owner=owner,
        metric=metric,
        period=whole.name,
        last=whole.last.isoformat(),
        currency=currency,
        target=target,
        parent=parent,
        reached=known.reached if known is not None else False,
        handed=known.handed if known is not None else (),
        set_by=by,
        set_at=now,
    )
    event = GoalSet(
        branch=branch,
        goal=goal.id,
        metric=metric,
        level=level,
        period=goal.period,
        target=target,
        currency=currency,
        goal_owner=owner,
        parent=parent,
        set_by=by,
        before=known.target if known is not None else None,
    )
    judged, events = _judged(goal, achieved)
    return Decision().save(judged, event, *events)


def judge(goal: Goal, achieved: int) -> Decision:
    """Tell that a goal is reached now, or is so no more; nothing, if that has not changed."""
    judged, events = _judged(goal, achieved)
    return Decision().save(judged, *events) if events else Decision()


def look_at_region(goal: Goal, branch: str, now: datetime) -> Decision:
    """Have the goal of a region looked at, once for all that is committed at a branch until the next moment
    of `LOOK_EVERY`. Its branches count each on its own, at the same time as others: the last of them to look
    sees what all have committed."""
    every = LOOK_EVERY.total_seconds()
    due = datetime.fromtimestamp((now.timestamp() // every + 1) * every, UTC)
    event = RegionGoalDue(branch=branch, goal=goal.id)
    id = f"region_goal:{goal.id}:{branch}:{int(due.timestamp())}"
    return Decision().schedule(id, due, event, correlation_id=goal.correlation_id)


def split(
    goal: Goal,
    into: Goal | None,
    *,
    handover: str,
    receiver: str,
    on: date,
    part: tuple[int, int],
    achieved: tuple[int, int],
    now: datetime,
) -> Decision:
    """Give a part of an account manager's target to another one from a day on: so many (`part`) of the
    customers, for the days that are left of the period. The sum of the two targets stays; what was achieved
    stays with whoever did it. `achieved` is that of the two. A hand-over splits a goal once."""
    whole = goal.whole
    if any(one.handover == handover for one in goal.handed) or on > whole.last:
        return Decision()
    left = min((whole.last - on).days + 1, whole.days)
    given = _rounded(goal.target * part[0] * left, part[1] * whole.days)
    if not given:
        return Decision()
    day = on.isoformat()
    went = Handed(handover=handover, on=day, other=receiver, amount=-given)
    came = Handed(handover=handover, on=day, other=goal.owner, amount=given)
    kept = goal.evolve(target=goal.target - given, handed=(*goal.handed, went))
    if into is None:
        id = goal_id(goal.branch, receiver, goal.metric, goal.period)
        into = goal.evolve(id=id, version=0, owner=receiver, target=0, handed=(), reached=False, set_at=now)
    more = into.evolve(target=into.target + given, handed=(*into.handed, came))
    event = GoalSplit(
        branch=goal.branch,
        goal=goal.id,
        into=more.id,
        metric=goal.metric,
        period=goal.period,
        goal_owner=goal.owner,
        receiver=receiver,
        split_on=day,
        kept=kept.target,
        given=given,
        split_by="system",
    )
    (kept, events), (more, more_events) = _judged(kept, achieved[0]), _judged(more, achieved[1])
    return Decision().save(kept, event, *events).save(more, *more_events)


def difference(goal: Goal, parts: Iterable[Goal]) -> int:
    """Return by how much the targets of the parts exceed that of the whole; negative if they fall short."""
    return sum(part.target for part in parts) - goal.target


def _judged(goal: Goal, achieved: int) -> tuple[Goal, tuple[GoalReached | GoalUnreached, ...]]:
    reached = achieved >= goal.target > 0
    if reached is goal.reached:
        return goal, ()
    about = {
        "branch": goal.branch,
        "goal": goal.id,
        "metric": goal.metric,
        "level": goal.level,
        "period": goal.period,
        "goal_owner": goal.owner,
        "target": goal.target,
        "achieved": achieved,
    }
    event = GoalReached(**about) if reached else GoalUnreached(**about)
    return goal.evolve(reached=reached), (event,)


def _rounded(number: int, by: int) -> int:
    """Divide whole numbers, rounded to the nearest; a half goes up."""
    return (2 * number + by) // (2 * by)
