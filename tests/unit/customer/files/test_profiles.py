"""The profile and the holdings of a customer: changed by one at a time, with their origin (W2)."""

from datetime import timedelta
from typing import Any

import pytest

from services.customer.files.commands import ChangeProfile, EraseCustomer, ReportHoldings
from services.customer.files.domain.customer import Customer, DataKey, FileErased, Holding
from services.customer.files.domain.facts import Fact, FileChanged
from services.customer.files.domain.holdings import BadHolding, NewerReport, ReportOfTheFuture
from services.customer.files.domain.profile import NewProfile
from services.customer.files.handlers import change_profile, take_over_report
from services.customer.files.sealing import open_person, seal_anew
from services.customer.subscriptions import TIMER_HANDLERS
from shared.contracts.core import HoldingsReported, ReportedHolding
from shared.contracts.customer import HoldingsChanged, ProfileChanged, RiskReviewFellDue
from shared.contracts.customer.words import FileField, RiskClass
from shared.errors import NotFound
from tests.unit.acting import MORNING, World
from tests.unit.customer.building import MASTER, bank, new_file

GOLD = Holding(product="gold", amount=120_000)


def profile(
    world: World, edition: int = 0, *, sealed: dict[str, str] | None = None, **plain: Any
) -> ChangeProfile:
    hidden = seal_anew(MASTER, "C1", world.get(DataKey, "C1"), sealed or {})
    return ChangeProfile("C1", NewProfile(edition, "am.1", plain, hidden))


def facts(world: World, field: FileField) -> list[Fact]:
    return [one for one in world.documents.values() if isinstance(one, Fact) and one.field is field]


async def test_a_profile_is_changed_and_each_fact_names_the_command_behind_it():
    world = await bank()
    await world.do(
        profile(world, tags=("golf",), sealed={"preferred_name": "小明"}), id="cause-x", actor="staff:am.1"
    )
    (fact,) = facts(world, FileField.TAGS)
    assert (fact.value, fact.source, fact.by, fact.valid_from) == (
        ("golf",),
        "cause-x",
        "staff:am.1",
        world.now,
    )
    (event,) = world.events(ProfileChanged)
    assert event.fields == ("tags", "preferred_name")
    clear = open_person(MASTER, world.get(Customer, "C1"), world.get(DataKey, "C1"))
    assert clear.preferred_name == "小明"
    assert "小明" not in repr((world.documents, world.published))


async def test_of_two_who_change_a_profile_at_once_the_second_is_refused():
    world = await bank()
    answers = await world.act_together(
        [(change_profile, profile(world, tags=("golf",))), (change_profile, profile(world, tags=("tea",)))]
    )
    assert isinstance(answers[1], FileChanged)
    assert world.get(Customer, "C1").tags == ("golf",)


async def test_a_profile_that_does_not_change_publishes_nothing_and_keeps_its_edition():
    world = await bank()
    await world.do(profile(world))
    assert (world.published, world.get(Customer, "C1").edition) == ([], 0)


async def test_a_high_risk_is_reviewed_within_half_a_year_and_stating_it_again_is_the_review():
    world = await bank()
    await world.do(profile(world, risk=RiskClass.HIGH))
    await world.wait(timedelta(days=100), TIMER_HANDLERS)
    await world.do(profile(world, 1, risk=RiskClass.HIGH))
    await world.wait(timedelta(days=181), TIMER_HANDLERS)
    assert not world.events(RiskReviewFellDue)
    await world.wait(timedelta(days=2), TIMER_HANDLERS)
    (event,) = world.events(RiskReviewFellDue)
    assert (event.customer, event.account_manager, event.masked_name) == ("C1", "am.1", "王**")


async def test_a_risk_class_that_is_taken_out_has_no_review():
    world = await bank()
    await world.do(profile(world, risk=RiskClass.HIGH))
    await world.do(profile(world, 1, risk=None))
    await world.wait(timedelta(days=400), TIMER_HANDLERS)
    assert not world.events(RiskReviewFellDue)


async def test_of_an_erased_customer_no_review_is_asked():
    world = await bank()
    await world.do(profile(world, risk=RiskClass.HIGH))
    await world.do(EraseCustomer("C1"))
    await world.wait(timedelta(days=400), TIMER_HANDLERS)
    assert not world.events(RiskReviewFellDue)


async def test_the_core_system_reports_holdings_and_the_fact_names_its_event():
    world = await bank()
    at = MORNING + timedelta(hours=1)
    world.now = at + timedelta(minutes=5)
    report = HoldingsReported(
        branch="B1", customer="C1", as_of=at, holdings=(ReportedHolding(product="gold", amount=120_000),)
    )
    await world.act(take_over_report, report, id="core-1", actor="core")
    assert world.get(Customer, "C1").holdings == (GOLD,)
    (fact,) = facts(world, FileField.HOLDINGS)
    assert (fact.source, fact.valid_from, fact.recorded_at) == ("core-1", at, world.now)
    (event,) = world.events(HoldingsChanged)
    assert (event.products, "120000" in repr(event)) == (("gold",), False)


async def test_a_report_that_a_later_one_has_overtaken_is_passed_over():
    world = await bank()
    world.now += timedelta(hours=2)
    await world.do(ReportHoldings("C1", (GOLD,), world.now))
    earlier = world.now - timedelta(hours=1)
    await world.act(
        take_over_report, HoldingsReported(branch="B1", customer="C1", as_of=earlier, holdings=())
    )
    assert world.get(Customer, "C1").holdings == (GOLD,)
    with pytest.raises(NewerReport):
        await world.do(ReportHoldings("C1", (), earlier))


async def test_of_two_who_change_the_holdings_at_once_the_second_is_refused():
    world = await bank()
    world.now += timedelta(hours=1)
    await world.do(ReportHoldings("C1", (GOLD,), world.now, (None,)))
    with pytest.raises(FileChanged):
        await world.do(ReportHoldings("C1", (), world.now, (None,)))
    await world.do(ReportHoldings("C1", (), world.now, (world.now,)))
    assert world.get(Customer, "C1").holdings == ()


async def test_the_same_holdings_again_are_no_new_fact():
    world = await bank()
    for _ in range(2):
        world.now += timedelta(hours=1)
        await world.do(ReportHoldings("C1", (GOLD,), world.now))
    assert len(facts(world, FileField.HOLDINGS)) == len(world.events(HoldingsChanged)) == 1


async def test_a_report_about_a_customer_of_another_branch_is_refused():
    world = await bank()
    with pytest.raises(NotFound):
        await world.act(
            take_over_report, HoldingsReported(branch="B2", customer="C1", as_of=MORNING, holdings=())
        )


@pytest.mark.parametrize(
    "holdings",
    [
        (GOLD, GOLD),
        (Holding(product="Gold!", amount=1),),
        (Holding(product="gold", amount=10**18),),
        (Holding(product="gold", amount=1, currency="rmb"),),
        (Holding(product="gold", amount=1, matures_on="2027-02-30"),),
        tuple(Holding(product=f"p{number}", amount=1) for number in range(101)),
    ],
    ids=["twice", "product", "amount", "currency", "day", "many"],
)
async def test_holdings_that_are_not_right_are_refused(holdings: tuple[Holding, ...]):
    world = await bank()
    with pytest.raises(BadHolding):
        await world.do(ReportHoldings("C1", holdings, MORNING))


async def test_holdings_of_the_future_and_of_an_erased_customer_are_refused():
    world = await bank(new_file())
    with pytest.raises(ReportOfTheFuture):
        await world.do(ReportHoldings("C1", (GOLD,), MORNING + timedelta(seconds=1)))
    await world.do(EraseCustomer("C1"))
    with pytest.raises(FileErased):
        await world.do(ReportHoldings("C1", (GOLD,), MORNING))
