"""Complaint cases over HTTP (D9)."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from services.customer.audit.access import record_reading
from services.customer.audit.on_record import open_on_record
from services.customer.cases.commands import OpenCase, RecordComplaintWords, SettleCase, TakeOverCase
from services.customer.cases.domain import Case, CaseState, NewComplaint
from services.customer.cases.queries import HandleAnyCase, ListCases, ViewCase, cases_of_branch, find_case
from services.customer.fields import ID, LongText
from shared.access import Person
from shared.commands import Command
from shared.contracts.devices import correlation_of
from shared.contracts.words import ComplaintTopic
from shared.errors import Malformed, NotFound
from shared.fields import Given
from shared.privacy import seal
from shared.rights import BRANCH, may_at_queried_branch, may_on, may_somewhere, require, right_of
from shared.runtime import Asking, Caller, Runtime, ServiceRuntime

router = APIRouter(prefix="/api/customer/complaints", tags=["complaints"])
TEXTS = ("words", "root_cause", "resolution")


class ComplaintForm(Given):
    """A complaint; `branch` may be left out by those who work at one only."""

    topic: ComplaintTopic
    words: LongText = Field(repr=False)
    visit: str | None = Field(default=None, pattern=ID)
    branch: str | None = Field(default=None, pattern=BRANCH)


class ComplaintWordsForm(Given):
    """The customer's own words."""

    words: LongText = Field(repr=False)


class SettlementForm(Given):
    """The root cause of a complaint, and what was done about it."""

    root_cause: LongText = Field(repr=False)
    resolution: LongText = Field(repr=False)


class CaseNow(BaseModel):
    """A case as it stands. The texts are given in a single case only, to its owner and the heads."""

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
    root_cause: str | None = None
    resolution: str | None = None


@router.post("", status_code=201)
async def raise_complaint(
    form: ComplaintForm, person: Annotated[Person, may_somewhere(OpenCase)], caller: Caller
) -> CaseNow:
    """Open a case for a complaint. The same Idempotency-Key gives the same case."""
    branch = form.branch or _only_branch(person)
    require(person, right_of(caller.request, OpenCase), branch)
    cause = caller.cause(OpenCase, branch)
    id = correlation_of(branch, person.staff, cause.id)
    complaint = NewComplaint(
        branch,
        form.topic,
        raised_by=person.actor,
        visit=form.visit,
        words=_seal(caller.runtime, id, "words", form.words),
    )
    await caller.runtime.execute(OpenCase(id, complaint), cause)
    return await _case_now(caller.runtime, id)


@router.get("")
async def list_cases(
    branch: Annotated[str, may_at_queried_branch(ListCases)],
    runtime: Runtime,
    state: CaseState | None = None,
) -> list[CaseNow]:
    """The complaints of a branch, newest first, without their texts."""
    return [shown(case) for case in await cases_of_branch(runtime.store, branch, state)]


@router.get("/{case}")
async def view_case(case: Annotated[Case, may_on(find_case, ViewCase, "case")], caller: Caller) -> CaseNow:
    """A case; with its texts for its owner and the heads."""
    if case.owner != caller.person.staff and not caller.may(HandleAnyCase, case.branch):
        return shown(case)
    master, subject = caller.runtime.settings.key("master_key"), f"case/{case.id}"
    if kept := [name for name in TEXTS if getattr(case, name) is not None]:
        await record_reading(caller, case.branch, [], kept, purpose="view_case", cause=subject)
    texts = {
        name: open_on_record(master, place_of(case.id, name), getattr(case, name), subject) for name in kept
    }
    return shown(case).model_copy(update=texts)


@router.post("/{case}/words")
async def record_words(
    case: Annotated[Case, may_on(find_case, RecordComplaintWords, "case")],
    form: ComplaintWordsForm,
    caller: Caller,
) -> CaseNow:
    """Record the customer's words, when a machine raised the complaint."""
    words = _seal(caller.runtime, case.id, "words", form.words)
    return await _execute(caller, RecordComplaintWords(case.id, words), case)


@router.post("/{case}/take-over")
async def take_over(
    case: Annotated[Case, may_on(find_case, TakeOverCase, "case")], caller: Caller
) -> CaseNow:
    """Become the owner of the case."""
    return await _execute(caller, TakeOverCase(case.id, caller.person.staff), case)


@router.post("/{case}/settle")
async def settle(
    case: Annotated[Case, may_on(find_case, SettleCase, "case")], form: SettlementForm, caller: Caller
) -> CaseNow:
    """Settle the case: its root cause is known, and the customer has an answer."""
    command = SettleCase(
        case.id,
        by=caller.person.staff,
        as_head=caller.may(HandleAnyCase, case.branch),
        root_cause=_seal(caller.runtime, case.id, "root_cause", form.root_cause),
        resolution=_seal(caller.runtime, case.id, "resolution", form.resolution),
    )
    return await _execute(caller, command, case)


def shown(case: Case) -> CaseNow:
    """Show a case without its texts."""
    fields = CaseNow.model_fields.keys() - {"case", "has_words", *TEXTS}
    return CaseNow(case=case.id, has_words=case.words is not None, **case.model_dump(include=fields))


async def _execute(caller: Asking, command: Command, case: Case) -> CaseNow:
    """Carry out a command and show the case after it."""
    await caller.execute(command, case.branch)
    return await _case_now(caller.runtime, case.id)


async def _case_now(runtime: ServiceRuntime, id: str) -> CaseNow:
    found = await find_case(runtime.store, id)
    if found is None:
        raise NotFound(f"complaints/{id}")
    return shown(found)


def _only_branch(person: Person) -> str:
    if len(person.branches) != 1:
        raise Malformed("branch: missing")
    return person.branches[0]


def _seal(runtime: ServiceRuntime, case: str, field: str, text: str) -> bytes:
    return seal(runtime.settings.key("master_key"), text.encode(), place=place_of(case, field))


def place_of(case: str, field: str) -> str:
    """Return the place at which a text of a case is sealed."""
    return f"cases/{case}/{field}"
