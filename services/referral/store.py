"""Indexes of referral's collections, over all capabilities, and the correlation ids of what people name."""

from services.referral.deals import queries as deals
from services.referral.desk import queries as desk
from services.referral.plans import queries as plans
from services.referral.products import queries as products
from services.referral.prospects import queries as prospects
from services.referral.recommendations import queries as recommendations
from services.referral.referrals import queries as referrals
from services.referral.territory import queries as territory
from shared.domain import Document
from shared.reseal import Seals
from shared.store import Store

INDEXES = [
    *prospects.INDEXES,
    *deals.INDEXES,
    *referrals.INDEXES,
    *plans.INDEXES,
    *territory.INDEXES,
    # products, desk, recommendations
    *products.INDEXES,
    *desk.INDEXES,
    *recommendations.INDEXES,
]

SEALS = (
    Seals("plan_items", "note", "plan_items/{_id}/note"),
    Seals("desk_askings", "words", "desk/askings/{_id}/words"),
    Seals("desk_needs", "answer_words", "desk/needs/{_id}/answer"),
    Seals("market_notes", "words", "desk/notes/{_id}/words"),
    Seals("report_editions", "words.*", "territory/{report}/{key}"),
)
"""Where what the `master_key` sealed lies: each is sealed anew when that key changes."""


async def correlation_of(store: Store, id: str) -> str | None:
    """Return the correlation id of a prospect, a deal, a referral, a recommendation or what was raised to the
    need desk, or None."""
    looks = (
        prospects.find_prospect,
        deals.find_deal,
        referrals.find_referral,
        recommendations.find_recommendation,
        desk.find_asking,
    )
    for look in looks:
        found: Document | None = await look(store, id)
        if found is not None:
            return found.correlation_id
    return None
