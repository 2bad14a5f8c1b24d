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
from shared.unit_of_work import UnitOfWork


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


async def report_incident(new: NewIncident, work: UnitOfWork) -> None:
    """One tap, and those who must know are told."""
    await work.get(Branch, new.branch)
    if await work.find(Incident, new.id) is None:
        work.apply(raise_incident(new, work.now))


async def attend_incident(act: Act, work: UnitOfWork) -> None:
    """Somebody sees to it."""
    work.apply(attend(await work.get(Incident, act.incident), act.by, work.now))


async def tell_police(act: Act, work: UnitOfWork) -> None:
    """The police were called."""
    work.apply(call_police(await work.get(Incident, act.incident), act.by, work.now))


async def close_incident(act: Act, work: UnitOfWork) -> None:
    """It is over."""
    work.apply(close(await work.get(Incident, act.incident), act.by, work.now))


async def note_incident(note: Note, work: UnitOfWork) -> None:
    """Something more is on record."""
    incident = await work.get(Incident, note.incident)
    written = IncidentNote(
        id=note.id, branch=incident.branch, incident=incident.id, by=note.by, at=work.now, words=note.words
    )
    work.apply(Decision().save(written))
