"""The rights of lobby: the roles that may ask each command and query, and where they count."""

from services.lobby.day.commands import (
    BeginChecklist,
    BeginClosing,
    ChangeTemplate,
    CloseDay,
    MarkItems,
    OpenDay,
    ReopenDay,
)
from services.lobby.day.queries import ReadDayReasons, ViewDay, ViewTemplate
from services.lobby.journal.commands import (
    IdentifyProspect,
    RecordNeed,
    RecordOpinion,
    RecordQuestion,
    WriteLogEntry,
)
from services.lobby.journal.queries import ReadLogEntries, ReadQuietLines, ViewLog
from services.lobby.materials.commands import (
    FillUpLeaflets,
    HandLeaflet,
    HangNotice,
    RemoveLeaflets,
    ShowInterest,
    StockLeaflets,
    TakeDownNotice,
)
from services.lobby.materials.queries import ViewIntroduction, ViewLeaflets, ViewNotices
from services.lobby.report.commands import FileReport, MarkReportRead
from services.lobby.report.queries import ViewReports
from services.lobby.safety.commands import (
    AddIncidentNote,
    AttendIncident,
    CallPolice,
    CloseIncident,
    RaiseIncident,
    SetLoiteringLimit,
    SettleLoiterer,
)
from services.lobby.safety.queries import (
    ViewAnyIncident,
    ViewIncident,
    ViewIncidents,
    ViewLoiterers,
    ViewOwnIncidents,
)
from services.lobby.tasks.commands import (
    ChangeTaskRules,
    CompleteTask,
    RequestTask,
    TakeTask,
    WithdrawTask,
)
from services.lobby.tasks.queries import CompleteTaskOfOthers, ViewTask, ViewTaskRules, ViewTasks
from shared.contracts.words import Role
from shared.rights import Rights, at_branch

IN_CHARGE = (Role.LOBBY_MANAGER, Role.BRANCH_HEAD)
IN_THE_HALL = (*IN_CHARGE, Role.TELLER)
ON_THE_FLOOR = (*IN_THE_HALL, Role.ACCOUNT_MANAGER)
STAFF = (*ON_THE_FLOOR, Role.OPS)
OVERSIGHT = (Role.REGION_HEAD, Role.AUDITOR)

RIGHTS: Rights = {
    # journal
    ViewLog: at_branch(*IN_CHARGE, *OVERSIGHT),
    ReadLogEntries: at_branch(*IN_CHARGE),
    ReadQuietLines: at_branch(*IN_CHARGE),
    WriteLogEntry: at_branch(*IN_CHARGE),
    RecordNeed: at_branch(*IN_THE_HALL),
    RecordOpinion: at_branch(*IN_THE_HALL),
    RecordQuestion: at_branch(*IN_THE_HALL),
    IdentifyProspect: at_branch(Role.TELLER, Role.LOBBY_MANAGER),
    # safety
    RaiseIncident: at_branch(*IN_THE_HALL),
    ViewOwnIncidents: at_branch(*IN_THE_HALL, Role.AUDITOR),
    ViewIncidents: at_branch(*IN_CHARGE, Role.AUDITOR),
    ViewIncident: at_branch(*IN_THE_HALL),
    ViewAnyIncident: at_branch(*IN_CHARGE),
    AttendIncident: at_branch(*IN_CHARGE),
    CallPolice: at_branch(*IN_CHARGE),
    CloseIncident: at_branch(*IN_CHARGE),
    AddIncidentNote: at_branch(*IN_THE_HALL),
    ViewLoiterers: at_branch(*IN_CHARGE),
    SettleLoiterer: at_branch(*IN_CHARGE),
    SetLoiteringLimit: at_branch(Role.BRANCH_HEAD, Role.OPS),
    # materials
    ViewLeaflets: at_branch(*STAFF, Role.AUDITOR),
    StockLeaflets: at_branch(*IN_CHARGE),
    FillUpLeaflets: at_branch(*IN_THE_HALL),
    HandLeaflet: at_branch(*ON_THE_FLOOR),
    RemoveLeaflets: at_branch(*IN_CHARGE),
    ShowInterest: at_branch(*ON_THE_FLOOR),
    ViewIntroduction: at_branch(*ON_THE_FLOOR),
    ViewNotices: at_branch(*STAFF, Role.AUDITOR),
    HangNotice: at_branch(*IN_CHARGE),
    TakeDownNotice: at_branch(*IN_CHARGE),
    # tasks: beside this right, a task is for its own role and the branch head
    ViewTasks: at_branch(*STAFF),
    ViewTask: at_branch(*STAFF),
    RequestTask: at_branch(*IN_CHARGE),
    TakeTask: at_branch(*Role),
    CompleteTask: at_branch(*Role),
    CompleteTaskOfOthers: at_branch(Role.BRANCH_HEAD),
    WithdrawTask: at_branch(*IN_CHARGE),
    ViewTaskRules: at_branch(*STAFF),
    ChangeTaskRules: at_branch(Role.BRANCH_HEAD, Role.OPS),
    # day
    ViewDay: at_branch(*STAFF, Role.AUDITOR),
    ReadDayReasons: at_branch(*IN_CHARGE),
    OpenDay: at_branch(*IN_CHARGE),
    BeginClosing: at_branch(*IN_CHARGE),
    CloseDay: at_branch(*IN_CHARGE),
    ReopenDay: at_branch(*IN_CHARGE),
    BeginChecklist: at_branch(*IN_THE_HALL),
    MarkItems: at_branch(*IN_THE_HALL),
    ViewTemplate: at_branch(*STAFF, Role.AUDITOR),
    ChangeTemplate: at_branch(*IN_CHARGE, Role.OPS),
    # report
    ViewReports: at_branch(*IN_CHARGE, *OVERSIGHT),
    FileReport: at_branch(Role.LOBBY_MANAGER),
    MarkReportRead: at_branch(Role.BRANCH_HEAD),
}
