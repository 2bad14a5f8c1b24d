"""The hub: from a commit to the connected pages. One hub per process, one resequencer per connected person,
one stream per page.

    commit of this process ──▶ deliver ─┐
    commit of another  ──▶ poll, once a second ─┴─▶ resequencer: by number ─▶ streams ─▶ SSE

A resequencer passes entries on only in the order of their numbers; one that overtakes another is held until
the poll has fetched what is missing. A stream first replays from the store up to its resequencer, then joins
it, with nothing awaited between: so there is neither gap nor double.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import aclosing
from dataclasses import dataclass
from typing import ClassVar, Protocol
from weakref import WeakKeyDictionary

from pymongo.errors import PyMongoError

from services.notify.feed.clock import LoopClock, StreamClock
from services.notify.feed.domain.entries import Entry
from services.notify.feed.queries import StoreReader
from services.notify.feed.streams import QUEUE_AT_MOST, Hint, Resequencer, Stream
from services.notify.floors.domain import Floor
from shared.domain import Document
from shared.errors import Refusal, Unavailable
from shared.runtime import ServiceRuntime
from shared.telemetry import log

PAGE = 200
POLL_EVERY = 1.0
HINT_EVERY = 0.2
REPLAYED = 1000
"""Entries that a stream replays at most; who was away for longer reads the feed a page at a time."""
MOST_OF_ONE, MOST_STREAMS = 12, 3000
"""Streams of one person, and of all people together, at one process."""
STREAM_LASTS = 15 * 60.0
ALLOWED_EVERY = 1.0
"""Seconds after which a stream asks again whether its reader may still have it."""


class TooManyStreams(Refusal):
    code, status = "too_many_streams", 429
    headers: ClassVar[dict[str, str]] = {"Retry-After": "30"}
    en, zh = "You have too many pages open; close some of them.", "您打开的页面过多，请关闭一些。"


class FeedReader(Protocol):
    """The store as a hub reads it: `queries.StoreReader`, or lists in tests."""

    async def after(self, staff: str, n: int, limit: int) -> list[Entry]: ...
    async def lasts(self, staff: list[str]) -> dict[str, int]: ...
    async def floors(self, branches: list[str]) -> list[Floor]: ...


@dataclass(frozen=True)
class Hello:
    """The first thing a stream says: the number of the last entry, and that after which it goes on."""

    last: int
    after: int


class Hub:
    """The people connected to this process, and what their pages have been sent."""

    def __init__(
        self, reader: FeedReader, *, clock: StreamClock | None = None, poll_every: float = POLL_EVERY
    ) -> None:
        self._reader = reader
        self._clock = clock or LoopClock()
        self._poll_every = poll_every
        self._resequencers: dict[str, Resequencer] = {}
        self._streams_at: dict[str, set[Stream]] = {}
        self._pages: Counter[str] = Counter()
        self._floors: dict[str, Floor] = {}
        self._poll_now = asyncio.Event()
        self._polling: asyncio.Task[None] | None = None

    def enter(self, staff: str) -> None:
        """Count one more page of a person, until it leaves. Raises `TooManyStreams` when they have too many,
        `Unavailable` when all people together have."""
        if self._pages[staff] >= MOST_OF_ONE:
            raise TooManyStreams
        if self._pages.total() >= MOST_STREAMS:
            raise Unavailable("too many streams")
        self._pages[staff] += 1

    def leave(self, staff: str) -> None:
        """Count one page of a person less."""
        self._pages[staff] -= 1
        self._pages += Counter()  # without those who have none any more

    def deliver(self, documents: Iterable[Document]) -> None:
        """Take what was committed: entries go to their person, floors to all of their branch."""
        for document in documents:
            if isinstance(document, Entry):
                resequencer = self._resequencers.get(document.staff)
                if resequencer is not None and resequencer.accept(document):
                    self._poll_now.set()
            elif isinstance(document, Floor):
                self._pass_on(document)

    async def follow(
        self,
        staff: str,
        branches: Iterable[str],
        after: int | None,
        *,
        lasts: float = STREAM_LASTS,
        is_allowed: Callable[[], bool] = lambda: True,
    ) -> AsyncGenerator[Hello | Entry | Hint]:
        """Yield the entries of `staff` after entry `after` (None: from now on), the last 1000 at most, then
        those that come, and hints of what changed at their branches. Ends after `lasts` seconds, when the
        reader is slow, or when the reader is not allowed it any more, however slowly they take what was
        before."""
        ends = self._clock.time() + lasts
        resequencer = await self._connect(staff)
        try:
            position = resequencer.last if after is None else min(after, resequencer.last)
            position = max(position, resequencer.last - REPLAYED)
            yield Hello(resequencer.last, position)
            while position < resequencer.last:
                page = await self._reader.after(staff, position, PAGE)
                for entry in page:
                    if self._clock.time() >= ends or not is_allowed():
                        return
                    position = entry.n
                    yield entry
                if not page:
                    position = resequencer.last
            stream = Stream(frozenset(branches), position)
            self._attach(resequencer, stream)
            try:
                async with aclosing(_live(stream, ends, is_allowed, self._clock)) as live:
                    async for news in live:
                        yield news
            finally:
                self._detach(resequencer, stream)
        finally:
            self._disconnect(staff, resequencer)

    async def catch_up(self) -> None:
        """Fetch what another process committed for those connected to this one."""
        known = [staff for staff, resequencer in self._resequencers.items() if resequencer.last >= 0]
        for staff, last in (await self._reader.lasts(known)).items():
            resequencer = self._resequencers.get(staff)
            while resequencer is not None and resequencer.last < last:
                page = await self._reader.after(staff, resequencer.last, PAGE)
                for entry in page:
                    resequencer.accept(entry)
                if not page or page[0].n > resequencer.last:
                    resequencer.skip_to(page[0].n - 1 if page else last)
        if self._streams_at:
            self.deliver(await self._reader.floors(list(self._streams_at)))

    async def _connect(self, staff: str) -> Resequencer:
        """Return the resequencer of a person, begun; the poll runs from now on."""
        resequencer = self._resequencers.setdefault(staff, Resequencer())
        resequencer.readers += 1
        try:
            if resequencer.last < 0:
                resequencer.start((await self._reader.lasts([staff])).get(staff, 0))
        except BaseException:
            self._disconnect(staff, resequencer)
            raise
        if self._polling is None or self._polling.done():
            self._polling = asyncio.create_task(self._poll(), name="hub")
        return resequencer

    def _disconnect(self, staff: str, resequencer: Resequencer) -> None:
        resequencer.readers -= 1
        if not resequencer.readers:
            self._resequencers.pop(staff, None)
            self._poll_now.set()

    def _pass_on(self, floor: Floor) -> None:
        """Take a floor to the streams of its branch, unless a newer one was here before."""
        known = self._floors.get(floor.id)
        if known is None or floor.version > known.version:
            self._floors[floor.id] = floor
            for stream in self._streams_at.get(floor.id, ()):
                stream.change(floor)

    def _attach(self, resequencer: Resequencer, stream: Stream) -> None:
        resequencer.streams.add(stream)
        for branch in stream.branches:
            if branch in self._floors:
                stream.hinted[branch] = self._floors[branch].count
            self._streams_at.setdefault(branch, set()).add(stream)

    def _detach(self, resequencer: Resequencer, stream: Stream) -> None:
        resequencer.streams.discard(stream)
        for branch in stream.branches:
            streams = self._streams_at.get(branch, set())
            streams.discard(stream)
            if not streams:
                self._streams_at.pop(branch, None)

    async def _poll(self) -> None:
        """Catch up once a second, and at once when an entry is missing, as long as anybody is connected."""
        while self._resequencers:
            await self._clock.wait(self._poll_now, self._clock.time() + self._poll_every)
            self._poll_now.clear()
            try:
                await self.catch_up()
            except PyMongoError as error:
                log.warning("hub_waits", error=type(error).__name__)
                await self._clock.wait(asyncio.Event(), self._clock.time() + self._poll_every)


async def _live(
    stream: Stream, ends: float, is_allowed: Callable[[], bool], clock: StreamClock
) -> AsyncGenerator[Entry | Hint]:
    """Yield what is pushed to a stream: entries at once, hints five a second at most."""
    hints_from = 0.0
    while (now := clock.time()) < ends and is_allowed():
        while stream.entries and is_allowed():
            yield stream.entries.popleft()
        if stream.dropped:
            log.info("slow_reader_dropped", waiting=QUEUE_AT_MOST)
            return
        if stream.floors and now >= hints_from:
            hints_from = now + HINT_EVERY
            yield stream.next_hint()
        until = min(ends, hints_from if stream.floors else now + ALLOWED_EVERY)
        stream.news.clear()
        if stream.entries or stream.dropped:
            continue
        await clock.wait(stream.news, until)


_hubs: "WeakKeyDictionary[ServiceRuntime, Hub]" = WeakKeyDictionary()


def hub_of(runtime: ServiceRuntime) -> Hub:
    """Return the hub of a running service."""
    if runtime not in _hubs:
        _hubs[runtime] = Hub(StoreReader(runtime.store))
    return _hubs[runtime]
