"""The events that lobby reacts to, and its handlers of each, in the order in which they run."""

from services.lobby.day.handlers import note_counter, note_customer, note_repair
from services.lobby.equipment.handlers.faults import note_mended, rest_devices, wake_devices
from services.lobby.erasure.handlers import erase_customer
from services.lobby.journal.handlers import write_log_line
from services.lobby.queue.handlers.card_holders import forget_guest, know_guest
from services.lobby.queue.handlers.counters import leave_with_right
from services.lobby.queue.handlers.stranded import watch_line
from services.lobby.queue.handlers.visits import know_needs
from services.lobby.report.handlers import reopen_report, schedule_conclusion
from services.lobby.safety.handlers import schedule_loitering_check
from services.lobby.tasks.handlers import end_late_tasks, handle_triggers, return_tasks
from shared.contracts import customer, lobby, notify, referral
from shared.revocations import revoke_tokens
from shared.runtime import EventHandlers

EVENT_HANDLERS: EventHandlers = {
    # branches
    lobby.BranchOpened: [watch_line, write_log_line],
    lobby.SettingsChanged: [watch_line, write_log_line],
    # days
    lobby.BranchDayClosed: [end_late_tasks, rest_devices, schedule_conclusion, write_log_line],
    lobby.BranchDayOpened: [wake_devices, write_log_line],
    lobby.BranchDayReopened: [wake_devices, reopen_report, write_log_line],
    lobby.BranchNotOpened: [wake_devices, write_log_line],
    lobby.ClosingBegan: [write_log_line],
    lobby.PreparationsBegan: [wake_devices, write_log_line],
    # checklists
    lobby.ChecklistBegun: [write_log_line],
    lobby.ChecklistCompleted: [write_log_line],
    lobby.FixtureCorrected: [handle_triggers, write_log_line],
    lobby.FixtureFaulted: [handle_triggers, write_log_line],
    lobby.TemplateChanged: [write_log_line],
    # visits
    lobby.ActUndone: [handle_triggers, watch_line, write_log_line],
    lobby.CustomerNoShow: [handle_triggers, watch_line, write_log_line],
    lobby.NextServiceWaited: [watch_line, write_log_line],
    lobby.ServiceCompleted: [handle_triggers, watch_line, write_log_line],
    lobby.TicketCalled: [handle_triggers, watch_line, write_log_line],
    lobby.TicketGivenAgain: [watch_line, write_log_line],
    lobby.TicketIssued: [note_customer, handle_triggers, watch_line, write_log_line],
    lobby.TicketRecalled: [watch_line, write_log_line],
    lobby.VipReceived: [handle_triggers, watch_line, write_log_line],
    # tickets
    lobby.TicketHandedOver: [watch_line, write_log_line],
    lobby.TicketParked: [watch_line, write_log_line],
    lobby.TicketResumed: [watch_line, write_log_line],
    lobby.TicketSentBack: [watch_line, write_log_line],
    lobby.TicketTransferred: [watch_line, write_log_line],
    lobby.VisitCancelled: [handle_triggers, watch_line, write_log_line],
    # diversions
    lobby.CustomerDiverted: [note_customer, schedule_loitering_check, watch_line, write_log_line],
    lobby.CustomerReturned: [handle_triggers, watch_line, write_log_line],
    lobby.SelfServiceCompleted: [watch_line, write_log_line],
    lobby.TriageOverridden: [watch_line, write_log_line],
    # counters
    lobby.CounterClosed: [watch_line, write_log_line],
    lobby.CounterOpened: [note_counter, handle_triggers, watch_line, write_log_line],
    lobby.CounterPaused: [watch_line, write_log_line],
    lobby.CounterResumed: [watch_line, write_log_line],
    lobby.CustomersStranded: [watch_line, write_log_line],
    lobby.StrandingEnded: [watch_line, write_log_line],
    # blocks
    lobby.ArrivalHeardLate: [watch_line, write_log_line],
    lobby.CutOffEnded: [watch_line, write_log_line],
    lobby.RecordNotTaken: [watch_line, write_log_line],
    lobby.SlipReadInPart: [watch_line, write_log_line],
    lobby.TicketReplaced: [watch_line, write_log_line],
    # records
    lobby.ComplaintRaised: [handle_triggers, write_log_line],
    lobby.NeedRecorded: [write_log_line],
    lobby.OpinionRecorded: [write_log_line],
    lobby.ProspectIdentified: [write_log_line],
    lobby.QuestionRecorded: [write_log_line],
    # tasks
    lobby.TaskDone: [note_repair, note_mended, write_log_line],
    lobby.TaskEscalated: [write_log_line],
    lobby.TaskMissed: [write_log_line],
    lobby.TaskRaised: [write_log_line],
    lobby.TaskReturned: [write_log_line],
    lobby.TaskTaken: [write_log_line],
    lobby.TaskWithdrawn: [write_log_line],
    # incidents
    lobby.IncidentAttended: [write_log_line],
    lobby.IncidentClosed: [write_log_line],
    lobby.IncidentRaised: [write_log_line],
    lobby.PoliceCalled: [write_log_line],
    # loiterers
    lobby.LoitererNoticed: [write_log_line],
    lobby.LoitererSettled: [write_log_line],
    # leaflets
    lobby.InterestShown: [write_log_line],
    lobby.LeafletHanded: [write_log_line],
    lobby.LeafletsLow: [write_log_line],
    lobby.LeafletsStocked: [write_log_line],
    # notices
    lobby.NoticeExpired: [write_log_line],
    lobby.NoticeHung: [write_log_line],
    lobby.NoticeTakenDown: [write_log_line],
    # equipment
    lobby.DeviceClockRight: [write_log_line],
    lobby.DeviceClockWrong: [write_log_line],
    lobby.DeviceFaulted: [handle_triggers, write_log_line],
    lobby.DevicePlaced: [write_log_line],
    lobby.DeviceRecovered: [handle_triggers, write_log_line],
    lobby.DeviceRemoved: [write_log_line],
    lobby.SelfServiceInterrupted: [write_log_line],
    # day_reports
    lobby.DayReportFiled: [write_log_line],
    lobby.DayReportRead: [write_log_line],
    # of customer
    customer.CaseEscalated: [write_log_line],
    customer.CaseOpened: [write_log_line],
    customer.CaseSettled: [write_log_line],
    customer.CaseTakenOver: [write_log_line],
    customer.CredentialLinked: [know_guest],
    customer.CredentialRevoked: [forget_guest],
    customer.CustomerErased: [erase_customer],
    customer.CustomerRecognised: [know_needs],
    customer.MatterClosed: [write_log_line],
    customer.MatterOverdue: [write_log_line],
    # of referral
    referral.ReferralAccepted: [write_log_line],
    referral.ReferralEscalated: [write_log_line],
    referral.ReferralOpened: [write_log_line],
    # of notify
    notify.CoverEnded: [leave_with_right],
    notify.StaffEnrolled: [leave_with_right],
    notify.StaffSignedOff: [return_tasks, leave_with_right],
    notify.TokensRevoked: [revoke_tokens],
}
"""Last of all, the log writes its line (D11)."""
