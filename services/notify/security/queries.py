"""Questions about the record of security."""

from datetime import datetime
from typing import Any

from services.notify.security.domain import SecurityRecord
from shared.rights import Query
from shared.store import Store, from_raw


class ViewSecurity(Query, name="view_security"):
    """Sign-ins, passwords and rights, of one person or all."""


async def security_records(
    store: Store, staff: str | None, before: datetime | None, limit: int
) -> list[SecurityRecord]:
    """Return the records of a person or of all, newest first."""
    query: dict[str, Any] = {} if staff is None else {"staff": staff}
    if before is not None:
        query["at"] = {"$lt": before}
    found = store.db[SecurityRecord.collection].find(query).sort("at", -1).limit(limit)
    return [from_raw(SecurityRecord, raw) async for raw in found]
