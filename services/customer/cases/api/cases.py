"""Complaint cases over HTTP (D9)."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field, StringConstraints

from services.customer import store
from services.customer.cases.domain.case import Case, CaseState
from services.customer.cases.domain.cases import NewCase, Settlement, TakeOver, Words
from services.customer.cases.handlers import cases as handlers
from services.customer.files.api.sealing import open_text, seal_text
from services.customer.scope import BRANCH, ID, Id, case_for
from shared.access import Person, SignedIn
from shared.contracts.devices import correlation_of
from shared.contracts.words import ComplaintTopic, Role
from shared.errors import Malformed, NotFound
from shared.fields import Given, Readable
from shared.runtime import Runtime, ServiceRuntime

router = APIRouter(prefix="/api/customer/complaints", tags=["complaints"])
RAISES = (Role.LOBBY_MANAGER, Role.TELLER, Role.BRANCH_HEAD)
HEADS = (Role.BRANCH_HEAD, Role.REGION_HEAD)
HANDLES = (Role.LOBBY_MANAGER, *HEADS)
Text = Annotated[Readable, StringConstraints(max_length=4000)]


class Complaint(Given):
    """What somebody is dissatisfied with; `branch` may be left out by who works at one only."""

    topic: ComplaintTopic
    words: Text = Field(repr=False)
    visit: str | None = Field(default=None, pattern=ID)
    branch: str | None = Field(default=None, pattern=BRANCH)


class Said(Given):
    words: Text = Field(repr=False)


class Answer(Given):
    """Why it came to the complaint, and what was done about it."""

    cause: Text = Field(repr=False)
    resolution: Text = Field(repr=False)


class CaseNow(BaseModel):
    """A case as it stands. Texts are there only in a single one, for its owner and the heads."""

    case: str
    branch: str
    topic: ComplaintTopic
    raised_by: str
    raised_at: datetime
    visit: str | None
    state: CaseState
    owner: str | None
    level: int
    take_over_by: datetime | None
    answer_by: datetime
    taken_over_at: datetime | None
    settled_at: datetime | None
    settled_by: str | None
    has_words: bool
    words: str | None = None
    cause: str | None = None
    resolution: str | None = None


def shown(case: Case) -> CaseNow:
    fields = CaseNow.model_fields.keys() - {"case", "has_words", "words", "cause", "resolution"}
    return CaseNow(case=case.id, has_words=case.words is not None, **case.model_dump(include=fields))


@router.post("", status_code=201)
async def raise_complaint(
    complaint: Complaint, request: Request, runtime: Runtime, person: SignedIn
) -> CaseNow:
    """Somebody said that they are dissatisfied. The same Idempotency-Key gives the same case."""
    branch = complaint.branch or _only_branch(person)
    person.must(branch, *RAISES)
    cause = runtime.cause(request, person, branch, handlers.open_case)
    id = correlation_of(branch, person.staff, cause.id)
    words = seal_text(runtime.settings.key("master_key"), id, "words", complaint.words)
    new = NewCase(id, branch, complaint.topic, person.actor, complaint.visit, words)
    await runtime.do(handlers.open_case, new, cause)
    return await _look_up(runtime, id)


@router.get("")
async def cases(
    branch: Annotated[str, Query(pattern=BRANCH)],
    runtime: Runtime,
    person: SignedIn,
    state: CaseState | None = None,
) -> list[CaseNow]:
    """The complaints of a branch, newest first, without their words."""
    person.must(branch, *HANDLES, Role.AUDITOR)
    return [shown(one) for one in await store.cases(runtime.store, branch, state)]


@router.get("/{case}")
async def one(case: Id, runtime: Runtime, person: SignedIn) -> CaseNow:
    """A case; with its texts for its owner and the heads."""
    found = await case_for(runtime, person, case, *HANDLES, Role.AUDITOR)
    if found.owner != person.staff and not person.roles.intersection(HEADS):
        return shown(found)
    master = runtime.settings.key("master_key")
    texts = {
        name: open_text(master, case, name, getattr(found, name)) for name in ("words", "cause", "resolution")
    }
    return shown(found).model_copy(update=texts)


@router.post("/{case}/words")
async def words(case: Id, said: Said, request: Request, runtime: Runtime, person: SignedIn) -> CaseNow:
    """Write down what was said, when a machine raised the complaint."""
    found = await case_for(runtime, person, case, *RAISES)
    sealed = seal_text(runtime.settings.key("master_key"), case, "words", said.words)
    await runtime.command(request, person, found.branch, handlers.take_words, Words(case, sealed))
    return await _look_up(runtime, case)


@router.post("/{case}/take-over")
async def take_over(case: Id, request: Request, runtime: Runtime, person: SignedIn) -> CaseNow:
    """Make the case one's own."""
    found = await case_for(runtime, person, case, *HANDLES)
    wish = TakeOver(case, person.staff)
    await runtime.command(request, person, found.branch, handlers.take_case_over, wish)
    return await _look_up(runtime, case)


@router.post("/{case}/settle")
async def settle(case: Id, answer: Answer, request: Request, runtime: Runtime, person: SignedIn) -> CaseNow:
    """The cause is known and the customer has an answer."""
    found = await case_for(runtime, person, case, *HANDLES)
    master = runtime.settings.key("master_key")
    settlement = Settlement(
        case=case,
        by=person.staff,
        as_head=bool(person.roles.intersection(HEADS)),
        cause=seal_text(master, case, "cause", answer.cause),
        resolution=seal_text(master, case, "resolution", answer.resolution),
    )
    await runtime.command(request, person, found.branch, handlers.settle_case, settlement)
    return await _look_up(runtime, case)


def _only_branch(person: Person) -> str:
    if len(person.branches) != 1:
        raise Malformed("branch: missing")
    return person.branches[0]


async def _look_up(runtime: ServiceRuntime, case: str) -> CaseNow:
    found = await store.case(runtime.store, case)
    if found is None:
        raise NotFound(f"complaints/{case}")
    return shown(found)
