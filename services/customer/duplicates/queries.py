"""Queries of duplicate files, with the indexes that carry them."""

from collections.abc import Iterable

from pymongo import ASCENDING, DESCENDING

from services.customer.duplicates.domain.merging import Merge
from services.customer.duplicates.domain.similarity import Distinct, pair_of
from services.customer.files.domain.customer import Customer
from services.customer.files.queries import by_credentials, by_name
from shared.rights import Query
from shared.store import Index, Store, from_raw

AT_MOST, OPENED_AT_MOST = 20, 100
INDEXES = [
    Index(Merge.collection, [("survivor", ASCENDING), ("at", DESCENDING)]),
    Index(Merge.collection, [("merged", ASCENDING), ("at", DESCENDING)]),
]


class FindDuplicates(Query, name="find_duplicates"):
    """The files that may be of the same customer, masked, with their account managers."""


class ListMerges(Query, name="list_merges"):
    """The merges of a customer's file, with those that can be undone."""


async def find_merge(store: Store, id: str) -> Merge | None:
    """Return the merge, or None."""
    return await store.find(Merge, id)


async def merges_into(store: Store, customer: str) -> list[Merge]:
    """Return the merges into a customer's file, the latest first, 20 at most."""
    found = store.db[Merge.collection].find({"survivor": customer}).sort("at", DESCENDING).limit(AT_MOST)
    return [from_raw(Merge, raw) async for raw in found]


async def merges_of(store: Store, customer: str) -> list[str]:
    """Return the ids of all merges that a customer's file was part of."""
    ids: list[str] = []
    for side in ("survivor", "merged"):
        found = store.db[Merge.collection].find({side: customer}, {"_id": 1})
        ids += [raw["_id"] async for raw in found]
    return ids


async def candidates(
    store: Store, branch: str, birthday: str | None, hashes: Iterable[str]
) -> list[Customer]:
    """Return the customers of a branch who have this birthday, by its keyed hash, or one of these
    credentials; 100 at most of each."""
    found = await by_credentials(store, list(hashes), branch, OPENED_AT_MOST)
    if birthday is not None:
        found += await by_name(store, birthday, OPENED_AT_MOST, 1.0)
    return list({one.id: one for one in found}.values())


async def rejected(store: Store, customer: str, others: Iterable[str]) -> set[str]:
    """Return those of some customers of whom it was said that they are not this customer."""
    pairs = {pair_of(customer, other): other for other in others}
    found = await store.load(Distinct, list(pairs))
    return {pairs[one.id] for one in found}
