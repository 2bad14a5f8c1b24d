"""Queries of erasure: documents that name a customer, by the indexes of their capabilities."""

from services.referral.deals.domain.deal import Deal
from services.referral.desk.domain.needs import DeskAsking
from services.referral.products.domain.profiles import RiskAssessment
from services.referral.prospects.domain.prospect import Prospect
from services.referral.recommendations.domain.holders import HolderTask, Holding
from services.referral.recommendations.domain.recommendation import Recommendation
from services.referral.referrals.domain.referral import Referral
from shared.domain import Document
from shared.store import Store

NAMING: tuple[type[Document], ...] = (
    Deal,
    DeskAsking,
    HolderTask,
    Holding,
    Prospect,
    Recommendation,
    Referral,
    RiskAssessment,
)
"""Documents that name their customer, of which one may have any number."""


async def is_named(store: Store, customer: str) -> bool:
    """Tell whether any document names a customer."""
    for model in NAMING:
        if await store.db[model.collection].find_one({"customer": customer}, {"customer": 1}) is not None:
            return True
    return False
