"""Readers who take slowly what they are sent are shut out as soon as others (Q1)."""

import pytest

from services.notify.feed.domain.entries import Entry
from services.notify.feed.hub import STREAM_LASTS, Hub
from tests.unit.notify.clock import ClockByHand
from tests.unit.notify.feed.feed_readers import KeptEntries, entry

OLD = 20


@pytest.mark.parametrize("ended", ["rights", "time"])
async def test_what_was_before_is_sent_no_further_to_who_is_not_allowed_it_any_more(ended: str) -> None:
    kept, clock, allowed = KeptEntries(), ClockByHand(), True
    kept.commit(*(entry(n) for n in range(1, OLD + 1)))
    hub = Hub(kept, clock=clock)
    stream = hub.follow("li.na", ["B001"], 0, is_allowed=lambda: allowed)
    await anext(stream)
    first = await anext(stream)
    assert isinstance(first, Entry)
    if ended == "rights":
        allowed = False
    else:
        await clock.advance(STREAM_LASTS)
    assert [one async for one in stream] == []


async def test_what_waits_for_a_slow_reader_is_not_sent_once_their_rights_have_ended() -> None:
    kept, clock, allowed = KeptEntries(), ClockByHand(), True
    hub = Hub(kept, clock=clock)
    stream = hub.follow("li.na", ["B001"], None, is_allowed=lambda: allowed)
    await anext(stream)
    hub.deliver(kept.commit(entry(1), entry(2), entry(3)))
    first = await anext(stream)
    assert isinstance(first, Entry)
    allowed = False
    assert [one async for one in stream] == []
