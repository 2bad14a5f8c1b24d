"""Queries of contacts, with the indexes that carry them."""

import asyncio
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from pymongo import ASCENDING, DESCENDING

from services.customer.contacts.domain.contact import Contact
from services.customer.contacts.domain.dates import DateRound
from services.customer.contacts.domain.hall import CustomerInHall
from services.customer.contacts.domain.plan import ContactPlan
from services.customer.contacts.domain.portfolio import Portfolio
from services.customer.contacts.domain.rhythm import BANK, RhythmBook, in_force
from shared.ordered import in_order
from shared.rights import Query
from shared.store import Index, Store, from_raw

LISTED = 50
"""Lines of today's list."""
DUE_SINCE = (120, 60, 30, 10, 0)
"""Days back at which the parts end in which a backlog is read."""
LOGGED = 100
"""Contacts of a customer that are shown, the last ones."""
KEEP_IN_HALL = 2 * 24 * 3600

INDEXES = [
    Index(
        ContactPlan.collection,
        [("branch", ASCENDING), ("account_manager", ASCENDING), ("listed_from", ASCENDING)],
    ),
    Index(ContactPlan.collection, [("branch", ASCENDING), ("bucket", ASCENDING)]),
    Index(Contact.collection, [("customer", ASCENDING), ("at", DESCENDING)]),
    Index(CustomerInHall.collection, [("account_manager", ASCENDING), ("waiting", ASCENDING)]),
    Index(CustomerInHall.collection, [("at", ASCENDING)], {"expireAfterSeconds": KEEP_IN_HALL}),
    Index(Portfolio.collection, [("branch", ASCENDING)]),
    Index(DateRound.collection, [("under_way", ASCENDING)]),
]


class ViewToday(Query, name="view_today"):
    """Today's list of an account manager's customers; that of a colleague is the branch head's."""


class ViewContacts(Query, name="view_contacts"):
    """The contacts with a customer, and what is next."""


class ViewRhythm(Query, name="view_rhythm"):
    """The rhythms of a branch."""


class ViewFeasibility(Query, name="view_feasibility"):
    """The contacts that the rhythms of portfolios ask for, against the time there is."""


async def find_plan(store: Store, customer: str) -> ContactPlan | None:
    """Return the contact plan of a customer, or None."""
    return await store.find(ContactPlan, customer)


async def find_rhythms(store: Store, branch: str) -> RhythmBook:
    """Return the rhythms in force at a branch: its own, the bank's, or the standard ones."""
    own, bank = await asyncio.gather(store.find(RhythmBook, branch), store.find(RhythmBook, BANK))
    return in_force(branch, own, bank)


async def find_own_rhythms(store: Store, scope: str) -> RhythmBook:
    """Return the rhythms that a branch or the bank has set itself; the standard ones where it has not."""
    return await store.find(RhythmBook, scope) or RhythmBook(id=scope)


async def branches_with_plans(store: Store) -> list[str]:
    """Return the branches that have had a day here, a document each."""
    raws = await store.db[RhythmBook.collection].find({}, {"_id": 1}).to_list()
    return sorted(raw["_id"] for raw in raws if raw["_id"] != BANK)


async def plans_due(
    store: Store,
    branch: str,
    account_manager: str,
    today: date,
    *,
    until: date | None = None,
    most: int = LISTED,
) -> tuple[list[ContactPlan], bool]:
    """Return the plans of an account manager whose next step is due by `today`, or `until` a later day, the
    most urgent first, and whether there are more than `most`."""
    days = [(today - timedelta(days=ago)).isoformat() for ago in DUE_SINCE]
    ends = [*days, until.isoformat()] if until else days
    query = {"branch": branch, "account_manager": account_manager}
    found = await in_order(store, ContactPlan, query, "listed_from", ends, most + 1)
    return found[:most], len(found) > most


async def load_plans(store: Store, customers: Iterable[str]) -> list[ContactPlan]:
    """Return the plans of these customers that there are."""
    found = await store.load(ContactPlan, list(customers))
    return [one for one in found if isinstance(one, ContactPlan)]


async def in_hall_of(store: Store, account_manager: str, since: datetime) -> list[CustomerInHall]:
    """Return the customers of an account manager who wait in a hall now, and came after `since`."""
    query = {"account_manager": account_manager, "waiting": True}
    raws = await store.db[CustomerInHall.collection].find(query).to_list()
    present = (from_raw(CustomerInHall, raw) for raw in raws)
    return sorted((one for one in present if one.at >= since), key=lambda here: here.at)


async def contacts_of(store: Store, customers: Iterable[str]) -> list[Contact]:
    """Return the last contacts with a customer, the latest first: under the id of their file, and of those
    that were merged into it."""
    contacts = store.db[Contact.collection]
    several = await asyncio.gather(
        *(contacts.find({"customer": id}).sort("at", DESCENDING).limit(LOGGED).to_list() for id in customers)
    )
    found = [from_raw(Contact, raw) for raws in several for raw in raws]
    return sorted(found, key=lambda one: (one.at, one.id), reverse=True)[:LOGGED]


async def last_reached(store: Store, customer: str) -> tuple[str, datetime] | None:
    """Return the last contact of both sides with a customer, with its time, or None."""
    found = await contacts_of(store, [customer])
    return next(((one.id, one.at) for one in found if one.is_two_way), None)


async def plans_in_bucket(store: Store, branch: str, bucket: int) -> list[str]:
    """Return the ids of a branch's plans in a bucket."""
    query = {"branch": branch, "bucket": bucket}
    raws = await store.db[ContactPlan.collection].find(query, {"_id": 1}).to_list()
    return sorted(raw["_id"] for raw in raws)


async def portfolios_of(store: Store, branch: str) -> list[Portfolio]:
    """Return the portfolios of a branch, by account manager."""
    raws = await store.db[Portfolio.collection].find({"branch": branch}).to_list()
    return sorted((from_raw(Portfolio, raw) for raw in raws), key=lambda one: one.account_manager)


async def due_by_week(
    store: Store, branch: str, account_manager: str, weeks: list[tuple[date, date]]
) -> list[int]:
    """Count the plans of an account manager that come on the list in each of these weeks."""
    plans = store.db[ContactPlan.collection]
    counts = (
        plans.count_documents(
            {
                "branch": branch,
                "account_manager": account_manager,
                "listed_from": {"$gte": first.isoformat(), "$lte": last.isoformat()},
            }
        )
        for first, last in weeks
    )
    return list(await asyncio.gather(*counts))


async def rounds_under_way(store: Store) -> list[DateRound]:
    """Return the looks for important dates that are under way, over all branches."""
    found = store.db[DateRound.collection].find({"under_way": True})
    return [from_raw(DateRound, raw) async for raw in found]
