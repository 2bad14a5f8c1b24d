"""Blocks of numbers: what a machine may print while it is cut off (D2).

Every machine has letters of its own. A number such as ``AP012`` is the class, the machine's letters and a
count that it keeps itself, from 1 on every branch day; so it needs nobody's leave for the next, no two
machines share one, and each series is without gaps. A block is the right to do so up to a number and a day.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain, product
from typing import ClassVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from shared.contracts.lobby import GrantedDay, NumberBlockGranted
from shared.contracts.words import TicketClass
from shared.domain import Document
from shared.errors import Refusal

LAST = 999
DAYS_AHEAD = 3
MOST_HELD = 4
"""Series of one machine at a time: a new disk has a new one, and a branch has 600 in all."""
KEEP = 16
"""Days that used numbers are remembered: longer than an event may be old."""

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # without I and O, which are read as digits
FREE = tuple(chain(ALPHABET, map("".join, product(ALPHABET, repeat=2))))
Ranges = tuple[tuple[int, int], ...]


class NotYourSeries(Refusal):
    code, status = "not_your_series", 403
    en, zh = "The number is of a series that this machine does not hold.", "该号不属于本设备的号段。"


class BeyondBlock(Refusal):
    code, status = "beyond_block", 409
    en = "The number is beyond what the machine was granted for that day; ask for its block again."
    zh = "该号超出设备当日的授权号段，请重新申请号段。"


class NumberUsed(Refusal):
    code, status = "number_used", 409
    en, zh = "Another customer has this number.", "该号已被其他客户使用。"


class TooManyMemories(Refusal):
    code, status = "too_many_memories", 409
    en = "The machine holds as many series as it may; tell operations if its disk was changed so often."
    zh = "设备持有的号段已达上限；如确因多次更换存储介质，请联系运维。"


class NoSeriesLeft(Refusal):
    code, status = "no_series_left", 409
    en, zh = "Every series of the branch is held by a machine.", "本网点的号段已分配完。"


@dataclass(frozen=True)
class PrintedNumber:
    """A number that a machine gave: ``AP012`` is number 12 of class A from the machine with the letters P."""

    ticket: str
    ticket_class: TicketClass
    letters: str
    number: int

    @classmethod
    def read(cls, ticket: str) -> "PrintedNumber | None":
        """None when it is no machine's: the hall's own have no letters of a machine."""
        found = re.fullmatch(r"([AGV])([A-Z]{1,2})([0-9]{3})", ticket)
        return cls(ticket, TicketClass(found[1]), found[2], int(found[3])) if found else None

    @property
    def series(self) -> str:
        return f"{self.ticket_class}{self.letters}"


class Holder(BaseModel):
    """A machine with what it remembers its numbers with, and the last day that it was granted."""

    model_config = ConfigDict(frozen=True)

    device: str
    memory: str
    until: str


class SeriesLetters(Document):
    """The letters of each machine of a branch; the id is the branch's."""

    collection: ClassVar[str] = "letters"

    holders: dict[str, Holder] = {}

    def grant(self, device: str, memory: str, today: str) -> tuple["SeriesLetters", str]:
        """The letters of this memory, for good; fresh ones for a new one, or those of one long silent.

        Raises `TooManyMemories`, `NoSeriesLeft`.
        """
        until = _day(today, DAYS_AHEAD)
        if letters := self.of(device, memory):
            held = self.holders[letters]
            return self._held(letters, held.model_copy(update={"until": max(until, held.until)})), letters
        lately = _day(today, -KEEP)
        if sum(held.device == device and held.until >= lately for held in self.holders.values()) >= MOST_HELD:
            raise TooManyMemories(device)
        free = next((one for one in FREE if one not in self.holders), None) or self._silent(today)
        return self._held(free, Holder(device=device, memory=memory, until=until)), free

    def of(self, device: str, memory: str) -> str | None:
        """The letters that a machine has with this memory."""
        held = ((letters, (one.device, one.memory)) for letters, one in self.holders.items())
        return next((letters for letters, by in held if by == (device, memory)), None)

    def must_hold(self, printed: PrintedNumber, device: str | None, day: str) -> None:
        """Raises `NotYourSeries` or `BeyondBlock` unless `device` may have printed this on `day`."""
        held = self.holders.get(printed.letters)
        if held is None or held.device != device:
            raise NotYourSeries(printed.ticket)
        if day > held.until or not 0 < printed.number <= LAST:
            raise BeyondBlock(f"{printed.ticket} {day}")

    def _held(self, letters: str, holder: Holder) -> "SeriesLetters":
        return self.evolve(holders={**self.holders, letters: holder})

    def _silent(self, today: str) -> str:
        long_ago = _day(today, -KEEP)
        silent = [(held.until, letters) for letters, held in self.holders.items() if held.until < long_ago]
        if not silent:
            raise NoSeriesLeft
        return min(silent)[1]


class Series(Document):
    """The numbers of a machine that the hall has received, by day and class, as ranges; its id is
    ``<branch>/<letters>``. Numbers between ranges were printed and are still on their way."""

    collection: ClassVar[str] = "series"

    used: dict[str, dict[str, Ranges]] = {}

    def next(self, day: str, of: str) -> int:
        """One more than the highest that is known."""
        ranges = self.used.get(day, {}).get(of, ())
        return ranges[-1][1] + 1 if ranges else 1

    def has(self, day: str, printed: PrintedNumber) -> bool:
        """Return whether this number was received for that day."""
        ranges = self.used.get(day, {}).get(printed.series, ())
        return any(first <= printed.number <= last for first, last in ranges)

    def use(self, day: str, of: str, number: int, today: str) -> "Series":
        """Take a number, in whatever order they come; days long past are forgotten. Raises `NumberUsed`."""
        ranges = self.used.get(day, {}).get(of, ())
        if any(first <= number <= last for first, last in ranges):
            raise NumberUsed(f"{of}{number:03d} {day}")
        joined: list[tuple[int, int]] = []
        for first, last in sorted((*ranges, (number, number))):
            if joined and joined[-1][1] + 1 == first:
                joined[-1] = (joined[-1][0], last)
            else:
                joined.append((first, last))
        kept = {known: of_day for known, of_day in self.used.items() if known >= _day(today, -KEEP)}
        return self.evolve(used={**kept, day: {**kept.get(day, {}), of: tuple(joined)}})


def series_id(branch: str, letters: str) -> str:
    return f"{branch}/{letters}"


def block_of(
    branch: str, letters: str, holder: Holder, series: Series | None, timezone: str, today: str
) -> NumberBlockGranted:
    """Build the number block for a machine: when each day begins and ends, which numbers to go on with."""
    known = series or Series(id=series_id(branch, letters))
    days = [_day(today, ahead) for ahead in range(DAYS_AHEAD + 1)]
    return NumberBlockGranted(
        branch=branch,
        device=holder.device,
        memory=holder.memory,
        letters=letters,
        timezone=timezone,
        days=tuple(
            GrantedDay(
                day=day,
                begins=_midnight(day, timezone),
                ends=_midnight(_day(day, 1), timezone),
                next={of: known.next(day, f"{of}{letters}") for of in TicketClass},
                last=LAST,
            )
            for day in days
        ),
    )


def _day(day: str, ahead: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=ahead)).isoformat()


def _midnight(day: str, timezone: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.min, ZoneInfo(timezone))
