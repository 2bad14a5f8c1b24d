"""The smallest service there could be: somebody presses, a tally counts, and tells that it counted."""

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

import aio_pika

from shared import bus_names as names
from shared.clock import new_id, now
from shared.commands import Command
from shared.contracts.base import Envelope, Event, encode
from shared.domain import Decision, Document
from shared.errors import Refusal
from shared.runtime import ServiceRuntime
from shared.service import Service
from shared.settings import Settings
from shared.unit_of_work import UnitOfWork

KEY = base64.b64encode(b"k" * 32).decode()


class TallyEvent(Event):
    owner: ClassVar[str] = "tally"


class Pressed(TallyEvent):
    tally: str = "t"
    word: str = ""


@dataclass(frozen=True)
class Press(Command, name="count"):
    branch: str = "B1"
    tally: str = "t"
    word: str = ""


class Counted(TallyEvent):
    tally: str
    count: int
    word: str = ""


class BellRang(TallyEvent):
    """A deadline of the tally."""

    tally: str


class Tally(Document):
    collection: ClassVar[str] = "tallies"
    count: int = 0
    words: tuple[str, ...] = ()
    bells: int = 0


class NotThisWord(Refusal):
    code = "not_this_word"


async def count(event: Pressed | Press, work: UnitOfWork) -> int:
    tally = await work.find(Tally, event.tally) or Tally(id=event.tally)
    if event.word == "bad":
        raise NotThisWord
    if event.word == "bug":
        raise ZeroDivisionError
    more = tally.evolve(count=tally.count + 1, words=(*tally.words, event.word))
    decision = Decision().save(
        more, Counted(branch=event.branch, tally=tally.id, count=more.count, word=event.word)
    )
    if event.word == "later":
        bell = BellRang(branch=event.branch, tally=tally.id)
        decision.schedule(
            f"bell:{tally.id}", work.due(timedelta(milliseconds=200)), bell, correlation_id=tally.id
        )
    work.apply(decision)
    return more.count


async def ring(event: BellRang, work: UnitOfWork) -> None:
    tally = await work.get(Tally, event.tally)
    work.apply(Decision().save(tally.evolve(bells=tally.bells + 1)))


SERVICE = Service(
    name="tally",
    port=0,
    commands={Press: count},
    events={Pressed: [count]},
    timers={BellRang: ring},
)


def settings(amqp_url: str, mongo_uri: str, database: str, **more: Any) -> Settings:
    return Settings(amqp_url=amqp_url, mongo_uri=mongo_uri, database_prefix=database, master_key=KEY, **more)


@asynccontextmanager
async def at_work(settings: Settings, service: Service = SERVICE) -> AsyncIterator[ServiceRuntime]:
    runtime = ServiceRuntime(service, settings)
    await runtime.start()
    try:
        yield runtime
    finally:
        await runtime.stop()


def pressed(word: str = "", *, tally: str = "t", id: str = "") -> Envelope[Event]:
    event = Pressed(branch="B1", tally=tally, word=word)
    return Envelope[Event](
        id=id or new_id(),
        source="/test/B1",
        type=event.type_name(),
        subject=tally,
        time=now(),
        branch="B1",
        correlationid=tally,
        data=event,
    )


class Sender:
    """Publishes to the events exchange as another service would."""

    def __init__(
        self, channel: aio_pika.abc.AbstractChannel, exchange: aio_pika.abc.AbstractExchange
    ) -> None:
        self.channel, self._exchange = channel, exchange

    @classmethod
    @asynccontextmanager
    async def on(cls, amqp_url: str) -> "AsyncIterator[Sender]":
        async with await aio_pika.connect(amqp_url) as connection:
            channel = await connection.channel()
            yield cls(channel, await channel.get_exchange(names.EVENTS, ensure=False))

    async def send(self, envelope: Envelope[Event], **changes: Any) -> None:
        properties = {"message_id": envelope.id, "type": envelope.type, "delivery_mode": 2}
        body, key = changes.pop("body", encode(envelope)), f"0.{type(envelope.data).key()}"
        message = aio_pika.Message(body, **{**properties, **changes})
        await self._exchange.publish(message, key)
