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
from shared.unit import Unit

KEEP_CONTACT = timedelta(days=30)


async def hear_need(event: NeedRecorded, unit: Unit) -> None:
    """A need goes to the customer's file; where there is none, or it is full, it is an open matter."""
    customer = await unit.find(Customer, event.customer) if event.customer else None
    if customer is not None and customer.erased_at is None:
        new = NewNeed(event.record, customer.id, event.need, event.recorded_by)
        try:
            return unit.keep(put_on_file(customer, new, now=unit.now))
        except TooManyNeeds:
            pass  # nobody would look at the 21st; a matter has an owner
    await _open(MatterSort.NEED, event.need, event, unit)
    return None


async def hear_opinion(event: OpinionRecorded, unit: Unit) -> None:
    await _open(MatterSort.OPINION, event.topic, event, unit)


async def hear_question(event: QuestionRecorded, unit: Unit) -> None:
    await _open(MatterSort.QUESTION, event.topic, event, unit)


async def take_statement(new: Statement, unit: Unit) -> None:
    unit.keep(matters.take_statement(new, await unit.find(Statement, new.id)))


async def answer_matter(new: NewAnswer, unit: Unit) -> None:
    unit.keep(matters.answer(await unit.get(Matter, new.matter), new, now=unit.now))


async def approve_answer(verdict: Verdict, unit: Unit) -> None:
    unit.keep(matters.approve(await unit.get(Matter, verdict.matter), verdict, now=unit.now))


async def send_answer_back(verdict: Verdict, unit: Unit) -> None:
    unit.keep(matters.send_back(await unit.get(Matter, verdict.matter), verdict))


async def close_matter(sent: Sent, unit: Unit) -> None:
    matter = await unit.get(Matter, sent.matter)
    unit.keep(matters.close(matter, sent, now=unit.now, forget_contact_at=unit.due(KEEP_CONTACT)))


async def tell_of_late_matter(due: MatterDue, unit: Unit) -> None:
    unit.keep(matters.tell_late(await unit.get(Matter, due.matter)))


async def forget_contact(expired: ContactExpired, unit: Unit) -> None:
    statement = await unit.find(Statement, expired.matter)
    if statement is not None:
        unit.keep(matters.forget_contact(statement))


async def _open(
    sort: MatterSort, topic: str, event: NeedRecorded | OpinionRecorded | QuestionRecorded, unit: Unit
) -> None:
    if await unit.find(Matter, event.record) is not None:
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
    roster = await roster_of(event.branch, unit)
    unit.keep(matters.open_matter(new, roster, now=unit.now, answer_by=unit.due(ANSWER_WITHIN[sort])))
