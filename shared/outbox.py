"""Committed events on their way to the broker: published in order with confirm; the slip goes when all are.

Every batch that tells something leaves one slip in its transaction: the ids of its events. The slip is taken
away when the broker has confirmed them all, so an event costs no second write. What a crash left unsent is
found by its slip at the next start; what is published twice is absorbed by the inbox of whoever hears it.
"""

import asyncio
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractExchange
from aio_pika.exceptions import AMQPError, PublishError
from pymongo.errors import PyMongoError

from shared import bus_names as names
from shared.clock import first_id_of, now, partition_of
from shared.contracts.base import CONTENT_TYPE, Envelope, Event, encode
from shared.contracts.lobby import DeviceEventRefused
from shared.errors import Unavailable
from shared.store import OUTBOX, UNSENT, Raw, Store
from shared.telemetry import PUBLISHED, UNSENT_EVENTS, log

AT_ONCE = 256
CONFIRM_WITHIN = 5.0
FORGOTTEN_AFTER = timedelta(seconds=5)
AWAY = (AMQPError, OSError, TimeoutError, RuntimeError)


@dataclass(frozen=True)
class Letter:
    """One event as the broker takes it. `slip` is the batch it belongs to; a replayed one belongs to none."""

    id: str
    exchange: str
    key: str
    type: str
    body: bytes
    mandatory: bool
    slip: str = ""

    @classmethod
    def of(cls, raw: Raw, slip: str = "") -> "Letter":
        return cls(raw["_id"], raw["exchange"], raw["key"], raw["type"], raw["body"], raw["mandatory"], slip)


def letters_of(envelope: Envelope[Event], partitions: int, own_ids: Mapping[str, str]) -> list[Raw]:
    """An event as it is kept for whoever hears it, and a copy for the device that it answers. `own_ids` are,
    by cause, the ids that their senders gave them: a device knows no others."""
    raw = {
        "_id": envelope.id,
        "exchange": names.EVENTS,
        "key": f"{partition_of(envelope.branch, partitions)}.{envelope.data.key()}",
        "type": envelope.type,
        "body": encode(envelope),
        "story": envelope.correlationid,
        "cause": envelope.causationid,
        "branch": envelope.branch,
        "mandatory": envelope.data.must_be_heard,
        "names": envelope.data.names(),
    }
    if (device := envelope.data.answers()) is None:
        return [raw]
    cause = own_ids.get(envelope.causationid, envelope.causationid)
    own = {"data": envelope.data.as_answer(), "causationid": cause}
    if envelope.actor.startswith("staff:"):  # it answers nothing, and who did it is no machine's business
        own |= {"causationid": "", "actor": "system"}
    answer = envelope.model_copy(update=own)
    copy = {
        "_id": f"{envelope.id}:answer",
        "exchange": names.MQTT,
        "key": names.answer_key(device),
        "body": encode(answer),
        "mandatory": False,
    }
    return [raw, {**raw, **copy}]


class Relay:
    """Publishes a service's outbox. `offer` takes what was just committed; a sweep finds the rest."""

    def __init__(self, store: Store, amqp_url: str) -> None:
        self._store = store
        self._url = amqp_url
        self._waiting: deque[Letter] = deque()
        self._open: dict[str, set[str]] = {}
        """Slips under way, with what the broker has not confirmed yet."""
        self._done: list[str] = []
        self._unheard: list[Letter] = []
        self._wake = asyncio.Event()
        self._connection: AbstractConnection | None = None
        self._channel: AbstractChannel | None = None
        self._exchanges: dict[str, AbstractExchange] = {}

    def offer(self, letters: Iterable[Letter]) -> None:
        """Publish these after all that was offered before."""
        for letter in letters:
            self._waiting.append(letter)
            if letter.slip:
                self._open.setdefault(letter.slip, set()).add(letter.id)
        self._wake.set()

    @property
    def idle(self) -> bool:
        """Whether all that was offered is confirmed."""
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
        """Take away the slips of what was confirmed: one that stays a while costs a repeat, not an event."""
        while True:
            await asyncio.sleep(every)
            await self.clear()

    async def keep_sweeping(self, every: float = 2.0) -> None:
        """Find what was committed and never offered: by a process that died, or a broker that was away."""
        while True:
            await asyncio.sleep(every)
            await self.sweep(FORGOTTEN_AFTER)

    async def recover(self) -> None:
        """Offer all that was committed and not confirmed before this process began, in order, ahead of
        anything new. Raises a PyMongoError when the store is away."""
        await self._sweep(timedelta(0))

    async def sweep(self, older_than: timedelta) -> None:
        """Offer what lies under slips older than this that are not under way here."""
        try:
            await self._sweep(older_than)
        except PyMongoError as error:
            log.warning("outbox_not_swept", error=type(error).__name__)

    async def _sweep(self, older_than: timedelta) -> None:
        unsent, before = 0, now() - older_than
        async for slip in self._store.db[UNSENT].find().sort("_id"):
            unsent += len(slip["ids"])
            if slip["at"] > before or slip["_id"] in self._open or slip["_id"] in self._done:
                continue
            query = {"_id": {"$in": slip["ids"]}}
            found = {raw["_id"]: raw async for raw in self._store.db[OUTBOX].find(query)}
            letters = [Letter.of(found[id], slip["_id"]) for id in slip["ids"] if id in found]
            self.offer(letters)
            if not letters:
                self._done.append(slip["_id"])
        UNSENT_EVENTS.set(unsent)

    async def replay(self, service: str, types: list[str], since: datetime) -> int:
        """Send kept events once more, to one service only; what it has seen before, it passes over."""
        query = {"_id": {"$gte": first_id_of(since)}, "type": {"$in": types}, "exchange": names.EVENTS}
        found = 0
        async for raw in self._store.db[OUTBOX].find(query).sort("_id"):
            queue = names.queue_of(service, int(raw["key"].partition(".")[0]))
            self.offer([replace(Letter.of(raw), exchange="", key=queue)])
            found += 1
        return found

    async def answer_again(self, story: str, cause: str) -> None:
        """Offer once more what a device was told because of `cause`, which it sent again."""
        try:
            found = await self._store.db[OUTBOX].find({"story": story}).sort("_id").to_list()
        except PyMongoError as error:
            log.warning("not_answered_again", error=type(error).__name__)
        else:
            told = (raw for raw in found if (raw["cause"], raw["exchange"]) == (cause, names.MQTT))
            own = (
                raw for raw in told if raw["type"] != DeviceEventRefused.type_name()
            )  # of something else under this id
            self.offer(Letter.of(raw) for raw in own)

    async def publish(self, letter: Letter) -> None:
        """Publish one letter that lies under no slip, now. Raises `Unavailable` unless it is confirmed."""
        try:
            async with asyncio.timeout(CONFIRM_WITHIN):
                exchange = await self._exchange(letter.exchange)
                await exchange.publish(_message(letter), letter.key, mandatory=True)
        except (*AWAY, asyncio.CancelledError) as error:
            names.raise_if_cancelled(error)
            raise Unavailable from error

    async def clear(self) -> None:
        """Take away the slips whose events the broker has confirmed."""
        slips, self._done = self._done, []
        if not slips:
            return
        try:
            await self._store.lazy[UNSENT].delete_many({"_id": {"$in": slips}})
        except PyMongoError as error:
            log.warning("slips_not_cleared", slips=len(slips), error=type(error).__name__)
            self._done = slips + self._done

    async def close(self) -> None:
        await self.clear()
        if self._connection is not None:
            await self._connection.close()

    async def _publish(self, letters: list[Letter]) -> list[Letter]:
        """Publish in order without waiting for each; what was not confirmed comes back."""
        try:
            async with asyncio.timeout(CONFIRM_WITHIN):
                exchanges = {name: await self._exchange(name) for name in {one.exchange for one in letters}}
        except (*AWAY, asyncio.CancelledError) as error:
            names.raise_if_cancelled(error)
            log.warning("broker_away", error=type(error).__name__)
            await self._hang_up()
            return letters
        confirmed = await asyncio.gather(
            *(self._confirmed(letter, exchanges[letter.exchange]) for letter in letters)
        )
        left = [letter for letter, ok in zip(letters, confirmed, strict=True) if not ok]
        if left:
            await self._hang_up()
        if self._unheard:
            await self._set_aside()
        return left

    async def _confirmed(self, letter: Letter, exchange: AbstractExchange) -> bool:
        try:
            async with asyncio.timeout(CONFIRM_WITHIN):
                await exchange.publish(_message(letter), letter.key, mandatory=letter.mandatory)
        except PublishError:
            self._unheard.append(letter)
            return True
        except (*AWAY, asyncio.CancelledError) as error:
            names.raise_if_cancelled(error)
            return False
        PUBLISHED.labels(letter.type).inc()
        self._tick_off(letter)
        return True

    def _tick_off(self, letter: Letter) -> None:
        if (ids := self._open.get(letter.slip)) is not None:
            ids.discard(letter.id)
            if not ids:
                del self._open[letter.slip]
                self._done.append(letter.slip)

    async def _set_aside(self) -> None:
        """What nobody hears stays under its slip, alone, and the sweep tries it again."""
        unheard, self._unheard = self._unheard, []
        log.error("nobody_hears", types=sorted({letter.type for letter in unheard}), events=len(unheard))
        for slip in {letter.slip for letter in unheard if letter.slip}:
            ids = [letter.id for letter in unheard if letter.slip == slip]
            if self._open.get(slip, set()) <= set(ids):
                self._open.pop(slip, None)
                change = {"$set": {"ids": ids, "at": now()}}
                try:
                    await self._store.lazy[UNSENT].update_one({"_id": slip}, change)
                except PyMongoError as error:
                    log.warning("slip_not_changed", error=type(error).__name__)  # then all of it is repeated
            else:
                self._unheard += [letter for letter in unheard if letter.slip == slip]

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
            except (*AWAY, asyncio.CancelledError) as error:
                names.raise_if_cancelled(error)
                log.debug("broker_hung_up", error=type(error).__name__)


def _message(letter: Letter) -> aio_pika.Message:
    return aio_pika.Message(
        letter.body,
        message_id=letter.id,
        type=letter.type,
        content_type=CONTENT_TYPE,
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
    )
