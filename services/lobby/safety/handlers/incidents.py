"""Incidents are raised, seen to and closed (D12)."""

from dataclasses import dataclass

from services.lobby.branch.domain.branches import Branch
from services.lobby.safety.domain.incidents import (
    Incident,
    IncidentNote,
    NewIncident,
    attend,
    call_police,
    close,
    raise_incident,
)
from shared.domain import Decision
from shared.unit import Unit


@dataclass(frozen=True)
class Act:
    """Somebody does something about an incident."""

    incident: str
    by: str


@dataclass(frozen=True)
class Note:
    """Somebody writes something about it; `words` are sealed."""

    id: str
    incident: str
    by: str
    words: bytes


async def report_incident(new: NewIncident, unit: Unit) -> None:
    """One tap, and those who must know are told."""
    await unit.get(Branch, new.branch)
    if await unit.find(Incident, new.id) is None:
        unit.keep(raise_incident(new, unit.now))


async def attend_incident(act: Act, unit: Unit) -> None:
    """Somebody sees to it."""
    unit.keep(attend(await unit.get(Incident, act.incident), act.by, unit.now))


async def tell_police(act: Act, unit: Unit) -> None:
    """The police were called."""
    unit.keep(call_police(await unit.get(Incident, act.incident), act.by, unit.now))


async def close_incident(act: Act, unit: Unit) -> None:
    """It is over."""
    unit.keep(close(await unit.get(Incident, act.incident), act.by, unit.now))


async def note_incident(note: Note, unit: Unit) -> None:
    """Something more is on record."""
    incident = await unit.get(Incident, note.incident)
    written = IncidentNote(
        id=note.id, branch=incident.branch, incident=incident.id, by=note.by, at=unit.now, words=note.words
    )
    unit.keep(Decision().put(written))
