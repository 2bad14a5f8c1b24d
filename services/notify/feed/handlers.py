"""Handlers of the feeds: inform people, and escalate what they do not acknowledge (D1, D5, D6, D9)."""

import asyncio
from collections.abc import Iterable

from services.notify.feed.commands import AcknowledgeEntry
from services.notify.feed.domain.entries import (
    AcknowledgementDue,
    Entry,
    acknowledge,
    escalate,
    settle,
    superiors,
    write_entries,
)
from services.notify.feed.domain.questions import Question, answered_by, asked_by
from services.notify.feed.domain.rules import bank_wide_roles, recipients
from services.notify.floors.domain import Floor, mark_changed
from services.notify.staff.domain.directories import Directory
from services.notify.staff.domain.feeds import Feed
from services.notify.staff.queries import having
from shared.contracts.base import Event
from shared.erasure import without_erased
from shared.unit_of_work import UnitOfWork


async def inform(event: Event, work: UnitOfWork) -> None:
    """Write one entry for each person who must know of the event, and settle what it answers."""
    event = await without_erased(event, work)
    directory = await work.find(Directory, event.branch) or Directory(id=event.branch)
    roles = bank_wide_roles(event)
    found = recipients(event, directory, await work.query(having, roles) if roles else ())
    feeds = await _feeds((one.staff for one in found), work)
    questions = await _questions(asked_by(event).values(), work)
    work.apply(write_entries(event, found, feeds, questions, work.cause, work.moment))
    for question in (await _questions(answered_by(event), work)).values():
        asking = await asyncio.gather(*(work.find(Entry, id) for id in question.entries))
        kept = [one for one in asking if one is not None]
        work.apply(settle(question, kept, event, work.cause.actor, work.now))


async def refresh_floor_and_inform(event: Event, work: UnitOfWork) -> None:
    """Mark the floor of the branch as changed, and tell who must know.

    One handler, so that floor and directory are read together.
    """
    floor, _ = await asyncio.gather(work.find(Floor, event.branch), work.find(Directory, event.branch))
    work.apply(mark_changed(floor, event, answers=bool(answered_by(event))))
    await inform(event, work)


async def acknowledge_entry(command: AcknowledgeEntry, work: UnitOfWork) -> None:
    """Note that a person has read an entry of theirs. Raises `NotFound`, `NotAllowed`."""
    work.apply(acknowledge(await work.get(Entry, command.entry), command.staff, work.now))


async def escalate_unacknowledged(event: AcknowledgementDue, work: UnitOfWork) -> None:
    """Tell those one level up of the entries that were not acknowledged in time."""
    entries = await asyncio.gather(*(work.find(Entry, id) for id in event.entries))
    directory = await work.get(Directory, event.branch)
    above = superiors((one for one in entries if one is not None), directory)
    feeds = await _feeds(above, work)
    asked = next((one.question for one in entries if one is not None and one.question), None)
    question = (await _questions([asked], work))[asked] if asked else None
    work.apply(escalate(event, above, feeds, question, work.cause, work.moment))


async def _feeds(staff: Iterable[str], work: UnitOfWork) -> dict[str, Feed]:
    """Return the feeds of those of them who are of the staff."""
    found = await asyncio.gather(*(work.find(Feed, one) for one in staff))
    return {one.id: one for one in found if one is not None}


async def _questions(ids: Iterable[str], work: UnitOfWork) -> dict[str, Question]:
    """Return the questions under these ids, as nobody was asked where they are new."""
    wanted = list(ids)
    found = await asyncio.gather(*(work.find(Question, id) for id in wanted))
    return {id: one or Question(id=id) for id, one in zip(wanted, found, strict=True)}
