"""What is recorded on the floor becomes a matter, and is brought to its answer (D4, D11, E3)."""

from datetime import timedelta

from services.customer.enquiries.domain import enquiries as matters
from services.customer.enquiries.domain.enquiries import NewAnswer, NewMatter, Sent, Verdict
from services.customer.enquiries.domain.enquiry import (
    ANSWER_WITHIN,
    ContactExpired,
    Matter,
    MatterDue,
    Statement,
)
from services.customer.files.domain.customer import Customer
from services.customer.files.domain.needs import NewNeed, TooManyNeeds
from services.customer.files.domain.needs import record_need as put_on_file
from services.customer.staff.handlers.roster import roster_of
from shared.contracts.lobby import NeedRecorded, OpinionRecorded, QuestionRecorded
from shared.contracts.words import MatterSort
from shared.unit_of_work import UnitOfWork

KEEP_CONTACT = timedelta(days=30)


async def hear_need(event: NeedRecorded, work: UnitOfWork) -> None:
    """A need goes to the customer's file; where there is none, or it is full, it is an open matter."""
    customer = await work.find(Customer, event.customer) if event.customer else None
    if customer is not None and customer.erased_at is None:
        new = NewNeed(event.record, customer.id, event.need, event.recorded_by)
        try:
            return work.apply(put_on_file(customer, new, now=work.now))
        except TooManyNeeds:
            pass  # nobody would look at the 21st; a matter has an owner
    await _open(MatterSort.NEED, event.need, event, work)
    return None


async def hear_opinion(event: OpinionRecorded, work: UnitOfWork) -> None:
    await _open(MatterSort.OPINION, event.topic, event, work)


async def hear_question(event: QuestionRecorded, work: UnitOfWork) -> None:
    await _open(MatterSort.QUESTION, event.topic, event, work)


async def take_statement(new: Statement, work: UnitOfWork) -> None:
    work.apply(matters.take_statement(new, await work.find(Statement, new.id)))


async def answer_matter(new: NewAnswer, work: UnitOfWork) -> None:
    work.apply(matters.answer(await work.get(Matter, new.matter), new, now=work.now))


async def approve_answer(verdict: Verdict, work: UnitOfWork) -> None:
    work.apply(matters.approve(await work.get(Matter, verdict.matter), verdict, now=work.now))


async def send_answer_back(verdict: Verdict, work: UnitOfWork) -> None:
    work.apply(matters.send_back(await work.get(Matter, verdict.matter), verdict))


async def close_matter(sent: Sent, work: UnitOfWork) -> None:
    matter = await work.get(Matter, sent.matter)
    work.apply(matters.close(matter, sent, now=work.now, forget_contact_at=work.due(KEEP_CONTACT)))


async def tell_of_late_matter(due: MatterDue, work: UnitOfWork) -> None:
    work.apply(matters.tell_late(await work.get(Matter, due.matter)))


async def forget_contact(expired: ContactExpired, work: UnitOfWork) -> None:
    statement = await work.find(Statement, expired.matter)
    if statement is not None:
        work.apply(matters.forget_contact(statement))


async def _open(
    sort: MatterSort, topic: str, event: NeedRecorded | OpinionRecorded | QuestionRecorded, work: UnitOfWork
) -> None:
    if await work.find(Matter, event.record) is not None:
        return
    new = NewMatter(
        id=event.record,
        branch=event.branch,
        sort=sort,
        topic=topic,
        recorded_by=event.recorded_by,
        visit=event.visit,
        customer=event.customer,
    )
    roster = await roster_of(event.branch, work)
    work.apply(matters.open_matter(new, roster, now=work.now, answer_by=work.due(ANSWER_WITHIN[sort])))
