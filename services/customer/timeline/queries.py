"""Queries of the timeline, with the indexes that carry them."""

from pymongo import ASCENDING, DESCENDING

from services.customer.timeline.domain import TimelineLine
from shared.contracts.customer import TimelineGroup
from shared.rights import Query
from shared.store import Index, Raw, Store, from_raw

PAGE = 50

INDEXES = [
    Index(TimelineLine.collection, [("customer", ASCENDING), ("place", DESCENDING)]),
    Index(TimelineLine.collection, [("customer", ASCENDING), ("group", ASCENDING), ("place", DESCENDING)]),
]


class ViewTimeline(Query, name="view_timeline"):
    """The timeline of a customer: whole for those who keep them, in groups for others of the branch."""


async def lines_of(
    store: Store, customer: str, before: str | None = None, group: TimelineGroup | None = None
) -> list[TimelineLine]:
    """Return the lines of a customer before a place, the latest first, one more than a page."""
    query: Raw = {"customer": customer}
    if before is not None:
        query["place"] = {"$lt": before}
    if group is not None:
        query["group"] = group.value
    found = store.db[TimelineLine.collection].find(query).sort("place", DESCENDING).limit(PAGE + 1)
    return [from_raw(TimelineLine, raw) async for raw in found]


async def erase_lines(store: Store, customer: str) -> int:
    """Erase the lines of a customer; return how many there were."""
    gone = await store.db[TimelineLine.collection].delete_many({"customer": customer})
    return gone.deleted_count
