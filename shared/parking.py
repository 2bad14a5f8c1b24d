"""Messages that could not be handled: kept with the reason, to be looked at and sent again.

The content may hold what a customer typed at a machine, so it is sealed; what is shown is only the
reason. Sending again runs the message anew, as if it had just come.
"""

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from shared import clock
from shared.errors import Refusal
from shared.privacy import seal, unseal
from shared.store import PARKED, Raw, Store
from shared.telemetry import REFUSED
from shared.unit import Cause

Way = tuple[str, str]
"""The exchange and routing key by which a message came; both empty for a deadline."""


class Parked(BaseModel):
    """One parked message, without its content; `id` is that of the event."""

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
    """The code and detail under which a message is parked."""
    return (
        (error.code, error.detail[:500]) if isinstance(error, Refusal) else ("failed", type(error).__name__)
    )


class Parking:
    """One service's parked messages."""

    def __init__(self, store: Store, key: bytes) -> None:
        self._store = store
        self._key = key

    def letter(
        self,
        cause: Cause,
        *,
        body: bytes,
        code: str,
        detail: str,
        handler: str,
        stack: str = "",
        way: Way = ("", ""),
        told: datetime | None = None,
    ) -> Raw:
        """The change that parks a message. The same cause is parked once, and its attempts counted; `told` is
        when its sender was."""
        REFUSED.labels("bus", code).inc()
        content = {
            "at": clock.now(),
            "type": cause.kind,
            "actor": cause.actor,
            "branch": cause.branch,
            "story": cause.story,
            "leads_from": cause.leads_from,
            "code": code,
            "detail": detail[:500],
            "handler": handler,
            "size": len(body),
            "stack": stack[-8000:],
            "exchange": way[0],
            "key": way[1],
            "body": seal(self._key, body, place=f"parked/{cause.id}"),
        }
        if told is not None:
            content |= {"told": told, "told_code": code, "told_detail": detail[:500]}
        return {"$set": content, "$inc": {"attempts": 1}}

    async def told_since(self, ids: list[str], moment: datetime) -> set[tuple[str, str, str]]:
        """Of which refusals (id, code and detail) the senders were told since then."""
        known = {"_id": {"$in": ids}, "told": {"$gt": moment}}
        found = self._store.db[PARKED].find(known, {"told_code": 1, "told_detail": 1})
        return {(raw["_id"], raw.get("told_code", ""), raw.get("told_detail", "")) async for raw in found}

    async def keep(self, id: str, letter: Raw) -> None:
        """Write one down outside of a batch."""
        await self._store.db[PARKED].update_one({"_id": id}, letter, upsert=True)

    async def list(self) -> list[Parked]:
        """All parked messages, newest first."""
        found = self._store.db[PARKED].find({}, {"body": 0}).sort("at", -1)
        return [Parked.model_validate({**raw, "id": raw["_id"]}) async for raw in found]

    async def count(self) -> int:
        return await self._store.db[PARKED].count_documents({})

    async def take(self, id: str) -> tuple[dict[str, Any], bytes] | None:
        """One parked message and its content; it stays until `drop`."""
        raw = await self._store.db[PARKED].find_one({"_id": id})
        return (raw, unseal(self._key, raw["body"], place=f"parked/{id}")) if raw else None

    async def drop(self, id: str, attempts: int | None = None) -> bool:
        """It was handled after all, or is of no use; one that was parked again since its `attempts` stays.
        Gives whether it was there."""
        which = {"_id": id} if attempts is None else {"_id": id, "attempts": attempts}
        return (await self._store.db[PARKED].delete_one(which)).deleted_count > 0
