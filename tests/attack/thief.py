"""A thief with the credentials of one machine: whatever it can send, over every way in."""

import asyncio
import time
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import uuid4

import aio_pika
import aiomqtt
import httpx
from aio_pika.exceptions import AMQPError

from deploy.local.clients import Account, amqp_of, event, mqtt_of
from deploy.local.stack import Stack
from shared import bus_names as names

AT_ONCE = 50
LARGEST_TAKEN = 200 * 1024
"""Bytes: what the broker takes and the hall refuses."""
TOO_LARGE_FOR_THE_BROKER = 4 * 1024 * 1024
AWAY = (AMQPError, OSError, TimeoutError, RuntimeError)


@dataclass
class Thief:
    """One machine's user and secret, and what it met: what was taken, and what was refused how."""

    stack: Stack
    account: Account
    met: Counter[str] = field(default_factory=Counter)

    @property
    def key(self) -> str:
        return f"foyer.devices.{self.account.user}.customer_arrived"

    async def _connected(self) -> aio_pika.abc.AbstractConnection:
        return await aio_pika.connect(**amqp_of(self.account, self.stack.amqp), timeout=10)

    async def sends_what_is_too_large(self, until: float) -> None:
        """Messages that the broker refuses, and messages that it takes and the hall does not want."""
        while time.monotonic() < until:
            try:
                async with await self._connected() as connection:
                    channel = await connection.channel()
                    exchange = await channel.get_exchange(names.DEVICES, ensure=False)
                    for _ in range(100):
                        await self._confirmed(exchange, b"x" * LARGEST_TAKEN)
                    await self._confirmed(exchange, b"x" * TOO_LARGE_FOR_THE_BROKER)
            except AWAY as error:
                self.met[type(error).__name__] += 1

    async def _confirmed(self, exchange: aio_pika.abc.AbstractExchange, body: bytes) -> None:
        try:
            async with asyncio.timeout(10):
                await exchange.publish(aio_pika.Message(body, delivery_mode=2), self.key)
        except AWAY as error:
            self.met[type(error).__name__] += 1
            raise
        except asyncio.CancelledError:
            self.met["channel closed"] += 1
            if (task := asyncio.current_task()) is not None and task.cancelling():
                raise
            raise OSError("channel closed") from None
        self.met["taken"] += 1

    async def floods_the_broker(self, until: float) -> None:
        """Small events without a pause and without asking for confirms, half of them nonsense."""
        try:
            async with await self._connected() as connection:
                channel = await connection.channel(publisher_confirms=False)
                exchange = await channel.get_exchange(names.DEVICES, ensure=False)
                for number in count():
                    body = b"{}" if number % 2 else event(self.account, "heartbeat", {}, str(uuid4()))
                    await exchange.publish(aio_pika.Message(body, delivery_mode=2), self.key)
                    self.met["sent"] += 1
                    if time.monotonic() > until:
                        break
        except AWAY as error:
            self.met[type(error).__name__] += 1

    async def floods_over_http(self, until: float) -> None:
        """Arrays of a hundred arrivals, many at once."""
        auth = httpx.BasicAuth(self.account.user, self.account.secret)
        limits = httpx.Limits(max_connections=AT_ONCE)
        async with httpx.AsyncClient(auth=auth, timeout=10, limits=limits, trust_env=False) as client:

            async def send() -> None:
                while time.monotonic() < until:
                    await self._sent(client, {"need": "cash"}, "customer_arrived", 100)

            await asyncio.gather(*(send() for _ in range(AT_ONCE)))

    async def _sent(self, client: httpx.AsyncClient, data: dict[str, Any], kind: str, many: int) -> None:
        events = b",".join(event(self.account, kind, data, str(uuid4())) for _ in range(many))
        try:
            answer = await client.post(
                f"{self.stack.url()}/api/lobby/device-events", content=b"[%s]" % events
            )
        except httpx.HTTPError as error:
            self.met[type(error).__name__] += 1
            return
        self.met[str(answer.status_code)] += 1
        if answer.status_code == 200:
            self.met.update(one.get("code", "accepted") for one in answer.json())

    async def takes_all_numbers(self, until: float) -> None:
        """Ask for 600 blocks, each for a new memory."""
        auth = httpx.BasicAuth(self.account.user, self.account.secret)
        async with httpx.AsyncClient(auth=auth, timeout=10, trust_env=False) as client:
            for _ in range(600):
                if time.monotonic() > until:
                    break
                await self._sent(client, {"memory": uuid4().hex}, "number_block_requested", 1)

    async def refuses_its_answers(self, until: float) -> None:
        """Declare the queue of one's answers so that it refuses each of them, and go on asking."""
        queue = names.answer_key(self.account.user)
        try:
            async with await self._connected() as connection:
                channel = await connection.channel()
                full = {"x-max-length": 0, "x-overflow": "reject-publish"}
                declared = await channel.declare_queue(f"{queue}.x", durable=True, arguments=full)
                await declared.bind(names.MQTT, queue)
                exchange = await channel.get_exchange(names.DEVICES, ensure=False)
                while time.monotonic() < until:
                    body = event(self.account, "customer_arrived", {"need": "cash"}, str(uuid4()))
                    await self._confirmed(exchange, body)
                    await asyncio.sleep(0.1)
                await declared.delete(if_unused=False, if_empty=False)
        except AWAY as error:
            self.met[type(error).__name__] += 1

    async def opens_connections(self, until: float) -> None:
        """As many connections as can be had, and kept open, with as many names over MQTT and queues over
        AMQP."""
        async with AsyncExitStack() as open_ones:
            for number in range(300):
                if time.monotonic() > until:
                    break
                try:
                    connection = await open_ones.enter_async_context(await self._connected())
                    self.met["amqp connections"] += 1
                    channel = await connection.channel()
                    name = f"{names.answer_key(self.account.user)}.q{number}"
                    await channel.declare_queue(name, durable=True)
                    self.met["queues"] += 1
                except AWAY as error:
                    self.met[type(error).__name__] += 1
                try:
                    client = mqtt_of(self.account, self.stack.mqtt, f".m{number}", timeout=5)
                    await open_ones.enter_async_context(client)
                    self.met["mqtt connections"] += 1
                except aiomqtt.MqttError as error:
                    self.met[type(error).__name__] += 1
