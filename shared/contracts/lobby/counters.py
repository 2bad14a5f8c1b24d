"""What `lobby` tells of counters: who serves where."""

from shared.contracts.lobby.base import LobbyEvent
from shared.contracts.words import TicketClass


class CounterOpened(LobbyEvent):
    """Somebody took a counter and can serve."""

    counter: str
    staff: str
    serves: tuple[TicketClass, ...]


class CounterClosed(LobbyEvent):
    """Nobody serves at a counter any more."""

    counter: str
    staff: str


class CounterPaused(LobbyEvent):
    """Who is at a counter serves nobody for a while, for a `reason` of the catalogue: deliberate idle is not
    idle."""

    counter: str
    staff: str
    reason: str


class CounterResumed(LobbyEvent):
    """A paused counter serves again."""

    counter: str
    staff: str
    paused_seconds: int
