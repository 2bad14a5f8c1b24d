"""Effects of a re-rating: what is open and suits no more is withdrawn, and each holder has one task."""

from datetime import timedelta
from typing import Any

import pytest

from services.referral.products.commands import ChangeSuitabilityRules, RerateProduct
from services.referral.products.domain.suitability import DEFAULT_MATRIX
from services.referral.recommendations.commands import (
    BuyRecommended,
    FinishHolderTask,
    PresentRecommendation,
    ProposeRecommendation,
)
from services.referral.recommendations.domain.holders import HolderTask, HolderTaskClosed, Holding
from services.referral.recommendations.domain.recommendation import Recommendation
from services.referral.recommendations.domain.rounds import PAGE, Phase, RatingRound, RatingStepDue
from services.referral.recommendations.handlers.ratings import take_step
from services.referral.subscriptions import EVENT_HANDLERS
from shared.contracts.customer import CustomerErased, CustomersMerged, HoldingsChanged, MergeUndone
from shared.contracts.referral import (
    HolderTaskDone,
    HolderTaskMade,
    HolderTaskOverdue,
    ProductRerated,
    RecommendationBought,
    RecommendationReason,
    RecommendationWithdrawal,
    RecommendationWithdrawn,
    RiskLevel,
    RiskTolerance,
)
from tests.unit.acting import MORNING
from tests.unit.referral.bank import Bank, bank, terms

WHY = (RecommendationReason.MATURITY,)
R4 = RiskLevel.R4
MINUTE = timedelta(minutes=1)


async def holds(world: Bank, customer: str, *products: str, gone: tuple[str, ...] = ()) -> None:
    await world.tell(
        HoldingsChanged(branch="B1", customer=customer, products=products, as_of=world.now, gone=gone)
    )


async def rerate(world: Bank, risk: RiskLevel = R4) -> None:
    await world.ask_for(RerateProduct("prudent_90", risk, risk, "desk.1"))


def tasks(world: Bank) -> list[Any]:
    return world.events(HolderTaskMade)


async def test_a_rerating_withdraws_what_suits_no_more_and_leaves_what_still_does() -> None:
    world = await bank()
    await world.register("C2")
    await world.assess("C2", "C5")
    for customer in ("C1", "C2"):
        await world.ask_for(ProposeRecommendation(f"R-{customer}", customer, "prudent_90", WHY, "am.1"))
    await rerate(world)
    await world.pass_time(MINUTE)
    (event,) = world.events(RecommendationWithdrawn)
    assert isinstance(event, RecommendationWithdrawn)
    assert (event.customer, event.reason) == ("C1", RecommendationWithdrawal.RERATED)
    assert event.rules_version == 0
    assert (await world.find(Recommendation, "R-C2")).open


async def test_every_holder_has_exactly_one_task_that_names_the_rules_version() -> None:
    world = await bank(MORNING)
    for number in range(3 * PAGE):
        await world.register(f"H{number}")
        await holds(world, f"H{number}", "prudent_90", "other")
    await rerate(world)
    await world.pass_time(MINUTE)
    assert sorted(one.customer for one in tasks(world)) == sorted(f"H{n}" for n in range(3 * PAGE))
    assert {one.rules_version for one in tasks(world)} == {0}
    assert {(one.before, one.after) for one in tasks(world)} == {(RiskLevel.R2, R4)}
    assert {one.due for one in tasks(world)} == {"2026-03-09"}  # five working days after a Monday


async def test_a_purchase_makes_a_holder_and_a_report_that_it_is_gone_ends_that() -> None:
    world = await bank()
    await world.ask_for(ProposeRecommendation("R1", "C1", "prudent_90", WHY, "am.1"))
    await world.ask_for(PresentRecommendation("R1", "am.1"))
    await world.ask_for(BuyRecommended("R1", 100, "CNY", "am.1"))
    await rerate(world)
    await world.pass_time(MINUTE)
    assert [one.customer for one in tasks(world)] == ["C1"]
    await holds(world, "C1", "prudent_90", gone=("prudent_90",))
    await rerate(world, RiskLevel.R3)
    await world.pass_time(MINUTE)
    assert len(tasks(world)) == 1


async def test_the_next_rerating_makes_a_task_of_its_own() -> None:
    world = await bank()
    await holds(world, "C1", "prudent_90")
    for risk in (R4, RiskLevel.R5):
        await rerate(world, risk)
        await world.pass_time(MINUTE)
    assert [one.product_version for one in tasks(world)] == [2, 3]


async def test_a_round_whose_event_or_page_comes_again_does_nothing_twice() -> None:
    world = await bank()
    await holds(world, "C1", "prudent_90")
    await rerate(world)
    envelope = next(one for one in world.published if isinstance(one.data, ProductRerated))
    for handler in EVENT_HANDLERS[ProductRerated]:
        await world.act(handler, envelope.data, id=envelope.id)
    step = next(one.event for one in world.timers.values() if isinstance(one.event, RatingStepDue))
    await world.act(take_step, step)
    await world.act(take_step, step)  # fired again after a crash
    await world.pass_time(MINUTE)
    assert len(tasks(world)) == 1
    round = await world.find(RatingRound, f"{envelope.id}:prudent_90")
    assert (round.phase, round.acted) == (Phase.ENDED, 1)


async def test_a_customer_without_a_file_any_more_has_no_task() -> None:
    world = await bank()
    await holds(world, "C1", "prudent_90")
    await holds(world, "C9", "prudent_90")  # of whom nothing else is known
    await world.tell(CustomerErased(branch="B1", customer="C1"))
    await rerate(world)
    await world.pass_time(MINUTE)
    assert tasks(world) == []
    assert (await world.find(Holding, "C1:prudent_90")).customer == ""


async def test_a_task_is_done_once_and_late_once() -> None:
    world = await bank(MORNING)
    await holds(world, "C1", "prudent_90")
    await rerate(world)
    await world.pass_time(timedelta(days=7, hours=14))
    assert world.events(HolderTaskOverdue) == []
    await world.pass_time(timedelta(days=3))
    assert len(world.events(HolderTaskOverdue)) == 1
    (made,) = tasks(world)
    for _ in range(2):
        await world.ask_for(FinishHolderTask(made.holder_task, "am.1"))
    assert len(world.events(HolderTaskDone)) == 1
    assert (await world.find(HolderTask, made.holder_task)).open is False


async def test_a_task_that_is_done_in_time_is_never_late() -> None:
    world = await bank(MORNING)
    await holds(world, "C1", "prudent_90")
    await rerate(world)
    await world.pass_time(MINUTE)
    await world.ask_for(FinishHolderTask(tasks(world)[0].holder_task, "am.1"))
    await world.pass_time(timedelta(days=30))
    assert world.events(HolderTaskOverdue) == []


async def test_a_task_goes_with_the_customer_and_closes_with_the_file() -> None:
    world = await bank(MORNING)
    await holds(world, "C1", "prudent_90")
    await rerate(world)
    await world.pass_time(MINUTE)
    id = tasks(world)[0].holder_task
    await world.register("C1", "am.2")
    assert (await world.find(HolderTask, id)).account_manager == "am.2"
    await world.tell(CustomerErased(branch="B1", customer="C1"))
    with pytest.raises(HolderTaskClosed):
        await world.do(FinishHolderTask(id, "am.2"))
    await world.pass_time(timedelta(days=30))
    assert world.events(HolderTaskOverdue) == []


async def test_stricter_rules_withdraw_what_they_forbid() -> None:
    world = await bank()
    await world.ask_for(ProposeRecommendation("R1", "C1", "prudent_90", WHY, "am.1"))
    stricter = {**DEFAULT_MATRIX, RiskTolerance.C2: RiskLevel.R1}
    await world.ask_for(ChangeSuitabilityRules(stricter, {}, "ops"))
    await world.pass_time(MINUTE)
    (event,) = world.events(RecommendationWithdrawn)
    assert isinstance(event, RecommendationWithdrawn)
    assert (event.reason, event.rules_version) == (RecommendationWithdrawal.NOT_SUITABLE, 1)
    assert tasks(world) == []


async def test_a_holding_of_a_product_that_nobody_rerates_makes_no_task() -> None:
    world = await bank()
    await world.publish("other_1", terms("R1"))
    await holds(world, "C1", "other_1")
    await rerate(world)
    await world.pass_time(MINUTE)
    assert tasks(world) == []


def merged(id: str, into: str) -> CustomersMerged:
    return CustomersMerged(
        branch="B1", customer=into, masked_name="王**", merge="M1", merged=id, merged_by="am.1"
    )


def parted(id: str, from_: str) -> MergeUndone:
    return MergeUndone(
        branch="B1", customer=from_, masked_name="王**", merge="M1", merged=id, undone_by="am.1"
    )


async def test_what_a_merged_file_holds_makes_one_task_for_the_customer_that_it_is_now() -> None:
    world = await bank()
    for customer in ("C2", "C3"):
        await world.register(customer, "am.2")
    await holds(world, "C1", "prudent_90")
    await holds(world, "C2", "prudent_90")
    await world.tell(merged("C1", "C2"))
    await world.tell(merged("C2", "C3"))
    await rerate(world)
    await world.pass_time(MINUTE)
    assert [(one.customer, one.account_manager) for one in tasks(world)] == [("C3", "am.2")]


async def test_a_task_goes_with_its_file_into_another_one_and_back() -> None:
    world = await bank()
    await world.register("C2", "am.2")
    await holds(world, "C1", "prudent_90")
    await rerate(world)
    await world.pass_time(MINUTE)
    id = tasks(world)[0].holder_task
    await world.tell(merged("C1", "C2"))
    task = await world.find(HolderTask, id)
    assert (task.customer, task.account_manager) == ("C2", "am.2")
    await world.tell(parted("C1", "C2"))
    task = await world.find(HolderTask, id)
    assert (task.customer, task.account_manager) == ("C1", "am.1")


async def test_a_purchase_of_the_version_before_that_is_heard_after_the_round_makes_a_task() -> None:
    world = await bank()
    for risk in (R4, RiskLevel.R3):
        await rerate(world, risk)
        await world.pass_time(MINUTE)
    late = RecommendationBought(
        branch="B1",
        recommendation="R1",
        product="prudent_90",
        product_version=2,
        customer="C1",
        account_manager="am.1",
        amount=100,
        currency="CNY",
        noted_by="am.1",
    )
    for _ in range(2):
        await world.tell(late)
    assert [(one.product_version, one.before, one.after) for one in tasks(world)] == [(3, R4, RiskLevel.R3)]
