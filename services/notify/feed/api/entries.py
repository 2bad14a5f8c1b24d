"""HTTP of the feed: my entries, their causes, and their acknowledgement."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel

from services.notify.feed import queries
from services.notify.feed.commands import AcknowledgeEntry
from services.notify.feed.domain.entries import Entry, Text
from services.notify.feed.queries import ExplainEntry, ViewFeed, ViewRecipients
from shared.access import Person
from shared.contracts.notify import Urgency
from shared.errors import NotFound
from shared.rights import may_on_own, may_somewhere, may_view, right_of
from shared.runtime import Caller, Runtime
from shared.web import Number

router = APIRouter(prefix="/api/notify", tags=["feed"])


class EntryNow(BaseModel):
    """An entry of a feed. `event` is the id of the event it is about, `cause` of what led to that,
    `correlation_id` of the visit or case it all began with; `at` is the time of the event, `written_at` of
    the entry. `answer` is the event by which what it asks was answered, whoever acted."""

    id: str
    n: int
    branch: str
    kind: str
    urgency: Urgency
    text: Text
    facts: dict[str, Any]
    about: str
    event: str
    cause: str
    correlation_id: str
    at: datetime
    written_at: datetime
    needs_ack: bool
    ack_by: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    escalated_to: tuple[str, ...]
    quiet: bool
    answer: str | None
    answered_at: datetime | None


class FeedNow(BaseModel):
    """Newest first; `last` is the number of the newest of all, `more` whether there are older ones."""

    entries: list[EntryNow]
    last: int
    more: bool


class QuietReader(BaseModel):
    """A person who was told of something quiet, with the times of that and of the acknowledgement."""

    staff: str
    kind: str
    text: Text
    written_at: datetime
    acknowledged_at: datetime | None


class CauseNow(BaseModel):
    """An event, a command or a timer of a chain of causes."""

    id: str
    kind: str
    time: datetime
    actor: str
    branch: str
    correlation_id: str


class Explanation(BaseModel):
    """The causes of an entry: the event it is about first, then what caused that. `root` is the id of the
    first cause, which need not have come to notify: what a device sent, or what a person did."""

    entry: str
    chain: list[CauseNow]
    root: str


def shown(entry: Entry) -> EntryNow:
    """Return what its reader may see of an entry."""
    return EntryNow(
        correlation_id=entry.correlation_id,
        **entry.model_dump(include=EntryNow.model_fields.keys() - {"correlation_id"}),
    )


@router.get("/feed")
async def feed(
    runtime: Runtime,
    person: Annotated[Person, may_somewhere(ViewFeed)],
    before: Annotated[Number | None, Query(ge=1)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> FeedNow:
    """My entries, newest first, a page at a time."""
    entries = await queries.newest(runtime.store, person.staff, before, limit + 1)
    lasts = await queries.last_numbers(runtime.store, [person.staff])
    page = [shown(entry) for entry in entries[:limit]]
    return FeedNow(entries=page, last=lasts.get(person.staff, 0), more=len(entries) > limit)


@router.post("/entries/{entry}/acknowledge")
async def acknowledge(
    entry: Annotated[Entry, may_on_own(queries.entry, AcknowledgeEntry, "entry")],
    runtime: Runtime,
    caller: Caller,
) -> EntryNow:
    """Note that I have read an entry of mine. Doing so again changes nothing."""
    await caller.execute(AcknowledgeEntry(entry.id, caller.person.staff), entry.branch)
    acknowledged = await queries.entry(runtime.store, entry.id)
    return shown(acknowledged or entry)


@router.get("/recipients/{about}")
async def recipients(
    about: Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")],
    request: Request,
    runtime: Runtime,
    person: Annotated[Person, may_somewhere(ViewRecipients)],
) -> list[QuietReader]:
    """The people who were told of something quiet such as an incident (D12), oldest first: for those who were
    told of it themselves, and for audit. For everybody else there is no such thing."""
    entries = await queries.quiet_entries(runtime.store, about)
    if not any(may_view(person, right_of(request, ViewRecipients), entry.staff) for entry in entries):
        raise NotFound(f"recipients/{about}")
    return [QuietReader(**entry.model_dump(include=set(QuietReader.model_fields))) for entry in entries]


@router.get("/entries/{entry}/why")
async def why(
    entry: Annotated[Entry, may_on_own(queries.entry, ExplainEntry, "entry")], runtime: Runtime
) -> Explanation:
    """The causes of an entry of mine; operations and audit may ask it of every entry."""
    links, root = await queries.chain(runtime.store, entry.event)
    return Explanation(entry=entry.id, chain=[CauseNow.model_validate(link) for link in links], root=root)
