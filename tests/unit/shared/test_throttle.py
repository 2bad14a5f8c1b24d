"""Guessing is bounded, nobody is shut out, and the counts take no more than their memory."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.throttle import HOUR, Throttle, TooManyAttempts

ONE = {"li.na from here": 5}


def waits(throttle: Throttle, bounds: dict[str, int], now: float) -> int:
    """The seconds that an attempt is told to wait; 0 where it is counted."""
    try:
        throttle.count(bounds, now)
    except TooManyAttempts as refused:
        return refused.seconds
    return 0


def test_of_many_attempts_at_once_those_that_are_free_are_looked_at() -> None:
    throttle = Throttle()
    assert [waits(throttle, ONE, 0.0) for _ in range(8)] == [0] * 5 + [2] * 3


def test_who_fails_often_waits_twice_as_long_each_time_and_five_minutes_at_most() -> None:
    throttle, now, told = Throttle(), 0.0, []
    for _ in range(5):
        throttle.count(ONE, now)
    for _ in range(10):
        told.append(waits(throttle, ONE, now))
        now += told[-1]
        throttle.count(ONE, now)
    assert told == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


def test_a_count_is_forgotten_by_the_hour() -> None:
    throttle = Throttle()
    for _ in range(5):
        throttle.count(ONE, 0.0)
    assert waits(throttle, ONE, 1.0) == 1
    assert [waits(throttle, ONE, HOUR) for _ in range(6)] == [0] * 5 + [2]


def test_an_attempt_that_was_right_begins_its_own_count_anew_and_is_taken_back_from_the_others() -> None:
    throttle, bounds = Throttle(), {"own": 5, "network": 7}
    for _ in range(4):
        throttle.count(bounds, 0.0)
    throttle.succeed(bounds, ["own"], 0.0)
    assert [waits(throttle, {"own": 5}, 0.0) for _ in range(6)] == [0] * 5 + [2]
    assert [waits(throttle, {"network": 7}, 0.0) for _ in range(5)] == [0] * 4 + [2]


def test_what_is_refused_is_not_counted_under_any_key() -> None:
    throttle = Throttle()
    for _ in range(5):
        throttle.count({"here": 5}, 0.0)
    for _ in range(50):
        waits(throttle, {"here": 5, "network": 5}, 0.0)
    assert waits(throttle, {"network": 5}, 0.0) == 0


def test_a_refusal_says_when_to_come_back() -> None:
    throttle = Throttle()
    for _ in range(5):
        throttle.count(ONE, 0.0)
    with pytest.raises(TooManyAttempts) as refused:
        throttle.count(ONE, 0.5)
    assert (refused.value.status, refused.value.headers) == (429, {"Retry-After": "2"})


@given(st.lists(st.text(max_size=12), max_size=60))
def test_counts_are_bounded_whatever_is_tried(names: list[str]) -> None:
    throttle = Throttle(most=20)
    for name in names:
        waits(throttle, {name: 1}, 0.0)
    assert len(throttle) <= 20


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 600)), max_size=80))
def test_nobody_waits_for_what_others_do(attempts: list[tuple[str, float]]) -> None:
    alone, among = Throttle(), Throttle()
    now = 0.0
    for who, later in attempts:
        now += later
        told = waits(among, {who: 2}, now)
        if who == "a":
            assert told == waits(alone, {who: 2}, now)
