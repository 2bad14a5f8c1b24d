"""Streams: replay then live, without gap or double, and nobody waits for a slow reader."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime

import pytest
from pymongo.errors import PyMongoError

from services.notify.feed.api.stream import frame
from services.notify.feed.domain.entries import Entry
from services.notify.feed.hub import (
    ALLOWED_EVERY,
    MOST_OF_ONE,
    MOST_STREAMS,
    POLL_EVERY,
    REPLAYED,
    STREAM_LASTS,
    Hello,
    Hub,
    TooManyStreams,
)
from services.notify.feed.streams import QUEUE_AT_MOST, Hint
from services.notify.floors.domain import REMEMBERED, Change, Floor
from shared.errors import Unavailable
from tests.unit.notify.clock import ClockByHand, settle
from tests.unit.notify.feed.feed_readers import KeptEntries, entry

NOW = datetime(2026, 3, 2, tzinfo=UTC)
News = Hello | Entry | Hint


@pytest.fixture
def clock() -> ClockByHand:
    return ClockByHand()


@pytest.fixture
def kept() -> KeptEntries:
    return KeptEntries()


def numbers(news: list[News]) -> list[int]:
    return [one.n for one in news if isinstance(one, Entry)]


async def take(stream: AsyncGenerator[News], entries: int) -> list[News]:
    """Read until so many entries have come."""
    taken: list[News] = []
    while len(numbers(taken)) < entries:
        taken.append(await anext(stream))
    return taken


async def test_a_new_stream_begins_now_and_says_where_that_is(kept: KeptEntries) -> None:
    hub = Hub(kept)
    kept.commit(*(entry(n) for n in range(1, 6)))
    stream = hub.follow("li.na", ["B001"], None)
    assert await anext(stream) == Hello(last=5, after=5)
    hub.deliver(kept.commit(entry(6)))
    assert numbers(await take(stream, 1)) == [6]
    await stream.aclose()


async def test_a_break_before_the_first_entry_loses_nothing(kept: KeptEntries) -> None:
    """A reader comes back after the last id it has received, and the first frame has one."""
    hub = Hub(kept)
    kept.commit(*(entry(n) for n in range(1, 6)))
    first = hub.follow("li.na", ["B001"], None)
    hello = frame(await anext(first)).encode().decode()
    await first.aclose()
    (received,) = [line.partition(": ")[2] for line in hello.splitlines() if line.startswith("id:")]
    hub.deliver(kept.commit(entry(6)))
    again = hub.follow("li.na", ["B001"], int(received))
    assert numbers(await take(again, 1)) == [6]
    await again.aclose()


async def test_a_resumed_stream_replays_what_was_missed_and_goes_on_live(kept: KeptEntries) -> None:
    hub = Hub(kept)
    kept.commit(*(entry(n) for n in range(1, 501)))
    stream = hub.follow("li.na", ["B001"], 42)
    taken = await take(stream, 100)
    hub.deliver(kept.commit(*(entry(n) for n in range(501, 511))))
    taken += await take(stream, 368)
    assert numbers(taken) == list(range(43, 511))
    await stream.aclose()


async def test_who_was_away_for_very_long_is_replayed_the_last_thousand(kept: KeptEntries) -> None:
    hub = Hub(kept)
    kept.commit(*(entry(n) for n in range(1, REPLAYED + 501)))
    stream = hub.follow("li.na", ["B001"], 0)
    taken = await take(stream, REPLAYED)
    assert taken[0] == Hello(last=REPLAYED + 500, after=500)
    assert numbers(taken) == list(range(501, REPLAYED + 501))
    await stream.aclose()


async def test_a_person_has_so_many_pages_and_is_in_nobody_elses_way(kept: KeptEntries) -> None:
    hub = Hub(kept)
    for _ in range(MOST_OF_ONE):
        hub.enter("li.na")
    with pytest.raises(TooManyStreams):
        hub.enter("li.na")
    hub.enter("zhao.lei")
    hub.leave("li.na")
    hub.enter("li.na")


async def test_all_people_together_have_so_many_pages(kept: KeptEntries) -> None:
    hub = Hub(kept)
    for number in range(MOST_STREAMS):
        hub.enter(f"staff.{number}")
    with pytest.raises(Unavailable):
        hub.enter("one.more")
    hub.leave("staff.1")
    hub.enter("one.more")


async def test_neither_gap_nor_double_while_entries_are_committed_all_the_time(kept: KeptEntries) -> None:
    hub = Hub(kept)

    async def tell() -> None:
        for n in range(1, 1001):
            hub.deliver(kept.commit(entry(n)))
            if n % 3 == 0:
                await asyncio.sleep(0)

    telling = asyncio.create_task(tell())
    streams = []
    for after in (0, 7, 300, 0):
        await settle()
        streams.append(hub.follow("li.na", ["B001"], after))
    for news in await asyncio.gather(*(until(stream, 1000) for stream in streams)):
        first = news[0]
        assert isinstance(first, Hello)
        assert numbers(news) == list(range(first.after + 1, 1001))
    await telling
    for stream in streams:
        await stream.aclose()


async def test_a_stream_ends_within_a_second_when_its_reader_is_not_allowed_it_any_more(
    kept: KeptEntries, clock: ClockByHand
) -> None:
    hub = Hub(kept, clock=clock)
    kept.commit(entry(1))
    allowed = True
    stream = hub.follow("li.na", ["B001"], 0, is_allowed=lambda: allowed)
    reading = asyncio.create_task(read_all(stream))
    await clock.advance(5)
    assert not reading.done()
    allowed = False
    await clock.advance(ALLOWED_EVERY)
    assert numbers(await reading) == [1]


async def until(stream: AsyncGenerator[News], last: int) -> list[News]:
    """Read until the entry of this number has come."""
    taken: list[News] = []
    while not taken or getattr(taken[-1], "n", 0) < last:
        taken.append(await anext(stream))
    return taken


async def test_what_another_process_commits_comes_within_a_poll_in_order_and_once(
    kept: KeptEntries, clock: ClockByHand
) -> None:
    ours, theirs = Hub(kept, clock=clock), Hub(kept, clock=clock)
    stream = ours.follow("li.na", ["B001"], 0)
    await anext(stream)
    reading = asyncio.create_task(take(stream, 60))
    for n in range(1, 61):
        (ours if n % 3 else theirs).deliver(kept.commit(entry(n)))
        await settle()
    assert not reading.done()  # 60 is of the other process, and nothing is known to be missing
    await clock.advance(POLL_EVERY)
    assert numbers(await reading) == list(range(1, 61))
    await stream.aclose()


async def test_an_entry_that_overtakes_another_waits_for_it(kept: KeptEntries, clock: ClockByHand) -> None:
    hub = Hub(kept, clock=clock)
    stream = hub.follow("li.na", ["B001"], None)
    await anext(stream)
    reading = asyncio.create_task(take(stream, 2))
    await settle()
    first, second = kept.commit(entry(1), entry(2))
    hub.deliver([second])
    assert numbers(await reading) == [1, 2]
    hub.deliver([first])
    hub.deliver(kept.commit(entry(3)))
    assert numbers(await take(stream, 1)) == [3]
    await stream.aclose()


async def test_a_number_that_was_never_told_starts_now(kept: KeptEntries) -> None:
    hub = Hub(kept)
    kept.commit(entry(1))
    stream = hub.follow("li.na", ["B001"], 999)
    assert await anext(stream) == Hello(last=1, after=1)
    await stream.aclose()


async def test_entries_that_are_no_longer_kept_do_not_hold_a_stream_up(kept: KeptEntries) -> None:
    hub = Hub(kept)
    kept.commit(*(entry(n) for n in range(8, 11)))
    stream = hub.follow("li.na", ["B001"], 2)
    assert numbers(await take(stream, 3)) == [8, 9, 10]
    await stream.aclose()


async def test_a_stopped_reader_is_dropped_and_misses_nothing_when_it_comes_back(kept: KeptEntries) -> None:
    hub = Hub(kept)
    stopped, reading = (hub.follow("li.na", ["B001"], None) for _ in range(2))
    await anext(stopped)
    await anext(reading)
    first = asyncio.create_task(take(stopped, 1))
    await settle()
    hub.deliver(kept.commit(entry(1)))
    await first  # and from here on it takes nothing
    others = asyncio.create_task(take(reading, QUEUE_AT_MOST + 52))
    await asyncio.sleep(0)
    for n in range(2, QUEUE_AT_MOST + 53):
        hub.deliver(kept.commit(entry(n)))
        await asyncio.sleep(0)
    assert numbers(await others) == list(range(1, QUEUE_AT_MOST + 53))
    with pytest.raises(StopAsyncIteration):
        await anext(stopped)
    again = hub.follow("li.na", ["B001"], 1)
    assert numbers(await take(again, QUEUE_AT_MOST + 51)) == list(range(2, QUEUE_AT_MOST + 53))
    for stream in (reading, again):
        await stream.aclose()


async def test_a_stream_ends_when_its_time_is_over(kept: KeptEntries, clock: ClockByHand) -> None:
    reading = asyncio.create_task(read_all(Hub(kept, clock=clock).follow("li.na", ["B001"], None)))
    await clock.advance(STREAM_LASTS - 1)
    assert not reading.done()
    await clock.advance(1)
    assert await reading == [Hello(last=0, after=0)]


def floor(branch: str, count: int) -> Floor:
    """The floor of a branch where `count` tickets were issued."""
    issued = (Change(event="ticket_issued", visit=f"v{n}") for n in range(1, count + 1))
    return Floor(id=branch, version=count, count=count, recent=tuple(issued)[-REMEMBERED:])


def visits(hint: Hint) -> list[str | None] | None:
    return None if hint.changes is None else [one.visit for one in hint.changes]


async def test_hints_come_five_a_second_at_most_and_tell_all_that_happened_between(
    kept: KeptEntries, clock: ClockByHand
) -> None:
    hub = Hub(kept, clock=clock)
    reading = asyncio.create_task(read_all(hub.follow("li.na", ["B001"], None, lasts=2.1)))
    await settle()
    for count in range(1, 51):
        hub.deliver([floor("B001", count), floor("B002", count)])
        await clock.advance(0.02)
    await clock.advance(2)
    hints = [one for one in await reading if isinstance(one, Hint)]
    assert {one.branch for one in hints} == {"B001"}
    assert len(hints) == 6  # at once, four more in this second, and the last one
    assert visits(hints[0]) is None  # nobody knew what had happened before
    told = [visit for one in hints[1:] for visit in visits(one) or ()]
    assert told == [f"v{n}" for n in range(2, 51)]


async def test_a_hint_tells_all_events_of_one_commit(kept: KeptEntries, clock: ClockByHand) -> None:
    hub = Hub(kept, clock=clock)
    first = asyncio.create_task(read_all(hub.follow("li.na", ["B001"], None, lasts=1.0)))
    await settle()
    hub.deliver([floor("B001", 1)])
    await clock.advance(1.0)
    await first
    later = asyncio.create_task(read_all(hub.follow("li.na", ["B001"], None, lasts=1.0)))
    await settle()
    hub.deliver([floor("B001", 4)])
    await clock.advance(1.0)
    assert [visits(one) for one in await later if isinstance(one, Hint)] == [["v2", "v3", "v4"]]


async def test_more_than_is_remembered_is_told_as_anything(kept: KeptEntries, clock: ClockByHand) -> None:
    hub = Hub(kept, clock=clock)
    reading = asyncio.create_task(read_all(hub.follow("li.na", ["B001"], None, lasts=1.0)))
    await settle()
    for count in (1, 2, 2 + REMEMBERED + 1):
        hub.deliver([floor("B001", count)])
        await clock.advance(0.3)
    await clock.advance(0.2)
    told = [visits(one) for one in await reading if isinstance(one, Hint)]
    assert told == [None, ["v2"], None]


async def test_nothing_is_left_of_readers_who_went(kept: KeptEntries, clock: ClockByHand) -> None:
    hub = Hub(kept, clock=clock)
    streams = [hub.follow(staff, ["B001"], 0) for staff in ("li.na", "wang.wei", "li.na")]
    for stream in streams:
        await anext(stream)
        await stream.aclose()
    live = hub.follow("li.na", ["B001"], None)
    await anext(live)
    reading = asyncio.create_task(anext(live))
    await settle()
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    await settle()
    assert not hub._resequencers
    assert not hub._streams_at
    assert hub._polling is not None
    assert hub._polling.done()


async def test_a_store_that_is_away_is_asked_again_a_second_later(
    kept: KeptEntries, clock: ClockByHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = Hub(kept, clock=clock)
    stream = hub.follow("li.na", ["B001"], 0)
    await anext(stream)
    reading = asyncio.create_task(take(stream, 1))
    await settle()
    kept.commit(entry(1))
    with monkeypatch.context() as away:
        away.setattr(kept, "lasts", fail)
        await clock.advance(POLL_EVERY)
    assert not reading.done()
    await clock.advance(2 * POLL_EVERY)
    assert numbers(await reading) == [1]
    await stream.aclose()


async def fail(*_: object) -> None:
    raise PyMongoError("away")


async def read_all(stream: AsyncGenerator[News]) -> list[News]:
    """Read until the stream ends."""
    return [news async for news in stream]
