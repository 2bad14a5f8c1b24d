"""Goals and what was achieved over HTTP (Q2)."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from services.referral.fields import CURRENCY_OR_NONE, LARGEST, STAFF, Staff
from services.referral.plans.commands import SetGoal, SetRegionGoal
from services.referral.plans.domain.achievements import EVERYBODY, Achievement, Tally, counted_as, summed
from services.referral.plans.domain.goals import REGION, Goal, GoalOfWeek, Handed, difference
from services.referral.plans.domain.periods import Period, PeriodKind, read_period
from services.referral.plans.queries import (
    PAGE,
    ListAchievements,
    ListAllGoals,
    ListGoals,
    ListRegionGoals,
    branches_of,
    goals_of,
    lines_of_month,
    parts_of,
    sums_of,
    tallies_of,
)
from shared.access import Person
from shared.contracts.referral import GoalLevel, GoalMetric
from shared.fields import Given, Whole
from shared.rights import may_at_branch, may_somewhere
from shared.runtime import Asking, Caller
from shared.store import Store

router = APIRouter(prefix="/api/referral", tags=["plans"])
PeriodName = Annotated[str, Query(alias="period", max_length=10)]
CurrencyOrNone = Annotated[str, Field(pattern=CURRENCY_OR_NONE)]
Target = Annotated[Whole, Field(ge=0, le=LARGEST)]
PLACE = r"^[0-9]{4}-[0-9]{2}/[0-9]{1,9}$"
"""The place in a list behind which the next page begins: a month and a number."""


class GoalForm(Given):
    """A target; without an `owner`, that of the branch. Amounts are in the hundredth of the currency. `seen`
    is the target that was shown before, 0 for none: the new one is refused if that is another by now."""

    owner: Staff | None = None
    metric: GoalMetric
    period: str = Field(max_length=10)
    target: Target
    currency: CurrencyOrNone = ""
    seen: Target | None = None


class RegionGoalForm(Given):
    """A target of one's region; `seen` as in `GoalForm`."""

    metric: GoalMetric
    period: str = Field(max_length=10)
    target: Target
    currency: CurrencyOrNone = ""
    seen: Target | None = None


class GoalNow(BaseModel):
    """A goal with what was achieved. `difference` is by how much the targets of its parts exceed its own,
    negative where they fall short; None without parts."""

    goal: str
    branch: str
    level: GoalLevel
    owner: str
    metric: GoalMetric
    period: str
    currency: str
    target: int
    achieved: int
    reached: bool
    parent: str | None
    parts: int
    difference: int | None
    handed: tuple[Handed, ...]
    set_by: str


class RegionGoalNow(GoalNow):
    """A goal of a region, with what each of its branches achieved and has as target, by the branch's id."""

    branches: dict[str, int]
    targets: dict[str, int | None]


class LineNow(BaseModel):
    """A line behind a figure: what `subject` is about, by the event and its kind."""

    day: str
    staff: str
    amount: int
    currency: str
    metric: str
    kind: str
    subject: str
    event: str
    undoes: bool
    number: int


class AchievementsNow(BaseModel):
    """The lines behind a figure, with their sum over all pages; `next` is where the next page begins."""

    total: int
    lines: list[LineNow]
    next: str | None


@router.get("/branches/{branch}/goals")
async def list_goals(
    branch: Annotated[str, may_at_branch(ListGoals)], period: PeriodName, caller: Caller
) -> list[GoalNow]:
    """The goals of a branch for a period: mine and the branch's; those of all, for those who lead it."""
    whole, store = read_period(period), caller.runtime.store
    found = await goals_of(store, branch, whole.name)
    if not caller.may(ListAllGoals, branch):
        found = [goal for goal in found if goal.owner in (branch, caller.person.staff)]
    return await _shown(store, [goal for goal in found if goal.level is not GoalLevel.REGION], whole)


@router.put("/branches/{branch}/goals", status_code=204)
async def set_goal(branch: Annotated[str, may_at_branch(SetGoal)], form: GoalForm, caller: Caller) -> None:
    """Set a goal of the branch or of one of its account managers."""
    await caller.execute(SetGoal(branch=branch, by=caller.person.staff, **form.model_dump()), branch)


@router.get("/region/goals")
async def list_region_goals(
    person: Annotated[Person, may_somewhere(ListRegionGoals)], period: PeriodName, caller: Caller
) -> list[RegionGoalNow]:
    """The goals of my region, with the figures of its branches, by their ids."""
    whole, store = read_period(period), caller.runtime.store
    branches = await region_of(caller)
    found = await store.load(Goal, [f"{REGION}:{person.staff}:{one}:{whole.name}" for one in GoalMetric])
    goals = sorted((one for one in found if isinstance(one, Goal)), key=lambda goal: goal.metric)
    everybody = [(branch, EVERYBODY) for branch in branches]
    tallies, parts = await asyncio.gather(
        tallies_of(store, everybody, whole.years), parts_of(store, [goal.id for goal in goals])
    )
    return [_region_goal(goal, parts[goal.id], branches, tallies, whole) for goal in goals]


@router.put("/region/goals", status_code=204)
async def set_region_goal(
    person: Annotated[Person, may_somewhere(SetRegionGoal)], form: RegionGoalForm, caller: Caller
) -> None:
    """Set a goal of my region."""
    branch = min(person.branches)
    await caller.execute(SetRegionGoal(branch=branch, by=person.staff, **form.model_dump()), branch)


@router.get("/branches/{branch}/achievements")
async def list_achievements(
    branch: Annotated[str, may_at_branch(ListAchievements)],
    metric: Annotated[str, Query(pattern=r"^[a-z_]{1,40}$")],
    period: PeriodName,
    caller: Caller,
    currency: Annotated[str, Query(pattern=CURRENCY_OR_NONE)] = "",
    staff: Annotated[str | None, Query(pattern=STAFF)] = None,
    after: Annotated[str | None, Query(pattern=PLACE)] = None,
) -> AchievementsNow:
    """The lines behind a figure of a month, a quarter or a year, 200 at a time: mine, and those of all for
    those who lead the branch. Raises `GoalOfWeek`: what is counted is kept by months."""
    whole, store = read_period(period), caller.runtime.store
    if whole.kind is PeriodKind.WEEK:
        raise GoalOfWeek
    if not caller.may(ListAllGoals, branch):
        staff = caller.person.staff
    sums = await sums_of(store, [branch], counted_as(metric, currency), whole, staff or EVERYBODY)
    lines = await _page(store, branch, metric, currency, whole, staff, after)
    last = lines[PAGE - 1] if len(lines) > PAGE else None
    return AchievementsNow(
        total=sums[branch],
        lines=[shown_line(line) for line in lines[:PAGE]],
        next=f"{last.month}/{last.number}" if last else None,
    )


async def region_of(caller: Asking) -> list[str]:
    """Return the branches of the region of the person who asks, by their ids."""
    found = await branches_of(caller.runtime.store, caller.person.staff)
    return [branch for branch in found if branch in caller.person.branches]


def shown_line(line: Achievement) -> LineNow:
    """Show a line."""
    fields = LineNow.model_fields.keys() - {"undoes"}
    return LineNow(undoes=line.undoes is not None, **line.model_dump(include=fields))


async def _page(
    store: Store,
    branch: str,
    metric: str,
    currency: str,
    whole: Period,
    staff: str | None,
    after: str | None,
) -> list[Achievement]:
    """Return a page of lines, and one more if there is one."""
    month, _, number = (after or "").partition("/")
    found: list[Achievement] = []
    for one in whole.months:
        if one >= month and len(found) <= PAGE:
            since = int(number) if one == month else 0
            found += await lines_of_month(
                store, branch, metric, currency, one, staff, since, PAGE + 1 - len(found)
            )
    return found


async def _shown(store: Store, goals: list[Goal], whole: Period) -> list[GoalNow]:
    """Show goals of one branch, whose figures are read together."""
    owners = {(goal.branch, _counted_for(goal)) for goal in goals}
    nested = [goal.id for goal in goals if goal.level is not GoalLevel.MANAGER]
    tallies, parts = await asyncio.gather(
        tallies_of(store, sorted(owners), whole.years), parts_of(store, nested)
    )
    return [
        GoalNow(
            **_fields(goal, parts.get(goal.id, [])),
            achieved=sum(
                tally.over(goal.counted, whole) for tally in tallies if tally.staff == _counted_for(goal)
            ),
        )
        for goal in goals
    ]


def _region_goal(
    goal: Goal, parts: list[Goal], branches: list[str], tallies: list[Tally], whole: Period
) -> RegionGoalNow:
    sums = summed(tallies, branches, goal.counted, whole)
    achieved = sum(sums.values())
    fields = _fields(goal, parts) | {"reached": achieved >= goal.target > 0}
    targets = {part.branch: part.target for part in parts}
    return RegionGoalNow(
        **fields,
        achieved=achieved,
        branches=sums,
        targets={branch: targets.get(branch) for branch in branches},
    )


def _fields(goal: Goal, parts: list[Goal]) -> dict[str, object]:
    fields = GoalNow.model_fields.keys() - {"goal", "achieved", "parts", "difference"}
    return {
        "goal": goal.id,
        "parts": len(parts),
        "difference": difference(goal, parts) if parts else None,
        **goal.model_dump(include=fields),
    }


def _counted_for(goal: Goal) -> str:
    return EVERYBODY if goal.level is GoalLevel.BRANCH else goal.owner
