"""Queries of hand-overs, with the indexes that carry them."""

from pymongo import ASCENDING, DESCENDING

from services.customer.files.domain.customer import Customer
from services.customer.handovers.domain.handover import WAITING, HandOver, HandOverItem, ItemState, Unkept
from services.customer.visits.queries import open_visits
from shared.rights import Query
from shared.store import Index, Raw, Store, from_raw

LISTED = 100
UNKEPT_LISTED = 500
RELEASED_AT_ONCE = 50

INDEXES = [
    Index(HandOver.collection, [("branch", ASCENDING), ("proposed_at", DESCENDING)]),
    Index(HandOver.collection, [("branch", ASCENDING), ("receiver", ASCENDING), ("proposed_at", DESCENDING)]),
    Index(HandOver.collection, [("branch", ASCENDING), ("giver", ASCENDING), ("proposed_at", DESCENDING)]),
    Index(HandOverItem.collection, [("handover", ASCENDING)]),
    Index(HandOverItem.collection, [("branch", ASCENDING), ("receiver", ASCENDING), ("state", ASCENDING)]),
    Index(Unkept.collection, [("branch", ASCENDING), ("kept", ASCENDING), ("act_by", ASCENDING)]),
]


class ListHandOvers(Query, name="list_handovers"):
    """The hand-overs of a branch: all for its head, for an account manager those they give or receive."""


class ViewHandOver(Query, name="view_handover"):
    """A hand-over with its customers, masked."""


class ListAllHandOvers(Query, name="list_all_handovers"):
    """The hand-overs of all account managers of the branch."""


class ListUnkept(Query, name="list_unkept"):
    """The customers of the branch whose account manager has left, each with the date of the deadline."""


async def find_handover(store: Store, id: str) -> HandOver | None:
    """Return the hand-over, or None."""
    return await store.find(HandOver, id)


async def handovers_of(store: Store, branch: str, staff: str | None = None) -> list[HandOver]:
    """Return the hand-overs of a branch, or those of one account manager, the latest first, 100 at most."""
    queries: list[Raw] = [{"branch": branch}]
    if staff is not None:
        queries = [{"branch": branch, "receiver": staff}, {"branch": branch, "giver": staff}]
    found: dict[str, HandOver] = {}
    for query in queries:
        rows = store.db[HandOver.collection].find(query).sort("proposed_at", DESCENDING).limit(LISTED)
        found |= {raw["_id"]: from_raw(HandOver, raw) async for raw in rows}
    return sorted(found.values(), key=lambda one: one.proposed_at, reverse=True)[:LISTED]


async def items_of(store: Store, handover: str) -> list[HandOverItem]:
    """Return the customers of a hand-over."""
    found = store.db[HandOverItem.collection].find({"handover": handover})
    return [from_raw(HandOverItem, raw) async for raw in found]


async def customers_by_id(store: Store, ids: list[str]) -> dict[str, Customer]:
    """Return the files of these customers."""
    found = await store.load(Customer, ids)
    return {one.id: one for one in found if isinstance(one, Customer)}


async def waiting_for(store: Store, branch: str, receiver: str) -> list[HandOverItem]:
    """Return what waits for an account manager, some at a time."""
    states = [state.value for state in WAITING]
    query = {"branch": branch, "receiver": receiver, "state": {"$in": states}}
    found = store.db[HandOverItem.collection].find(query).limit(RELEASED_AT_ONCE)
    return [from_raw(HandOverItem, raw) async for raw in found]


async def waiting_in(store: Store, handover: str) -> list[str]:
    """Return the customers of a hand-over who wait for an answer."""
    return [one.customer for one in await items_of(store, handover) if one.state is ItemState.PROPOSED]


async def portfolio_of(store: Store, branch: str, staff: str | None, most: int) -> list[str]:
    """Return the customers whom an account manager keeps, by id, so many at most."""
    found = store.db[Customer.collection].find(_kept_by(branch, staff), {"_id": 1})
    return [raw["_id"] async for raw in found.limit(most)]


async def count_portfolio(store: Store, branch: str, staff: str) -> tuple[int, int]:
    """Count the customers whom an account manager keeps, and their visits that are open."""
    customers = await store.db[Customer.collection].count_documents(_kept_by(branch, staff))
    return customers, len(await open_visits(store, branch, staff)) if customers else 0


async def unkept_of(store: Store, branch: str) -> list[Unkept]:
    """Return the customers on the head's list, the nearest deadline first, 500 at most."""
    query = {"branch": branch, "kept": False}
    found = store.db[Unkept.collection].find(query).sort("act_by", ASCENDING).limit(UNKEPT_LISTED)
    return [from_raw(Unkept, raw) async for raw in found]


async def count_unkept(store: Store, branch: str, staff: str) -> int:
    """Count the customers of somebody who has left whom nobody keeps yet."""
    query = {"branch": branch, "kept": False, "left_by": staff}
    return int(await store.db[Unkept.collection].count_documents(query))


def _kept_by(branch: str, staff: str | None) -> Raw:
    return {"branch": branch, "account_manager": staff, "erased_at": None, "locked_at": None}
