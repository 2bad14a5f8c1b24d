"""Subscriptions of customer: which handlers react to which event or timer, one line each."""

from services.customer.cases import handlers as cases
from services.customer.cases.domain import CaseAnswerDue, CaseTakeOverDue
from services.customer.duplicates import handlers as duplicates
from services.customer.duplicates.domain.merging import MergeUndoOver
from services.customer.enquiries import handlers as enquiries
from services.customer.enquiries.domain.enquiry import ContactErasureDue, EnquiryAnswerDue
from services.customer.erasure import handlers as erasure
from services.customer.files import handlers as files
from services.customer.files.domain.facts import HistoryErasureDue
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
from services.customer.relations import handlers as relations
from services.customer.timeline import handlers as timeline
from services.customer.timeline.domain import TimelineErasureDue
from services.customer.timeline.table import LINES
from services.customer.visits import handlers as visits
from services.customer.visits.domain.promise import PromiseDue
from services.customer.visits.domain.visit import VisitRecordDue
from shared.branch_places import learn_place
from shared.contracts.core import HoldingsReported
from shared.contracts.customer import CustomerErased, CustomerRegistered
from shared.contracts.lobby import (
    BranchOpened,
    ComplaintRaised,
    CustomerArrived,
    NeedRecorded,
    OpinionRecorded,
    QuestionRecorded,
)
from shared.contracts.notify import (
    CoverEnded,
    FloorCovered,
    StaffEnrolled,
    StaffSignedOff,
    StaffSignedOn,
    TokensRevoked,
)
from shared.contracts.referral import ReferralAccepted
from shared.revocations import revoke_tokens
from shared.roster import cover, end_cover, enrol, sign_off, sign_on
from shared.runtime import EventHandlers, TimerHandlers

REACTIONS: EventHandlers = {
    CustomerArrived: [files.recognise_customer],
    ComplaintRaised: [cases.open_case_of_machine],
    NeedRecorded: [enquiries.file_need],
    OpinionRecorded: [enquiries.open_opinion],
    QuestionRecorded: [enquiries.open_question],
    BranchOpened: [learn_place],
    StaffEnrolled: [enrol, handovers.follow_staff],
    StaffSignedOn: [sign_on],
    StaffSignedOff: [sign_off],
    FloorCovered: [cover],
    CoverEnded: [end_cover],
    TokensRevoked: [revoke_tokens, visits.revoke_feed_with_rights],
    CustomerErased: [
        erasure.erase_traces,
        files.forget_history,
        duplicates.erase_merged,
        relations.forget_relations,
        visits.erase_visits,
        timeline.erase_timeline,
    ],
    HoldingsReported: [files.take_over_report],
    ReferralAccepted: [relations.note_introduction],
    CustomerRegistered: [visits.follow_customer, handovers.follow_keeper],
}

EVENT_HANDLERS: EventHandlers = {
    **REACTIONS,
    **{event: [*REACTIONS.get(event, ()), timeline.add_line] for event in LINES},
}
"""The reactions above, and a line in the timeline for each event of its table (W3)."""

TIMER_HANDLERS: TimerHandlers = {
    CaseTakeOverDue: cases.escalate_case,
    CaseAnswerDue: cases.escalate_late_answer,
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
    MergeUndoOver: duplicates.forget_undo,
    HistoryErasureDue: files.forget_history,
    RiskReviewDue: files.ask_for_review,
    TimelineErasureDue: timeline.erase_timeline,
    VisitRecordDue: visits.mark_late,
    PromiseDue: visits.miss_promise,
}
