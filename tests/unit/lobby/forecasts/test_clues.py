"""The weights with which a branch tells waits: what they learn, and from whom (D2)."""

from random import Random

import pytest

from services.lobby.forecasts.domain.clues import (
    SIZE,
    Group,
    Numbers,
    QueueView,
    Weights,
    clues,
    packed,
    unpacked,
)
from shared.contracts.words import TicketClass

A, V = TicketClass.ORDINARY, TicketClass.VIP


def view(people: int, busy: int = 2, idle: tuple[float, ...] = (), longest: float = 0.0) -> QueueView:
    group = Group(people, longest)
    return QueueView(near=group, need=group, own=group, ahead=people, busy=busy, free=len(idle), idle=idle)


def seen(people: int, turn: float = 200.0, **more: float) -> Numbers:
    return unpacked(
        packed(clues(view(people, longest=more.get("longest", 0.0)), turn, more.get("recent", 0.0)))
    )


def test_at_first_a_wait_is_the_queue_length():
    assert Weights().expected(A, b"", seen(5)) == pytest.approx(3)


def test_what_is_seen_is_the_same_at_every_pace():
    slow = clues(view(3, idle=(60.0, 600.0), longest=300.0), 200.0, 100.0)
    fast = clues(view(3, idle=(6.0, 60.0), longest=30.0), 20.0, 10.0)
    assert slow == pytest.approx(fast)


def test_a_counter_that_has_been_idle_for_long_does_not_shorten_the_queue():
    awake, asleep = (clues(view(5, idle=(idle,)), 200.0, 0.0)[0] for idle in (10.0, 3600.0))
    assert (awake, asleep) == (2, 3)


def test_the_hour_before_closing_is_seen_and_nothing_where_it_is_not_known():
    ends = [clues(view(1)._replace(before_closing=it), 300.0, 0.0)[-1] for it in (7200.0, 1800.0, 0.0)]
    assert ends == [0, 0.5, 1]
    assert clues(view(1), 300.0, 0.0)[-1] == 0


def test_the_weights_come_to_the_median_of_what_was_waited():
    weights, chance, need = Weights(), Random(1), b""
    waits = [chance.choice([0.0, 0.5, 1.0, 1.0, 6.0]) for _ in range(4000)]
    for waited in waits:
        weights, need = weights.after(A, need, seen(4), waited)
    assert weights.expected(A, need, seen(4)) == pytest.approx(1.0, abs=0.2)


def test_a_class_and_a_need_have_weights_of_their_own():
    weights, needs = Weights(), {"cash": b"", "loan": b""}
    for _ in range(3000):
        for kind, need, waited in ((A, "cash", 2.0), (A, "loan", 4.0), (V, "cash", 0.5)):
            weights, needs[need] = weights.after(kind, needs[need], seen(4), waited)
    told = [
        weights.expected(kind, needs[need], seen(4)) for kind, need in ((A, "cash"), (A, "loan"), (V, "cash"))
    ]
    assert told == pytest.approx([2.0, 4.0, 0.5], abs=0.3)


def test_who_is_let_in_at_once_teaches_no_more_where_no_wait_is_expected():
    weights, need = Weights(), b""
    for _ in range(2000):
        weights, need = weights.after(A, need, seen(0), 0.0)
    assert weights.expected(A, need, seen(0)) < 0.05
    below = weights
    while below.expected(A, need, seen(0)) >= 0:
        below, need = below.after(A, need, seen(0), 0.0)
    assert below.after(A, need, seen(0), 0.0) == (below, need)


def test_numbers_of_another_version_are_as_none():
    assert unpacked(packed((1.0,) * (SIZE - 1))) == (0.0,) * SIZE
    assert Weights(common=b"1234").expected(A, b"12", seen(5)) == pytest.approx(3)
