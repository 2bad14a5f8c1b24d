"""Queries of the timeline, with the indexes that carry them."""

from collections.abc import Sequence

from pymongo import ASCENDING, DESCENDING

from services.customer.files.queries import one_of
from services.customer.timeline.domain import TimelineLine
from shared.contracts.customer import TimelineGroup
from shared.rights import Query
from shared.store import INBOX, Index, Raw, Store, from_raw

PAGE = 50
SINCE_AT_MOST = 100
CAUSES_AT_MOST = 20
CAUSE_FIELDS = ("kind", "time", "actor", "branch", "causation_id")

INDEXES = [
    Index(TimelineLine.collection, [("customer", ASCENDING), ("place", DESCENDING)]),
    Index(TimelineLine.collection, [("customer", ASCENDING), ("group", ASCENDING), ("place", DESCENDING)]),
]


class ViewTimeline(Query, name="view_timeline"):
    """The timeline of a customer: whole for those who keep them, in groups for others of the branch."""


async def lines_of(
    store: Store, customers: Sequence[str], before: str | None = None, group: TimelineGroup | None = None
) -> list[TimelineLine]:
    """Return the lines of a customer, by all of their ids, before a place, the latest first: one more than a
    page."""
    query: Raw = {"customer": one_of(customers)}
    if before is not None:
        query["place"] = {"$lt": before}
    if group is not None:
        query["group"] = group.value
    found = store.db[TimelineLine.collection].find(query).sort("place", DESCENDING).limit(PAGE + 1)
    return [from_raw(TimelineLine, raw) async for raw in found]


async def lines_since(store: Store, customers: Sequence[str], since: str | None) -> list[TimelineLine]:
    """Return the lines of a customer, or those from a place on, the latest first, 100 at most."""
    query: Raw = {"customer": one_of(customers)}
    if since is not None:
        query["place"] = {"$gte": since}
    found = store.db[TimelineLine.collection].find(query).sort("place", DESCENDING).limit(SINCE_AT_MOST)
    return [from_raw(TimelineLine, raw) async for raw in found]


async def find_line(store: Store, id: str) -> TimelineLine | None:
    """Return a line, or None."""
    return await store.find(TimelineLine, id)


async def causes_of(store: Store, line: TimelineLine) -> list[Raw]:
    """Return the event of a line and what led to it, as far as this service received it, newest first, as
    the inbox has it: `id`, `kind`, `time`, `actor`, `branch`."""
    found: list[Raw] = []
    next: str = line.event
    while next and len(found) < CAUSES_AT_MOST and all(one["id"] != next for one in found):
        raw = await store.db[INBOX].find_one({"_id": f"customer:{next}"})
        if raw is None:
            break
        found.append({"id": next, **{name: raw[name] for name in CAUSE_FIELDS}})
        next = raw["causation_id"]
    return found


async def erase_lines(store: Store, customer: str) -> int:
    """Erase the lines of a customer; return how many there were."""
    gone = await store.db[TimelineLine.collection].delete_many({"customer": customer})
    return gone.deleted_count
