"""Incidents and loiterers over HTTP: one tap to raise, few to know (D12)."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field, StringConstraints

from services.lobby.safety.commands import (
    AddIncidentNote,
    AttendIncident,
    CallPolice,
    CloseIncident,
    RaiseIncident,
    SetLoiteringLimit,
    SettleLoiterer,
)
from services.lobby.safety.domain.incidents import Incident, IncidentNote
from services.lobby.safety.domain.loiterers import Loiterer
from services.lobby.safety.queries import (
    ViewAnyIncident,
    ViewIncident,
    ViewIncidents,
    ViewLoiterers,
    ViewOwnIncidents,
    find_incident,
    find_loiterer,
    incidents_of,
    loiterers_of,
    notes_of,
    vigilance,
)
from shared.contracts.devices import correlation_of
from shared.contracts.lobby.words import IncidentState
from shared.contracts.words import IncidentKind, LoitererOutcome, Place
from shared.errors import NotFound
from shared.fields import Given, Readable, Whole
from shared.privacy import SealingKey, seal, unseal
from shared.rights import may_at_branch, may_on
from shared.runtime import Asking, Caller, ServiceRuntime

router = APIRouter(prefix="/api/lobby", tags=["incidents"])


class IncidentRequest(Given):
    """The first report of an incident, by one tap."""

    kind: IncidentKind
    place: Place = Place.HALL
    device: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_-]{1,32}$")


class NoteRequest(Given):
    """A note about an incident."""

    words: Annotated[Readable, StringConstraints(max_length=2000)] = Field(repr=False)


class NoteNow(BaseModel):
    """A note in the clear."""

    by: str
    at: datetime
    words: str


class IncidentNow(BaseModel):
    """An incident as it stands. Notes are there only in a single one."""

    incident: str
    branch: str
    kind: IncidentKind
    place: Place
    device: str | None
    loiterer: str | None
    raised_by: str
    raised_at: datetime
    state: IncidentState
    attended_by: str | None
    attended_at: datetime | None
    police_called_by: str | None
    police_called_at: datetime | None
    closed_by: str | None
    closed_at: datetime | None
    notes: list[NoteNow] | None = None


class NewLimit(Given):
    """The minutes after which a branch minds that somebody stays without business."""

    minutes: Whole = Field(ge=1, le=24 * 60)


class OutcomeRequest(Given):
    """The outcome for a loiterer."""

    outcome: LoitererOutcome


class LoitererNow(BaseModel):
    """A loiterer as they stand."""

    loiterer: str
    place: Place
    minutes: int
    noticed_at: datetime
    device: str | None
    visit: str | None
    ticket: str | None
    outcome: LoitererOutcome | None
    settled_by: str | None
    settled_at: datetime | None
    incident: str | None


class LoiterersNow(BaseModel):
    """The branch's limit in minutes, and the newest 20 who outstayed it, newest first."""

    minutes: int
    loiterers: list[LoitererNow]


@router.post("/branches/{branch}/incidents", status_code=201)
async def raise_(
    branch: Annotated[str, may_at_branch(RaiseIncident)], tap: IncidentRequest, caller: Caller
) -> IncidentNow:
    """Raise an incident; only those who must know are told. The same Idempotency-Key gives the same one."""
    cause = caller.cause(RaiseIncident, branch)
    id = correlation_of(branch, caller.person.staff, cause.id)
    command = RaiseIncident(id, branch, tap.kind, tap.place, caller.person.actor, tap.device)
    await caller.runtime.execute(command, cause)
    return await _look_up_incident(caller.runtime, id)


@router.get("/branches/{branch}/incidents")
async def incidents(
    branch: Annotated[str, may_at_branch(ViewOwnIncidents)], caller: Caller
) -> list[IncidentNow]:
    """The incidents of a branch, newest first; a person who need not know all of them sees their own."""
    raised_by = None if caller.may(ViewIncidents, branch) else caller.person.actor
    return [incident_now(one) for one in await incidents_of(caller.runtime.store, branch, raised_by)]


@router.get("/incidents/{incident}")
async def one(
    incident: Annotated[Incident, may_on(find_incident, ViewIncident, "incident")], caller: Caller
) -> IncidentNow:
    """An incident with its notes."""
    return await _with_notes(incident, caller)


@router.post("/incidents/{incident}/attend")
async def attend(
    incident: Annotated[Incident, may_on(find_incident, AttendIncident, "incident")], caller: Caller
) -> IncidentNow:
    """Attend to an incident oneself."""
    await caller.execute(AttendIncident(incident.id, caller.person.staff), incident.branch)
    return await _look_up_incident(caller.runtime, incident.id)


@router.post("/incidents/{incident}/police")
async def police(
    incident: Annotated[Incident, may_on(find_incident, CallPolice, "incident")], caller: Caller
) -> IncidentNow:
    """Note that the police were called."""
    await caller.execute(CallPolice(incident.id, caller.person.staff), incident.branch)
    return await _look_up_incident(caller.runtime, incident.id)


@router.post("/incidents/{incident}/close")
async def close(
    incident: Annotated[Incident, may_on(find_incident, CloseIncident, "incident")], caller: Caller
) -> IncidentNow:
    """Close an incident that is over."""
    await caller.execute(CloseIncident(incident.id, caller.person.staff), incident.branch)
    return await _look_up_incident(caller.runtime, incident.id)


@router.post("/incidents/{incident}/notes", status_code=201)
async def note(
    incident: Annotated[Incident, may_on(find_incident, AddIncidentNote, "incident")],
    written: NoteRequest,
    caller: Caller,
) -> IncidentNow:
    """Write down what happened. It is sealed, and stays in this service."""
    _must_know(incident, caller)
    cause = caller.cause(AddIncidentNote, incident.branch)
    id = correlation_of(incident.branch, caller.person.staff, cause.id)
    words = seal(caller.runtime.settings.keys("master_key"), written.words.encode(), place=_place(id))
    await caller.runtime.execute(AddIncidentNote(id, incident.id, caller.person.staff, words), cause)
    return await _with_notes(incident, caller)


@router.get("/branches/{branch}/loiterers")
async def loiterers(branch: Annotated[str, may_at_branch(ViewLoiterers)], caller: Caller) -> LoiterersNow:
    """The people who stay, or stayed, without business."""
    store = caller.runtime.store
    found, limit = await loiterers_of(store, branch), (await vigilance(store, branch)).minutes
    return LoiterersNow(minutes=limit, loiterers=[loiterer_now(one) for one in found])


@router.put("/branches/{branch}/loiterers/limit", status_code=204)
async def limit(
    branch: Annotated[str, may_at_branch(SetLoiteringLimit)], new: NewLimit, caller: Caller
) -> None:
    """Set the minutes after which the branch minds."""
    await caller.execute(SetLoiteringLimit(branch, new.minutes), branch)


@router.post("/loiterers/{loiterer}/outcome")
async def outcome(
    loiterer: Annotated[Loiterer, may_on(find_loiterer, SettleLoiterer, "loiterer")],
    came: OutcomeRequest,
    caller: Caller,
) -> LoitererNow:
    """Record that one spoke with them, found them gone, or raises an incident."""
    cause = caller.cause(SettleLoiterer, loiterer.branch)
    incident = correlation_of(loiterer.branch, caller.person.staff, cause.id)
    command = SettleLoiterer(loiterer.id, came.outcome, caller.person.staff, incident)
    await caller.runtime.execute(command, cause)
    return loiterer_now(await find_loiterer(caller.runtime.store, loiterer.id) or loiterer)


def incident_now(incident: Incident) -> IncidentNow:
    """Show an incident without its notes."""
    fields = IncidentNow.model_fields.keys() - {"incident", "notes"}
    return IncidentNow(incident=incident.id, **incident.model_dump(include=fields))


def loiterer_now(loiterer: Loiterer) -> LoitererNow:
    """Show a loiterer."""
    fields = LoitererNow.model_fields.keys() - {"loiterer"}
    return LoitererNow(loiterer=loiterer.id, **loiterer.model_dump(include=fields))


def _must_know(incident: Incident, caller: Asking) -> None:
    """Raises `NotFound` unless the person raised the incident or must know of all."""
    if incident.raised_by != caller.person.actor and not caller.may(ViewAnyIncident, incident.branch):
        raise NotFound(f"incidents/{incident.id}")


async def _with_notes(incident: Incident, caller: Asking) -> IncidentNow:
    _must_know(incident, caller)
    key = caller.runtime.settings.keys("master_key")
    notes = [_opened(key, note) for note in await notes_of(caller.runtime.store, incident.id)]
    return incident_now(incident).model_copy(update={"notes": notes})


def _opened(key: SealingKey, note: IncidentNote) -> NoteNow:
    return NoteNow(by=note.by, at=note.at, words=unseal(key, note.words, place=_place(note.id)).decode())


async def _look_up_incident(runtime: ServiceRuntime, id: str) -> IncidentNow:
    found = await find_incident(runtime.store, id)
    if found is None:
        raise NotFound(f"incidents/{id}")
    return incident_now(found)


def _place(note: str) -> str:
    """Return the name under which the words of a note are sealed."""
    return f"incident_notes/{note}"
