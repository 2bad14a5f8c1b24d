"""Rounds: going through all customers of a branch, a page at a time, most of them at night.

Each customer has a place in the order in which pages are turned. A page is a range of places, as wide as
holds few enough customers; between two pages other work of the branch is done.
"""

from datetime import UTC, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from shared.domain import Document

PAGE = 25
"""Customers of one page, at most."""
PAUSE = timedelta(milliseconds=500)
"""The time between two pages."""
FIRST_SHARE = 1024
"""Of all places, the first page is this part."""


class Round(Document):
    """A round through the customers of a branch: `run` is the one under way or the last, as of the day `day`;
    `seen` are the customers so far, `width` is that of the next page. A subclass is the round of a
    capability."""

    run: str = ""
    day: str = ""
    began: datetime | None = None
    ended: datetime | None = None
    seen: int = 0
    width: int = 0

    def begun(self, run: str, day: str, *, now: datetime) -> Self:
        """Return it at its beginning; one that is under way is given up."""
        return self.evolve(run=run, day=day, began=now, ended=None, seen=0)

    def turned(self, width: int, seen: int, *, over: bool, now: datetime) -> Self:
        """Return it after a page of this width with so many customers; the next one is wider where this was
        less than half full, but for the last: it would widen every night."""
        wider = width * 2 if seen * 2 < PAGE and not over else width
        return self.evolve(seen=self.seen + seen, width=wider, ended=now if over else None)

    def is_under_way(self, run: str) -> bool:
        """Tell whether this run is under way."""
        return self.run == run and self.ended is None


def next_night(timezone: str, at: time, *, now: datetime) -> datetime:
    """Return the next time `at` this hour in a time zone; one that a clock change removes is an hour off, and
    never left out."""
    zone = ZoneInfo(timezone)
    day = now.astimezone(zone).date()
    while (begins := datetime.combine(day, at, zone).astimezone(UTC)) <= now:
        day += timedelta(days=1)
    return begins
