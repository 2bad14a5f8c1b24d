"""Events that a service missed because its queue was gone: it asks all whom it hears to send them again.

A queue that is deleted, or a broker that begins anew, takes the messages with it; its publishers had their
confirms. So a service that finds its queue gone, or another one in its place, notes it in its store, and asks
by a message to each publisher. They send what they kept to it alone, and it passes over what it
has seen.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta

import aio_pika
from aio_pika.abc import AbstractConnection
from pydantic import AwareDatetime, Field
from pymongo import DESCENDING
from pymongo.errors import PyMongoError

from shared import bus_names as names
from shared.broker_errors import QueueMissing, broker_errors
from shared.clock import new_id
from shared.contracts import SERVICES
from shared.contracts.base import Event
from shared.errors import NotItsOwn, Unavailable
from shared.fields import Given
from shared.outbox import Relay
from shared.outbox_messages import OutboxMessage
from shared.store import INBOX, KEEP_SEEN, MISSED, Store
from shared.telemetry import log

ASKED = "foyer.replay_asked.v1"
"""The type of the message that asks; it is no event."""
EARLIER = timedelta(days=1)
"""Time before the last event that was handled, from which all is asked for: longer than any publisher keeps
an event that it could not send."""
AT_MOST = timedelta(days=KEEP_SEEN - 1)
"""Time back: what came earlier is no longer known as seen."""
RETRY_AFTER = 1.0


class Replay(Given):
    """A choice of kept events, and the service to which they are sent again."""

    service: str = Field(pattern=r"^[a-z]{1,32}$")
    types: list[str] = Field(max_length=200)
    since: AwareDatetime


async def note_missing_queues(
    amqp_url: str, store: Store, service: str, events: Iterable[type[Event]], partitions: int, now: datetime
) -> None:
    """Note in the store that events were missed if a queue of `service` is not the one that it knew, although
    some of `events` were handled before. Raises `BrokerAway`, a PyMongoError."""
    async with await aio_pika.connect(amqp_url, timeout=10) as connection:
        missing = [
            names.queue_of(service, partition)
            for partition in range(partitions)
            if not await _is_there(connection, names.known_exchange_of(service, partition))
        ]
    if missing:
        await _note(missing, store, service, events, now)


async def know_queues(amqp_url: str, service: str, partitions: int) -> None:
    """Know the queues of `service` from now on: an exchange is bound to each, which the broker deletes with
    it. Raises `BrokerAway`."""
    async with await aio_pika.connect(amqp_url, timeout=10) as connection:
        channel = await connection.channel()
        for partition in range(partitions):
            name = names.known_exchange_of(service, partition)
            known = await channel.declare_exchange(name, durable=True, auto_delete=True)
            queue = await channel.get_queue(names.queue_of(service, partition), ensure=False)
            await queue.bind(known, "")


async def _note(
    missing: list[str], store: Store, service: str, events: Iterable[type[Event]], now: datetime
) -> None:
    handled = {"kind": {"$in": [event.type_name() for event in events]}}
    last = await store.db[INBOX].find_one(handled, {"at": 1}, sort=[("at", DESCENDING)])
    if last is not None:
        since = max(last["at"] - EARLIER, now - AT_MOST)
        await store.db[MISSED].replace_one({"_id": service}, {"since": since}, upsert=True)
        log.error("queue_missing", queues=missing, since=since.isoformat())


async def _is_there(connection: AbstractConnection, exchange: str) -> bool:
    """Tell whether the broker has an exchange."""
    try:
        with broker_errors():
            async with connection.channel() as channel:
                await channel.declare_exchange(exchange, passive=True)
    except QueueMissing:
        return False
    return True


async def ask_for_missed(relay: Relay, store: Store, service: str, events: Iterable[type[Event]]) -> None:
    """Ask the publishers of `events` for what was missed, if anything was noted: until each has the
    question."""
    while True:
        try:
            noted = await store.db[MISSED].find_one({"_id": service})
            if noted is None:
                return
            for owner, types in _by_owner(events).items():
                wanted = Replay(service=service, types=types, since=noted["since"])
                body = wanted.model_dump_json().encode()
                key = names.replay_key(owner, 0, service)
                await relay.publish(OutboxMessage(new_id(), names.REPLAY, key, ASKED, body, mandatory=True))
            await store.db[MISSED].delete_one({"_id": service})
        except (Unavailable, PyMongoError) as error:
            log.warning("missed_events_not_asked_for", error=type(error).__name__)
        await asyncio.sleep(RETRY_AFTER)


def send_again(relay: Relay) -> Callable[[bytes, str], Awaitable[None]]:
    """Build the answer to the question of another service, which asks for itself alone: it waits for a store
    that is away. Raises `NotItsOwn`."""

    async def answer(body: bytes, sender: str) -> None:
        wanted, sent = Replay.model_validate_json(body), None
        if wanted.service != sender:
            raise NotItsOwn(ASKED)
        while sent is None:
            try:
                sent = await relay.replay(wanted.service, wanted.types, wanted.since)
            except PyMongoError as error:
                log.warning("missed_events_wait", error=type(error).__name__)
                await asyncio.sleep(RETRY_AFTER)
        log.warning("missed_events_sent_again", service=wanted.service, events=sent)

    return answer


def _by_owner(events: Iterable[type[Event]]) -> dict[str, list[str]]:
    """Return the types of events by the service that publishes them; what others publish is kept by none."""
    found: dict[str, list[str]] = {}
    for event in events:
        if event.owner in SERVICES:
            found.setdefault(event.owner, []).append(event.type_name())
    return {owner: sorted(types) for owner, types in found.items()}
