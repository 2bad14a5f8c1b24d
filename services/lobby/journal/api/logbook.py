"""The lobby log over HTTP (D11): read by the day, written by hand."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, Field, StringConstraints

from services.lobby import store
from services.lobby.branch.api import BranchPath
from services.lobby.branch.domain.branches import day_of
from services.lobby.branch.queries import find_branch
from services.lobby.journal.domain.logbook import EntryKind, Fact, LogLine, NewEntry
from services.lobby.journal.handlers.logbook import write_by_hand
from shared import clock
from shared.access import Person, SignedIn
from shared.contracts.devices import correlation_of
from shared.contracts.words import Role
from shared.errors import NotFound
from shared.fields import Given, LivedDay, Readable
from shared.privacy import open_words, seal_words
from shared.runtime import Runtime, ServiceRuntime

router = APIRouter(prefix="/api/lobby/branches/{branch}/log", tags=["log"])
WRITES = (Role.LOBBY_MANAGER, Role.BRANCH_HEAD)
QUIET = "incidents"
"""Lines that only those read who are told of incidents (D12)."""
READS = (*WRITES, Role.REGION_HEAD, Role.AUDITOR)
DayPath = Annotated[LivedDay, Path()]
Words = Annotated[Readable, StringConstraints(max_length=4000)]


class Entry(Given):
    """What somebody writes into the log."""

    kind: EntryKind
    words: Words = Field(repr=False)
    visit: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_-]{1,64}$")


class Line(BaseModel):
    """One line. `words` are those of an entry by hand, for who may read them."""

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
    lines: list[Line]
    before: str | None


@router.get("")
async def log(
    branch: BranchPath,
    runtime: Runtime,
    person: SignedIn,
    day: Annotated[LivedDay | None, Query()] = None,
    group: Annotated[str | None, Query(pattern=r"^[a-z_]{1,32}$")] = None,
    before: Annotated[str | None, Query(max_length=96)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> LogOfDay:
    """The log of a day, today's if none is named; of one group of lines, if it is named."""
    person.must(branch, *READS)
    today = await today_of(runtime, branch)
    found = await store.log(runtime.store, branch, day or today, group, before, limit + 1)
    lines = [line for line in found[:limit] if line.group != QUIET or person.roles.intersection(WRITES)]
    return LogOfDay(
        branch=branch,
        day=day or today,
        today=today,
        lines=[shown(line, runtime, person) for line in lines],
        before=found[limit - 1].place if len(found) > limit else None,
    )


@router.post("", status_code=201)
async def write(
    branch: BranchPath, entry: Entry, request: Request, runtime: Runtime, person: SignedIn
) -> Line:
    """Write an entry by hand. The same Idempotency-Key gives the same entry."""
    person.must(branch, *WRITES)
    cause = runtime.cause(request, person, branch, write_by_hand)
    id = correlation_of(branch, person.staff, cause.id)
    words = seal_words(runtime.settings.key("master_key"), _place(branch, id), entry.words) or b""
    await runtime.do(write_by_hand, NewEntry(id, branch, entry.kind, person.staff, words, entry.visit), cause)
    line = await store.log_line(runtime.store, id)
    if line is None:
        raise NotFound(f"log/{id}")
    return shown(line, runtime, person)


async def today_of(runtime: ServiceRuntime, branch: str) -> str:
    """The branch's own date; `NotFound` if there is no such branch."""
    place = await find_branch(runtime.store, branch)
    if place is None:
        raise NotFound(f"branches/{branch}")
    return day_of(place.timezone, clock.now())


def shown(line: LogLine, runtime: ServiceRuntime, person: Person) -> Line:
    words = None
    if line.words is not None and person.may(line.branch, *WRITES):
        master = runtime.settings.key("master_key")
        words = open_words(master, _place(line.branch, line.id), line.words)
    fields = line.model_dump(include={"id", "at", "group", "kind", "actor", "visit", "facts"})
    return Line(**fields, by_hand=line.words is not None, words=words)


def _place(branch: str, id: str) -> str:
    return f"log/{branch}/{id}"
