"""The nights of a branch: counted, looked at, hinted once, held out, ended, and measured."""

from datetime import timedelta

import pytest

from services.customer.consents.domain.standing import ContactStanding, Pair, pair_of
from services.customer.files.commands import EraseCustomer
from services.customer.files.domain.customer import Customer
from services.customer.latent import handlers
from services.customer.latent.commands import (
    ChangeLatentRules,
    DismissLatentNeed,
    FindLatentNeeds,
    TakeUpLatentNeed,
)
from services.customer.latent.domain.hints import HOLD_OUT, HintGone, HintState, LatentNeeds, is_held_out
from services.customer.latent.domain.measure import Arm, LatentMeasure
from services.customer.latent.domain.model import METHOD, LatentModel
from services.customer.latent.domain.rounds import LatentRound, LatentStepDue
from services.customer.latent.domain.rules import Family, LatentRules, NewLatentRules
from shared.contracts.customer import (
    ConsentSource,
    ContactChannel,
    ContactPurpose,
    ContactRefused,
    CustomerErased,
    CustomerRegistered,
    CustomersMerged,
    HoldingsChanged,
    LatentDismissal,
    LatentEnd,
    LatentInput,
    LatentModelMade,
    LatentNeedEnded,
    LatentNeedFound,
    LatentNeedTakenUp,
    LatentRoundEnded,
    LatentRulesChanged,
)
from tests.unit.acting import MORNING, World
from tests.unit.customer.building import bank
from tests.unit.customer.latent.building import OPENED, alike, customer, hall, hints_of, holding, pass_time

A_DAY = timedelta(days=1)
MARKETING = ContactPurpose.MARKETING


async def searched(world: World) -> World:
    """The branch after its latent needs were looked for."""
    await world.do(FindLatentNeeds("B1"))
    await pass_time(world, timedelta(minutes=2))
    return world


def first_shown(world: World) -> LatentNeeds:
    return next(one for one in hints_of(world) if one.hints[0].is_shown)


async def come_to_hold(world: World, id: str, product: str) -> None:
    """Let a customer come to hold a product."""
    known = world.get(Customer, id)
    world.documents[Customer, id] = known.evolve(holdings=(*known.holdings, *holding(product)))
    event = HoldingsChanged(branch="B1", customer=id, products=(product,), as_of=world.now)
    await world.act(handlers.follow_holdings, event)


async def test_who_lacks_what_others_like_them_have_gets_a_hint_with_its_reasons():
    world = await searched(hall(*alike()))
    found = hints_of(world)
    assert [one.id for one in found] == [f"D{number:04}" for number in range(150, 200)]
    hint = found[0].hints[0]
    assert (hint.product, hint.need, hint.model_day) == ("fund", "fund", "2026-03-02")
    assert hint.reasons[0].input is LatentInput.HOLDS
    assert hint.reasons[0].value == "deposit"
    assert 50 <= hint.of_hundred <= 99
    told = world.events(LatentNeedFound)
    assert len(told) == 50
    first = told[0]
    assert isinstance(first, LatentNeedFound)
    assert first.reasons[0] is LatentInput.HOLDS
    assert world.get(LatentRound, "B1").ended is not None
    assert world.events(LatentRoundEnded) == [
        LatentRoundEnded(branch="B1", day="2026-03-02", method=METHOD, seen=290)
    ]


async def test_what_a_hint_keeps_adds_up_to_its_chance():
    world = await searched(hall(*alike()))
    for one in hints_of(world):
        hint = one.hints[0]
        score = hint.prior + sum(reason.weight for reason in hint.reasons) + hint.others
        assert hint.of_hundred == pytest.approx(100 / (1 + 2.718281828**-score), abs=0.51)


async def test_a_branch_with_too_few_holders_is_silent_and_says_of_what():
    world = await searched(hall(*alike(both=20, deposit=5, neither=40)))
    assert hints_of(world) == []
    (made,) = world.events(LatentModelMade)
    assert isinstance(made, LatentModelMade)
    assert (made.customers, made.products) == (65, ())
    assert made.silent == ("card", "deposit", "fund")


async def test_the_night_begins_by_itself_and_comes_again():
    world = hall(*alike())
    await world.act(handlers.begin_rounds, OPENED)
    await pass_time(world, A_DAY)
    assert world.get(LatentModel, "B1").number == 1
    assert world.get(LatentModel, "B1").counts.customers == 290
    assert len(hints_of(world)) == 50
    await pass_time(world, A_DAY)
    assert world.get(LatentModel, "B1").number == 2


async def test_a_night_that_runs_again_tells_nothing_twice():
    world = await searched(hall(*alike()))
    before, told = hints_of(world), len(world.events(LatentNeedFound))
    await searched(world)
    assert hints_of(world) == before
    assert len(world.events(LatentNeedFound)) == told
    assert world.get(LatentModel, "B1").number == 2


async def test_a_step_of_a_round_that_was_given_up_does_nothing():
    world = await searched(hall(*alike()))
    before = len(world.published)
    await world.act(handlers.take_step, LatentStepDue(branch="B1", run="another"))
    await world.act(handlers.take_step, LatentStepDue(branch="B9", run="another"))
    assert len(world.published) == before


def test_one_hint_in_ten_is_held_out_the_same_each_night():
    held = [is_held_out(f"C{number}", "fund") for number in range(5000)]
    assert held == [is_held_out(f"C{number}", "fund") for number in range(5000)]
    assert sum(held) == pytest.approx(5000 / HOLD_OUT, rel=0.15)
    assert held != [is_held_out(f"C{number}", "loan") for number in range(5000)]


async def test_of_a_hint_that_is_held_out_nothing_can_be_taken_up():
    world = await searched(hall(*alike(deposit=90)))
    held = next(one for one in hints_of(world) if one.hints[0].held_out)
    assert held.rung == 0
    assert held.order == ""
    with pytest.raises(HintGone):
        await world.do(TakeUpLatentNeed(held.id, "fund", "am.1"))


async def test_a_customer_without_an_account_manager_gets_no_hint():
    world = await searched(hall(*alike(), customer("X", "deposit", account_manager=None)))
    assert "X" not in {one.id for one in hints_of(world)}


async def test_who_refuses_marketing_gets_no_hint():
    pairs = {pair_of(MARKETING, ContactChannel.PHONE): Pair(refused_at=MORNING)}
    world = hall(*alike(), customer("X", "deposit"), customer("Y", "deposit"))
    world.documents[ContactStanding, "X"] = ContactStanding(id="X", branch="B1", pairs=pairs)
    service = {pair_of(ContactPurpose.SERVICE, ContactChannel.PHONE): Pair(refused_at=MORNING)}
    world.documents[ContactStanding, "Y"] = ContactStanding(id="Y", branch="B1", pairs=service)
    await searched(world)
    found = {one.id for one in hints_of(world)}
    assert "X" not in found
    assert "Y" in found


async def test_a_refusal_ends_the_hint_at_once():
    world = await searched(hall(*alike()))
    id = first_shown(world).id
    pairs = {pair_of(MARKETING, ContactChannel.PHONE): Pair(refused_at=world.now)}
    world.documents[ContactStanding, id] = ContactStanding(id=id, branch="B1", pairs=pairs)
    refused = ContactRefused(
        branch="B1",
        customer=id,
        record="R1",
        purpose=MARKETING,
        channel=ContactChannel.PHONE,
        source=ConsentSource.PHONE,
        refused_at=world.now,
        recorded_by="am.1",
    )
    await world.act(handlers.follow_refusal, refused)
    assert world.get(LatentNeeds, id).hints[0].state is HintState.REFUSED
    (ended,) = world.events(LatentNeedEnded)
    assert isinstance(ended, LatentNeedEnded)
    assert ended.ended is LatentEnd.REFUSED
    await world.act(handlers.follow_refusal, refused)
    assert len(world.events(LatentNeedEnded)) == 1


async def test_a_dismissed_hint_is_not_repeated_for_the_time_of_the_bank():
    world = hall(*alike())
    await world.act(handlers.begin_rounds, OPENED)
    await pass_time(world, A_DAY)
    id = first_shown(world).id
    await world.do(DismissLatentNeed(id, "fund", LatentDismissal.NOT_NOW))
    with pytest.raises(HintGone):
        await world.do(DismissLatentNeed(id, "fund", LatentDismissal.NOT_NOW))
    (ended,) = world.events(LatentNeedEnded)
    assert isinstance(ended, LatentNeedEnded)
    assert (ended.ended, ended.reason) == (LatentEnd.DISMISSED, LatentDismissal.NOT_NOW)
    await pass_time(world, 100 * A_DAY)
    assert len(world.get(LatentNeeds, id).hints) == 1
    await pass_time(world, 85 * A_DAY)
    assert [one.state for one in world.get(LatentNeeds, id).hints] == [HintState.DISMISSED, HintState.OPEN]


async def test_a_hint_that_is_taken_up_says_so_to_the_business_room():
    world = await searched(hall(*alike()))
    id = first_shown(world).id
    await world.do(TakeUpLatentNeed(id, "fund", "am.1"))
    assert world.events(LatentNeedTakenUp) == [
        LatentNeedTakenUp(
            branch="B1", customer=id, account_manager="am.1", product="fund", need="fund", taken_by="am.1"
        )
    ]
    assert world.get(LatentNeeds, id).rung == 0
    with pytest.raises(HintGone):
        await world.do(TakeUpLatentNeed("nobody", "fund", "am.1"))


async def test_a_hint_expires():
    world = hall(*alike())
    await world.act(handlers.begin_rounds, OPENED)
    await pass_time(world, A_DAY)
    id = first_shown(world).id
    await pass_time(world, 30 * A_DAY)
    assert world.get(LatentNeeds, id).hints[0].state is HintState.OPEN
    await pass_time(world, A_DAY)
    assert [one.state for one in world.get(LatentNeeds, id).hints] == [HintState.EXPIRED]
    assert {one.ended for one in world.events(LatentNeedEnded) if isinstance(one, LatentNeedEnded)} == {
        LatentEnd.EXPIRED
    }


async def test_both_sides_are_counted_after_the_same_time_and_each_hint_once():
    world = hall(*alike(deposit=70))
    await world.act(handlers.begin_rounds, OPENED)
    await pass_time(world, A_DAY)
    shown = [one.id for one in hints_of(world) if one.hints[0].is_shown]
    held = [one.id for one in hints_of(world) if one.hints[0].held_out]
    assert held
    for id in (*shown[:7], held[0]):
        await come_to_hold(world, id, "fund")
    assert world.get(LatentNeeds, shown[0]).hints[0].state is HintState.HELD
    await pass_time(world, 89 * A_DAY)
    id = f"B1:{METHOD}:90"
    assert (LatentMeasure, id) not in world.documents
    await come_to_hold(world, shown[7], "fund")
    await pass_time(world, 2 * A_DAY)
    measure = world.get(LatentMeasure, id)
    assert measure.shown == Arm(hints=len(shown), took=8)
    assert measure.held_out == Arm(hints=len(held), took=1)
    assert not measure.is_enough
    await come_to_hold(world, shown[8], "fund")
    await pass_time(world, 3 * A_DAY)
    assert world.get(LatentMeasure, id) == measure


async def test_an_interval_holds_the_share_and_grows_narrower_with_history():
    few, many = Arm(hints=50, took=10), Arm(hints=5000, took=1000)
    for arm in (few, many):
        assert 0 < arm.interval[0] < 0.2 < arm.interval[1] < 1
    assert many.interval[1] - many.interval[0] < few.interval[1] - few.interval[0]
    assert few.interval == pytest.approx((0.1124, 0.3304), abs=1e-3)
    assert Arm().interval == (0, 1)


async def test_a_hint_goes_with_the_customer_to_a_new_account_manager():
    world = await searched(hall(*alike()))
    id = first_shown(world).id
    world.documents[Customer, id] = world.get(Customer, id).evolve(account_manager="am.2")
    event = CustomerRegistered(branch="B1", customer=id, masked_name="王**", segment="vip")
    await world.act(handlers.follow_file, event)
    assert world.get(LatentNeeds, id).account_manager == "am.2"


async def test_of_an_erased_customer_no_hint_is_left_and_of_a_merged_file_neither():
    world = await bank()
    kept = hints_of(await searched(hall(*alike())))[0]
    world.documents[LatentNeeds, "C1"] = kept.evolve(id="C1")
    world.documents[LatentNeeds, "C2"] = kept.evolve(id="C2")
    await world.do(EraseCustomer("C1"))
    await world.act(handlers.forget, CustomerErased(branch="B1", customer="C1"))
    merged = CustomersMerged(
        branch="B1", customer="C3", merged="C2", masked_name="王**", merge="M1", merged_by="am.1"
    )
    await world.act(handlers.follow_merge, merged)
    for id in ("C1", "C2"):
        left = world.get(LatentNeeds, id)
        assert (left.branch, left.account_manager, left.hints, left.order) == ("", None, (), "")
    before = world.get(LatentNeeds, "C1").version
    await world.act(handlers.forget, CustomerErased(branch="B1", customer="C1"))
    assert world.get(LatentNeeds, "C1").version == before


async def test_the_rules_of_a_branch_say_what_is_worth_a_hint_and_which_need_it_is():
    world = hall(*alike())
    new = NewLatentRules(
        threshold=99,
        every=30,
        expires=30,
        rest=180,
        horizon=90,
        families={"fund": Family(family="f", need="wealth")},
    )
    await world.do(ChangeLatentRules("B1", new, "head"))
    await world.do(ChangeLatentRules("B1", new, "head"))
    assert world.events(LatentRulesChanged) == [LatentRulesChanged(branch="B1", number=1, changed_by="head")]
    await searched(world)
    assert hints_of(world) == []
    await world.do(ChangeLatentRules("B1", new.model_copy(update={"threshold": 50}), "head"))
    await searched(world)
    assert {(one.hints[0].product, one.hints[0].need) for one in hints_of(world)} == {("f", "wealth")}
    assert world.get(LatentRules, "B1").number == 2
