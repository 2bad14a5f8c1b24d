"""What is recorded on the floor becomes an enquiry, and is brought to its answer (D4, D11, E3)."""

from datetime import timedelta

from services.customer.enquiries.domain import enquiries as enquiries
from services.customer.enquiries.domain.enquiries import NewAnswer, NewEnquiry, Sent, Verdict
from services.customer.enquiries.domain.enquiry import (
    ANSWER_WITHIN,
    ContactExpired,
    Enquiry,
    EnquiryDue,
    Statement,
)
from services.customer.files.domain.customer import Customer
from services.customer.files.domain.needs import NewNeed, TooManyNeeds
from services.customer.files.domain.needs import record_need as put_on_file
from services.customer.staff.handlers.roster import roster_of
from shared.contracts.lobby import NeedRecorded, OpinionRecorded, QuestionRecorded
from shared.contracts.words import EnquiryKind
from shared.unit_of_work import UnitOfWork

KEEP_CONTACT = timedelta(days=30)


async def hear_need(event: NeedRecorded, work: UnitOfWork) -> None:
    """A need goes to the customer's file; where there is none, or it is full, it is an open enquiry."""
    customer = await work.find(Customer, event.customer) if event.customer else None
    if customer is not None and customer.erased_at is None:
        new = NewNeed(event.record, customer.id, event.need, event.recorded_by)
        try:
            return work.apply(put_on_file(customer, new, now=work.now))
        except TooManyNeeds:
            pass  # nobody would look at the 21st; an enquiry has an owner
    await _open(EnquiryKind.NEED, event.need, event, work)
    return None


async def hear_opinion(event: OpinionRecorded, work: UnitOfWork) -> None:
    await _open(EnquiryKind.OPINION, event.topic, event, work)


async def hear_question(event: QuestionRecorded, work: UnitOfWork) -> None:
    await _open(EnquiryKind.QUESTION, event.topic, event, work)


async def take_statement(new: Statement, work: UnitOfWork) -> None:
    work.apply(enquiries.take_statement(new, await work.find(Statement, new.id)))


async def answer_enquiry(new: NewAnswer, work: UnitOfWork) -> None:
    work.apply(enquiries.answer(await work.get(Enquiry, new.enquiry), new, now=work.now))


async def approve_answer(verdict: Verdict, work: UnitOfWork) -> None:
    work.apply(enquiries.approve(await work.get(Enquiry, verdict.enquiry), verdict, now=work.now))


async def send_answer_back(verdict: Verdict, work: UnitOfWork) -> None:
    work.apply(enquiries.send_back(await work.get(Enquiry, verdict.enquiry), verdict))


async def close_enquiry(sent: Sent, work: UnitOfWork) -> None:
    enquiry = await work.get(Enquiry, sent.enquiry)
    work.apply(enquiries.close(enquiry, sent, now=work.now, forget_contact_at=work.due(KEEP_CONTACT)))


async def tell_of_late_enquiry(due: EnquiryDue, work: UnitOfWork) -> None:
    work.apply(enquiries.tell_late(await work.get(Enquiry, due.enquiry)))


async def forget_contact(expired: ContactExpired, work: UnitOfWork) -> None:
    statement = await work.find(Statement, expired.enquiry)
    if statement is not None:
        work.apply(enquiries.forget_contact(statement))


async def _open(
    kind: EnquiryKind, topic: str, event: NeedRecorded | OpinionRecorded | QuestionRecorded, work: UnitOfWork
) -> None:
    if await work.find(Enquiry, event.record) is not None:
        return
    new = NewEnquiry(
        id=event.record,
        branch=event.branch,
        kind=kind,
        topic=topic,
        recorded_by=event.recorded_by,
        visit=event.visit,
        customer=event.customer,
    )
    roster = await roster_of(event.branch, work)
    work.apply(enquiries.open_enquiry(new, roster, now=work.now, answer_by=work.due(ANSWER_WITHIN[kind])))
