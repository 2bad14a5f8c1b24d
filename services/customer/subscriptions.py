"""Subscriptions of customer: which handlers react to which event or timer, one line each."""

from services.customer.audit import handlers as audit
from services.customer.audit.domain.glass import GlassEndDue
from services.customer.cases import handlers as cases
from services.customer.cases.domain import CaseAnswerDue, CaseTakeOverDue
from services.customer.causes import handlers as causes
from services.customer.causes.domain import EveningDue
from services.customer.enquiries import handlers as enquiries
from services.customer.enquiries.domain.enquiry import ContactErasureDue, EnquiryAnswerDue
from services.customer.erasure import handlers as erasure
from services.customer.erasure.domain import NightDue, TracesDue
from services.customer.files import handlers as files
from services.customer.files.domain.locking import KeyDestructionDue
from services.customer.retention import handlers as retention
from shared.contracts.customer import (
    CaseOpened,
    CaseSettled,
    CustomerErased,
    CustomerLocked,
    CustomerRecognised,
    DataErased,
    EnquiryClosed,
    EnquiryOpened,
)
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
    NeedRecorded: [enquiries.file_need, causes.follow],
    OpinionRecorded: [enquiries.open_opinion],
    QuestionRecorded: [enquiries.open_question],
    StaffEnrolled: [enrol],
    StaffSignedOn: [sign_on],
    StaffSignedOff: [sign_off],
    FloorCovered: [cover],
    CoverEnded: [end_cover],
    TokensRevoked: [revoke_tokens],
    # audit, causes, erasure, retention
    BranchOpened: [audit.note_zone, causes.begin_evenings, erasure.begin_nights],
    CustomerRecognised: [causes.follow],
    CaseOpened: [causes.follow],
    CaseSettled: [causes.follow],
    EnquiryOpened: [causes.follow],
    EnquiryClosed: [causes.follow],
    CustomerLocked: [erasure.erase_traces, causes.forget_causes],
    CustomerErased: [erasure.erase_traces, erasure.report_erasure, causes.forget_causes],
    DataErased: [retention.keep_report],
}

TIMER_HANDLERS: TimerHandlers = {
    CaseTakeOverDue: cases.escalate_case,
    CaseAnswerDue: cases.escalate_late_answer,
    EnquiryAnswerDue: enquiries.mark_overdue,
    ContactErasureDue: enquiries.erase_contact,
    # audit, causes, erasure
    GlassEndDue: audit.end_glass,
    EveningDue: causes.judge_day,
    NightDue: erasure.erase_old,
    TracesDue: erasure.erase_traces,
    KeyDestructionDue: files.destroy_key,
}
