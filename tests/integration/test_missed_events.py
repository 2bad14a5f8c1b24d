"""A queue that is deleted, on a real broker: its service asks for what was in it, and gets it once."""

import pytest

from shared import missed
from shared.bus import declare
from shared.contracts.base import Envelope, Event
from shared.missed import MISSED
from shared.outbox_messages import messages_of
from shared.runtime import ServiceRuntime
from shared.settings import Settings
from shared.store import OUTBOX
from tests.conftest import VHost
from tests.integration.tally import Pressed, Sender, at_work, pressed, settings
from tests.integration.test_way_of_an_event import counted, tally, until


@pytest.fixture
def place(vhost: VHost, mongo_uri: str, database: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A broker and a store of one's own, where the tally is the only service."""
    monkeypatch.setattr(missed, "SERVICES", ("tally",))
    return settings(vhost.url, mongo_uri, database)


async def keep(runtime: ServiceRuntime, *events: Envelope[Event]) -> None:
    """Keep events as their publisher does."""
    await runtime.store.db[OUTBOX].insert_many([raw for one in events for raw in messages_of(one, 1, {})])


async def noted(runtime: ServiceRuntime) -> bool:
    return await runtime.store.db[MISSED].find_one({}) is not None


async def test_what_was_in_a_deleted_queue_is_handled_once_after_all(place: Settings) -> None:
    handled, lost = pressed("handled"), pressed("lost")
    async with at_work(place) as runtime, Sender.on(place.amqp_url.get_secret_value()) as sender:
        await keep(runtime, handled, lost)
        await sender.send(handled)
        await counted(runtime, 1)
    async with Sender.on(place.amqp_url.get_secret_value()) as sender:
        await sender.send(lost)  # and confirmed: its publisher has nothing more to do
        assert (await sender.channel.queue_delete("foyer.tally.0")).message_count == 1
    async with at_work(place) as runtime, Sender.on(place.amqp_url.get_secret_value()) as sender:
        assert (await counted(runtime, 2)).words == ("handled", "lost")
        await sender.send(pressed("after"))
        assert (await counted(runtime, 3)).words == ("handled", "lost", "after")

        async def is_asked() -> bool:
            return not await noted(runtime)

        await until(is_asked)


async def test_what_was_in_a_deleted_queue_is_handled_whoever_makes_it_anew(
    place: Settings,
) -> None:
    url, lost = place.amqp_url.get_secret_value(), pressed("lost")
    async with at_work(place) as runtime, Sender.on(url) as sender:
        await keep(runtime, lost)
        await sender.send(pressed("handled"))
        await counted(runtime, 1)
    async with Sender.on(url) as sender:
        await sender.channel.queue_delete("foyer.tally.0")
    await declare(url, "tally", [Pressed], 1)
    async with at_work(place) as runtime:
        assert (await counted(runtime, 2)).words == ("handled", "lost")


async def test_a_service_that_begins_asks_for_nothing(place: Settings) -> None:
    async with at_work(place) as runtime:
        await keep(runtime, pressed("of before"))
        assert not await noted(runtime)
    async with at_work(place) as runtime, Sender.on(place.amqp_url.get_secret_value()) as sender:
        await sender.send(pressed("first"))
        assert (await counted(runtime, 1)).words == ("first",)
        assert await tally(runtime, "u") is None
