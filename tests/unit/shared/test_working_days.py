from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.branch_places import BranchPlace, learn_place
from shared.contracts.lobby import BranchOpened
from shared.working_days import (
    UnknownCountry,
    country_of,
    end_of_day,
    local_day,
    start_of_day,
    working_days,
)
from tests.unit.acting import World

CHINA = working_days("CN")
DAYS = st.dates(date(2018, 1, 1), date(2032, 12, 31))


def test_every_day_that_china_announced_is_worked_or_free_as_another_table_has_it():
    day, differing = date(2018, 1, 1), []
    while day <= max(chinese_calendar.holidays):
        if CHINA.is_working_day(day) != chinese_calendar.is_workday(day):
            differing.append(day)
        day += timedelta(days=1)
    assert differing == []


def test_a_saturday_that_is_worked_for_a_holiday_is_a_working_day():
    assert CHINA.is_working_day(date(2026, 2, 14))
    assert CHINA.next(date(2026, 2, 13)) == date(2026, 2, 14)
    assert CHINA.next(date(2026, 2, 14)) == date(2026, 2, 24)


def test_working_days_are_added_over_the_end_of_a_year():
    assert CHINA.add(date(2026, 12, 31), 1) == date(2027, 1, 4)
    assert CHINA.add(date(2027, 1, 4), -1) == date(2026, 12, 31)
    assert working_days("US").add(date(2026, 1, 2), 250) == date(2027, 1, 4)


def test_adding_none_stays_on_a_working_day_and_leaves_a_free_one():
    assert CHINA.add(date(2026, 11, 26), 0) == date(2026, 11, 26)
    assert CHINA.add(date(2026, 11, 28), 0) == date(2026, 11, 30)


def test_a_year_that_was_not_announced_is_provisional_where_somebody_announces_it():
    assert CHINA.announced_until is not None
    assert CHINA.announced_until >= 2026
    assert not CHINA.is_provisional(date(CHINA.announced_until, 12, 31))
    assert CHINA.is_provisional(date(CHINA.announced_until + 1, 1, 1))
    assert not working_days("GB").is_provisional(date(2031, 1, 1))


def test_other_countries_keep_their_own_holidays():
    assert not working_days("UK").is_working_day(date(2026, 12, 28))  # for Boxing Day, a Saturday
    assert not working_days("GB").is_working_day(date(2026, 4, 6))  # Easter Monday, in England
    assert not working_days("US").is_working_day(date(2026, 11, 26))
    assert not working_days("EU").is_working_day(date(2026, 5, 1))
    assert working_days("").is_working_day(date(2026, 10, 1))


def test_an_unknown_country_has_no_calendar():
    with pytest.raises(UnknownCountry):
        working_days("ZZ")


@given(DAYS, st.integers(1, 400), st.sampled_from(["CN", "GB", "US", "EU", ""]))
def test_what_was_added_is_counted_and_taken_off_again(day: date, count: int, country: str):
    calendar = working_days(country)
    there = calendar.add(day, count)
    assert calendar.is_working_day(there)
    assert calendar.count(day + timedelta(days=1), there) == count
    assert calendar.add(there, -count) <= day


@given(DAYS, DAYS)
def test_counting_is_a_sum_over_days(first: date, last: date):
    first, last = min(first, last), min(max(first, last), min(first, last) + timedelta(days=500))
    days = (first + timedelta(days=passed) for passed in range((last - first).days + 1))
    assert CHINA.count(first, last) == sum(map(CHINA.is_working_day, days))
    assert CHINA.count(last + timedelta(days=1), first) == 0


def test_a_day_is_the_branch_s_and_not_that_of_greenwich():
    late = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)
    assert local_day(late, "Asia/Shanghai") == date(2026, 11, 27)
    assert local_day(late, "America/New_York") == date(2026, 11, 26)
    assert start_of_day(date(2026, 11, 27), "Asia/Shanghai") == datetime(2026, 11, 26, 16, 0, tzinfo=UTC)


def test_a_day_on_which_the_clock_changes_has_the_hours_that_it_has():
    day = date(2026, 3, 29)
    lasts = end_of_day(day, "Europe/London") - start_of_day(day, "Europe/London")
    assert lasts == timedelta(hours=23)


def test_the_country_of_a_branch_follows_from_its_time_zone():
    assert [country_of(zone) for zone in ("Asia/Shanghai", "Europe/London", "Mars/Olympus")] == [
        "CN",
        "GB",
        "",
    ]


async def test_a_branch_works_by_the_days_of_its_place():
    world = World("customer")
    opened = BranchOpened(branch="B1", name_zh="伦敦", name_en="London", timezone="Europe/London")
    await world.act(learn_place, opened)
    place = world.get(BranchPlace, "B1")
    assert not place.calendar.is_working_day(date(2026, 12, 28))
    assert place.day_of(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == date(2026, 7, 1)
    assert (place.name_zh, place.name_en) == ("伦敦", "London")
    await world.act(learn_place, opened)
    assert world.get(BranchPlace, "B1").version == 1
    await world.act(learn_place, opened.model_copy(update={"name_en": "City of London"}))
    assert world.get(BranchPlace, "B1").name_en == "City of London"
