"""Suitability (适当性, A3): the rules by which a product may be offered to a customer, data in versions.

Sources: 金融机构产品适当性管理办法 (NFRA Order 7/2025, in force 2026-02-01): at least five levels, the
higher of two ratings counts, no assessing for or coaching the customer; deposits are outside of it. Public
funds follow rules of their own, whose figures (12 months, 2 assessments a day, 8 in 12 months) were reported
and not verified. Each figure is the bank's to set, and says if it was looked up: `verified`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from services.referral.products.domain.catalogue import BANK, ProductVersion
from services.referral.products.domain.profiles import RiskProfile
from shared.contracts.referral import (
    ProductFamily,
    RiskLevel,
    RiskTolerance,
    SuitabilityBasis,
    SuitabilityRulesChanged,
)
from shared.domain import Decision, Document
from shared.editions import must_be_as_seen
from shared.errors import Refusal

ORDER, OTHER, OUTSIDE = SuitabilityBasis.ORDER_7, SuitabilityBasis.OTHER_RULES, SuitabilityBasis.OUTSIDE


class RiskNotAssessed(Refusal):
    """`detail` names the rule with its version, and the family."""

    code, status = "risk_not_assessed", 409
    en = "The customer's tolerance of risk was not assessed for this family of products."
    zh = "客户尚未完成该类产品的风险承受能力评估。"


class AssessmentLapsed(Refusal):
    """`detail` names the rule with its version, and the family."""

    code, status = "assessment_lapsed", 409
    en = "The assessment of the customer's tolerance of risk has lapsed."
    zh = "客户的风险承受能力评估已过有效期。"


class NotSuitable(Refusal):
    """`detail` names the rule with its version, and the risk of the product; never the customer's class."""

    code, status = "not_suitable", 409
    en = "The product's risk is above what suits this customer."
    zh = "产品风险等级高于客户风险承受能力，不得推介。"


class MatrixWrong(Refusal):
    code, status = "suitability_matrix_wrong", 422
    en = "A higher class may not take less risk than a lower one, and each class has its level."
    zh = "风险承受能力较高者可承受的风险等级不得低于较低者，且每一级均须设定。"


class FamilyRule(BaseModel):
    """The rule of a family: on which basis it is judged, how many months an assessment is good for, and how
    many are made at most in a day and in 12 months (None: no limit). `source` says where the figures are
    from, `verified` if somebody has looked them up there."""

    model_config = ConfigDict(frozen=True)

    basis: SuitabilityBasis
    valid_months: int = 12
    per_day: int | None = None
    per_year: int | None = None
    source: str = ""
    verified: bool = False


_ORDER_7 = FamilyRule(
    basis=ORDER, per_day=2, per_year=8, source="NFRA Order 7/2025; figures as reported for public funds"
)
_FREE = FamilyRule(basis=OUTSIDE, source="NFRA Order 7/2025: outside of it", verified=False)
DEFAULT_FAMILIES: Mapping[ProductFamily, FamilyRule] = {
    ProductFamily.WEALTH: _ORDER_7,
    ProductFamily.PRIVATE_FUND: _ORDER_7,
    ProductFamily.TRUST: _ORDER_7,
    ProductFamily.INSURANCE: _ORDER_7,
    ProductFamily.STRUCTURED_DEPOSIT: _ORDER_7,
    ProductFamily.PRECIOUS_METAL: _ORDER_7,
    ProductFamily.FUND: FamilyRule(
        basis=OTHER, per_day=2, per_year=8, source="rules of public funds, as reported"
    ),
    ProductFamily.DEPOSIT: _FREE,
    ProductFamily.LOAN: _FREE,
    ProductFamily.CARD: _FREE,
    ProductFamily.SERVICE: _FREE,
}
DEFAULT_MATRIX: Mapping[RiskTolerance, RiskLevel] = dict(zip(RiskTolerance, RiskLevel, strict=True))
"""Ck may take R1 to Rk."""


class SuitabilityRules(Document):
    """The bank's rules of suitability: the highest risk that each class may take, and the rule of each
    family. The id is `BANK`; `number` counts the versions, 0 for the rules that the software comes with."""

    collection: ClassVar[str] = "suitability_rules"

    number: int = 0
    matrix: dict[RiskTolerance, RiskLevel] = dict(DEFAULT_MATRIX)
    families: dict[ProductFamily, FamilyRule] = dict(DEFAULT_FAMILIES)
    changed_at: datetime | None = None
    changed_by: str = ""

    def of(self, family: ProductFamily) -> FamilyRule:
        """Return the rule of a family; the one that the software comes with, if the bank has none."""
        return self.families.get(family, DEFAULT_FAMILIES[family])

    def named(self, rule: str) -> str:
        """Return how a refusal names one of these rules."""
        return f"{rule}, suitability rules version {self.number}"


class SuitabilityRulesVersion(Document):
    """Rules of suitability as they were once, never changed; the id is ``bank:<number>``."""

    collection: ClassVar[str] = "suitability_rules_versions"

    rules: SuitabilityRules


@dataclass(frozen=True)
class Offer:
    """All by which it is judged if a version of a product suits a customer on a day of their branch.
    `profile` is that of the product's family, None if there is none."""

    product_version: ProductVersion
    profile: RiskProfile | None
    day: str
    rules: SuitabilityRules

    def must_be_right(self) -> None:
        """Raises what `must_suit` raises, and `ProductNotOnSale`."""
        self.product_version.must_be_on_sale(self.day)
        self.must_suit()

    def must_suit(self) -> None:
        """Raises what `must_suit` raises."""
        must_suit(self.product_version, self.profile, self.day, self.rules)


def must_suit(
    product_version: ProductVersion, profile: RiskProfile | None, day: str, rules: SuitabilityRules
) -> None:
    """Refuse what does not suit the customer, by the rules that hold. It stands before every offer: whoever
    proposes, presents or sells a product, or opens a deal about one, calls it.

    Raises `RiskNotAssessed`, `AssessmentLapsed`, `NotSuitable`; each names the rule and its version.
    """
    family, risk = product_version.terms.family, product_version.terms.risk
    if rules.of(family).basis is OUTSIDE:
        return
    if profile is None or profile.family is not family or profile.tolerance is None:
        raise RiskNotAssessed(rules.named(f"assessment of {family.value}"))
    if not profile.assessed_on <= day <= profile.valid_until:
        raise AssessmentLapsed(rules.named(f"validity of {family.value}"))
    if risk.rank > rules.matrix[profile.tolerance].rank:
        raise NotSuitable(rules.named(f"matrix: {risk.value}"))


def change_rules(
    known: SuitabilityRules,
    matrix: Mapping[RiskTolerance, RiskLevel],
    families: Mapping[ProductFamily, FamilyRule],
    by: str,
    *,
    seen: str | None = None,
    now: datetime,
) -> Decision:
    """Let other rules hold from now on; what held before is kept as a version. The same rules change nothing;
    `seen` is the version that was read. Raises `MatrixWrong`, `RulesChanged`."""
    levels = [matrix[one].rank for one in RiskTolerance if one in matrix]
    if len(levels) < len(RiskTolerance) or levels != sorted(levels):
        raise MatrixWrong
    changed = known.evolve(matrix=dict(matrix), families={**DEFAULT_FAMILIES, **families})
    if known.number and changed == known:
        return Decision()
    must_be_as_seen(seen, BANK, known.number, known.changed_by, known.changed_at)
    changed = changed.evolve(number=known.number + 1, changed_at=now, changed_by=by)
    event = SuitabilityRulesChanged(branch=BANK, rules_version=changed.number, changed_by=by)
    version = SuitabilityRulesVersion(id=f"{BANK}:{changed.number}", rules=changed)
    return Decision().save(changed, event).save(version)


def months_after(day: date, months: int) -> date:
    """Return the same day of the month so many months later; the month's last day where it has no such."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(day)
