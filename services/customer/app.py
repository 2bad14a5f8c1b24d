"""customer, wired: what it hears, what it answers, what it relies on."""

from services.customer import store
from services.customer.cases.api import cases
from services.customer.cases.domain.case import AnswerDue, TakeOverDue
from services.customer.cases.handlers.cases import open_case_of_machine
from services.customer.cases.handlers.deadlines import escalate_case, tell_of_late_answer
from services.customer.enquiries.api import enquiries as enquiries
from services.customer.enquiries.domain.enquiry import ContactExpired, EnquiryDue
from services.customer.enquiries.handlers.enquiries import (
    forget_contact,
    hear_need,
    hear_opinion,
    hear_question,
    tell_of_late_enquiry,
)
from services.customer.erasure.handlers.erasures import forget_customer
from services.customer.files.api import corrections, credentials, files, needs
from services.customer.files.handlers.arrivals import recognise_customer
from services.customer.leads.api import leads
from services.customer.staff.handlers.roster import cover, end_cover, enrol, sign_off, sign_on
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
from shared.runtime import EventHandlers, ServiceRuntime, TimerHandlers
from shared.service import Service
from shared.telemetry import log

EVENT_HANDLERS: EventHandlers = {
    CustomerArrived: [recognise_customer],
    ComplaintRaised: [open_case_of_machine],
    NeedRecorded: [hear_need],
    OpinionRecorded: [hear_opinion],
    QuestionRecorded: [hear_question],
    StaffEnrolled: [enrol],
    StaffSignedOn: [sign_on],
    StaffSignedOff: [sign_off],
    FloorCovered: [cover],
    CoverEnded: [end_cover],
    TokensRevoked: [revoke_tokens],
    CustomerErased: [forget_customer],
}

TIMER_HANDLERS: TimerHandlers = {
    TakeOverDue: escalate_case,
    AnswerDue: tell_of_late_answer,
    EnquiryDue: tell_of_late_enquiry,
    ContactExpired: forget_contact,
}


async def look_around(runtime: ServiceRuntime) -> None:
    """Fail at the start, not at the first customer; and say what an older version left."""
    runtime.settings.key("blind_key")
    if codes := await store.old_codes(runtime.store):
        log.warning("old_codes_stand_for_nobody", codes=codes, hint="link these QR codes again")


SERVICE = Service(
    name="customer",
    port=8102,
    events=EVENT_HANDLERS,
    timers=TIMER_HANDLERS,
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
    on_start=look_around,
)
