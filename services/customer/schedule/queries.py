"""Queries of schedules, with the indexes that carry them."""

from datetime import date, timedelta
from itertools import pairwise

from pymongo import ASCENDING

from services.customer.contacts.domain.plan import ContactPlan
from services.customer.schedule.domain.entries import ScheduleEntry
from shared.rights import Query
from shared.store import Index, Store, from_raw

LISTED = 300
DUE_SINCE = (120, 60, 30, 10, 0)
"""Days back at which the parts end in which a backlog is read."""

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


async def contacts_until(
    store: Store, branch: str, account_manager: str, today: date, last: date, limit: int
) -> tuple[list[ContactPlan], bool]:
    """Return the plans of an account manager whose next step is due by a day, the most urgent first, and
    whether there are more than `limit`. It looks at some days at a time, the oldest first: the embedded store
    reads all that a query matches, however few are wanted."""
    found: list[ContactPlan] = []
    days = ["", *((today - timedelta(days=ago)).isoformat() for ago in DUE_SINCE), last.isoformat()]
    for after, until in pairwise(days):
        query = {
            "branch": branch,
            "account_manager": account_manager,
            "listed_from": {"$gt": after, "$lte": until},
        }
        cursor = store.db[ContactPlan.collection].find(query).sort("listed_from", ASCENDING)
        found += [from_raw(ContactPlan, raw) for raw in await cursor.limit(limit + 1).to_list()]
        if len(found) > limit:
            break
    return found[:limit], len(found) > limit
