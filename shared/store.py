"""MongoDB: documents by id, and one transaction per batch. The only place that knows the wire form."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from pymongo import ASCENDING, AsyncMongoClient, DeleteOne, InsertOne, ReplaceOne, UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import BulkWriteError, DuplicateKeyError, PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from shared.clock import first_id_of
from shared.domain import Document
from shared.settings import Settings

A = TypeVar("A")
D = TypeVar("D", bound=Document)
Raw = dict[str, Any]
INBOX, OUTBOX, UNSENT, TIMERS, PARKED = "inbox", "outbox", "unsent", "timers", "parked"
KEEP_SEEN = 30  # days: longer than the longest retry by hand
DAY = 24 * 3600
MAJORITY = WriteConcern(w="majority", j=True, wtimeout=10_000)


@dataclass(frozen=True)
class Index:
    """An index that the code relies on: keys as PyMongo takes them, options as MongoDB names them."""

    collection: str
    keys: Sequence[tuple[str, int]]
    options: Mapping[str, Any] = field(default_factory=dict)


class Conflict(Exception):
    """Somebody else changed what this batch read: run it again from fresh state."""


class Busy(Conflict):
    """Another transaction is in the way, or was left open by a process that froze: it passes by itself, at
    the latest when the store ends that transaction (MongoDB: 60 s)."""


class CommitUnknown(Exception):
    """The store did not say whether the commit happened: look into the inbox."""


@dataclass
class Commit:
    """What one transaction writes, in wire form."""

    seen: list[Raw] = field(default_factory=list)
    documents: dict[str, list[InsertOne[Raw] | ReplaceOne[Raw]]] = field(default_factory=dict)
    events: list[Raw] = field(default_factory=list)
    slip: Raw | None = None
    timers: list[ReplaceOne[Raw] | DeleteOne] = field(default_factory=list)
    parked: list[UpdateOne] = field(default_factory=list)

    def put(self, document: Document, base: int) -> None:
        """Write `document` over the version `base`; 0 means that it must be new."""
        raw = to_raw(document)
        write: InsertOne[Raw] | ReplaceOne[Raw] = (
            ReplaceOne({"_id": document.id, "version": base}, raw) if base else InsertOne(raw)
        )
        self.documents.setdefault(document.collection, []).append(write)


def to_raw(document: Document) -> Raw:
    """A document as MongoDB keeps it."""
    raw = document.model_dump()
    raw["_id"] = raw.pop("id")
    return raw


def from_raw(model: type[D], raw: Mapping[str, Any]) -> D:
    """A document as MongoDB kept it."""
    return model.model_validate({**raw, "id": raw["_id"]})


class Store:
    """One service's database."""

    def __init__(self, settings: Settings, service: str) -> None:
        self._client: AsyncMongoClient[Raw] = AsyncMongoClient(
            settings.mongo_uri.get_secret_value(),
            tz_aware=True,
            tzinfo=UTC,
            serverSelectionTimeoutMS=3000,
            connectTimeoutMS=3000,
            socketTimeoutMS=10_000,
            retryWrites=False,
            appname=f"foyer-{service}",
        )
        self._keep_events = timedelta(days=settings.keep_events)
        self.db: AsyncDatabase[Raw] = self._client[f"{settings.database_prefix}_{service}"]
        self.lazy: AsyncDatabase[Raw] = self.db.with_options(write_concern=WriteConcern(w=1, j=False))
        """The same database for writes that may be lost without harm."""

    async def ping(self) -> None:
        """Raises a PyMongoError when the store does not answer."""
        await self.db.command("ping")

    async def close(self) -> None:
        await self._client.close()

    async def prepare(self, indexes: Iterable[Index]) -> None:
        """Make the collections and indexes; a transaction could not."""
        own = [
            Index(INBOX, [("at", ASCENDING)], {"expireAfterSeconds": KEEP_SEEN * DAY}),
            Index(OUTBOX, [("story", ASCENDING)]),
            Index(UNSENT, [("at", ASCENDING)]),
            Index(TIMERS, [("due", ASCENDING)]),
            Index(PARKED, [("at", ASCENDING)]),
        ]
        for index in [*own, *indexes]:
            await self.db[index.collection].create_index(list(index.keys), **index.options)

    async def forget_old(self, now: datetime) -> int:
        """Drop sent events that were kept long enough; how many. Nothing that is still unsent goes, however
        old it is."""
        bound = first_id_of(now - self._keep_events)
        oldest = await self.db[UNSENT].find_one(sort=[("_id", ASCENDING)])
        if oldest is not None:
            bound = min(bound, oldest["ids"][0])
        return (await self.lazy[OUTBOX].delete_many({"_id": {"$lt": bound}})).deleted_count

    async def load(self, model: type[Document], ids: list[str]) -> list[Document]:
        """The documents with these ids, in no order; those that do not exist are left out."""
        found = self.db[model.collection].find({"_id": {"$in": ids}})
        return [from_raw(model, raw) async for raw in found]

    async def ask(self, look: Callable[..., Awaitable[A]], *about: object) -> A:
        """What one of a service's look-ups finds."""
        return await look(self, *about)

    async def seen(self, ids: list[str]) -> set[str]:
        """Which of these causes were committed before."""
        return {raw["_id"] async for raw in self.db[INBOX].find({"_id": {"$in": ids}}, {"_id": 1})}

    async def commit(self, commit: Commit) -> None:
        """All of it, durable on a majority, or nothing.

        Raises `Conflict` when a version or an id was taken meanwhile, `Busy` when another transaction is in
        the way, `CommitUnknown` when the answer to the commit was lost, a PyMongoError when the store is
        away.
        """
        async with self._client.start_session() as session:
            await session.start_transaction(ReadConcern("snapshot"), MAJORITY, max_commit_time_ms=10_000)
            try:
                await self._write(commit, session)
            except BaseException as error:
                await self._abort(session)
                if _is_transient(error):
                    raise Busy from error
                if isinstance(error, BulkWriteError | DuplicateKeyError):
                    raise Conflict from error
                raise
            try:
                await session.commit_transaction()
            except PyMongoError as error:
                if error.has_error_label("UnknownTransactionCommitResult"):
                    raise CommitUnknown from error
                raise Busy from error

    async def _write(self, commit: Commit, session: AsyncClientSession) -> None:
        if commit.seen:
            await self.db[INBOX].insert_many(commit.seen, ordered=False, session=session)
        for collection, writes in commit.documents.items():
            result = await self.db[collection].bulk_write(writes, ordered=False, session=session)
            if result.matched_count + result.inserted_count != len(writes):
                raise Conflict
        if commit.events:
            await self.db[OUTBOX].insert_many(commit.events, ordered=False, session=session)
        if commit.slip:
            await self.db[UNSENT].insert_one(commit.slip, session=session)
        if commit.timers:
            await self.db[TIMERS].bulk_write(commit.timers, ordered=True, session=session)
        if commit.parked:
            await self.db[PARKED].bulk_write(commit.parked, ordered=True, session=session)

    async def _abort(self, session: AsyncClientSession) -> None:
        try:
            await session.abort_transaction()
        except PyMongoError:
            return  # the store is away or has dropped it already; nothing was committed


def _is_transient(error: BaseException) -> bool:
    return isinstance(error, PyMongoError) and error.has_error_label("TransientTransactionError")
