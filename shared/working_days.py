"""Working days by country: China's with its shifted days (调休), and those of countries whose law names them.

    calendar = working_days("CN")
    calendar.add(date(2026, 2, 13), 1)  # 2026-02-14, a Saturday that is worked

China announces the holidays of a year and the weekends worked for them in the autumn before. Until then the
days of a year are the statutory ones, and `is_provisional`: a deadline there is computed again when a later
version of the calendar knows more. `CALENDAR` names the version.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.metadata import version
from typing import Any
from zoneinfo import ZoneInfo

import holidays

CALENDAR = f"holidays {version('holidays')}"
"""The version of the calendar with which a deadline was computed."""
EURO = "EU"
"""The days on which TARGET is open, which stand for all countries of the euro."""
LAST_YEAR = 2100
COUNTRIES_OF_ZONES = {
    "Asia/Shanghai": "CN",
    "Asia/Urumqi": "CN",
    "Asia/Chongqing": "CN",
    "Asia/Harbin": "CN",
    "PRC": "CN",
    "Asia/Hong_Kong": "HK",
    "Asia/Macau": "MO",
    "Asia/Taipei": "TW",
    "Asia/Singapore": "SG",
    "Asia/Tokyo": "JP",
    "Europe/London": "GB",
    "Europe/Berlin": EURO,
    "Europe/Dublin": EURO,
    "Europe/Madrid": EURO,
    "Europe/Paris": EURO,
    "Europe/Rome": EURO,
    "America/New_York": "US",
    "America/Chicago": "US",
    "America/Denver": "US",
    "America/Los_Angeles": "US",
}
PARTS = {"GB": "ENG"}
"""The part of a country whose days count where its parts differ."""


class UnknownCountry(ValueError):
    """No calendar is known for a country."""


@dataclass(frozen=True)
class WorkingDays:
    """The working days of a country; `country` is an ISO 3166 code, `EURO`, or empty for Monday to Friday."""

    country: str

    def is_working_day(self, day: date) -> bool:
        """Return whether `day` is worked."""
        ordinals = _days_of(self.country, day.year)
        place = bisect_left(ordinals, day.toordinal())
        return place < len(ordinals) and ordinals[place] == day.toordinal()

    def add(self, day: date, count: int) -> date:
        """Return the working day that is `count` of them after `day`, or before it if `count` is negative;
        with 0, `day` itself or the first working day after it."""
        if count == 0:
            return day if self.is_working_day(day) else self.add(day, 1)
        year, left, ordinal = day.year, abs(count), day.toordinal()
        while True:
            ordinals = _days_of(self.country, year)
            if count > 0:
                rest: tuple[int, ...] = ordinals[bisect_right(ordinals, ordinal) :]
            else:
                rest = ordinals[: bisect_left(ordinals, ordinal)][::-1]
            if left <= len(rest):
                return date.fromordinal(rest[left - 1])
            left -= len(rest)
            year += 1 if count > 0 else -1

    def next(self, day: date) -> date:
        """Return the first working day after `day`."""
        return self.add(day, 1)

    def count(self, first: date, last: date) -> int:
        """Return the number of working days from `first` to `last`, both of them included; 0 if `last` is
        before `first`."""
        lowest, highest = first.toordinal(), last.toordinal()
        return sum(
            max(0, bisect_right(ordinals, highest) - bisect_left(ordinals, lowest))
            for ordinals in (_days_of(self.country, year) for year in range(first.year, last.year + 1))
        )

    @property
    def announced_until(self) -> int | None:
        """The last year whose days were announced; None where the law names them for every year."""
        return _announced_until(self.country)

    def is_provisional(self, day: date) -> bool:
        """Return whether `day` lies in a year whose days were not announced yet."""
        last = self.announced_until
        return last is not None and day.year > last


@cache
def working_days(country: str) -> WorkingDays:
    """Return the calendar of a country. Raises `UnknownCountry`."""
    code = {"UK": "GB"}.get(country, country)
    if code not in ("", EURO):
        _holidays(code, 2026)
    return WorkingDays(code)


def country_of(timezone: str) -> str:
    """Return the country whose days a branch in this time zone works by; empty if it is not known."""
    return COUNTRIES_OF_ZONES.get(timezone, "")


def local_day(at: datetime, timezone: str) -> date:
    """Return the date of `at` on the wall of a branch in this time zone."""
    return at.astimezone(ZoneInfo(timezone)).date()


def start_of_day(day: date, timezone: str) -> datetime:
    """Return the moment at which `day` begins in this time zone."""
    return datetime.combine(day, time.min, ZoneInfo(timezone)).astimezone(ZoneInfo("UTC"))


def end_of_day(day: date, timezone: str) -> datetime:
    """Return the midnight with which `day` ends in this time zone: the first moment of the next one."""
    return start_of_day(day + timedelta(days=1), timezone)


def days_between(first: str, last: str) -> int:
    """Return the days from one day, such as ``2026-11-26``, to another; negative if it is before."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _holidays(country: str, year: int) -> Any:
    try:
        if country == EURO:
            return holidays.financial_holidays("ECB", years=year)
        return holidays.country_holidays(country, subdiv=PARTS.get(country), years=year)
    except NotImplementedError as error:
        raise UnknownCountry(country[:8]) from error


@cache
def _days_of(country: str, year: int) -> tuple[int, ...]:
    """Return the ordinals of the working days of a year, ascending."""
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    days = [date.fromordinal(ordinal) for ordinal in range(first, last + 1)]
    if not country:
        return tuple(day.toordinal() for day in days if day.weekday() < 5)
    known = _holidays(country, min(year, LAST_YEAR))
    return tuple(day.toordinal() for day in days if known.is_working_day(day))


@cache
def _announced_until(country: str) -> int | None:
    if country != "CN":
        return None
    return int(max(_holidays(country, 2026).special_public_holidays))
