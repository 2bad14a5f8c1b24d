"""Queries of the analysis of customers, with the indexes that carry them."""

from pymongo import ASCENDING, DESCENDING

from services.customer.analysis.domain.activity import LOTS, Activity
from services.customer.analysis.domain.merges import MergedActivity
from services.customer.analysis.domain.models import SAMPLE
from services.customer.analysis.domain.nights import Night, floors
from services.customer.analysis.domain.reliability import Reliability
from services.customer.analysis.domain.scores import Score
from services.customer.files.domain.customer import Customer
from shared.contracts.words import Segment
from shared.rights import Query
from shared.store import Index, Raw, Store, from_raw

LISTED = 50
ABOVE_ALL = "~"

INDEXES = [
    Index(Activity.collection, [("branch", ASCENDING), ("lot", ASCENDING)]),
    Index(Activity.collection, [("branch", ASCENDING), ("segment", ASCENDING), ("lot", ASCENDING)]),
    Index(Score.collection, [("branch", ASCENDING), ("order", ASCENDING)]),
    Index(Score.collection, [("branch", ASCENDING), ("account_manager", ASCENDING), ("order", ASCENDING)]),
    Index(MergedActivity.collection, [("survivor", ASCENDING)]),
    Index(MergedActivity.collection, [("merged", ASCENDING)]),
    Index(Reliability.collection, [("branch", ASCENDING)]),
]


class ViewAnalysis(Query, name="view_analysis"):
    """The analysis of a customer: by those who keep the customer, and by the region head."""


class ViewAnyAnalysis(Query, name="view_any_analysis"):
    """The analysis of every customer of the branch."""


class ListAnalysis(Query, name="list_analysis"):
    """Customers of a branch by their risk, masked; for an account manager, their own."""


class ViewReliability(Query, name="view_reliability"):
    """The statements of the analysis against what came."""


async def find_activity(store: Store, customer: str) -> Activity | None:
    """Return the activity of a customer, or None."""
    return await store.find(Activity, customer)


async def find_score(store: Store, customer: str) -> Score | None:
    """Return the score of a customer, or None."""
    return await store.find(Score, customer)


async def find_night(store: Store, branch: str) -> Night | None:
    """Return the nights of a branch, or None."""
    return await store.find(Night, branch)


async def sample_of(store: Store, branch: str, segment: Segment) -> list[Activity]:
    """Return the activities of a sample of a segment, those with the lowest lots: as good as random, and the
    same each time."""
    bound, found = LOTS // 128, list[Raw]()
    while len(found) < SAMPLE and bound <= LOTS:
        query = {"branch": branch, "segment": segment.value, "lot": {"$gte": 0, "$lt": bound}}
        found = await store.db[Activity.collection].find(query).to_list()
        bound *= 2
    found.sort(key=lambda raw: (raw["lot"], raw["_id"]))
    return [from_raw(Activity, raw) for raw in found[:SAMPLE]]


async def scores_by_risk(
    store: Store, night: Night | None, branch: str, account_manager: str | None, before: str | None
) -> list[Score]:
    """Return the scores of a branch, the highest risk first, `LISTED` at most: those of an account manager's
    customers, or all; those whose order is below `before`, or from the top.

    They are looked up in steps down the ladder of risk, so that a store need not sort all of a branch.
    """
    query: Raw = {"branch": branch}
    if account_manager is not None:
        query["account_manager"] = account_manager
    found: list[Raw] = []
    high = before or ABOVE_ALL
    for low in floors(night.ladder if night else (), before, LISTED):
        some = store.db[Score.collection].find({**query, "order": {"$gte": low, "$lt": high}})
        found += await some.sort("order", DESCENDING).limit(LISTED - len(found)).to_list()
        if len(found) == LISTED:
            break
        high = low
    return [from_raw(Score, raw) for raw in found]


async def masked_names(store: Store, customers: list[str]) -> dict[str, str]:
    """Return the masked names of these customers, by their ids."""
    found = await store.load(Customer, customers)
    return {one.id: one.masked_name for one in found if isinstance(one, Customer)}


async def reliabilities_of(store: Store, branch: str) -> list[Reliability]:
    """Return the tables of a branch, one for each method, the newest method first."""
    found = store.db[Reliability.collection].find({"branch": branch})
    tables = [from_raw(Reliability, raw) async for raw in found]
    return sorted(tables, key=lambda table: table.method, reverse=True)


async def merged_with(store: Store, customer: str) -> list[str]:
    """Return the ids of what is kept of merges that a customer's file was part of."""
    kept, ids = store.db[MergedActivity.collection], list[str]()
    for side in ("survivor", "merged"):
        ids += [raw["_id"] async for raw in kept.find({side: customer}, {"_id": 1})]
    return ids
