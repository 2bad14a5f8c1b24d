"""Indexes of referral's collections, over all capabilities, and the correlation ids of what people name."""

from services.referral.plans import queries as plans
from services.referral.prospects import queries as prospects
from services.referral.referrals import queries as referrals
from services.referral.territory import queries as territory
from shared.store import Store

INDEXES = [
    *prospects.INDEXES,
    *referrals.INDEXES,
    *plans.INDEXES,
    *territory.INDEXES,
]


async def correlation_of(store: Store, id: str) -> str | None:
    """Return the correlation id of a prospect or a referral, or None."""
    found = await prospects.find_prospect(store, id) or await referrals.find_referral(store, id)
    return found.correlation_id if found else None
