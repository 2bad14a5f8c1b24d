"""What `lobby` tells: what happens in the hall. One file per capability, as in the service's own rooms."""

from shared.contracts.lobby.base import (
    LobbyEvent,
)
from shared.contracts.lobby.blocks import (
    ArrivalHeardLate,
    CutOffEnded,
    GrantedDay,
    NumberBlockGranted,
    RecordNotTaken,
    SlipReadInPart,
    TicketReplaced,
)
from shared.contracts.lobby.branches import (
    BranchOpened,
    SettingsChanged,
)
from shared.contracts.lobby.checklists import (
    ChecklistBegun,
    ChecklistCompleted,
    ChecklistKind,
    ChecklistMarked,
    FixtureCorrected,
    FixtureFault,
    FixtureFaulted,
    Marking,
    TemplateChanged,
)
from shared.contracts.lobby.counters import (
    CounterClosed,
    CounterOpened,
    CounterPaused,
    CounterResumed,
)
from shared.contracts.lobby.day_reports import (
    DayReportFiled,
    DayReportRead,
)
from shared.contracts.lobby.days import (
    BranchDayClosed,
    BranchDayOpened,
    BranchDayReopened,
    BranchNotOpened,
    ClosingBegan,
    OverrideReason,
    PreparationsBegan,
)
from shared.contracts.lobby.diversions import (
    CustomerDiverted,
    CustomerReturned,
    SelfServiceCompleted,
    TriageOverridden,
)
from shared.contracts.lobby.equipment import (
    DeviceClockRight,
    DeviceClockWrong,
    DeviceFaulted,
    DevicePlaced,
    DeviceRecovered,
    DeviceRemoved,
    SelfServiceInterrupted,
)
from shared.contracts.lobby.forecasts import (
    ForecastsChanged,
    NewForecast,
)
from shared.contracts.lobby.incidents import (
    IncidentAttended,
    IncidentClosed,
    IncidentRaised,
    PoliceCalled,
)
from shared.contracts.lobby.leaflets import (
    InterestShown,
    LeafletHanded,
    LeafletsLow,
    LeafletsStocked,
)
from shared.contracts.lobby.logbook import (
    LogEntryWritten,
)
from shared.contracts.lobby.loiterers import (
    LoitererNoticed,
    LoitererSettled,
)
from shared.contracts.lobby.notices import (
    NoticeExpired,
    NoticeHung,
    NoticeTakenDown,
)
from shared.contracts.lobby.records import (
    ComplaintRaised,
    NeedRecorded,
    OpinionRecorded,
    ProspectIdentified,
    QuestionRecorded,
)
from shared.contracts.lobby.tasks import (
    TaskDone,
    TaskEscalated,
    TaskGone,
    TaskMissed,
    TaskOutcome,
    TaskRaised,
    TaskReturned,
    TaskSort,
    TaskTaken,
    TaskWithdrawn,
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
    "ArrivalHeardLate",
    "BranchDayClosed",
    "BranchDayOpened",
    "BranchDayReopened",
    "BranchNotOpened",
    "BranchOpened",
    "ChecklistBegun",
    "ChecklistCompleted",
    "ChecklistKind",
    "ChecklistMarked",
    "ClosingBegan",
    "ComplaintRaised",
    "CounterClosed",
    "CounterOpened",
    "CounterPaused",
    "CounterResumed",
    "CustomerArrived",
    "CustomerDiverted",
    "CustomerNoShow",
    "CustomerReturned",
    "CutOffEnded",
    "DayReportFiled",
    "DayReportRead",
    "DeviceClockRight",
    "DeviceClockWrong",
    "DeviceFaulted",
    "DevicePlaced",
    "DeviceRecovered",
    "DeviceRemoved",
    "FixtureCorrected",
    "FixtureFault",
    "FixtureFaulted",
    "ForecastsChanged",
    "GrantedDay",
    "IncidentAttended",
    "IncidentClosed",
    "IncidentRaised",
    "InterestShown",
    "LeafletHanded",
    "LeafletsLow",
    "LeafletsStocked",
    "LobbyEvent",
    "LogEntryWritten",
    "LoitererNoticed",
    "LoitererSettled",
    "Marking",
    "NeedRecorded",
    "NewForecast",
    "NextServiceWaited",
    "NoticeExpired",
    "NoticeHung",
    "NoticeTakenDown",
    "NumberBlockGranted",
    "OpinionRecorded",
    "OverrideReason",
    "PoliceCalled",
    "PreparationsBegan",
    "ProspectIdentified",
    "QuestionRecorded",
    "RecordNotTaken",
    "SelfServiceCompleted",
    "SelfServiceInterrupted",
    "ServiceCompleted",
    "SettingsChanged",
    "SlipReadInPart",
    "TaskDone",
    "TaskEscalated",
    "TaskGone",
    "TaskMissed",
    "TaskOutcome",
    "TaskRaised",
    "TaskReturned",
    "TaskSort",
    "TaskTaken",
    "TaskWithdrawn",
    "TemplateChanged",
    "TicketCalled",
    "TicketIssued",
    "TicketParked",
    "TicketRecalled",
    "TicketReplaced",
    "TicketResumed",
    "TicketSentBack",
    "TicketTransferred",
    "TriageOverridden",
    "VipReceived",
    "VisitCancelled",
]
