"""Queries about visits and tickets, with the indexes that they need."""

from pymongo import ASCENDING

from services.lobby.queue.domain.card_holders import CardHolder
from services.lobby.queue.domain.visits import Visit
from shared.rights import Query
from shared.store import Index, Store

INDEXES = [
    # No number twice on a branch's day: the last line of defence behind the hall's counts.
    Index(
        Visit.collection,
        [("branch", ASCENDING), ("day", ASCENDING), ("ticket", ASCENDING)],
        {"unique": True},
    ),
    Index(
        Visit.collection,
        [("customer", ASCENDING)],
        {"partialFilterExpression": {"customer": {"$gt": ""}}},
    ),
    Index(CardHolder.collection, [("customer", ASCENDING)]),
]


class ViewFloor(Query, name="view_floor"):
    """The hall as it stands: who waits, who is served where."""


class ViewAdvice(Query, name="view_advice"):
    """The advice of triage for a need (D2)."""


class ViewVisit(Query, name="view_visit"):
    """A visit as it stands."""


async def find_visit(store: Store, id: str) -> Visit | None:
    return await store.find(Visit, id)


async def find_visits(store: Store, ids: list[str]) -> dict[str, Visit]:
    """Return these visits by id, without those that do not exist."""
    found = await store.load(Visit, ids)
    return {one.id: one for one in found if isinstance(one, Visit)}


async def correlation_of(store: Store, name: str) -> str | None:
    """Return the visit of a ticket, called ``<branch>/A001`` or ``<branch>/2026-11-23/A001``."""
    branch, _, ticket = name.partition("/")
    day, _, number = ticket.rpartition("/")
    if not day:
        hall = await store.db["halls"].find_one({"_id": branch}, {"day": 1})
        day = hall["day"] if hall else ""
    query = {"branch": branch, "day": day, "ticket": number}
    raw = await store.db[Visit.collection].find_one(query, {"_id": 1})
    return str(raw["_id"]) if raw else None
