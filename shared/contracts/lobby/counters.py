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
