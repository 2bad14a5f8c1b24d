"""Commands about incidents and loiterers (D12)."""

from dataclasses import dataclass

from shared.commands import Command
from shared.contracts.words import IncidentKind, LoitererOutcome, Place


@dataclass(frozen=True)
class RaiseIncident(Command, name="raise_incident"):
    """Raise an incident, with no more than one tap can say. `raised_by` is ``staff:…``; `device` is the one
    that is misused, if any."""

    id: str
    branch: str
    kind: IncidentKind
    place: Place
    raised_by: str
    device: str | None = None


@dataclass(frozen=True)
class AttendIncident(Command, name="attend_incident"):
    """Attend to an incident."""

    incident: str
    by: str


@dataclass(frozen=True)
class CallPolice(Command, name="call_police"):
    """Note that the police were called to an incident."""

    incident: str
    by: str


@dataclass(frozen=True)
class CloseIncident(Command, name="close_incident"):
    """Close an incident that is over."""

    incident: str
    by: str


@dataclass(frozen=True)
class AddIncidentNote(Command, name="add_incident_note"):
    """Add a note to an incident; `words` are sealed."""

    id: str
    incident: str
    by: str
    words: bytes


@dataclass(frozen=True)
class SetLoiteringLimit(Command, name="set_loitering_limit"):
    """Set the minutes after which a branch minds that somebody stays without business."""

    branch: str
    minutes: int


@dataclass(frozen=True)
class ReportLoiterer(Command, name="report_loiterer"):
    """Report, by a camera, somebody who has stayed for so many minutes."""

    id: str
    branch: str
    device: str
    place: Place
    minutes: int


@dataclass(frozen=True)
class SettleLoiterer(Command, name="settle_loiterer"):
    """Record the outcome for a loiterer; `incident` is the id of the one to raise, if it came to that."""

    loiterer: str
    outcome: LoitererOutcome
    by: str
    incident: str
