"""Recording by one tap what was heard on the floor (D4, D11, E3)."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from services.lobby.branch.api import BranchPath
from services.lobby.journal.domain.records import Need, NewRecord, Opinion, Question
from services.lobby.journal.handlers.records import keep_record
from shared.access import Person, SignedIn
from shared.contracts.devices import correlation_of
from shared.contracts.words import OpinionSource, OpinionTopic, QuestionTopic, Role
from shared.fields import Given
from shared.runtime import Runtime, ServiceRuntime

router = APIRouter(prefix="/api/lobby/branches/{branch}", tags=["records"])
RECORDS = (Role.TELLER, Role.LOBBY_MANAGER, Role.BRANCH_HEAD)
Visit = Annotated[str | None, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class NeedHeard(Given):
    """What a customer wants, as a word of the catalogue."""

    need: str = Field(max_length=64, pattern=r"^[a-z0-9_]+$")
    visit: Visit = None


class OpinionHeard(Given):
    """What an opinion is about, and where it was found."""

    topic: OpinionTopic
    source: OpinionSource = OpinionSource.SPOKEN
    visit: Visit = None


class QuestionHeard(Given):
    """What a question was about that could not be answered."""

    topic: QuestionTopic
    visit: Visit = None


class Recorded(BaseModel):
    """The record; what was said is told to `customer` under this id."""

    record: str


@router.post("/needs", status_code=201)
async def need(
    branch: BranchPath, heard: NeedHeard, request: Request, runtime: Runtime, person: SignedIn
) -> Recorded:
    """A customer wants something."""
    return await _keep(branch, Need(heard.need), heard.visit, request, runtime, person)


@router.post("/opinions", status_code=201)
async def opinion(
    branch: BranchPath, heard: OpinionHeard, request: Request, runtime: Runtime, person: SignedIn
) -> Recorded:
    """A customer has an opinion, or one was found in the book or the box."""
    return await _keep(branch, Opinion(heard.topic, heard.source), heard.visit, request, runtime, person)


@router.post("/questions", status_code=201)
async def question(
    branch: BranchPath, heard: QuestionHeard, request: Request, runtime: Runtime, person: SignedIn
) -> Recorded:
    """A customer asked what could not be answered."""
    return await _keep(branch, Question(heard.topic), heard.visit, request, runtime, person)


async def _keep(
    branch: str,
    said: Need | Opinion | Question,
    visit: str | None,
    request: Request,
    runtime: ServiceRuntime,
    person: Person,
) -> Recorded:
    person.must(branch, *RECORDS)
    cause = runtime.cause(request, person, branch, keep_record)
    record = correlation_of(branch, person.staff, cause.id)
    await runtime.do(keep_record, NewRecord(record, branch, said, person.staff, visit), cause)
    return Recorded(record=record)
