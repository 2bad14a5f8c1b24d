"""Laying what is due into the free hours (Q2): deterministic, and what does not fit is said."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.customer.schedule.domain.laying import HOURS, Ask, Busy, Day, lay, slot_minutes, slots_of_day

MONDAY = date(2026, 11, 23)


def day(ahead: int) -> date:
    return MONDAY + timedelta(days=ahead)


def test_a_day_has_the_slots_that_the_branch_counts_on_and_a_day_off_none() -> None:
    assert len(slots_of_day(MONDAY, 16, [], working=True).free) == 16
    assert slots_of_day(MONDAY, 16, [], working=False).free == ()


def test_what_overlaps_a_visit_and_what_has_passed_is_not_free() -> None:
    busy = [Busy(MONDAY, 9 * 60 + 30, 10 * 60)]
    free = slots_of_day(MONDAY, 12, busy, working=True, since=9 * 60).free
    assert slot_minutes(12) == 30
    assert free[:2] == (9 * 60, 10 * 60)
    assert slots_of_day(MONDAY, 12, busy, working=True, since=14 * 60 + 1).free[0] == 14 * 60 + 30


def test_who_must_be_called_first_is_called_first() -> None:
    days = [Day(day(0), (540,)), Day(day(1), (540,))]
    asks = [Ask("late", day(0), day(4)), Ask("soon", day(0), day(0))]
    placed, left = lay(days, asks)
    assert [(one.id, one.day) for one in placed] == [("soon", day(0)), ("late", day(1))]
    assert left == []


def test_what_was_due_before_the_week_is_laid_into_any_day_and_comes_first() -> None:
    days = [Day(day(0), ()), Day(day(1), (540,))]
    placed, left = lay(days, [Ask("today", day(1), day(1)), Ask("overdue", day(-9), day(-5))])
    assert [one.id for one in placed] == ["overdue"]
    assert left == ["today"]


def test_within_a_day_a_customer_is_called_about_their_best_hour() -> None:
    days = [Day(day(0), (540, 570, 840, 870))]
    placed, _ = lay(days, [Ask("any", day(0), day(0)), Ask("afternoon", day(0), day(0), hour=14)])
    assert {one.id: one.start for one in placed} == {"any": 540, "afternoon": 870}


def test_what_may_wait_until_another_week_is_neither_placed_nor_left() -> None:
    assert lay([Day(day(0), ())], [Ask("later", day(0), day(30))]) == ([], [])


ASKS = st.lists(
    st.builds(
        lambda number, start, length, hour: Ask(f"A{number}", day(start), day(start + length), hour),
        st.integers(0, 10**6),
        st.integers(-6, 7),
        st.integers(0, 9),
        st.none() | st.integers(8, 18),
    ),
    max_size=40,
    unique_by=lambda ask: ask.id,
)
BUSY = st.lists(
    st.builds(
        lambda ahead, start, length: Busy(day(ahead), start, start + length),
        st.integers(0, 6),
        st.integers(480, 1080),
        st.integers(1, 200),
    ),
    max_size=8,
)


def week(busy: list[Busy], count: int) -> list[Day]:
    return [slots_of_day(day(ahead), count, busy, working=ahead < 5) for ahead in range(7)]


@given(ASKS, BUSY, st.integers(1, 16))
def test_nothing_is_laid_twice_over_another_or_outside_of_its_time(
    asks: list[Ask], busy: list[Busy], count: int
) -> None:
    days = week(busy, count)
    placed, left = lay(days, asks)
    by_id, free = {ask.id: ask for ask in asks}, {one.day: set(one.free) for one in days}
    assert len({one.id for one in placed}) == len(placed)
    assert len({(one.day, one.start) for one in placed}) == len(placed)
    assert not {one.id for one in placed} & set(left)
    for one in placed:
        ask = by_id[one.id]
        assert one.start in free[one.day]
        assert any(first <= one.start < last for first, last in HOURS)
        assert ask.earliest <= one.day
        assert one.day <= ask.latest or ask.latest < MONDAY


@given(ASKS, BUSY, st.integers(1, 4))
def test_what_does_not_fit_had_no_slot_that_a_later_one_has(
    asks: list[Ask], busy: list[Busy], count: int
) -> None:
    days = week(busy, count)
    placed, left = lay(days, asks)
    by_id = {ask.id: ask for ask in asks}
    taken = {(one.day, one.start): by_id[one.id] for one in placed}
    for ask in (by_id[id] for id in left):
        for one in days:
            if ask.earliest <= one.day and (one.day <= ask.latest or ask.latest < MONDAY):
                assert all(taken[one.day, start].latest <= ask.latest for start in one.free)


@given(ASKS, BUSY, st.integers(1, 16), st.randoms())
def test_the_same_week_is_laid_the_same_in_whatever_order_it_is_asked(
    asks: list[Ask], busy: list[Busy], count: int, random: object
) -> None:
    mixed = list(asks)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert lay(week(busy, count), mixed) == lay(week(busy, count), asks)
