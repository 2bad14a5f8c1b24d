"""Wiring of customer: which handler carries out which command and reacts to which event, who may ask what."""

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
from services.customer.cases.queries import HandleAnyCase, ListCases, ViewCase
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
from services.customer.enquiries.queries import ListEnquiries, ViewEnquiry
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
from services.customer.files.queries import (
    ListCorrections,
    ListNeeds,
    ViewFile,
    ViewOwnCustomersData,
    ViewPersonalData,
)
from services.customer.leads import api as leads
from services.customer.leads.commands import RecordLead
from services.customer.leads.handlers import record_lead
from services.customer.leads.queries import ViewLead
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
from shared.contracts.words import Role
from shared.revocations import revoke_tokens
from shared.rights import Rights, at_branch
from shared.roster import cover, end_cover, enrol, sign_off, sign_on
from shared.runtime import EventHandlers, ServiceRuntime, TimerHandlers
from shared.service import Service

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
    """Fail at the start for want of a key, not at the first customer."""
    runtime.settings.key("blind_key")


LOBBY, TELLER, HEAD = Role.LOBBY_MANAGER, Role.TELLER, Role.BRANCH_HEAD
ACCOUNT_MANAGER, OPS, AUDITOR = Role.ACCOUNT_MANAGER, Role.OPS, Role.AUDITOR
HEADS = (HEAD, Role.REGION_HEAD)
HANDLERS = (LOBBY, *HEADS)
"""Roles that handle complaints and enquiries."""
FLOOR = (LOBBY, TELLER, HEAD)
"""Roles that record what customers say on the floor."""
FILE_KEEPERS = (ACCOUNT_MANAGER, HEAD, OPS)
"""Roles that keep customer files, each at its home branch."""
NEED_KEEPERS = (TELLER, LOBBY, ACCOUNT_MANAGER, HEAD)

RIGHTS: Rights = {
    # files, by the home branch of the customer
    OpenFile: at_branch(*FILE_KEEPERS),
    ViewFile: at_branch(*FILE_KEEPERS, TELLER, LOBBY, Role.REGION_HEAD, AUDITOR),
    ViewPersonalData: at_branch(HEAD),
    ViewOwnCustomersData: at_branch(ACCOUNT_MANAGER),
    ChangeSegment: at_branch(*FILE_KEEPERS),
    ChangeAccountManager: at_branch(HEAD, OPS),
    EraseCustomer: at_branch(HEAD, OPS),
    CorrectFile: at_branch(*FILE_KEEPERS),  # of those, who sees the personal data
    ListCorrections: at_branch(*FILE_KEEPERS),
    LinkCredential: at_branch(*FILE_KEEPERS),
    RevokeCredential: at_branch(*FILE_KEEPERS),
    RecordNeed: at_branch(*NEED_KEEPERS),
    CloseNeed: at_branch(*NEED_KEEPERS),
    ListNeeds: at_branch(*NEED_KEEPERS),
    # complaint cases
    OpenCase: at_branch(*FLOOR),
    RecordComplaintWords: at_branch(*FLOOR),
    ListCases: at_branch(*HANDLERS, AUDITOR),
    ViewCase: at_branch(*HANDLERS, AUDITOR),
    HandleAnyCase: at_branch(*HEADS),
    TakeOverCase: at_branch(*HANDLERS),
    SettleCase: at_branch(*HANDLERS),
    # enquiries
    RecordStatement: at_branch(*FLOOR),
    ListEnquiries: at_branch(*HANDLERS, AUDITOR),
    ViewEnquiry: at_branch(*HANDLERS),
    AnswerEnquiry: at_branch(*HANDLERS),
    ApproveAnswer: at_branch(*HEADS),
    ReturnAnswer: at_branch(*HEADS),
    CloseEnquiry: at_branch(*HANDLERS),
    # leads
    RecordLead: at_branch(TELLER, LOBBY),
    ViewLead: at_branch(ACCOUNT_MANAGER, HEAD),
}

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
