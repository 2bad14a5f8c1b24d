"""Rates: a sender may do so much at once, and so much in the long run, whatever others do."""

from hypothesis import given
from hypothesis import strategies as st

from shared.rates import TIDY_AT, Rates


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


def test_so_much_is_allowed_at_once_and_then_as_it_fills():
    clock = Hand()
    rates = Rates(2.0, 10, clock)
    assert [rates.take("K1") for _ in range(11)] == [*[True] * 10, False]
    clock.time += 1.0
    assert [rates.take("K1") for _ in range(3)] == [True, True, False]
    clock.time += 1000.0
    assert [rates.take("K1", 10), rates.take("K1")] == [True, False]


def test_what_is_too_much_takes_nothing():
    rates = Rates(1.0, 10, Hand())
    assert not rates.take("K1", 11)
    assert rates.take("K1", 10)


def test_a_sender_is_in_nobody_elses_way():
    rates = Rates(1.0, 1, Hand())
    assert [rates.take("K1"), rates.take("K1"), rates.take("K2")] == [True, False, True]


def test_who_has_a_full_bucket_is_forgotten():
    clock = Hand()
    rates = Rates(1.0, 1, clock)
    for number in range(10 * TIDY_AT):
        clock.time += 1.0
        rates.take(f"K{number}")
    assert len(rates) <= TIDY_AT + 1


@given(st.lists(st.tuples(st.floats(0, 5), st.integers(1, 8)), max_size=60))
def test_in_any_time_no_more_is_allowed_than_the_burst_and_what_it_gained(steps: list[tuple[float, int]]):
    clock = Hand()
    rates = Rates(3.0, 12, clock)
    taken = 0
    for wait, many in steps:
        clock.time += wait
        taken += many if rates.take("K1", many) else 0
        assert taken <= 12 + 3.0 * clock.time + 1e-6
