"""Queries of recommendations and holders, with the indexes that carry them."""

from pymongo import ASCENDING, DESCENDING

from services.referral.recommendations.domain.holders import HolderTask, Holding
from services.referral.recommendations.domain.recommendation import Recommendation
from services.referral.recommendations.domain.rounds import PAGE
from shared.domain import Document
from shared.rights import Query
from shared.store import Index, Raw, Store, from_raw

LISTED = 200

INDEXES = [
    Index(Recommendation.collection, [("customer", ASCENDING), ("proposed_at", DESCENDING)]),
    Index(Recommendation.collection, [("branch", ASCENDING), ("open", ASCENDING), ("expires_on", ASCENDING)]),
    Index(
        Recommendation.collection,
        [
            ("branch", ASCENDING),
            ("account_manager", ASCENDING),
            ("open", ASCENDING),
            ("expires_on", ASCENDING),
        ],
    ),
    Index(Recommendation.collection, [("product", ASCENDING), ("open", ASCENDING), ("place", ASCENDING)]),
    Index(Holding.collection, [("product", ASCENDING), ("held", ASCENDING), ("place", ASCENDING)]),
    Index(Holding.collection, [("customer", ASCENDING)]),
    Index(HolderTask.collection, [("branch", ASCENDING), ("open", ASCENDING), ("due", ASCENDING)]),
    Index(
        HolderTask.collection,
        [("branch", ASCENDING), ("account_manager", ASCENDING), ("open", ASCENDING), ("due", ASCENDING)],
    ),
    Index(HolderTask.collection, [("customer", ASCENDING)]),
]


class ListRecommendations(Query, name="list_recommendations"):
    """One's own open recommendations and tasks to tell holders, and those about a customer whom one keeps."""


class ListAllRecommendations(Query, name="list_all_recommendations"):
    """The open recommendations of a whole branch."""


class ActForColleagues(Query, name="act_on_any_recommendation"):
    """Act on the recommendations of a colleague."""


async def find_recommendation(store: Store, id: str) -> Recommendation | None:
    """Return the recommendation, or None."""
    return await store.find(Recommendation, id)


async def find_task(store: Store, id: str) -> HolderTask | None:
    """Return the task to tell a holder, or None."""
    return await store.find(HolderTask, id)


async def recommendations_of(store: Store, customer: str) -> list[Recommendation]:
    """Return the recommendations to a customer, the latest first, 200 at most."""
    cursor = store.db[Recommendation.collection].find({"customer": customer})
    raws = await cursor.sort("proposed_at", DESCENDING).limit(LISTED).to_list()
    return [from_raw(Recommendation, raw) for raw in raws]


async def open_recommendations(store: Store, branch: str, staff: str | None) -> list[Recommendation]:
    """Return the open recommendations of a branch, or of one account manager there, those that expire first
    before others, 200 at most."""
    cursor = store.db[Recommendation.collection].find(_open_at(branch, staff))
    raws = await cursor.sort("expires_on", ASCENDING).limit(LISTED).to_list()
    return [from_raw(Recommendation, raw) for raw in raws]


async def open_tasks(store: Store, branch: str, staff: str | None) -> list[HolderTask]:
    """Return the open tasks to tell holders of a branch, or of one account manager there, the most urgent
    first, 200 at most."""
    cursor = store.db[HolderTask.collection].find(_open_at(branch, staff))
    raws = await cursor.sort("due", ASCENDING).limit(LISTED).to_list()
    return [from_raw(HolderTask, raw) for raw in raws]


async def page_of(
    store: Store, model: type[Document], product: str, flag: str, first: int, width: int
) -> tuple[int, list[str]]:
    """Return the ids of a product's documents whose member `flag` is true and whose places begin at `first`,
    with the width of the places: the one given, or the largest half of a half of it that has no more than
    `PAGE` of them."""
    while True:
        query = {"product": product, flag: True, "place": {"$gte": first, "$lt": first + width}}
        found = await store.db[model.collection].find(query, {"place": 1}).limit(PAGE + 1).to_list()
        if len(found) <= PAGE or width == 1:
            return width, sorted(raw["_id"] for raw in found)
        width //= 2


def _open_at(branch: str, staff: str | None) -> Raw:
    return {"branch": branch, "open": True, **({"account_manager": staff} if staff else {})}
