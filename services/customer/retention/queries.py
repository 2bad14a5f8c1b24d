"""Queries of retention, with the index that carries them."""

from pymongo import ASCENDING, DESCENDING

from services.customer.retention.domain import ErasureReport, RetentionRules
from shared.rights import Query
from shared.store import Index, Store, from_raw

LISTED = 100

INDEXES = [Index(ErasureReport.collection, [("branch", ASCENDING), ("day", DESCENDING)])]


class ViewRetention(Query, name="view_retention"):
    """The terms of a branch, and what was erased there."""


async def rules_at(store: Store, branch: str) -> RetentionRules:
    """Return the terms of a branch, the defaults where it has set none."""
    return await store.find(RetentionRules, branch) or RetentionRules(id=branch)


async def reports_of(store: Store, branch: str) -> list[ErasureReport]:
    """Return what was erased at a branch by day, the newest first, 100 days at most."""
    found = store.db[ErasureReport.collection].find({"branch": branch}).sort("day", DESCENDING).limit(LISTED)
    return [from_raw(ErasureReport, raw) async for raw in found]
