"""Incidents (突发事件): raised by one tap and quietly, attended, closed; only few may know (D12).

    open ─▶ attended ─▶ closed
       └─▶ police_called ─┘

Notes about them are sealed before the domain gets them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from shared.contracts.lobby import IncidentAttended, IncidentClosed, IncidentRaised, PoliceCalled
from shared.contracts.lobby.words import IncidentState
from shared.contracts.words import IncidentKind, Place
from shared.domain import Decision, Document
from shared.errors import Refusal


class IncidentIsClosed(Refusal):
    code, status = "incident_is_closed", 409
    en, zh = "This incident is closed; raise a new one.", "该事件已结束，请另行上报。"


class NotAttended(Refusal):
    code, status = "incident_not_attended", 409
    en, zh = "Attend to the incident before you close it.", "请先到场处理，再结束该事件。"


class Incident(Document):
    """An incident of a branch. `raised_by` is ``staff:…`` or ``device:…``."""

    collection: ClassVar[str] = "incidents"

    branch: str
    kind: IncidentKind
    place: Place
    raised_by: str
    raised_at: datetime
    device: str | None = None
    loiterer: str | None = None
    state: IncidentState = IncidentState.OPEN
    attended_by: str | None = None
    attended_at: datetime | None = None
    police_called_by: str | None = None
    police_called_at: datetime | None = None
    closed_by: str | None = None
    closed_at: datetime | None = None


class IncidentNote(Document):
    """A note about an incident; `words` are sealed. Notes are added, never changed."""

    collection: ClassVar[str] = "incident_notes"

    branch: str
    incident: str
    by: str
    at: datetime
    words: bytes

    @property
    def correlation_id(self) -> str:
        return self.incident


@dataclass(frozen=True)
class NewIncident:
    """A report of an incident, with no more than one tap can say."""

    id: str
    branch: str
    kind: IncidentKind
    place: Place
    raised_by: str
    device: str | None = None
    loiterer: str | None = None


def raise_incident(new: NewIncident, now: datetime) -> Decision:
    """Open an incident; `notify` tells those who must know, without a sound."""
    incident = Incident(**vars(new), raised_at=now)
    event = IncidentRaised(
        branch=new.branch,
        incident=new.id,
        kind=new.kind,
        place=new.place,
        raised_by=new.raised_by,
        device=new.device,
    )
    return Decision().save(incident, event)


def attend(incident: Incident, by: str, now: datetime) -> Decision:
    """Note that somebody attends to it; a second one changes nothing. Raises `IncidentIsClosed`."""
    _must_be_open(incident)
    if incident.attended_by is not None:
        return Decision()
    state = IncidentState.ATTENDED if incident.state is IncidentState.OPEN else incident.state
    attended = incident.evolve(state=state, attended_by=by, attended_at=now)
    return Decision().save(attended, IncidentAttended(**_fields_of(incident), attended_by=by))


def call_police(incident: Incident, by: str, now: datetime) -> Decision:
    """Note that the police were called, whether or not it was attended before; a second call changes nothing.
    Raises `IncidentIsClosed`."""
    _must_be_open(incident)
    if incident.police_called_at is not None:
        return Decision()
    called = incident.evolve(state=IncidentState.POLICE_CALLED, police_called_by=by, police_called_at=now)
    return Decision().save(called, PoliceCalled(**_fields_of(incident), called_by=by))


def close(incident: Incident, by: str, now: datetime) -> Decision:
    """Close it; closing again changes nothing. Raises `NotAttended`."""
    if incident.state is IncidentState.CLOSED:
        return Decision()
    if incident.state is IncidentState.OPEN:
        raise NotAttended
    closed = incident.evolve(state=IncidentState.CLOSED, closed_by=by, closed_at=now)
    lasted = int(max(now - incident.raised_at, timedelta(0)).total_seconds())
    return Decision().save(closed, IncidentClosed(**_fields_of(incident), closed_by=by, open_seconds=lasted))


def _must_be_open(incident: Incident) -> None:
    if incident.state is IncidentState.CLOSED:
        raise IncidentIsClosed


def _fields_of(incident: Incident) -> dict[str, object]:
    """Return the fields that every event of an incident has."""
    return {
        "branch": incident.branch,
        "incident": incident.id,
        "kind": incident.kind,
        "place": incident.place,
        "raised_by": incident.raised_by,
    }
