"""Notes about the market over HTTP (E4, A3)."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, StringConstraints

from services.referral.desk.commands import NoteMarket
from services.referral.desk.domain.notes import MarketNote
from services.referral.desk.queries import (
    NOTES,
    CountMarketNotes,
    ListMarketNotes,
    counts_of,
    notes_of,
)
from services.referral.fields import Limit, Skip
from shared.access import Person
from shared.contracts.devices import correlation_of
from shared.contracts.referral import MarketTopic
from shared.fields import Given, Readable
from shared.privacy import SealingKey, open_words, seal_words
from shared.rights import may_at_queried_branch, may_somewhere
from shared.runtime import Caller, Runtime

router = APIRouter(prefix="/api/referral/desk/notes", tags=["desk"])
Month = Annotated[str, Query(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]


class NoteForm(Given):
    """A note about the market: its topic, and its words."""

    topic: MarketTopic
    words: Annotated[Readable, StringConstraints(max_length=2000)] = Field(repr=False)


class Noted(BaseModel):
    """A note that was sent, under this id."""

    note: str


class NoteNow(BaseModel):
    """A note about the market."""

    note: str
    branch: str
    topic: MarketTopic
    words: str
    noted_by: str
    noted_at: datetime


@router.post("", status_code=201)
async def note_market(
    branch: Annotated[str, may_at_queried_branch(NoteMarket)], form: NoteForm, caller: Caller
) -> Noted:
    """Send a note about the market to the product department."""
    cause = caller.cause(NoteMarket, branch)
    id = correlation_of(branch, caller.person.staff, cause.id)
    words = seal_words(caller.runtime.settings.keys("master_key"), _place(id), form.words) or b""
    await caller.runtime.execute(NoteMarket(id, branch, form.topic, words, caller.person.staff), cause)
    return Noted(note=id)


@router.get("/counts")
async def count_notes(
    person: Annotated[Person, may_somewhere(CountMarketNotes)], runtime: Runtime, month: Month
) -> dict[MarketTopic, int]:
    """The number of notes of all branches in a month, by topic."""
    return await counts_of(runtime.store, month)


@router.get("")
async def list_notes(
    person: Annotated[Person, may_somewhere(ListMarketNotes)],
    caller: Caller,
    month: Month,
    topic: Annotated[MarketTopic, Query()],
    skip: Skip = 0,
    limit: Limit = NOTES,
) -> list[NoteNow]:
    """The notes of all branches about a topic in a month, the latest first, so many from `skip` on."""
    found = await notes_of(caller.runtime.store, month, topic, skip=skip, limit=limit)
    return [_shown(one, caller.runtime.settings.keys("master_key")) for one in found]


def _shown(note: MarketNote, key: SealingKey) -> NoteNow:
    words = open_words(key, _place(note.id), note.words or None) or ""
    fields = NoteNow.model_fields.keys() - {"note", "words"}
    return NoteNow(note=note.id, words=words, **note.model_dump(include=fields))


def _place(id: str) -> str:
    return f"desk/notes/{id}/words"
