"""Queries of goals, achievements, budgets and work plans, with the indexes that carry them."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from pymongo import ASCENDING

from services.referral.plans.domain.achievements import EVERYBODY, Achievement, Tally, summed, tally_id
from services.referral.plans.domain.budgets import Budget, BudgetEntry, Commitment
from services.referral.plans.domain.goals import Goal
from services.referral.plans.domain.items import ItemState, MarketDirection, PlanItem
from services.referral.plans.domain.periods import Period
from services.referral.plans.domain.regions import RegionBranch
from shared.rights import Query
from shared.store import Index, Raw, Store, from_raw

LISTED = 200
PAGE = 200
"""Lines of a list that are given at once."""

INDEXES = [
    Index(Achievement.collection, [("branch", ASCENDING), ("day", ASCENDING)]),
    Index(
        Achievement.collection,
        [
            ("branch", ASCENDING),
            ("metric", ASCENDING),
            ("currency", ASCENDING),
            ("month", ASCENDING),
            ("number", ASCENDING),
        ],
    ),
    Index(
        Achievement.collection,
        [
            ("branch", ASCENDING),
            ("staff", ASCENDING),
            ("metric", ASCENDING),
            ("currency", ASCENDING),
            ("month", ASCENDING),
            ("number", ASCENDING),
        ],
    ),
    Index(Goal.collection, [("branch", ASCENDING), ("period", ASCENDING)]),
    Index(Goal.collection, [("branch", ASCENDING), ("owner", ASCENDING), ("last", ASCENDING)]),
    Index(Goal.collection, [("parent", ASCENDING)]),
    Index(Budget.collection, [("branch", ASCENDING), ("period", ASCENDING)]),
    Index(BudgetEntry.collection, [("budget", ASCENDING), ("at", ASCENDING)]),
    Index(PlanItem.collection, [("branch", ASCENDING), ("state", ASCENDING), ("due", ASCENDING)]),
    Index(
        PlanItem.collection,
        [("branch", ASCENDING), ("owner", ASCENDING), ("state", ASCENDING), ("due", ASCENDING)],
    ),
    Index(RegionBranch.collection, [("head", ASCENDING)]),
]


class ListGoals(Query, name="list_goals"):
    """The goals of a branch with what was achieved: one's own and the branch's."""


class ListAllGoals(Query, name="list_all_goals"):
    """The goals of every account manager of a branch."""


class ListRegionGoals(Query, name="list_region_goals"):
    """The goals of one's region, with the figures of its branches."""


class ListAchievements(Query, name="list_achievements"):
    """The lines behind a figure of a branch, or of oneself."""


class ListBudgets(Query, name="list_budgets"):
    """The budgets of a branch, with their entries."""


class ApproveBudget(Query, name="approve_budget"):
    """Let a budget be exceeded."""


class ListPlanItems(Query, name="list_plan_items"):
    """The items of a branch's work plans: one's own."""


class ListAllPlanItems(Query, name="list_all_plan_items"):
    """The items of the work plans of colleagues."""


class ChangeAllPlanItems(Query, name="change_all_plan_items"):
    """Change the work plans of colleagues, and read their notes."""


class ViewMarketDirection(Query, name="view_market_direction"):
    """The direction in which a branch goes into a period."""


async def find_goal(store: Store, id: str) -> Goal | None:
    """Return the goal, or None."""
    return await store.find(Goal, id)


async def find_budget(store: Store, id: str) -> Budget | None:
    """Return the budget, or None."""
    return await store.find(Budget, id)


async def find_commitment(store: Store, id: str) -> Commitment | None:
    """Return the commitment, or None."""
    return await store.find(Commitment, id)


async def find_item(store: Store, id: str) -> PlanItem | None:
    """Return the item of a plan, or None."""
    return await store.find(PlanItem, id)


async def find_direction(store: Store, branch: str, period: str) -> MarketDirection | None:
    """Return the direction of a branch for a period, or None."""
    return await store.find(MarketDirection, f"{branch}:{period}")


async def goals_of(store: Store, branch: str, period: str) -> list[Goal]:
    """Return the goals of a branch for a period, that of the branch first, then by owner."""
    raws = await store.db[Goal.collection].find({"branch": branch, "period": period}).to_list()
    found = (from_raw(Goal, raw) for raw in raws)
    return sorted(found, key=lambda goal: (goal.owner != branch, goal.owner, goal.metric))


async def parts_of(store: Store, goals: Sequence[str]) -> dict[str, list[Goal]]:
    """Return the goals that are parts of others, by the ids of these."""
    parts: dict[str, list[Goal]] = {goal: [] for goal in goals}
    raws = await store.db[Goal.collection].find({"parent": {"$in": list(goals)}}).to_list()
    for part in sorted((from_raw(Goal, raw) for raw in raws), key=lambda part: part.id):
        parts[part.parent or ""].append(part)
    return parts


async def running_goals(store: Store, branch: str, owner: str, day: str) -> list[Goal]:
    """Return the goals of an account manager whose period has not ended before `day`."""
    query = {"branch": branch, "owner": owner, "last": {"$gte": day}}
    raws = await store.db[Goal.collection].find(query).to_list()
    return sorted((from_raw(Goal, raw) for raw in raws), key=lambda goal: goal.id)


async def load_goals(store: Store, ids: Sequence[str]) -> list[Goal]:
    """Return the goals with these ids that there are."""
    return [one for one in await store.load(Goal, list(ids)) if isinstance(one, Goal)]


async def sums_of(
    store: Store, branches: Iterable[str], counted: str, period: Period, staff: str = EVERYBODY
) -> dict[str, int]:
    """Return what was achieved over a period by branch: of all there, or of one member of staff."""
    branches = list(branches)
    tallies = await tallies_of(store, [(branch, staff) for branch in branches], period.years)
    return summed(tallies, branches, counted, period)


async def tallies_of(store: Store, pairs: Iterable[tuple[str, str]], years: Sequence[str]) -> list[Tally]:
    """Return the counters of some members of staff (branch, id) in these years."""
    ids = [tally_id(branch, year, staff) for branch, staff in pairs for year in years]
    return [one for one in await store.load(Tally, list(dict.fromkeys(ids))) if isinstance(one, Tally)]


async def lines_of_month(
    store: Store,
    branch: str,
    metric: str,
    currency: str,
    month: str,
    staff: str | None = None,
    after: int = 0,
    limit: int = PAGE,
) -> list[Achievement]:
    """Return the lines behind a month's figure, in the order in which they were recorded, from the one after
    the number `after` on."""
    query: Raw = {
        "branch": branch,
        "metric": metric,
        "currency": currency,
        "month": month,
        "number": {"$gt": after},
    }
    if staff is not None:
        query = {"branch": branch, "staff": staff, **query}
    cursor = store.db[Achievement.collection].find(query).sort("number", ASCENDING).limit(limit)
    return [from_raw(Achievement, raw) for raw in await cursor.to_list()]


async def lines_between(store: Store, branch: str, first: date, last: date) -> list[Achievement]:
    """Return all lines of a branch on these days, a day at a time, in the order of their numbers."""
    days = [(first + timedelta(days=ahead)).isoformat() for ahead in range((last - first).days + 1)]
    lines = store.db[Achievement.collection]
    several = await asyncio.gather(*(lines.find({"branch": branch, "day": day}).to_list() for day in days))
    found = (from_raw(Achievement, raw) for raws in several for raw in raws if raw["number"])
    return sorted(found, key=lambda line: (line.day[:4], line.number))


async def last_numbers(store: Store, branch: str, years: Sequence[str]) -> dict[str, int]:
    """Return the number of the last line of a branch, by year. All lines up to it are in the store."""
    found = await tallies_of(store, [(branch, EVERYBODY)], years)
    return dict.fromkeys(years, 0) | {tally.year: tally.lines for tally in found}


async def budgets_of(store: Store, branch: str, period: str) -> list[Budget]:
    """Return the budgets of a branch for a period, by line."""
    raws = await store.db[Budget.collection].find({"branch": branch, "period": period}).to_list()
    return sorted((from_raw(Budget, raw) for raw in raws), key=lambda budget: budget.id)


async def entries_of(store: Store, budget: str) -> list[BudgetEntry]:
    """Return the movements of a budget, the earliest first."""
    raws = await store.db[BudgetEntry.collection].find({"budget": budget}).sort("at", ASCENDING).to_list()
    return [from_raw(BudgetEntry, raw) for raw in raws]


async def open_commitments(store: Store, budget: str) -> list[Commitment]:
    """Return the commitments of a budget that are neither spent nor set free."""
    ids = list(dict.fromkeys(entry.commitment for entry in await entries_of(store, budget)))
    found = [one for one in await store.load(Commitment, ids) if isinstance(one, Commitment)]
    return sorted((one for one in found if one.open), key=lambda one: one.id)


async def items_of(store: Store, branch: str, owner: str | None, *, ended: bool = False) -> list[PlanItem]:
    """Return the items of a branch's plans, or of one `owner` there, the most urgent first, 200 at most:
    those that are open, and with `ended` those done, the latest first."""
    whose: Raw = {"branch": branch, **({"owner": owner} if owner else {})}
    state, order = (ItemState.DONE, -1) if ended else (ItemState.OPEN, ASCENDING)
    cursor = store.db[PlanItem.collection].find({**whose, "state": state.value}).sort("due", order)
    return [from_raw(PlanItem, raw) for raw in await cursor.limit(LISTED).to_list()]


async def branches_of(store: Store, head: str) -> list[str]:
    """Return the branches of a region, by their ids."""
    raws = await store.db[RegionBranch.collection].find({"head": head}).to_list()
    return sorted(raw["branch"] for raw in raws if not raw["left"])
