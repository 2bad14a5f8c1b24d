"""Dead letters: messages that could not be handled, kept with the reason, to be inspected and sent again.

The content may hold what a customer typed at a machine, so it is sealed; only the reason is shown. Sending
again runs the message anew, as if it had just come.

What services send is kept whole until somebody settles it. What devices send is bounded: in bytes, in number,
and in age, since a stolen one may send whatever it likes.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import BaseModel
from pymongo.errors import PyMongoError

from shared.clock import now
from shared.contracts.devices import LARGEST
from shared.errors import NotFound, Refusal
from shared.privacy import SealingKey, seal, unseal
from shared.store import DEAD_LETTERS, Raw, Store
from shared.telemetry import REFUSED, log
from shared.unit_of_work import Cause

Route = tuple[str, str]
"""The exchange and routing key by which a message came; both empty for a timer."""
HEAD = 1024
"""Bytes that are kept of a device's message that is too large ever to be handled."""
MOST_OF_DEVICE = 50
"""Dead letters of one device; the newest stay."""
MOST_OF_DEVICES = 2000
"""Dead letters of all devices together: 128 MiB at most."""
KEPT_FOR = timedelta(days=30)
"""As long as a message is known as seen: sent again later, it would be another."""
TRIMMED_EVERY = 5.0
EVER = datetime(1970, 1, 1, tzinfo=UTC)


class NotWhole(Refusal):
    code, status = "not_whole", 409
    en = "Only the beginning of this message was kept; it cannot be sent again, only dropped."
    zh = "该消息仅保留了开头部分，无法重发，只能删除。"


class DeadLetter(BaseModel):
    """One dead letter without its content; `id` is that of the event, `size` that of the message as it came,
    of which a device's may be kept in part."""

    id: str
    at: datetime
    type: str
    actor: str
    branch: str
    code: str
    detail: str
    handler: str
    attempts: int
    size: int
    stack: str


def reason_of(error: Exception) -> tuple[str, str]:
    """Return the code and detail under which a message is dead-lettered."""
    return (
        (error.code, error.detail[:500]) if isinstance(error, Refusal) else ("failed", type(error).__name__)
    )


class DeadLetters:
    """One service's dead letters."""

    def __init__(self, store: Store, key: SealingKey, clock: Callable[[], datetime] = now) -> None:
        self._store, self._key, self._clock = store, key, clock
        self._grown = asyncio.Event()

    def record_of(
        self,
        cause: Cause,
        *,
        body: bytes,
        code: str,
        detail: str,
        handler: str,
        stack: str = "",
        route: Route = ("", ""),
        notified: datetime | None = None,
    ) -> Raw:
        """Build the change that dead-letters a message. The same cause is kept once, and its attempts are
        counted; `notified` is when its sender was notified."""
        REFUSED.labels("bus", code).inc()
        of_device = cause.actor.startswith("device:")
        kept = body[:HEAD] if of_device and len(body) > LARGEST else body
        content: Raw = {
            "at": self._clock(),
            "type": cause.kind,
            "actor": cause.actor,
            "branch": cause.branch,
            "correlation_id": cause.correlation_id,
            "causation_id": cause.causation_id,
            "code": code,
            "detail": detail[:500],
            "handler": handler,
            "size": len(body),
            "stack": stack[-8000:],
            "exchange": route[0],
            "key": route[1],
            "body": seal(self._key, kept, place=f"dead_letters/{cause.id}"),
        }
        if of_device:
            content |= {"expires": self._clock() + KEPT_FOR, "device": f"{cause.branch}.{cause.actor}"}
            self._grown.set()
        if notified is not None:
            content |= {"notified": notified, "notified_code": code, "notified_detail": detail[:500]}
        return {"$set": content, "$inc": {"attempts": 1}}

    async def notified_since(self, ids: list[str], moment: datetime) -> set[tuple[str, str, str]]:
        """Return the refusals (id, code and detail) that were sent to the senders since `moment`."""
        known = {"_id": {"$in": ids}, "notified": {"$gt": moment}}
        found = self._store.db[DEAD_LETTERS].find(known, {"notified_code": 1, "notified_detail": 1})
        return {
            (raw["_id"], raw.get("notified_code", ""), raw.get("notified_detail", "")) async for raw in found
        }

    async def keep(self, id: str, message: Raw) -> None:
        """Write one outside of a batch."""
        await self._store.db[DEAD_LETTERS].update_one({"_id": id}, message, upsert=True)

    async def keep_bounded(self) -> None:
        """Trim what devices sent, for ever, some seconds after more of it came."""
        while True:
            await self._grown.wait()
            self._grown.clear()
            try:
                await self.trim()
            except PyMongoError as error:
                log.warning("dead_letters_not_trimmed", error=type(error).__name__)
                self._grown.set()
            await asyncio.sleep(TRIMMED_EVERY)

    async def trim(self) -> int:
        """Delete what is too old or too many of the dead letters of devices, the oldest first; how many. A
        service's message stays, however many there are."""
        of_devices = {"expires": {"$gt": EVER}}
        found = self._store.db[DEAD_LETTERS].find(of_devices, {"device": 1, "at": 1, "expires": 1})
        known: Counter[str] = Counter()
        too_many: list[str] = []
        kept, at = 0, self._clock()
        async for raw in found.sort("at", -1):
            known[raw["device"]] += 1
            if raw["expires"] <= at or known[raw["device"]] > MOST_OF_DEVICE or kept >= MOST_OF_DEVICES:
                too_many.append(raw["_id"])
            else:
                kept += 1
        if too_many:
            log.warning("dead_letters_trimmed", letters=len(too_many))
            await self._store.db[DEAD_LETTERS].delete_many({"_id": {"$in": too_many}})
        return len(too_many)

    async def list(self, limit: int = 200, before: str | None = None) -> list[DeadLetter]:
        """Return dead letters, newest first, `limit` at most: those behind the one with the id `before`.
        Raises `NotFound` when that is gone."""
        query: dict[str, Any] = {}
        if before is not None:
            last = await self._store.db[DEAD_LETTERS].find_one({"_id": before}, {"at": 1})
            if last is None:
                raise NotFound(f"dead_letters/{before[:64]}")
            query = {"$or": [{"at": {"$lt": last["at"]}}, {"at": last["at"], "_id": {"$lt": before}}]}
        newest = [("at", -1), ("_id", -1)]
        found = self._store.db[DEAD_LETTERS].find(query, {"body": 0}).sort(newest).limit(limit)
        return [DeadLetter.model_validate({**raw, "id": raw["_id"]}) async for raw in found]

    async def count(self) -> int:
        return await self._store.db[DEAD_LETTERS].count_documents({})

    async def take(self, id: str) -> tuple[dict[str, Any], bytes] | None:
        """Return one dead letter and its content; it stays until `drop`. None if there is no such. Raises
        `NotWhole` for one of which only the beginning was kept."""
        raw = await self._store.db[DEAD_LETTERS].find_one({"_id": id})
        if raw is None:
            return None
        body = unseal(self._key, raw["body"], place=f"dead_letters/{id}")
        if len(body) != raw["size"]:
            raise NotWhole(id)
        return raw, body

    async def drop(self, id: str, attempts: int | None = None) -> bool:
        """Delete one that was handled after all, or is of no use; with `attempts`, one that was dead-lettered
        again since stays. Returns whether it was there."""
        which = {"_id": id} if attempts is None else {"_id": id, "attempts": attempts}
        return (await self._store.db[DEAD_LETTERS].delete_one(which)).deleted_count > 0
