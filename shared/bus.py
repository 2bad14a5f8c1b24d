"""Hearing: FastStream subscribers over quorum queues, whose handler ends with the commit of its unit.

What fails on the way in (no id, unknown type, unreadable content) is put in line like everything else,
with its refusal, so that it is parked in the same transaction that takes its neighbours.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

import aio_pika
from aio_pika.exceptions import AMQPError
from faststream import AckPolicy
from faststream.rabbit import Channel, RabbitBroker, RabbitMessage, RabbitQueue
from pymongo.errors import PyMongoError

from shared import bus_names as names
from shared.clock import new_id, now
from shared.contracts.base import Envelope, Event, decode
from shared.errors import Malformed, MissingId, Refusal, TooLarge, UnknownType
from shared.line import Line
from shared.parking import Parking, Way
from shared.telemetry import log
from shared.unit import Cause, Handler, Unit
from shared.work import Done, Work

PREFETCH = 250
DELIVERIES = 20
LARGEST_EVENT = 1024 * 1024

Receive = Callable[[RabbitMessage], Awaitable[Any]]


def quorum(service: str) -> dict[str, Any]:
    """The arguments of a queue from which nothing is lost: replicated, one consumer at a time, and what
    cannot be delivered goes to the parked queue of `service`."""
    return {
        "x-queue-type": "quorum",
        "x-single-active-consumer": True,
        "x-delivery-limit": DELIVERIES,
        "x-overflow": "reject-publish",
        "x-dead-letter-exchange": names.PARKED,
        "x-dead-letter-routing-key": service,
        "x-dead-letter-strategy": "at-least-once",
    }


async def declare(amqp_url: str, service: str, hears: Iterable[type[Event]], partitions: int) -> None:
    """Make the exchanges, and the queues of `service` with their bindings. Safe to repeat."""
    connection = await aio_pika.connect(amqp_url, timeout=10)
    async with connection:
        channel = await connection.channel()
        exchanges = {
            name: await channel.declare_exchange(name, kind, durable=True)
            for name, kind in names.EXCHANGES.items()
        }
        events, devices, parked = (exchanges[it] for it in (names.EVENTS, names.DEVICES, names.PARKED))
        await devices.bind(await channel.get_exchange(names.MQTT), "foyer.devices.#")
        landing = await channel.declare_queue(
            names.parked_queue_of(service), durable=True, arguments={"x-queue-type": "quorum"}
        )
        await landing.bind(parked, service)
        for partition in range(partitions):
            queue = await channel.declare_queue(
                names.queue_of(service, partition), durable=True, arguments=quorum(service)
            )
            for event in hears:
                await queue.bind(events, f"{partition}.{event.key()}")
        if service == "lobby":
            queue = await channel.declare_queue(names.DEVICE_QUEUE, durable=True, arguments=quorum(service))
            await queue.bind(devices, "foyer.devices.#")


@dataclass(frozen=True)
class Ear:
    """One queue and what receives its messages."""

    queue: str
    receive: Receive


class Bus:
    """The consuming side of one service."""

    def __init__(self, amqp_url: str) -> None:
        self._amqp_url = amqp_url
        self._broker = RabbitBroker(
            amqp_url,
            graceful_timeout=10.0,
            reconnect_interval=1.0,
            apply_types=False,
            decoder=_whole,
            logger=None,
        )
        self._ears: list[Ear] = []

    def listen(self, ear: Ear, *, prefetch: int = PREFETCH) -> None:
        """Consume a declared queue; a message is acknowledged when `receive` returns, and dead-lettered
        to the parked queue when it raises."""
        self._ears.append(ear)
        self._broker.subscriber(
            RabbitQueue(ear.queue, declare=False),
            channel=Channel(prefetch_count=prefetch),
            ack_policy=AckPolicy.REJECT_ON_ERROR,
            no_reply=True,
        )(ear.receive)

    async def start(self) -> None:
        await self._broker.start()

    async def stop(self) -> None:
        """Stop consuming, and wait for what is being handled."""
        await self._broker.stop()

    async def consumers(self) -> dict[str, int]:
        """How many consumers the broker counts on each of our queues: 0 tells of one cancelled silently.

        Raises an AMQPError or OSError when the broker is away.
        """
        connection = self._broker._connection
        if connection is None or connection.is_closed:
            return {}
        try:
            async with connection.channel() as channel:
                return {
                    ear.queue: (
                        await channel.declare_queue(ear.queue, passive=True)
                    ).declaration_result.consumer_count
                    or 0
                    for ear in self._ears
                }
        except asyncio.CancelledError as error:
            names.raise_if_cancelled(error)
            raise ConnectionError("the broker went away under a question") from error

    async def answers(self) -> bool:
        """Whether the broker takes a connection that is not the one we hold."""
        try:
            async with asyncio.timeout(5), await aio_pika.connect(self._amqp_url):
                return True
        except (AMQPError, OSError, TimeoutError, asyncio.CancelledError) as error:
            names.raise_if_cancelled(error)
            return False


def hear(hears: dict[type[Event], Handler], lines: list[Line], partition: int) -> Receive:
    """What receives the events of a partition: read, put in line, wait for the commit."""
    by_type = {event.type_name(): handler for event, handler in hears.items()}

    async def receive(message: RabbitMessage) -> None:
        await lines[partition].submit(_work_of(message, by_type))

    return receive


def land(parking: Parking) -> Receive:
    """What takes dead letters from the broker into the store."""

    async def receive(message: RabbitMessage) -> None:
        raw = message.raw_message
        cause = Cause(raw.message_id or new_id(), (raw.type or "unknown")[:128], now(), actor="")
        letter = parking.letter(
            cause,
            body=raw.body[:LARGEST_EVENT],
            code="undeliverable",
            detail="the broker gave up after too many deliveries, or the consumer failed",
            handler="",
            way=_way_before_death(raw),
        )
        while True:
            try:
                return await parking.keep(cause.id, letter)
            except PyMongoError as error:  # behind this queue there is no other: wait
                log.warning("dead_letter_waits", error=type(error).__name__)
                await asyncio.sleep(1.0)

    return receive


def cause_of(envelope: Envelope[Event]) -> Cause:
    """The cause that an event is."""
    return Cause(
        id=envelope.id,
        kind=envelope.type,
        time=envelope.time,
        actor=envelope.actor,
        branch=envelope.branch,
        story=envelope.correlationid,
        leads_from=envelope.causationid,
        traceparent=envelope.traceparent,
    )


def _work_of(message: RabbitMessage, by_type: dict[str, Handler]) -> Work:
    """A message as something to do, or, if it cannot be read, as something to park."""
    raw = message.raw_message
    order = raw.delivery_tag or 0
    try:
        if not raw.message_id:
            raise MissingId
        if len(raw.body) > LARGEST_EVENT:
            raise TooLarge
        handler = by_type.get(raw.type or "")
        if handler is None:
            raise UnknownType((raw.type or "")[:128])
        envelope = decode(raw.body, raw.type or "")
        if envelope.id != raw.message_id:
            raise Malformed("id: differs from the message's property")
    except Refusal as refusal:
        cause = Cause(id=raw.message_id or new_id(), kind=(raw.type or "unknown")[:128], time=now())
        return Work(cause, never, None, order, raw.body, refusal, way_of(message))
    return Work(cause_of(envelope), handler, envelope.data, order, raw.body, way=way_of(message))


async def never(content: Any, unit: Unit) -> Done:
    raise AssertionError("a refused message is not handled")


def way_of(message: RabbitMessage) -> Way:
    """The exchange and routing key by which a message came, and would come again."""
    raw = message.raw_message
    return raw.exchange or "", raw.routing_key or ""


def _way_before_death(raw: aio_pika.abc.AbstractIncomingMessage) -> Way:
    """The way of a dead-lettered message before the broker gave it up."""
    deaths: Any = raw.headers.get("x-death") or [{}]
    return str(deaths[0].get("exchange", "")), str((deaths[0].get("routing-keys") or [""])[0])


async def _whole(message: RabbitMessage) -> RabbitMessage:
    """FastStream hands the message over as it came: the contracts decode it."""
    return message
