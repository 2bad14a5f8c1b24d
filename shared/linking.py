"""Linking records into their chains (Q1), in the background of every service.

A record is written with the act that it is about, by whoever does it, without the key. What runs here takes
the records that are complete, in the order of time, and lays them into their chain: from then on a record
that is changed or cut out is found. Of records whose term is nearly over the chain lets go, before the store
drops them.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pymongo import ASCENDING
from pymongo.errors import PyMongoError

from shared import clock
from shared.accesses import HOUR, AccessRecord
from shared.chains import ChainedRecord, ChainEnd, Fault, Verification, chain_key, hash_of
from shared.store import Commit, Store, from_raw
from shared.store_errors import CommitUnknown, Conflict
from shared.telemetry import log

FLUSH_EVERY = 2.0
LINK_EVERY = 15
"""Flushes until the chains are looked at."""
AT_ONCE, CHAIN_PAGE = 100, 500
LET_GO_AFTER = timedelta(days=370)
"""The age beyond which a record is in the chain no more. The store drops them at 400 days."""
ANCHORED_EVERY = HOUR


@dataclass(frozen=True)
class Chain:
    """A chain of a service: its records, and the age at which one is complete."""

    id: str
    records: type[ChainedRecord]
    after: timedelta = timedelta()


ACCESSES = Chain("accesses", AccessRecord, HOUR + timedelta(minutes=10))
"""The chain that every service has: what is counted in an hour is complete when it is over."""


async def link(store: Store, chain: Chain, key: bytes, now: datetime) -> ChainEnd:
    """Lay the next records into a chain, `AT_ONCE` at most; returns its end. Raises `Conflict` when another
    process does so at the same time."""
    kept = await store.find(ChainEnd, chain.id)
    end = before = kept or ChainEnd(id=chain.id)
    ready: dict[str, Any] = {"number": 0, "at": {"$lte": now - chain.after}}
    found = store.db[chain.records.collection].find(ready).sort("at", ASCENDING).limit(AT_ONCE)
    commit = Commit(store.db.name)
    async for raw in found:
        record = from_raw(chain.records, raw)
        linked = record.evolve(number=end.length + 1, previous=end.last)
        linked = linked.evolve(hash=hash_of(linked, key))
        commit.put(linked.evolve(version=record.version + 1), record.version)
        end = end.evolve(length=linked.number, last=linked.hash)
    if (dropped := await _last_to_drop(store, chain, before, now - LET_GO_AFTER)) is not None:
        end = end.evolve(begins=dropped.number + 1, before=dropped.hash)
    if end != before:
        end = end.sealed(key).evolve(version=before.version + 1)
        commit.put(end, before.version)
        await store.commit(commit)
    return end


async def _last_to_drop(store: Store, chain: Chain, end: ChainEnd, until: datetime) -> ChainedRecord | None:
    """Return the last of the first records of a chain that are older than `until`, or None."""
    first = {"number": {"$gte": end.begins, "$lt": end.begins + AT_ONCE}}
    last: ChainedRecord | None = None
    async for raw in store.db[chain.records.collection].find(first).sort("number", ASCENDING):
        if raw["at"] >= until:
            break
        last = from_raw(chain.records, raw)
    return last


async def linked_records(store: Store, chain: Chain, last: int) -> AsyncIterator[ChainedRecord]:
    """Yield the records of a chain in their order, up to number `last` and what is beyond, a page at a
    time."""
    records = store.db[chain.records.collection]
    beyond = await records.find({"number": {"$gt": last}}, {"number": 1}).to_list()
    last = max([last, *(raw["number"] for raw in beyond)])
    for first in range(1, last + 1, CHAIN_PAGE):
        page = {"number": {"$gte": first, "$lt": first + CHAIN_PAGE}}
        async for raw in records.find(page).sort("number", ASCENDING):
            yield from_raw(chain.records, raw)


async def verify(
    store: Store, chain: Chain, keys: Sequence[bytes], anchors: Mapping[int, str]
) -> tuple[int, list[Fault]]:
    """Verify a chain; returns the number of its last record, and its faults."""
    known = await store.find(ChainEnd, chain.id) or ChainEnd(id=chain.id)
    verification = Verification(known, keys, anchors)
    async for record in linked_records(store, chain, known.length):
        verification.take(record)
    now = await store.find(ChainEnd, chain.id) or ChainEnd(id=chain.id)
    return verification.number, verification.end(now)


async def keep_linking(runtime: Any) -> None:
    """Add what was counted to the records of accesses, and link all chains of a service, for ever. Tells the
    log now and then how long each chain is: what the store alone cannot take back."""
    key, anchored, turn = chain_key(runtime.settings.key("hash_key")), dict[str, tuple[datetime, int]](), 0
    while True:
        try:
            await runtime.accesses.flush()
            if turn % LINK_EVERY == 0:
                for chain in (ACCESSES, *runtime.service.chains):
                    _tell(await link(runtime.store, chain, key, clock.now()), anchored)
        except (PyMongoError, Conflict, CommitUnknown) as error:
            log.warning("linking_waits", error=type(error).__name__)
        turn += 1
        await asyncio.sleep(FLUSH_EVERY)


def _tell(end: ChainEnd, anchored: dict[str, tuple[datetime, int]]) -> None:
    at, length = anchored.get(end.id, (datetime.min.replace(tzinfo=clock.now().tzinfo), 0))
    if end.length != length and clock.now() - at >= ANCHORED_EVERY:
        log.info("records_anchored", chain=end.id, length=end.length, last=end.last)
        anchored[end.id] = clock.now(), end.length
