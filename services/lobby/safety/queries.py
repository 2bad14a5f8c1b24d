"""Questions about incidents and loiterers (D12)."""

from pymongo import ASCENDING, DESCENDING

from services.lobby.safety.domain.incidents import Incident, IncidentNote
from services.lobby.safety.domain.loiterers import Loiterer, Vigilance
from shared.rights import Query
from shared.store import Index, Store, from_raw

INCIDENTS_LISTED = 100
LOITERERS_LISTED = 20
INDEXES = (
    Index(Incident.collection, [("branch", ASCENDING), ("raised_at", DESCENDING)]),
    Index(Incident.collection, [("branch", ASCENDING), ("raised_by", ASCENDING), ("raised_at", DESCENDING)]),
    Index(IncidentNote.collection, [("incident", ASCENDING), ("at", ASCENDING)]),
    Index(Loiterer.collection, [("branch", ASCENDING), ("noticed_at", DESCENDING)]),
)


class ViewOwnIncidents(Query, name="view_own_incidents"):
    """The incidents of a branch that the person raised."""


class ViewIncidents(Query, name="view_incidents"):
    """All incidents of a branch."""


class ViewIncident(Query, name="view_incident"):
    """An incident that the person raised, with its notes."""


class ViewAnyIncident(Query, name="view_any_incident"):
    """An incident with its notes, no matter who raised it."""


class ViewLoiterers(Query, name="view_loiterers"):
    """The loiterers of a branch, and its limit."""


async def find_incident(store: Store, id: str) -> Incident | None:
    """Return an incident."""
    return await store.find(Incident, id)


async def incidents_of(store: Store, branch: str, raised_by: str | None = None) -> list[Incident]:
    """Return the incidents of a branch, or those that one person raised there, newest first."""
    query = {"branch": branch} | ({"raised_by": raised_by} if raised_by else {})
    found = store.db[Incident.collection].find(query).sort("raised_at", DESCENDING).limit(INCIDENTS_LISTED)
    return [from_raw(Incident, raw) async for raw in found]


async def notes_of(store: Store, incident: str) -> list[IncidentNote]:
    """Return the notes of an incident, oldest first."""
    found = store.db[IncidentNote.collection].find({"incident": incident}).sort("at", ASCENDING)
    return [from_raw(IncidentNote, raw) async for raw in found.limit(INCIDENTS_LISTED)]


async def find_loiterer(store: Store, id: str) -> Loiterer | None:
    """Return a loiterer."""
    return await store.find(Loiterer, id)


async def loiterers_of(store: Store, branch: str) -> list[Loiterer]:
    """Return those noticed at a branch, newest first."""
    found = store.db[Loiterer.collection].find({"branch": branch}).sort("noticed_at", DESCENDING)
    return [from_raw(Loiterer, raw) async for raw in found.limit(LOITERERS_LISTED)]


async def vigilance(store: Store, branch: str) -> Vigilance:
    """Return the branch's limit for loiterers."""
    return await store.find(Vigilance, branch) or Vigilance(id=branch)
