"""Laying what is due into the free hours of working days (Q2): the same asks and days give the same schedule,
and what does not fit is said.

A day has as many slots as the branch counts on for contacts; what overlaps a visit is taken. Day by day,
those asks whose last day comes first get the slots (earliest due date first, which leaves the fewest unplaced
where all take one slot; Jackson 1955); within a day, who has a best hour gets the free slot nearest to it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

HOURS = ((9 * 60, 12 * 60), (14 * 60, 17 * 60))
"""The hours for customers on a working day, in minutes after midnight at the branch."""


@dataclass(frozen=True)
class Busy:
    """Minutes of a day that are taken."""

    day: date
    start: int
    end: int


@dataclass(frozen=True)
class Day:
    """A day with the starts of its free slots, in minutes after midnight; of a day off, none."""

    day: date
    free: tuple[int, ...]


@dataclass(frozen=True)
class Ask:
    """Something that takes one slot, from `earliest` to `latest`; `hour` is the best one, if it is known.
    What was due before the first day is to be done on any of them, and comes first."""

    id: str
    earliest: date
    latest: date
    hour: int | None = None


@dataclass(frozen=True)
class Placed:
    """An ask with its day and the start of its slot."""

    id: str
    day: date
    start: int


def slots_of_day(day: date, count: int, busy: Iterable[Busy], *, working: bool, since: int = 0) -> Day:
    """Return the free slots of a day that has `count` of them, from the minute `since` on."""
    length = slot_minutes(count)
    taken = [one for one in busy if one.day == day]
    halves = zip(HOURS, ((count + 1) // 2, count // 2), strict=True)
    starts = [first + length * number for (first, _), many in halves for number in range(many)]
    free = (
        start
        for start in starts
        if start >= since and not any(one.start < start + length and start < one.end for one in taken)
    )
    return Day(day, tuple(free) if working else ())


def slot_minutes(count: int) -> int:
    """Return the minutes of a slot where a day has `count`, half of them before noon."""
    return (HOURS[0][1] - HOURS[0][0]) // max((count + 1) // 2, 1)


def lay(days: Sequence[Day], asks: Iterable[Ask]) -> tuple[list[Placed], list[str]]:
    """Lay asks into the free slots of ascending days; returns also the ids of those that do not fit. One
    whose time reaches beyond the last day waits, and is in neither."""
    waiting = sorted(asks, key=lambda ask: (ask.latest, ask.earliest, ask.id))
    placed: list[Placed] = []
    first = days[0].day if days else date.min
    for one in days:
        ready = [
            ask
            for ask in waiting
            if ask.earliest <= one.day and (one.day <= ask.latest or ask.latest < first)
        ][: len(one.free)]
        placed += _within(one, ready)
        taken = {ask.id for ask in ready}
        waiting = [ask for ask in waiting if ask.id not in taken]
    last = days[-1].day if days else date.min
    return placed, [ask.id for ask in waiting if ask.latest <= last]


def _within(day: Day, asks: Sequence[Ask]) -> list[Placed]:
    """Give each ask a slot of the day: those with a best hour first, the nearest to it."""
    free, placed = list(day.free), {}
    for ask in sorted(asks, key=lambda ask: ask.hour is None):
        wanted = None if ask.hour is None else ask.hour * 60 + 30
        start = min(free, key=lambda one: (0 if wanted is None else abs(one - wanted), one))
        free.remove(start)
        placed[ask.id] = start
    return sorted((Placed(id, day.day, start) for id, start in placed.items()), key=lambda one: one.start)
