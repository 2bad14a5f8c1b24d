"""The indexes of notify, and the look-up of one document by id."""

from typing import TypeVar

from pymongo import ASCENDING, DESCENDING

from shared.accesses import KEEP_RECORDS
from shared.domain import Document
from shared.store import DAY, Index, Store

KEEP_ENTRIES = 180  # days
D = TypeVar("D", bound=Document)

INDEXES = [
    Index("staff", [("roles", ASCENDING)]),
    Index("staff", [("proposed", ASCENDING)]),
    Index("entries", [("staff", ASCENDING), ("n", ASCENDING)], {"unique": True}),
    Index("entries", [("written_at", ASCENDING)], {"expireAfterSeconds": KEEP_ENTRIES * DAY}),
    Index(
        "entries",
        [("about", ASCENDING), ("written_at", ASCENDING)],
        {"partialFilterExpression": {"quiet": True}},  # few are
    ),
    Index("entries", [("facts.customer", ASCENDING)], {"sparse": True}),
    Index("identities", [("subject", ASCENDING)], {"unique": True}),
    Index("questions", [("asked_at", ASCENDING)], {"expireAfterSeconds": KEEP_ENTRIES * DAY}),
    Index("security_records", [("at", DESCENDING)], {"expireAfterSeconds": KEEP_RECORDS * DAY}),
    Index("security_records", [("staff", ASCENDING), ("at", DESCENDING)]),
    Index("security_records", [("number", ASCENDING), ("at", ASCENDING)]),
    Index("sessions", [("ends", ASCENDING)], {"expireAfterSeconds": 0}),
]


async def find(store: Store, model: type[D], id: str) -> D | None:
    """Return the committed document under `id`, or None."""
    found = await store.load(model, [id])
    return next((one for one in found if isinstance(one, model)), None)
