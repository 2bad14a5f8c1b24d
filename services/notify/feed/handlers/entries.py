"""Whoever must know is told, and it is seen to that they took note (D1, D5, D6, D9)."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from services.notify.feed.domain.deadlines import AcknowledgementDue
from services.notify.feed.domain.entries import Entry, Feed, acknowledge, escalate, superiors, tell
from services.notify.feed.domain.floors import Floor, wake
from services.notify.feed.domain.rules import recipients
from services.notify.staff.domain.directories import Directory
from shared.contracts.base import Event
from shared.erasure import without_erased
from shared.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Notice:
    """Somebody took note of an entry."""

    entry: str
    staff: str


async def inform(event: Event, work: UnitOfWork) -> None:
    """Each who must know gets one entry."""
    event = await without_erased(event, work)
    directory = await work.find(Directory, event.branch) or Directory(id=event.branch)
    told = recipients(event, directory)
    feeds = await _feeds((one.staff for one in told), work)
    work.apply(tell(event, told, feeds, work.cause, work.now, work.due))


async def hear_hall(event: Event, work: UnitOfWork) -> None:
    """Something happened that the rooms of a branch show: they are woken, and those told who must know."""
    floor, _ = await asyncio.gather(work.find(Floor, event.branch), work.find(Directory, event.branch))
    work.apply(wake(floor, event))
    await inform(event, work)


async def take_note(notice: Notice, work: UnitOfWork) -> None:
    """Somebody acknowledges an entry of theirs."""
    work.apply(acknowledge(await work.get(Entry, notice.entry), notice.staff, work.now))


async def pass_up(event: AcknowledgementDue, work: UnitOfWork) -> None:
    """What nobody took note of in time goes one level up."""
    entries = await asyncio.gather(*(work.find(Entry, id) for id in event.entries))
    directory = await work.get(Directory, event.branch)
    above = superiors((one for one in entries if one is not None), directory)
    feeds = await _feeds(above, work)
    work.apply(escalate(event, above, feeds, work.cause, work.now, work.due))


async def _feeds(staff: Iterable[str], work: UnitOfWork) -> dict[str, Feed]:
    """The feeds of those of them who are of the staff."""
    found = await asyncio.gather(*(work.find(Feed, one) for one in staff))
    return {one.id: one for one in found if one is not None}
