"""lobby, wired: which handler carries out which command, and what the service relies on."""

from services.lobby import store
from services.lobby.arrivals import ingress
from services.lobby.arrivals.api import devices
from services.lobby.day import commands as day_commands
from services.lobby.day import handlers as day
from services.lobby.day.api import checklists as checklists_api
from services.lobby.day.api import days as days_api
from services.lobby.devices.api import broker
from services.lobby.equipment.api import equipment
from services.lobby.equipment.heartbeats import recall_clocks
from services.lobby.journal import api as journal_api
from services.lobby.journal import commands as journal_commands
from services.lobby.journal import handlers as journal
from services.lobby.journal import queries as journal_queries
from services.lobby.materials import api as materials_api
from services.lobby.materials import commands as materials_commands
from services.lobby.materials import handlers as materials
from services.lobby.queue.api import counters, diversions, floor, tickets, visits
from services.lobby.report import api as report_api
from services.lobby.report import commands as report_commands
from services.lobby.report import handlers as report
from services.lobby.report import queries as report_queries
from services.lobby.rights import RIGHTS
from services.lobby.safety import api as safety_api
from services.lobby.safety import commands as safety_commands
from services.lobby.safety import handlers as safety
from services.lobby.safety import queries as safety_queries
from services.lobby.settings.api import settings as branches
from services.lobby.subscriptions import EVENT_HANDLERS, TIMER_HANDLERS
from services.lobby.tasks import api as tasks_api
from services.lobby.tasks import commands as tasks_commands
from services.lobby.tasks import handlers as tasks
from services.lobby.tasks import queries as tasks_queries
from shared.commands import Commands
from shared.service import Service

COMMANDS: Commands = {
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
}

SERVICE = Service(
    name="lobby",
    port=8101,
    events=EVENT_HANDLERS,
    commands=COMMANDS,
    timers=TIMER_HANDLERS,
    rights=RIGHTS,
    indexes=[
        *store.INDEXES,
        *journal_queries.INDEXES,
        *safety_queries.INDEXES,
        *tasks_queries.INDEXES,
        *report_queries.INDEXES,
    ],
    routers=[
        branches.router,
        floor.router,
        counters.router,
        visits.router,
        tickets.router,
        diversions.router,
        journal_api.router,
        report_api.router,
        tasks_api.router,
        devices.router,
        equipment.router,
        safety_api.router,
        broker.router,
        days_api.router,
        checklists_api.router,
        materials_api.router,
    ],
    ingress=ingress.ear,
    correlation_of=store.correlation_of,
    on_start=recall_clocks,
    mounts={report_api.STATIC: report_api.FILES},
)
