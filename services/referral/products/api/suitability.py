"""Suitability over HTTP (A3): the bank's rules, the assessments of a customer, and what suits them."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from services.referral.covers import acting_for
from services.referral.fields import Staff
from services.referral.products.api.catalogue import TermsNow, terms_now
from services.referral.products.commands import ChangeSuitabilityRules, NoteSuitabilityRead, RecordAssessment
from services.referral.products.domain.catalogue import BANK, Product
from services.referral.products.domain.keepers import KeptCustomer
from services.referral.products.domain.profiles import RiskProfile
from services.referral.products.domain.suitability import FamilyRule, Offer, SuitabilityRules
from services.referral.products.queries import (
    ViewAnyRiskProfile,
    ViewRiskProfiles,
    ViewSuitabilityRules,
    all_products,
    circumstances_of,
    find_kept,
    find_rules,
)
from shared import clock
from shared.access import Person
from shared.contracts.devices import correlation_of
from shared.contracts.referral import ProductFamily, RiskLevel, RiskTolerance, SuitabilityBasis
from shared.editions import Seen
from shared.errors import NotAllowed, Refusal
from shared.fields import Given, LivedDay, Whole, YesNo
from shared.rights import may_on, may_somewhere
from shared.runtime import Asking, Caller, Runtime

router = APIRouter(prefix="/api/referral", tags=["suitability"])
Questionnaire = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,32}$")]
Times = Annotated[Whole, Field(ge=1, le=50)]


class FamilyForm(Given):
    """The rule of a family: see `FamilyRule`."""

    basis: SuitabilityBasis
    valid_months: Annotated[Whole, Field(ge=1, le=60)] = 12
    per_day: Times | None = None
    per_year: Times | None = None
    source: str = Field(default="", max_length=120)
    verified: YesNo = False


class RulesForm(Given):
    """The rules of suitability, whole. A family left out has the rule that the software comes with."""

    matrix: dict[RiskTolerance, RiskLevel]
    families: dict[ProductFamily, FamilyForm] = {}
    seen: Seen


class RulesNow(BaseModel):
    """The rules of suitability that hold; number 0 are those that the software comes with."""

    number: int
    matrix: dict[RiskTolerance, RiskLevel]
    families: dict[ProductFamily, FamilyRule]
    changed_at: datetime | None
    changed_by: str


class AssessmentForm(Given):
    """The result of an assessment, made elsewhere: today if no day is given, by the one who records it if
    nobody else is named."""

    family: ProductFamily
    tolerance: RiskTolerance
    questionnaire: Questionnaire
    assessed_on: LivedDay | None = None
    assessed_by: Staff | None = None


class Recorded(BaseModel):
    """An assessment that was recorded, under this id."""

    assessment: str


class ProfileNow(BaseModel):
    """The tolerance of risk of a customer for a family, and if it holds today."""

    family: ProductFamily
    tolerance: RiskTolerance
    questionnaire: str
    assessed_on: str
    assessed_by: str
    valid_until: str
    holds: bool


class SuitNow(BaseModel):
    """A product on sale, and if it suits the customer today; if not, the refusal, and the rule that it
    names."""

    product: str
    number: int
    terms: TermsNow
    suits: bool
    code: str | None = None
    zh: str | None = None
    en: str | None = None
    rule: str | None = None


@router.get("/suitability")
async def view_rules(
    person: Annotated[Person, may_somewhere(ViewSuitabilityRules)], runtime: Runtime
) -> RulesNow:
    """The rules of suitability that hold."""
    return _rules(await find_rules(runtime.store))


@router.put("/suitability")
async def change_rules(
    person: Annotated[Person, may_somewhere(ChangeSuitabilityRules)], form: RulesForm, caller: Caller
) -> RulesNow:
    """Let other rules hold from now on; what is open and suits nobody any more is withdrawn."""
    families = {name: FamilyRule(**rule.model_dump()) for name, rule in form.families.items()}
    await caller.execute(ChangeSuitabilityRules(form.matrix, families, person.staff, form.seen), BANK)
    return _rules(await find_rules(caller.runtime.store))


@router.post("/customers/{customer}/assessments", status_code=201)
async def record_assessment(
    customer: Annotated[KeptCustomer, may_on(find_kept, RecordAssessment, "customer")],
    form: AssessmentForm,
    caller: Caller,
) -> Recorded:
    """Record the result of an assessment."""
    cause = caller.cause(RecordAssessment, customer.branch)
    id = correlation_of(customer.branch, caller.person.staff, cause.id)
    place, _, _ = await circumstances_of(caller.runtime.store, customer)
    command = RecordAssessment(
        id,
        customer.id,
        form.family,
        form.tolerance,
        form.questionnaire,
        form.assessed_on or place.day_of(clock.now()).isoformat(),
        form.assessed_by or caller.person.staff,
        caller.person.staff,
    )
    await caller.runtime.execute(command, cause)
    return Recorded(assessment=id)


@router.get("/customers/{customer}/profiles")
async def list_profiles(
    customer: Annotated[KeptCustomer, may_on(find_kept, ViewRiskProfiles, "customer")], caller: Caller
) -> list[ProfileNow]:
    """The tolerance of risk of a customer whom one keeps, by family of products."""
    await must_keep(caller, customer)
    await _record_reading(caller, customer, "list_profiles")
    place, profiles, _ = await circumstances_of(caller.runtime.store, customer)
    today = place.day_of(clock.now()).isoformat()
    return [_profile(one, today) for one in profiles.values()]


@router.get("/customers/{customer}/products")
async def list_suits(
    customer: Annotated[KeptCustomer, may_on(find_kept, ViewRiskProfiles, "customer")], caller: Caller
) -> list[SuitNow]:
    """The products on sale today, those first that suit a customer whom one keeps; of the others, the reason
    why they do not."""
    await must_keep(caller, customer)
    await _record_reading(caller, customer, "list_suitable_products")
    store = caller.runtime.store
    place, profiles, rules = await circumstances_of(store, customer)
    today = place.day_of(clock.now()).isoformat()
    found = [
        _suit(one, profiles.get(one.current.family), today, rules)
        for one in await all_products(store)
        if one.current is not None and one.withdrawn_at is None and one.current.is_on_sale(today)
    ]
    return sorted(found, key=lambda one: (not one.suits, one.product))


async def must_keep(caller: Asking, customer: KeptCustomer) -> None:
    """Raises `NotAllowed` for those who neither keep the customer, nor cover who does, nor lead their
    branch."""
    if caller.may(ViewAnyRiskProfile, customer.branch):
        return
    if customer.account_manager not in await acting_for(caller, customer.branch):
        raise NotAllowed


async def _record_reading(caller: Asking, customer: KeptCustomer, purpose: str) -> None:
    """Put on record that the caller is given the tolerance of a customer. Raises `Unavailable`: it is not
    given out then."""
    staff = caller.person.staff
    command = NoteSuitabilityRead(customer.branch, customer.id, ("risk_profile",), purpose, staff)
    asked = replace(caller.cause(NoteSuitabilityRead, customer.branch), id=clock.new_id(), fingerprint=None)
    await caller.runtime.execute(command, asked)  # no Idempotency-Key makes a second reading the first


def _suit(product: Product, profile: RiskProfile | None, today: str, rules: SuitabilityRules) -> SuitNow:
    version = product.version_now()
    suit = SuitNow(product=product.id, number=version.number, terms=terms_now(version.terms), suits=True)
    try:
        Offer(version, profile, today, rules).must_be_right()
    except Refusal as refusal:
        said = {"code": refusal.code, "zh": refusal.zh, "en": refusal.en, "rule": refusal.detail}
        return suit.model_copy(update={"suits": False, **said})
    return suit


def _profile(profile: RiskProfile, today: str) -> ProfileNow:
    holds = profile.assessed_on <= today <= profile.valid_until
    return ProfileNow(holds=holds, **profile.model_dump(include=ProfileNow.model_fields.keys() - {"holds"}))


def _rules(rules: SuitabilityRules) -> RulesNow:
    return RulesNow.model_validate(rules.model_dump())
