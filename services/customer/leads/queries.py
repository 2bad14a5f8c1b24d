"""Queries of leads."""

from services.customer.leads.domain import Lead
from shared.rights import Query
from shared.store import Store


class ViewLead(Query, name="view_lead"):
    """The contact data of a prospect, in the clear."""


async def find_lead(store: Store, visit: str) -> Lead | None:
    """Return the lead of a visit, or None."""
    return await store.find(Lead, visit)
