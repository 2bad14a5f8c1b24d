"""The simulated day is fair: every policy shows what it is known for, and what is told comes true."""

from functools import cache

import pytest

from services.lobby.forecasts.domain.wait_history import LONGER, SHORTER
from shared.contracts.words import TicketClass
from tests.bench.day import OPENS, by_points, crowd, days
from tests.bench.fairness import Findings, Waits, find, tables

A, G, V = TicketClass.ORDINARY, TicketClass.CARE, TicketClass.VIP
SEEDS = (1, 2, 3)


@cache
def found(seed: int) -> Findings:
    return find(seed, 6)


def row(seed: int, policy: str, kind: TicketClass) -> Waits:
    return next(it for it in found(seed).waits if (it.policy, it.ticket_class) == (policy, kind))


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_is_beyond_their_limit_while_a_later_one_is_called(seed: int):
    assert found(seed).breaches["accumulating"] == 0


def test_strict_priority_calls_others_first_while_somebody_is_beyond_their_limit():
    assert all(found(seed).breaches["strict priority"] > 0 for seed in SEEDS)


@pytest.mark.parametrize("seed", SEEDS)
def test_strict_priority_lets_the_ordinary_wait_longest(seed: int):
    ours, strict = row(seed, "accumulating", A), row(seed, "strict priority", A)
    assert strict.max > ours.max
    assert strict.p90 > ours.p90
    assert strict.overtaken > 1.5 * ours.overtaken


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", [G, V])
def test_first_come_first_served_helps_neither_the_green_channel_nor_vips(seed: int, kind: TicketClass):
    ours, by_arrival = row(seed, "accumulating", kind), row(seed, "first come", kind)
    assert by_arrival.p90 > ours.p90
    assert by_arrival.p50 > ours.p50
    assert by_arrival.beyond > ours.beyond


def test_under_first_come_first_served_nobody_is_overtaken():
    assert all(row(1, "first come", kind).overtaken_max == 0 for kind in TicketClass)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", list(TicketClass))
def test_what_is_told_is_as_good_as_the_best_method_and_the_range_holds(seed: int, kind: TicketClass):
    told, *methods = (it for it in found(seed).forecasts if it.ticket_class is kind)
    assert told.error <= 1.15 * min(it.error for it in methods)
    assert told.covered == pytest.approx(1 - SHORTER - LONGER, abs=0.1)
    assert told.too_short <= LONGER + 0.06


def test_the_same_seed_is_the_same_day_and_everybody_is_served():
    (once,), (again,) = days(by_points, 5, 1), days(by_points, 5, 1)
    assert once == again
    assert len(once.stays) == 400
    assert crowd(5, OPENS) != crowd(6, OPENS)


def test_the_tables_show_every_policy_class_and_method():
    text = tables(found(1))
    for word in ("accumulating", "strict priority", "first come", "queue length", "blend", "too short"):
        assert word in text
