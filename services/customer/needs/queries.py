"""Queries of needs, with the indexes that carry them."""

import asyncio
from collections.abc import Iterable

from pymongo import ASCENDING, DESCENDING

from services.customer.needs.domain import Need
from shared.rights import Query
from shared.store import Index, Store, from_raw

LISTED = 200

INDEXES = [
    Index(Need.collection, [("customer", ASCENDING), ("stated_at", DESCENDING)]),
    Index(Need.collection, [("branch", ASCENDING), ("open", ASCENDING), ("due", ASCENDING)]),
    Index(
        Need.collection,
        [("branch", ASCENDING), ("owner", ASCENDING), ("open", ASCENDING), ("due", ASCENDING)],
    ),
]


class ListNeeds(Query, name="list_needs"):
    """The needs of a customer."""


class ListBranchNeeds(Query, name="list_branch_needs"):
    """The open needs of a branch's customers; one's own, for those who do not lead it."""


async def find_need(store: Store, id: str) -> Need | None:
    """Return the need, or None."""
    return await store.find(Need, id)


async def needs_of(store: Store, customers: Iterable[str]) -> list[Need]:
    """Return the last needs of a customer, the latest first: under the id of their file, and of those that
    were merged into it."""
    needs = store.db[Need.collection]
    several = await asyncio.gather(
        *(
            needs.find({"customer": id}).sort("stated_at", DESCENDING).limit(LISTED).to_list()
            for id in customers
        )
    )
    found = [from_raw(Need, raw) for raws in several for raw in raws]
    return sorted(found, key=lambda need: (need.stated_at, need.id), reverse=True)[:LISTED]


async def need_ids_of(store: Store, customer: str) -> list[str]:
    """Return the ids of all needs of a customer."""
    found = store.db[Need.collection].find({"customer": customer}, {"_id": 1})
    return [raw["_id"] for raw in await found.to_list()]


async def open_needs(store: Store, branch: str, owner: str | None) -> list[Need]:
    """Return the open needs of a branch's customers, or of one `owner` there, the most urgent first."""
    query = {"branch": branch, "open": True, **({"owner": owner} if owner else {})}
    cursor = store.db[Need.collection].find(query).sort("due", ASCENDING).limit(LISTED)
    return [from_raw(Need, raw) for raw in await cursor.to_list()]
