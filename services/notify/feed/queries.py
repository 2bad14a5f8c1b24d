"""Questions about feeds, and their look-ups."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pymongo import ASCENDING

from services.notify.feed.domain.entries import Entry
from services.notify.floors.domain import Floor
from services.notify.floors.queries import floors
from services.notify.staff.domain.feeds import Feed
from services.notify.store import find
from shared.rights import Query
from shared.store import INBOX, Store, from_raw

CHAIN_AT_MOST = 32
QUIET_AT_MOST = 200
RECORD = ("kind", "time", "actor", "branch", "correlation_id")
"""The fields of a cause that its chain shows."""


class ViewFeed(Query, name="view_feed"):
    """My entries, a page at a time."""


class FollowFeed(Query, name="follow_feed"):
    """My entries as they come, and hints that the floors of my branches changed."""


class ExplainEntry(Query, name="explain_entry"):
    """The chain of causes that led to an entry."""


class ViewRecipients(Query, name="view_recipients"):
    """The people who were told of something quiet, such as an incident (D12)."""


async def entry(store: Store, id: str) -> Entry | None:
    """Return an entry, or None."""
    return await find(store, Entry, id)


async def correlation_of(store: Store, id: str) -> str | None:
    """Return the correlation id of an entry, or None."""
    found = await entry(store, id)
    return found.correlation_id if found else None


async def newest(store: Store, staff: str, before: int | None, limit: int) -> list[Entry]:
    """Return the entries of a person before number `before`, newest first."""
    query: dict[str, Any] = {"staff": staff} if before is None else {"staff": staff, "n": {"$lt": before}}
    found = store.db["entries"].find(query).sort("n", -1).limit(limit)
    return [from_raw(Entry, raw) async for raw in found]


async def entries_after(store: Store, staff: str, n: int, limit: int) -> list[Entry]:
    """Return the entries of a person after number `n`, oldest first."""
    found = store.db["entries"].find({"staff": staff, "n": {"$gt": n}}).sort("n", 1).limit(limit)
    return [from_raw(Entry, raw) async for raw in found]


async def last_numbers(store: Store, staff: Iterable[str]) -> dict[str, int]:
    """Return the number of the last entry of each of `staff` who has a feed."""
    found = await store.load(Feed, list(staff))
    return {one.id: one.last for one in found if isinstance(one, Feed)}


async def quiet_entries(store: Store, about: str) -> list[Entry]:
    """Return the quiet entries of all people about one thing, oldest first, 200 at most."""
    found = store.db["entries"].find({"about": about, "quiet": True})
    return [from_raw(Entry, raw) async for raw in found.sort("written_at", ASCENDING).limit(QUIET_AT_MOST)]


async def chain(store: Store, event: str) -> tuple[list[dict[str, Any]], str]:
    """Return the event and its causes, as far as notify received them, newest first; and the id of the root.

    The root is what a device sent or a person did, and need not have come to notify.
    """
    links: list[dict[str, Any]] = []
    while event and len(links) < CHAIN_AT_MOST and all(link["id"] != event for link in links):
        raw = await store.db[INBOX].find_one({"_id": f"notify:{event}"})
        if raw is None:
            return links, event
        links.append({"id": event, **{name: raw[name] for name in RECORD}})
        event = raw["causation_id"]
    return links, links[-1]["id"] if links else event


@dataclass(frozen=True)
class StoreReader:
    """The store as the hub reads it: to replay, and to see what another process committed."""

    store: Store

    async def after(self, staff: str, n: int, limit: int) -> list[Entry]:
        """Return the entries of a person after number `n`, oldest first."""
        return await entries_after(self.store, staff, n, limit)

    async def lasts(self, staff: list[str]) -> dict[str, int]:
        """Return the number of the last entry of each."""
        return await last_numbers(self.store, staff)

    async def floors(self, branches: list[str]) -> list[Floor]:
        """Return the last thing that happened at each of these branches."""
        return await floors(self.store, branches)
