"""The business half of the audit from outside: events about prospects, deals, recommendations, plans and
reports, held against the documents of `referral`, and every total against the list behind it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from pymongo.database import Database

from deploy.local.act_ledger import ActBooks, Once, OpenedBy, Raw
from shared.contracts.referral import (
    BudgetCommitted,
    BudgetReleased,
    BudgetSpent,
    DealCancelled,
    DealClosed,
    DealOpened,
    DealTaskDone,
    PlanItemAdded,
    PlanItemDone,
    ProspectLost,
    ProspectOpened,
    ProspectWon,
    RecommendationBought,
    RecommendationPresented,
    RecommendationProposed,
    TerritoryReportFiled,
    TerritoryReportSigned,
)

ONCE: Once = {
    ProspectOpened: ("prospect",),
    ProspectWon: ("prospect",),
    ProspectLost: ("prospect",),
    DealOpened: ("deal",),
    DealClosed: ("deal",),
    DealCancelled: ("deal",),
    DealTaskDone: ("task", "round"),
    RecommendationProposed: ("recommendation",),
    RecommendationPresented: ("recommendation",),
    RecommendationBought: ("recommendation",),
    BudgetCommitted: ("commitment",),
    BudgetSpent: ("commitment",),
    BudgetReleased: ("commitment",),
    PlanItemAdded: ("plan_item",),
    PlanItemDone: ("plan_item",),
    TerritoryReportFiled: ("report",),
    TerritoryReportSigned: ("report", "edition"),
}
OPENED_BY: OpenedBy = {
    "prospects": ProspectOpened,
    "deals": DealOpened,
    "recommendations": RecommendationProposed,
    "commitments": BudgetCommitted,
    "plan_items": PlanItemAdded,
    "territory_reports": TerritoryReportFiled,
}
THINGS = {
    "prospect": "prospect",
    "deal_task": "task",
    "deal": "deal",
    "recommendation": "recommendation",
    "budget": "commitment",
    "plan_item": "plan_item",
    "territory_report": "report",
}
"""The beginnings of kinds of events, with the field that names their thing; the first that fits counts."""
COUNTED = {
    ProspectOpened.type_name(): "prospects_opened",
    ProspectWon.type_name(): "prospects_won",
    DealClosed.type_name(): "deals_closed",
    RecommendationBought.type_name(): "recommendations_bought",
}
"""Types of events that count once for a goal, with the metric."""
Sums = Counter[tuple[str, ...]]
"""Numbers by what they are of."""
SETTLED = ("done", "cancelled")


@dataclass
class BusinessBooks(ActBooks):
    """The acts of business; `wrong` are totals that differ from their lists, and deals that nobody holds."""

    wrong: list[str] = field(default_factory=list)


def business_books(db: Database[Raw], events: Iterable[Raw]) -> BusinessBooks:
    """Hold the published `events` of `referral` against its documents."""
    books = BusinessBooks()
    books.hold(db, events, ONCE, OPENED_BY, _thing_of)
    books.wrong += [*_boards(db), *_lives(db), *_balls(db), *_goals(db), *_budgets(db), *_reports(db)]
    books.wrong += _recommended(db)
    lines = {raw["_id"] for raw in db.achievements.find({}, {"_id": 1})}
    for type, metric in COUNTED.items():
        happened = [thing for thing, kinds in books.acts.items() if kinds[type]]
        books.lost += [f"{metric}/{thing}" for thing in happened if f"{metric}/{thing}" not in lines]
    return books


def _thing_of(type: str, data: Raw) -> str | None:
    kind = type.split(".")[2]
    return next((data.get(name) for begins, name in THINGS.items() if kind.startswith(begins)), None)


def _boards(db: Database[Raw]) -> Iterable[str]:
    """Hold the numbers of the boards against the prospects, by branch, account manager, period and stage."""
    listed: Sums = Counter()
    for raw in db.prospects.find({"period": {"$ne": "forgotten"}}):
        board = f"{raw['branch']}:{raw['account_manager'] or ''}:{raw['period']}"
        listed[board, raw["stage"]] += 1
        listed[board, "overdue"] += bool(raw["overdue"])
    counted: Sums = Counter()
    for raw in db.prospect_tallies.find():
        counted.update({(raw["_id"], stage): number for stage, number in raw["stages"].items()})
        counted[raw["_id"], "overdue"] += raw["overdue"]
    yield from _differences("board", counted, listed)


def _lives(db: Database[Raw]) -> Iterable[str]:
    """Hold the time in stages against the life of each prospect up to its last stage, and the log against
    their number."""
    seconds: Counter[str] = Counter()
    moves: dict[str, set[int]] = defaultdict(set)
    for raw in db.prospect_moves.find():
        seconds[raw["prospect"]] += raw["seconds"]
        moves[raw["prospect"]].add(raw["number"])
    for raw in db.prospects.find():
        life = int((raw["entered_at"] - raw["opened_at"]).total_seconds())
        if moves[raw["_id"]] != set(range(raw["moves"])):
            yield f"log of {raw['_id']}: {sorted(moves[raw['_id']])}, {raw['moves']} moves"
        elif seconds[raw["_id"]] != life:
            yield f"stages of {raw['_id']}: {seconds[raw['_id']]} s of {life}"


def _balls(db: Database[Raw]) -> Iterable[str]:
    """Check that somebody holds every open deal, who has its tasks, and that no task starts before what it
    depends on."""
    tasks: dict[str, list[Raw]] = defaultdict(list)
    for raw in db.deal_tasks.find():
        tasks[raw["deal"]].append(raw)
    for deal in db.deals.find():
        own = {task["step"]: task for task in tasks[deal["_id"]]}
        held = {step for step, task in own.items() if task["desk"] is not None}
        ball = {holder["step"] for holder in deal["ball"]} - {None}
        if own.keys() != {step["step"] for step in deal["steps"]}:
            yield f"tasks of {deal['_id']}: {sorted(own)}"
        if (deal["state"] == "open") != bool(deal["ball"]) or ball != held:
            yield f"ball of {deal['_id']}, {deal['state']}: {sorted(ball)}, held {sorted(held)}"
        for step, task in own.items():
            if task["desk"] and any(own[before]["state"] not in SETTLED for before in task["after"]):
                yield f"{deal['_id']}/{step} began before what it depends on"


def _goals(db: Database[Raw]) -> Iterable[str]:
    """Hold the counters of goals against their lines, and the lines against their numbers."""
    listed: Sums = Counter()
    numbers: dict[str, set[int]] = defaultdict(set)
    for raw in db.achievements.find():
        year = f"{raw['branch']}/{raw['day'][:4]}"
        numbers[year].add(raw["number"])
        counted_as = f"{raw['metric']}/{raw['currency']}" if raw["currency"] else raw["metric"]
        for staff in (raw["staff"], "*"):
            listed[f"{year}/{staff}", counted_as, raw["month"]] += raw["amount"]
    counted: Sums = Counter()
    for raw in db.tallies.find():
        for metric, months in raw["counts"].items():
            counted.update({(raw["_id"], metric, month): sum for month, sum in months.items()})
    yield from _differences("goal", counted, listed)
    for year, found in numbers.items():
        if found != set(range(1, len(found) + 1)):
            yield f"lines of {year}: {len(found)}, up to {max(found)}"


def _budgets(db: Database[Raw]) -> Iterable[str]:
    """Hold what is committed and spent of each budget against its movements."""
    listed: Sums = Counter()
    for raw in db.budget_entries.find():
        sign = -1 if raw["movement"] == "released" else 1
        listed[raw["budget"], "spent" if raw["movement"] == "spent" else "committed"] += sign * raw["amount"]
    counted: Sums = Counter()
    for raw in db.budgets.find():
        counted.update({(raw["_id"], name): raw[name] for name in ("committed", "spent")})
    yield from _differences("budget", counted, listed)


def _reports(db: Database[Raw]) -> Iterable[str]:
    """Hold the figures of the last edition of each report against the lines that it counts."""
    for report in db.territory_reports.find():
        edition = db.report_editions.find_one({"_id": f"{report['_id']}:{report['edition']}"})
        if edition is None:
            yield f"report {report['_id']} has no edition {report['edition']}"
            continue
        listed: Sums = Counter()
        for line in db.achievements.find({"branch": report["branch"]}):
            if _is_in(line["day"], report) and line["number"] <= edition["upto"].get(line["day"][:4], 0):
                listed[line["metric"], line["currency"]] += line["amount"]
        counted: Sums = Counter(
            {(one["metric"], one["currency"]): one["amount"] for one in edition["figures"]}
        )
        yield from _differences(f"report {report['_id']}", counted, listed)


def _is_in(day: str, report: Raw) -> bool:
    if report["kind"] == "month":
        return day[:7] == str(report["period"])
    first = date.fromisoformat(report["first"])
    return first <= date.fromisoformat(day) < first + timedelta(days=7)


def _recommended(db: Database[Raw]) -> Iterable[str]:
    """Hold the open recommendations by customer against the recommendations."""
    listed = {raw["_id"] for raw in db.recommendations.find({"open": True})}
    counted = {id for raw in db.open_recommendations.find() for id in raw["of"].values()}
    yield from (f"open recommendation {id}" for id in listed ^ counted)


def _differences(what: str, counted: Sums, listed: Sums) -> list[str]:
    """Return where a total is another one than that of its list."""
    return [
        f"{what} {' '.join(key)}: {counted[key]}, listed {listed[key]}"
        for key in sorted(counted.keys() | listed.keys())
        if counted[key] != listed[key]
    ]
