"""The feed: what I was told, why, and that I took note."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel

from services.notify import store
from services.notify.feed.domain.entries import Entry, Text
from services.notify.feed.domain.rule import Urgency
from services.notify.feed.handlers.entries import Notice, take_note
from shared.access import Person, SignedIn
from shared.contracts.words import Role
from shared.errors import NotFound
from shared.runtime import Runtime, ServiceRuntime
from shared.web import Number

router = APIRouter(prefix="/api/notify", tags=["feed"])


class EntryNow(BaseModel):
    """One entry of a feed. `event` is the id of what it tells of, `cause` of what led to that, `story` the
    visit or case it all began with; `at` is the event's time, `told_at` the entry's."""

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
    told_at: datetime
    needs_ack: bool
    ack_by: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    escalated_to: tuple[str, ...]
    quiet: bool


class FeedNow(BaseModel):
    """Newest first; `last` is the number of the newest of all, `more` whether there are older ones."""

    entries: list[EntryNow]
    last: int
    more: bool


class Told(BaseModel):
    """Who was told of a quiet matter, when, and when they took note."""

    staff: str
    kind: str
    text: Text
    told_at: datetime
    acknowledged_at: datetime | None


class Link(BaseModel):
    """One event, or one deadline, of a causal chain."""

    id: str
    kind: str
    time: datetime
    actor: str
    branch: str
    correlation_id: str


class Why(BaseModel):
    """What led to an entry: the event it tells of first, then what caused it. `root` is the id of where it
    all began, which need not have come to notify: what a device sent, or what a person did."""

    entry: str
    chain: list[Link]
    root: str


def shown(entry: Entry) -> EntryNow:
    return EntryNow(
        correlation_id=entry.correlation_id,
        **entry.model_dump(include=EntryNow.model_fields.keys() - {"correlation_id"}),
    )


@router.get("/feed")
async def feed(
    runtime: Runtime,
    person: SignedIn,
    before: Annotated[Number | None, Query(ge=1)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> FeedNow:
    """What I was told, newest first, a page at a time."""
    entries = await store.newest(runtime.store, person.staff, before, limit + 1)
    lasts = await store.Reader(runtime.store).lasts([person.staff])
    page = [shown(entry) for entry in entries[:limit]]
    return FeedNow(entries=page, last=lasts.get(person.staff, 0), more=len(entries) > limit)


@router.post("/entries/{id}/acknowledge")
async def acknowledge(id: str, request: Request, runtime: Runtime, person: SignedIn) -> EntryNow:
    """I took note. Doing so again changes nothing."""
    entry = await _mine(runtime, person, id)
    await runtime.command(request, person, entry.branch, take_note, Notice(id, person.staff))
    return shown(await _mine(runtime, person, id))


@router.get("/told/{about}")
async def told(
    about: Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")], runtime: Runtime, person: SignedIn
) -> list[Told]:
    """Who was told of a quiet matter such as an incident (D12), oldest first: for those who were told of it
    themselves, and for audit. For everybody else there is no such matter."""
    entries = await store.told_quietly(runtime.store, about)
    if Role.AUDITOR not in person.roles and all(entry.staff != person.staff for entry in entries):
        raise NotFound(f"told/{about}")
    return [Told(**entry.model_dump(include=set(Told.model_fields))) for entry in entries]


@router.get("/entries/{id}/why")
async def why(id: str, runtime: Runtime, person: SignedIn) -> Why:
    """Why I was told this; operations and audit may ask it of every entry."""
    entry = await _mine(runtime, person, id, Role.OPS, Role.AUDITOR)
    links, root = await store.chain(runtime.store, entry.event)
    return Why(entry=entry.id, chain=[Link.model_validate(link) for link in links], root=root)


async def _mine(runtime: ServiceRuntime, person: Person, id: str, *also: Role) -> Entry:
    """My entry; somebody else's does not exist for me."""
    entry = await store.entry(runtime.store, id)
    if entry is None or (entry.staff != person.staff and not person.roles.intersection(also)):
        raise NotFound(f"entries/{id[:80]}")
    return entry
