"""Tails and streams: what one person was told, in order, on its way to each of their pages."""

import asyncio
from collections import deque
from dataclasses import dataclass, field

from services.notify.feed.domain.entries import Entry
from services.notify.feed.domain.floors import Floor

QUEUE_AT_MOST = 200


@dataclass(eq=False)
class Stream:
    """What waits for one reader. One that lets more than 200 entries wait is dropped, and may come back."""

    branches: frozenset[str]
    position: int
    entries: deque[Entry] = field(default_factory=deque)
    floors: dict[str, Floor] = field(default_factory=dict)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    dropped: bool = False

    def push(self, entry: Entry) -> None:
        if entry.n <= self.position or self.dropped:
            return
        if len(self.entries) >= QUEUE_AT_MOST:
            self.dropped = True
            self.entries.clear()
        else:
            self.entries.append(entry)
            self.position = entry.n
        self.news.set()

    def hint(self, floor: Floor) -> None:
        self.floors[floor.id] = floor
        self.news.set()


@dataclass(eq=False)
class Tail:
    """The end of one person's feed, as far as this process has seen it without a gap. -1: not known yet."""

    last: int = -1
    held: dict[int, Entry] = field(default_factory=dict)
    streams: set[Stream] = field(default_factory=set)
    readers: int = 0

    def start(self, last: int) -> None:
        if self.last < 0:
            self.last = last
            self._pass_on()

    def offer(self, entry: Entry) -> bool:
        """Take an entry in; whether one before it is missing."""
        if entry.n > self.last:
            self.held[entry.n] = entry
            self._pass_on()
        return bool(self.held)

    def skip_to(self, last: int) -> None:
        """What lies before `last` is no longer kept."""
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
