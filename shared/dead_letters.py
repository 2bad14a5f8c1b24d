"""Dead letters: messages that could not be handled, kept with the reason, to be inspected and sent again.

The content may hold what a customer typed at a machine, so it is sealed; only the reason is shown. Sending
again runs the message anew, as if it had just come.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from shared.clock import now
from shared.errors import Refusal
from shared.privacy import seal, unseal
from shared.store import DEAD_LETTERS, Raw, Store
from shared.telemetry import REFUSED
from shared.unit_of_work import Cause

Route = tuple[str, str]
"""The exchange and routing key by which a message came; both empty for a timer."""


class DeadLetter(BaseModel):
    """One dead letter without its content; `id` is that of the event."""

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

    def __init__(self, store: Store, key: bytes, clock: Callable[[], datetime] = now) -> None:
        self._store, self._key, self._clock = store, key, clock

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
        content = {
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
            "body": seal(self._key, body, place=f"dead_letters/{cause.id}"),
        }
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

    async def list(self) -> list[DeadLetter]:
        """Return all dead letters, newest first."""
        found = self._store.db[DEAD_LETTERS].find({}, {"body": 0}).sort("at", -1)
        return [DeadLetter.model_validate({**raw, "id": raw["_id"]}) async for raw in found]

    async def count(self) -> int:
        return await self._store.db[DEAD_LETTERS].count_documents({})

    async def take(self, id: str) -> tuple[dict[str, Any], bytes] | None:
        """Return one dead letter and its content; it stays until `drop`. None if there is no such."""
        raw = await self._store.db[DEAD_LETTERS].find_one({"_id": id})
        return (raw, unseal(self._key, raw["body"], place=f"dead_letters/{id}")) if raw else None

    async def drop(self, id: str, attempts: int | None = None) -> bool:
        """Delete one that was handled after all, or is of no use; with `attempts`, one that was dead-lettered
        again since stays. Returns whether it was there."""
        which = {"_id": id} if attempts is None else {"_id": id, "attempts": attempts}
        return (await self._store.db[DEAD_LETTERS].delete_one(which)).deleted_count > 0
