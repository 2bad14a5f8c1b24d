"""Queries about who came, with the index that forgets stays."""

from pymongo import ASCENDING

from services.lobby.arrivals.domain import Stay
from shared.store import Index, Store

INDEXES = [Index(Stay.collection, [("until", ASCENDING)], {"expireAfterSeconds": 0})]


async def find_stay(store: Store, id: str) -> Stay | None:
    """Return the stay that an arrival led to, of a customer who had a ticket already."""
    return await store.find(Stay, id)
