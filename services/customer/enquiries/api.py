"""Enquiries over HTTP (D11, E3): what was said, the answer, its approval, the proof that it was sent."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from services.customer.audit.access import record_reading
from services.customer.audit.on_record import open_on_record
from services.customer.enquiries.commands import (
    AnswerEnquiry,
    ApproveAnswer,
    CloseEnquiry,
    RecordStatement,
    ReturnAnswer,
)
from services.customer.enquiries.domain.enquiry import Enquiry, EnquiryState
from services.customer.enquiries.domain.statement import Statement
from services.customer.enquiries.queries import (
    ListEnquiries,
    ViewEnquiry,
    closed_enquiries,
    find_enquiry,
    find_statement,
    find_statements,
    open_enquiries,
)
from services.customer.fields import Id, LongText, ShortText
from shared.access import Person
from shared.commands import Asked, Command
from shared.contracts.words import AnswerWay, EnquiryKind
from shared.editions import SeenMark
from shared.errors import NotFound
from shared.fields import Given
from shared.identifiers import Phone
from shared.privacy import seal, seal_words
from shared.rights import BRANCH, may_at_queried_branch, may_on, may_somewhere, require, right_of
from shared.runtime import Asking, Caller, Runtime, ServiceRuntime

router = APIRouter(prefix="/api/customer/enquiries", tags=["enquiries"])
SAID = ("words", "name", "phone", "address")
WRITTEN = ("answer", "objection")


class StatementForm(Given):
    """The words of a customer, and how to reach them, if they want an answer."""

    branch: str = Field(pattern=BRANCH)
    words: LongText | None = Field(default=None, repr=False)
    name: ShortText | None = Field(default=None, repr=False)
    phone: Phone | None = Field(default=None, repr=False)
    address: ShortText | None = Field(default=None, repr=False)


class AnswerForm(Given):
    """The answer to an enquiry."""

    answer: LongText = Field(repr=False)


class ApprovalForm(Given):
    """The mark of the answer that is approved."""

    seen: SeenMark


class ObjectionForm(Given):
    """The reason why an answer is returned, and the mark of that answer."""

    seen: SeenMark

    objection: LongText = Field(repr=False)


class ProofForm(Given):
    """The way in which the answer reached the customer."""

    through: AnswerWay


class EnquiryNow(BaseModel):
    """An enquiry as it stands; `mark` is that of its answer. The texts are given in a single enquiry only."""

    enquiry: str
    branch: str
    kind: EnquiryKind
    topic: str
    state: EnquiryState
    needs_approval: bool
    owner: str | None
    recorded_by: str
    visit: str | None
    opened_at: datetime
    answer_by: datetime
    overdue: bool
    answered_by: str | None
    answered_at: datetime | None
    mark: str
    approved_by: str | None
    approved_at: datetime | None
    sent_by: str | None
    sent_through: AnswerWay | None
    sent_at: datetime | None
    has_words: bool
    can_be_reached: bool
    words: str | None = None
    name: str | None = None
    phone: str | None = None
    address: str | None = None
    answer: str | None = None
    objection: str | None = None


@router.get("")
async def list_enquiries(
    branch: Annotated[str, may_at_queried_branch(ListEnquiries)], runtime: Runtime, closed: bool = False
) -> list[EnquiryNow]:
    """The open enquiries of a branch, the most urgent first; or those that are closed."""
    found = await (closed_enquiries if closed else open_enquiries)(runtime.store, branch)
    said = await find_statements(runtime.store, [enquiry.id for enquiry in found])
    return [shown(enquiry, said.get(enquiry.id)) for enquiry in found]


@router.get("/{enquiry}")
async def view_enquiry(
    enquiry: Annotated[Enquiry, may_on(find_enquiry, ViewEnquiry, "enquiry")], caller: Caller
) -> EnquiryNow:
    """An enquiry with all that was said and written."""
    return await _whole(caller, enquiry, ViewEnquiry)


@router.post("/{enquiry}/statement", status_code=204)
async def record_statement(
    enquiry: Id,
    form: StatementForm,
    person: Annotated[Person, may_somewhere(RecordStatement)],
    caller: Caller,
) -> None:
    """Record what was said, once. It may come before the enquiry itself, which is on its way."""
    require(person, right_of(caller.request, RecordStatement), form.branch)
    known = await find_enquiry(caller.runtime.store, enquiry)
    if known is not None and known.branch != form.branch:
        raise NotFound(f"enquiries/{enquiry}")
    master = caller.runtime.settings.keys("master_key")
    sealed = {name: seal_words(master, place_of(enquiry, name), getattr(form, name)) for name in SAID}
    statement = Statement(id=enquiry, branch=form.branch, taken_by=person.staff, **sealed)
    await caller.execute(RecordStatement(statement), form.branch)


@router.post("/{enquiry}/answer")
async def answer(
    enquiry: Annotated[Enquiry, may_on(find_enquiry, AnswerEnquiry, "enquiry")],
    form: AnswerForm,
    caller: Caller,
) -> EnquiryNow:
    """Write what the customer is to be answered."""
    sealed = _seal(caller.runtime, enquiry.id, "answer", form.answer)
    return await _execute(caller, AnswerEnquiry(enquiry.id, caller.person.staff, sealed), enquiry)


@router.post("/{enquiry}/approve")
async def approve(
    enquiry: Annotated[Enquiry, may_on(find_enquiry, ApproveAnswer, "enquiry")],
    caller: Caller,
    form: ApprovalForm | None = None,
) -> EnquiryNow:
    """Approve the answer to an opinion; with `seen`, the one that was read and no other."""
    command = ApproveAnswer(enquiry.id, caller.person.staff, form.seen if form else None)
    return await _execute(caller, command, enquiry)


@router.post("/{enquiry}/return")
async def return_answer(
    enquiry: Annotated[Enquiry, may_on(find_enquiry, ReturnAnswer, "enquiry")],
    form: ObjectionForm,
    caller: Caller,
) -> EnquiryNow:
    """Return the answer to an opinion, and say why."""
    sealed = _seal(caller.runtime, enquiry.id, "objection", form.objection)
    command = ReturnAnswer(enquiry.id, caller.person.staff, sealed, form.seen)
    return await _execute(caller, command, enquiry)


@router.post("/{enquiry}/sent")
async def close(
    enquiry: Annotated[Enquiry, may_on(find_enquiry, CloseEnquiry, "enquiry")],
    form: ProofForm,
    caller: Caller,
) -> EnquiryNow:
    """Close the enquiry: its answer has reached the customer."""
    return await _execute(caller, CloseEnquiry(enquiry.id, caller.person.staff, form.through), enquiry)


def shown(enquiry: Enquiry, said: Statement | None) -> EnquiryNow:
    """Show an enquiry without its texts."""
    hidden = {"enquiry", "has_words", "can_be_reached", "needs_approval", "mark", *WRITTEN, *SAID}
    said = said if said and said.branch == enquiry.branch else None
    return EnquiryNow(
        enquiry=enquiry.id,
        needs_approval=enquiry.needs_approval,
        mark=enquiry.mark,
        has_words=bool(said and said.words),
        can_be_reached=bool(said and said.leaves_contact),
        **enquiry.model_dump(include=EnquiryNow.model_fields.keys() - hidden),
    )


def place_of(enquiry: str, field: str) -> str:
    """Return the place at which a text of an enquiry is sealed."""
    return f"enquiries/{enquiry}/{field}"


async def _whole(caller: Asking, enquiry: Enquiry, asked: type[Asked]) -> EnquiryNow:
    """Show an enquiry with its texts, in the clear, after that was put on record."""
    said = await find_statement(caller.runtime.store, enquiry.id)
    sealed = {name: getattr(enquiry, name) for name in WRITTEN}
    if said is not None and said.branch == enquiry.branch:
        sealed |= {name: getattr(said, name) for name in SAID}
    kept = {name: words for name, words in sealed.items() if words is not None}
    master, subject = caller.runtime.settings.keys("master_key"), f"enquiry/{enquiry.id}"
    if kept:
        customers = [enquiry.customer] if enquiry.customer else []
        await record_reading(caller, enquiry.branch, customers, kept, purpose=asked.name, cause=subject)
    texts = {
        name: open_on_record(master, place_of(enquiry.id, name), words, subject)
        for name, words in kept.items()
    }
    return shown(enquiry, said).model_copy(update=texts)


async def _execute(caller: Asking, command: Command, enquiry: Enquiry) -> EnquiryNow:
    """Carry out a command and show the enquiry after it."""
    await caller.execute(command, enquiry.branch)
    after = await find_enquiry(caller.runtime.store, enquiry.id)
    return await _whole(caller, after or enquiry, type(command))


def _seal(runtime: ServiceRuntime, enquiry: str, field: str, text: str) -> bytes:
    return seal(runtime.settings.keys("master_key"), text.encode(), place=place_of(enquiry, field))
