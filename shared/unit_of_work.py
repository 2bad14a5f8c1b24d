"""The unit of work of one message or command, and the batch in which it is committed.

A batch loads documents together, runs its units of work one after the other on a common view, and holds
their changes. `shared.worker` collects batches and repeats them, `shared.cache` knows what was read before,
`shared.store` commits.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from shared.clock import Moment, new_id
from shared.contracts.base import LONGEST_CAUSE, Envelope, Event
from shared.domain import Decision, Document, Timer
from shared.errors import NotFound
from shared.fingerprint import Fingerprint

A = TypeVar("A")
D = TypeVar("D", bound=Document)
Key = tuple[type[Document], str]


@dataclass(frozen=True)
class Cause:
    """The reason for a unit of work: an event from the bus or a device, a command of a person, or a timer.

    `id` is unique per cause and makes a repeat harmless; one that is too long for an envelope ends in a hash
    of itself. `kind` is the type of the event or the name of the command; `causation_id` is the id of the
    cause before this one; `fingerprint` tells a repeat from another content under the same id.
    """

    id: str
    kind: str
    time: datetime
    actor: str = "system"
    branch: str = ""
    correlation_id: str = ""
    causation_id: str = ""
    traceparent: str = ""
    fingerprint: Fingerprint | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", fitting(self.id))

    def with_trace(self, traceparent: str) -> "Cause":
        """The same cause in another trace."""
        return replace(self, traceparent=traceparent)

    def record(self) -> dict[str, Any]:
        """Return the trail and the fingerprint, as the inbox keeps them."""
        return {
            "kind": self.kind,
            "time": self.time,
            "actor": self.actor,
            "branch": self.branch,
            "correlation_id": self.correlation_id,
            "causation_id": self.causation_id,
            **(self.fingerprint.record() if self.fingerprint else {}),
        }


def fitting(id: str) -> str:
    """Fit the id of a cause into an envelope: a long one keeps its beginning, and ends in its hash."""
    if len(id) <= LONGEST_CAUSE:
        return id
    return f"{id[: LONGEST_CAUSE - 65]}~{hashlib.sha256(id.encode(errors='replace')).hexdigest()}"


Handler = Callable[[Any, "UnitOfWork"], Awaitable[Any]]


def in_turn(*handlers: Handler) -> Handler:
    """Combine several handlers of one event: they run one after the other in the same unit of work."""
    if len(handlers) == 1:
        return handlers[0]

    async def run_all(content: Any, work: "UnitOfWork") -> None:
        for handler in handlers:
            await handler(content, work)

    run_all.__name__ = handlers[0].__name__
    return run_all


def read_together(
    *models: type[Document], more: Callable[[Any, Cause], Iterable[Key]] = lambda event, cause: ()
) -> Handler:
    """Make a handler that reads these documents of an event's customer, and `more`, for all events of a batch
    at once: the handlers after it, which run in turn, then wait for no store."""

    async def read_of_customer(event: Any, work: "UnitOfWork") -> None:
        keys = [*((model, event.customer) for model in models), *more(event, work.cause)]
        await asyncio.gather(*(work.find(model, id) for model, id in keys))

    return read_of_customer


def for_each(parts: Callable[[Any], Sequence[Any]], reads: Handler, *handlers: Handler) -> Handler:
    """Make a handler that runs `handlers` for each part of an event, in the same unit of work, after `reads`
    has read for all of them together."""

    async def run_for_each(event: Any, work: "UnitOfWork") -> None:
        several = parts(event)
        await asyncio.gather(*(reads(one, work) for one in several))
        for one in several:
            for handler in handlers:
                await handler(one, work)

    return run_for_each


class Loader(Protocol):
    """A source of documents: a cache over the store, or a dictionary in tests."""

    async def load(self, model: type[Document], ids: list[str]) -> list[Document]: ...

    async def query(self, look: Callable[..., Awaitable[Any]], *about: object) -> Any: ...


@dataclass(eq=False)
class UnitOfWork:
    """One handler's view of the batch: read with `get`, `find` and `query`, change with `apply`.

    `now` is the time of the batch; `due` shortens deadlines by the pace of the branch (10 in the demo).
    """

    cause: Cause
    now: datetime
    source: str
    pace: float = 1.0
    batch: "Batch" = field(repr=False, kw_only=True)
    documents: dict[Key, Document] = field(default_factory=dict, repr=False)
    events: list[Envelope[Event]] = field(default_factory=list)
    timers: dict[str, Timer | None] = field(default_factory=dict)
    traceparent: str = ""
    turn: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    @property
    def moment(self) -> Moment:
        """The time of the batch with the pace of the branch, for domain functions."""
        return Moment(self.now, self.pace)

    async def find(self, model: type[D], id: str) -> D | None:
        """Return the document as the units of work before this one left it, or None."""
        found = self.documents.get((model, id)) or await self.batch.read(self, model, id)
        return found if found is None or isinstance(found, model) else None

    async def get(self, model: type[D], id: str) -> D:
        """Return the document as the units of work before this one left it. Raises `NotFound`."""
        found = await self.find(model, id)
        if found is None:
            raise NotFound(f"{model.collection}/{id}")
        return found

    async def query(self, look: Callable[..., Awaitable[A]], *about: object) -> A:
        """Run a query of the service's own store. It sees what was committed before this batch and nothing of
        what the batch has changed, so nothing may hang on the difference."""
        return await self.batch.query(look, *about)

    def apply(self, decision: Decision) -> None:
        """Apply what the domain decided; it is committed with the batch, or not at all."""
        for document, events in decision.changes:
            self._put(document, events)
        for timer in decision.timers:
            self.timers[timer.id] = timer
        for id in decision.cancelled:
            self.timers[id] = None

    def publish(self, event: Event, *, subject: str, correlation_id: str) -> None:
        """Publish an event that goes with no change of a document."""
        self._add(event, subject, correlation_id, sequence=0)

    def due(self, after: timedelta) -> datetime:
        """Return the deadline `after` this time of branch work."""
        return self.moment.after(after)

    def _put(self, document: Document, events: tuple[Event, ...]) -> None:
        key = (type(document), document.id)
        before = self.documents.get(key) or self.batch.current(key)
        kept = document.model_copy(update={"version": (before.version if before else 0) + 1})
        self.documents[key] = kept
        for event in events:
            self._add(event, kept.id, kept.correlation_id, kept.version)

    def _add(self, event: Event, subject: str, correlation_id: str, sequence: int) -> None:
        self.events.append(
            Envelope[Event](
                id=new_id(),
                source=f"/{self.source}/{event.branch}",
                type=event.type_name(),
                subject=subject,
                time=self.now,
                branch=event.branch,
                correlationid=correlation_id,
                causationid=self.cause.id,
                sequence=sequence,
                actor=self.cause.actor,
                traceparent=self.traceparent,
                data=event,
            )
        )


class Batch:
    """The common view of the units of work that are committed together.

    Every unit of work may start at once, up to its first read; those reads are fetched together. From there
    on it runs only in its turn, so it sees what those before it changed.
    """

    def __init__(self, loader: Loader) -> None:
        self._loader = loader
        self._base: dict[Key, Document | None] = {}
        self._wanted: dict[type[Document], set[str]] = {}
        self._fetch: asyncio.Task[None] | None = None
        self.documents: dict[Key, Document] = {}
        self.failure: Exception | None = None
        """The error that kept the loader from reading; nothing of this batch can be trusted then."""
        self.events: list[Envelope[Event]] = []
        self.timers: dict[str, tuple[Timer, Cause] | None] = {}

    async def run(
        self, works: list[UnitOfWork], acts: list[Callable[[UnitOfWork], Awaitable[Any]]]
    ) -> list[Any]:
        """Run each of `acts` with its unit of work, in turn; gives their answers, an exception standing for
        itself. One that fails leaves nothing behind; the others are not touched.
        """
        tasks = [asyncio.ensure_future(act(work)) for work, act in zip(works, acts, strict=True)]
        answers: list[Any] = []
        try:
            for work, task in zip(works, tasks, strict=True):
                work.turn.set()
                try:
                    answers.append(await task)
                except Exception as error:
                    answers.append(error)
                else:
                    self._merge(work)
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
        """The documents that were looked for, as they were before this batch changed anything (None: not
        found)."""
        return self._base

    async def read(self, work: UnitOfWork, model: type[Document], id: str) -> Document | None:
        """The document as it stands when it is the turn of `work`."""
        key = (model, id)
        if key not in self._base:
            self._wanted.setdefault(model, set()).add(id)
            while key not in self._base:
                if self._fetch is None or self._fetch.done():
                    self._fetch = asyncio.ensure_future(self._fetch_wanted())
                await asyncio.shield(self._fetch)
        await work.turn.wait()
        return self.current(key)

    async def query(self, look: Callable[..., Awaitable[A]], *about: object) -> A:
        """Run a query of the store itself; a store that fails fails the batch, to be run again."""
        try:
            found: A = await self._loader.query(look, *about)
        except Exception as error:
            self.failure = error
            raise
        return found

    async def _fetch_wanted(self) -> None:
        await asyncio.sleep(0)  # all that can start have now said what they read
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

    def _merge(self, work: UnitOfWork) -> None:
        self.documents.update(work.documents)
        self.events.extend(work.events)
        for id, timer in work.timers.items():
            self.timers[id] = (timer, work.cause) if timer else None
