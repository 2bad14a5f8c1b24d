"""Subscriptions of customer: which handlers react to which event or timer, one line each, in their order.

An event with a row in `timeline/table.py` has `timeline.add_line` among them (W3)."""

from services.customer.analysis import handlers as analysis
from services.customer.analysis.domain.activity import Activity
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
from services.customer.contacts.domain.plan import ContactPlan, ContactTurns
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
from services.customer.files.domain.customer import Customer
from services.customer.files.domain.facts import HistoryErasureDue
from services.customer.files.domain.locking import KeyDestructionDue
from services.customer.files.domain.profile import RiskReviewDue
from services.customer.handovers import handlers as handovers
from services.customer.handovers.domain.handover import (
    HandOverTakesEffect,
    OpenHandOver,
    PortfolioCountDue,
    PortfolioReleaseDue,
    Unkept,
    UnkeptDue,
)
from services.customer.imports import handlers as imports
from services.customer.imports.domain.imported import ImportForgetDue, ImportTidyDue
from services.customer.latent import handlers as latent
from services.customer.latent.domain.hints import LatentNeeds
from services.customer.latent.domain.rounds import LatentRoundDue, LatentStepDue
from services.customer.leads import handlers as leads
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
from services.customer.visits import handlers as visits
from services.customer.visits.domain.promise import PromiseDue, PromisesLeft
from services.customer.visits.domain.visit import VisitRecordDue
from shared.branch_places import learn_place
from shared.contracts import core, customer, lobby, notify, referral
from shared.revocations import revoke_tokens
from shared.roster import cover, end_cover, enrol, sign_off, sign_on
from shared.runtime import EventHandlers, TimerHandlers
from shared.unit_of_work import for_each, read_together

FOLLOWING_A_FILE = (
    read_together(
        *(Customer, ContactPlan, Activity, LatentNeeds, Unkept, OpenHandOver), more=timeline.lines_of
    ),
    visits.follow_customer,
    plans.follow_file,
    needs.follow_manager,
    analysis.follow_file,
    latent.follow_file,
    handovers.follow_keeper,
    timeline.add_line,
)
"""Handlers of a file that was opened, alone or by an import, or changed in what others keep of it."""

EVENT_HANDLERS: EventHandlers = {
    lobby.CustomerArrived: [files.recognise_customer, hall.note_arrival],
    lobby.ComplaintRaised: [cases.open_case_of_machine, timeline.add_line],
    lobby.NeedRecorded: [enquiries.file_need, causes.follow, timeline.add_line],
    lobby.OpinionRecorded: [enquiries.open_opinion, timeline.add_line],
    lobby.QuestionRecorded: [enquiries.open_question, timeline.add_line],
    lobby.BranchOpened: [
        rhythms.follow_place,
        learn_place,
        dates.begin_nights,
        segments.begin_rounds,
        analysis.begin_nights,
        latent.begin_rounds,
        causes.begin_evenings,
        erasure.begin_nights,
    ],
    notify.StaffEnrolled: [enrol, handovers.follow_staff, visits.follow_staff],
    notify.StaffSignedOn: [sign_on],
    notify.StaffSignedOff: [sign_off],
    notify.FloorCovered: [cover],
    notify.CoverEnded: [end_cover],
    customer.CustomerRecognised: [causes.follow, analysis.count_arrival, timeline.add_line],
    customer.CaseOpened: [causes.follow, analysis.note_complaint, timeline.add_line],
    customer.CaseSettled: [causes.follow, analysis.drop_complaint, timeline.add_line],
    customer.EnquiryOpened: [causes.follow, timeline.add_line],
    customer.EnquiryClosed: [causes.follow, timeline.add_line],
    customer.CustomerLocked: [
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
    customer.DataErased: [retention.keep_report],
    referral.SuitabilityRead: [audit.keep_reading],
    notify.TokensRevoked: [revoke_tokens, visits.revoke_feed_with_rights],
    customer.CustomerErased: [
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
    customer.ProfileChanged: [dates.follow_dates, timeline.add_line],
    customer.CustomerCorrected: [dates.follow_dates, timeline.add_line],
    customer.RhythmChanged: [rhythms.follow_rhythm],
    core.HoldingsReported: [files.take_over_report],
    referral.ReferralAccepted: [relations.note_introduction, leads.give_lead, timeline.add_line],
    referral.ReferralOffered: [leads.offer_lead],
    customer.CustomerRegistered: [*FOLLOWING_A_FILE],
    customer.FilesImported: [for_each(customer.FilesImported.opened, *FOLLOWING_A_FILE)],
    customer.CustomerVisitPlanned: [contact_work.follow_visit, timeline.add_line],
    customer.CustomerVisitMoved: [contact_work.follow_visit, timeline.add_line],
    customer.CustomerVisitNotHeld: [contact_work.end_visit, timeline.add_line],
    customer.CustomerVisitCancelled: [contact_work.end_visit, timeline.add_line],
    customer.CustomerVisitHeld: [contact_work.count_visit, timeline.add_line],
    customer.CustomerVisitRecorded: [contact_work.count_visit, timeline.add_line],
    customer.NeedStated: [contact_work.follow_needs, timeline.add_line],
    customer.NeedQualified: [contact_work.follow_needs, timeline.add_line],
    customer.NeedOffered: [contact_work.follow_needs, timeline.add_line],
    customer.NeedAssigned: [contact_work.follow_needs, timeline.add_line],
    customer.NeedDayMoved: [contact_work.follow_needs, timeline.add_line],
    customer.NeedFulfilled: [contact_work.follow_needs, timeline.add_line],
    customer.NeedDeclined: [contact_work.follow_needs, timeline.add_line],
    customer.NeedUnservable: [contact_work.follow_needs, timeline.add_line],
    customer.CustomersMerged: [
        contact_work.follow_merge,
        needs.follow_merge,
        analysis.follow_merge,
        latent.follow_merge,
        timeline.add_line,
    ],
    customer.MergeUndone: [
        contact_work.undo_merge,
        needs.follow_merge,
        analysis.undo_merge,
        timeline.add_line,
    ],
    lobby.TicketIssued: [hall.note_number],
    lobby.TicketCalled: [hall.note_end],
    lobby.CustomerNoShow: [hall.note_end, timeline.add_line],
    lobby.VisitCancelled: [hall.note_end, timeline.add_line],
    lobby.ServiceCompleted: [hall.count_conversation, timeline.add_line],
    lobby.ChangeUndone: [hall.take_back, timeline.add_line],
    lobby.BranchDayOpened: [rhythms.check_calendar, cases.check_calendar],
    customer.CustomerContacted: [analysis.count_contact, timeline.add_line],
    customer.HoldingsChanged: [
        segments.follow_holdings,
        analysis.value_holdings,
        latent.follow_holdings,
        timeline.add_line,
    ],
    customer.CustomerScored: [segments.follow_activity],
    customer.SegmentRulesActivated: [segments.apply_rules],
    # schedule: steps of prospects, tasks of deals, items of plans
    referral.ProspectOpened: [schedule.enter_step, timeline.add_line],
    referral.ProspectStepSet: [schedule.enter_step],
    referral.ProspectMoved: [schedule.follow_stage, timeline.add_line],
    referral.ProspectParked: [schedule.park_step],
    referral.ProspectGiven: [schedule.give_step, leads.give_with_prospect, timeline.add_line],
    referral.ProspectWon: [schedule.end_step, timeline.add_line],
    referral.ProspectLost: [schedule.end_step, timeline.add_line],
    referral.ProspectForgotten: [schedule.end_step],
    referral.DealTaskOffered: [schedule.enter_task],
    referral.DealTaskAccepted: [schedule.enter_task],
    referral.DealTaskReturned: [schedule.return_task, timeline.add_line],
    referral.DealTaskDone: [schedule.end_task, timeline.add_line],
    referral.DealTaskCancelled: [schedule.end_task],
    referral.DealGiven: [schedule.give_tasks],
    referral.PlanItemAdded: [schedule.enter_item],
    referral.PlanItemMoved: [schedule.enter_item],
    referral.PlanItemDone: [schedule.end_item],
    referral.PlanItemDropped: [schedule.end_item],
    customer.ContactRefused: [latent.follow_refusal, timeline.add_line],
    customer.ConsentWithdrawn: [latent.follow_refusal, timeline.add_line],
    # events of which nothing but a line in the timeline comes (W3)
    # the hall
    lobby.SelfServiceCompleted: [timeline.add_line],
    lobby.VipReceived: [timeline.add_line],
    lobby.InterestShown: [timeline.add_line],
    lobby.LeafletHanded: [timeline.add_line],
    lobby.TaskDone: [timeline.add_line],
    # complaints
    customer.CaseTakenOver: [timeline.add_line],
    customer.CaseEscalated: [timeline.add_line],
    customer.CaseRecused: [timeline.add_line],
    customer.CaseAcknowledged: [timeline.add_line],
    customer.CaseExtended: [timeline.add_line],
    customer.HoldingReplySent: [timeline.add_line],
    customer.CaseClockPassed: [timeline.add_line],
    customer.CaseRepairSet: [timeline.add_line],
    customer.CaseRepairDone: [timeline.add_line],
    # enquiries
    customer.EnquiryAnswered: [timeline.add_line],
    customer.EnquiryApproved: [timeline.add_line],
    customer.EnquiryReturned: [timeline.add_line],
    customer.EnquiryOverdue: [timeline.add_line],
    # needs
    customer.NeedOverdue: [timeline.add_line],
    # contacts
    customer.ContactUndone: [timeline.add_line],
    customer.ContactOverdue: [timeline.add_line],
    customer.ContactNeglected: [timeline.add_line],
    customer.ContactExcused: [timeline.add_line],
    customer.ContactExcuseEnded: [timeline.add_line],
    customer.DueCustomerWaits: [timeline.add_line],
    # referrals
    lobby.ProspectIdentified: [leads.open_lead, timeline.add_line],
    customer.ContactLeft: [timeline.add_line],
    customer.LeadFollowed: [timeline.add_line],
    referral.ReferralOpened: [timeline.add_line],
    referral.ReferralDeclined: [timeline.add_line],
    referral.ReferralExpired: [timeline.add_line],
    referral.ReferralEscalated: [leads.leave_lead, timeline.add_line],
    referral.ReferralClosed: [timeline.add_line],
    # prospects
    referral.ProspectLinked: [timeline.add_line],
    # products, recommendations, the need desk
    referral.SuitabilityAssessed: [timeline.add_line],
    referral.RecommendationPresented: [timeline.add_line],
    referral.RecommendationInterested: [timeline.add_line],
    referral.RecommendationDeclined: [timeline.add_line],
    referral.RecommendationBought: [timeline.add_line],
    referral.RecommendationWithdrawn: [timeline.add_line],
    referral.HolderTaskMade: [timeline.add_line],
    referral.HolderTaskDone: [timeline.add_line],
    referral.DeskNeedRaised: [timeline.add_line],
    # visits to the customer, and what was promised there
    customer.CustomerVisitConfirmed: [timeline.add_line],
    customer.CustomerVisitBegun: [timeline.add_line],
    customer.CustomerVisitOverdue: [timeline.add_line],
    customer.CustomerVisitGiven: [timeline.add_line],
    customer.PromiseMade: [timeline.add_line],
    customer.PromiseGiven: [timeline.add_line],
    customer.PromiseKept: [timeline.add_line],
    customer.PromiseOverdue: [timeline.add_line],
    # consents and messages
    customer.ConsentGiven: [timeline.add_line],
    customer.ContactPreferencesChanged: [timeline.add_line],
    customer.MessageSent: [timeline.add_line],
    customer.MessageDelivered: [timeline.add_line],
    customer.MessageFailed: [timeline.add_line],
    customer.MessageOutcomeUnknown: [timeline.add_line],
    customer.MessageWithheld: [timeline.add_line],
    # deals
    referral.DealOpened: [timeline.add_line],
    referral.DealPromiseMoved: [timeline.add_line],
    referral.DealClosed: [timeline.add_line],
    referral.DealCancelled: [timeline.add_line],
    # latent needs
    customer.LatentNeedTakenUp: [timeline.add_line],
    # relations
    customer.RelationRecorded: [timeline.add_line],
    customer.RelationEnded: [timeline.add_line],
    customer.CustomerIntroduced: [timeline.add_line],
    # hand-overs
    customer.HandOverAccepted: [timeline.add_line],
    customer.HandOverReturned: [timeline.add_line],
    customer.CustomerHandedOver: [timeline.add_line],
    customer.HouseholdChanged: [timeline.add_line],
    customer.RiskReviewFellDue: [timeline.add_line],
    # analysis, segments
    customer.CustomerGoingSilent: [timeline.add_line],
    customer.SegmentChanged: [timeline.add_line],
    customer.SegmentHeld: [timeline.add_line],
    customer.SegmentHoldEnded: [timeline.add_line],
}

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
