"""Recording the result of an assessment (A3), within the limits of its family."""

from datetime import date, timedelta

from services.referral.products.domain.keepers import KeptCustomer
from services.referral.products.domain.profiles import DAYS_KEPT, RiskAssessment, RiskProfile, profile_id
from services.referral.products.domain.suitability import OUTSIDE, SuitabilityRules, months_after
from shared.contracts.referral import ProductFamily, RiskTolerance, SuitabilityAssessed
from shared.domain import Decision
from shared.errors import Refusal


class FamilyNotAssessed(Refusal):
    code, status = "family_not_assessed", 409
    en, zh = "Products of this family take no assessment.", "该类产品无需风险承受能力评估。"


class AssessmentDayWrong(Refusal):
    code, status = "assessment_day_wrong", 422
    en = "An assessment was made today or before, and is still good."
    zh = "评估日期不得晚于今天，且须仍在有效期内。"


class NewerAssessment(Refusal):
    code, status = "newer_assessment", 409
    en, zh = "A later assessment is on record already.", "已登记更新的评估结果。"


class AssessedTooOften(Refusal):
    """`detail` names the rule with its version."""

    code, status = "assessed_too_often", 409
    en = "The customer was assessed as often as the rules allow: in a day, or in 12 months."
    zh = "评估次数已达规定上限（单日或 12 个月内）。"


class SameAssessor(Refusal):
    code, status = "same_assessor", 409
    en = "A second assessment on the same day is made by somebody else: one who asks again coaches."
    zh = "同一天内的再次评估须由另一人员进行，以免诱导客户。"


class AssessorUnknown(Refusal):
    code, status = "assessor_unknown", 422
    en, zh = "An assessment is made by a member of staff of this branch.", "评估人须为本网点在册员工。"


def record(
    known: RiskProfile | None,
    customer: KeptCustomer,
    family: ProductFamily,
    tolerance: RiskTolerance,
    questionnaire: str,
    day: str,
    *,
    id: str,
    assessed_by: str,
    by: str,
    today: str,
    rules: SuitabilityRules,
) -> Decision:
    """Record the result of an assessment that was made on `day`; the latest one counts.

    Raises `FamilyNotAssessed`, `AssessmentDayWrong`, `NewerAssessment`, `AssessedTooOften`, `SameAssessor`.
    """
    rule = rules.of(family)
    if rule.basis is OUTSIDE:
        raise FamilyNotAssessed
    assessed = date.fromisoformat(day)
    until = (months_after(assessed, rule.valid_months) - timedelta(days=1)).isoformat()
    if not day <= today <= until:
        raise AssessmentDayWrong
    if known is not None and day < known.assessed_on:
        raise NewerAssessment
    if known is not None and (known.assessed_on, known.assessed_by) == (day, assessed_by):
        raise SameAssessor
    since = months_after(assessed, -12).isoformat()
    days = tuple(one for one in (known.days if known else ()) if one > since)
    if rule.per_day is not None and days.count(day) >= rule.per_day:
        raise AssessedTooOften(rules.named(f"{rule.per_day} a day"))
    if rule.per_year is not None and len(days) >= rule.per_year:
        raise AssessedTooOften(rules.named(f"{rule.per_year} in 12 months"))
    profile = RiskProfile(
        id=profile_id(customer.id, family),
        branch=customer.branch,
        customer=customer.id,
        family=family,
        tolerance=tolerance,
        questionnaire=questionnaire,
        assessed_on=day,
        assessed_by=assessed_by,
        recorded_by=by,
        valid_until=until,
        days=(*days, day)[-DAYS_KEPT:],
        rules_version=rules.number,
    )
    event = SuitabilityAssessed(
        branch=customer.branch,
        customer=customer.id,
        family=family,
        questionnaire=questionnaire,
        assessed_on=day,
        assessed_by=assessed_by,
        recorded_by=by,
        valid_until=until,
    )
    kept = RiskAssessment(id=id, branch=customer.branch, customer=customer.id, profile=profile)
    return Decision().save(profile, event).save(kept)
