"""Suitability: the rule before every offer, and the recording of assessments within their limits."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.referral.deals.commands import OpenDeal
from services.referral.deals.domain.opening import Business
from services.referral.products.commands import ChangeSuitabilityRules
from services.referral.products.domain.assessing import (
    AssessedTooOften,
    AssessmentDayWrong,
    FamilyNotAssessed,
    NewerAssessment,
    SameAssessor,
)
from services.referral.products.domain.catalogue import ProductUnknown, ProductVersion
from services.referral.products.domain.keepers import CustomerNotKnown
from services.referral.products.domain.profiles import RiskProfile, profile_id
from services.referral.products.domain.suitability import (
    DEFAULT_FAMILIES,
    DEFAULT_MATRIX,
    AssessmentLapsed,
    FamilyRule,
    MatrixWrong,
    NotSuitable,
    RiskNotAssessed,
    SuitabilityRules,
    months_after,
    must_suit,
)
from services.referral.products.handlers import must_suit_customer
from shared.contracts.customer import CustomerErased
from shared.contracts.notify import StaffEnrolled
from shared.contracts.referral import (
    DealOpened,
    ProductFamily,
    RiskLevel,
    RiskTolerance,
    SuitabilityAssessed,
    SuitabilityBasis,
)
from shared.contracts.words import Role
from shared.errors import Refusal
from shared.unit_of_work import UnitOfWork
from tests.unit.acting import MORNING
from tests.unit.referral.bank import Bank, bank, terms

RULES = SuitabilityRules(id="bank", number=3)
DAY = "2026-03-02"


def version(risk: str, family: ProductFamily = ProductFamily.WEALTH) -> ProductVersion:
    return ProductVersion(id="p:1", product="p", number=1, terms=terms(risk, family))


def profile(
    tolerance: str, family: ProductFamily = ProductFamily.WEALTH, until: str = "2027-03-01"
) -> RiskProfile:
    return RiskProfile(
        id=profile_id("C1", family),
        branch="B1",
        customer="C1",
        family=family,
        tolerance=RiskTolerance(tolerance),
        questionnaire="q",
        assessed_on=DAY,
        assessed_by="t",
        recorded_by="t",
        valid_until=until,
    )


@given(st.sampled_from(RiskLevel), st.sampled_from(RiskTolerance))
def test_a_class_takes_the_risks_up_to_its_own_and_no_other(risk: RiskLevel, of: RiskTolerance) -> None:
    allowed = risk.rank <= int(of.value[1])
    try:
        must_suit(version(risk.value), profile(of.value), DAY, RULES)
    except NotSuitable:
        assert not allowed
    else:
        assert allowed


def test_a_refusal_names_the_rule_and_its_version_and_never_the_class() -> None:
    with pytest.raises(NotSuitable) as refused:
        must_suit(version("R4"), profile("C2"), DAY, RULES)
    assert "version 3" in refused.value.detail
    assert "R4" in refused.value.detail
    assert "C2" not in refused.value.detail


@pytest.mark.parametrize(
    ("known", "day", "refusal"),
    [
        (None, DAY, RiskNotAssessed),
        (profile("C5", ProductFamily.FUND), DAY, RiskNotAssessed),
        (profile("C5").evolve(tolerance=None), DAY, RiskNotAssessed),
        (profile("C5"), "2027-03-02", AssessmentLapsed),
        (profile("C5"), "2026-03-01", AssessmentLapsed),
    ],
)
def test_without_an_assessment_that_holds_nothing_suits(
    known: RiskProfile | None, day: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal) as refused:
        must_suit(version("R1"), known, day, RULES)
    assert "version 3" in refused.value.detail


@pytest.mark.parametrize("family", [ProductFamily.DEPOSIT, ProductFamily.LOAN])
def test_families_outside_of_suitability_take_no_assessment(family: ProductFamily) -> None:
    must_suit(version("R5", family), None, DAY, RULES)


def test_an_assessment_holds_to_the_end_of_its_last_day() -> None:
    must_suit(version("R1"), profile("C1"), "2027-03-01", RULES)


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(1, 60))
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


async def test_the_validity_of_an_assessment_follows_the_rules_of_its_family() -> None:
    world = Bank(MORNING)
    await world.register("C1")
    await world.assess("C1", "C3")
    assert (await world.find(RiskProfile, "C1:wealth")).valid_until == "2027-03-01"
    shorter = {ProductFamily.WEALTH: FamilyRule(basis=SuitabilityBasis.ORDER_7, valid_months=6)}
    await world.ask_for(ChangeSuitabilityRules(DEFAULT_MATRIX, shorter, "ops"))
    await world.pass_time(timedelta(days=1))
    await world.assess("C1", "C3")
    kept = await world.find(RiskProfile, "C1:wealth")
    assert (kept.valid_until, kept.rules_version) == ("2026-09-02", 1)


async def test_every_capability_that_offers_something_asks_by_one_function() -> None:
    world = await bank()
    await world.publish("bold_1", terms("R4"))

    async def open_deal(product: str, work: UnitOfWork) -> ProductVersion:
        return await must_suit_customer(product, "C1", "B1", work)

    found = await world.act(open_deal, "prudent_90")
    assert (found.product, found.number) == ("prudent_90", 1)
    with pytest.raises(NotSuitable):
        await world.act(open_deal, "bold_1")
    with pytest.raises(ProductUnknown):
        await world.act(open_deal, "p_9")


async def test_no_deal_is_opened_about_a_product_that_does_not_suit_the_customer() -> None:
    world = await bank()
    await world.publish("bold_1", terms("R4"))
    await world.tell(StaffEnrolled(branch="B1", staff="am.1", roles=(Role.ACCOUNT_MANAGER,)))
    about = {"branch": "B1", "amount": 100, "currency": "CNY", "customer": "C1", "account_manager": "am.1"}

    async def open_deal(id: str, product: str) -> None:
        await world.do(OpenDeal(id, Business(product=product, **about), "loan", (), "am.1"))  # type: ignore[arg-type]

    with pytest.raises(NotSuitable):
        await open_deal("D1", "bold_1")
    with pytest.raises(ProductUnknown):
        await open_deal("D2", "a_word_of_no_product")
    await open_deal("D3", "prudent_90")
    assert [one.product for one in world.events(DealOpened) if isinstance(one, DealOpened)] == ["prudent_90"]


async def test_the_class_is_on_no_event() -> None:
    world = await bank()
    (event,) = world.events(SuitabilityAssessed)
    assert "C2" not in event.model_dump_json()
    assert all("C2" not in one.data.model_dump_json() for one in world.published)


async def test_no_more_assessments_in_a_day_than_the_rules_allow() -> None:
    world = Bank(MORNING)
    await world.register("C1")
    await world.assess("C1", "C1", by="t.1")
    await world.assess("C1", "C2", by="t.2")
    with pytest.raises(AssessedTooOften) as refused:
        await world.assess("C1", "C5", by="t.3")
    assert "version 0" in refused.value.detail
    assert (await world.find(RiskProfile, "C1:wealth")).tolerance is RiskTolerance.C2


async def test_no_more_assessments_in_twelve_months_than_the_rules_allow() -> None:
    world = Bank(MORNING)
    await world.register("C1")
    for _ in range(8):
        await world.assess("C1", "C1")
        await world.pass_time(timedelta(days=10))
    with pytest.raises(AssessedTooOften):
        await world.assess("C1", "C1")
    await world.pass_time(timedelta(days=290))
    await world.assess("C1", "C1")


async def test_who_assessed_a_customer_today_does_not_ask_again_until_the_answer_fits() -> None:
    world = Bank(MORNING)
    await world.register("C1")
    await world.assess("C1", "C2", by="t.1")
    with pytest.raises(SameAssessor):
        await world.assess("C1", "C5", by="t.1")
    await world.assess("C1", "C3", by="t.2")
    assert (await world.find(RiskProfile, "C1:wealth")).tolerance is RiskTolerance.C3


async def test_assessments_are_of_today_or_before_and_none_goes_behind_a_later_one() -> None:
    world = Bank(MORNING)
    await world.register("C1")
    for day in ("2026-03-03", "2025-03-02"):
        with pytest.raises(AssessmentDayWrong):
            await world.assess("C1", "C2", on=day)
    await world.assess("C1", "C2", on="2026-03-01")
    with pytest.raises(NewerAssessment):
        await world.assess("C1", "C5", on="2026-02-20")
    with pytest.raises(FamilyNotAssessed):
        await world.assess("C1", "C2", ProductFamily.DEPOSIT)
    with pytest.raises(CustomerNotKnown):
        await world.assess("C9", "C2")


async def test_the_same_assessment_that_comes_twice_counts_once() -> None:
    world = Bank(MORNING)
    await world.register("C1")
    await world.assess("C1", "C2", id="A1")
    await world.assess("C1", "C2", id="A1")
    assert len(world.events(SuitabilityAssessed)) == 1


@pytest.mark.parametrize(
    "matrix",
    [
        {**DEFAULT_MATRIX, RiskTolerance.C3: RiskLevel.R1},
        {RiskTolerance.C1: RiskLevel.R1},
    ],
)
async def test_a_matrix_that_lets_the_cautious_take_more_is_refused(
    matrix: dict[RiskTolerance, RiskLevel],
) -> None:
    with pytest.raises(MatrixWrong):
        await Bank().do(ChangeSuitabilityRules(matrix, {}, "ops"))


def test_every_family_has_a_rule_and_none_of_the_figures_passes_for_verified() -> None:
    assert set(DEFAULT_FAMILIES) == set(ProductFamily)
    assert not any(rule.verified for rule in DEFAULT_FAMILIES.values())
    assert all(rule.source for rule in DEFAULT_FAMILIES.values())


async def test_a_customer_who_is_erased_leaves_no_class_behind() -> None:
    world = await bank()
    await world.tell(CustomerErased(branch="B1", customer="C1"))
    kept = await world.find(RiskProfile, "C1:wealth")
    assert (kept.tolerance, kept.questionnaire, kept.valid_until) == (None, "", "")
    with pytest.raises(CustomerNotKnown):
        await world.assess("C1", "C2")
