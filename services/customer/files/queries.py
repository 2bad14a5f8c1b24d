"""Queries of customer files, with the indexes that carry them."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING

from services.customer.files.domain.credentials import CredentialRecord
from services.customer.files.domain.customer import PLACES, Customer, DataKey
from services.customer.files.domain.facts import ERASED_AT_ONCE, Fact
from services.customer.files.domain.profile import ReviewRules
from services.customer.files.domain.tags import BANK, TagVocabulary
from shared.contracts.customer.words import FileField
from shared.rights import Query
from shared.store import Index, Raw, Store, from_raw

PAGE = 50
SHARE = 1 / 1024
"""The share of all places that is looked at first, unless something is known of how many there are."""
INDEXES = [
    Index(CredentialRecord.collection, [("customer", ASCENDING)]),
    Index(Customer.collection, [("keys", ASCENDING), ("place", ASCENDING)]),
    Index(Customer.collection, [("branch", ASCENDING), ("account_manager", ASCENDING), ("place", ASCENDING)]),
    Index(Customer.collection, [("branch", ASCENDING), ("place", ASCENDING)]),
    Index(Fact.collection, [("customer", ASCENDING), ("erased", ASCENDING)]),
    Index(
        Fact.collection,
        [
            ("customer", ASCENDING),
            ("field", ASCENDING),
            ("valid_from", DESCENDING),
            ("number", DESCENDING),
        ],
    ),
]


class ViewFile(Query, name="view_file"):
    """A customer file; masked but for those of `sees_personal_data`."""


class ViewPersonalData(Query, name="view_personal_data"):
    """The personal data of every file of the branch."""


class ViewOwnCustomersData(Query, name="view_own_customers_data"):
    """The personal data of the customers of the account manager who asks."""


class ChooseSegment(Query, name="choose_segment"):
    """The choice of the segment in which a file is opened."""


class ListCorrections(Query, name="list_corrections"):
    """The corrections of a customer file, with the fields before them."""


class FindCustomers(Query, name="find_customers"):
    """The customers of a branch by name, phone, number or card; masked but for those of
    `sees_personal_data`."""


class ViewPortfolio(Query, name="view_portfolio"):
    """The customers of the account manager who asks, or of the branch."""


class ViewHistory(Query, name="view_history"):
    """The history of a field of a customer file."""


class ViewHousehold(Query, name="view_household"):
    """The household of a customer, its members masked."""


class ViewTags(Query, name="view_tags"):
    """The bank's vocabulary of tags."""


class ViewReviews(Query, name="view_reviews"):
    """The days after which files are reviewed, by their class of risk."""


class NameCustomers(Query, name="name_customers"):
    """The masked names of some customers of the branch, by their ids."""


def one_of(ids: Sequence[str]) -> Any:
    """Return the condition that a field is one of these ids: plain equality for a single one."""
    return ids[0] if len(ids) == 1 else {"$in": list(ids)}


async def find_customer(store: Store, id: str) -> Customer | None:
    """Return the customer file, or the one that it was merged into, or None."""
    found = await store.find(Customer, id)
    while found is not None and found.merged_into is not None:
        found = await store.find(Customer, found.merged_into)
    return found


async def find_data_key(store: Store, customer: str) -> DataKey | None:
    """Return the data key of a customer, or None."""
    return await store.find(DataKey, customer)


async def find_holders(store: Store, credential: str) -> list[Customer]:
    """Return everybody whom a credential reaches: a phone may have several holders."""
    found = await store.find(CredentialRecord, credential)
    holders = await store.load(Customer, list(found.others("")) if found else [])
    return [one for one in holders if isinstance(one, Customer)]


async def facts_at(store: Store, customer: str, at: datetime) -> list[Fact]:
    """Return the fact about each field that holds at a moment."""
    found = await asyncio.gather(*(_fact_at(store, customer, field, at) for field in FileField))
    return [fact for fact in found if fact is not None]


async def history_of(store: Store, customer: str, field: FileField, most: int = PAGE) -> list[Fact]:
    """Return the latest facts about a field of a file, the newest first."""
    found = store.db[Fact.collection].find({"customer": customer, "field": field.value})
    ordered = found.sort([("valid_from", DESCENDING), ("number", DESCENDING)]).limit(most)
    return [from_raw(Fact, raw) async for raw in ordered]


async def facts_with_values(store: Store, customer: str) -> list[str]:
    """Return the ids of facts about a customer that are not blanked, 200 at most."""
    query = {"customer": customer, "erased": False}
    found = store.db[Fact.collection].find(query, {"_id": 1}).limit(ERASED_AT_ONCE)
    return [raw["_id"] async for raw in found]


async def find_tags(store: Store) -> TagVocabulary:
    """Return the bank's vocabulary of tags."""
    return await store.find(TagVocabulary, BANK) or TagVocabulary(id=BANK)


async def find_reviews(store: Store) -> ReviewRules:
    """Return the days after which files are reviewed; the standard ones where the bank has set none."""
    return await store.find(ReviewRules, BANK) or ReviewRules(id=BANK)


async def by_name(store: Store, key: str, most: int, share: float = SHARE) -> list[Customer]:
    """Return customers whose name has this keyed hash; `share` is that of the places to look at first."""
    return await _in_order(store, {"keys": key}, 0, most, share)


async def by_credentials(store: Store, hashes: Sequence[str], branch: str, most: int) -> list[Customer]:
    """Return the customers of a branch who hold one of these credentials."""
    records = await store.load(CredentialRecord, list(hashes))
    held = [one for one in records if isinstance(one, CredentialRecord)]
    ids = [id for one in held for id in one.others("") if one.branches.get(id, branch) == branch]
    found = await store.load(Customer, list(dict.fromkeys(ids))[:most])
    return [one for one in found if isinstance(one, Customer) and one.branch == branch]


async def portfolio(
    store: Store, branch: str, account_manager: str | None, after: int = -1, most: int = PAGE
) -> list[Customer]:
    """Return customers of a branch after a place, in the order of places, of one account manager or of
    all."""
    query: Raw = {"branch": branch}
    if account_manager is not None:
        query["account_manager"] = account_manager
    return await _in_order(store, query, after + 1, most)


async def data_keys(store: Store, customers: Iterable[str]) -> dict[str, DataKey]:
    """Return the data keys of some customers, by customer."""
    found = await store.load(DataKey, list(customers))
    return {one.id: one for one in found if isinstance(one, DataKey)}


async def _fact_at(store: Store, customer: str, field: FileField, at: datetime) -> Fact | None:
    query = {"customer": customer, "field": field.value, "valid_from": {"$lte": at}}
    order = [("valid_from", DESCENDING), ("number", DESCENDING)]
    raw = await store.db[Fact.collection].find_one(query, sort=order)
    return from_raw(Fact, raw) if raw else None


async def _in_order(store: Store, query: Raw, first: int, most: int, share: float = SHARE) -> list[Customer]:
    """Return the customers of a query from a place on, in the order of places. It looks at a range of places
    at a time, as wide as those before let expect it: the embedded store reads all that a query matches,
    however few are wanted."""
    found: list[Customer] = []
    start, width = first, int(PLACES * share)
    while first < PLACES and len(found) < most:
        within = {**query, "place": {"$gte": first, "$lt": first + width}}
        cursor = store.db[Customer.collection].find(within).sort("place", ASCENDING).limit(most)
        several = [from_raw(Customer, raw) async for raw in cursor]
        found += [one for one in several if not one.is_closed and one.merged_into is None]
        first = several[-1].place + 1 if len(several) == most else first + width
        wanted = (first - start) * (most - len(found)) * 5 // (len(found) * 4 + 1)
        width = max(min(wanted, 8 * width), width // 8, 1)
    return found[:most]
