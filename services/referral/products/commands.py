"""Commands of products and suitability (A3). `by` is the staff id of the person who asks; days are those of
the branch; `seen` is the edition that the sender saw."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.referral.products.domain.catalogue import Terms
from services.referral.products.domain.suitability import FamilyRule
from shared.commands import Command
from shared.contracts.referral import ProductFamily, RiskLevel, RiskTolerance


@dataclass(frozen=True)
class DraftProduct(Command, name="draft_product"):
    """Keep the draft of the next version of a product (A3)."""

    product: str
    terms: Terms
    by: str
    seen: int | None = None


@dataclass(frozen=True)
class PublishProduct(Command, name="publish_product"):
    """Make the draft of a product its next version (A3)."""

    product: str
    by: str
    seen: int | None = None


@dataclass(frozen=True)
class RerateProduct(Command, name="rerate_product"):
    """Publish a product anew with another risk (A3)."""

    product: str
    issuer_risk: RiskLevel
    seller_risk: RiskLevel
    by: str
    seen: int | None = None


@dataclass(frozen=True)
class WithdrawProduct(Command, name="withdraw_product"):
    """Sell a product no more (A3)."""

    product: str
    by: str


@dataclass(frozen=True)
class ChangeSuitabilityRules(Command, name="change_suitability_rules"):
    """Let other rules of suitability hold from now on (A3)."""

    matrix: Mapping[RiskTolerance, RiskLevel]
    families: Mapping[ProductFamily, FamilyRule]
    by: str
    seen: str | None = None


@dataclass(frozen=True)
class NoteSuitabilityRead(Command, name="note_suitability_read"):
    """Put on record that a person is given the tolerance of risk of a customer, before they are (A3, Q1)."""

    branch: str
    customer: str
    fields: tuple[str, ...]
    purpose: str
    by: str


@dataclass(frozen=True)
class RecordAssessment(Command, name="record_assessment"):
    """Record the result of an assessment of a customer, under an id that is made by its sender (A3)."""

    assessment: str
    customer: str
    family: ProductFamily
    tolerance: RiskTolerance = field(repr=False)
    questionnaire: str
    assessed_on: str
    assessed_by: str
    by: str
