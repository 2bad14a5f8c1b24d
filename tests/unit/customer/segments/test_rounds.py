"""Rounds and dry runs of the rules through a branch, and what moves a customer in between."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.customer.files.commands import EraseCustomer, ReportHoldings
from services.customer.files.domain.customer import PLACES, Customer
from services.customer.nights.domain import PAGE
from services.customer.nights.queries import page_of
from services.customer.segments import handlers
from services.customer.segments.commands import (
    ActivateSegmentRules,
    HoldSegment,
    LiftSegment,
    MakeSegmentRules,
    TrySegmentRules,
)
from services.customer.segments.domain.facts import Hold, SegmentFacts
from services.customer.segments.domain.rounds import SegmentRound, SegmentRoundDue, SegmentStepDue
from services.customer.segments.domain.rules import (
    BANK,
    RuleSet,
    RuleShelf,
    RulesHole,
    RulesUnknown,
    SegmentRule,
)
from services.customer.segments.domain.trials import SHOWN, Trial, TrialStepDue
from shared.contracts.base import Event
from shared.contracts.customer import (
    ActivityBand,
    CredentialLinked,
    CustomerErased,
    CustomerScored,
    HoldingsChanged,
    MoveCause,
    MoveReason,
    RiskBand,
    SegmentChanged,
    SegmentHoldEnded,
    SegmentInput,
    SegmentRulesActivated,
)
from shared.contracts.lobby import BranchOpened
from shared.contracts.words import Segment
from shared.domain import Document
from shared.unit_of_work import Handler
from tests.unit.acting import World
from tests.unit.customer.building import PHONE, bank
from tests.unit.customer.segments.building import LADDER, between, customer, deposit, facts, rule

TIMERS: dict[type[Event], Handler] = {
    SegmentRoundDue: handlers.begin_round,
    SegmentStepDue: handlers.take_step,
    TrialStepDue: handlers.take_trial_step,
}
TODAY, A_DAY = "2026-03-02", timedelta(days=1)
OPENED = BranchOpened(branch="B1", name_zh="一", name_en="One", timezone="Asia/Shanghai")


def turn_pages(world: World) -> World:
    """Let the world find pages of customers."""

    def page(model: type[Document], branch: str, place: str, first: int, width: int) -> tuple[int, list[str]]:
        within = sorted(
            one.id
            for one in world.documents.values()
            if isinstance(one, Customer) and one.branch == branch and first <= one.place < first + width
        )
        return (width, within) if len(within) <= PAGE else page(model, branch, place, first, width // 2)

    world.looks[page_of] = page
    return world


def hall(*customers: Customer, known: Sequence[SegmentFacts] = ()) -> World:
    """A branch with these customers, of whom this is known."""
    return turn_pages(World("customer", *customers, *known))


async def apply(world: World, *rules: SegmentRule, ladder: bool = True, scope: str = "B1") -> int:
    """Make rules, and let them apply from today on."""
    made: int = await world.do(MakeSegmentRules(scope, rules or LADDER, ladder, "CNY", "head"))
    await world.do(ActivateSegmentRules(scope, made, TODAY, "head"))
    await world.act(handlers.apply_rules, world.events(SegmentRulesActivated)[-1])
    return made


async def ripen(world: World, time: timedelta = timedelta(minutes=2)) -> None:
    await world.wait(time, TIMERS)


def segments(world: World) -> dict[str, Segment]:
    return {one.id: one.segment for one in world.documents.values() if isinstance(one, Customer)}


async def test_new_rules_judge_all_customers_of_the_branch_at_once():
    many = [customer(f"C{number:03}", Segment.MASS) for number in range(103)]
    known = [facts((TODAY, 100_000 * number), id=one.id) for number, one in enumerate(many)]
    world = hall(*many, known=known)
    await apply(world)
    await ripen(world)
    found = segments(world)
    assert found["C000"] is Segment.MASS
    assert found["C004"] is Segment.AFFLUENT
    assert found["C060"] is Segment.PRIVATE
    round = world.get(SegmentRound, "B1")
    assert (round.seen, round.cause, round.ended is not None) == (103, MoveCause.RULES, True)
    assert round.moved == len(world.events(SegmentChanged)) == 102
    assert {one.cause for one in world.events(SegmentChanged)} == {MoveCause.RULES}


async def test_a_second_round_moves_nobody():
    many = [customer(f"C{number}", Segment.MASS) for number in range(9)]
    world = hall(*many, known=[facts((TODAY, 90_000 * n), id=f"C{n}") for n in range(9)])
    await apply(world)
    await ripen(world)
    before, told = segments(world), len(world.events(SegmentChanged))
    await world.act(handlers.begin_round, SegmentRoundDue(branch="B1"))
    await ripen(world)
    assert segments(world) == before
    assert len(world.events(SegmentChanged)) == told


async def test_rules_for_a_later_day_apply_in_its_night():
    world = hall(customer(segment=Segment.MASS), known=[facts((TODAY, 700_000))])
    await world.act(handlers.begin_rounds, OPENED)
    assert world.timers["segment-round:B1"].due == datetime(2026, 3, 2, 17, 10, tzinfo=UTC)
    await world.do(MakeSegmentRules("B1", LADDER, True, "CNY", "head"))
    await world.do(ActivateSegmentRules("B1", 1, "2026-03-05", "head"))
    await world.act(handlers.apply_rules, world.events(SegmentRulesActivated)[-1])
    await ripen(world, A_DAY * 2)
    assert segments(world)["C1"] is Segment.MASS
    await ripen(world, A_DAY)
    assert segments(world)["C1"] is Segment.VIP
    (event,) = world.events(SegmentChanged)
    assert event.cause is MoveCause.RULES


async def test_the_bank_s_rules_hold_where_a_branch_has_none():
    world = hall(customer(segment=Segment.MASS), known=[facts((TODAY, 700_000))])
    await apply(world, rule(Segment.AFFLUENT), scope=BANK)
    assert "segment-step:bank" not in world.timers
    await world.act(handlers.begin_round, SegmentRoundDue(branch="B1"))
    await ripen(world)
    assert segments(world)["C1"] is Segment.AFFLUENT
    await apply(world)
    await ripen(world)
    assert segments(world)["C1"] is Segment.VIP


async def test_holdings_that_rise_move_a_customer_with_their_copies():
    world = turn_pages(await bank())
    await apply(world)
    await ripen(world)
    await world.do(ReportHoldings("C1", deposit(9_000_000), world.now))
    await world.act(handlers.follow_holdings, world.events(HoldingsChanged)[-1])
    assert segments(world)["C1"] is Segment.PRIVATE
    assert {one.segment for one in world.events(CredentialLinked)} == {Segment.PRIVATE}
    (event,) = world.events(SegmentChanged)
    assert (event.cause, event.inputs) == (MoveCause.HOLDINGS, {"total_balance": 9_000_000})


async def test_activity_that_changes_moves_a_customer_where_rules_look_at_it():
    world = hall(customer(segment=Segment.MASS))
    active = SegmentInput.ACTIVITY
    await apply(
        world, rule(Segment.MASS, between(None, 2, active)), rule(Segment.AFFLUENT, between(2, None, active))
    )
    await ripen(world)
    scored = CustomerScored(
        branch="B1",
        customer="C1",
        segment=Segment.MASS,
        account_manager=None,
        band=RiskBand.STABLE,
        before=None,
        activity=ActivityBand.FREQUENT,
        risk=1,
        factors=(),
        day=TODAY,
        method="x",
    )
    await world.act(handlers.follow_activity, scored)
    assert segments(world)["C1"] is Segment.AFFLUENT
    assert world.events(SegmentChanged)[-1].cause is MoveCause.ACTIVITY  # type: ignore[attr-defined]


async def test_a_hold_ends_in_the_night_after_its_last_day():
    world = turn_pages(await bank())
    await world.act(handlers.begin_rounds, OPENED)
    await apply(world, rule(Segment.MASS), ladder=False)
    await world.do(
        HoldSegment("C1", Hold(segment=Segment.VIP, reason=MoveReason.CARE, by="head", until="2026-03-04"))
    )
    await ripen(world, A_DAY * 2)
    assert segments(world)["C1"] is Segment.VIP
    await ripen(world, A_DAY)
    assert segments(world)["C1"] is Segment.MASS
    assert len(world.events(SegmentHoldEnded)) == 1


async def test_lifting_a_hold_lets_the_rules_decide():
    world = turn_pages(await bank())
    await world.do(HoldSegment("C1", Hold(segment=Segment.PRIVATE, reason=MoveReason.CARE, by="head")))
    await apply(world, rule(Segment.MASS), ladder=False)
    await ripen(world)
    assert segments(world)["C1"] is Segment.PRIVATE
    await world.do(LiftSegment("C1", "head"))
    assert segments(world)["C1"] is Segment.MASS


async def test_a_dry_run_moves_nobody_and_says_whose_load_would_change():
    vip, poor = customer("C1", Segment.VIP), customer("C2", Segment.VIP)
    rich = customer("C3", Segment.MASS, account_manager="am.2")
    alone = customer("C4", Segment.MASS, account_manager=None)
    known = [
        facts(("2025-11-01", 700_000), id="C1"),
        facts(("2025-11-01", 100), id="C2"),
        facts((TODAY, 9_000_000), id="C3"),
    ]
    world = hall(vip, poor, rich, alone, known=known)
    await world.do(MakeSegmentRules("B1", LADDER, True, "CNY", "head"))
    await world.do(TrySegmentRules("B1", "B1:1", "head"))
    before = segments(world)
    await ripen(world)
    assert segments(world) == before
    trial = world.get(Trial, "B1/B1:1")
    assert (trial.ended is not None, trial.seen, trial.up, trial.down) == (True, 4, 1, 1)
    assert {(one.customer, one.before, one.after, one.rule) for one in trial.moves} == {
        ("C2", Segment.VIP, Segment.MASS, "mass"),
        ("C3", Segment.MASS, Segment.PRIVATE, "private"),
    }
    first, second = trial.loads["am.1"], trial.loads["am.2"]
    assert (first.customers, first.up, first.down) == (2, 0, 1)
    assert first.before == pytest.approx(2 * 7 / 30)
    assert first.after == pytest.approx(7 / 30 + 7 / 360)
    assert (second.before, second.after) == (pytest.approx(7 / 360), pytest.approx(7 / 14))
    assert trial.loads[""].before == 0
    assert trial.before[Segment.VIP] == 2
    assert trial.after[Segment.VIP] == 1


async def test_a_dry_run_leaves_alone_whom_a_head_holds_and_stays_small():
    held = facts((TODAY, 9_000_000), id="C1").evolve(
        hold=Hold(segment=Segment.MASS, reason=MoveReason.PRUDENCE, by="head")
    )
    many = [customer(f"M{number:04}", Segment.MASS) for number in range(SHOWN + 20)]
    world = hall(
        customer("C1", Segment.MASS),
        *many,
        known=[held, *(facts((TODAY, 9_000_000), id=one.id) for one in many)],
    )
    await world.do(MakeSegmentRules("B1", LADDER, True, "CNY", "head"))
    await world.do(TrySegmentRules("B1", "B1:1", "head"))
    await ripen(world)
    trial = world.get(Trial, "B1/B1:1")
    assert (trial.up, len(trial.moves)) == (SHOWN + 20, SHOWN)


async def test_a_dry_run_says_beforehand_what_the_round_then_does():
    many = [customer(f"C{number}", list(Segment)[number % 4]) for number in range(24)]
    known = [
        facts(("2025-10-01", 300_000 * number), ("2026-01-20", 90_000 * number), id=one.id)
        for number, one in enumerate(many)
    ]
    world = hall(*many, known=known)
    await world.do(MakeSegmentRules("B1", LADDER, True, "CNY", "head"))
    await world.do(TrySegmentRules("B1", "B1:1", "head"))
    await ripen(world)
    trial = world.get(Trial, "B1/B1:1")
    await world.do(ActivateSegmentRules("B1", 1, TODAY, "head"))
    await world.act(handlers.apply_rules, world.events(SegmentRulesActivated)[-1])
    await ripen(world)
    told: list[Any] = world.events(SegmentChanged)
    assert trial.up > 0
    assert trial.down > 0
    assert {(one.customer, one.after) for one in trial.moves} == {(one.customer, one.after) for one in told}


async def test_what_cannot_be_is_refused():
    world = hall(customer())
    with pytest.raises(RulesHole):
        await world.do(MakeSegmentRules("B1", (rule(Segment.MASS, between(None, 5)),), True, "CNY", "head"))
    with pytest.raises(RulesUnknown):
        await world.do(TrySegmentRules("B1", "B1:7", "head"))
    assert (RuleShelf, "B1") not in world.documents
    assert (RuleSet, "B1:1") not in world.documents


async def test_of_an_erased_customer_the_rules_know_nothing_and_a_round_passes_over_them():
    world = turn_pages(await bank())
    await apply(world, rule(Segment.PRIVATE), ladder=False)
    await world.do(ReportHoldings("C1", deposit(5), world.now))
    await world.act(handlers.follow_holdings, world.events(HoldingsChanged)[-1])
    await world.do(EraseCustomer("C1"))
    await world.act(handlers.forget, CustomerErased(branch="B1", customer="C1"))
    known = world.get(SegmentFacts, "C1")
    assert (known.amounts, known.months, known.last, known.branch) == ({}, (), None, "")
    told = len(world.events(SegmentChanged))
    await ripen(world)
    assert len(world.events(SegmentChanged)) == told
    assert PHONE not in world.get(Customer, "C1").credentials
    assert 0 <= world.get(Customer, "C1").place < PLACES
