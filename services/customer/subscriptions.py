"""Subscriptions of customer: which handlers react to which event or timer, one line each."""

from services.customer.cases import handlers as cases
from services.customer.cases.domain import CaseAnswerDue, CaseTakeOverDue
from services.customer.contacts.domain.plan import ContactTurns
from services.customer.contacts.domain.rhythm import PlansRecomputeDue
from services.customer.contacts.handlers import hall, plans, rhythms
from services.customer.enquiries import handlers as enquiries
from services.customer.enquiries.domain.enquiry import ContactErasureDue, EnquiryAnswerDue
from services.customer.erasure import handlers as erasure
from services.customer.files import handlers as files
from services.customer.needs import handlers as needs
from services.customer.needs.domain import NeedDeadline
from shared.branch_places import learn_place
from shared.contracts.customer import (
    CustomerErased,
    CustomerRegistered,
    NeedAssigned,
    NeedDeclined,
    NeedFulfilled,
    NeedOffered,
    NeedQualified,
    NeedStated,
    NeedUnservable,
)
from shared.contracts.lobby import (
    ActUndone,
    BranchDayOpened,
    BranchOpened,
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
from shared.revocations import revoke_tokens
from shared.roster import cover, end_cover, enrol, sign_off, sign_on
from shared.runtime import EventHandlers, TimerHandlers

NEEDS = (
    NeedStated,
    NeedQualified,
    NeedOffered,
    NeedAssigned,
    NeedFulfilled,
    NeedDeclined,
    NeedUnservable,
)
"""The events after which another need of a customer may be due first."""

EVENT_HANDLERS: EventHandlers = {
    CustomerArrived: [files.recognise_customer, hall.note_arrival],
    ComplaintRaised: [cases.open_case_of_machine],
    NeedRecorded: [enquiries.file_need],
    OpinionRecorded: [enquiries.open_opinion],
    QuestionRecorded: [enquiries.open_question],
    BranchOpened: [rhythms.follow_place, learn_place],
    StaffEnrolled: [enrol],
    StaffSignedOn: [sign_on],
    StaffSignedOff: [sign_off],
    FloorCovered: [cover],
    CoverEnded: [end_cover],
    TokensRevoked: [revoke_tokens],
    CustomerErased: [erasure.erase_traces, plans.forget_customer, needs.forget_customer],
    # contacts
    CustomerRegistered: [plans.follow_file, needs.follow_manager],
    **{event: [plans.follow_needs] for event in NEEDS},
    TicketIssued: [hall.note_number],
    TicketCalled: [hall.note_end],
    CustomerNoShow: [hall.note_end],
    VisitCancelled: [hall.note_end],
    ServiceCompleted: [hall.count_conversation],
    ActUndone: [hall.take_back],
    BranchDayOpened: [rhythms.check_calendar],
}

TIMER_HANDLERS: TimerHandlers = {
    CaseTakeOverDue: cases.escalate_case,
    CaseAnswerDue: cases.escalate_late_answer,
    EnquiryAnswerDue: enquiries.mark_overdue,
    ContactErasureDue: enquiries.erase_contact,
    # contacts
    ContactTurns: plans.turn_plan,
    PlansRecomputeDue: rhythms.recompute_bucket,
    # needs
    NeedDeadline: needs.pass_deadline,
}
