"""The bounds of queues and messages on a real broker: what is beyond is refused, and the sender sees it."""

import asyncio
from urllib.parse import unquote, urlsplit

import aio_pika
import httpx
import pytest
from aio_pika.exceptions import AMQPError, DeliveryError

from deploy.rabbitmq.limits import LIMITS
from shared import bus_names as names
from shared.bus import declare
from shared.outbox import Relay
from shared.outbox_messages import OutboxMessage
from tests.conftest import Bus, VHost
from tests.fakes import FakeStore

KEY = "foyer.devices.B1.K1.customer_arrived"


async def test_a_full_queue_of_devices_refuses_and_the_sender_sees_it(vhost: VHost):
    await declare(vhost.url, "lobby", [], 1)
    bound = LIMITS["foyer-devices"].definition["max-length-bytes"]
    taken = 0
    async with await aio_pika.connect(vhost.url) as connection:
        channel = await connection.channel()
        exchange = await channel.get_exchange(names.DEVICES, ensure=False)
        message = aio_pika.Message(b"x" * names.LARGEST_MESSAGE)
        while taken <= 2 * bound:
            try:
                await exchange.publish(message, KEY)
            except DeliveryError:
                break
            taken += names.LARGEST_MESSAGE
        assert bound - 2 * names.LARGEST_MESSAGE <= taken <= bound + 32 * names.LARGEST_MESSAGE


async def test_a_message_that_is_too_large_is_refused_by_the_broker(vhost: VHost):
    await declare(vhost.url, "lobby", [], 1)
    async with await aio_pika.connect(vhost.url) as connection:
        channel = await connection.channel()
        exchange = await channel.get_exchange(names.DEVICES, ensure=False)
        await exchange.publish(aio_pika.Message(b"x" * names.LARGEST_MESSAGE), KEY)
        with pytest.raises((AMQPError, asyncio.CancelledError)):
            await exchange.publish(aio_pika.Message(b"x" * (names.LARGEST_MESSAGE + 1)), KEY)


async def test_a_device_that_refuses_its_answers_holds_nobody_up(vhost: VHost):
    await declare(vhost.url, "lobby", [], 1)
    async with await aio_pika.connect(vhost.url) as connection:
        channel = await connection.channel()
        full = {"x-max-length": 0, "x-overflow": "reject-publish"}
        queue = await channel.declare_queue(names.answer_key("B1.K1"), durable=True, arguments=full)
        await queue.bind(names.MQTT, names.answer_key("B1.K1"))
        other = await channel.declare_queue(names.answer_key("B1.K2"), durable=True)
        await other.bind(names.MQTT, names.answer_key("B1.K2"))
        relay = Relay(FakeStore(), vhost.url)
        running = asyncio.create_task(relay.run())
        keys = [names.answer_key(device) for device in ("B1.K1", "B1.K1", "B1.K2")]
        relay.enqueue(
            OutboxMessage(f"event-{number}", names.MQTT, key, "t", b"{}", mandatory=False)
            for number, key in enumerate(keys)
        )
        async with asyncio.timeout(30):
            while (answer := await other.get(no_ack=True, fail=False)) is None:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        assert answer.message_id == "event-2"
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await relay.close()


async def test_every_queue_has_the_bounds_of_its_kind(bus: Bus, vhost: VHost):
    await declare(vhost.url, "lobby", [], 1)
    async with await aio_pika.connect(vhost.url) as connection:
        channel = await connection.channel()
        await channel.declare_queue(names.answer_key("B1.K1"), durable=True)
    kinds = {
        names.DEVICE_QUEUE: "foyer-devices",
        names.queue_of("lobby", 0): "foyer-events",
        names.dead_letter_queue_of("lobby"): "foyer-dead-letters",
        names.answer_key("B1.K1"): "foyer-answers",
    }
    address = urlsplit(bus.url)
    auth = (unquote(address.username or ""), unquote(address.password or ""))
    async with httpx.AsyncClient(base_url=bus.management, auth=auth, trust_env=False, timeout=30) as api:
        for queue, kind in kinds.items():
            async with asyncio.timeout(30):
                found: dict[str, str] = {}
                while not found.get("policy"):
                    await asyncio.sleep(0.1)
                    found = (await api.get(f"/api/queues/{vhost.name}/{queue}")).json()
            assert found["policy"] == kind
