"""The steps of a recommendation, from a proposal to its end."""

from datetime import timedelta
from typing import Any

import pytest

from services.referral.products.commands import RerateProduct, WithdrawProduct
from services.referral.products.domain.catalogue import ProductGone, ProductNotOnSale, ProductUnknown
from services.referral.products.domain.keepers import CustomerNotKnown
from services.referral.products.domain.suitability import AssessmentLapsed, NotSuitable, RiskNotAssessed
from services.referral.prospects.domain.prospect import NotOfThisProspect, Prospect
from services.referral.recommendations.commands import (
    BuyRecommended,
    DeclineRecommendation,
    NoteInterest,
    PresentRecommendation,
    ProposeRecommendation,
    WithdrawRecommendation,
)
from services.referral.recommendations.domain.recommendation import (
    AlreadyRecommended,
    AmountTooSmall,
    OpenRecommendations,
    Recommendation,
    RecommendationClosed,
    RecommendationDayOutOfReach,
    RecommendationNotThere,
    RecordingNeeded,
    TooManyRecommendations,
)
from shared.contracts.customer import CustomerErased, CustomersMerged
from shared.contracts.referral import (
    NextStep,
    ProductFamily,
    ProductStep,
    ProspectOrigin,
    ProspectStage,
    RecommendationBought,
    RecommendationDecline,
    RecommendationExpired,
    RecommendationPresented,
    RecommendationProposed,
    RecommendationReason,
    RecommendationState,
    RecommendationWithdrawal,
    RecommendationWithdrawn,
    RiskLevel,
)
from tests.unit.acting import MORNING
from tests.unit.referral.bank import Bank, bank, terms

WHY = (RecommendationReason.STATED_NEED,)


async def propose(world: Bank, id: str = "R1", product: str = "prudent_90", **more: Any) -> None:
    await world.ask_for(ProposeRecommendation(id, "C1", product, WHY, "am.1", **more))


async def presented(world: Bank, id: str = "R1") -> None:
    await propose(world, id)
    await world.ask_for(PresentRecommendation(id, "am.1"))


async def one_of(world: Bank, id: str = "R1") -> Recommendation:
    found = await world.find(Recommendation, id)
    assert isinstance(found, Recommendation)
    return found


async def test_a_product_is_proposed_presented_and_bought() -> None:
    world = await bank()
    await presented(world)
    await world.ask_for(NoteInterest("R1", "am.1"))
    await world.ask_for(BuyRecommended("R1", 100_00, "CNY", "am.1"))
    (bought,) = world.events(RecommendationBought)
    assert isinstance(bought, RecommendationBought)
    assert (bought.customer, bought.amount, bought.account_manager) == ("C1", 100_00, "am.1")
    one = await one_of(world)
    assert (one.state, one.open) == (RecommendationState.BOUGHT, False)
    assert (await world.find(OpenRecommendations, "C1")).of == {}
    assert world.timers == {}


async def test_the_reasons_go_with_the_proposal() -> None:
    world = await bank()
    await propose(world)
    (event,) = world.events(RecommendationProposed)
    assert isinstance(event, RecommendationProposed)
    assert event.reasons == WHY


@pytest.mark.parametrize(
    ("product", "refusal"),
    [
        ("bold_1", NotSuitable),
        ("trust_1", RiskNotAssessed),
        ("later_1", ProductNotOnSale),
        ("p_9", ProductUnknown),
    ],
)
async def test_what_does_not_suit_the_customer_is_not_proposed(
    product: str, refusal: type[Exception]
) -> None:
    world = await bank()
    await world.publish("bold_1", terms("R4"))
    await world.publish("trust_1", terms("R1", ProductFamily.TRUST))
    await world.publish("later_1", terms("R1", on_sale_from="2999-01-01"))
    with pytest.raises(refusal):
        await propose(world, product=product)
    assert await world.find(Recommendation, "R1") is None


async def test_a_proposal_made_before_a_rerating_is_not_presented_after_it() -> None:
    world = await bank()
    await propose(world)
    await world.do(RerateProduct("prudent_90", RiskLevel.R4, RiskLevel.R2, "desk.1"))
    with pytest.raises(NotSuitable):  # before the round has come by
        await world.do(PresentRecommendation("R1", "am.1"))
    assert world.events(RecommendationPresented) == []


async def test_what_was_presented_is_not_sold_once_it_suits_no_more() -> None:
    world = await bank()
    await presented(world)
    await world.do(RerateProduct("prudent_90", RiskLevel.R4, RiskLevel.R4, "desk.1"))
    for command in (BuyRecommended("R1", 100, "CNY", "am.1"), NoteInterest("R1", "am.1")):
        with pytest.raises(NotSuitable):
            await world.do(command)


async def test_an_assessment_that_lapses_meanwhile_stops_the_sale() -> None:
    world = await bank(MORNING)
    await world.pass_time(timedelta(days=350))
    await presented(world)
    await world.pass_time(timedelta(days=20))
    with pytest.raises(AssessmentLapsed):
        await world.do(BuyRecommended("R1", 100, "CNY", "am.1"))


async def test_a_lower_class_withdraws_what_it_cannot_take() -> None:
    world = await bank()
    await presented(world)
    await world.assess("C1", "C1", by="t.2")
    (event,) = world.events(RecommendationWithdrawn)
    assert isinstance(event, RecommendationWithdrawn)
    assert event.reason is RecommendationWithdrawal.NOT_SUITABLE
    with pytest.raises(RecommendationClosed):
        await world.do(BuyRecommended("R1", 100, "CNY", "am.1"))


async def test_a_product_with_a_recorded_step_is_presented_with_the_recordings_reference() -> None:
    world = await bank()
    await world.publish("recorded_1", terms("R2", steps=(ProductStep.RECORD,)))
    await propose(world, product="recorded_1")
    with pytest.raises(RecordingNeeded):
        await world.do(PresentRecommendation("R1", "am.1"))
    await world.ask_for(PresentRecommendation("R1", "am.1", "DR-2026-0001"))
    (event,) = world.events(RecommendationPresented)
    assert isinstance(event, RecommendationPresented)
    assert event.recorded
    assert "DR-2026-0001" not in event.model_dump_json()


async def test_a_version_that_needs_a_recording_is_not_sold_on_a_talk_that_had_none() -> None:
    world = await bank()
    await presented(world)
    await world.publish("prudent_90", terms("R2", steps=(ProductStep.RECORD,)))
    with pytest.raises(RecordingNeeded):
        await world.do(BuyRecommended("R1", 100, "CNY", "am.1"))


@pytest.mark.parametrize(("amount", "currency"), [(99, "CNY"), (1000, "USD")])
async def test_the_smallest_amount_and_the_currency_are_the_products(amount: int, currency: str) -> None:
    world = await bank()
    await world.publish("prudent_90", terms("R2", smallest_amount=100))
    await presented(world)
    with pytest.raises(AmountTooSmall):
        await world.do(BuyRecommended("R1", amount, currency, "am.1"))


async def test_a_customer_declines_only_what_was_presented() -> None:
    world = await bank()
    await propose(world)
    with pytest.raises(RecommendationNotThere):
        await world.do(DeclineRecommendation("R1", RecommendationDecline.TERMS, "am.1"))
    await world.ask_for(PresentRecommendation("R1", "am.1"))
    await world.ask_for(DeclineRecommendation("R1", RecommendationDecline.TERMS, "am.1"))
    one = await one_of(world)
    assert (one.state, one.declined) == (RecommendationState.DECLINED, RecommendationDecline.TERMS)


async def test_nothing_is_bought_that_was_not_presented() -> None:
    world = await bank()
    await propose(world)
    with pytest.raises(RecommendationNotThere):
        await world.do(BuyRecommended("R1", 100, "CNY", "am.1"))


async def test_a_product_is_recommended_to_a_customer_once_at_a_time() -> None:
    world = await bank()
    await propose(world)
    with pytest.raises(AlreadyRecommended):
        await propose(world, "R2")
    await world.ask_for(WithdrawRecommendation("R1", "am.1"))
    await propose(world, "R2")
    assert (await one_of(world, "R2")).open


async def test_no_customer_is_overrun() -> None:
    world = await bank()
    for number in range(21):
        await world.publish(f"p_{number}", terms("R1"))
    for number in range(20):
        await propose(world, f"R{number}", f"p_{number}")
    with pytest.raises(TooManyRecommendations):
        await propose(world, "R20", "p_20")


async def test_a_recommendation_expires_at_the_end_of_its_last_day() -> None:
    world = await bank(MORNING)
    await propose(world, expires_on="2026-03-04")
    await world.pass_time(timedelta(days=2, hours=14))  # a quarter to midnight, and an hour
    assert (await one_of(world)).open
    await world.pass_time(timedelta(hours=1))
    (event,) = world.events(RecommendationExpired)
    assert isinstance(event, RecommendationExpired)
    assert event.state is RecommendationState.PROPOSED
    assert not (await one_of(world)).open


@pytest.mark.parametrize("day", ["2026-03-01", "2026-06-03"])
async def test_a_recommendation_is_open_for_a_while(day: str) -> None:
    world = await bank(MORNING)
    with pytest.raises(RecommendationDayOutOfReach):
        await propose(world, expires_on=day)


async def test_presenting_twice_changes_nothing() -> None:
    world = await bank()
    await presented(world)
    await world.ask_for(PresentRecommendation("R1", "am.1"))
    assert len(world.events(RecommendationPresented)) == 1


async def test_a_withdrawn_product_is_not_offered_any_more() -> None:
    world = await bank()
    await propose(world)
    await world.ask_for(WithdrawProduct("prudent_90", "desk.1"))
    with pytest.raises(ProductGone):
        await world.do(PresentRecommendation("R1", "am.1"))
    await world.pass_time(timedelta(minutes=1))
    one = await one_of(world)
    assert (one.state, one.withdrawn) == (
        RecommendationState.WITHDRAWN,
        RecommendationWithdrawal.PRODUCT_WITHDRAWN,
    )


async def test_what_is_open_goes_with_the_customer_to_another_manager() -> None:
    world = await bank()
    await propose(world)
    await world.register("C1", "am.2")
    assert (await one_of(world)).account_manager == "am.2"


async def test_a_file_merged_into_another_is_offered_nothing() -> None:
    world = await bank()
    await propose(world)
    await world.register("C2")
    await world.tell(
        CustomersMerged(
            branch="B1", customer="C2", merged="C1", merge="M1", merged_by="head.1", masked_name="王**"
        )
    )
    assert (await one_of(world)).withdrawn is RecommendationWithdrawal.CUSTOMER_GONE
    with pytest.raises(CustomerNotKnown):
        await propose(world, "R2")


async def test_an_erased_customer_is_named_by_no_recommendation() -> None:
    world = await bank()
    await presented(world)
    before = len(world.published)
    await world.tell(CustomerErased(branch="B1", customer="C1"))
    one = await one_of(world)
    assert (one.customer, one.open) == ("", False)
    assert world.published[before:] == []
    await world.pass_time(timedelta(days=60))
    assert world.events(RecommendationExpired) == []


async def test_a_file_of_an_import_that_was_undone_may_come_back() -> None:
    world = await bank()
    await world.tell(CustomerErased(branch="B1", customer="C1", withdrawn=True))
    with pytest.raises(CustomerNotKnown):
        await propose(world)
    await world.register("C1")
    await world.assess("C1", "C2")
    await propose(world, "R2")
    assert (await one_of(world, "R2")).open


def prospect(id: str, customer: str, **more: Any) -> Prospect:
    """A prospect of a customer at the branch, who was met in the hall."""
    known: dict[str, Any] = {"origin": ProspectOrigin.HALL, "need": "wealth", "account_manager": "am.1"}
    known |= {"opened_at": MORNING, "entered_at": MORNING, "next_step": NextStep.CALL}
    about = {"id": id, "branch": "B1", "customer": customer, "next_on": "2026-03-03", "version": 1}
    return Prospect(**{**known, **about, **more})


async def test_what_is_recommended_for_a_prospect_belongs_to_its_chain() -> None:
    world = await bank()
    world.store.put(prospect("P1", "C1", visit="B1/2026-03-02/A001"))
    await propose(world, prospect="P1")
    envelope = world.published[-1]
    assert isinstance(envelope.data, RecommendationProposed)
    assert (envelope.correlationid, envelope.data.prospect) == ("B1/2026-03-02/A001", "P1")


async def test_what_is_recommended_for_a_prospect_is_of_its_customer() -> None:
    world = await bank()
    others = prospect("P1", "C2")
    lost = prospect("P2", "C1", stage=ProspectStage.LOST, period="2026-03")
    elsewhere = prospect("P3", "C1", branch="B2")
    world.store.put(others, lost, elsewhere)
    for one in ("P1", "P2", "P3", "P9"):
        with pytest.raises(NotOfThisProspect):
            await propose(world, prospect=one)
    assert world.events(RecommendationProposed) == []
