"""A moment: a time with the pace at which the work of a branch runs from it."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.clock import Moment

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TEN = timedelta(minutes=10)


@pytest.mark.parametrize(("pace", "takes"), [(1.0, TEN), (10.0, TEN / 10), (0.5, TEN * 2)])
def test_a_wait_of_branch_work_is_shorter_the_faster_the_branch_runs(pace: float, takes: timedelta) -> None:
    moment = Moment(NOON, pace)
    assert moment.lasting(TEN) == takes
    assert moment.after(TEN) == NOON + takes


def test_the_minutes_since_a_time_are_those_of_branch_work_and_never_below_none() -> None:
    assert Moment(NOON, 10.0).minutes_since(NOON - timedelta(minutes=3)) == 30
    assert Moment(NOON).minutes_since(NOON + TEN) == 0
