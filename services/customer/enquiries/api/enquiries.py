"""Enquiries over HTTP (D11, E3): what was said, the answer, its approval, the proof that it was sent."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field, StringConstraints

from services.customer import store
from services.customer.enquiries.domain.enquiries import NewAnswer, Sent, Verdict
from services.customer.enquiries.domain.enquiry import Enquiry, EnquiryState, Statement
from services.customer.enquiries.handlers import enquiries as handlers
from services.customer.leads.api.leads import Short
from services.customer.scope import BRANCH, Id, enquiry_for
from shared.access import Person, SignedIn
from shared.contracts.words import AnswerWay, EnquiryKind, Role
from shared.errors import NotFound
from shared.fields import Given, Readable
from shared.identifiers import Phone
from shared.privacy import open_words, seal_words
from shared.runtime import Runtime, ServiceRuntime
from shared.unit_of_work import Handler

router = APIRouter(prefix="/api/customer/enquiries", tags=["enquiries"])
HEADS = (Role.BRANCH_HEAD, Role.REGION_HEAD)
HANDLES = (Role.LOBBY_MANAGER, *HEADS)
TAKES = (Role.TELLER, Role.LOBBY_MANAGER, Role.BRANCH_HEAD)
SAID = ("words", "name", "phone", "address")
Text = Annotated[Readable, StringConstraints(max_length=4000)]


class Said(Given):
    """What a customer said, and how to reach them, if they want an answer."""

    branch: str = Field(pattern=BRANCH)
    words: Text | None = Field(default=None, repr=False)
    name: Short | None = Field(default=None, repr=False)
    phone: Phone | None = Field(default=None, repr=False)
    address: Short | None = Field(default=None, repr=False)


class Answer(Given):
    answer: Text = Field(repr=False)


class Objection(Given):
    """Why an answer will not do."""

    objection: Text = Field(repr=False)


class Proof(Given):
    """How the answer reached the customer."""

    through: AnswerWay


class EnquiryNow(BaseModel):
    """An enquiry as it stands. What was said and written is there only in a single one."""

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
async def listed(
    runtime: Runtime, person: SignedIn, branch: Annotated[str, Query(pattern=BRANCH)], closed: bool = False
) -> list[EnquiryNow]:
    """What a branch owes an answer to, the most urgent first; or what it has answered."""
    person.must(branch, *HANDLES, Role.AUDITOR)
    found = await (store.closed_enquiries if closed else store.open_enquiries)(runtime.store, branch)
    said = await store.statements(runtime.store, [one.id for one in found])
    return [shown(one, said.get(one.id)) for one in found]


@router.get("/{enquiry}")
async def one(enquiry: Id, runtime: Runtime, person: SignedIn) -> EnquiryNow:
    """An enquiry with all that was said and written."""
    return await _whole(runtime, await enquiry_for(runtime, person, enquiry, *HANDLES))


@router.post("/{enquiry}/statement", status_code=204)
async def take_statement(
    enquiry: Id, said: Said, request: Request, runtime: Runtime, person: SignedIn
) -> None:
    """Write down what was said, once. It may come before the enquiry itself, which is on its way."""
    person.must(said.branch, *TAKES)
    known = await store.enquiry(runtime.store, enquiry)
    if known is not None and known.branch != said.branch:
        raise NotFound(f"enquiries/{enquiry}")
    master = runtime.settings.key("master_key")
    sealed = {name: seal_words(master, _place(enquiry, name), getattr(said, name)) for name in SAID}
    statement = Statement(id=enquiry, branch=said.branch, taken_by=person.staff, **sealed)
    await runtime.command(request, person, said.branch, handlers.take_statement, statement)


@router.post("/{enquiry}/answer")
async def answer(
    enquiry: Id, new: Answer, request: Request, runtime: Runtime, person: SignedIn
) -> EnquiryNow:
    """Write what the customer is to be told."""
    sealed = seal_words(runtime.settings.key("master_key"), _place(enquiry, "answer"), new.answer) or b""
    wish = NewAnswer(enquiry, person.staff, sealed)
    return await _do(enquiry, handlers.answer_enquiry, wish, HANDLES, request, runtime, person)


@router.post("/{enquiry}/approve")
async def approve(enquiry: Id, request: Request, runtime: Runtime, person: SignedIn) -> EnquiryNow:
    """Let the answer to an opinion out."""
    verdict = Verdict(enquiry, person.staff)
    return await _do(enquiry, handlers.approve_answer, verdict, HEADS, request, runtime, person)


@router.post("/{enquiry}/return")
async def send_back(
    enquiry: Id, why: Objection, request: Request, runtime: Runtime, person: SignedIn
) -> EnquiryNow:
    """Ask for another answer, and say why."""
    sealed = seal_words(runtime.settings.key("master_key"), _place(enquiry, "objection"), why.objection)
    verdict = Verdict(enquiry, person.staff, sealed)
    return await _do(enquiry, handlers.send_answer_back, verdict, HEADS, request, runtime, person)


@router.post("/{enquiry}/sent")
async def sent(enquiry: Id, proof: Proof, request: Request, runtime: Runtime, person: SignedIn) -> EnquiryNow:
    """The answer has reached the customer."""
    done = Sent(enquiry, person.staff, proof.through)
    return await _do(enquiry, handlers.close_enquiry, done, HANDLES, request, runtime, person)


def shown(enquiry: Enquiry, said: Statement | None) -> EnquiryNow:
    hidden = {"enquiry", "has_words", "can_be_reached", "needs_approval", "answer", "objection", *SAID}
    said = said if said and said.branch == enquiry.branch else None
    return EnquiryNow(
        enquiry=enquiry.id,
        needs_approval=enquiry.needs_approval,
        has_words=bool(said and said.words),
        can_be_reached=bool(said and said.leaves_contact),
        **enquiry.model_dump(include=EnquiryNow.model_fields.keys() - hidden),
    )


async def _whole(runtime: ServiceRuntime, enquiry: Enquiry) -> EnquiryNow:
    """With the texts, in the clear."""
    said = await store.statement(runtime.store, enquiry.id)
    now = shown(enquiry, said)
    master = runtime.settings.key("master_key")
    texts: dict[str, str | None] = {
        name: open_words(master, _place(enquiry.id, name), getattr(enquiry, name))
        for name in ("answer", "objection")
    }
    if said is not None and said.branch == enquiry.branch:
        texts |= {name: open_words(master, _place(enquiry.id, name), getattr(said, name)) for name in SAID}
    return now.model_copy(update=texts)


async def _do(
    enquiry: str,
    handler: Handler,
    content: object,
    roles: tuple[Role, ...],
    request: Request,
    runtime: ServiceRuntime,
    person: Person,
) -> EnquiryNow:
    found = await enquiry_for(runtime, person, enquiry, *roles)
    await runtime.command(request, person, found.branch, handler, content)
    done = await store.enquiry(runtime.store, enquiry)
    return await _whole(runtime, done or found)


def _place(enquiry: str, field: str) -> str:
    return f"enquiries/{enquiry}/{field}"
