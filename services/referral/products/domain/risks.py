"""The risks that a product has had over its versions (A3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from services.referral.products.domain.catalogue import ProductVersion
from shared.contracts.referral import RiskLevel


@dataclass(frozen=True)
class NewRisk:
    """Another risk of a product, since its version `number`."""

    product: str
    number: int
    before: RiskLevel
    after: RiskLevel


def new_risks(versions: Iterable[ProductVersion]) -> list[NewRisk]:
    """Return the other risks that a product has had over these versions of it, which follow each other."""
    return [
        NewRisk(after.product, after.number, before.terms.risk, after.terms.risk)
        for before, after in pairwise(versions)
        if before.terms.risk is not after.terms.risk
    ]
