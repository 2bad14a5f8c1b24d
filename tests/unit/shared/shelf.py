"""A service so small that only the foundation is tested with it: sweets in jars, eaten one by one."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, ClassVar

from shared.cache import Cache
from shared.contracts.base import Event
from shared.dead_letters import DeadLetters
from shared.domain import Decision, Document
from shared.errors import Refusal
from shared.outbox import Relay
from shared.unit_of_work import Batch, Cause, Handler, UnitOfWork
from shared.work import CommandItem, MessageItem, UnreadableItem
from shared.worker import PartitionWorker
from tests.fakes import FakeBroker, FakeStore

NOON = datetime(2026, 3, 2, 4, 0, 0, 123000, tzinfo=UTC)


class ShelfEvent(Event):
    owner: ClassVar[str] = "shelf"


class SweetEaten(ShelfEvent):
    jar: str
    left: int


class JarEmptyDue(ShelfEvent):
    """A timer of a jar."""

    jar: str


class EatingRefused(ShelfEvent):
    """A refusal, as the machine that asked is told of it."""

    must_be_routed: ClassVar[bool] = False
    code: str

    def answers(self) -> str | None:
        return "B1.K1"


class Jar(Document):
    collection: ClassVar[str] = "jars"
    sweets: int = 0
    kinds: tuple[str, ...] = ()
    opened: datetime | None = None


class NoSweets(Refusal):
    code = "no_sweets"


async def eat(jar: str, work: UnitOfWork) -> int:
    """Eat one sweet of `jar`; return how many are left. Raises `NoSweets`."""
    found = await work.get(Jar, jar)
    if not found.sweets:
        raise NoSweets(jar)
    left = found.sweets - 1
    event = SweetEaten(branch="B1", jar=jar, left=left)
    work.apply(Decision().save(found.evolve(sweets=left), event))
    return left


async def fail(jar: str, work: UnitOfWork) -> None:
    """Fail after a change, as a fault in a handler does."""
    await eat(jar, work)
    raise ZeroDivisionError


def cause(id: str, **more: Any) -> Cause:
    return Cause(id, more.pop("kind", "eat"), NOON, branch="B1", **more)


def command(id: str, jar: str = "a", handler: Handler = eat, **more: Any) -> CommandItem:
    return CommandItem(cause=cause(id, **more), command=jar, handler=handler)


def message(id: str, jar: str = "a", handler: Handler = eat, **more: Any) -> MessageItem:
    return MessageItem(
        cause=cause(id, kind="foyer.shelf.eat.v1", fingerprint=more.pop("fingerprint", None)),
        content=jar,
        handler=handler,
        body=b"as it came",
        route=("foyer.events", "0.shelf.eat"),
        **more,
    )


def unreadable(id: str, refusal: Exception) -> UnreadableItem:
    return UnreadableItem(cause=cause(id, kind="unknown"), refusal=refusal, body=b"\xff")


class Bench:
    """A worker with its parts: a fake store, a relay to a fake broker, a clock that stands still until it is
    moved."""

    def __init__(
        self,
        *jars: Jar,
        after_commit: Callable[[Batch], None] | None = None,
        max_staleness: float = 0.0,
        fair: bool = False,
    ) -> None:
        self.now = NOON
        self.store, self.broker = FakeStore("shelf", *jars), FakeBroker()
        self.cache = Cache(self.store)
        self.relay = Relay(self.store, "amqp://fake", clock=self.clock, connect=self.broker.connect)
        self.dead_letters = DeadLetters(self.store, b"k" * 32, self.clock)
        self.worker = PartitionWorker(
            self.store,
            self.cache,
            self.relay,
            self.dead_letters,
            service="shelf",
            partitions=4,
            pace=1.0,
            max_staleness=max_staleness,
            fair=fair,
            clock=self.clock,
            after_commit=after_commit,
        )

    def clock(self) -> datetime:
        return self.now

    def sweets(self, jar: str = "a") -> int:
        (raw,) = [raw for raw in self.store.raws("jars") if raw["_id"] == jar]
        return int(raw["sweets"])


Act = Callable[[UnitOfWork], Awaitable[Any]]
