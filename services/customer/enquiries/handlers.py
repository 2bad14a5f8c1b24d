"""Handlers of enquiries: from what is recorded on the floor to its answer (D4, D11, E3)."""

from services.customer.enquiries.commands import (
    AnswerEnquiry,
    ApproveAnswer,
    CloseEnquiry,
    RecordStatement,
    ReturnAnswer,
)
from services.customer.enquiries.domain import answers, statement
from services.customer.enquiries.domain.enquiry import (
    ANSWER_WITHIN,
    ContactErasureDue,
    Enquiry,
    EnquiryAnswerDue,
)
from services.customer.enquiries.domain.statement import Statement
from services.customer.files.domain.customer import Customer
from services.customer.files.recognised import recognised_in
from services.customer.needs.domain import TooManyNeeds
from services.customer.needs.handlers import state_need_of_hall
from services.customer.retention.handlers import rules_of, tell_erased
from shared.contracts.customer import DataClass
from shared.contracts.lobby import NeedRecorded, OpinionRecorded, QuestionRecorded
from shared.contracts.words import EnquiryKind
from shared.editions import must_be_as_marked
from shared.roster import roster_of
from shared.unit_of_work import UnitOfWork


async def file_need(event: NeedRecorded, work: UnitOfWork) -> None:
    """Record a need in the customer's file; open an enquiry where there is no file, or it is full (D4)."""
    known = event.customer or await recognised_in(event.visit, event.branch, work)
    customer = await work.find(Customer, known) if known else None
    if customer is not None and not customer.is_closed:
        try:
            return await state_need_of_hall(event, customer, work)
        except TooManyNeeds:
            pass  # nobody would look at the 21st; an enquiry has an owner
    await _open(EnquiryKind.NEED, event.need, event, work)
    return None


async def open_opinion(event: OpinionRecorded, work: UnitOfWork) -> None:
    """Open an enquiry for an opinion (E3)."""
    await _open(EnquiryKind.OPINION, event.topic, event, work)


async def open_question(event: QuestionRecorded, work: UnitOfWork) -> None:
    """Open an enquiry for a question that could not be answered at once (D11)."""
    await _open(EnquiryKind.QUESTION, event.topic, event, work)


async def record_statement(command: RecordStatement, work: UnitOfWork) -> None:
    known = await work.find(Statement, command.statement.id)
    work.apply(statement.record_statement(command.statement, known))


async def answer_enquiry(command: AnswerEnquiry, work: UnitOfWork) -> None:
    enquiry = await work.get(Enquiry, command.enquiry)
    work.apply(answers.write_answer(enquiry, command.by, command.answer, now=work.now))


async def approve_answer(command: ApproveAnswer, work: UnitOfWork) -> None:
    enquiry = await work.get(Enquiry, command.enquiry)
    decision = answers.approve_answer(enquiry, command.by, now=work.now)
    must_be_as_marked(command.seen, enquiry.mark, enquiry.answered_by or "")
    work.apply(decision)


async def return_answer(command: ReturnAnswer, work: UnitOfWork) -> None:
    enquiry = await work.get(Enquiry, command.enquiry)
    decision = answers.return_answer(enquiry, command.by, command.objection)
    must_be_as_marked(command.seen, enquiry.mark, enquiry.answered_by or "")
    work.apply(decision)


async def close_enquiry(command: CloseEnquiry, work: UnitOfWork) -> None:
    enquiry = await work.get(Enquiry, command.enquiry)
    term = (await rules_of(enquiry.branch, work)).term(DataClass.CONTACTS)
    erase_contact_at = work.due(term)
    work.apply(
        answers.close_enquiry(
            enquiry, command.by, command.through, now=work.now, erase_contact_at=erase_contact_at
        )
    )


async def mark_overdue(due: EnquiryAnswerDue, work: UnitOfWork) -> None:
    """Mark an enquiry that was not answered in time (D11, E3)."""
    work.apply(answers.mark_overdue(await work.get(Enquiry, due.enquiry)))


async def erase_contact(due: ContactErasureDue, work: UnitOfWork) -> None:
    """Erase the contact data of an enquiry that was answered a while ago (Q1)."""
    found = await work.find(Statement, due.enquiry)
    if found is not None:
        work.apply(statement.erase_contact(found))
        if found.leaves_contact:
            await tell_erased(due.branch, {DataClass.CONTACTS: 1}, work)


async def _open(
    kind: EnquiryKind,
    topic: str,
    event: NeedRecorded | OpinionRecorded | QuestionRecorded,
    work: UnitOfWork,
) -> None:
    if await work.find(Enquiry, event.record) is not None:
        return
    customer = event.customer or await recognised_in(event.visit, event.branch, work)
    roster = await roster_of(event.branch, work)
    answer_by = work.due(ANSWER_WITHIN[kind])
    work.apply(
        answers.open_enquiry(kind, topic, event, roster, customer=customer, now=work.now, answer_by=answer_by)
    )
