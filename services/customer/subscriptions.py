"""Subscriptions of customer: which handlers react to which event or timer, one line each."""

from services.customer.cases import handlers as cases
from services.customer.cases.domain import CaseAnswerDue, CaseTakeOverDue
from services.customer.enquiries import handlers as enquiries
from services.customer.enquiries.domain.enquiry import ContactErasureDue, EnquiryAnswerDue
from services.customer.erasure import handlers as erasure
from services.customer.files import handlers as files
from services.customer.imports import handlers as imports
from services.customer.imports.domain.imported import ImportForgetDue, ImportTidyDue
from shared.branch_places import learn_place
from shared.contracts.customer import CustomerErased
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
from shared.revocations import revoke_tokens
from shared.roster import cover, end_cover, enrol, sign_off, sign_on
from shared.runtime import EventHandlers, TimerHandlers

EVENT_HANDLERS: EventHandlers = {
    CustomerArrived: [files.recognise_customer],
    ComplaintRaised: [cases.open_case_of_machine],
    NeedRecorded: [enquiries.file_need],
    OpinionRecorded: [enquiries.open_opinion],
    QuestionRecorded: [enquiries.open_question],
    BranchOpened: [learn_place],
    StaffEnrolled: [enrol],
    StaffSignedOn: [sign_on],
    StaffSignedOff: [sign_off],
    FloorCovered: [cover],
    CoverEnded: [end_cover],
    TokensRevoked: [revoke_tokens],
    CustomerErased: [erasure.erase_traces],
}

TIMER_HANDLERS: TimerHandlers = {
    CaseTakeOverDue: cases.escalate_case,
    CaseAnswerDue: cases.escalate_late_answer,
    EnquiryAnswerDue: enquiries.mark_overdue,
    ContactErasureDue: enquiries.erase_contact,
    # imports
    ImportTidyDue: imports.tidy_import,
    ImportForgetDue: imports.forget_import,
}
