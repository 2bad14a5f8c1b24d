"""Streams and resequencers: the entries of one person, in order, on their way to each of their pages."""

import asyncio
from collections import deque
from dataclasses import dataclass, field

from services.notify.feed.domain.entries import Entry
from services.notify.floors.domain import Change, Floor

QUEUE_AT_MOST = 200


@dataclass(frozen=True)
class Hint:
    """The events at a branch since the last hint of it; None when nobody knows all of them."""

    branch: str
    changes: tuple[Change, ...] | None


@dataclass(eq=False)
class Stream:
    """The queue of one connected page. A reader that lets more than 200 entries wait is dropped, and may come
    back."""

    branches: frozenset[str]
    position: int
    """The number of the last entry that was queued."""
    entries: deque[Entry] = field(default_factory=deque)
    floors: dict[str, Floor] = field(default_factory=dict)
    """Those that changed since the last hint."""
    hinted: dict[str, int] = field(default_factory=dict)
    """The number of events of each branch that the hints have told."""
    news: asyncio.Event = field(default_factory=asyncio.Event)
    dropped: bool = False

    def push(self, entry: Entry) -> None:
        """Queue an entry, unless it was queued before or the reader is dropped."""
        if entry.n <= self.position or self.dropped:
            return
        if len(self.entries) >= QUEUE_AT_MOST:
            self.dropped = True
            self.entries.clear()
        else:
            self.entries.append(entry)
            self.position = entry.n
        self.news.set()

    def change(self, floor: Floor) -> None:
        """Note that a floor changed, until a hint tells it."""
        self.floors[floor.id] = floor
        self.news.set()

    def next_hint(self) -> Hint:
        """Return the hint of the floor that has waited longest."""
        floor = self.floors.pop(next(iter(self.floors)))
        changes = floor.since(self.hinted.get(floor.id))
        self.hinted[floor.id] = floor.count
        return Hint(floor.id, changes)


@dataclass(eq=False)
class Resequencer:
    """Passes the entries of one person on to their streams in the order of their numbers.

    `last` is the number up to which this process has passed them on, -1 before it is known; entries that
    came before one with a smaller number are held.
    """

    last: int = -1
    held: dict[int, Entry] = field(default_factory=dict)
    streams: set[Stream] = field(default_factory=set)
    readers: int = 0

    def start(self, last: int) -> None:
        """Begin after entry `last`, unless begun."""
        if self.last < 0:
            self.last = last
            self._pass_on()

    def accept(self, entry: Entry) -> bool:
        """Take an entry in; return whether one before it is missing."""
        if entry.n > self.last:
            self.held[entry.n] = entry
            self._pass_on()
        return bool(self.held)

    def skip_to(self, last: int) -> None:
        """Wait no longer for entries up to `last`: they are not kept any more."""
        self.last = max(self.last, last)
        self._pass_on()

    def _pass_on(self) -> None:
        if self.last < 0:
            return
        for n in [n for n in self.held if n <= self.last]:
            del self.held[n]
        while entry := self.held.pop(self.last + 1, None):
            self.last = entry.n
            for stream in self.streams:
                stream.push(entry)
