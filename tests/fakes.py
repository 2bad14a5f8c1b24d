"""Fakes of the store and the broker, in memory. The contract suite (`tests/unit/shared/contracts.py`) runs
against the fake store as against the real one."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from datetime import UTC, timedelta
from typing import Any

import bson
from aio_pika import Message
from aio_pika.exceptions import AMQPConnectionError, PublishError
from bson.codec_options import CodecOptions
from pymongo import DeleteOne, InsertOne, ReplaceOne, UpdateOne
from pymongo.errors import AutoReconnect, DuplicateKeyError

from shared import bus_names as names
from shared.domain import Document
from shared.store import Commit, Raw, Store, Write, to_raw
from shared.store_errors import Conflict

AWARE = CodecOptions[Raw](tz_aware=True, tzinfo=UTC)
MISSING = object()
OPERATORS = {
    "$gt": lambda value, bound: value > bound,
    "$gte": lambda value, bound: value >= bound,
    "$lt": lambda value, bound: value < bound,
    "$lte": lambda value, bound: value <= bound,
    "$ne": lambda value, bound: value != bound,
    "$in": lambda value, bound: value in bound,
}


def value_at(raw: Any, path: str) -> Any:
    """Return the member at a dotted path, `MISSING` if there is none."""
    for name in path.split("."):
        if not isinstance(raw, Mapping) or name not in raw:
            return MISSING
        raw = raw[name]
    return raw


def fits(raw: Raw, query: Mapping[str, Any]) -> bool:
    """Tell whether a document matches a query; a list matches by each of its elements, too."""
    return all(
        any(fits(raw, one) for one in wanted) if path == "$or" else _fits(value_at(raw, path), wanted)
        for path, wanted in query.items()
    )


def _fits(value: Any, wanted: Any) -> bool:
    if isinstance(value, list) and any(_fits(one, wanted) for one in value):
        return True
    if not (isinstance(wanted, Mapping) and any(name.startswith("$") for name in wanted)):
        return value == wanted or (wanted is None and value is MISSING)
    ordered = value is not None or not wanted.keys() & {"$gt", "$gte", "$lt", "$lte"}  # null has no order
    return (
        value is not MISSING
        and ordered
        and all(OPERATORS[name](value, bound) for name, bound in wanted.items())
    )


def changed(raw: Raw, change: Mapping[str, Any]) -> Raw:
    """Return a document after an update of its top-level members."""
    raw = {**raw, **change.get("$set", {})}
    for name, more in change.get("$inc", {}).items():
        raw[name] = raw.get(name, 0) + more
    for name, one in change.get("$addToSet", {}).items():
        raw[name] = [*raw.get(name, []), *([] if one in raw.get(name, []) else [one])]
    for name in change.get("$unset", {}):
        raw.pop(name, None)
    return raw


class FakeCursor:
    """The documents that a query found, with what PyMongo can do to them."""

    def __init__(self, collection: "FakeCollection", found: list[Raw]) -> None:
        self._collection, self._found = collection, found

    def sort(self, name: str | list[tuple[str, int]], direction: int = 1) -> "FakeCursor":
        for one, way in reversed([(name, direction)] if isinstance(name, str) else name):
            self._found.sort(key=lambda raw: raw[one], reverse=way < 0)
        return self

    def skip(self, many: int) -> "FakeCursor":
        self._found = self._found[many:]
        return self

    def limit(self, many: int) -> "FakeCursor":
        self._found = self._found[:many]
        return self

    async def to_list(self) -> list[Raw]:
        await self._collection.database.answer()
        return self._found

    async def __aiter__(self) -> AsyncIterator[Raw]:
        for raw in await self.to_list():
            yield raw


class FakeCollection:
    """One collection: documents by id, as BSON, so that what is read is a copy with MongoDB's precision."""

    def __init__(self, database: "FakeDatabase", name: str) -> None:
        self.database, self.name = database, name
        self.raws: dict[Any, bytes] = {}

    def found(self, query: Mapping[str, Any]) -> list[Raw]:
        raws = (bson.decode(raw, AWARE) for raw in self.raws.values())
        return [raw for raw in raws if fits(raw, query)]

    def put(self, raw: Raw) -> None:
        self.raws[raw["_id"]] = bson.encode(raw)

    def find(self, query: Mapping[str, Any] | None = None, fields: Raw | None = None) -> FakeCursor:
        chosen = set(fields or {})
        if fields and all(fields.values()):
            only = [
                {n: v for n, v in raw.items() if n in {*chosen, "_id"}} for raw in self.found(query or {})
            ]
            return FakeCursor(self, only)
        rest = [{n: v for n, v in raw.items() if n not in chosen} for raw in self.found(query or {})]
        return FakeCursor(self, rest)

    async def find_one(
        self,
        query: Mapping[str, Any] | None = None,
        fields: Raw | None = None,
        sort: list[tuple[str, int]] | None = None,
    ) -> Raw | None:
        cursor = self.find(query, fields)
        for name, direction in sort or []:
            cursor.sort(name, direction)
        return next(iter(await cursor.to_list()), None)

    async def count_documents(self, query: Mapping[str, Any]) -> int:
        return len(await self.find(query).to_list())

    async def insert_one(self, raw: Raw) -> None:
        await self.insert_many([raw])

    async def insert_many(self, raws: Iterable[Raw]) -> None:
        await self.database.answer()
        for raw in raws:
            if raw["_id"] in self.raws:
                raise DuplicateKeyError(f"{self.name}: {raw['_id']}")
            self.put(raw)

    async def update_one(self, query: Raw, change: Raw, upsert: bool = False) -> "Updated":
        await self.database.answer()
        return Updated(self.write(UpdateOne(query, change, upsert=upsert)))

    async def update_many(self, query: Raw, change: Raw) -> None:
        await self.database.answer()
        for raw in self.found(query):
            self.put(changed(raw, change))

    async def replace_one(self, query: Raw, raw: Raw, upsert: bool = False) -> None:
        await self.database.answer()
        self.write(ReplaceOne(query, raw, upsert=upsert))

    async def delete_one(self, query: Raw) -> "Deleted":
        await self.database.answer()
        return Deleted([self.raws.pop(raw["_id"]) for raw in self.found(query)[:1]])

    async def delete_many(self, query: Raw) -> "Deleted":
        await self.database.answer()
        return Deleted([self.raws.pop(raw["_id"]) for raw in self.found(query)])

    async def bulk_write(self, writes: Iterable[Write]) -> None:
        await self.database.answer()
        for write in writes:
            self.write(write)

    async def create_index(self, keys: object, **options: object) -> None:
        await self.database.answer()

    def write(self, write: Write) -> bool:
        """Carry out one write; False if it did not find its place."""
        if isinstance(write, InsertOne):
            fresh = write._doc["_id"] not in self.raws
            if fresh:
                self.put(dict(write._doc))
            return fresh
        found = self.found(write._filter)[:1]
        if isinstance(write, DeleteOne):
            for raw in found:
                del self.raws[raw["_id"]]
            return True
        if not found and not write._upsert:
            return False
        before = found[0] if found else {"_id": write._filter["_id"]}
        if isinstance(write, UpdateOne):
            self.put(changed(before, write._doc))
        else:
            self.put({**write._doc, "_id": before["_id"]})
        return True


class Deleted:
    """The result of a deletion."""

    def __init__(self, raws: list[bytes]) -> None:
        self.deleted_count = len(raws)


class Updated:
    """The result of an update."""

    def __init__(self, found: bool) -> None:
        self.matched_count = int(found)


class FakeDatabase:
    """Collections by name, made when they are asked for. `away` makes every call fail as a lost link does;
    `asked` is how many there were."""

    def __init__(self, name: str) -> None:
        self.name, self.away, self.asked = name, False, 0
        self._collections: dict[str, FakeCollection] = {}

    def __getitem__(self, name: str) -> FakeCollection:
        return self._collections.setdefault(name, FakeCollection(self, name))

    async def answer(self) -> None:
        await asyncio.sleep(0)
        self.asked += 1
        if self.away:
            raise AutoReconnect("the store is away")

    async def command(self, name: str) -> Raw:
        await self.answer()
        return {"ok": 1.0}

    async def list_collection_names(self) -> list[str]:
        await self.answer()
        return [name for name, collection in self._collections.items() if collection.raws]


class FakeStore(Store):
    """A store in memory: `Store` itself over fake collections, with commits that are whole or nothing.

    `failures` are raised by the next commits, in turn; None among them lets one pass. `lost_answers` commits
    are carried out and then raise the error all the same, as when the answer is lost.
    """

    def __init__(self, service: str = "test", *documents: Document) -> None:
        self.database = FakeDatabase(f"fake_{service}")
        self.db: Any = self.database
        self.lazy: Any = self.database
        self._instance, self._keep_events = "fake", timedelta(days=90)
        self.failures: list[Exception | None] = []
        self.lost_answers: list[Exception] = []
        self.commits = 0
        self.put(*documents)

    def put(self, *documents: Document) -> None:
        """Write documents as another process would."""
        for document in documents:
            self.database[document.collection].put(to_raw(document))

    def raws(self, collection: str) -> list[Raw]:
        """Return what a collection holds, by id."""
        return sorted(self.database[collection].found({}), key=lambda raw: str(raw["_id"]))

    async def commit(self, commit: Commit) -> None:
        if not commit.writes:
            return
        await self.database.answer()
        if self.failures and (failure := self.failures.pop(0)) is not None:
            raise failure
        before = {name: dict(self.database[name].raws) for name in commit.writes}
        for name, writes in commit.writes.items():
            placed = [self.database[name].write(write) for write in writes]
            if not all(placed):
                for changed_name, raws in before.items():
                    self.database[changed_name].raws = raws
                raise Conflict
        self.commits += 1
        if self.lost_answers:
            raise self.lost_answers.pop(0)

    async def aside(self, look: Callable[..., Awaitable[Any]], *about: object) -> Any:
        """Run a costly query here: no other process sees this memory."""
        return await look(self, *about)

    async def close(self) -> None:
        """Nothing to close."""


class FakeBroker:
    """A broker for the relay. `connect` stands in for `aio_pika.connect`.

    `published` are the messages that it took and confirmed, as (exchange, key, id), in order. While it is
    `away` every call fails; while it is `silent` it confirms nothing; keys in `unbound` have no queue;
    `failures` are raised by the next publications, in turn.
    """

    def __init__(self) -> None:
        self.published: list[tuple[str, str, str]] = []
        self.bodies: dict[str, bytes] = {}
        self.away = self.silent = False
        self.unbound: set[str] = set()
        self.failures: list[BaseException] = []
        self.connections = self.closed = 0

    @property
    def ids(self) -> list[str]:
        return [id for _, _, id in self.published]

    async def connect(self, url: str, timeout: float) -> "FakeConnection":
        await asyncio.sleep(0)
        if self.away:
            raise AMQPConnectionError
        self.connections += 1
        return FakeConnection(self)


class FakeConnection:
    """A connection and its channel in one."""

    def __init__(self, broker: FakeBroker) -> None:
        self._broker = broker

    async def channel(self, on_return_raises: bool) -> "FakeConnection":
        assert on_return_raises, "an unroutable message would be lost in silence"
        return self

    async def get_exchange(self, name: str, ensure: bool) -> "FakeExchange":
        assert name in (*names.EXCHANGES, names.MQTT)
        return FakeExchange(self._broker, name)

    @property
    def default_exchange(self) -> "FakeExchange":
        return FakeExchange(self._broker, "")

    async def close(self) -> None:
        self._broker.closed += 1


class Returned(PublishError):
    """A message that came back: no queue is bound for its key."""

    def __init__(self) -> None:
        Exception.__init__(self, "returned")


class FakeExchange:
    """An exchange that confirms what it takes."""

    def __init__(self, broker: FakeBroker, name: str) -> None:
        self._broker, self._name = broker, name

    async def publish(self, message: Message, key: str, mandatory: bool) -> None:
        await asyncio.sleep(0)
        broker = self._broker
        if broker.away:
            raise AMQPConnectionError
        if broker.silent:
            await asyncio.Event().wait()
        if broker.failures:
            raise broker.failures.pop(0)
        if mandatory and key in broker.unbound:
            raise Returned
        broker.published.append((self._name, key, message.message_id or ""))
        broker.bodies[message.message_id or ""] = message.body
