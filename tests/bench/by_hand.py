"""The store operations of a call-next, by hand: the measures beside which the whole of it is seen."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from shared.clock import new_id
from shared.store import INBOX, OUTBOX, PENDING, Commit, Store
from shared.store_errors import Busy

PAUSE = 0.02


async def timed_ms(work: Callable[[], Awaitable[Any]]) -> float:
    """Milliseconds that it takes."""
    began = time.perf_counter()
    await work()
    return (time.perf_counter() - began) * 1000


class ByHand:
    """One bare commit, and one call-next without HTTP, line, models and rules.

    `call` reads the documents of `branch` and writes as large ones; those that it writes are its own, by its
    `number`, so that several hands are in nobody's way.
    """

    def __init__(self, store: Store, branch: str, number: int) -> None:
        self._store, self._branch, self._number, self._version = store, branch, number, 0
        self._visit = ""

    async def commit(self) -> None:
        """One transaction that replaces one document."""
        self._version += 1
        commit = Commit(self._store.db.name)
        commit.set("bare", {"_id": self._number, "version": self._version, "content": "x" * 500})
        await self._done(commit)

    async def call(self) -> None:
        """The same reads and the same transaction as a call-next."""
        db = self._store.db
        hall, outlook = await asyncio.gather(
            db["halls"].find_one({"_id": self._branch}), db["wait_histories"].find_one({"_id": self._branch})
        )
        if not self._visit:
            self._visit = (await db["visits"].find_one({}))["_id"]
        visit = await db["visits"].find_one({"_id": self._visit})
        commit, event = Commit(db.name), new_id()
        commit.insert(f"hand_{INBOX}", {"_id": new_id(), "kind": "call_next", "branch": self._branch})
        for name, raw in (("halls", hall), ("visits", visit), ("wait_histories", outlook)):
            if raw is not None:
                commit.set(f"hand_{name}", {**raw, "_id": self._number})
        commit.insert(f"hand_{OUTBOX}", {"_id": event, "body": b"x" * 600, "correlation_id": "hand"})
        commit.insert(f"hand_{PENDING}", {"_id": new_id(), "ids": [event]})
        await self._done(commit)

    async def _done(self, commit: Commit) -> None:
        """Again when another is in the way, as a line does: at first all make the same collections."""
        while True:
            try:
                return await self._store.commit(commit)
            except Busy:
                await asyncio.sleep(PAUSE)
