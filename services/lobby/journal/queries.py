"""Questions to the lobby log (D11, E4)."""

import asyncio
from datetime import date, timedelta

from pymongo import ASCENDING, DESCENDING

from services.lobby.branch.domain.branches import Branch, end_of
from services.lobby.journal.domain import LogLine, place_of
from shared.rights import Query
from shared.store import DAY, Index, Raw, Store, from_raw

KEEP_LOG = 90  # days, as the events; what the day reports made of it stays
OF_A_DAY = [("branch", ASCENDING), ("day", ASCENDING)]
INDEXES = (
    # `place` is the time of a line, and its id where several are of one time.
    Index(LogLine.collection, [*OF_A_DAY, ("place", ASCENDING)]),
    Index(LogLine.collection, [*OF_A_DAY, ("group", ASCENDING), ("place", ASCENDING)]),
    Index(LogLine.collection, [("at", ASCENDING)], {"expireAfterSeconds": KEEP_LOG * DAY}),
    Index(LogLine.collection, [("facts.customer", ASCENDING)], {"sparse": True}),
)


class ViewLog(Query, name="view_log"):
    """The log of a day, without what is quiet and without the words of entries."""


class ReadLogEntries(Query, name="read_log_entries"):
    """The words of the entries by hand."""


class ReadQuietLines(Query, name="read_quiet_lines"):
    """The lines about incidents (D12)."""


async def log_of_day(
    store: Store, branch: str, day: str, group: str | None, before: str | None, limit: int
) -> list[LogLine]:
    """Return lines of a branch's day, the newest first; only those of a group, and from before a place, if
    given."""
    more = {"group": group} if group else {}
    raws = await _raws_of(store, branch, day, more, before=before, limit=limit)
    found = [from_raw(LogLine, raw) for raw in raws]
    return sorted(found, key=lambda line: line.place, reverse=True)[: limit or None]


async def log_line(store: Store, id: str) -> LogLine | None:
    """Return one line."""
    return await store.find(LogLine, id)


async def day_lines(store: Store, branch: str, day: str) -> list[LogLine]:
    """Return all lines of a branch's day, in their order, without what was written by hand. They may be many:
    they are read aside (`Store.aside`)."""
    found = await _raws_of(store, branch, day, {}, fields={"words": 0})
    lines = (from_raw(LogLine, raw).evolve(day=day) for raw in found)
    return sorted(lines, key=lambda line: line.place)


async def _raws_of(
    store: Store,
    branch: str,
    day: str,
    more: Raw,
    *,
    before: str | None = None,
    limit: int = 0,
    fields: Raw | None = None,
) -> list[Raw]:
    """Return the lines of a branch's own day, from its midnight to the next, in no order: of each date the
    newest, if there is a limit. A line that was written in a time zone that was corrected since may be kept
    under the date before or after."""
    known = await store.find(Branch, branch)
    timezone = known.timezone if known else "UTC"
    try:
        dates = [(date.fromisoformat(day) + timedelta(days=days)).isoformat() for days in (-1, 0, 1)]
    except (ValueError, OverflowError):
        return []
    begin, end = (place_of(end_of(of, timezone), "") for of in dates[:2])
    place = {"$gte": begin, "$lt": min(before or end, end)}
    queries = ({"branch": branch, "day": one, "place": place, **more} for one in dates)
    log = store.db[LogLine.collection]
    finds = (log.find(one, fields).sort("place", DESCENDING).limit(limit).to_list() for one in queries)
    return [raw for some in await asyncio.gather(*finds) for raw in some]
