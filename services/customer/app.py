"""Wiring of customer: which handler carries out which command and reacts to which event and timer."""

from services.customer import store
from services.customer.cases import api as cases
from services.customer.cases.commands import OpenCase, RecordComplaintWords, SettleCase, TakeOverCase
from services.customer.cases.domain import CaseAnswerDue, CaseTakeOverDue
from services.customer.cases.handlers import (
    escalate_case,
    escalate_late_answer,
    open_case,
    open_case_of_machine,
    record_complaint_words,
    settle_case,
    take_over_case,
)
from services.customer.enquiries import api as enquiries
from services.customer.enquiries.commands import (
    AnswerEnquiry,
    ApproveAnswer,
    CloseEnquiry,
    RecordStatement,
    ReturnAnswer,
)
from services.customer.enquiries.domain.enquiry import ContactErasureDue, EnquiryAnswerDue
from services.customer.enquiries.handlers import (
    answer_enquiry,
    approve_answer,
    close_enquiry,
    erase_contact,
    file_need,
    mark_overdue,
    open_opinion,
    open_question,
    record_statement,
    return_answer,
)
from services.customer.erasure.handlers import erase_traces
from services.customer.files.api import corrections, credentials, files, needs
from services.customer.files.commands import (
    ChangeAccountManager,
    ChangeSegment,
    CloseNeed,
    CorrectFile,
    EraseCustomer,
    LinkCredential,
    OpenFile,
    RecordNeed,
    RevokeCredential,
)
from services.customer.files.handlers import (
    change_account_manager,
    change_segment,
    close_need,
    correct_file,
    erase_customer,
    link_credential,
    open_file,
    recognise_customer,
    record_need,
    revoke_credential,
)
from services.customer.files.queries import count_old_codes
from services.customer.leads import api as leads
from services.customer.leads.commands import RecordLead
from services.customer.leads.handlers import record_lead
from services.customer.rights import RIGHTS
from shared.commands import Commands
from shared.contracts.customer import CustomerErased
from shared.contracts.lobby import (
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
from shared.runtime import EventHandlers, ServiceRuntime, TimerHandlers
from shared.service import Service
from shared.telemetry import log

COMMANDS: Commands = {
    OpenFile: open_file,
    ChangeSegment: change_segment,
    ChangeAccountManager: change_account_manager,
    CorrectFile: correct_file,
    EraseCustomer: erase_customer,
    LinkCredential: link_credential,
    RevokeCredential: revoke_credential,
    RecordNeed: record_need,
    CloseNeed: close_need,
    OpenCase: open_case,
    RecordComplaintWords: record_complaint_words,
    TakeOverCase: take_over_case,
    SettleCase: settle_case,
    RecordStatement: record_statement,
    AnswerEnquiry: answer_enquiry,
    ApproveAnswer: approve_answer,
    ReturnAnswer: return_answer,
    CloseEnquiry: close_enquiry,
    RecordLead: record_lead,
}

EVENT_HANDLERS: EventHandlers = {
    CustomerArrived: [recognise_customer],
    ComplaintRaised: [open_case_of_machine],
    NeedRecorded: [file_need],
    OpinionRecorded: [open_opinion],
    QuestionRecorded: [open_question],
    StaffEnrolled: [enrol],
    StaffSignedOn: [sign_on],
    StaffSignedOff: [sign_off],
    FloorCovered: [cover],
    CoverEnded: [end_cover],
    TokensRevoked: [revoke_tokens],
    CustomerErased: [erase_traces],
}

TIMER_HANDLERS: TimerHandlers = {
    CaseTakeOverDue: escalate_case,
    CaseAnswerDue: escalate_late_answer,
    EnquiryAnswerDue: mark_overdue,
    ContactErasureDue: erase_contact,
}


async def check_at_start(runtime: ServiceRuntime) -> None:
    """Fail at the start for want of a key, not at the first customer; warn of codes that identify nobody."""
    runtime.settings.key("blind_key")
    if codes := await count_old_codes(runtime.store):
        log.warning("old_codes_stand_for_nobody", codes=codes, hint="link these QR codes again")


SERVICE = Service(
    name="customer",
    port=8102,
    commands=COMMANDS,
    events=EVENT_HANDLERS,
    timers=TIMER_HANDLERS,
    rights=RIGHTS,
    indexes=store.INDEXES,
    routers=[
        files.router,
        credentials.router,
        corrections.router,
        needs.router,
        cases.router,
        enquiries.router,
        leads.router,
    ],
    correlation_of=store.correlation_of,
    on_start=check_at_start,
)
