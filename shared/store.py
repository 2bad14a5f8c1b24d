"""MongoDB: documents by id, and one transaction per batch. The only place that knows the wire form."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from pymongo import ASCENDING, AsyncMongoClient, DeleteOne, InsertOne, ReplaceOne, UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import BulkWriteError, ClientBulkWriteException, PyMongoError
from pymongo.results import BulkWriteResult, ClientBulkWriteResult
from pymongo.write_concern import WriteConcern

from shared.aside import answered_aside
from shared.clock import first_id_of
from shared.domain import Document
from shared.layout import check_layout
from shared.settings import Settings
from shared.store_errors import Busy, CommitUnknown, Conflict, is_transient, reason_of

A = TypeVar("A")
D = TypeVar("D", bound=Document)
Raw = dict[str, Any]
Write = InsertOne[Raw] | ReplaceOne[Raw] | UpdateOne | DeleteOne
INBOX, OUTBOX, PENDING, TIMERS, DEAD_LETTERS = "inbox", "outbox", "pending", "timers", "dead_letters"
REVOCATIONS, INSTANCES = "revocations", "instances"
"""The sessions in which each process of a service commits, by its name, for the one that starts after it."""
MISSED = "missed_events"
"""The time since when events were missed, by a queue that was gone, until all publishers are asked."""
KEEP_SEEN, DAY = 30, 24 * 3600  # days that a cause is known, longer than any retry by hand; seconds
FEW = 16
"""So many writes of a commit go to the store in one statement; more are faster by collection."""
PAGE = 50
"""Ids that are asked for at once: the embedded store compares each document with each of them."""
MAJORITY = WriteConcern(w="majority", j=True, wtimeout=10_000)


@dataclass(frozen=True)
class Index:
    """An index that the code relies on: keys as PyMongo takes them, options as MongoDB names them."""

    collection: str
    keys: Sequence[tuple[str, int]]
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Commit:
    """The writes of one transaction to the collections of `database`, in wire form. Every document written
    must be at its base version; only one that is dropped may be gone already."""

    database: str
    writes: dict[str, list[Write]] = field(default_factory=dict)

    def put(self, document: Document, base: int) -> None:
        """Write `document` over the version `base`; 0 means that it must be new."""
        raw, name = to_raw(document), document.collection
        if base:
            self._add(name, ReplaceOne({"_id": document.id, "version": base}, raw, namespace=self._in(name)))
        else:
            self.insert(name, raw)

    def insert(self, name: str, raw: Raw) -> None:
        """Insert a new document."""
        self._add(name, InsertOne(raw, namespace=self._in(name)))

    def set(self, name: str, raw: Raw) -> None:
        """Insert a document, or replace the one with its id."""
        self._add(name, ReplaceOne({"_id": raw["_id"]}, raw, upsert=True, namespace=self._in(name)))

    def see(self, cause: Raw) -> None:
        """Record a cause in the inbox, so that it never acts again."""
        self.insert(INBOX, cause)

    def publish(self, events: list[Raw], pending_batch: Raw) -> None:
        """Put events into the outbox, with the pending batch that names them until they are confirmed."""
        for raw in events:
            self.insert(OUTBOX, raw)
        self.insert(PENDING, pending_batch)

    def schedule(self, timer: Raw) -> None:
        """Schedule a timer; there is one under each id."""
        self.set(TIMERS, timer)

    def cancel(self, id: str) -> None:
        """Cancel the timer under this id."""
        self._add(TIMERS, DeleteOne({"_id": id}, namespace=self._in(TIMERS)))

    def dead_letter(self, id: str, change: Raw) -> None:
        """Set a refused message aside, once more if it was before."""
        self._add(DEAD_LETTERS, UpdateOne({"_id": id}, change, upsert=True, namespace=self._in(DEAD_LETTERS)))

    def _add(self, name: str, write: Write) -> None:
        self.writes.setdefault(name, []).append(write)

    def _in(self, name: str) -> str:
        return f"{self.database}.{name}"


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
        self._settings, self._service = settings, service
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
        self._instance = settings.instance
        self._idle: list[AsyncClientSession] = []
        self.db: AsyncDatabase[Raw] = self._client[f"{settings.database_prefix}_{service}"]
        self.lazy: AsyncDatabase[Raw] = self.db.with_options(write_concern=WriteConcern(w=1, j=False))
        """The same database for writes that may be lost without harm."""

    async def ping(self) -> None:
        """Raises a PyMongoError when the store does not answer."""
        await self.db.command("ping")

    async def close(self) -> None:
        """Leave nothing for a next life to end."""
        with suppress(PyMongoError):  # the store is away: the next life finds nothing open in these sessions
            await self.db[INSTANCES].delete_one({"_id": self._instance})
        await self._client.close()

    async def check_layout(self) -> None:
        """Write the layout number into a new database. Raises `WrongLayout` for data of another layout."""
        await check_layout(self.db)

    async def take_over(self) -> None:
        """End the transactions that the last process of this name left open: they hold what they wrote until
        the store gives them up. Should it be alive after all, it only runs its batch again.

        ``killSessions`` needs no right beyond one's own database: it reaches one's own sessions alone.
        """
        left = await self.db[INSTANCES].find_one({"_id": self._instance})
        if left and left["sessions"]:
            await self._client.admin.command("killSessions", left["sessions"])
        await self.db[INSTANCES].replace_one({"_id": self._instance}, {"sessions": []}, upsert=True)

    async def _session(self) -> AsyncClientSession:
        """A session for one commit, to be laid back into `_idle`; a new one is written down before its use.
        What a commit left open in it that the store never answered ends with the next one's beginning."""
        if self._idle:
            return self._idle.pop()
        session = self._client.start_session(causal_consistency=False)
        change = {"$addToSet": {"sessions": session.session_id}}
        await self.db[INSTANCES].update_one({"_id": self._instance}, change, upsert=True)
        return session

    async def prepare(self, indexes: Iterable[Index]) -> None:
        """Make the collections and indexes; a transaction could not."""
        own = [
            Index(INBOX, [("at", ASCENDING)], {"expireAfterSeconds": KEEP_SEEN * DAY}),
            Index(OUTBOX, [("correlation_id", ASCENDING)]),
            Index(OUTBOX, [("names", ASCENDING)], {"partialFilterExpression": {"names": {"$gt": ""}}}),
            Index(PENDING, [("at", ASCENDING)]),
            Index(TIMERS, [("due", ASCENDING)]),
            Index(DEAD_LETTERS, [("at", ASCENDING), ("_id", ASCENDING)]),
            Index(DEAD_LETTERS, [("expires", ASCENDING)], {"expireAfterSeconds": 0}),
            Index(REVOCATIONS, [("ends", ASCENDING)], {"expireAfterSeconds": 0}),
        ]
        for index in [*own, *indexes]:
            await self.db[index.collection].create_index(list(index.keys), **index.options)

    async def forget_old(self, now: datetime) -> int:
        """Drop sent events that were kept long enough; how many. Nothing that is still unsent goes, however
        old it is."""
        bound = first_id_of(now - self._keep_events)
        oldest = await self.db[PENDING].find_one(sort=[("_id", ASCENDING)])
        if oldest is not None:
            bound = min(bound, oldest["ids"][0])
        return (await self.lazy[OUTBOX].delete_many({"_id": {"$lt": bound}})).deleted_count

    async def find(self, model: type[D], id: str) -> D | None:
        """Return the document with this id, or None."""
        raw = await self.db[model.collection].find_one({"_id": id})
        return from_raw(model, raw) if raw else None

    async def load(self, model: type[Document], ids: list[str]) -> list[Document]:
        """The documents with these ids, in no order; those that do not exist are left out."""
        return [from_raw(model, raw) for raw in await self._find(model, ids)]

    async def versions(self, model: type[Document], ids: list[str]) -> dict[str, int]:
        """The versions of the documents with these ids; those that do not exist are left out."""
        return {raw["_id"]: raw.get("version", 0) for raw in await self._find(model, ids, {"version": 1})}

    async def _find(self, model: type[Document], ids: list[str], fields: Raw | None = None) -> list[Raw]:
        collection = self.db[model.collection]
        pages = (ids[first : first + PAGE] for first in range(0, len(ids), PAGE))
        finds = (collection.find({"_id": {"$in": page}}, fields).to_list() for page in pages)
        return [raw for page in await asyncio.gather(*finds) for raw in page]

    async def query(self, look: Callable[..., Awaitable[A]], *about: object) -> A:
        """Run one of the service's queries."""
        return await look(self, *about)

    async def aside(self, look: Callable[..., Awaitable[A]], *about: object) -> A:
        """Run a query that costs much in a process of its own, see `shared/aside.py`."""
        return await answered_aside(_look, self._settings, self._service, look, about)

    async def seen(self, ids: list[str]) -> dict[str, Raw]:
        """Return the causes among these that were committed before, with their fingerprints."""
        found = self.db[INBOX].find({"_id": {"$in": ids}}, {"fingerprint": 1, "stated_time": 1})
        return {raw["_id"]: raw async for raw in found}

    async def commit(self, commit: Commit) -> None:
        """All of it, durable on a majority, or nothing.

        Raises `Conflict` when a version or an id was taken meanwhile, `Busy` when another transaction is in
        the way, `CommitUnknown` when the answer to the commit was lost, a PyMongoError when the store is
        away.
        """
        if not commit.writes:
            return
        session = await self._session()
        try:
            await self._commit(commit, session)
        finally:
            self._idle.append(session)

    async def _commit(self, commit: Commit, session: AsyncClientSession) -> None:
        await session.start_transaction(write_concern=MAJORITY, max_commit_time_ms=10_000)
        try:
            await self._write(commit, session)
        except BaseException as error:
            await self._abort(session)
            reason = reason_of(error)
            if is_transient(reason):
                raise Busy from error
            if isinstance(reason, BulkWriteError | ClientBulkWriteException):
                raise Conflict from error
            if reason is not error:
                raise reason from error
            raise
        try:
            await session.commit_transaction()
        except PyMongoError as error:
            if error.has_error_label("UnknownTransactionCommitResult"):
                raise CommitUnknown from error
            raise Busy from error

    async def _write(self, commit: Commit, session: AsyncClientSession) -> None:
        """In as few statements as it takes. `Conflict` when a version was not there any more."""
        writes = [write for of_one in commit.writes.values() for write in of_one]
        done: list[BulkWriteResult | ClientBulkWriteResult]
        if len(writes) <= FEW:
            done = [await self._client.bulk_write(writes, ordered=False, session=session)]
        else:
            done = [
                await self.db[name].bulk_write(of_one, ordered=False, session=session)
                for name, of_one in commit.writes.items()
            ]
        placed = sum(one.inserted_count + one.matched_count + one.upserted_count for one in done)
        if placed != sum(not isinstance(write, DeleteOne) for write in writes):
            raise Conflict

    async def _abort(self, session: AsyncClientSession) -> None:
        try:
            await session.abort_transaction()
        except PyMongoError:
            return  # the store is away or has dropped it already; nothing was committed


async def _look(of: Settings, service: str, look: Callable[..., Awaitable[A]], about: Sequence[object]) -> A:
    store = Store(of.model_copy(update={"instance": f"{of.instance}-aside"}), service)
    try:
        return await look(store, *about)
    finally:
        await store.close()
