"""Queries of relations between customers, with the indexes that carry them."""

from collections.abc import Sequence

from pymongo import ASCENDING, DESCENDING

from services.customer.files.queries import one_of
from services.customer.relations.domain import PER_CUSTOMER, Introduction, RelatedPair
from shared.rights import Query
from shared.store import Index, Store, from_raw

INDEXES = [
    Index(RelatedPair.collection, [("customers", ASCENDING)]),
    Index(Introduction.collection, [("customer", ASCENDING), ("at", DESCENDING)]),
]
INTRODUCTIONS_LISTED = 50


class ListRelations(Query, name="list_relations"):
    """The relations of a customer, and who introduced them."""


async def pairs_of(store: Store, customers: Sequence[str]) -> list[RelatedPair]:
    """Return the pairs that a customer, by all of their ids, is one of."""
    found = store.db[RelatedPair.collection].find({"customers": one_of(customers)}).limit(PER_CUSTOMER)
    return [from_raw(RelatedPair, raw) async for raw in found]


async def count_pairs(store: Store, customer: str) -> int:
    """Return how many other customers a customer has relations to."""
    return await store.db[RelatedPair.collection].count_documents({"customers": customer})


async def introductions_of(store: Store, customers: Sequence[str]) -> list[Introduction]:
    """Return the introductions of a customer in the hall, the latest first."""
    found = store.db[Introduction.collection].find({"customer": one_of(customers)})
    latest = found.sort("at", DESCENDING).limit(INTRODUCTIONS_LISTED)
    return [from_raw(Introduction, raw) async for raw in latest]


async def erase_relations(store: Store, customer: str) -> None:
    """Erase the pairs and introductions of a customer. Doing so again changes nothing."""
    await store.db[RelatedPair.collection].delete_many({"customers": customer})
    await store.db[Introduction.collection].delete_many({"customer": customer})
