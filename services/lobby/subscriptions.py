"""Events and timers that lobby reacts to, each with its handlers in the order in which they run."""

from services.lobby.day import handlers as day
from services.lobby.day.domain.days import DayEndDue
from services.lobby.equipment import handlers as equipment
from services.lobby.equipment.domain import SilenceCheckDue
from services.lobby.erasure import handlers as erasure
from services.lobby.erasure.domain import NameErasureDue
from services.lobby.journal import handlers as journal
from services.lobby.materials import handlers as materials
from services.lobby.materials.domain import NoticeExpiryDue
from services.lobby.queue.domain.closings import ClosingVisitsDue
from services.lobby.queue.handlers import counters, customers, tickets
from services.lobby.report import handlers as report
from services.lobby.report.domain.day_reports import ReportConclusionDue
from services.lobby.safety import handlers as safety
from services.lobby.safety.domain.loiterers import LoiteringCheckDue
from services.lobby.tasks import handlers as tasks
from services.lobby.tasks.domain.patrols import HallCheckDue
from services.lobby.tasks.domain.task import TaskExpiryDue
from shared.contracts import customer, lobby, notify, referral
from shared.revocations import revoke_tokens
from shared.runtime import EventHandlers, TimerHandlers

EVENT_HANDLERS: EventHandlers = {
    # branches
    lobby.BranchOpened: [counters.watch_queue, journal.write_log_line],
    lobby.SettingsChanged: [counters.watch_queue, journal.write_log_line],
    # days
    lobby.BranchDayClosed: [
        tasks.end_late_tasks,
        equipment.rest_devices,
        report.schedule_conclusion,
        journal.write_log_line,
    ],
    lobby.BranchDayOpened: [equipment.wake_devices, journal.write_log_line],
    lobby.BranchDayReopened: [equipment.wake_devices, report.reopen_report, journal.write_log_line],
    lobby.BranchNotOpened: [equipment.wake_devices, journal.write_log_line],
    lobby.ClosingBegan: [journal.write_log_line],
    lobby.PreparationsBegan: [equipment.wake_devices, journal.write_log_line],
    # checklists
    lobby.ChecklistBegun: [journal.write_log_line],
    lobby.ChecklistCompleted: [journal.write_log_line],
    lobby.FixtureCorrected: [tasks.handle_triggers, journal.write_log_line],
    lobby.FixtureFaulted: [tasks.handle_triggers, journal.write_log_line],
    lobby.TemplateChanged: [journal.write_log_line],
    # visits
    lobby.ChangeUndone: [tasks.handle_triggers, counters.watch_queue, journal.write_log_line],
    lobby.CustomerNoShow: [tasks.handle_triggers, counters.watch_queue, journal.write_log_line],
    lobby.NextServiceWaited: [counters.watch_queue, journal.write_log_line],
    lobby.ServiceCompleted: [tasks.handle_triggers, counters.watch_queue, journal.write_log_line],
    lobby.TicketCalled: [tasks.handle_triggers, counters.watch_queue, journal.write_log_line],
    lobby.TicketGivenAgain: [counters.watch_queue, journal.write_log_line],
    lobby.TicketIssued: [
        day.note_customer,
        tasks.handle_triggers,
        counters.watch_queue,
        journal.write_log_line,
    ],
    lobby.TicketRecalled: [counters.watch_queue, journal.write_log_line],
    lobby.VipReceived: [tasks.handle_triggers, counters.watch_queue, journal.write_log_line],
    # tickets
    lobby.TicketHandedOver: [counters.watch_queue, journal.write_log_line],
    lobby.TicketParked: [counters.watch_queue, journal.write_log_line],
    lobby.TicketResumed: [counters.watch_queue, journal.write_log_line],
    lobby.TicketSentBack: [counters.watch_queue, journal.write_log_line],
    lobby.TicketTransferred: [counters.watch_queue, journal.write_log_line],
    lobby.VisitCancelled: [tasks.handle_triggers, counters.watch_queue, journal.write_log_line],
    # diversions
    lobby.CustomerDiverted: [
        day.note_customer,
        safety.schedule_loitering_check,
        counters.watch_queue,
        journal.write_log_line,
    ],
    lobby.CustomerReturned: [tasks.handle_triggers, counters.watch_queue, journal.write_log_line],
    lobby.SelfServiceCompleted: [counters.watch_queue, journal.write_log_line],
    lobby.TriageOverridden: [counters.watch_queue, journal.write_log_line],
    # counters
    lobby.CounterClosed: [counters.watch_queue, journal.write_log_line],
    lobby.CounterOpened: [
        day.note_counter,
        tasks.handle_triggers,
        counters.watch_queue,
        journal.write_log_line,
    ],
    lobby.CounterPaused: [counters.watch_queue, journal.write_log_line],
    lobby.CounterResumed: [counters.watch_queue, journal.write_log_line],
    lobby.CustomersStranded: [counters.watch_queue, journal.write_log_line],
    lobby.StrandingEnded: [counters.watch_queue, journal.write_log_line],
    # blocks
    lobby.ArrivalReceivedLate: [counters.watch_queue, journal.write_log_line],
    lobby.CutOffEnded: [counters.watch_queue, journal.write_log_line],
    lobby.RecordNotTaken: [counters.watch_queue, journal.write_log_line],
    lobby.OfflineRecordReadInPart: [counters.watch_queue, journal.write_log_line],
    lobby.TicketReplaced: [counters.watch_queue, journal.write_log_line],
    # records
    lobby.ComplaintRaised: [tasks.handle_triggers, journal.write_log_line],
    lobby.NeedRecorded: [journal.write_log_line],
    lobby.OpinionRecorded: [journal.write_log_line],
    lobby.ProspectIdentified: [journal.write_log_line],
    lobby.QuestionRecorded: [journal.write_log_line],
    # tasks
    lobby.TaskDone: [day.note_repair, equipment.note_mended, journal.write_log_line],
    lobby.TaskEscalated: [journal.write_log_line],
    lobby.TaskMissed: [journal.write_log_line],
    lobby.TaskRaised: [journal.write_log_line],
    lobby.TaskReturned: [journal.write_log_line],
    lobby.TaskTaken: [journal.write_log_line],
    lobby.TaskWithdrawn: [journal.write_log_line],
    # incidents
    lobby.IncidentAttended: [journal.write_log_line],
    lobby.IncidentClosed: [journal.write_log_line],
    lobby.IncidentRaised: [journal.write_log_line],
    lobby.PoliceCalled: [journal.write_log_line],
    # loiterers
    lobby.LoitererNoticed: [journal.write_log_line],
    lobby.LoitererSettled: [journal.write_log_line],
    # leaflets
    lobby.InterestShown: [journal.write_log_line],
    lobby.LeafletHanded: [journal.write_log_line],
    lobby.LeafletsLow: [journal.write_log_line],
    lobby.LeafletsStocked: [journal.write_log_line],
    # notices
    lobby.NoticeExpired: [journal.write_log_line],
    lobby.NoticeHung: [journal.write_log_line],
    lobby.NoticeTakenDown: [journal.write_log_line],
    # equipment
    lobby.DeviceClockRight: [journal.write_log_line],
    lobby.DeviceClockWrong: [journal.write_log_line],
    lobby.DeviceFaulted: [tasks.handle_triggers, journal.write_log_line],
    lobby.DevicePlaced: [journal.write_log_line],
    lobby.DeviceRecovered: [tasks.handle_triggers, journal.write_log_line],
    lobby.DeviceRemoved: [journal.write_log_line],
    lobby.SelfServiceInterrupted: [journal.write_log_line],
    # day_reports
    lobby.DayReportFiled: [journal.write_log_line],
    lobby.DayReportRead: [journal.write_log_line],
    # of customer
    customer.CaseEscalated: [journal.write_log_line],
    customer.CaseOpened: [journal.write_log_line],
    customer.CaseSettled: [journal.write_log_line],
    customer.CaseTakenOver: [journal.write_log_line],
    customer.CredentialLinked: [customers.keep_card_holder],
    customer.CredentialRevoked: [customers.forget_card_holder],
    customer.CustomerLocked: [erasure.erase_customer],
    customer.CustomerErased: [erasure.erase_customer],
    customer.CustomerRecognised: [customers.note_needs],
    customer.EnquiryClosed: [journal.write_log_line],
    customer.EnquiryOverdue: [journal.write_log_line],
    # of referral
    referral.ReferralAccepted: [journal.write_log_line],
    referral.ReferralEscalated: [journal.write_log_line],
    referral.ReferralOpened: [journal.write_log_line],
    # of notify
    notify.CoverEnded: [counters.free_counters_without_right],
    notify.StaffEnrolled: [counters.free_counters_without_right],
    notify.StaffSignedOff: [tasks.return_tasks, counters.free_counters_without_right],
    notify.TokensRevoked: [revoke_tokens],
}
"""In this order; the log writes its line last, whatever else is done (D11)."""

TIMER_HANDLERS: TimerHandlers = {
    # queue
    ClosingVisitsDue: tickets.end_closing_visits,
    # equipment
    SilenceCheckDue: equipment.check_silence,
    # safety
    LoiteringCheckDue: safety.check_diverted,
    # materials
    NoticeExpiryDue: materials.expire_notice,
    # tasks
    TaskExpiryDue: tasks.expire_task,
    HallCheckDue: tasks.check_hall,
    # day
    DayEndDue: day.end_day,
    # report
    ReportConclusionDue: report.conclude_report,
    # erasure
    NameErasureDue: erasure.erase_customer,
}
