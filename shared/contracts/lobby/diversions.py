"""Events of `lobby` about customers sent to a machine or the phone instead of a counter (D2, D8)."""

from shared.contracts.lobby.base import LobbyEvent, LogGroup
from shared.contracts.words import Channel, TicketClass


class CustomerDiverted(
    LobbyEvent, group=LogGroup.DIVERSIONS, zh="分流", en="The customer was sent to a machine"
):
    """A customer is sent to self-service or the phone, with a slip instead of a place in line (D8)."""

    visit: str
    ticket: str
    channel: Channel
    need: str
    reason: str
    device: str | None = None

    def answers(self) -> str | None:
        return f"{self.branch}.{self.device}" if self.device else None


class CustomerReturned(LobbyEvent, group=LogGroup.DIVERSIONS, zh="返回柜台", en="The customer came back"):
    """A diverted customer came back unserved and waits, with the wait since the true arrival (D8)."""

    visit: str
    ticket: str
    channel: Channel
    away_seconds: int


class SelfServiceCompleted(
    LobbyEvent, group=LogGroup.DIVERSIONS, zh="自助办结", en="The machine served the customer"
):
    """A diverted customer was served at the other channel (D8)."""

    visit: str
    ticket: str
    channel: Channel


class TriageOverridden(LobbyEvent, group=LogGroup.DIVERSIONS, zh="人工改派", en="Triage was overridden"):
    """The lobby manager sent a customer another way than the rules advised (D2).

    `ticket_class` is the class in which the customer waits from now on: the green channel is a class at the
    same `channel` (D10).
    """

    visit: str
    ticket: str
    advised: Channel
    channel: Channel
    by: str
    reason: str
    ticket_class: TicketClass | None = None
