"""Queries of open causes."""

import asyncio
from collections.abc import Sequence

from pymongo import ASCENDING

from services.customer.causes.domain import OpenCauses
from services.customer.files.domain.customer import Customer, DataKey
from shared.rights import Query
from shared.store import PAGE, Index, Raw, Store, from_raw

INDEXES = [
    Index(Customer.collection, [("branch", ASCENDING), ("account_manager", ASCENDING), ("_id", ASCENDING)]),
]


class ExportPortfolio(Query, name="export_portfolio"):
    """A file with the customers of a branch, or of one account manager."""


async def kept_by(store: Store, staff: str, customers: Sequence[str]) -> frozenset[str]:
    """Return those of these customers whose account manager is `staff`."""
    own: set[str] = set()
    for first in range(0, len(customers), PAGE):
        page = list(customers[first : first + PAGE])
        found = store.db[Customer.collection].find({"_id": {"$in": page}}, {"account_manager": 1})
        own.update([raw["_id"] async for raw in found if raw.get("account_manager") == staff])
    return frozenset(own)


async def causes_of(store: Store, customers: Sequence[str]) -> dict[str, OpenCauses]:
    """Return what is open with these customers, by customer."""
    found = await store.load(OpenCauses, list(customers))
    return {one.id: one for one in found if isinstance(one, OpenCauses)}


async def masked_names(store: Store, customers: Sequence[str]) -> dict[str, str]:
    """Return the masked names of these customers."""
    names: dict[str, str] = {}
    for first in range(0, len(customers), PAGE):
        page = list(customers[first : first + PAGE])
        found = store.db[Customer.collection].find({"_id": {"$in": page}}, {"masked_name": 1})
        names.update({raw["_id"]: raw["masked_name"] async for raw in found})
    return names


async def customers_of(store: Store, branch: str, manager: str | None, limit: int) -> list[Customer]:
    """Return the files of a branch that are open, of one account manager or all, in the order of their
    ids."""
    query: Raw = {"branch": branch, "erased_at": None, "locked_at": None}
    if manager is not None:
        query["account_manager"] = manager
    found = await store.db[Customer.collection].find(query).sort("_id", ASCENDING).limit(limit).to_list()
    return await asyncio.to_thread(lambda: [from_raw(Customer, raw) for raw in found])


async def data_keys_of(store: Store, customers: Sequence[str]) -> dict[str, DataKey]:
    """Return the data keys of these customers."""
    found = await store.load(DataKey, list(customers))
    return {one.id: one for one in found if isinstance(one, DataKey)}
