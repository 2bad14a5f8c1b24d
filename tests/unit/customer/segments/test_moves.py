"""Customers move up at once, and down by an average of three months; a head may hold them where they are."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.customer.files.domain.customer import Customer
from services.customer.files.domain.facts import Source
from services.customer.segments.domain.facts import (
    Hold,
    SegmentFacts,
    counted_up_to,
    inputs_averaged,
    inputs_now,
    with_holdings,
)
from services.customer.segments.domain.moves import (
    HoldEndsInThePast,
    NoHold,
    Subject,
    hold,
    judge,
    lift,
    verdict,
)
from services.customer.segments.domain.rules import LADDER as RUNGS
from services.customer.segments.domain.rules import RuleSet, rank
from shared.contracts.customer import (
    ActivityBand,
    MoveCause,
    MoveReason,
    SegmentChanged,
    SegmentHeld,
    SegmentHoldEnded,
    SegmentInput,
)
from shared.contracts.words import Segment
from shared.domain import Decision
from tests.unit.acting import MORNING
from tests.unit.customer.segments.building import between, customer, deposit, facts, rule, version

TODAY = "2026-06-10"
SOURCE = Source("cause", "system", MORNING)
VIP, AFFLUENT, MASS, PRIVATE = Segment.VIP, Segment.AFFLUENT, Segment.MASS, Segment.PRIVATE


def moved(known: SegmentFacts, current: Segment, rules: RuleSet | None = None, day: str = TODAY) -> Segment:
    """The segment that the rules give a customer."""
    found = verdict(known, rules or version(), current, day)
    return found.segment if found else current


def test_a_customer_goes_up_at_once():
    known = facts(("2026-01-01", 100), ("2026-06-10", 700_000))
    assert moved(known, MASS) is VIP


def test_a_customer_goes_down_only_by_the_average_of_three_full_months():
    known = facts(("2026-01-01", 700_000), ("2026-04-15", 100_000))
    # March 700,000; April half of it and 100,000; May 100,000: below 500,000 on average in June, not before
    assert moved(known, VIP, day="2026-05-31") is VIP
    assert moved(known, VIP, day="2026-06-01") is AFFLUENT


def test_an_average_is_that_of_its_days():
    known = facts(("2026-02-01", 300_000), ("2026-04-16", 600_000))
    found = inputs_averaged(known, "CNY", "2026-06-10")
    assert found is not None
    # 31 days of March, 15 of April at 300,000; 15 of April, 31 of May at 600,000
    assert found["total_balance"] == (46 * 300_000 + 46 * 600_000) // 92
    assert inputs_now(known, "CNY")["total_balance"] == 600_000


def test_of_less_than_three_months_nobody_goes_down():
    known = facts(("2026-05-01", 10))
    assert inputs_averaged(known, "CNY", TODAY) is None
    assert moved(known, PRIVATE) is PRIVATE


def test_nobody_goes_below_what_they_hold_now():
    known = facts(("2026-01-01", 0), ("2026-06-09", 100_000))
    assert moved(known, VIP) is AFFLUENT


def test_without_a_ladder_both_ways_are_at_once():
    rules = version(ladder=False)
    known = facts(("2026-01-01", 700_000), ("2026-06-09", 10))
    assert moved(known, VIP, rules) is MASS


def test_one_rule_for_all_moves_all_even_those_of_whom_nothing_is_known():
    rules = version(rule(AFFLUENT), ladder=False)
    for current in Segment:
        assert moved(SegmentFacts(id="C1", branch="B1"), current, rules) is AFFLUENT


def test_of_a_customer_whose_holdings_were_never_told_no_rule_of_holdings_judges():
    assert moved(SegmentFacts(id="C1", branch="B1"), PRIVATE, version(ladder=False)) is PRIVATE


def test_a_rule_may_look_at_a_product_at_their_number_and_at_the_activity():
    many = SegmentInput.PRODUCTS
    known = with_holdings(
        SegmentFacts(id="C1", branch="B1", activity=ActivityBand.FREQUENT),
        (*deposit(100), *deposit(50_000, "fund"), *deposit(7, "usd_deposit", "USD")),
        "2026-06-01",
    )
    assert inputs_now(known, "CNY") == {
        "total_balance": 50_100,
        "products": 2,
        "activity": 2,
        "product_balance:deposit": 100,
        "product_balance:fund": 50_000,
    }
    fund = between(50_000, None, SegmentInput.PRODUCT_BALANCE, "fund")
    rules = version(
        rule(VIP, fund, between(2, None, many), between(2, None, SegmentInput.ACTIVITY)),
        rule(MASS, between(None, 50_000, SegmentInput.PRODUCT_BALANCE, "fund")),
        rule(MASS, fund, between(None, 2, many), name="few"),
        rule(AFFLUENT, fund, between(2, None, many), between(None, 2, SegmentInput.ACTIVITY)),
    )
    assert moved(known, MASS, rules) is VIP


DAYS = st.integers(0, 200)
BALANCES = st.lists(st.tuples(DAYS, st.integers(0, 10**7)), min_size=1, max_size=12)
BEGIN = date(2026, 1, 1)


def told(balances: list[tuple[int, int]]) -> SegmentFacts:
    ordered = sorted(dict(balances).items())
    return facts(*(((BEGIN + timedelta(days=day)).isoformat(), amount) for day, amount in ordered))


@given(BALANCES, st.integers(201, 300))
def test_an_average_lies_between_the_lowest_and_the_highest_balance(
    balances: list[tuple[int, int]], day: int
):
    found = inputs_averaged(told(balances), "CNY", (BEGIN + timedelta(days=day)).isoformat())
    amounts = [amount for _, amount in balances]
    if found is not None and found.get("total_balance"):
        assert 0 <= found["total_balance"] <= max(amounts)


@given(BALANCES, st.lists(st.integers(201, 260), max_size=4))
def test_counting_the_days_more_often_changes_no_average(balances: list[tuple[int, int]], stops: list[int]):
    end = (BEGIN + timedelta(days=261)).isoformat()
    known = often = told(balances)
    for stop in sorted(stops):
        often = counted_up_to(often, (BEGIN + timedelta(days=stop)).isoformat())
    assert inputs_averaged(often, "CNY", end) == inputs_averaged(known, "CNY", end)
    assert len(counted_up_to(often, end).months) <= 4


@given(BALANCES, st.sampled_from(RUNGS), st.integers(201, 300))
def test_by_a_ladder_nobody_is_below_what_they_hold_now_and_a_second_look_moves_nobody(
    balances: list[tuple[int, int]], current: Segment, day: int
):
    at, known = (BEGIN + timedelta(days=day)).isoformat(), told(balances)
    after = moved(known, current, day=at)
    now = version().rule_of(inputs_now(known, "CNY")).segment
    assert rank(after) >= rank(now)
    assert moved(known, after, day=at) is after


def published(decision: Decision) -> list[object]:
    return [event for _, events in decision.changes for event in events]


def of(decision: Decision, kind: type) -> list:  # type: ignore[type-arg]
    return [event for event in published(decision) if isinstance(event, kind)]


def test_a_move_says_the_rule_its_version_and_the_figures_it_looked_at():
    subject = Subject(customer(segment=MASS), facts(("2026-06-10", 700_000)))
    decision = judge(subject, version(number=4), MoveCause.HOLDINGS, TODAY, SOURCE)
    (event,) = of(decision, SegmentChanged)
    assert (event.before, event.after, event.cause) == (MASS, VIP, MoveCause.HOLDINGS)
    assert (event.scope, event.rules_version, event.rule) == ("B1", 4, "vip")
    assert event.inputs == {"total_balance": 700_000}
    (file,) = (one for one, _ in decision.changes if isinstance(one, Customer))
    assert file.segment is VIP
    kept = next(one for one, _ in decision.changes if isinstance(one, SegmentFacts))
    assert kept.last is not None
    assert (kept.last.rules, kept.last.rule, kept.last.day) == ("B1:4", "vip", TODAY)


def test_without_rules_nobody_moves():
    subject = Subject(customer(), facts(("2026-06-10", 700_000)))
    assert published(judge(subject, None, MoveCause.NIGHT, TODAY, SOURCE)) == []


def held_vip(until: str | None = None) -> SegmentFacts:
    return facts(("2026-01-01", 10)).evolve(
        hold=Hold(segment=VIP, reason=MoveReason.HOUSEHOLD, by="head", until=until)
    )


def test_a_customer_whom_a_head_holds_stays_until_the_day_has_passed():
    subject = Subject(customer(), held_vip("2026-06-10"))
    assert published(judge(subject, version(), MoveCause.NIGHT, "2026-06-10", SOURCE)) == []
    decision = judge(subject, version(), MoveCause.NIGHT, "2026-06-11", SOURCE)
    assert len(of(decision, SegmentHoldEnded)) == 1
    (event,) = of(decision, SegmentChanged)
    assert (event.after, event.cause) == (MASS, MoveCause.LIFTED)
    forever = Subject(customer(), held_vip())
    assert published(judge(forever, version(), MoveCause.NIGHT, "2036-06-11", SOURCE)) == []


def test_a_head_s_decision_moves_at_once_with_its_reason():
    asked = Hold(segment=PRIVATE, reason=MoveReason.EXPECTED, by="head", until="2026-09-30")
    decision = hold(Subject(customer(), facts()), asked, TODAY, SOURCE)
    (event,) = of(decision, SegmentChanged)
    assert (event.after, event.cause, event.moved_by, event.reason, event.until) == (
        PRIVATE,
        MoveCause.HEAD,
        "head",
        MoveReason.EXPECTED,
        "2026-09-30",
    )
    assert len(of(decision, SegmentHeld)) == 1


def test_a_head_may_hold_a_customer_where_they_are():
    asked = Hold(segment=VIP, reason=MoveReason.CARE, by="head")
    decision = hold(Subject(customer(), facts()), asked, TODAY, SOURCE)
    assert len(of(decision, SegmentHeld)) == 1
    assert of(decision, SegmentChanged) == []
    assert published(hold(Subject(customer(), facts().evolve(hold=asked)), asked, TODAY, SOURCE)) == []


def test_a_decision_that_ends_in_the_past_is_refused():
    asked = Hold(segment=VIP, reason=MoveReason.CARE, by="head", until="2026-06-09")
    with pytest.raises(HoldEndsInThePast):
        hold(Subject(customer(), facts()), asked, TODAY, SOURCE)


def test_lifting_lets_the_rules_decide_at_once():
    decision = lift(Subject(customer(), held_vip()), version(), "head", TODAY, SOURCE)
    (event,) = of(decision, SegmentChanged)
    assert (event.after, event.cause) == (MASS, MoveCause.LIFTED)
    (ended,) = of(decision, SegmentHoldEnded)
    assert ended.ended_by == "head"
    with pytest.raises(NoHold):
        lift(Subject(customer(), facts()), version(), "head", TODAY, SOURCE)
