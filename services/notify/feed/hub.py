"""From a commit to the screens: one hub per process, one tail per connected person, one stream per page.

    commit here  ──▶ offer ─┐
    commit on another  ──▶ poll, once a second ─┴─▶ tail: in order of n ─▶ streams ─▶ SSE

A tail passes entries on only in the order of their numbers; what overtakes another is held until the poll
has fetched what is missing. A stream first replays from the store up to its tail, then joins it, with
nothing awaited between: so there is neither gap nor double.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Protocol
from weakref import WeakKeyDictionary

from pymongo.errors import PyMongoError

from services.notify.feed.domain.entries import Entry
from services.notify.feed.domain.floors import Floor
from services.notify.feed.tails import QUEUE_AT_MOST, Stream, Tail
from services.notify.store import Reader
from shared.domain import Document
from shared.runtime import ServiceRuntime
from shared.telemetry import log

PAGE = 200
POLL_EVERY = 1.0
FLOOR_EVERY = 0.2
STREAM_LASTS = 15 * 60.0
STANDS_EVERY = 1.0
"""How often a stream asks whether its reader may still hear."""


class Reads(Protocol):
    """What a hub reads: `store.Reader`, or lists in tests."""

    async def after(self, staff: str, n: int, limit: int) -> list[Entry]: ...
    async def lasts(self, staff: list[str]) -> dict[str, int]: ...
    async def floors(self, branches: list[str]) -> list[Floor]: ...


@dataclass(frozen=True)
class Hello:
    """The first thing a stream says: the number of the last entry, and that after which it goes on."""

    last: int
    after: int


class Hub:
    """Who is connected to this process, and what they have been sent."""

    def __init__(self, reads: Reads, *, poll_every: float = POLL_EVERY) -> None:
        self._reads = reads
        self._poll_every = poll_every
        self._tails: dict[str, Tail] = {}
        self._at_branch: dict[str, set[Stream]] = {}
        self._floors_seen: dict[str, int] = {}
        self._hurry = asyncio.Event()
        self._polling: asyncio.Task[None] | None = None

    def offer(self, documents: Iterable[Document]) -> None:
        """Take what was committed: entries go to their person, floors to all of their branch."""
        for document in documents:
            if isinstance(document, Entry):
                tail = self._tails.get(document.staff)
                if tail is not None and tail.offer(document):
                    self._hurry.set()
            elif isinstance(document, Floor) and document.version > self._floors_seen.get(document.id, 0):
                self._floors_seen[document.id] = document.version
                for stream in self._at_branch.get(document.id, ()):
                    stream.hint(document)

    async def follow(
        self,
        staff: str,
        branches: Iterable[str],
        after: int | None,
        *,
        lasts: float = STREAM_LASTS,
        stands: Callable[[], bool] = lambda: True,
    ) -> AsyncGenerator[Hello | Entry | Floor]:
        """What `staff` was told after entry `after` (None: from now on), then what they are told live, and
        hints that their branches' floors changed. Ends after `lasts` seconds, when the reader is slow, or
        when their right no longer `stands`."""
        ends = asyncio.get_running_loop().time() + lasts
        tail = await self._enter(staff)
        try:
            position = tail.last if after is None else min(after, tail.last)
            yield Hello(tail.last, position)
            while position < tail.last:
                page = await self._reads.after(staff, position, PAGE)
                for entry in page:
                    position = entry.n
                    yield entry
                if not page:
                    position = tail.last
            stream = Stream(frozenset(branches), position)
            self._join(tail, stream)
            try:
                async with aclosing(_live(stream, ends, stands)) as live:
                    async for news in live:
                        yield news
            finally:
                self._leave(tail, stream)
        finally:
            self._exit(staff, tail)

    async def catch_up(self) -> None:
        """Fetch what another process committed for those connected here."""
        known = [staff for staff, tail in self._tails.items() if tail.last >= 0]
        for staff, last in (await self._reads.lasts(known)).items():
            tail = self._tails.get(staff)
            while tail is not None and tail.last < last:
                page = await self._reads.after(staff, tail.last, PAGE)
                for entry in page:
                    tail.offer(entry)
                if not page or page[0].n > tail.last:
                    tail.skip_to(page[0].n - 1 if page else last)
        if self._at_branch:
            self.offer(await self._reads.floors(list(self._at_branch)))

    async def _enter(self, staff: str) -> Tail:
        tail = self._tails.setdefault(staff, Tail())
        tail.readers += 1
        try:
            if tail.last < 0:
                tail.start((await self._reads.lasts([staff])).get(staff, 0))
        except BaseException:
            self._exit(staff, tail)
            raise
        if self._polling is None or self._polling.done():
            self._polling = asyncio.create_task(self._poll(), name="hub")
        return tail

    def _exit(self, staff: str, tail: Tail) -> None:
        tail.readers -= 1
        if not tail.readers:
            self._tails.pop(staff, None)
            self._hurry.set()

    def _join(self, tail: Tail, stream: Stream) -> None:
        tail.streams.add(stream)
        for branch in stream.branches:
            self._at_branch.setdefault(branch, set()).add(stream)

    def _leave(self, tail: Tail, stream: Stream) -> None:
        tail.streams.discard(stream)
        for branch in stream.branches:
            at_branch = self._at_branch.get(branch, set())
            at_branch.discard(stream)
            if not at_branch:
                self._at_branch.pop(branch, None)

    async def _poll(self) -> None:
        """As long as anybody is connected."""
        while self._tails:
            try:
                async with asyncio.timeout(self._poll_every):
                    await self._hurry.wait()
            except TimeoutError:
                pass
            self._hurry.clear()
            try:
                await self.catch_up()
            except PyMongoError as error:
                log.warning("hub_waits", error=type(error).__name__)
                await asyncio.sleep(self._poll_every)


async def _live(stream: Stream, ends: float, stands: Callable[[], bool]) -> AsyncGenerator[Entry | Floor]:
    """What is pushed to a stream, entries at once, floors five a second at most."""
    clock, floors_from = asyncio.get_running_loop().time, 0.0
    while (now := clock()) < ends and stands():
        while stream.entries:
            yield stream.entries.popleft()
        if stream.dropped:
            log.info("slow_reader_dropped", waiting=QUEUE_AT_MOST)
            return
        if stream.floors and now >= floors_from:
            floors_from = now + FLOOR_EVERY
            yield stream.floors.pop(next(iter(stream.floors)))
        until = min(ends, floors_from if stream.floors else now + STANDS_EVERY)
        stream.news.clear()
        if stream.entries or stream.dropped:
            continue
        try:
            async with asyncio.timeout_at(until):
                await stream.news.wait()
        except TimeoutError:
            pass


_hubs: "WeakKeyDictionary[ServiceRuntime, Hub]" = WeakKeyDictionary()


def hub_of(runtime: ServiceRuntime) -> Hub:
    """The hub of a running service."""
    if runtime not in _hubs:
        _hubs[runtime] = Hub(Reader(runtime.store))
    return _hubs[runtime]
