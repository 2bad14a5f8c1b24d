"""Rights: who may ask what of lobby, one line each.

Messages of devices are no part of it: they are authenticated by the secret of the device.
"""

from services.lobby.day import commands as day
from services.lobby.day.queries import ReadDayReasons, ViewDay, ViewTemplate
from services.lobby.equipment import commands as equipment
from services.lobby.equipment.queries import ViewEquipment
from services.lobby.journal import commands as journal
from services.lobby.journal.queries import ReadLogEntries, ReadQuietLines, ViewLog
from services.lobby.materials import commands as materials
from services.lobby.materials.queries import ViewIntroduction, ViewLeaflets, ViewNotices
from services.lobby.queue import commands as queue
from services.lobby.queue.queries import ViewAdvice, ViewFloor, ViewVisit
from services.lobby.report import commands as report
from services.lobby.report.queries import ViewReports
from services.lobby.safety import commands as safety
from services.lobby.safety.queries import (
    ViewAnyIncident,
    ViewIncident,
    ViewIncidents,
    ViewLoiterers,
    ViewOwnIncidents,
)
from services.lobby.settings import commands as settings
from services.lobby.settings.queries import ViewSettings
from services.lobby.tasks import commands as tasks
from services.lobby.tasks.queries import CompleteTaskOfOthers, ViewTask, ViewTaskRules, ViewTasks
from services.lobby.undo.commands import UndoLastChange
from services.lobby.undo.queries import UndoChangesOfOthers
from shared.contracts.words import Role
from shared.rights import Rights, at_branch

STAFF = (Role.TELLER, Role.LOBBY_MANAGER, Role.ACCOUNT_MANAGER, Role.BRANCH_HEAD, Role.OPS)
SEES_BRANCH = (*STAFF, Role.REGION_HEAD, Role.AUDITOR)
"""The page shows the branch's name and the words of its transactions to all of them."""
SETS_RULES = (Role.BRANCH_HEAD, Role.OPS)
SERVES = (Role.TELLER, Role.LOBBY_MANAGER)
IN_HALL = (*SERVES, Role.BRANCH_HEAD)
IN_CHARGE = (Role.LOBBY_MANAGER, Role.BRANCH_HEAD)
ON_FLOOR = (*IN_HALL, Role.ACCOUNT_MANAGER)
OVERSEES = (Role.REGION_HEAD, Role.AUDITOR)

RIGHTS: Rights = {
    # settings
    settings.ChangeBranch: at_branch(Role.OPS),
    settings.ChangeRules: at_branch(*SETS_RULES),
    settings.ChangeTransactions: at_branch(*SETS_RULES),
    ViewSettings: at_branch(*SEES_BRANCH),
    # queue
    ViewFloor: at_branch(*SEES_BRANCH),
    ViewAdvice: at_branch(*STAFF),
    ViewVisit: at_branch(*IN_HALL, Role.ACCOUNT_MANAGER),
    queue.OpenCounter: at_branch(*SERVES),
    queue.CloseCounter: at_branch(*SERVES),
    queue.FreeCounter: at_branch(Role.LOBBY_MANAGER, Role.BRANCH_HEAD),
    queue.PauseCounter: at_branch(*SERVES),
    queue.ResumeCounter: at_branch(*SERVES),
    queue.CallNext: at_branch(*SERVES),
    queue.CallTicket: at_branch(*SERVES),
    queue.AdmitCustomer: at_branch(Role.LOBBY_MANAGER),
    queue.RecallTicket: at_branch(*SERVES),
    queue.MarkNoShow: at_branch(*SERVES),
    queue.CompleteVisit: at_branch(*SERVES),
    queue.QueueForNextNeed: at_branch(*SERVES),
    queue.ParkTicket: at_branch(*SERVES),
    queue.ResumeTicket: at_branch(*SERVES),
    queue.TransferTicket: at_branch(*SERVES),
    queue.SendBackTicket: at_branch(*SERVES),
    queue.CancelVisit: at_branch(*SERVES),
    queue.OverrideTriage: at_branch(Role.LOBBY_MANAGER),
    queue.ReturnToQueue: at_branch(*SERVES),
    queue.CompleteSelfService: at_branch(*SERVES),
    # undo
    UndoLastChange: at_branch(*SERVES),
    UndoChangesOfOthers: at_branch(Role.LOBBY_MANAGER),
    # equipment
    ViewEquipment: at_branch(*STAFF),
    equipment.InviteDevice: at_branch(Role.OPS),
    equipment.ShutOutDevice: at_branch(Role.OPS),
    equipment.PlaceDevice: at_branch(Role.OPS),
    equipment.RemoveDevice: at_branch(Role.OPS),
    equipment.ReportFault: at_branch(*IN_HALL),
    equipment.ClearFault: at_branch(*IN_HALL),
    # journal
    ViewLog: at_branch(*IN_CHARGE, *OVERSEES),
    ReadLogEntries: at_branch(*IN_CHARGE),
    ReadQuietLines: at_branch(*IN_CHARGE),
    journal.WriteLogEntry: at_branch(*IN_CHARGE),
    journal.RecordNeed: at_branch(*IN_HALL),
    journal.RecordOpinion: at_branch(*IN_HALL),
    journal.RecordQuestion: at_branch(*IN_HALL),
    journal.IdentifyProspect: at_branch(*SERVES),
    # safety
    safety.RaiseIncident: at_branch(*IN_HALL),
    ViewOwnIncidents: at_branch(*IN_HALL, Role.AUDITOR),
    ViewIncidents: at_branch(*IN_CHARGE, Role.AUDITOR),
    ViewIncident: at_branch(*IN_HALL),
    ViewAnyIncident: at_branch(*IN_CHARGE),
    safety.AttendIncident: at_branch(*IN_CHARGE),
    safety.CallPolice: at_branch(*IN_CHARGE),
    safety.CloseIncident: at_branch(*IN_CHARGE),
    safety.AddIncidentNote: at_branch(*IN_HALL),
    ViewLoiterers: at_branch(*IN_CHARGE),
    safety.SettleLoiterer: at_branch(*IN_CHARGE),
    safety.SetLoiteringLimit: at_branch(*SETS_RULES),
    # materials
    ViewLeaflets: at_branch(*STAFF, Role.AUDITOR),
    materials.StockLeaflets: at_branch(*IN_CHARGE),
    materials.FillUpLeaflets: at_branch(*IN_HALL),
    materials.HandLeaflet: at_branch(*ON_FLOOR),
    materials.RemoveLeaflets: at_branch(*IN_CHARGE),
    materials.ShowInterest: at_branch(*ON_FLOOR),
    ViewIntroduction: at_branch(*ON_FLOOR),
    ViewNotices: at_branch(*STAFF, Role.AUDITOR),
    materials.HangNotice: at_branch(*IN_CHARGE),
    materials.TakeDownNotice: at_branch(*IN_CHARGE),
    # tasks: beside this right, a task is for its own role and the branch head
    ViewTasks: at_branch(*STAFF),
    ViewTask: at_branch(*STAFF),
    tasks.RequestTask: at_branch(*IN_CHARGE),
    tasks.TakeTask: at_branch(*Role),
    tasks.CompleteTask: at_branch(*Role),
    CompleteTaskOfOthers: at_branch(Role.BRANCH_HEAD),
    tasks.WithdrawTask: at_branch(*IN_CHARGE),
    ViewTaskRules: at_branch(*STAFF),
    tasks.ChangeTaskRules: at_branch(*SETS_RULES),
    # day
    ViewDay: at_branch(*STAFF, Role.AUDITOR),
    ReadDayReasons: at_branch(*IN_CHARGE),
    day.OpenDay: at_branch(*IN_CHARGE),
    day.BeginClosing: at_branch(*IN_CHARGE),
    day.CloseDay: at_branch(*IN_CHARGE),
    day.ReopenDay: at_branch(*IN_CHARGE),
    day.BeginChecklist: at_branch(*IN_HALL),
    day.MarkItems: at_branch(*IN_HALL),
    ViewTemplate: at_branch(*STAFF, Role.AUDITOR),
    day.ChangeTemplate: at_branch(*IN_CHARGE, Role.OPS),
    # report
    ViewReports: at_branch(*IN_CHARGE, *OVERSEES),
    report.FileReport: at_branch(Role.LOBBY_MANAGER),
    report.MarkReportRead: at_branch(Role.BRANCH_HEAD),
}
