"""What lobby looks up besides documents by id, with the indexes that carry it."""

from datetime import datetime
from typing import TypeVar

from pymongo import ASCENDING

from services.lobby.arrivals.domain.stays import Stay
from services.lobby.branch.domain.branches import Branch, day_of
from services.lobby.branch.domain.halls import Hall
from services.lobby.devices.domain.devices import Device
from services.lobby.devices.domain.equipment import Equipment, Pulse
from services.lobby.devices.domain.number_blocks import Letters, Series, block_of, series_id
from services.lobby.queue.domain.visits import Visit
from shared.contracts.lobby import NumberBlockGranted
from shared.domain import Document
from shared.store import Index, Store, from_raw

KEEP_LOG = 90  # days, as the events; what the day reports made of it stays

D = TypeVar("D", bound=Document)

OF_A_DAY = [("branch", ASCENDING), ("day", ASCENDING)]
INDEXES = [
    # No number twice on a branch's day: the last line of defence behind the hall's counters.
    Index("visits", [*OF_A_DAY, ("ticket", ASCENDING)], {"unique": True}),
    Index("guests", [("customer", ASCENDING)]),
    Index("visits", [("customer", ASCENDING)], {"partialFilterExpression": {"customer": {"$gt": ""}}}),
    Index(Stay.collection, [("until", ASCENDING)], {"expireAfterSeconds": 0}),
]
LISTED = 100
ENDED_SHOWN = 20


async def device(store: Store, id: str) -> Device | None:
    return await _one(store, Device, id)


async def visit(store: Store, id: str) -> Visit | None:
    raw = await store.db["visits"].find_one({"_id": id})
    return from_raw(Visit, raw) if raw else None


async def stay(store: Store, id: str) -> Stay | None:
    """The visit of somebody who asked for a ticket again, by the id of that arrival."""
    return await _one(store, Stay, id)


async def branch(store: Store, id: str) -> Branch | None:
    return await _one(store, Branch, id)


async def visits(store: Store, ids: list[str]) -> dict[str, Visit]:
    found = await store.load(Visit, ids)
    return {one.id: one for one in found if isinstance(one, Visit)}


async def correlation_of(store: Store, name: str) -> str | None:
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


async def block(
    store: Store, branch: str, device: str, memory: str, now: datetime
) -> NumberBlockGranted | None:
    """The block of a machine as it stands, if it asked for one."""
    halls, books = await store.load(Hall, [branch]), await store.load(Letters, [branch])
    if not (halls and books and isinstance(halls[0], Hall) and isinstance(books[0], Letters)):
        return None
    letters, timezone = books[0].of(device, memory), halls[0].timezone
    if letters is None:
        return None
    raw = await store.db[Series.collection].find_one({"_id": series_id(branch, letters)})
    series, today = from_raw(Series, raw) if raw else None, day_of(timezone, now)
    return block_of(branch, letters, books[0].holders[letters], series, timezone, today)


async def _one(store: Store, model: type[D], id: str) -> D | None:
    found = await store.load(model, [id])
    return found[0] if found and isinstance(found[0], model) else None


async def equipment(store: Store, branch: str) -> Equipment | None:
    """The devices of a branch."""
    return await _one(store, Equipment, branch)


async def heard(store: Store, branch: str) -> dict[str, datetime]:
    """When each device of a branch was last heard."""
    pulse = await _one(store, Pulse, branch)
    return pulse.heard if pulse else {}
