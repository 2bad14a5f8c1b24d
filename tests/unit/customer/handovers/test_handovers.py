"""Hand-overs: proposed, accepted, returned, withdrawn, completed; and account managers who leave."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.customer.files.commands import ChangeAccountManager, EraseCustomer
from services.customer.handovers.commands import ProposeHandOver, WithdrawHandOver
from services.customer.handovers.domain.handover import (
    HandOver,
    HandOverItem,
    HandOverOver,
    ItemState,
    NothingToHandOver,
    NotTheProposer,
    NotTheReceiver,
    OpenHandOver,
    PortfolioDesk,
    ReceiverUnfit,
    Unkept,
)
from services.customer.handovers.domain.leaving import ask_for_count
from shared.contracts.customer import (
    CustomerHandedOver,
    HandOverAccepted,
    HandOverCompleted,
    HandOverProposed,
    HandOverReturned,
    HandOverWithdrawn,
    PortfolioHeld,
    PortfolioLeft,
    PortfolioUnkept,
    ReturnReason,
)
from shared.contracts.words import Role
from shared.errors import Refusal
from tests.unit.customer.handovers.portfolios import MANAGERS, Portfolios, portfolios

HANDOVER = (
    HandOverProposed, HandOverAccepted, HandOverReturned, HandOverWithdrawn, CustomerHandedOver,
    HandOverCompleted,
)  # fmt: skip


async def test_a_customer_changes_hands_when_the_receiver_accepts_and_not_before() -> None:
    world = await portfolios()
    handover = await world.propose("am.1", "am.2", "C1", "C2")
    assert set(world.keepers().values()) == {"am.1"}
    await world.accept(handover, "C1", by="am.2")
    assert world.keepers() == {"C1": "am.2", "C2": "am.1", "C3": "am.1", "C4": "am.1"}
    await world.give_back(handover, "C2", by="am.2")
    assert world.keepers()["C2"] == "am.1"
    assert world.kinds(*HANDOVER) == [
        "hand_over_proposed", "hand_over_accepted", "customer_handed_over", "hand_over_returned",
        "hand_over_completed",
    ]  # fmt: skip
    (completed,) = world.events(HandOverCompleted)
    assert completed.model_dump(include={"accepted", "returned", "withdrawn"}) == {
        "accepted": 1, "returned": 1, "withdrawn": 0,
    }  # fmt: skip


async def test_nothing_of_a_customer_but_the_keeper_changes() -> None:
    world = await portfolios()
    (before, *_) = world.customers()
    await world.accept(await world.propose("am.1", "am.2", "C1"), "C1", by="am.2")
    (after, *_) = world.customers()
    kept = {"version", "facts", "account_manager"}
    assert after.model_dump(exclude=kept) == before.model_dump(exclude=kept)


async def test_a_hand_over_for_a_later_day_takes_effect_on_that_day() -> None:
    world = await portfolios()
    handover = await world.propose("am.1", "am.2", "C1", after=timedelta(days=2))
    await world.accept(handover, "C1", by="am.2")
    assert world.keepers()["C1"] == "am.1"
    world.now += timedelta(days=2)
    await world.settle()
    assert world.keepers()["C1"] == "am.2"
    assert world.get(HandOver, handover).completed_at is not None


async def test_a_customer_is_in_one_hand_over_at_a_time_and_of_two_proposals_one_is_refused() -> None:
    world = await portfolios()
    both = [
        HandOver(
            id=id, branch="B1", giver="am.1", receiver=receiver, proposed_by="head.1", proposed_at=world.now,
            effective_on="2026-03-02", effective_at=world.now,
        )
        for id, receiver in (("HA", "am.2"), ("HB", "am.3"))
    ]  # fmt: skip
    answers = await world.do_together([ProposeHandOver(one, ("C1",)) for one in both])
    assert [type(answer) for answer in answers] == [type(None), NothingToHandOver]
    assert world.get(OpenHandOver, "C1").handover == "HA"


async def test_a_customer_who_was_returned_or_withdrawn_can_be_proposed_again() -> None:
    world = await portfolios()
    await world.give_back(await world.propose("am.1", "am.2", "C1"), "C1", by="am.2")
    await world.withdraw(await world.propose("am.1", "am.3", "C1"))
    handover = await world.propose("am.1", "am.3", "C1")
    await world.accept(handover, "C1", by="am.3")
    assert world.keepers()["C1"] == "am.3"


async def test_only_the_receiver_answers_and_only_who_proposed_or_the_head_withdraws() -> None:
    world = await portfolios()
    handover = await world.propose("am.1", "am.2", "C1", by="am.1")
    for by in ("am.1", "am.3", "head.1"):
        with pytest.raises(NotTheReceiver):
            await world.accept(handover, "C1", by=by)
        with pytest.raises(NotTheReceiver):
            await world.give_back(handover, "C1", by=by)
    for by in ("am.2", "am.3"):
        with pytest.raises(NotTheProposer):
            await world.do(WithdrawHandOver(handover, by))
    await world.withdraw(handover, by="head.1")
    with pytest.raises(HandOverOver):
        await world.accept(handover, "C1", by="am.2")


@pytest.mark.parametrize("receiver", ["am.1", "head.1", "nobody"])
async def test_a_receiver_is_another_account_manager_of_the_branch(receiver: str) -> None:
    world = await portfolios()
    with pytest.raises(ReceiverUnfit):
        await world.propose("am.1", receiver, "C1")


async def test_those_whom_the_giver_does_not_keep_are_left_out() -> None:
    world = await portfolios()
    await world.do(ChangeAccountManager("C2", "am.3"))
    await world.settle()
    await world.propose("am.1", "am.2", "C1", "C2", "C9")
    (proposed,) = world.events(HandOverProposed)
    assert proposed.model_dump(include={"customers"}) == {"customers": 1}
    with pytest.raises(NothingToHandOver):
        await world.propose("am.1", "am.2", "C2")


async def test_a_hand_over_is_overtaken_when_the_customer_gets_another_keeper_or_is_erased() -> None:
    world = await portfolios()
    handover = await world.propose("am.1", "am.2", "C1", "C2", "C3")
    await world.do(ChangeAccountManager("C1", "am.3"))
    await world.do(EraseCustomer("C2", "head.1"))
    await world.settle()
    states = {one.customer: one.state for one in world._all(HandOverItem)}
    assert states == {"C1": ItemState.WITHDRAWN, "C2": ItemState.WITHDRAWN, "C3": ItemState.PROPOSED}
    with pytest.raises(HandOverOver):
        await world.accept(handover, "C1", by="am.2")
    assert world.keepers()["C1"] == "am.3"


async def test_who_leaves_leaves_their_customers_on_the_head_s_list_with_a_date() -> None:
    world = await portfolios([f"C{number}" for number in range(120)])
    await world.enrol("am.1")
    assert set(world.keepers().values()) == {None}
    unkept = world._all(Unkept)
    assert len(unkept) == 120
    assert {one.act_by.isoformat() for one in unkept} == {"2026-03-05T16:00:00+00:00"}
    (left,) = world.events(PortfolioLeft)
    assert left.model_dump(include={"staff", "customers"}) == {"staff": "am.1", "customers": 120}


async def test_the_head_is_reminded_every_day_until_somebody_keeps_them() -> None:
    world = await portfolios(["C1", "C2"])
    await world.enrol("am.1")
    world.now += timedelta(days=4)
    await world.settle()
    await world.accept(await world.propose(None, "am.2", "C1"), "C1", by="am.2")
    world.now += timedelta(days=1)
    await world.settle()
    assert [event.model_dump()["customers"] for event in world.events(PortfolioUnkept)] == [2, 1]
    await world.do(ChangeAccountManager("C2", "am.3"))
    await world.settle()
    world.now += timedelta(days=5)
    await world.settle()
    assert len(world.events(PortfolioUnkept)) == 2
    assert {one.kept for one in world._all(Unkept)} == {True}


async def test_a_hand_over_goes_on_when_its_giver_leaves_and_ends_when_its_receiver_does() -> None:
    world = await portfolios()
    going = await world.propose("am.1", "am.2", "C1")
    ending = await world.propose("am.1", "am.3", "C2")
    await world.enrol("am.1")
    await world.enrol("am.3")
    (returned,) = world.events(HandOverReturned)
    assert returned.model_dump(include={"customer", "reason"}) == {
        "customer": "C2", "reason": ReturnReason.RECEIVER_LEFT,
    }  # fmt: skip
    assert world.get(HandOver, ending).completed_at is not None
    await world.accept(going, "C1", by="am.2")
    assert world.keepers()["C1"] == "am.2"
    assert world.get(Unkept, "C1").kept


async def test_a_receiver_who_left_before_the_day_gets_nobody() -> None:
    world = await portfolios()
    handover = await world.propose("am.1", "am.2", "C1", after=timedelta(days=2))
    await world.accept(handover, "C1", by="am.2")
    await world.enrol("am.2", Role.TELLER)
    world.now += timedelta(days=3)
    await world.settle()
    assert world.keepers()["C1"] == "am.1"
    assert world.get(HandOverItem, f"{handover}:C1").state is ItemState.RETURNED


async def test_a_customer_who_is_given_to_somebody_who_has_left_stands_on_the_list_at_once() -> None:
    world = await portfolios()
    await world.enrol("am.3")
    await world.do(ChangeAccountManager("C1", "am.3"))
    await world.settle()
    assert world.keepers()["C1"] is None
    assert not world.get(Unkept, "C1").kept


async def test_what_an_account_manager_holds_is_told_when_it_has_changed() -> None:
    world = await portfolios()
    world.now += timedelta(seconds=10)
    await world.settle()
    await world.accept(await world.propose("am.1", "am.2", "C1"), "C1", by="am.2")
    world.now += timedelta(seconds=10)
    await world.settle()
    held = [event.model_dump(include={"staff", "customers"}) for event in world.events(PortfolioHeld)]
    assert held == [
        {"staff": "am.1", "customers": 4},
        {"staff": "am.1", "customers": 3},
        {"staff": "am.2", "customers": 1},
    ]
    assert not world.get(PortfolioDesk, "B1").pending


def test_large_portfolios_are_counted_later_so_that_it_takes_a_small_part_of_the_time() -> None:
    now = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    small = PortfolioDesk(id="B1", held={"am.1": (999, 3)})
    large = PortfolioDesk(id="B1", held={"am.1": (30_000, 3), "am.2": (20_500, 0)})
    waits = [ask_for_count(desk, now=now).timers[0].due - now for desk in (small, large)]
    assert waits == [timedelta(seconds=10), timedelta(seconds=110)]


CUSTOMER, STAFF = st.sampled_from(["C1", "C2", "C3", "C4"]), st.sampled_from(MANAGERS)
NUMBER = st.integers(1, 12).map("H{}".format)
STEPS = st.one_of(
    st.tuples(st.just("propose"), st.one_of(st.none(), STAFF), STAFF, CUSTOMER, st.integers(0, 2)),
    st.tuples(st.just("accept"), NUMBER, CUSTOMER, STAFF),
    st.tuples(st.just("give_back"), NUMBER, CUSTOMER, STAFF),
    st.tuples(st.just("withdraw"), NUMBER),
    st.tuples(st.just("leave"), STAFF),
    st.tuples(st.just("return"), STAFF),
    st.tuples(st.just("give"), CUSTOMER, STAFF),
    st.tuples(st.just("pass"), st.integers(1, 3)),
)


async def take(world: Portfolios, step: tuple[Any, ...]) -> None:
    """Take a step; one that is refused changes nothing."""
    kind, *about = step
    match kind:
        case "propose":
            giver, receiver, customer, days = about
            await world.propose(giver, receiver, customer, after=timedelta(days=days))
        case "accept":
            await world.accept(about[0], about[1], by=about[2])
        case "give_back":
            await world.give_back(about[0], about[1], by=about[2])
        case "withdraw":
            await world.withdraw(about[0])
        case "leave":
            await world.enrol(about[0])
        case "return":
            await world.enrol(about[0], Role.ACCOUNT_MANAGER)
        case "give":
            await world.do(ChangeAccountManager(about[0], about[1]))
            await world.settle()
        case "pass":
            world.now += timedelta(days=about[0])
            await world.settle()


def check(world: Portfolios, here: set[str]) -> None:
    """Check that each customer has one keeper who is there, or stands on the list with a date."""
    for customer in world.customers():
        unkept = world.documents.get((Unkept, customer.id))
        listed = isinstance(unkept, Unkept) and not unkept.kept and unkept.act_by > unkept.since
        assert (customer.account_manager in here) != listed, (customer.account_manager, unkept)
        open = world.documents.get((OpenHandOver, customer.id))
        waiting = [
            one.handover
            for one in world._all(HandOverItem)
            if one.customer == customer.id and one.state in (ItemState.PROPOSED, ItemState.ACCEPTED)
        ]
        assert waiting == [open.handover] if isinstance(open, OpenHandOver) and open.handover else not waiting


@settings(max_examples=150)
@given(st.lists(STEPS, max_size=25))
def test_through_everything_each_customer_has_one_keeper_or_stands_on_the_list_with_a_date(
    steps: list[tuple[Any, ...]],
) -> None:
    async def play() -> None:
        world, here = await portfolios(), set(MANAGERS)
        for step in steps:
            try:
                await take(world, step)
            except Refusal:
                continue
            finally:
                if step[0] == "leave":
                    here.discard(step[1])
                if step[0] == "return":
                    here.add(step[1])
            check(world, here)

    asyncio.run(play())
