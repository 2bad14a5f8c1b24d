"""Subscriptions of customer: which handlers react to which event or timer, one line each."""

from services.customer.analysis import handlers as analysis
from services.customer.analysis.domain.merges import PartingOver
from services.customer.analysis.domain.nights import NightDue, NightStepDue
from services.customer.audit import handlers as audit
from services.customer.audit.domain.glass import GlassEndDue
from services.customer.cases import handlers as cases
from services.customer.cases.domain.case import CaseCalendarDue, CaseClockDue, CaseTakeOverDue
from services.customer.causes import handlers as causes
from services.customer.causes.domain import EveningDue
from services.customer.consents import handlers as consents
from services.customer.contacts.domain.dates import DatesDue
from services.customer.contacts.domain.plan import ContactTurns
from services.customer.contacts.domain.rhythm import PlansRecomputeDue
from services.customer.contacts.handlers import dates, hall, plans, rhythms
from services.customer.contacts.handlers import others as contact_work
from services.customer.duplicates import handlers as duplicates
from services.customer.duplicates.domain.merging import MergeUndoOver
from services.customer.enquiries import handlers as enquiries
from services.customer.enquiries.domain.enquiry import ContactErasureDue, EnquiryAnswerDue
from services.customer.erasure import handlers as erasure
from services.customer.erasure.domain import RetentionDue, TracesDue
from services.customer.files import handlers as files
from services.customer.files.domain.facts import HistoryErasureDue
from services.customer.files.domain.locking import KeyDestructionDue
from services.customer.files.domain.profile import RiskReviewDue
from services.customer.handovers import handlers as handovers
from services.customer.handovers.domain.handover import (
    HandOverTakesEffect,
    PortfolioCountDue,
    PortfolioReleaseDue,
    UnkeptDue,
)
from services.customer.imports import handlers as imports
from services.customer.imports.domain.imported import ImportForgetDue, ImportTidyDue
from services.customer.latent import handlers as latent
from services.customer.latent.domain.rounds import LatentRoundDue, LatentStepDue
from services.customer.messages import handlers as messages
from services.customer.messages.domain.message import AttemptExpired, MessageDue
from services.customer.needs import handlers as needs
from services.customer.needs.domain import NeedDeadline
from services.customer.relations import handlers as relations
from services.customer.retention import handlers as retention
from services.customer.schedule import handlers as schedule
from services.customer.segments import handlers as segments
from services.customer.segments.domain.rounds import SegmentRoundDue, SegmentStepDue
from services.customer.segments.domain.trials import TrialStepDue
from services.customer.timeline import handlers as timeline
from services.customer.timeline.domain import TimelineErasureDue
from services.customer.timeline.table import LINES
from services.customer.visits import handlers as visits
from services.customer.visits.domain.promise import PromiseDue, PromisesLeft
from services.customer.visits.domain.visit import VisitRecordDue
from shared.branch_places import learn_place
from shared.contracts.core import (
    HoldingsReported,
)
from shared.contracts.customer import (
    CaseOpened,
    CaseSettled,
    ConsentWithdrawn,
    ContactRefused,
    CustomerContacted,
    CustomerCorrected,
    CustomerErased,
    CustomerLocked,
    CustomerRecognised,
    CustomerRegistered,
    CustomerScored,
    CustomersMerged,
    CustomerVisitCancelled,
    CustomerVisitHeld,
    CustomerVisitMoved,
    CustomerVisitNotHeld,
    CustomerVisitPlanned,
    CustomerVisitRecorded,
    DataErased,
    EnquiryClosed,
    EnquiryOpened,
    HoldingsChanged,
    MergeUndone,
    NeedAssigned,
    NeedDayMoved,
    NeedDeclined,
    NeedFulfilled,
    NeedOffered,
    NeedQualified,
    NeedStated,
    NeedUnservable,
    ProfileChanged,
    RhythmChanged,
    SegmentRulesActivated,
)
from shared.contracts.lobby import (
    BranchDayOpened,
    BranchOpened,
    ChangeUndone,
    ComplaintRaised,
    CustomerArrived,
    CustomerNoShow,
    NeedRecorded,
    OpinionRecorded,
    QuestionRecorded,
    ServiceCompleted,
    TicketCalled,
    TicketIssued,
    VisitCancelled,
)
from shared.contracts.notify import (
    CoverEnded,
    FloorCovered,
    StaffEnrolled,
    StaffSignedOff,
    StaffSignedOn,
    TokensRevoked,
)
from shared.contracts.referral import (
    DealGiven,
    DealTaskAccepted,
    DealTaskCancelled,
    DealTaskDone,
    DealTaskOffered,
    DealTaskReturned,
    PlanItemAdded,
    PlanItemDone,
    PlanItemDropped,
    PlanItemMoved,
    ProspectForgotten,
    ProspectGiven,
    ProspectLost,
    ProspectMoved,
    ProspectOpened,
    ProspectParked,
    ProspectStepSet,
    ProspectWon,
    ReferralAccepted,
)
from shared.revocations import revoke_tokens
from shared.roster import cover, end_cover, enrol, sign_off, sign_on
from shared.runtime import EventHandlers, TimerHandlers

REACTIONS: EventHandlers = {
    CustomerArrived: [files.recognise_customer, hall.note_arrival],
    ComplaintRaised: [cases.open_case_of_machine],
    NeedRecorded: [enquiries.file_need, causes.follow],
    OpinionRecorded: [enquiries.open_opinion],
    QuestionRecorded: [enquiries.open_question],
    BranchOpened: [
        rhythms.follow_place,
        learn_place,
        dates.begin_nights,
        segments.begin_rounds,
        analysis.begin_nights,
        latent.begin_rounds,
        causes.begin_evenings,
        erasure.begin_nights,
    ],
    StaffEnrolled: [enrol, handovers.follow_staff, visits.follow_staff],
    StaffSignedOn: [sign_on],
    StaffSignedOff: [sign_off],
    FloorCovered: [cover],
    CoverEnded: [end_cover],
    CustomerRecognised: [causes.follow, analysis.count_arrival],
    CaseOpened: [causes.follow, analysis.note_complaint],
    CaseSettled: [causes.follow, analysis.drop_complaint],
    EnquiryOpened: [causes.follow],
    EnquiryClosed: [causes.follow],
    CustomerLocked: [
        erasure.erase_traces,
        consents.erase_words,
        messages.erase_messages,
        causes.forget_causes,
        files.forget_history,
        duplicates.lock_merged,
        relations.forget_relations,
        visits.erase_visits,
        schedule.forget_customer,
        timeline.erase_timeline,
        plans.forget_customer,
        needs.forget_customer,
        segments.forget,
        analysis.forget,
        latent.forget,
    ],
    DataErased: [retention.keep_report],
    TokensRevoked: [revoke_tokens, visits.revoke_feed_with_rights],
    CustomerErased: [
        erasure.erase_traces,
        consents.erase_words,
        messages.erase_messages,
        erasure.report_erasure,
        causes.forget_causes,
        files.forget_history,
        duplicates.erase_merged,
        relations.forget_relations,
        visits.erase_visits,
        schedule.forget_customer,
        timeline.erase_timeline,
        plans.forget_customer,
        needs.forget_customer,
        segments.forget,
        analysis.forget,
        latent.forget,
    ],
    ProfileChanged: [dates.follow_dates],
    CustomerCorrected: [dates.follow_dates],
    RhythmChanged: [rhythms.follow_rhythm],
    HoldingsReported: [files.take_over_report],
    ReferralAccepted: [relations.note_introduction],
    CustomerRegistered: [
        visits.follow_customer,
        plans.follow_file,
        needs.follow_manager,
        analysis.follow_file,
        latent.follow_file,
        handovers.follow_keeper,
    ],
    CustomerVisitPlanned: [contact_work.follow_visit],
    CustomerVisitMoved: [contact_work.follow_visit],
    CustomerVisitNotHeld: [contact_work.end_visit],
    CustomerVisitCancelled: [contact_work.end_visit],
    CustomerVisitHeld: [contact_work.count_visit],
    CustomerVisitRecorded: [contact_work.count_visit],
    NeedStated: [contact_work.follow_needs],
    NeedQualified: [contact_work.follow_needs],
    NeedOffered: [contact_work.follow_needs],
    NeedAssigned: [contact_work.follow_needs],
    NeedDayMoved: [contact_work.follow_needs],
    NeedFulfilled: [contact_work.follow_needs],
    NeedDeclined: [contact_work.follow_needs],
    NeedUnservable: [contact_work.follow_needs],
    CustomersMerged: [
        contact_work.follow_merge,
        needs.follow_merge,
        analysis.follow_merge,
        latent.follow_merge,
    ],
    MergeUndone: [contact_work.undo_merge, needs.follow_merge, analysis.undo_merge],
    TicketIssued: [hall.note_number],
    TicketCalled: [hall.note_end],
    CustomerNoShow: [hall.note_end],
    VisitCancelled: [hall.note_end],
    ServiceCompleted: [hall.count_conversation],
    ChangeUndone: [hall.take_back],
    BranchDayOpened: [rhythms.check_calendar, cases.check_calendar],
    CustomerContacted: [analysis.count_contact],
    HoldingsChanged: [segments.follow_holdings, analysis.value_holdings, latent.follow_holdings],
    CustomerScored: [segments.follow_activity],
    SegmentRulesActivated: [segments.apply_rules],
    # schedule: steps of prospects, tasks of deals, items of plans
    ProspectOpened: [schedule.enter_step],
    ProspectStepSet: [schedule.enter_step],
    ProspectMoved: [schedule.follow_stage],
    ProspectParked: [schedule.park_step],
    ProspectGiven: [schedule.give_step],
    ProspectWon: [schedule.end_step],
    ProspectLost: [schedule.end_step],
    ProspectForgotten: [schedule.end_step],
    DealTaskOffered: [schedule.enter_task],
    DealTaskAccepted: [schedule.enter_task],
    DealTaskReturned: [schedule.return_task],
    DealTaskDone: [schedule.end_task],
    DealTaskCancelled: [schedule.end_task],
    DealGiven: [schedule.give_tasks],
    PlanItemAdded: [schedule.enter_item],
    PlanItemMoved: [schedule.enter_item],
    PlanItemDone: [schedule.end_item],
    PlanItemDropped: [schedule.end_item],
    ContactRefused: [latent.follow_refusal],
    ConsentWithdrawn: [latent.follow_refusal],
}

EVENT_HANDLERS: EventHandlers = {
    **REACTIONS,
    **{event: [*REACTIONS.get(event, ()), timeline.add_line] for event in LINES},
}
"""The reactions above, and a line in the timeline for each event of its table (W3)."""

TIMER_HANDLERS: TimerHandlers = {
    CaseTakeOverDue: cases.escalate_case,
    CaseClockDue: cases.run_out,
    CaseCalendarDue: cases.count_anew,
    EnquiryAnswerDue: enquiries.mark_overdue,
    ContactErasureDue: enquiries.erase_contact,
    # handovers
    HandOverTakesEffect: handovers.take_effect,
    PortfolioReleaseDue: handovers.release_portfolio,
    UnkeptDue: handovers.tell_head_again,
    PortfolioCountDue: handovers.count_portfolios,
    # imports
    ImportTidyDue: imports.tidy_import,
    ImportForgetDue: imports.forget_import,
    GlassEndDue: audit.end_glass,
    EveningDue: causes.judge_day,
    NightDue: analysis.begin_night,
    RetentionDue: erasure.erase_old,
    TracesDue: erasure.erase_traces,
    KeyDestructionDue: files.destroy_key,
    MergeUndoOver: duplicates.forget_undo,
    HistoryErasureDue: files.forget_history,
    RiskReviewDue: files.ask_for_review,
    TimelineErasureDue: timeline.erase_timeline,
    VisitRecordDue: visits.mark_late,
    PromiseDue: visits.miss_promise,
    PromisesLeft: visits.follow_staff,
    ContactTurns: plans.turn_plan,
    DatesDue: dates.begin_look,
    PlansRecomputeDue: rhythms.recompute_bucket,
    NeedDeadline: needs.pass_deadline,
    SegmentRoundDue: segments.begin_round,
    SegmentStepDue: segments.take_step,
    TrialStepDue: segments.take_trial_step,
    PartingOver: analysis.forget_parting,
    NightStepDue: analysis.take_step,
    LatentRoundDue: latent.begin_round,
    LatentStepDue: latent.take_step,
    MessageDue: messages.begin_attempt,
    AttemptExpired: messages.expire_attempt,
}
