"""What one message or command reads and changes, and the batch in which it is committed.

A batch loads documents together, lets its units act one after the other on a common view, and holds what
they changed. `shared.line` collects batches and repeats them, `shared.cache` knows what was read before,
`shared.store` commits.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from shared.clock import new_id
from shared.contracts.base import LONGEST_CAUSE, Envelope, Event
from shared.domain import Decision, Document, Reminder
from shared.errors import NotFound
from shared.said import Said

A = TypeVar("A")
D = TypeVar("D", bound=Document)
Key = tuple[type[Document], str]


@dataclass(frozen=True)
class Cause:
    """Why a unit runs: an event from the bus or a device, a command of a person, or a deadline.

    `id` is unique per cause and makes a repeat harmless; one that is too long for an envelope ends in a hash
    of itself. `kind` is the type of the event or the name of the command; `leads_from` is the id of what
    caused the cause; `said` tells a repeat from something else under the same id.
    """

    id: str
    kind: str
    time: datetime
    actor: str = "system"
    branch: str = ""
    story: str = ""
    leads_from: str = ""
    traceparent: str = ""
    said: Said | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", fitting(self.id))

    def with_trace(self, traceparent: str) -> "Cause":
        """The same cause in another trace."""
        return replace(self, traceparent=traceparent)

    def record(self) -> dict[str, Any]:
        """What the inbox keeps of it: the trail, and what was said."""
        return {
            "kind": self.kind,
            "time": self.time,
            "actor": self.actor,
            "branch": self.branch,
            "story": self.story,
            "cause": self.leads_from,
            **(self.said.record() if self.said else {}),
        }


def fitting(id: str) -> str:
    """The id of a cause as an envelope can carry it: a long one keeps its beginning, and ends in its hash."""
    if len(id) <= LONGEST_CAUSE:
        return id
    return f"{id[: LONGEST_CAUSE - 65]}~{hashlib.sha256(id.encode(errors='replace')).hexdigest()}"


Handler = Callable[[Any, "Unit"], Awaitable[Any]]


def in_turn(*handlers: Handler) -> Handler:
    """Several handlers for one event, one after the other in the same unit."""

    async def act(content: Any, unit: "Unit") -> None:
        for handler in handlers:
            await handler(content, unit)

    act.__name__ = handlers[0].__name__
    return act


class Loader(Protocol):
    """Where documents come from: a cache over the store, or a dictionary in tests."""

    async def load(self, model: type[Document], ids: list[str]) -> list[Document]: ...

    async def ask(self, look: Callable[..., Awaitable[Any]], *about: object) -> Any: ...


@dataclass(eq=False)
class Unit:
    """What a handler is given: read with `get` and `find`, change with `keep`.

    `now` is the time of the batch; `due` shortens deadlines by the pace of the place (10 in the demo).
    """

    cause: Cause
    now: datetime
    source: str
    pace: float = 1.0
    batch: "Batch" = field(repr=False, kw_only=True)
    documents: dict[Key, Document] = field(default_factory=dict, repr=False)
    events: list[Envelope[Event]] = field(default_factory=list)
    reminders: dict[str, Reminder | None] = field(default_factory=dict)
    traceparent: str = ""
    turn: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    async def find(self, model: type[D], id: str) -> D | None:
        """The document as the units before this one left it, or None."""
        found = self.documents.get((model, id)) or await self.batch.read(self, model, id)
        return found if found is None or isinstance(found, model) else None

    async def get(self, model: type[D], id: str) -> D:
        """The document as the units before this one left it; `NotFound` if there is none."""
        found = await self.find(model, id)
        if found is None:
            raise NotFound(f"{model.collection}/{id}")
        return found

    async def ask(self, look: Callable[..., Awaitable[A]], *about: object) -> A:
        """What a look-up of the service's own `store` finds `about` something. It knows what was committed
        before this batch and nothing of what the batch has changed, so nothing may hang on the difference."""
        return await self.batch.ask(look, *about)

    def keep(self, decision: Decision) -> None:
        """Take over what the domain decided; it becomes true with the batch, or not at all."""
        for document, events in decision.changes:
            self._put(document, events)
        for reminder in decision.reminders:
            self.reminders[reminder.id] = reminder
        for id in decision.forgotten:
            self.reminders[id] = None

    def tell(self, event: Event, *, subject: str, story: str) -> None:
        """Tell an event that changes nothing here."""
        self._tell(event, subject, story, sequence=0)

    def due(self, after: timedelta) -> datetime:
        """The deadline `after` this time of branch work."""
        return self.now + after / self.pace

    def _put(self, document: Document, events: tuple[Event, ...]) -> None:
        key = (type(document), document.id)
        before = self.documents.get(key) or self.batch.current(key)
        kept = document.model_copy(update={"version": (before.version if before else 0) + 1})
        self.documents[key] = kept
        for event in events:
            self._tell(event, kept.id, kept.story, kept.version)

    def _tell(self, event: Event, subject: str, story: str, sequence: int) -> None:
        self.events.append(
            Envelope[Event](
                id=new_id(),
                source=f"/{self.source}/{event.branch}",
                type=event.type_name(),
                subject=subject,
                time=self.now,
                branch=event.branch,
                correlationid=story,
                causationid=self.cause.id,
                sequence=sequence,
                actor=self.cause.actor,
                traceparent=self.traceparent,
                data=event,
            )
        )


class Batch:
    """The common view of the units that are committed together.

    Every unit may start at once, up to its first read; those reads are fetched together. From there on a
    unit acts only in its turn, so it sees what the units before it changed.
    """

    def __init__(self, loader: Loader) -> None:
        self._loader = loader
        self._base: dict[Key, Document | None] = {}
        self._wanted: dict[type[Document], set[str]] = {}
        self._fetch: asyncio.Task[None] | None = None
        self.documents: dict[Key, Document] = {}
        self.failure: Exception | None = None
        """What kept the loader from reading; nothing of this batch can be trusted then."""
        self.events: list[Envelope[Event]] = []
        self.reminders: dict[str, tuple[Reminder, Cause] | None] = {}

    async def play(self, units: list[Unit], acts: list[Callable[[Unit], Awaitable[Any]]]) -> list[Any]:
        """Run each act with its unit, in turn; the answers, an exception standing for itself.

        A unit that fails leaves nothing behind; the others are not touched.
        """
        tasks = [asyncio.ensure_future(act(unit)) for unit, act in zip(units, acts, strict=True)]
        answers: list[Any] = []
        try:
            for unit, task in zip(units, tasks, strict=True):
                unit.turn.set()
                try:
                    answers.append(await task)
                except Exception as error:
                    answers.append(error)
                else:
                    self._merge(unit)
        finally:
            for task in tasks:
                task.cancel()
        return answers

    def base_version(self, key: Key) -> int:
        """The version over which this batch writes; 0 for a new document."""
        document = self._base.get(key)
        return document.version if document else 0

    def current(self, key: Key) -> Document | None:
        """The document as it stands in this batch, if it was read or written."""
        return self.documents.get(key) or self._base.get(key)

    def read_so_far(self) -> Mapping[Key, Document | None]:
        """What was looked for, and what was found before this batch changed anything."""
        return self._base

    async def read(self, unit: Unit, model: type[Document], id: str) -> Document | None:
        """The document as it stands when it is this unit's turn."""
        key = (model, id)
        if key not in self._base:
            self._wanted.setdefault(model, set()).add(id)
            while key not in self._base:
                if self._fetch is None or self._fetch.done():
                    self._fetch = asyncio.ensure_future(self._fetch_wanted())
                await asyncio.shield(self._fetch)
        await unit.turn.wait()
        return self.current(key)

    async def ask(self, look: Callable[..., Awaitable[A]], *about: object) -> A:
        """What a look-up finds in the store itself; a store that fails fails the batch, to be run again."""
        try:
            found: A = await self._loader.ask(look, *about)
        except Exception as error:
            self.failure = error
            raise
        return found

    async def _fetch_wanted(self) -> None:
        await asyncio.sleep(0)  # every unit that can start has now said what it reads
        wanted, self._wanted = self._wanted, {}
        pairs = [(model, sorted(ids)) for model, ids in wanted.items()]
        try:
            loaded = await asyncio.gather(*(self._loader.load(model, ids) for model, ids in pairs))
        except Exception as error:
            self.failure = error
            raise
        for (model, ids), found in zip(pairs, loaded, strict=True):
            by_id = {document.id: document for document in found}
            for id in ids:
                self._base.setdefault((model, id), by_id.get(id))

    def _merge(self, unit: Unit) -> None:
        self.documents.update(unit.documents)
        self.events.extend(unit.events)
        for id, reminder in unit.reminders.items():
            self.reminders[id] = (reminder, unit.cause) if reminder else None
