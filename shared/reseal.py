"""Sealing anew what a service sealed under a key that is to go, while the service runs.

A table says where the seals of a service are (`Seals`). Documents are read in pages and changed one by one,
each only if it is still as it was read, under its next version: what the service keeps of it in memory counts
no more. Running again goes on with what is left, whatever it was stopped at.
"""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any

from shared.privacy import Keys, Tampered, kid_of, seal, unseal
from shared.store import DEAD_LETTERS, INBOX, OUTBOX, PENDING, Raw, Store

PAGE = 200
BEFORE = "before keys had ids"
OPENS_NOT = "does not open"
"""The counts of what names no key, and of what opens under none that there is."""
SEALED_NEVER = (OUTBOX, INBOX, PENDING)
"""The collections without a seal that are large."""


@dataclass(frozen=True)
class Seals:
    """Seals in a collection: the `path` to them, with ``*`` for each element of a list or member of an
    object, and the `place` that they are bound to, of members of the document and ``{key}``, the last ``*``.
    """

    collection: str
    path: str
    place: str

    def place_in(self, raw: Raw, key: str) -> str:
        """Return the place of the seal under `key`."""
        return self.place.format_map({**raw, "key": key})

    @property
    def fields(self) -> Raw:
        """Return the members of a document that are needed."""
        named = {name for _, name, _, _ in Formatter().parse(self.place) if name not in (None, "key")}
        return dict.fromkeys(["version", self.path.partition(".")[0], *sorted(map(str, named))], 1)


OF_ALL = (Seals(DEAD_LETTERS, "body", "dead_letters/{_id}"),)
"""What every service seals."""

Change = Callable[[bytes, str], bytes]


@dataclass(frozen=True)
class Progress:
    """A collection that was gone through: documents read, seals by the key that they were under, and seals
    that were changed."""

    collection: str
    read: int
    under: Mapping[str, int]
    changed: int


async def count_seals(store: Store, keys: Keys, table: Sequence[Seals]) -> Counter[str]:
    """Count the seals by the id of their key, `BEFORE`, or `OPENS_NOT`: each is opened."""
    found: Counter[str] = Counter()
    for seals in (*table, *OF_ALL):
        async for raw in _documents(store, seals.collection, seals.fields):
            for key, sealed in _values(raw, seals.path.split(".")):
                found[_state_of(keys, sealed, seals.place_in(raw, key))] += 1
    return found


async def marked_seals(store: Store) -> Counter[str]:
    """Count whatever names a key, by its id, anywhere in the database: what a table forgot is found by it."""
    found: Counter[str] = Counter()
    for name in sorted(await store.db.list_collection_names()):
        if name not in SEALED_NEVER and not name.startswith("system."):
            async for raw in _documents(store, name):
                found.update(kid for one in _bytes_in(raw) if (kid := kid_of(one)))
    return found


async def reseal(store: Store, keys: Keys, table: Sequence[Seals]) -> AsyncIterator[Progress]:
    """Seal anew under the current key what is not, in every collection. What does not open is left as it is,
    and counted."""
    for seals in (*table, *OF_ALL):
        under: Counter[str] = Counter()
        read = changed = 0
        async for raw in _documents(store, seals.collection, seals.fields):
            read += 1
            changed += await _renew(store, keys, seals, raw, under)
        yield Progress(seals.collection, read, under, changed)


async def _renew(store: Store, keys: Keys, seals: Seals, raw: Raw, under: Counter[str]) -> int:
    """Seal what is in one document anew; how many seals. One that was changed meanwhile is left to the next
    run."""
    name, *rest = seals.path.split(".")
    done = 0

    def renewed(sealed: bytes, key: str) -> bytes:
        nonlocal done
        place = seals.place_in(raw, key)
        state = _state_of(keys, sealed, place)
        under[state] += 1
        if state in (keys.kid, OPENS_NOT):
            return sealed
        done += 1
        return seal(keys, unseal(keys, sealed, place=place), place=place)

    value = _mapped(raw.get(name), rest, name, renewed)
    if not done:
        return 0
    as_read: Raw = {"_id": raw["_id"], name: raw[name]}
    change: Raw = {"$set": {name: value}}
    if "version" in raw:
        as_read = {"_id": raw["_id"], "version": raw["version"]}
        change["$inc"] = {"version": 1}
    return done if (await store.db[seals.collection].update_one(as_read, change)).matched_count else 0


def _state_of(keys: Keys, sealed: bytes, place: str) -> str:
    """Return the id of the key of a seal, `BEFORE`, or `OPENS_NOT`."""
    try:
        unseal(keys, sealed, place=place)
    except Tampered:
        return OPENS_NOT
    kid = kid_of(sealed)
    return kid if kid in keys.by_kid else BEFORE


async def _documents(store: Store, name: str, fields: Raw | None = None) -> AsyncIterator[Raw]:
    """Read the documents of a collection in the order of their ids, a page at a time."""
    collection, last = store.db[name], None
    while True:
        query: Raw = {} if last is None else {"_id": {"$gt": last}}
        page = await collection.find(query, fields).sort("_id", 1).limit(PAGE).to_list()
        for raw in page:
            yield raw
        if len(page) < PAGE:
            return
        last = page[-1]["_id"]


def _values(raw: Raw, path: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Return the seals at a path, each with its key."""
    found: list[tuple[str, bytes]] = []

    def note(sealed: bytes, key: str) -> bytes:
        found.append((key, sealed))
        return sealed

    _mapped(raw.get(path[0]), path[1:], path[0], note)
    yield from found


def _bytes_in(value: Any) -> Iterator[bytes]:
    if isinstance(value, bytes):
        yield value
    elif isinstance(value, Mapping | list):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _bytes_in(one)


def _mapped(value: Any, path: Sequence[str], key: str, change: Change) -> Any:
    """Return a value with the seals at a path changed. Nothing is there where something was erased."""
    if not path:
        return change(value, key) if isinstance(value, bytes) and value else value
    name, rest = path[0], path[1:]
    if name == "*" and isinstance(value, Mapping):
        return {key: _mapped(one, rest, key, change) for key, one in value.items()}
    if name == "*" and isinstance(value, list):
        return [_mapped(one, rest, key, change) for one in value]
    if isinstance(value, Mapping) and name in value:
        return {**value, name: _mapped(value[name], rest, name, change)}
    return value
