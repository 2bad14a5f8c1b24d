"""Queries of leads, with the index that carries them."""

from collections.abc import Sequence

from pymongo import ASCENDING

from services.customer.leads.domain import Lead
from shared.rights import Query
from shared.store import Index, Store

INDEXES = [Index(Lead.collection, [("referrals", ASCENDING)])]


class ViewLead(Query, name="view_lead"):
    """The contact data of a prospect, in the clear: for the account managers who have the prospect."""


class ViewAnyLead(Query, name="view_any_lead"):
    """The contact data of any prospect of the branch."""


async def find_lead(store: Store, visit: str) -> Lead | None:
    """Return the lead of a visit, or None."""
    return await store.find(Lead, visit)


async def leads_of(store: Store, referrals: Sequence[str]) -> list[str]:
    """Return the visits that led to these referrals."""
    found = store.db[Lead.collection].find({"referrals": {"$in": list(referrals)}}, {"_id": 1})
    return [raw["_id"] async for raw in found]
