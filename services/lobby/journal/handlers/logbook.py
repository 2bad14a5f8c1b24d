"""The lobby log writes itself, and takes entries by hand (D11)."""

import asyncio

from services.lobby.branch.domain.branches import Branch
from services.lobby.journal.domain.logbook import LogLine, NewEntry, worker_of, write_entry
from shared.contracts.base import Event
from shared.domain import Decision
from shared.erasure import without_erased
from shared.unit_of_work import UnitOfWork


async def write_line(event: Event, work: UnitOfWork) -> None:
    """One line an event: that it stays one, however often the event comes, is the inbox's doing. A branch
    that has no hall has no log."""
    branch = await work.find(Branch, event.branch)
    if branch is None:
        return
    event = await without_erased(event, work)
    cause = work.cause
    work.apply(Decision().save(worker_of(event, cause.id, cause.time, cause.actor, branch.timezone)))


async def write_by_hand(new: NewEntry, work: UnitOfWork) -> None:
    """Written once, however often it is sent."""
    branch, known = await asyncio.gather(work.get(Branch, new.branch), work.find(LogLine, new.id))
    if known is None:
        work.apply(write_entry(new, branch.timezone, work.now))
