"""Events of `lobby` about incidents: by ids and words alone, and only to those who must know (D12)."""

from shared.contracts.lobby.base import LobbyEvent, LogGroup
from shared.contracts.words import IncidentKind, Place


class IncidentRaised(LobbyEvent, group=LogGroup.INCIDENTS, zh="上报事件", en="An incident was raised"):
    """Something happened that asks for calm and few words (D12). `device` is the one that noticed it, or is
    misused."""

    incident: str
    kind: IncidentKind
    place: Place
    raised_by: str
    device: str | None = None


class IncidentAttended(LobbyEvent, group=LogGroup.INCIDENTS, zh="事件处理中", en="Somebody attends to it"):
    """A member of staff sees to an incident."""

    incident: str
    kind: IncidentKind
    place: Place
    raised_by: str
    attended_by: str


class PoliceCalled(LobbyEvent, group=LogGroup.INCIDENTS, zh="已报警", en="The police were called"):
    """The police were called to an incident."""

    incident: str
    kind: IncidentKind
    place: Place
    raised_by: str
    called_by: str


class IncidentClosed(LobbyEvent, group=LogGroup.INCIDENTS, zh="事件结束", en="The incident was closed"):
    """An incident is over, `open_seconds` after it was raised."""

    incident: str
    kind: IncidentKind
    place: Place
    raised_by: str
    closed_by: str
    open_seconds: int
