"""Incidents over HTTP: one tap to raise, few to know (D12)."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, Field, StringConstraints

from services.lobby import store
from services.lobby.branch.api import BranchPath
from services.lobby.safety.domain.incidents import Incident, IncidentNote, IncidentState, NewIncident
from services.lobby.safety.handlers.incidents import (
    Act,
    Note,
    attend_incident,
    close_incident,
    note_incident,
    report_incident,
    tell_police,
)
from shared.access import Person, SignedIn
from shared.contracts.devices import correlation_of
from shared.contracts.words import IncidentSort, Place, Role
from shared.errors import NotFound
from shared.fields import Given, Readable
from shared.privacy import seal, unseal
from shared.runtime import Runtime, ServiceRuntime
from shared.unit_of_work import Handler

router = APIRouter(prefix="/api/lobby", tags=["incidents"])
Id = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
RAISE = (Role.TELLER, Role.LOBBY_MANAGER, Role.BRANCH_HEAD)
KNOW = (Role.LOBBY_MANAGER, Role.BRANCH_HEAD)
"""Who sees every incident of the branch; who raised one sees that."""


class Tap(Given):
    """What one tap tells."""

    sort: IncidentSort
    place: Place = Place.HALL
    device: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_-]{1,32}$")


class Written(Given):
    words: Annotated[Readable, StringConstraints(max_length=2000)] = Field(repr=False)


class NoteNow(BaseModel):
    by: str
    at: datetime
    words: str


class IncidentNow(BaseModel):
    """An incident as it stands. Notes are there only in a single one."""

    incident: str
    branch: str
    sort: IncidentSort
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


def shown(incident: Incident) -> IncidentNow:
    fields = IncidentNow.model_fields.keys() - {"incident", "notes"}
    return IncidentNow(incident=incident.id, **incident.model_dump(include=fields))


@router.post("/branches/{branch}/incidents", status_code=201)
async def raise_(
    branch: BranchPath, tap: Tap, request: Request, runtime: Runtime, person: SignedIn
) -> IncidentNow:
    """Something happened; only those who must know are told. The same Idempotency-Key gives the same one."""
    person.must(branch, *RAISE)
    cause = runtime.cause(request, person, branch, report_incident)
    id = correlation_of(branch, person.staff, cause.id)
    new = NewIncident(id, branch, tap.sort, tap.place, person.actor, tap.device)
    await runtime.do(report_incident, new, cause)
    return shown(await _look_up(runtime, id))


@router.get("/branches/{branch}/incidents")
async def incidents(branch: BranchPath, runtime: Runtime, person: SignedIn) -> list[IncidentNow]:
    """The incidents of a branch, newest first; who need not know all of them sees their own."""
    person.must(branch, *RAISE, Role.AUDITOR)
    own = None if person.may(branch, *KNOW, Role.AUDITOR) else person.actor
    return [shown(one) for one in await store.incidents(runtime.store, branch, own)]


@router.get("/incidents/{incident}")
async def one(incident: Id, runtime: Runtime, person: SignedIn) -> IncidentNow:
    """An incident with its notes."""
    found = await _known_to(runtime, person, incident)
    key = runtime.settings.key("master_key")
    notes = [_opened(key, note) for note in await store.incident_notes(runtime.store, incident)]
    return shown(found).model_copy(update={"notes": notes})


@router.post("/incidents/{incident}/attend")
async def attend(incident: Id, request: Request, runtime: Runtime, person: SignedIn) -> IncidentNow:
    """I see to it."""
    return await _act(incident, request, runtime, person, attend_incident)


@router.post("/incidents/{incident}/police")
async def police(incident: Id, request: Request, runtime: Runtime, person: SignedIn) -> IncidentNow:
    """The police were called."""
    return await _act(incident, request, runtime, person, tell_police)


@router.post("/incidents/{incident}/close")
async def close(incident: Id, request: Request, runtime: Runtime, person: SignedIn) -> IncidentNow:
    """It is over."""
    return await _act(incident, request, runtime, person, close_incident)


@router.post("/incidents/{incident}/notes", status_code=201)
async def note(
    incident: Id, written: Written, request: Request, runtime: Runtime, person: SignedIn
) -> IncidentNow:
    """Write down what happened. It is sealed, and stays here."""
    found = await _known_to(runtime, person, incident)
    cause = runtime.cause(request, person, found.branch, note_incident)
    id = correlation_of(found.branch, person.staff, cause.id)
    words = seal(runtime.settings.key("master_key"), written.words.encode(), place=f"incident_notes/{id}")
    await runtime.do(note_incident, Note(id, incident, person.staff, words), cause)
    return await one(incident, runtime, person)


def _opened(key: bytes, note: IncidentNote) -> NoteNow:
    words = unseal(key, note.words, place=f"incident_notes/{note.id}").decode()
    return NoteNow(by=note.by, at=note.at, words=words)


async def _act(
    incident: str, request: Request, runtime: ServiceRuntime, person: Person, handler: Handler
) -> IncidentNow:
    person.must_somewhere(*KNOW)
    found = await _known_to(runtime, person, incident)
    person.must(found.branch, *KNOW)
    await runtime.command(request, person, found.branch, handler, Act(incident, person.staff))
    return shown(await _look_up(runtime, incident))


async def _known_to(runtime: ServiceRuntime, person: Person, id: str) -> Incident:
    """The incident, for those who must know of it; for everybody else it does not exist."""
    person.must_somewhere(*RAISE)
    found = await _look_up(runtime, id)
    raised_it = found.raised_by == person.actor and person.may(found.branch, *RAISE)
    if not raised_it and not person.may(found.branch, *KNOW):
        raise NotFound(f"incidents/{id}")
    return found


async def _look_up(runtime: ServiceRuntime, id: str) -> Incident:
    found = await store.incident(runtime.store, id)
    if found is None:
        raise NotFound(f"incidents/{id}")
    return found
