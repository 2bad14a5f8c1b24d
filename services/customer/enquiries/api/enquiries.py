"""Matters over HTTP (D11, E3): what was said, the answer, its approval, the proof that it was sent."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field, StringConstraints

from services.customer import store
from services.customer.enquiries.domain.enquiries import NewAnswer, Sent, Verdict
from services.customer.enquiries.domain.enquiry import Matter, MatterState, Statement
from services.customer.enquiries.handlers import enquiries as handlers
from services.customer.leads.api.leads import Short
from services.customer.scope import BRANCH, Id, matter_for
from shared.access import Person, SignedIn
from shared.contracts.words import AnswerWay, MatterSort, Role
from shared.errors import NotFound
from shared.fields import Given, Readable
from shared.identifiers import Phone
from shared.privacy import open_words, seal_words
from shared.runtime import Runtime, ServiceRuntime
from shared.unit_of_work import Handler

router = APIRouter(prefix="/api/customer/matters", tags=["matters"])
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


class MatterNow(BaseModel):
    """A matter as it stands. What was said and written is there only in a single one."""

    matter: str
    branch: str
    sort: MatterSort
    topic: str
    state: MatterState
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
) -> list[MatterNow]:
    """What a branch owes an answer to, the most urgent first; or what it has answered."""
    person.must(branch, *HANDLES, Role.AUDITOR)
    found = await (store.closed_matters if closed else store.open_matters)(runtime.store, branch)
    said = await store.statements(runtime.store, [one.id for one in found])
    return [shown(one, said.get(one.id)) for one in found]


@router.get("/{matter}")
async def one(matter: Id, runtime: Runtime, person: SignedIn) -> MatterNow:
    """A matter with all that was said and written."""
    return await _whole(runtime, await matter_for(runtime, person, matter, *HANDLES))


@router.post("/{matter}/statement", status_code=204)
async def take_statement(
    matter: Id, said: Said, request: Request, runtime: Runtime, person: SignedIn
) -> None:
    """Write down what was said, once. It may come before the matter itself, which is on its way."""
    person.must(said.branch, *TAKES)
    known = await store.matter(runtime.store, matter)
    if known is not None and known.branch != said.branch:
        raise NotFound(f"matters/{matter}")
    master = runtime.settings.key("master_key")
    sealed = {name: seal_words(master, _place(matter, name), getattr(said, name)) for name in SAID}
    statement = Statement(id=matter, branch=said.branch, taken_by=person.staff, **sealed)
    await runtime.command(request, person, said.branch, handlers.take_statement, statement)


@router.post("/{matter}/answer")
async def answer(matter: Id, new: Answer, request: Request, runtime: Runtime, person: SignedIn) -> MatterNow:
    """Write what the customer is to be told."""
    sealed = seal_words(runtime.settings.key("master_key"), _place(matter, "answer"), new.answer) or b""
    wish = NewAnswer(matter, person.staff, sealed)
    return await _do(matter, handlers.answer_matter, wish, HANDLES, request, runtime, person)


@router.post("/{matter}/approve")
async def approve(matter: Id, request: Request, runtime: Runtime, person: SignedIn) -> MatterNow:
    """Let the answer to an opinion out."""
    verdict = Verdict(matter, person.staff)
    return await _do(matter, handlers.approve_answer, verdict, HEADS, request, runtime, person)


@router.post("/{matter}/return")
async def send_back(
    matter: Id, why: Objection, request: Request, runtime: Runtime, person: SignedIn
) -> MatterNow:
    """Ask for another answer, and say why."""
    sealed = seal_words(runtime.settings.key("master_key"), _place(matter, "objection"), why.objection)
    verdict = Verdict(matter, person.staff, sealed)
    return await _do(matter, handlers.send_answer_back, verdict, HEADS, request, runtime, person)


@router.post("/{matter}/sent")
async def sent(matter: Id, proof: Proof, request: Request, runtime: Runtime, person: SignedIn) -> MatterNow:
    """The answer has reached the customer."""
    done = Sent(matter, person.staff, proof.through)
    return await _do(matter, handlers.close_matter, done, HANDLES, request, runtime, person)


def shown(matter: Matter, said: Statement | None) -> MatterNow:
    hidden = {"matter", "has_words", "can_be_reached", "needs_approval", "answer", "objection", *SAID}
    said = said if said and said.branch == matter.branch else None
    return MatterNow(
        matter=matter.id,
        needs_approval=matter.needs_approval,
        has_words=bool(said and said.words),
        can_be_reached=bool(said and said.leaves_contact),
        **matter.model_dump(include=MatterNow.model_fields.keys() - hidden),
    )


async def _whole(runtime: ServiceRuntime, matter: Matter) -> MatterNow:
    """With the texts, in the clear."""
    said = await store.statement(runtime.store, matter.id)
    now = shown(matter, said)
    master = runtime.settings.key("master_key")
    texts: dict[str, str | None] = {
        name: open_words(master, _place(matter.id, name), getattr(matter, name))
        for name in ("answer", "objection")
    }
    if said is not None and said.branch == matter.branch:
        texts |= {name: open_words(master, _place(matter.id, name), getattr(said, name)) for name in SAID}
    return now.model_copy(update=texts)


async def _do(
    matter: str,
    handler: Handler,
    content: object,
    roles: tuple[Role, ...],
    request: Request,
    runtime: ServiceRuntime,
    person: Person,
) -> MatterNow:
    found = await matter_for(runtime, person, matter, *roles)
    await runtime.command(request, person, found.branch, handler, content)
    done = await store.matter(runtime.store, matter)
    return await _whole(runtime, done or found)


def _place(matter: str, field: str) -> str:
    return f"matters/{matter}/{field}"
