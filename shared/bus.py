"""The consuming side of the bus: FastStream subscribers over quorum queues, acknowledged after the commit.

A message that cannot be read (no id, unknown type, bad content) is submitted like every other, with its
refusal, so that it is dead-lettered in the transaction that takes its neighbours.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import aio_pika
from faststream import AckPolicy
from faststream.rabbit import Channel, RabbitBroker, RabbitMessage, RabbitQueue
from pymongo.errors import PyMongoError

from shared import bus_names as names
from shared.broker_errors import BrokerAway, broker_errors
from shared.clock import new_id, now
from shared.contracts.base import Envelope, Event, decode
from shared.dead_letters import DeadLetters, Route
from shared.errors import Malformed, MissingId, NotItsOwn, Refusal, TooLarge, UnknownType
from shared.missed import ASKED
from shared.telemetry import log
from shared.unit_of_work import Cause, Handler
from shared.work import MessageItem, UnreadableItem, WorkItem
from shared.worker import PartitionWorker

PREFETCH = 250
PREFETCH_AT_LEAST = 16
DELIVERIES = 20

Receive = Callable[[RabbitMessage], Awaitable[Any]]
Overhear = Callable[[aio_pika.abc.AbstractIncomingMessage], Awaitable[None]]


def quorum(service: str) -> dict[str, Any]:
    """Return the arguments of a queue from which nothing is lost: replicated, one consumer at a time;
    messages that cannot be delivered go to the dead-letter queue of `service`."""
    return {
        "x-queue-type": "quorum",
        "x-single-active-consumer": True,
        "x-delivery-limit": DELIVERIES,
        "x-overflow": "reject-publish",
        "x-dead-letter-exchange": names.DEAD_LETTERS,
        "x-dead-letter-routing-key": service,
        "x-dead-letter-strategy": "at-least-once",
    }


async def declare(amqp_url: str, service: str, events: Iterable[type[Event]], partitions: int) -> None:
    """Declare the exchanges, and the queues of `service` bound for `events`. Safe to repeat."""
    connection = await aio_pika.connect(amqp_url, timeout=10)
    async with connection:
        channel = await connection.channel()
        exchanges = {
            name: await channel.declare_exchange(name, kind, durable=True)
            for name, kind in names.EXCHANGES.items()
        }
        bus, devices, dead = (exchanges[it] for it in (names.EVENTS, names.DEVICES, names.DEAD_LETTERS))
        await devices.bind(await channel.get_exchange(names.MQTT), "foyer.devices.#")
        dead_letters = await channel.declare_queue(
            names.dead_letter_queue_of(service), durable=True, arguments={"x-queue-type": "quorum"}
        )
        await dead_letters.bind(dead, service)
        for partition in range(partitions):
            queue = await channel.declare_queue(
                names.queue_of(service, partition), durable=True, arguments=quorum(service)
            )
            for event in events:
                await queue.bind(bus, f"{partition}.{event.key()}")
            await queue.bind(exchanges[names.REPLAY], names.replay_key(service, partition, "*"))
        if service == "lobby":
            queue = await channel.declare_queue(names.DEVICE_QUEUE, durable=True, arguments=quorum(service))
            await queue.bind(devices, "foyer.devices.#")


@dataclass(frozen=True)
class Subscription:
    """A queue and the consumer of its messages, of which so many are under way."""

    queue: str
    receive: Receive
    prefetch: int = PREFETCH


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
        self._subscriptions: list[Subscription] = []
        self._overheard: tuple[str, tuple[str, ...], Overhear] | None = None

    def listen(self, subscription: Subscription) -> None:
        """Consume a declared queue; a message is acknowledged when `receive` returns, and dead-lettered
        to the dead-letter queue when it raises."""
        self._subscriptions.append(subscription)
        self._broker.subscriber(
            RabbitQueue(subscription.queue, declare=False),
            channel=Channel(prefetch_count=subscription.prefetch),
            ack_policy=AckPolicy.REJECT_ON_ERROR,
            no_reply=True,
        )(subscription.receive)

    def overhear(self, queue: str, keys: Iterable[str], receive: Overhear) -> None:
        """Hand over events of these keys the moment they come, beside the queues of the service. The queue is
        this connection's own; while that is away, nothing is kept."""
        self._overheard = (queue, tuple(keys), receive)

    async def start(self) -> None:
        await self._broker.start()
        if self._overheard is not None:
            name, keys, receive = self._overheard
            queue = await self._broker.declare_queue(
                RabbitQueue(name, durable=False, exclusive=True, auto_delete=True)
            )
            for key in keys:
                await queue.bind(names.EVENTS, key)
            await queue.consume(receive, no_ack=True)

    async def stop(self) -> None:
        """Stop consuming, and wait for what is being handled."""
        await self._broker.stop()

    async def consumers(self) -> dict[str, int]:
        """Count the consumers that the broker knows on each of our queues: 0 is one cancelled silently.

        Raises `QueueMissing` when one of them is gone, `BrokerAway` when the broker is away.
        """
        connection = self._broker._connection
        if connection is None or connection.is_closed:
            return {}
        with broker_errors():
            async with connection.channel() as channel:
                return {
                    subscription.queue: (
                        await channel.declare_queue(subscription.queue, passive=True)
                    ).declaration_result.consumer_count
                    or 0
                    for subscription in self._subscriptions
                }

    async def answers(self) -> bool:
        """Tell whether the broker takes a connection that is not the one we hold."""
        try:
            with broker_errors():
                async with asyncio.timeout(5), await aio_pika.connect(self._amqp_url):
                    return True
        except BrokerAway:
            return False


def prefetch_of(partitions: int) -> int:
    """Return how many messages of each partition may be under way: together, at the largest size that the
    broker takes, 64 MiB up to 16 partitions. AMQP 0-9-1 knows no bound in bytes."""
    return max(PREFETCH_AT_LEAST, PREFETCH // partitions)


def consume_events(
    handlers: Mapping[type[Event], Handler],
    workers: Sequence[PartitionWorker],
    partition: int,
    send_again: Callable[[bytes, str], Awaitable[None]],
) -> Receive:
    """Build the consumer of a partition's events: read, submit, wait for the commit. `send_again` answers a
    service that missed events (`shared.missed`), which its key names."""
    by_type = {event.type_name(): handler for event, handler in handlers.items()}

    async def receive(message: RabbitMessage) -> None:
        if message.raw_message.type == ASKED:
            return await send_again(message.raw_message.body, names.sender_in(*route_of(message)))
        await workers[partition].submit(_item_of(message, by_type))
        return None

    return receive


def consume_dead_letters(dead_letters: DeadLetters) -> Receive:
    """Build the consumer that takes dead letters from the broker into the store."""

    async def receive(message: RabbitMessage) -> None:
        raw = message.raw_message
        route = _route_before_death(raw)
        actor, branch = _sender_of(route)
        cause = Cause(raw.message_id or new_id(), (raw.type or "unknown")[:128], now(), actor, branch)
        record = dead_letters.record_of(
            cause,
            body=raw.body,
            code="undeliverable",
            detail="the broker gave up after too many deliveries, or the consumer failed",
            handler="",
            route=route,
        )
        while True:
            try:
                return await dead_letters.keep(cause.id, record)
            except PyMongoError as error:  # behind this queue there is no other: wait
                log.warning("dead_letter_waits", error=type(error).__name__)
                await asyncio.sleep(1.0)

    return receive


def cause_of(envelope: Envelope[Event]) -> Cause:
    """Build the cause for an event."""
    return Cause(
        id=envelope.id,
        kind=envelope.type,
        time=envelope.time,
        actor=envelope.actor,
        branch=envelope.branch,
        correlation_id=envelope.correlationid,
        causation_id=envelope.causationid,
        traceparent=envelope.traceparent,
    )


def _item_of(message: RabbitMessage, by_type: Mapping[str, Handler]) -> WorkItem:
    """Read a message; one that cannot be read becomes an item that is dead-lettered."""
    raw = message.raw_message
    order, route = raw.delivery_tag or 0, route_of(message)
    try:
        if not raw.message_id:
            raise MissingId
        if len(raw.body) > names.LARGEST_MESSAGE:
            raise TooLarge
        handler = by_type.get(raw.type or "")
        if handler is None:
            raise UnknownType((raw.type or "")[:128])
        envelope = decode(raw.body, raw.type or "")
        if envelope.id != raw.message_id:
            raise Malformed("id: differs from the message's property")
        _must_be_its_own(route, type(envelope.data))
    except Refusal as refusal:
        cause = Cause(id=raw.message_id or new_id(), kind=(raw.type or "unknown")[:128], time=now())
        return UnreadableItem(cause=cause, order=order, refusal=refusal, body=raw.body, route=route)
    return MessageItem(
        cause=cause_of(envelope),
        order=order,
        content=envelope.data,
        handler=handler,
        body=raw.body,
        route=route,
    )


def _must_be_its_own(route: Route, event: type[Event]) -> None:
    """Raises `NotItsOwn` unless the broker has seen to it that the sender may tell this event: its key is
    that of the event, which its owner alone may publish, or names the owner, or us, who send a dead letter
    again."""
    exchange, key = route
    if exchange == names.EVENTS:
        genuine = key.partition(".")[2] == event.key()
    else:
        genuine = names.sender_in(exchange, key) in (event.owner, key.partition(".")[0])
    if not genuine:
        raise NotItsOwn(event.type_name())


def route_of(message: RabbitMessage) -> Route:
    """Return the exchange and routing key by which a message came, and would come again."""
    raw = message.raw_message
    return raw.exchange or "", raw.routing_key or ""


def _route_before_death(raw: aio_pika.abc.AbstractIncomingMessage) -> Route:
    """Return the route of a dead-lettered message before the broker gave it up."""
    deaths: Any = raw.headers.get("x-death") or [{}]
    return str(deaths[0].get("exchange", "")), str((deaths[0].get("routing-keys") or [""])[0])


def _sender_of(route: Route) -> tuple[str, str]:
    """Return the actor and the branch of a message of a device, by its route; empty for one of a service."""
    exchange, key = route
    words = key.split(".")
    if exchange not in (names.DEVICES, names.MQTT) or len(words) < 4:
        return "", ""
    return f"device:{words[3]}", words[2]


async def _whole(message: RabbitMessage) -> RabbitMessage:
    """Hand the message over as it came: the contracts decode it."""
    return message
