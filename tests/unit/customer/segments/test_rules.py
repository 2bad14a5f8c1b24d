"""Rules of segments share out all customers; a hole, an overlap or an empty rule is refused."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.customer.segments.domain.rules import (
    RuleEmpty,
    RuleShelf,
    RulesHole,
    RulesInThePast,
    RulesOverlap,
    RulesTooMany,
    RulesUnknown,
    SegmentRule,
    activate_rules,
    active_rules,
    make_rules,
    must_share_out,
)
from shared.contracts.customer import SegmentInput, SegmentRulesActivated
from shared.contracts.words import Segment
from tests.unit.acting import MORNING
from tests.unit.customer.segments.building import LADDER, between, rule, version

FUND = SegmentInput.PRODUCT_BALANCE
ACTIVITY = SegmentInput.ACTIVITY


def test_a_ladder_shares_out_all_customers():
    must_share_out(LADDER)
    found = version()
    assert found.rule_of({"total_balance": 49_999}).segment is Segment.MASS
    assert found.rule_of({"total_balance": 50_000}).segment is Segment.AFFLUENT
    assert found.rule_of({}).segment is Segment.MASS


def test_one_rule_for_all_is_no_ladder_and_is_allowed():
    must_share_out([rule(Segment.AFFLUENT)])
    assert version(rule(Segment.AFFLUENT)).rule_of({"total_balance": 10**9}).segment is Segment.AFFLUENT


def test_a_hole_is_refused_with_the_place_where_it_is():
    with pytest.raises(RulesHole, match="total_balance 50000"):
        must_share_out([rule(Segment.MASS, between(None, 50_000)), rule(Segment.VIP, between(60_000, None))])


def test_an_overlap_is_refused_with_the_rules_that_meet():
    with pytest.raises(RulesOverlap, match="mass / vip: total_balance 50000"):
        must_share_out([rule(Segment.MASS, between(None, 60_000)), rule(Segment.VIP, between(50_000, None))])


def test_a_hole_between_two_figures_is_found():
    rules = [
        rule(Segment.MASS, between(None, 50_000)),
        rule(Segment.VIP, between(50_000, None), between(2, None, ACTIVITY)),
    ]
    with pytest.raises(RulesHole, match="activity 0, total_balance 50000"):
        must_share_out(rules)
    must_share_out([*rules, rule(Segment.AFFLUENT, between(50_000, None), between(None, 2, ACTIVITY))])


@pytest.mark.parametrize(
    "rules",
    [
        [rule(Segment.MASS), rule(Segment.VIP, between(9, 9))],
        [rule(Segment.MASS), rule(Segment.VIP, between(3, None, ACTIVITY))],
        [rule(Segment.MASS, between(None, 5)), rule(Segment.MASS, between(5, None))],
    ],
)
def test_a_rule_that_nobody_meets_and_a_name_that_stands_twice_are_refused(rules: list[SegmentRule]):
    with pytest.raises(RuleEmpty):
        must_share_out(rules)


def test_rules_with_too_many_bounds_are_refused_and_not_counted_for_hours():
    rules = [
        rule(
            Segment.MASS,
            *(between(number, number + 1, FUND, f"fund{place}") for place in range(8)),
            name=f"{number}",
        )
        for number in range(20)
    ]
    with pytest.raises(RulesTooMany):
        must_share_out(rules)


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=8, unique=True), st.integers(0, 2 * 10**9))
def test_bounds_in_a_row_share_out_any_balance(bounds: list[int], balance: int):
    ends = [None, *sorted(bounds), None]
    rules = [
        rule(Segment.MASS, between(low, high), name=f"{place}")
        for place, (low, high) in enumerate(pairwise(ends))
    ]
    must_share_out(rules)
    assert sum(one.holds({"total_balance": balance}) for one in rules) == 1


@given(st.integers(0, 7), st.booleans(), st.lists(st.integers(1, 10**6), min_size=8, max_size=8, unique=True))
def test_a_row_of_bounds_with_one_moved_has_a_hole_or_an_overlap(place: int, up: bool, bounds: list[int]):
    ends = sorted(10 * one for one in bounds)
    lows, highs = [None, *ends], [*ends, None]
    low = lows[place + 1]
    assert low is not None
    lows[place + 1] = low + (1 if up else -1)
    rules = [
        rule(Segment.MASS, between(low, high), name=f"{number}")
        for number, (low, high) in enumerate(zip(lows, highs, strict=True))
    ]
    with pytest.raises(RulesHole if up else RulesOverlap):
        must_share_out(rules)


def shelf(*activations: tuple[int, str]) -> RuleShelf:
    found = RuleShelf(id="B1", latest=3)
    for number, day in activations:
        decision = activate_rules(found, number, day, "2026-03-01", branch="B1", by="head", now=MORNING)
        ((document, events),) = decision.changes
        assert isinstance(document, RuleShelf)
        assert isinstance(events[0], SegmentRulesActivated)
        found = document
    return found


def test_a_version_applies_from_its_day_until_the_next_one():
    found = shelf((1, "2026-03-02"), (2, "2026-04-01"))
    assert [found.active(day) for day in ("2026-03-01", "2026-03-02", "2026-03-31", "2026-05-01")] == [
        None,
        1,
        1,
        2,
    ]
    assert shelf((1, "2026-03-02"), (3, "2026-03-02")).active("2026-03-02") == 3


def test_a_branch_s_own_rules_go_before_the_bank_s():
    own, bank = shelf((2, "2026-04-01")), shelf((1, "2026-03-02")).evolve(id="bank")
    assert active_rules([own, bank], "2026-03-15") == "bank:1"
    assert active_rules([own, bank], "2026-04-15") == "B1:2"
    assert active_rules([None, None], "2026-04-15") is None


@pytest.mark.parametrize(
    ("number", "day", "refusal"), [(4, "2026-03-02", RulesUnknown), (1, "2026-02-28", RulesInThePast)]
)
def test_a_version_that_is_not_there_and_a_day_that_has_passed_are_refused(
    number: int, day: str, refusal: type[Exception]
):
    with pytest.raises(refusal):
        shelf((number, day))


def test_versions_are_numbered_and_never_changed():
    first = make_rules(RuleShelf(id="B1"), LADDER, ladder=True, currency="CNY", by="head", now=MORNING)
    (made, _), (kept, _) = first.changes
    assert (made.id, made.rules) == ("B1:1", LADDER)  # type: ignore[attr-defined]
    assert isinstance(kept, RuleShelf)
    second = make_rules(kept, [rule(Segment.MASS)], ladder=False, currency="CNY", by="head", now=MORNING)
    assert second.changes[0][0].id == "B1:2"
