"""Deals are of a customer whom their account manager keeps, and of what suits them, to the close (A3, A4)."""

from datetime import timedelta

import pytest

from services.referral.deals.commands import CloseDeal, FinishTask, OpenDeal, TakeTask
from services.referral.deals.domain.deal import Deal
from services.referral.deals.domain.opening import Business
from services.referral.deals.queries import FLAGGED_AT_ONCE
from services.referral.products.commands import RerateProduct, WithdrawProduct
from services.referral.products.domain.catalogue import ProductGone
from services.referral.products.domain.keepers import (
    CustomerNotKnown,
    CustomerOfAnotherManager,
)
from services.referral.products.domain.suitability import NotSuitable
from shared.contracts.customer import CustomerErased, CustomerLocked, CustomersMerged
from shared.contracts.notify import StaffEnrolled
from shared.contracts.referral import DealClosed, DealFlagCause, DealFlagged, DealState, RiskLevel
from shared.contracts.words import Role
from tests.unit.acting import MORNING
from tests.unit.referral.bank import Bank, bank

WEALTH = (("plan", "pd.1"), ("check", "risk.1"), ("signing", "am.1"), ("booking", "bo.1"))


async def with_staff() -> Bank:
    """A bank with a product that suits ``C1`` of am.1, and two account managers."""
    world = await bank(MORNING)
    for staff in ("am.1", "am.2"):
        await world.tell(StaffEnrolled(branch="B1", staff=staff, roles=(Role.ACCOUNT_MANAGER,)))
    return world


async def open_deal(
    world: Bank, id: str = "D1", customer: str = "C1", by: str = "am.1", manager: str = "am.1"
) -> None:
    business = Business("B1", "prudent_90", 100, "CNY", customer, manager)
    await world.ask_for(OpenDeal(id, business, "wealth", (), by))


async def through(world: Bank, id: str = "D1") -> None:
    for step, by in WEALTH:
        await world.ask_for(TakeTask(id, step, by))
        await world.ask_for(FinishTask(id, step, by, False))


async def rerate(world: Bank, risk: RiskLevel) -> None:
    await world.ask_for(RerateProduct("prudent_90", risk, risk, "desk.1"))


async def test_a_deal_that_suits_is_closed() -> None:
    world = await with_staff()
    await open_deal(world)
    await through(world)
    await world.ask_for(CloseDeal("D1", "am.1"))
    await rerate(world, RiskLevel.R5)
    await world.ask_for(CloseDeal("D1", "am.1"))
    assert len(world.events(DealClosed)) == 1


async def test_a_deal_whose_product_was_rated_anew_is_not_sold_to_whom_it_suits_no_more() -> None:
    world = await with_staff()
    await open_deal(world)
    await through(world)
    await rerate(world, RiskLevel.R4)
    with pytest.raises(NotSuitable):
        await world.ask_for(CloseDeal("D1", "am.1"))
    assert world.events(DealClosed) == []
    assert (await world.find(Deal, "D1")).state is DealState.OPEN
    await world.ask_for(WithdrawProduct("prudent_90", "desk.1"))
    with pytest.raises(ProductGone):
        await world.ask_for(CloseDeal("D1", "am.1"))


async def test_every_open_deal_of_a_product_that_was_rated_anew_is_flagged_once_for_each_version() -> None:
    world = await with_staff()
    count = 2 * FLAGGED_AT_ONCE + 3
    for number in range(count):
        await open_deal(world, f"D{number}")
    await through(world, "D0")
    await world.ask_for(CloseDeal("D0", "am.1"))
    for risk in (RiskLevel.R3, RiskLevel.R4):
        await rerate(world, risk)
        await world.pass_time(timedelta(minutes=1))
    flagged = [one for one in world.events(DealFlagged) if isinstance(one, DealFlagged)]
    assert sorted(one.deal for one in flagged) == sorted(2 * [f"D{number}" for number in range(1, count)])
    assert {(one.flag, one.account_manager) for one in flagged} == {(DealFlagCause.RERATED, "am.1")}
    assert [one.product_version for one in (await world.find(Deal, "D1")).flags] == [2, 3]


async def test_a_deal_is_of_a_customer_with_an_open_file() -> None:
    world = await with_staff()
    with pytest.raises(CustomerNotKnown):
        await open_deal(world, customer="a_word_of_nobody")
    names = {"merge": "M1", "customer": "C1", "merged": "C4", "masked_name": "王*", "merged_by": "am.1"}
    for one in ("C2", "C3", "C4"):
        await world.register(one)
    await world.tell(CustomerLocked(branch="B1", customer="C2", locked_by="am.1", erase_at=MORNING))
    await world.tell(CustomerErased(branch="B1", customer="C3"))
    await world.tell(CustomersMerged(branch="B1", **names))
    for one in ("C2", "C3", "C4"):
        with pytest.raises(CustomerNotKnown):
            await open_deal(world, customer=one)


async def test_a_deal_is_of_the_branch_and_of_who_keeps_the_customer_or_the_head_names() -> None:
    world = await with_staff()
    await world.register("C7", "am.1", "B7")
    with pytest.raises(CustomerNotKnown):
        await open_deal(world, customer="C7")
    with pytest.raises(CustomerOfAnotherManager):
        await open_deal(world, "D2", by="am.2", manager="am.2")
    await open_deal(world, "D3", by="head.1", manager="am.2")
    assert (await world.find(Deal, "D3")).account_manager == "am.2"
