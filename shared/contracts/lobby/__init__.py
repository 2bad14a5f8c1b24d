"""What `lobby` tells: what happens in the hall. One file per capability, as in the service's own rooms."""

from shared.contracts.lobby.base import (
    LobbyEvent,
)
from shared.contracts.lobby.branches import (
    BranchOpened,
    SettingsChanged,
)
from shared.contracts.lobby.counters import (
    CounterClosed,
    CounterOpened,
    CounterPaused,
    CounterResumed,
)
from shared.contracts.lobby.diversions import (
    CustomerDiverted,
    CustomerReturned,
    SelfServiceCompleted,
    TriageOverridden,
)
from shared.contracts.lobby.forecasts import (
    ForecastsChanged,
    NewForecast,
)
from shared.contracts.lobby.logbook import (
    LogEntryWritten,
)
from shared.contracts.lobby.records import (
    ComplaintRaised,
    NeedRecorded,
    OpinionRecorded,
    ProspectIdentified,
    QuestionRecorded,
)
from shared.contracts.lobby.tickets import (
    TicketParked,
    TicketResumed,
    TicketSentBack,
    TicketTransferred,
    VisitCancelled,
)
from shared.contracts.lobby.visits import (
    CustomerArrived,
    CustomerNoShow,
    NextServiceWaited,
    ServiceCompleted,
    TicketCalled,
    TicketIssued,
    TicketRecalled,
    VipReceived,
)

__all__ = [
    "BranchOpened",
    "ComplaintRaised",
    "CounterClosed",
    "CounterOpened",
    "CounterPaused",
    "CounterResumed",
    "CustomerArrived",
    "CustomerDiverted",
    "CustomerNoShow",
    "CustomerReturned",
    "ForecastsChanged",
    "LobbyEvent",
    "LogEntryWritten",
    "NeedRecorded",
    "NewForecast",
    "NextServiceWaited",
    "OpinionRecorded",
    "ProspectIdentified",
    "QuestionRecorded",
    "SelfServiceCompleted",
    "ServiceCompleted",
    "SettingsChanged",
    "TicketCalled",
    "TicketIssued",
    "TicketParked",
    "TicketRecalled",
    "TicketResumed",
    "TicketSentBack",
    "TicketTransferred",
    "TriageOverridden",
    "VipReceived",
    "VisitCancelled",
]
