"""Committed events on their way to the broker: published in order with confirm, then marked sent.

Nothing is published that was not committed. What a crash left unsent goes out at the next start; what is
published twice is absorbed by the inbox of whoever hears it.
"""

import asyncio
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractExchange
from aio_pika.exceptions import AMQPError, PublishError
from pymongo.errors import PyMongoError

from shared import bus_names as names
from shared.clock import now
from shared.contracts.base import CONTENT_TYPE
from shared.store import OUTBOX, Raw, Store
from shared.telemetry import PUBLISHED, UNSENT, log

AT_ONCE = 256
CONFIRM_WITHIN = 5.0
FORGOTTEN_AFTER = timedelta(seconds=5)


@dataclass(frozen=True)
class Letter:
    """One event as the broker takes it."""

    id: str
    exchange: str
    key: str
    type: str
    body: bytes
    mandatory: bool

    @classmethod
    def of(cls, raw: Raw) -> "Letter":
        return cls(raw["_id"], raw["exchange"], raw["key"], raw["type"], raw["body"], raw["mandatory"])


class Relay:
    """Publishes a service's outbox. `offer` takes what was just committed; a sweep finds the rest."""

    def __init__(self, store: Store, amqp_url: str) -> None:
        self._store = store
        self._url = amqp_url
        self._waiting: deque[Letter] = deque()
        self._under_way: set[str] = set()
        self._sent: list[str] = []
        self._unheard: list[Letter] = []
        self._wake = asyncio.Event()
        self._connection: AbstractConnection | None = None
        self._channel: AbstractChannel | None = None
        self._exchanges: dict[str, AbstractExchange] = {}

    def offer(self, letters: Iterable[Letter]) -> None:
        """Publish these after all that was offered before."""
        for letter in letters:
            if letter.id not in self._under_way:
                self._under_way.add(letter.id)
                self._waiting.append(letter)
        UNSENT.set(len(self._under_way) - len(self._sent))
        self._wake.set()

    @property
    def idle(self) -> bool:
        """Whether all that was offered is confirmed."""
        return len(self._under_way) == len(self._sent)

    async def run(self) -> None:
        """Publish for ever; a broker that is away is waited for, in place and in order."""
        await self.sweep(timedelta(0))
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

    async def keep_marking(self, every: float = 1.0) -> None:
        """Mark confirmed events sent, in bulk: a mark that is lost costs a repeat, not an event."""
        while True:
            await asyncio.sleep(every)
            await self.mark()

    async def keep_sweeping(self, every: float = 2.0) -> None:
        """Find what was committed and never offered: by a process that died, or a broker that was away."""
        while True:
            await asyncio.sleep(every)
            await self.sweep(FORGOTTEN_AFTER)

    async def sweep(self, older_than: timedelta) -> None:
        """Offer what is unsent and older than this."""
        query = {"pending": True, "order": {"$lt": order_of(now() - older_than)}}
        try:
            found = await self._store.db[OUTBOX].find(query).sort("order").limit(10_000).to_list()
        except PyMongoError as error:
            log.warning("outbox_not_swept", error=type(error).__name__)
            return
        self.offer(Letter.of(raw) for raw in found)

    async def replay(self, service: str, types: list[str], since: datetime) -> int:
        """Send kept events once more, to one service only; what it has seen before, it passes over."""
        query = {"type": {"$in": types}, "order": {"$gte": order_of(since)}, "exchange": names.EVENTS}
        found = 0
        async for raw in self._store.db[OUTBOX].find(query).sort("order"):
            queue = names.queue_of(service, int(raw["key"].partition(".")[0]))
            self.offer([replace(Letter.of(raw), exchange="", key=queue)])
            found += 1
        return found

    async def mark(self) -> None:
        """Write down what the broker has confirmed."""
        ids, self._sent = self._sent, []
        if not ids:
            return
        change: dict[str, Any] = {"$set": {"sent": now()}, "$unset": {"pending": ""}}
        try:
            await self._store.lazy[OUTBOX].update_many({"_id": {"$in": ids}, "pending": True}, change)
        except PyMongoError as error:
            log.warning("outbox_not_marked", events=len(ids), error=type(error).__name__)
            self._sent = ids + self._sent
            return
        self._under_way.difference_update(ids)
        UNSENT.set(len(self._under_way) - len(self._sent))

    async def close(self) -> None:
        await self.mark()
        if self._connection is not None:
            await self._connection.close()

    async def _publish(self, letters: list[Letter]) -> list[Letter]:
        """Publish in order without waiting for each; what was not confirmed comes back."""
        try:
            async with asyncio.timeout(CONFIRM_WITHIN):
                exchanges = {name: await self._exchange(name) for name in {one.exchange for one in letters}}
        except (AMQPError, OSError, TimeoutError, RuntimeError) as error:
            log.warning("broker_away", error=type(error).__name__)
            await self._hang_up()
            return letters
        confirmed = await asyncio.gather(
            *(self._confirmed(letter, exchanges[letter.exchange]) for letter in letters)
        )
        left = [letter for letter, ok in zip(letters, confirmed, strict=True) if not ok]
        if left:
            await self._hang_up()
        if unheard := self._unheard:
            # It stays in the outbox, and the sweep tries again.
            self._unheard = []
            self._under_way.difference_update(letter.id for letter in unheard)
            log.error("nobody_hears", types=sorted({letter.type for letter in unheard}), events=len(unheard))
        return left

    async def _confirmed(self, letter: Letter, exchange: AbstractExchange) -> bool:
        message = aio_pika.Message(
            letter.body,
            message_id=letter.id,
            type=letter.type,
            content_type=CONTENT_TYPE,
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        )
        try:
            async with asyncio.timeout(CONFIRM_WITHIN):
                await exchange.publish(message, letter.key, mandatory=letter.mandatory)
        except PublishError:
            self._unheard.append(letter)
            return True
        except (AMQPError, OSError, TimeoutError, RuntimeError):
            return False
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            return False  # the channel died under the publish: aio-pika answers so
        PUBLISHED.labels(letter.type).inc()
        self._sent.append(letter.id)
        return True

    async def _exchange(self, name: str) -> AbstractExchange:
        if self._connection is None or self._channel is None:
            self._connection = await aio_pika.connect(self._url, timeout=CONFIRM_WITHIN)
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
                async with asyncio.timeout(1.0):
                    await connection.close()
            except (AMQPError, OSError, TimeoutError, RuntimeError, asyncio.CancelledError) as error:
                log.debug("broker_hung_up", error=type(error).__name__)


def order_of(moment: datetime) -> int:
    """The place in the outbox of an event committed at `moment`: nanoseconds since 1970."""
    return int(moment.timestamp() * 1_000_000_000)
