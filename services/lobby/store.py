"""What lobby looks up besides documents by id, with the indexes that carry it."""

from pymongo import ASCENDING, DESCENDING

from services.lobby.domain.branches import Branch
from services.lobby.domain.devices import Device
from services.lobby.domain.halls import Hall
from services.lobby.domain.logbook import LogLine
from services.lobby.domain.visits import Visit
from shared.store import DAY, Index, Raw, Store, from_raw

KEEP_LOG = 90  # days, as the events; what the day reports made of it stays

INDEXES = [
    # No number twice on a branch's day: the last line of defence behind the hall's counters.
    Index(
        "visits",
        [("branch", ASCENDING), ("day", ASCENDING), ("ticket", ASCENDING)],
        {"unique": True},
    ),
    # `place` is the time of a line, and its id where several are of one time.
    Index(LogLine.collection, [("branch", ASCENDING), ("day", ASCENDING), ("place", ASCENDING)]),
    Index(
        LogLine.collection,
        [("branch", ASCENDING), ("day", ASCENDING), ("group", ASCENDING), ("place", ASCENDING)],
    ),
    Index(LogLine.collection, [("at", ASCENDING)], {"expireAfterSeconds": KEEP_LOG * DAY}),
]


async def device(store: Store, id: str) -> Device | None:
    raw = await store.db["devices"].find_one({"_id": id})
    return from_raw(Device, raw) if raw else None


async def visit(store: Store, id: str) -> Visit | None:
    raw = await store.db["visits"].find_one({"_id": id})
    return from_raw(Visit, raw) if raw else None


async def branch(store: Store, id: str) -> Branch | None:
    raw = await store.db["branches"].find_one({"_id": id})
    return from_raw(Branch, raw) if raw else None


async def visits(store: Store, ids: list[str]) -> dict[str, Visit]:
    found = await store.load(Visit, ids)
    return {one.id: one for one in found if isinstance(one, Visit)}


async def story_of(store: Store, name: str) -> str | None:
    """The visit of a ticket, called ``<branch>/A001`` or ``<branch>/2026-11-23/A001``."""
    branch, _, ticket = name.partition("/")
    day, _, number = ticket.rpartition("/")
    if not day:
        halls = await store.db["halls"].find_one({"_id": branch}, {"day": 1})
        day = halls["day"] if halls else ""
    raw = await store.db["visits"].find_one({"branch": branch, "day": day, "ticket": number}, {"_id": 1})
    return str(raw["_id"]) if raw else None


async def floor(store: Store, branch: str) -> tuple[Branch, Hall] | None:
    """A branch and its hall as they stand."""
    halls = await store.load(Hall, [branch])
    branches = await store.load(Branch, [branch])
    if halls and branches and isinstance(halls[0], Hall) and isinstance(branches[0], Branch):
        return branches[0], halls[0]
    return None


async def log(
    store: Store, branch: str, day: str, group: str | None, before: str | None, limit: int
) -> list[LogLine]:
    """Lines of a branch's day, the newest first; only those of a group, and from before a place, if given."""
    query: Raw = {"branch": branch, "day": day}
    if group:
        query["group"] = group
    if before:
        query["place"] = {"$lt": before}
    found = store.db[LogLine.collection].find(query).sort("place", DESCENDING).limit(limit)
    return [from_raw(LogLine, raw) async for raw in found]


async def log_line(store: Store, id: str) -> LogLine | None:
    raw = await store.db[LogLine.collection].find_one({"_id": id})
    return from_raw(LogLine, raw) if raw else None
