"""lobby, wired: which handler carries out which command, and what the service relies on."""

from services.lobby.arrivals import api as arrivals_api
from services.lobby.arrivals import commands as arrivals_commands
from services.lobby.arrivals import handlers as arrivals
from services.lobby.arrivals import ingress
from services.lobby.day import commands as day_commands
from services.lobby.day import handlers as day
from services.lobby.day.api import checklists as checklists_api
from services.lobby.day.api import days as days_api
from services.lobby.devices import api as devices_api
from services.lobby.devices import commands as devices_commands
from services.lobby.devices import handlers as devices
from services.lobby.equipment import api as equipment_api
from services.lobby.equipment import commands as equipment_commands
from services.lobby.equipment import handlers as equipment
from services.lobby.equipment.heartbeats import load_clocks
from services.lobby.journal import api as journal_api
from services.lobby.journal import commands as journal_commands
from services.lobby.journal import handlers as journal
from services.lobby.materials import api as materials_api
from services.lobby.materials import commands as materials_commands
from services.lobby.materials import handlers as materials
from services.lobby.queue import commands as queue_commands
from services.lobby.queue.api import counters as counters_api
from services.lobby.queue.api import diversions as diversions_api
from services.lobby.queue.api import floor as floor_api
from services.lobby.queue.api import tickets as tickets_api
from services.lobby.queue.api import visits as visits_api
from services.lobby.queue.handlers import counters, diversions, tickets, visits
from services.lobby.queue.queries import correlation_of
from services.lobby.report import api as report_api
from services.lobby.report import commands as report_commands
from services.lobby.report import handlers as report
from services.lobby.rights import RIGHTS
from services.lobby.safety import api as safety_api
from services.lobby.safety import commands as safety_commands
from services.lobby.safety import handlers as safety
from services.lobby.settings import api as settings_api
from services.lobby.settings import commands as settings_commands
from services.lobby.settings import handlers as settings
from services.lobby.store import INDEXES
from services.lobby.subscriptions import EVENT_HANDLERS, TIMER_HANDLERS
from services.lobby.tasks import api as tasks_api
from services.lobby.tasks import commands as tasks_commands
from services.lobby.tasks import handlers as tasks
from services.lobby.undo import api as undo_api
from services.lobby.undo import commands as undo_commands
from services.lobby.undo import handlers as undo
from shared.commands import Commands
from shared.service import Service

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

SERVICE = Service(
    name="lobby",
    port=8101,
    commands=COMMANDS,
    events=EVENT_HANDLERS,
    timers=TIMER_HANDLERS,
    rights=RIGHTS,
    indexes=INDEXES,
    routers=[
        settings_api.router,
        floor_api.router,
        counters_api.router,
        visits_api.router,
        tickets_api.router,
        diversions_api.router,
        undo_api.router,
        journal_api.router,
        report_api.router,
        tasks_api.router,
        devices_api.router,
        devices_api.broker,
        equipment_api.router,
        arrivals_api.router,
        safety_api.router,
        days_api.router,
        checklists_api.router,
        materials_api.router,
    ],
    ingress=ingress.subscription,
    correlation_of=correlation_of,
    on_start=load_clocks,
    mounts={report_api.STATIC: report_api.FILES},
)
