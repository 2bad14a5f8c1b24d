"""The rights of the services' users, on a real broker: a service tells its own events and no other's."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import aio_pika
import pytest
from aio_pika.exceptions import AMQPError
from aiormq.exceptions import ChannelAccessRefused

from deploy.rabbitmq.users import Api, admit, declare_exchanges
from deploy.topology import SERVICES, service
from shared import bus_names as names
from shared.bus import declare
from shared.contracts.base import Envelope, encode
from shared.contracts.customer import CustomerErased
from shared.outbox_messages import messages_of
from shared.service import Service
from shared.settings import Settings
from shared.store import MISSED, OUTBOX
from tests.conftest import Bus, VHost
from tests.integration.tally import at_work, settings
from tests.integration.test_way_of_an_event import until

KEY = f"0.{CustomerErased.key()}"
PASSWORD = "a-password-of-a-service"


@pytest.fixture
def urls(bus: Bus, vhost: VHost) -> Iterator[dict[str, str]]:
    """The AMQP addresses of the services and of the topology job, each with the rights of its user."""
    admin = urlsplit(bus.url)
    manager = urlsplit(bus.management)
    api = Api(urlunsplit(manager._replace(netloc=f"{admin.username}:{admin.password}@{manager.netloc}")))
    declare_exchanges(api, vhost.name)
    there = urlsplit(vhost.url)
    where = f"{there.hostname}:{there.port}"
    found = {
        user: urlunsplit(there._replace(netloc=f"{user}:{PASSWORD}@{where}"))
        for user in (*SERVICES, "topology")
    }
    for user, url in found.items():
        admit(api, user, url, vhost.name)
    yield found
    for user in found:
        api.call("DELETE", f"/users/{user}")


@asynccontextmanager
async def channel_of(url: str) -> AsyncIterator[aio_pika.abc.AbstractChannel]:
    async with await aio_pika.connect(url) as connection:
        yield await connection.channel()


async def may_publish(url: str, exchange: str, key: str) -> bool:
    """Publish to an exchange; tell whether the broker let it through."""
    async with channel_of(url) as channel:
        try:
            there = (
                await channel.get_exchange(exchange, ensure=False) if exchange else channel.default_exchange
            )
            await there.publish(aio_pika.Message(b"{}"), key, mandatory=False)
        except AMQPError:
            return False
        return True


def erased(id: str) -> Envelope[Any]:
    event = CustomerErased(branch="B1", customer="C1")
    return Envelope[Any](
        id=id,
        source="/customer/B1",
        type=event.type_name(),
        subject="C1",
        time="2026-11-26T08:00:00.000Z",  # type: ignore[arg-type]
        branch="B1",
        correlationid="C1",
        data=event,
    )


async def test_every_service_declares_what_it_needs_with_its_own_rights(urls: dict[str, str]) -> None:
    for name in SERVICES:
        await declare(urls["topology"], name, service(name).events, 2)
        await declare(urls[name], name, service(name).events, 2)


async def test_a_service_publishes_its_own_events_alone(urls: dict[str, str]) -> None:
    assert await may_publish(urls["customer"], names.EVENTS, KEY)
    for other in ("lobby", "referral", "notify", "topology"):
        assert not await may_publish(urls[other], names.EVENTS, KEY)


async def test_nobody_sends_once_more_in_the_name_of_another_or_straight_to_a_queue(
    urls: dict[str, str],
) -> None:
    await declare(urls["topology"], "notify", service("notify").events, 1)
    assert await may_publish(urls["lobby"], names.REPLAY, names.replay_key("notify", 0, "lobby"))
    assert not await may_publish(urls["lobby"], names.REPLAY, names.replay_key("notify", 0, "customer"))
    assert not await may_publish(urls["lobby"], "", names.queue_of("notify", 0))


async def test_nobody_hears_what_it_does_not_subscribe_to_or_what_is_sent_to_another(
    urls: dict[str, str],
) -> None:
    asked_for = [
        (names.EVENTS, "#"),
        (names.EVENTS, "0.core.holdings_reported"),
        (names.REPLAY, names.replay_key("customer", 0, "*")),
        (names.REPLAY, "#"),
    ]
    for number, (exchange, key) in enumerate(asked_for):
        async with channel_of(urls["lobby"]) as channel:  # the queue of the one before may not be gone yet
            queue = await channel.declare_queue(f"foyer.lobby.curious_{number}", exclusive=True)
            with pytest.raises(ChannelAccessRefused):
                await queue.bind(exchange, key)


def service_of(name: str, taken: list[str]) -> Service:
    """A service that takes the erasure of a customer, and nothing else."""

    async def take(event: CustomerErased, work: Any) -> None:
        taken.append(work.cause.id)

    return Service(name=name, port=0, events={CustomerErased: [take]})


def place(url: str, mongo_uri: str, database: str) -> Settings:
    return settings(url, mongo_uri, database)


async def test_a_replay_arrives_and_the_same_in_another_name_is_refused(
    urls: dict[str, str], mongo_uri: str, database: str
) -> None:
    taken: list[str] = []
    notify, customer = service_of("notify", taken), Service(name="customer", port=0, events={})
    event = erased("01a2194e-9ee7-765e-9b84-556d87f6a87b")
    async with (
        at_work(place(urls["notify"], mongo_uri, database), notify) as receiver,
        at_work(place(urls["customer"], mongo_uri, database), customer) as sender,
    ):
        await sender.store.db[OUTBOX].insert_many(messages_of(event, 1, {}))
        assert await sender.relay.replay("notify", [event.type], event.time) == 1

        async def is_taken() -> bool:
            return taken == [event.id]

        await until(is_taken)
        async with channel_of(urls["lobby"]) as channel:
            exchange = await channel.get_exchange(names.REPLAY, ensure=False)
            forged = erased("01a2194e-9ee7-765e-9b84-556d87f6a87c")
            message = aio_pika.Message(encode(forged), message_id=forged.id, type=forged.type)
            await exchange.publish(message, names.replay_key("notify", 0, "lobby"))

        async def is_refused() -> bool:
            return [one.code for one in await receiver.dead_letters.list()] == ["not_its_own"]

        await until(is_refused)
        assert taken == [event.id]


async def test_a_dead_letter_is_sent_again_and_missed_events_are_asked_for_with_these_rights(
    urls: dict[str, str], mongo_uri: str, database: str
) -> None:
    taken: list[str] = []
    notify, customer = service_of("notify", taken), Service(name="customer", port=0, events={})
    event = erased("01a2194e-9ee7-765e-9b84-556d87f6a87b")
    notify_place = place(urls["notify"], mongo_uri, database)

    async def is_taken() -> bool:
        return taken[-1:] == [event.id]

    async with at_work(place(urls["customer"], mongo_uri, database), customer) as sender:
        await sender.store.db[OUTBOX].insert_many(messages_of(event, 1, {}))
        async with at_work(notify_place, notify) as receiver:
            message = {
                **dict.fromkeys(("correlation_id", "causation_id"), ""),
                "_id": event.id,
                "type": event.type,
                "actor": "system",
                "branch": "B1",
                "exchange": names.EVENTS,
                "key": KEY,
            }
            assert await receiver.send_again(message, encode(event))
            await until(is_taken)
            await receiver.store.db[MISSED].insert_one({"_id": "notify", "since": event.time})
            await receiver.store.db["inbox"].delete_many({})
            taken.clear()
        async with at_work(notify_place, notify):  # it asks `customer`, which answers it alone
            await until(is_taken)
