"""Events and timers that lobby reacts to, each with its handlers in the order in which they run."""

from services.lobby.day.domain.days import DayOver
from services.lobby.day.handlers import checklists, days
from services.lobby.equipment import handlers as equipment
from services.lobby.equipment.domain import SilenceCheckDue
from services.lobby.erasure.domain.erasures import NamesDue
from services.lobby.erasure.handlers import erasures
from services.lobby.journal.handlers import logbook
from services.lobby.materials.domain.notices import NoticeDue
from services.lobby.materials.handlers import notices
from services.lobby.queue.domain.closings import ClosingVisitsDue
from services.lobby.queue.handlers import counters, customers, tickets
from services.lobby.report.domain.day_reports import ReportDue
from services.lobby.report.handlers import day_reports
from services.lobby.safety.domain.loiterers import LoiteringDue
from services.lobby.safety.handlers import loiterers
from services.lobby.tasks.domain.patrols import RoundDue
from services.lobby.tasks.domain.task import TaskOver
from services.lobby.tasks.handlers import patrols, tasks, triggers
from shared.contracts import customer, lobby, notify, referral
from shared.revocations import revoke_tokens
from shared.runtime import EventHandlers, TimerHandlers

EVENT_HANDLERS: EventHandlers = {
    # branches
    lobby.BranchOpened: [counters.watch_queue, logbook.write_line],
    lobby.SettingsChanged: [counters.watch_queue, logbook.write_line],
    # visits
    lobby.ActUndone: [triggers.meet_occasion, counters.watch_queue, logbook.write_line],
    lobby.CustomerNoShow: [triggers.meet_occasion, counters.watch_queue, logbook.write_line],
    lobby.NextServiceWaited: [counters.watch_queue, logbook.write_line],
    lobby.ServiceCompleted: [triggers.meet_occasion, counters.watch_queue, logbook.write_line],
    lobby.TicketCalled: [triggers.meet_occasion, counters.watch_queue, logbook.write_line],
    lobby.TicketGivenAgain: [counters.watch_queue, logbook.write_line],
    lobby.TicketIssued: [
        days.note_customer,
        triggers.meet_occasion,
        counters.watch_queue,
        logbook.write_line,
    ],
    lobby.TicketRecalled: [counters.watch_queue, logbook.write_line],
    lobby.VipReceived: [triggers.meet_occasion, counters.watch_queue, logbook.write_line],
    # number blocks
    lobby.ArrivalHeardLate: [counters.watch_queue, logbook.write_line],
    lobby.CutOffEnded: [counters.watch_queue, logbook.write_line],
    lobby.RecordNotTaken: [counters.watch_queue, logbook.write_line],
    lobby.SlipReadInPart: [counters.watch_queue, logbook.write_line],
    lobby.TicketReplaced: [counters.watch_queue, logbook.write_line],
    # tickets
    lobby.TicketHandedOver: [counters.watch_queue, logbook.write_line],
    lobby.TicketParked: [counters.watch_queue, logbook.write_line],
    lobby.TicketResumed: [counters.watch_queue, logbook.write_line],
    lobby.TicketSentBack: [counters.watch_queue, logbook.write_line],
    lobby.TicketTransferred: [counters.watch_queue, logbook.write_line],
    lobby.VisitCancelled: [triggers.meet_occasion, counters.watch_queue, logbook.write_line],
    # diversions
    lobby.CustomerDiverted: [
        days.note_customer,
        loiterers.expect_back,
        counters.watch_queue,
        logbook.write_line,
    ],
    lobby.CustomerReturned: [triggers.meet_occasion, counters.watch_queue, logbook.write_line],
    lobby.SelfServiceCompleted: [counters.watch_queue, logbook.write_line],
    lobby.TriageOverridden: [counters.watch_queue, logbook.write_line],
    # counters
    lobby.CounterClosed: [counters.watch_queue, logbook.write_line],
    lobby.CounterOpened: [
        days.note_counter,
        triggers.meet_occasion,
        counters.watch_queue,
        logbook.write_line,
    ],
    lobby.CounterPaused: [counters.watch_queue, logbook.write_line],
    lobby.CounterResumed: [counters.watch_queue, logbook.write_line],
    lobby.CustomersStranded: [counters.watch_queue, logbook.write_line],
    lobby.StrandingEnded: [counters.watch_queue, logbook.write_line],
    # equipment
    lobby.DeviceClockRight: [logbook.write_line],
    lobby.DeviceClockWrong: [logbook.write_line],
    lobby.DeviceFaulted: [triggers.meet_occasion, logbook.write_line],
    lobby.DevicePlaced: [logbook.write_line],
    lobby.DeviceRecovered: [triggers.meet_occasion, logbook.write_line],
    lobby.DeviceRemoved: [logbook.write_line],
    lobby.SelfServiceInterrupted: [logbook.write_line],
    # days
    lobby.BranchDayClosed: [
        tasks.end_what_followed,
        equipment.rest_devices,
        day_reports.expect_report,
        logbook.write_line,
    ],
    lobby.BranchDayOpened: [equipment.wake_devices, logbook.write_line],
    lobby.BranchDayReopened: [equipment.wake_devices, day_reports.reopen_report, logbook.write_line],
    lobby.BranchNotOpened: [equipment.wake_devices, logbook.write_line],
    lobby.ClosingBegan: [logbook.write_line],
    lobby.PreparationsBegan: [equipment.wake_devices, logbook.write_line],
    # checklists
    lobby.ChecklistBegun: [logbook.write_line],
    lobby.ChecklistCompleted: [logbook.write_line],
    lobby.FixtureCorrected: [triggers.meet_occasion, logbook.write_line],
    lobby.FixtureFaulted: [triggers.meet_occasion, logbook.write_line],
    lobby.TemplateChanged: [logbook.write_line],
    # tasks
    lobby.TaskDone: [checklists.note_repair, equipment.note_mended, logbook.write_line],
    lobby.TaskEscalated: [logbook.write_line],
    lobby.TaskMissed: [logbook.write_line],
    lobby.TaskRaised: [logbook.write_line],
    lobby.TaskReturned: [logbook.write_line],
    lobby.TaskTaken: [logbook.write_line],
    lobby.TaskWithdrawn: [logbook.write_line],
    # incidents
    lobby.IncidentAttended: [logbook.write_line],
    lobby.IncidentClosed: [logbook.write_line],
    lobby.IncidentRaised: [logbook.write_line],
    lobby.PoliceCalled: [logbook.write_line],
    # loiterers
    lobby.LoitererNoticed: [logbook.write_line],
    lobby.LoitererSettled: [logbook.write_line],
    # notices
    lobby.NoticeExpired: [logbook.write_line],
    lobby.NoticeHung: [logbook.write_line],
    lobby.NoticeTakenDown: [logbook.write_line],
    # leaflets
    lobby.InterestShown: [logbook.write_line],
    lobby.LeafletHanded: [logbook.write_line],
    lobby.LeafletsLow: [logbook.write_line],
    lobby.LeafletsStocked: [logbook.write_line],
    # records
    lobby.ComplaintRaised: [triggers.meet_occasion, logbook.write_line],
    lobby.NeedRecorded: [logbook.write_line],
    lobby.OpinionRecorded: [logbook.write_line],
    lobby.ProspectIdentified: [logbook.write_line],
    lobby.QuestionRecorded: [logbook.write_line],
    # day reports
    lobby.DayReportFiled: [logbook.write_line],
    lobby.DayReportRead: [logbook.write_line],
    # of customer
    customer.CaseEscalated: [logbook.write_line],
    customer.CaseOpened: [logbook.write_line],
    customer.CaseSettled: [logbook.write_line],
    customer.CaseTakenOver: [logbook.write_line],
    customer.CredentialLinked: [customers.keep_card_holder],
    customer.CredentialRevoked: [customers.forget_card_holder],
    customer.CustomerErased: [erasures.forget_customer],
    customer.CustomerRecognised: [customers.note_needs],
    customer.MatterClosed: [logbook.write_line],
    customer.MatterOverdue: [logbook.write_line],
    # of referral
    referral.ReferralAccepted: [logbook.write_line],
    referral.ReferralEscalated: [logbook.write_line],
    referral.ReferralOpened: [logbook.write_line],
    # of notify
    notify.CoverEnded: [counters.free_counters_without_right],
    notify.StaffEnrolled: [counters.free_counters_without_right],
    notify.StaffSignedOff: [tasks.put_back, counters.free_counters_without_right],
    notify.TokensRevoked: [revoke_tokens],
}
"""In this order; the log writes its line last, whatever else is done (D11)."""

TIMER_HANDLERS: TimerHandlers = {
    # queue
    ClosingVisitsDue: tickets.end_closing_visits,
    # equipment
    SilenceCheckDue: equipment.check_silence,
    # day
    DayOver: days.end_day,
    # materials
    NoticeDue: notices.expire_notice,
    # tasks
    TaskOver: tasks.pass_time,
    RoundDue: patrols.look_at_hall,
    # safety
    LoiteringDue: loiterers.look_for_diverted,
    # report
    ReportDue: day_reports.conclude_report,
    # erasure
    NamesDue: erasures.forget_customer,
}
