"""Queries of open causes."""

from collections.abc import Sequence

from pymongo import ASCENDING

from services.customer.causes.domain import OpenCauses
from services.customer.files.domain.customer import Customer, DataKey
from shared.rights import Query
from shared.store import PAGE, Index, Raw, Store, from_raw

INDEXES = [
    Index(Customer.collection, [("branch", ASCENDING), ("account_manager", ASCENDING), ("_id", ASCENDING)]),
]
AT_MOST = 20_000
"""Customers of one export."""


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


async def keepers_of(store: Store, branch: str, manager: str | None, limit: int) -> dict[str, str | None]:
    """Return the customers of a branch whose files are open, of one account manager or all, each with the
    account manager, in the order of their ids."""
    found = store.db[Customer.collection].find(_open_files(branch, manager), {"account_manager": 1})
    raws = await found.sort("_id", ASCENDING).limit(limit).to_list()
    return {raw["_id"]: raw.get("account_manager") for raw in raws}


async def customers_of(store: Store, branch: str, manager: str | None, limit: int) -> list[Customer]:
    """Return the files of a branch that are open, of one account manager or all, in the order of their
    ids. They may be many: they are read aside (`Store.aside`)."""
    found = store.db[Customer.collection].find(_open_files(branch, manager))
    return [from_raw(Customer, raw) for raw in await found.sort("_id", ASCENDING).limit(limit).to_list()]


def _open_files(branch: str, manager: str | None) -> Raw:
    query: Raw = {"branch": branch, "erased_at": None, "locked_at": None}
    return query if manager is None else {**query, "account_manager": manager}


async def data_keys_of(store: Store, customers: Sequence[str]) -> dict[str, DataKey]:
    """Return the data keys of these customers."""
    found = await store.load(DataKey, list(customers))
    return {one.id: one for one in found if isinstance(one, DataKey)}
