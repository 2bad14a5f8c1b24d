"""Queries of schedules, with the indexes that carry them."""

from datetime import date

from pymongo import ASCENDING

from services.customer.schedule.domain.entries import ScheduleEntry
from shared.rights import Query
from shared.store import Index, Store, from_raw

LISTED = 300

INDEXES = [
    Index(ScheduleEntry.collection, [("staff", ASCENDING), ("open", ASCENDING), ("day", ASCENDING)]),
    Index(ScheduleEntry.collection, [("customer", ASCENDING)]),
]


class ViewSchedule(Query, name="view_schedule"):
    """The week of an account manager; that of a colleague is the branch head's."""


async def entries_until(store: Store, staff: str, last: date) -> list[ScheduleEntry]:
    """Return what is open for a member of staff by a day, the most urgent first, 300 at most."""
    query = {"staff": staff, "open": True, "day": {"$lte": last.isoformat()}}
    cursor = store.db[ScheduleEntry.collection].find(query).sort("day", ASCENDING).limit(LISTED)
    return [from_raw(ScheduleEntry, raw) for raw in await cursor.to_list()]


async def entries_of_customer(store: Store, customer: str) -> list[str]:
    """Return the ids of the entries about a customer."""
    raws = await store.db[ScheduleEntry.collection].find({"customer": customer}, {"_id": 1}).to_list()
    return sorted(raw["_id"] for raw in raws)
