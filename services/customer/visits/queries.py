"""Queries of visits, promises and calendar feeds, with the indexes that carry them."""

from collections.abc import Sequence
from datetime import datetime

from pymongo import ASCENDING, DESCENDING

from services.customer.files.queries import one_of
from services.customer.visits.domain.calendar import CalendarFeed, CalendarToken
from services.customer.visits.domain.promise import Promise
from services.customer.visits.domain.visit import OPEN, CustomerVisit, VisitState
from shared.rights import Query
from shared.store import Index, Raw, Store, from_raw

LISTED = 200
IN_FEED = 500
OPEN_STATES = [state.value for state in OPEN]

INDEXES = [
    Index(CustomerVisit.collection, [("branch", ASCENDING), ("state", ASCENDING), ("starts_at", ASCENDING)]),
    Index(CustomerVisit.collection, [("staff", ASCENDING), ("state", ASCENDING), ("starts_at", ASCENDING)]),
    Index(CustomerVisit.collection, [("staff", ASCENDING), ("starts_at", ASCENDING)]),
    Index(CustomerVisit.collection, [("customer", ASCENDING), ("starts_at", DESCENDING)]),
    Index(Promise.collection, [("branch", ASCENDING), ("kept_at", ASCENDING), ("due", ASCENDING)]),
    Index(Promise.collection, [("owner", ASCENDING), ("kept_at", ASCENDING), ("due", ASCENDING)]),
    Index(Promise.collection, [("customer", ASCENDING), ("made_at", DESCENDING)]),
]


class ListVisits(Query, name="list_visits"):
    """The open visits of a branch: one's own, and for the head all."""


class ListAllVisits(Query, name="list_all_visits"):
    """The open visits of colleagues."""


class ViewVisit(Query, name="view_visit"):
    """A visit with its texts, and the brief before it."""


class ListVisitsOfCustomer(Query, name="list_visits_of_customer"):
    """The visits to a customer."""


class ViewPromise(Query, name="view_promise"):
    """A promise to a customer, with its text."""


class ViewCalendarFeed(Query, name="view_calendar_feed"):
    """The state of one's own calendar feed."""


async def find_visit(store: Store, id: str) -> CustomerVisit | None:
    """Return the visit, or None."""
    return await store.find(CustomerVisit, id)


async def find_promise(store: Store, id: str) -> Promise | None:
    """Return the promise, or None."""
    return await store.find(Promise, id)


async def open_visits(store: Store, branch: str, staff: str | None = None) -> list[CustomerVisit]:
    """Return the visits of a branch, or those of a member of staff there, that are to come or to be recorded,
    the earliest first, 200 at most."""
    whose: Raw = {"branch": branch} if staff is None else {"staff": staff}
    query = {**whose, "state": {"$in": OPEN_STATES}}
    found = store.db[CustomerVisit.collection].find(query).sort("starts_at", ASCENDING).limit(LISTED)
    return [from_raw(CustomerVisit, raw) async for raw in found if raw["branch"] == branch]


async def visits_of_customer(store: Store, customers: Sequence[str]) -> list[CustomerVisit]:
    """Return the visits to a customer, by all of their ids, the latest first, 200 at most."""
    found = store.db[CustomerVisit.collection].find({"customer": one_of(customers)})
    return [from_raw(CustomerVisit, raw) async for raw in found.sort("starts_at", DESCENDING).limit(LISTED)]


async def last_recorded(store: Store, customers: Sequence[str]) -> CustomerVisit | None:
    """Return the last visit to a customer that is on record, or None."""
    for visit in await visits_of_customer(store, customers):
        if visit.state is VisitState.RECORDED:
            return visit
    return None


async def open_visits_of_customer(store: Store, customers: Sequence[str]) -> list[str]:
    """Return the ids of the visits to a customer that are to come or to be recorded."""
    return [visit.id for visit in await visits_of_customer(store, customers) if visit.is_open]


async def traces_of_customer(store: Store, customer: str) -> tuple[list[str], list[str]]:
    """Return the ids of all visits and of all promises to a customer."""
    return (
        [
            raw["_id"]
            async for raw in store.db[CustomerVisit.collection].find({"customer": customer}, {"_id": 1})
        ],
        [raw["_id"] async for raw in store.db[Promise.collection].find({"customer": customer}, {"_id": 1})],
    )


async def open_promises(store: Store, branch: str, owner: str | None = None) -> list[Promise]:
    """Return what a branch, or a member of staff there, owes to customers, the most urgent first, 200 at
    most."""
    whose: Raw = {"branch": branch} if owner is None else {"owner": owner}
    query = {**whose, "kept_at": None}
    found = store.db[Promise.collection].find(query).sort("due", ASCENDING).limit(LISTED)
    return [from_raw(Promise, raw) async for raw in found if raw["branch"] == branch]


async def promises_to(store: Store, customers: Sequence[str]) -> list[Promise]:
    """Return the promises to a customer, the latest first, 200 at most."""
    found = store.db[Promise.collection].find({"customer": one_of(customers)}).sort("made_at", DESCENDING)
    return [from_raw(Promise, raw) async for raw in found.limit(LISTED)]


async def open_promises_to(store: Store, customers: Sequence[str]) -> list[str]:
    """Return the ids of what is still owed to a customer, of the last 200 promises."""
    return [one.id for one in await promises_to(store, customers) if one.kept_at is None]


async def find_feed(store: Store, staff: str) -> CalendarFeed | None:
    """Return the calendar feed of a member of staff, or None."""
    return await store.find(CalendarFeed, staff)


async def find_token(store: Store, hashed: str) -> CalendarToken | None:
    """Return the owner of a token by its hash, or None if it is good no more."""
    found = await store.find(CalendarToken, hashed)
    return found if found is not None and found.live else None


async def visits_in_feed(store: Store, staff: str, since: datetime, until: datetime) -> list[CustomerVisit]:
    """Return the visits of a member of staff that begin between two moments, the earliest first, 500 at
    most."""
    query = {"staff": staff, "starts_at": {"$gte": since, "$lt": until}}
    found = store.db[CustomerVisit.collection].find(query).sort("starts_at", ASCENDING).limit(IN_FEED)
    return [from_raw(CustomerVisit, raw) async for raw in found]
