"""What `lobby` tells: what happens in the hall. One file per capability, as in the service's own rooms."""

from shared.contracts.lobby.base import LobbyEvent
from shared.contracts.lobby.branches import BranchOpened
from shared.contracts.lobby.counters import CounterClosed, CounterOpened
from shared.contracts.lobby.records import ComplaintRaised, ProspectIdentified
from shared.contracts.lobby.visits import (
    CustomerArrived,
    CustomerNoShow,
    ServiceCompleted,
    TicketCalled,
    TicketIssued,
    TicketRecalled,
)

__all__ = [
    "BranchOpened",
    "ComplaintRaised",
    "CounterClosed",
    "CounterOpened",
    "CustomerArrived",
    "CustomerNoShow",
    "LobbyEvent",
    "ProspectIdentified",
    "ServiceCompleted",
    "TicketCalled",
    "TicketIssued",
    "TicketRecalled",
]
