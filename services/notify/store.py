"""What notify looks up besides documents by id, with the indexes that carry it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from pymongo import ASCENDING

from services.notify.feed.domain.entries import Entry, Feed
from services.notify.feed.domain.floors import Floor
from services.notify.staff.domain.directories import Cover, Directory
from services.notify.staff.domain.sessions import Session
from services.notify.staff.domain.staff import Staff
from shared.domain import Document
from shared.store import DAY, INBOX, Commit, Index, Store, from_raw

KEEP_ENTRIES = 180  # days
CHAIN_AT_MOST = 32
HEARD = ("kind", "time", "actor", "branch", "correlation_id")
D = TypeVar("D", bound=Document)

INDEXES = [
    Index("entries", [("staff", ASCENDING), ("n", ASCENDING)], {"unique": True}),
    Index("entries", [("told_at", ASCENDING)], {"expireAfterSeconds": KEEP_ENTRIES * DAY}),
    Index(
        "entries",
        [("about", ASCENDING), ("told_at", ASCENDING)],
        {"partialFilterExpression": {"quiet": True}},  # few are
    ),
    Index(
        "entries",
        [("facts.customer", ASCENDING)],
        {"sparse": True},
    ),
    Index("sessions", [("ends", ASCENDING)], {"expireAfterSeconds": 0}),
    Index("attempts", [("last", ASCENDING)], {"expireAfterSeconds": 3600}),
]


async def one(store: Store, model: type[D], id: str) -> D | None:
    raw = await store.db[model.collection].find_one({"_id": id})
    return from_raw(model, raw) if raw else None


async def staff(store: Store, id: str) -> Staff | None:
    return await one(store, Staff, id)


async def session(store: Store, id: str) -> Session | None:
    return await one(store, Session, id)


async def entry(store: Store, id: str) -> Entry | None:
    return await one(store, Entry, id)


async def correlation_of(store: Store, id: str) -> str | None:
    """The story of an entry."""
    found = await entry(store, id)
    return found.correlation_id if found else None


async def colleagues(store: Store, branch: str) -> list[Staff]:
    """Who works at a branch, by id."""
    directory = await one(store, Directory, branch)
    found = await store.load(Staff, [member.staff for member in directory.members] if directory else [])
    return sorted((one for one in found if isinstance(one, Staff)), key=lambda one: one.id)


async def covers(store: Store, branches: Iterable[str]) -> list[tuple[str, Cover]]:
    """Who covers whom at these branches, with the branch."""
    found = await store.load(Directory, list(branches))
    return [(one.id, cover) for one in found if isinstance(one, Directory) for cover in one.covers]


async def newest(store: Store, staff: str, before: int | None, limit: int) -> list[Entry]:
    """The entries of somebody before number `before`, newest first."""
    query: dict[str, Any] = {"staff": staff} if before is None else {"staff": staff, "n": {"$lt": before}}
    found = store.db["entries"].find(query).sort("n", -1).limit(limit)
    return [from_raw(Entry, raw) async for raw in found]


async def told_quietly(store: Store, about: str) -> list[Entry]:
    """The entries of all people about a quiet matter, oldest first."""
    found = store.db["entries"].find({"about": about, "quiet": True}).sort("told_at", ASCENDING).limit(200)
    return [from_raw(Entry, raw) async for raw in found]


@dataclass(frozen=True)
class Reader:
    """What the hub reads, to replay and to see what another process committed."""

    store: Store

    async def after(self, staff: str, n: int, limit: int) -> list[Entry]:
        """The entries of somebody after number `n`, oldest first."""
        found = self.store.db["entries"].find({"staff": staff, "n": {"$gt": n}}).sort("n", 1).limit(limit)
        return [from_raw(Entry, raw) async for raw in found]

    async def lasts(self, staff: list[str]) -> dict[str, int]:
        """The number of the last entry of each."""
        found = await self.store.load(Feed, staff)
        return {one.id: one.last for one in found if isinstance(one, Feed)}

    async def floors(self, branches: list[str]) -> list[Floor]:
        """The last thing that happened at each of these branches."""
        found = await self.store.load(Floor, branches)
        return [one for one in found if isinstance(one, Floor)]


async def chain(store: Store, event: str) -> tuple[list[dict[str, Any]], str]:
    """The event and what led to it, as far as notify heard of it, newest first; and the id of the root,
    which notify may not have heard itself: what a device sent, or what a person did.
    """
    links: list[dict[str, Any]] = []
    while event and len(links) < CHAIN_AT_MOST and all(link["id"] != event for link in links):
        raw = await store.db[INBOX].find_one({"_id": f"notify:{event}"})
        if raw is None:
            return links, event
        links.append({"id": event, **{name: raw[name] for name in HEARD}})
        event = raw["cause"]
    return links, links[-1]["id"] if links else event


async def keep_at_start(store: Store, document: Document) -> None:
    """Write one document over the version it was read with, before there is a line to do it.

    Raises `Conflict` when another process did so at the same time.
    """
    commit = Commit(store.db.name)
    commit.put(document.evolve(version=document.version + 1), document.version)
    await store.commit(commit)
