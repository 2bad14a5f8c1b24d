"""Queries of erasure, with the indexes that carry them."""

from datetime import datetime

from pymongo import ASCENDING

from services.customer.cases.domain.case import Case
from services.customer.erasure.domain import PAST_TERM
from services.customer.files.domain.credentials import CredentialRecord
from services.customer.leads.domain import Lead
from shared.contracts.customer import DataClass
from shared.store import Index, Raw, Store

AT_ONCE = 100

INDEXES = [Index(Lead.collection, [("branch", ASCENDING), ("taken_at", ASCENDING)])]


async def past_term(store: Store, branch: str, data: DataClass, before: datetime, now: datetime) -> list[str]:
    """Return the ids of documents of a class whose term ran out and that still hold words, 100 at most; none
    that their law has kept for longer."""
    model, since, words = PAST_TERM[data]
    found: dict[str, None] = {}
    for field in words:
        query: Raw = {"branch": branch, since: {"$lt": before}, field: {"$ne": None}}
        if model is Case:
            query["keep_until"] = {"$lte": now.date().isoformat()}
        page = store.db[model.collection].find(query, {"_id": 1}).limit(AT_ONCE)
        found.update({raw["_id"]: None async for raw in page})
    return list(found)[:AT_ONCE]


async def drop_credentials(store: Store, customer: str) -> int:
    """Delete the keyed hashes of credentials that a customer was the last to hold; how many."""
    alone = {"customer": customer, "live": False, "holders": []}
    return (await store.db[CredentialRecord.collection].delete_many(alone)).deleted_count
