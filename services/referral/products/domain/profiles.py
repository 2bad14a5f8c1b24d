"""Risk profiles of customers (风险承受能力评估, A3): results of assessments, per family of products.

The assessment is made elsewhere: this software asks no questions, computes no class and hints at no answer.
The class stays in `referral`, and is shown to those who keep the customer.
"""

from typing import ClassVar

from shared.contracts.referral import ProductFamily, RiskTolerance
from shared.domain import Document

DAYS_KEPT = 60


class RiskProfile(Document):
    """The tolerance of risk of a customer for a family of products; the id is ``<customer>:<family>``. It
    holds from `assessed_on` to the end of `valid_until`. `days` are those of the assessments of the last 12
    months, the latest last, and `rules_version` that of the rules by which the validity was counted.
    `tolerance` is None once the customer was forgotten."""

    collection: ClassVar[str] = "risk_profiles"

    branch: str
    customer: str
    family: ProductFamily
    tolerance: RiskTolerance | None
    questionnaire: str
    assessed_on: str
    assessed_by: str
    recorded_by: str
    valid_until: str
    days: tuple[str, ...] = ()
    rules_version: int = 0


class RiskAssessment(Document):
    """One assessment as it was recorded, never changed, for those who check; the id is made by its sender."""

    collection: ClassVar[str] = "risk_assessments"

    branch: str
    customer: str
    profile: RiskProfile


def profile_id(customer: str, family: ProductFamily) -> str:
    """Return the id of a profile."""
    return f"{customer}:{family.value}"


def forget(profile: RiskProfile) -> RiskProfile:
    """Return a profile that says nothing any more, of a customer who was erased."""
    return profile.evolve(
        tolerance=None,
        questionnaire="",
        assessed_by="",
        recorded_by="",
        assessed_on="",
        valid_until="",
        days=(),
    )
