"""Important dates of a customer (W2): on which days they are, once a year or once for good.

A mark stands for all days of a date: ``12-03`` for one of every year, ``2027-03-31`` for one that comes once.
Files are found by keyed hashes of marks, so that the dates stay under seal.
"""

from calendar import isleap
from datetime import date, timedelta

from shared.contracts.customer.words import DateKind

ONCE = (DateKind.CONTRACT, DateKind.DOCUMENT)
"""Kinds that come once; all others come every year."""
LEAP_DAY = "02-29"


def mark_of(kind: DateKind, day: str) -> str:
    """Return the mark of a date, whose `day` is such as ``1990-12-03``."""
    return day if kind in ONCE else day[5:]


def marks_on(day: date) -> list[str]:
    """Return the marks of all dates that are on a day; 29 February is on the 28th in a common year."""
    marks = [day.isoformat(), f"{day:%m-%d}"]
    if (day.month, day.day) == (2, 28) and not isleap(day.year):
        marks.append(LEAP_DAY)
    return marks


def next_on(kind: DateKind, day: str, today: date, ahead: int) -> date | None:
    """Return the day within the next `ahead` days on which a date is, today included, or None."""
    mark = mark_of(kind, day)
    days = (today + timedelta(days=after) for after in range(ahead + 1))
    return next((one for one in days if mark in marks_on(one)), None)
