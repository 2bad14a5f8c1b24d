"""Times of visits: an hour that a clock change removes or doubles is asked about (W1)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.customer.visits.domain.times import HourDoubled, HourRemoved, moment_of

ZONES = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]


def test_an_hour_that_the_clock_leaves_out_is_refused():
    with pytest.raises(HourRemoved):
        moment_of(datetime.fromisoformat("2026-03-29T02:30"), "Europe/Berlin", None)
    with pytest.raises(HourRemoved):
        moment_of(datetime.fromisoformat("2026-03-29T02:30"), "Europe/Berlin", 1)


def test_an_hour_that_comes_twice_is_asked_about():
    doubled = datetime.fromisoformat("2026-10-25T02:30")
    with pytest.raises(HourDoubled):
        moment_of(doubled, "Europe/Berlin", None)
    first, second = (moment_of(doubled, "Europe/Berlin", which) for which in (0, 1))
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert second - first == timedelta(hours=1)


def test_half_an_hour_may_come_twice_too():
    doubled = datetime.fromisoformat("2026-04-05T01:45")
    with pytest.raises(HourDoubled):
        moment_of(doubled, "Australia/Lord_Howe", None)


@given(
    st.datetimes(datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2028-01-01")).map(
        lambda at: at.replace(second=0, microsecond=0)
    ),
    st.sampled_from(ZONES),
)
def test_a_moment_shows_the_time_that_was_meant(wall: datetime, zone: str) -> None:
    try:
        moment = moment_of(wall, zone, 0)
    except HourRemoved:
        assert wall.month in (3, 4, 9, 10)
        return
    assert moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall
