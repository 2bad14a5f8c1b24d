"""Lines of the lobby log, as the store finds them (D11, E4)."""

import asyncio
from datetime import date, timedelta

from pymongo import DESCENDING

from services.lobby.branch.domain.branches import end_of
from services.lobby.journal.domain.logbook import LogLine, place_of
from shared.store import Raw, Store, from_raw


async def lines_of(
    store: Store,
    branch: str,
    timezone: str,
    day: str,
    more: Raw,
    *,
    before: str | None = None,
    limit: int = 0,
    fields: Raw | None = None,
) -> list[LogLine]:
    """The lines of a branch's own day, from its midnight to the next, the newest first. What was written in a
    time zone that was corrected since may be kept under the date before or after."""
    try:
        dates = [(date.fromisoformat(day) + timedelta(days=days)).isoformat() for days in (-1, 0, 1)]
    except (ValueError, OverflowError):
        return []
    begin, end = (place_of(end_of(of, timezone), "") for of in dates[:2])
    place = {"$gte": begin, "$lt": min(before or end, end)}
    queries = ({"branch": branch, "day": one, "place": place, **more} for one in dates)
    log = store.db[LogLine.collection]
    finds = (log.find(one, fields).sort("place", DESCENDING).limit(limit).to_list() for one in queries)
    found = [from_raw(LogLine, raw) for some in await asyncio.gather(*finds) for raw in some]
    return sorted(found, key=lambda line: line.place, reverse=True)[: limit or None]
