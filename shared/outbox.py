"""The transactional outbox: committed events, published in order with publisher confirms.

Every batch with events writes one pending batch in its transaction: the ids of its events. It is deleted
when the broker has confirmed them all, so an event costs no second write. Events that a crash left unsent are
found by their pending batch at the next start; one that is published twice is absorbed by the inbox of its
consumer.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractExchange
from pymongo.errors import PyMongoError

from shared import bus_names as names
from shared.broker_errors import BrokerAway, QueueRefuses, Unroutable, broker_errors, name_of
from shared.clock import first_id_of, now
from shared.contracts.lobby import DeviceEventRefused
from shared.errors import Unavailable
from shared.outbox_messages import OutboxMessage
from shared.store import OUTBOX, PENDING, Store
from shared.telemetry import PENDING_EVENTS, PUBLISHED, log

AT_ONCE = 256
CONFIRM_WITHIN = 5.0
FORGOTTEN_AFTER = timedelta(seconds=5)


class Relay:
    """Publishes a service's outbox. `enqueue` takes what was just committed; a sweep finds the rest."""

    def __init__(
        self,
        store: Store,
        amqp_url: str,
        *,
        clock: Callable[[], datetime] = now,
        connect: Callable[..., Awaitable[AbstractConnection]] = aio_pika.connect,
    ) -> None:
        self._store, self._url, self._clock, self._connect = store, amqp_url, clock, connect
        self._waiting: deque[OutboxMessage] = deque()
        self._open: dict[str, set[str]] = {}
        """Pending batches under way, with the ids that the broker has not confirmed yet."""
        self._done: list[str] = []
        self._unroutable: list[OutboxMessage] = []
        self._wake = asyncio.Event()
        self._connection: AbstractConnection | None = None
        self._channel: AbstractChannel | None = None
        self._exchanges: dict[str, AbstractExchange] = {}

    def enqueue(self, messages: Iterable[OutboxMessage]) -> None:
        """Publish these after all that was enqueued before."""
        for message in messages:
            self._waiting.append(message)
            if message.pending_batch:
                self._open.setdefault(message.pending_batch, set()).add(message.id)
        self._wake.set()

    @property
    def idle(self) -> bool:
        """Tell whether all that was enqueued is confirmed."""
        return not self._waiting and not self._open

    async def run(self) -> None:
        """Publish for ever; a broker that is away is waited for, in place and in order."""
        pause = 0.1
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                group = [self._waiting.popleft() for _ in range(min(AT_ONCE, len(self._waiting)))]
                left = await self._publish(group)
                if not left:
                    pause = 0.1
                    continue
                self._waiting.extendleft(reversed(left))
                await asyncio.sleep(pause)
                pause = min(pause * 2, 5.0)

    async def keep_clearing(self, every: float = 1.0) -> None:
        """Delete confirmed pending batches, for ever: one that stays a while costs a repeat, not an event."""
        while True:
            await asyncio.sleep(every)
            await self.clear()

    async def keep_sweeping(self, every: float = 2.0) -> None:
        """Enqueue, for ever, what a process that died or a broker that was away left unconfirmed."""
        while True:
            await asyncio.sleep(every)
            await self.sweep(FORGOTTEN_AFTER)

    async def recover(self) -> None:
        """Enqueue all that was committed and not confirmed before this process began, in order, ahead of
        anything new. Raises a PyMongoError when the store is away."""
        await self._sweep(timedelta(0))

    async def sweep(self, older_than: timedelta) -> None:
        """Enqueue pending batches older than this that this process is not publishing already."""
        try:
            await self._sweep(older_than)
        except PyMongoError as error:
            log.warning("outbox_not_swept", error=type(error).__name__)

    async def _sweep(self, older_than: timedelta) -> None:
        pending, before = 0, self._clock() - older_than
        async for batch in self._store.db[PENDING].find().sort("_id"):
            pending += len(batch["ids"])
            if batch["at"] > before or batch["_id"] in self._open or batch["_id"] in self._done:
                continue
            query = {"_id": {"$in": batch["ids"]}}
            found = {raw["_id"]: raw async for raw in self._store.db[OUTBOX].find(query)}
            messages = [OutboxMessage.of(found[id], batch["_id"]) for id in batch["ids"] if id in found]
            self.enqueue(messages)
            if not messages:
                self._done.append(batch["_id"])
        PENDING_EVENTS.set(pending)

    async def replay(self, service: str, types: list[str], since: datetime) -> int:
        """Send kept events once more, to one service only; what it has seen before, it passes over."""
        query = {"_id": {"$gte": first_id_of(since)}, "type": {"$in": types}, "exchange": names.EVENTS}
        found = 0
        async for raw in self._store.db[OUTBOX].find(query).sort("_id"):
            partition, owner, _ = raw["key"].split(".", 2)
            key = names.replay_key(service, int(partition), owner)
            self.enqueue([replace(OutboxMessage.of(raw), exchange=names.REPLAY, key=key)])
            found += 1
        return found

    async def answer_again(self, correlation_id: str, causation_id: str) -> None:
        """Enqueue once more the answers to a device's event `causation_id`, which it sent again."""
        query = {"correlation_id": correlation_id}
        try:
            found = await self._store.db[OUTBOX].find(query).sort("_id").to_list()
        except PyMongoError as error:
            log.warning("not_answered_again", error=type(error).__name__)
            return
        refused = DeviceEventRefused.type_name()  # sent for another content under the same id
        self.enqueue(
            OutboxMessage.of(raw)
            for raw in found
            if (raw["causation_id"], raw["exchange"]) == (causation_id, names.MQTT) and raw["type"] != refused
        )

    async def publish(self, message: OutboxMessage) -> None:
        """Publish a message of no pending batch, now. Raises `Unavailable` unless it is confirmed."""
        try:
            with broker_errors():
                async with asyncio.timeout(CONFIRM_WITHIN):
                    exchange = await self._exchange(message.exchange)
                    await exchange.publish(message.to_amqp(), message.key, mandatory=True)
        except BrokerAway as error:
            raise Unavailable from error

    async def clear(self) -> None:
        """Delete the pending batches whose events the broker has confirmed."""
        confirmed, self._done = self._done, []
        if not confirmed:
            return
        try:
            await self._store.lazy[PENDING].delete_many({"_id": {"$in": confirmed}})
        except PyMongoError as error:
            log.warning("pending_not_deleted", batches=len(confirmed), error=type(error).__name__)
            self._done = confirmed + self._done

    async def close(self) -> None:
        await self.clear()
        if self._connection is not None:
            await self._connection.close()

    async def _publish(self, messages: list[OutboxMessage]) -> list[OutboxMessage]:
        """Publish in order without waiting for each; what was not confirmed comes back."""
        try:
            with broker_errors():
                async with asyncio.timeout(CONFIRM_WITHIN):
                    wanted = {one.exchange for one in messages}
                    exchanges = {name: await self._exchange(name) for name in wanted}
        except BrokerAway as error:
            log.warning("broker_away", error=name_of(error))
            await self._hang_up()
            return messages
        confirmed = await asyncio.gather(
            *(self._confirmed(message, exchanges[message.exchange]) for message in messages)
        )
        left = [message for message, ok in zip(messages, confirmed, strict=True) if not ok]
        if left:
            await self._hang_up()
        if self._unroutable:
            await self._set_aside()
        return left

    async def _confirmed(self, message: OutboxMessage, exchange: AbstractExchange) -> bool:
        try:
            with broker_errors():
                async with asyncio.timeout(CONFIRM_WITHIN):
                    await exchange.publish(message.to_amqp(), message.key, mandatory=message.mandatory)
        except Unroutable:
            self._unroutable.append(message)
            return True
        except QueueRefuses:
            if message.exchange != names.MQTT:
                return False  # the queue of a service is full: its events stay pending
            log.warning("answer_not_taken", key=message.key)  # the device's own queue, as it declared it
        except BrokerAway:
            return False
        PUBLISHED.labels(message.type).inc()
        self._mark_confirmed(message)
        return True

    def _mark_confirmed(self, message: OutboxMessage) -> None:
        if (ids := self._open.get(message.pending_batch)) is not None:
            ids.discard(message.id)
            if not ids:
                del self._open[message.pending_batch]
                self._done.append(message.pending_batch)

    async def _set_aside(self) -> None:
        """Leave unroutable messages pending, alone; the sweep tries them again."""
        unroutable, self._unroutable = self._unroutable, []
        types = sorted({message.type for message in unroutable})
        log.error("unroutable", types=types, events=len(unroutable))
        for batch in {message.pending_batch for message in unroutable if message.pending_batch}:
            of_batch = [message for message in unroutable if message.pending_batch == batch]
            ids = [message.id for message in of_batch]
            if not self._open.get(batch, set()) <= set(ids):
                self._unroutable += of_batch
                continue
            self._open.pop(batch, None)
            try:
                await self._store.lazy[PENDING].update_one(
                    {"_id": batch}, {"$set": {"ids": ids, "at": self._clock()}}
                )
            except PyMongoError as error:
                log.warning("pending_not_changed", error=type(error).__name__)  # then all of it is repeated

    async def _exchange(self, name: str) -> AbstractExchange:
        if self._connection is None or self._channel is None:
            self._connection = await self._connect(self._url, timeout=CONFIRM_WITHIN)
            self._channel = await self._connection.channel(on_return_raises=True)
        if name not in self._exchanges:
            known = self._channel.get_exchange(name, ensure=False) if name else None
            self._exchanges[name] = await known if known else self._channel.default_exchange
        return self._exchanges[name]

    async def _hang_up(self) -> None:
        """Begin anew with a fresh connection: a half-dead one may never come back."""
        connection, self._connection, self._channel = self._connection, None, None
        self._exchanges = {}
        if connection is not None:
            try:
                with broker_errors():
                    async with asyncio.timeout(1.0):
                        await connection.close()
            except BrokerAway as error:
                log.debug("broker_hung_up", error=name_of(error))
