"""Commands and queries of lobby: which handler carries out which command, and who may ask what.

Messages of devices have no right here: they are authenticated by the secret of the device.
"""

from services.lobby.arrivals import commands as arrivals_commands
from services.lobby.arrivals import handlers as arrivals
from services.lobby.day import commands as day_commands
from services.lobby.day import handlers as day
from services.lobby.day.queries import ReadDayReasons, ViewDay, ViewTemplate
from services.lobby.devices import commands as devices_commands
from services.lobby.devices import handlers as devices
from services.lobby.equipment import commands as equipment_commands
from services.lobby.equipment import handlers as equipment
from services.lobby.equipment.queries import ViewEquipment
from services.lobby.journal import commands as journal_commands
from services.lobby.journal import handlers as journal
from services.lobby.journal.queries import ReadLogEntries, ReadQuietLines, ViewLog
from services.lobby.materials import commands as materials_commands
from services.lobby.materials import handlers as materials
from services.lobby.materials.queries import ViewIntroduction, ViewLeaflets, ViewNotices
from services.lobby.queue import commands as queue_commands
from services.lobby.queue.handlers import counters, diversions, tickets, visits
from services.lobby.queue.queries import ViewAdvice, ViewFloor, ViewVisit
from services.lobby.report import commands as report_commands
from services.lobby.report import handlers as report
from services.lobby.report.queries import ViewReports
from services.lobby.safety import commands as safety_commands
from services.lobby.safety import handlers as safety
from services.lobby.safety.queries import (
    ViewAnyIncident,
    ViewIncident,
    ViewIncidents,
    ViewLoiterers,
    ViewOwnIncidents,
)
from services.lobby.settings import commands as settings_commands
from services.lobby.settings import handlers as settings
from services.lobby.settings.queries import ViewSettings
from services.lobby.tasks import commands as tasks_commands
from services.lobby.tasks import handlers as tasks
from services.lobby.tasks.queries import CompleteTaskOfOthers, ViewTask, ViewTaskRules, ViewTasks
from services.lobby.undo import commands as undo_commands
from services.lobby.undo import handlers as undo
from services.lobby.undo.queries import UndoChangesOfOthers
from shared.commands import Commands
from shared.contracts.words import Role
from shared.rights import Rights, at_branch

COMMANDS: Commands = {
    # devices
    devices_commands.EnrolDevice: devices.enrol_device,
    # queue
    queue_commands.OpenCounter: counters.open_counter,
    queue_commands.CloseCounter: counters.close_counter,
    queue_commands.FreeCounter: counters.free_counter,
    queue_commands.PauseCounter: counters.pause_counter,
    queue_commands.ResumeCounter: counters.resume_counter,
    queue_commands.CallNext: counters.call_next,
    queue_commands.CallTicket: counters.call_ticket,
    queue_commands.AdmitCustomer: visits.admit_customer,
    queue_commands.RecallTicket: visits.recall_ticket,
    queue_commands.MarkNoShow: visits.mark_no_show,
    queue_commands.CompleteVisit: visits.complete_visit,
    queue_commands.QueueForNextNeed: visits.queue_for_next_need,
    queue_commands.ParkTicket: tickets.park_ticket,
    queue_commands.ResumeTicket: tickets.resume_ticket,
    queue_commands.TransferTicket: tickets.transfer_ticket,
    queue_commands.SendBackTicket: tickets.send_back_ticket,
    queue_commands.CancelVisit: tickets.cancel_visit,
    queue_commands.OverrideTriage: diversions.override_triage,
    queue_commands.ReturnToQueue: diversions.return_to_queue,
    queue_commands.CompleteSelfService: diversions.complete_self_service,
    queue_commands.ReturnFromMachine: diversions.return_from_machine,
    queue_commands.CompleteAtMachine: diversions.complete_at_machine,
    # journal
    journal_commands.WriteLogEntry: journal.write_log_entry,
    journal_commands.RecordNeed: journal.record_need,
    journal_commands.RecordOpinion: journal.record_opinion,
    journal_commands.RecordQuestion: journal.record_question,
    journal_commands.IdentifyProspect: journal.identify_prospect,
    journal_commands.PassOnComplaint: journal.pass_on_complaint,
    # safety
    safety_commands.RaiseIncident: safety.raise_incident,
    safety_commands.AttendIncident: safety.attend_incident,
    safety_commands.CallPolice: safety.call_police,
    safety_commands.CloseIncident: safety.close_incident,
    safety_commands.AddIncidentNote: safety.add_incident_note,
    safety_commands.SetLoiteringLimit: safety.set_loitering_limit,
    safety_commands.ReportLoiterer: safety.report_loiterer,
    safety_commands.SettleLoiterer: safety.settle_loiterer,
    # materials
    materials_commands.StockLeaflets: materials.stock_leaflets,
    materials_commands.FillUpLeaflets: materials.fill_up_leaflets,
    materials_commands.HandLeaflet: materials.hand_leaflet,
    materials_commands.RemoveLeaflets: materials.remove_leaflets,
    materials_commands.ShowInterest: materials.show_interest,
    materials_commands.HangNotice: materials.hang_notice,
    materials_commands.TakeDownNotice: materials.take_down_notice,
    # tasks
    tasks_commands.RequestTask: tasks.request_task,
    tasks_commands.TakeTask: tasks.take_task,
    tasks_commands.CompleteTask: tasks.complete_task,
    tasks_commands.WithdrawTask: tasks.withdraw_task,
    tasks_commands.ChangeTaskRules: tasks.change_task_rules,
    # day
    day_commands.BeginChecklist: day.begin_checklist,
    day_commands.MarkItems: day.mark_items,
    day_commands.ChangeTemplate: day.change_template,
    day_commands.OpenDay: day.open_day,
    day_commands.BeginClosing: day.begin_closing,
    day_commands.CloseDay: day.close_day,
    day_commands.ReopenDay: day.reopen_day,
    # report
    report_commands.FileReport: report.file_report,
    report_commands.MarkReportRead: report.mark_report_read,
    # equipment
    equipment_commands.PlaceDevice: equipment.place_device,
    equipment_commands.InviteDevice: equipment.invite_device,
    equipment_commands.ShutOutDevice: equipment.shut_out_device,
    equipment_commands.RemoveDevice: equipment.remove_device,
    equipment_commands.ReportFault: equipment.report_fault,
    equipment_commands.ClearFault: equipment.clear_fault,
    equipment_commands.ReportStatus: equipment.report_status,
    equipment_commands.NoteHeartbeats: equipment.note_heartbeats,
    equipment_commands.NoteClocks: equipment.note_clocks,
    # arrivals
    arrivals_commands.RegisterArrival: arrivals.register_arrival,
    arrivals_commands.GrantNumberBlock: arrivals.grant_number_block,
    arrivals_commands.EndCutOff: arrivals.end_cut_off,
    arrivals_commands.NoteMissingRecord: arrivals.note_missing_record,
    # settings
    settings_commands.ChangeBranch: settings.change_branch,
    settings_commands.ChangeRules: settings.change_rules,
    settings_commands.ChangeTransactions: settings.change_transactions,
    # undo
    undo_commands.UndoLastChange: undo.undo_last_change,
}

STAFF = (Role.TELLER, Role.LOBBY_MANAGER, Role.ACCOUNT_MANAGER, Role.BRANCH_HEAD)
SEES_RULES = (*STAFF, Role.OPS)
"""Operations sets up machines and rules, and sees nothing of what happens in the hall."""
SEES_FLOOR = (*STAFF, Role.REGION_HEAD, Role.AUDITOR)
SEES_BRANCH = (*SEES_FLOOR, Role.OPS)
"""The page shows the branch's name and the words of its transactions to all of them."""
SETS_RULES = (Role.BRANCH_HEAD, Role.OPS)
SERVES = (Role.TELLER, Role.LOBBY_MANAGER)
IN_HALL = (*SERVES, Role.BRANCH_HEAD)
IN_CHARGE = (Role.LOBBY_MANAGER, Role.BRANCH_HEAD)
ON_FLOOR = (*IN_HALL, Role.ACCOUNT_MANAGER)
OVERSEES = (Role.REGION_HEAD, Role.AUDITOR)

RIGHTS: Rights = {
    # settings
    settings_commands.ChangeBranch: at_branch(Role.OPS),
    settings_commands.ChangeRules: at_branch(*SETS_RULES),
    settings_commands.ChangeTransactions: at_branch(*SETS_RULES),
    ViewSettings: at_branch(*SEES_BRANCH),
    # queue
    ViewFloor: at_branch(*SEES_FLOOR),
    ViewAdvice: at_branch(*STAFF),
    ViewVisit: at_branch(*IN_HALL, Role.ACCOUNT_MANAGER),
    queue_commands.OpenCounter: at_branch(*SERVES),
    queue_commands.CloseCounter: at_branch(*SERVES),
    queue_commands.FreeCounter: at_branch(Role.LOBBY_MANAGER, Role.BRANCH_HEAD),
    queue_commands.PauseCounter: at_branch(*SERVES),
    queue_commands.ResumeCounter: at_branch(*SERVES),
    queue_commands.CallNext: at_branch(*SERVES),
    queue_commands.CallTicket: at_branch(*SERVES),
    queue_commands.AdmitCustomer: at_branch(Role.LOBBY_MANAGER),
    queue_commands.RecallTicket: at_branch(*SERVES),
    queue_commands.MarkNoShow: at_branch(*SERVES),
    queue_commands.CompleteVisit: at_branch(*SERVES),
    queue_commands.QueueForNextNeed: at_branch(*SERVES),
    queue_commands.ParkTicket: at_branch(*SERVES),
    queue_commands.ResumeTicket: at_branch(*SERVES),
    queue_commands.TransferTicket: at_branch(*SERVES),
    queue_commands.SendBackTicket: at_branch(*SERVES),
    queue_commands.CancelVisit: at_branch(*SERVES),
    queue_commands.OverrideTriage: at_branch(Role.LOBBY_MANAGER),
    queue_commands.ReturnToQueue: at_branch(*SERVES),
    queue_commands.CompleteSelfService: at_branch(*SERVES),
    # undo
    undo_commands.UndoLastChange: at_branch(*SERVES),
    UndoChangesOfOthers: at_branch(Role.LOBBY_MANAGER),
    # equipment
    ViewEquipment: at_branch(*SEES_RULES),
    equipment_commands.InviteDevice: at_branch(Role.OPS),
    equipment_commands.ShutOutDevice: at_branch(Role.OPS),
    equipment_commands.PlaceDevice: at_branch(Role.OPS),
    equipment_commands.RemoveDevice: at_branch(Role.OPS),
    equipment_commands.ReportFault: at_branch(*IN_HALL),
    equipment_commands.ClearFault: at_branch(*IN_HALL),
    # journal
    ViewLog: at_branch(*IN_CHARGE, *OVERSEES),
    ReadLogEntries: at_branch(*IN_CHARGE),
    ReadQuietLines: at_branch(*IN_CHARGE),
    journal_commands.WriteLogEntry: at_branch(*IN_CHARGE),
    journal_commands.RecordNeed: at_branch(*IN_HALL),
    journal_commands.RecordOpinion: at_branch(*IN_HALL),
    journal_commands.RecordQuestion: at_branch(*IN_HALL),
    journal_commands.IdentifyProspect: at_branch(*SERVES),
    # safety
    safety_commands.RaiseIncident: at_branch(*IN_HALL),
    ViewOwnIncidents: at_branch(*IN_HALL, Role.AUDITOR),
    ViewIncidents: at_branch(*IN_CHARGE, Role.AUDITOR),
    ViewIncident: at_branch(*IN_HALL),
    ViewAnyIncident: at_branch(*IN_CHARGE),
    safety_commands.AttendIncident: at_branch(*IN_CHARGE),
    safety_commands.CallPolice: at_branch(*IN_CHARGE),
    safety_commands.CloseIncident: at_branch(*IN_CHARGE),
    safety_commands.AddIncidentNote: at_branch(*IN_HALL),
    ViewLoiterers: at_branch(*IN_CHARGE),
    safety_commands.SettleLoiterer: at_branch(*IN_CHARGE),
    safety_commands.SetLoiteringLimit: at_branch(*SETS_RULES),
    # materials
    ViewLeaflets: at_branch(*STAFF, Role.AUDITOR),
    materials_commands.StockLeaflets: at_branch(*IN_CHARGE),
    materials_commands.FillUpLeaflets: at_branch(*IN_HALL),
    materials_commands.HandLeaflet: at_branch(*ON_FLOOR),
    materials_commands.RemoveLeaflets: at_branch(*IN_CHARGE),
    materials_commands.ShowInterest: at_branch(*ON_FLOOR),
    ViewIntroduction: at_branch(*ON_FLOOR),
    ViewNotices: at_branch(*STAFF, Role.AUDITOR),
    materials_commands.HangNotice: at_branch(*IN_CHARGE),
    materials_commands.TakeDownNotice: at_branch(*IN_CHARGE),
    # tasks: beside this right, a task is for its own role and the branch head
    ViewTasks: at_branch(*STAFF),
    ViewTask: at_branch(*STAFF),
    tasks_commands.RequestTask: at_branch(*IN_CHARGE),
    tasks_commands.TakeTask: at_branch(*STAFF),
    tasks_commands.CompleteTask: at_branch(*STAFF),
    CompleteTaskOfOthers: at_branch(Role.BRANCH_HEAD),
    tasks_commands.WithdrawTask: at_branch(*IN_CHARGE),
    ViewTaskRules: at_branch(*SEES_RULES),
    tasks_commands.ChangeTaskRules: at_branch(*SETS_RULES),
    # day
    ViewDay: at_branch(*STAFF, Role.AUDITOR),
    ReadDayReasons: at_branch(*IN_CHARGE),
    day_commands.OpenDay: at_branch(*IN_CHARGE),
    day_commands.BeginClosing: at_branch(*IN_CHARGE),
    day_commands.CloseDay: at_branch(*IN_CHARGE),
    day_commands.ReopenDay: at_branch(*IN_CHARGE),
    day_commands.BeginChecklist: at_branch(*IN_HALL),
    day_commands.MarkItems: at_branch(*IN_HALL),
    ViewTemplate: at_branch(*SEES_RULES, Role.AUDITOR),
    day_commands.ChangeTemplate: at_branch(*IN_CHARGE, Role.OPS),
    # report
    ViewReports: at_branch(*IN_CHARGE, *OVERSEES),
    report_commands.FileReport: at_branch(Role.LOBBY_MANAGER),
    report_commands.MarkReportRead: at_branch(Role.BRANCH_HEAD),
}
