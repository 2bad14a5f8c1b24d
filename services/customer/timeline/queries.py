"""Queries of the timeline, with the indexes that carry them."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta

from pymongo import ASCENDING, DESCENDING

from services.customer.timeline.domain import TimelineLine
from shared import clock
from shared.contracts.customer import TimelineGroup
from shared.rights import Query
from shared.store import INBOX, Index, Raw, Store, from_raw

PAGE = 50
DAYS_BACK = (30, 120, 480, None)
"""Days before the latest line at which the parts begin in which a timeline is read; the last has no
beginning."""
LONG_AGO = date(2000, 1, 1)
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
    page. It looks at some days at a time, since the embedded store reads all that a query matches, however
    few are wanted."""
    query: Raw = {} if group is None else {"group": group.value}
    last = _day_of(before) if before else clock.now().date()
    found: list[TimelineLine] = []
    for days in DAYS_BACK:
        first = f"{last - timedelta(days=days):%Y%m%d}" if days else ""
        query["place"] = {"$gte": first, **({"$lt": before} if before else {})}
        found += await _latest(store, customers, query, PAGE + 1 - len(found))
        if len(found) > PAGE:
            break
        before = min(first, before or first)
    return found


async def lines_since(store: Store, customers: Sequence[str], since: str | None) -> list[TimelineLine]:
    """Return the lines of a customer, or those from a place on, the latest first, 100 at most."""
    return await _latest(store, customers, {"place": {"$gte": since}} if since else {}, SINCE_AT_MOST)


async def _latest(store: Store, customers: Sequence[str], query: Raw, most: int) -> list[TimelineLine]:
    """Return the latest lines of a query, the latest first. Each customer is asked for alone: no index serves
    several ids with a range."""
    lines = store.db[TimelineLine.collection]
    several = await asyncio.gather(
        *(
            lines.find({"customer": id, **query}).sort("place", DESCENDING).limit(most).to_list()
            for id in customers
        )
    )
    found = [from_raw(TimelineLine, raw) for raws in several for raw in raws]
    return sorted(found, key=lambda line: line.place, reverse=True)[:most]


def _day_of(place: str) -> date:
    """Return the day of a place; today for one of a day that no calendar has."""
    try:
        return max(date.fromisoformat(place[:8]), LONG_AGO)
    except ValueError:
        return clock.now().date()


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
