"""What `lobby` tells of what was found and said on the floor (D4, D5, D9)."""

from shared.contracts.lobby.base import LobbyEvent
from shared.contracts.words import ComplaintTopic


class ProspectIdentified(LobbyEvent):
    """Lobby manager or teller found somebody of promise (D4, D5)."""

    visit: str
    need: str
    found_by: str
    customer: str | None = None


class ComplaintRaised(LobbyEvent):
    """Somebody is dissatisfied and said so at a machine (D9)."""

    complaint: str
    topic: ComplaintTopic
    visit: str | None = None
    device: str | None = None
