"""The lobby log and the records of the floor over HTTP (D4, D5, D11, E3)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path
from fastapi import Query as QueryParameter
from pydantic import BaseModel, Field, StringConstraints

from services.lobby.branch.domain.branches import Branch, day_of
from services.lobby.journal.commands import (
    IdentifyProspect,
    RecordNeed,
    RecordOpinion,
    RecordQuestion,
    WriteLogEntry,
)
from services.lobby.journal.domain import Fact, LogLine
from services.lobby.journal.queries import ReadLogEntries, ReadQuietLines, ViewLog, log_line, log_of_day
from services.lobby.queue.api.visits import VisitNow, execute
from services.lobby.queue.domain.visits import Visit
from services.lobby.queue.queries import find_visit
from shared import clock
from shared.contracts.devices import correlation_of
from shared.contracts.lobby.words import LogEntryKind
from shared.contracts.needs import Need
from shared.contracts.words import Accepts, OpinionSource, OpinionTopic, QuestionTopic
from shared.errors import NotFound
from shared.fields import Given, LivedDay, Readable
from shared.privacy import open_words, seal_words
from shared.rights import may_at_branch, may_on
from shared.runtime import Asking, Caller

router = APIRouter(prefix="/api/lobby", tags=["log"])
LOG = "/branches/{branch}/log"
DayPath = Annotated[LivedDay, Path()]
Words = Annotated[Readable, StringConstraints(max_length=4000)]
VisitId = Annotated[str | None, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class EntryRequest(Given):
    """An entry for the log."""

    kind: LogEntryKind
    words: Words = Field(repr=False)
    visit: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_-]{1,64}$")


class LineNow(BaseModel):
    """One line. `words` are those of an entry by hand, for those who may read them."""

    id: str
    at: datetime
    group: str
    kind: str
    actor: str
    visit: str | None
    facts: dict[str, Fact]
    by_hand: bool
    words: str | None


class LogOfDay(BaseModel):
    """Lines of a day, the newest first; `before` asks for those that are older, if there are any."""

    branch: str
    day: str
    today: str
    lines: list[LineNow]
    before: str | None


class NeedRequest(Given):
    """A customer's need, as a word of the catalogue."""

    need: Need
    visit: VisitId = None


class OpinionRequest(Given):
    """The subject of an opinion, and where it was found."""

    topic: OpinionTopic
    source: OpinionSource = OpinionSource.SPOKEN
    visit: VisitId = None


class QuestionRequest(Given):
    """The subject of a question that could not be answered."""

    topic: QuestionTopic
    visit: VisitId = None


class ProspectRequest(Given):
    """A prospect's possible need, and their answer to being introduced, if they were asked (D5)."""

    need: Need
    accepts: Accepts | None = None


class Recorded(BaseModel):
    """The record; what was said is published to `customer` under this id."""

    record: str


@router.get(LOG)
async def log(
    branch: Annotated[str, may_at_branch(ViewLog)],
    caller: Caller,
    day: Annotated[LivedDay | None, QueryParameter()] = None,
    group: Annotated[str | None, QueryParameter(pattern=r"^[a-z_]{1,32}$")] = None,
    before: Annotated[str | None, QueryParameter(max_length=96)] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 100,
) -> LogOfDay:
    """The log of a day, today's if none is named; of one group of lines, if it is named."""
    today = await _today_of(caller, branch)
    found = await log_of_day(caller.runtime.store, branch, day or today, group, before, limit + 1)
    return LogOfDay(
        branch=branch,
        day=day or today,
        today=today,
        lines=[shown(line, caller) for line in readable(found[:limit], caller)],
        before=found[limit - 1].place if len(found) > limit else None,
    )


@router.post(LOG, status_code=201)
async def write(
    branch: Annotated[str, may_at_branch(WriteLogEntry)], entry: EntryRequest, caller: Caller
) -> LineNow:
    """Write an entry by hand. The same Idempotency-Key gives the same entry."""
    cause = caller.cause(WriteLogEntry, branch)
    id = correlation_of(branch, caller.person.staff, cause.id)
    words = seal_words(caller.runtime.settings.keys("master_key"), _place(branch, id), entry.words) or b""
    command = WriteLogEntry(id, branch, entry.kind, caller.person.staff, words, entry.visit)
    await caller.runtime.execute(command, cause)
    line = await log_line(caller.runtime.store, id)
    if line is None:
        raise NotFound(f"log/{id}")
    return shown(line, caller)


@router.post("/branches/{branch}/needs", status_code=201, tags=["records"])
async def need(
    branch: Annotated[str, may_at_branch(RecordNeed)], said: NeedRequest, caller: Caller
) -> Recorded:
    """Record what a customer wants."""
    cause = caller.cause(RecordNeed, branch)
    id = correlation_of(branch, caller.person.staff, cause.id)
    command = RecordNeed(id, branch, said.need, caller.person.staff, said.visit)
    await caller.runtime.execute(command, cause)
    return Recorded(record=id)


@router.post("/branches/{branch}/opinions", status_code=201, tags=["records"])
async def opinion(
    branch: Annotated[str, may_at_branch(RecordOpinion)], said: OpinionRequest, caller: Caller
) -> Recorded:
    """Record an opinion of a customer, or one that was found in the book or the box."""
    cause = caller.cause(RecordOpinion, branch)
    id = correlation_of(branch, caller.person.staff, cause.id)
    command = RecordOpinion(id, branch, said.topic, said.source, caller.person.staff, said.visit)
    await caller.runtime.execute(command, cause)
    return Recorded(record=id)


@router.post("/branches/{branch}/questions", status_code=201, tags=["records"])
async def question(
    branch: Annotated[str, may_at_branch(RecordQuestion)], said: QuestionRequest, caller: Caller
) -> Recorded:
    """Record a question that could not be answered."""
    cause = caller.cause(RecordQuestion, branch)
    id = correlation_of(branch, caller.person.staff, cause.id)
    command = RecordQuestion(id, branch, said.topic, caller.person.staff, said.visit)
    await caller.runtime.execute(command, cause)
    return Recorded(record=id)


@router.post("/visits/{visit}/prospect", tags=["visits"])
async def prospect(
    visit: Annotated[Visit, may_on(find_visit, IdentifyProspect, "visit")],
    promise: ProspectRequest,
    caller: Caller,
) -> VisitNow:
    """Mark a visitor as a prospect, with what they may need (D5)."""
    command = IdentifyProspect(visit.id, promise.need, caller.person.staff, promise.accepts)
    return await execute(command, visit, caller)


def readable(lines: Iterable[LogLine], caller: Asking) -> list[LogLine]:
    """Return the lines that the person may read: quiet ones only if they are told of incidents (D12)."""
    return [line for line in lines if not line.group.is_quiet or caller.may(ReadQuietLines, line.branch)]


def shown(line: LogLine, caller: Asking) -> LineNow:
    """Show a line, with the words of an entry if the person may read them."""
    words = None
    if line.words is not None and caller.may(ReadLogEntries, line.branch):
        master = caller.runtime.settings.keys("master_key")
        words = open_words(master, _place(line.branch, line.id), line.words)
    fields = line.model_dump(include={"id", "at", "group", "kind", "actor", "visit", "facts"})
    return LineNow(**fields, by_hand=line.words is not None, words=words)


async def _today_of(caller: Asking, branch: str) -> str:
    """Return the branch's own date. Raises `NotFound`."""
    known = await caller.runtime.store.find(Branch, branch)
    if known is None:
        raise NotFound(f"branches/{branch}")
    return day_of(known.timezone, clock.now())


def _place(branch: str, id: str) -> str:
    """Return the name under which the words of an entry are sealed."""
    return f"log/{branch}/{id}"
