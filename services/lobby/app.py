"""lobby, wired: its commands, events and timers with their handlers, its rights, its routes."""

from services.lobby import store
from services.lobby.arrivals import ingress
from services.lobby.arrivals.api import devices
from services.lobby.day.api import checklists, days
from services.lobby.day.commands import (
    BeginChecklist,
    BeginClosing,
    ChangeTemplate,
    CloseDay,
    MarkItems,
    OpenDay,
    ReopenDay,
)
from services.lobby.day.domain.days import DayEndDue
from services.lobby.day.handlers import (
    begin_checklist,
    begin_closing,
    change_template,
    close_day,
    end_day,
    mark_items,
    open_day,
    reopen_day,
)
from services.lobby.devices.api import broker
from services.lobby.equipment.api import equipment
from services.lobby.equipment.domain.faults import WatchDue
from services.lobby.equipment.handlers.faults import watch_devices
from services.lobby.equipment.heartbeats import recall_clocks
from services.lobby.erasure.domain import NameErasureDue
from services.lobby.erasure.handlers import erase_customer
from services.lobby.journal import api as journal_api
from services.lobby.journal import queries as journal_queries
from services.lobby.journal.commands import (
    IdentifyProspect,
    PassOnComplaint,
    RecordNeed,
    RecordOpinion,
    RecordQuestion,
    WriteLogEntry,
)
from services.lobby.journal.handlers import (
    identify_prospect,
    pass_on_complaint,
    record_need,
    record_opinion,
    record_question,
    write_log_entry,
)
from services.lobby.materials import api as materials_api
from services.lobby.materials.commands import (
    FillUpLeaflets,
    HandLeaflet,
    HangNotice,
    RemoveLeaflets,
    ShowInterest,
    StockLeaflets,
    TakeDownNotice,
)
from services.lobby.materials.domain import NoticeExpiryDue
from services.lobby.materials.handlers import (
    expire_notice,
    fill_up_leaflets,
    hand_leaflet,
    hang_notice,
    remove_leaflets,
    show_interest,
    stock_leaflets,
    take_down_notice,
)
from services.lobby.queue.api import counters, diversions, floor, tickets, visits
from services.lobby.queue.domain.closings import ClosingGoesOn
from services.lobby.queue.handlers.tickets import go_on_closing
from services.lobby.report import api as report_api
from services.lobby.report import queries as report_queries
from services.lobby.report.commands import FileReport, MarkReportRead
from services.lobby.report.domain.day_reports import ReportConclusionDue
from services.lobby.report.handlers import conclude_report, file_report, mark_report_read
from services.lobby.rights import RIGHTS
from services.lobby.safety import api as safety_api
from services.lobby.safety import queries as safety_queries
from services.lobby.safety.commands import (
    AddIncidentNote,
    AttendIncident,
    CallPolice,
    CloseIncident,
    RaiseIncident,
    ReportLoiterer,
    SetLoiteringLimit,
    SettleLoiterer,
)
from services.lobby.safety.domain.loiterers import LoiteringCheckDue
from services.lobby.safety.handlers import (
    add_incident_note,
    attend_incident,
    call_police,
    check_diverted,
    close_incident,
    raise_incident,
    report_loiterer,
    set_loitering_limit,
    settle_loiterer,
)
from services.lobby.settings.api import settings as branches
from services.lobby.subscriptions import EVENT_HANDLERS
from services.lobby.tasks import api as tasks_api
from services.lobby.tasks import queries as tasks_queries
from services.lobby.tasks.commands import (
    ChangeTaskRules,
    CompleteTask,
    RequestTask,
    TakeTask,
    WithdrawTask,
)
from services.lobby.tasks.domain.patrols import HallCheckDue
from services.lobby.tasks.domain.task import TaskExpiryDue
from services.lobby.tasks.handlers import (
    change_task_rules,
    check_hall,
    complete_task,
    expire_task,
    request_task,
    take_task,
    withdraw_task,
)
from shared.commands import Commands
from shared.runtime import TimerHandlers
from shared.service import Service

COMMANDS: Commands = {
    # journal
    WriteLogEntry: write_log_entry,
    RecordNeed: record_need,
    RecordOpinion: record_opinion,
    RecordQuestion: record_question,
    IdentifyProspect: identify_prospect,
    PassOnComplaint: pass_on_complaint,
    # safety
    RaiseIncident: raise_incident,
    AttendIncident: attend_incident,
    CallPolice: call_police,
    CloseIncident: close_incident,
    AddIncidentNote: add_incident_note,
    SetLoiteringLimit: set_loitering_limit,
    ReportLoiterer: report_loiterer,
    SettleLoiterer: settle_loiterer,
    # materials
    StockLeaflets: stock_leaflets,
    FillUpLeaflets: fill_up_leaflets,
    HandLeaflet: hand_leaflet,
    RemoveLeaflets: remove_leaflets,
    ShowInterest: show_interest,
    HangNotice: hang_notice,
    TakeDownNotice: take_down_notice,
    # tasks
    RequestTask: request_task,
    TakeTask: take_task,
    CompleteTask: complete_task,
    WithdrawTask: withdraw_task,
    ChangeTaskRules: change_task_rules,
    # day
    BeginChecklist: begin_checklist,
    MarkItems: mark_items,
    ChangeTemplate: change_template,
    OpenDay: open_day,
    BeginClosing: begin_closing,
    CloseDay: close_day,
    ReopenDay: reopen_day,
    # report
    FileReport: file_report,
    MarkReportRead: mark_report_read,
}

TIMER_HANDLERS: TimerHandlers = {
    DayEndDue: end_day,
    ClosingGoesOn: go_on_closing,
    NoticeExpiryDue: expire_notice,
    TaskExpiryDue: expire_task,
    HallCheckDue: check_hall,
    WatchDue: watch_devices,
    LoiteringCheckDue: check_diverted,
    ReportConclusionDue: conclude_report,
    NameErasureDue: erase_customer,
}

INDEXES = (
    *store.INDEXES,
    *journal_queries.INDEXES,
    *safety_queries.INDEXES,
    *tasks_queries.INDEXES,
    *report_queries.INDEXES,
)

SERVICE = Service(
    name="lobby",
    port=8101,
    events=EVENT_HANDLERS,
    commands=COMMANDS,
    timers=TIMER_HANDLERS,
    rights=RIGHTS,
    indexes=INDEXES,
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
        days.router,
        checklists.router,
        materials_api.router,
    ],
    ingress=ingress.ear,
    correlation_of=store.correlation_of,
    on_start=recall_clocks,
    mounts={report_api.STATIC: report_api.FILES},
)
