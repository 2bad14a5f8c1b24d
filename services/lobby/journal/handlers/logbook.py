"""The lobby log writes itself, and takes entries by hand (D11)."""

import asyncio

from services.lobby.branch.domain.branches import Branch
from services.lobby.journal.domain.logbook import LogLine, NewEntry, line_of, write_entry
from shared.contracts.base import Event
from shared.domain import Decision
from shared.erasure import without_erased
from shared.unit import Unit


async def write_line(event: Event, unit: Unit) -> None:
    """One line an event: that it stays one, however often the event comes, is the inbox's doing. A branch
    that has no hall has no log."""
    branch = await unit.find(Branch, event.branch)
    if branch is None:
        return
    event = await without_erased(event, unit)
    cause = unit.cause
    unit.keep(Decision().put(line_of(event, cause.id, cause.time, cause.actor, branch.timezone)))


async def write_by_hand(new: NewEntry, unit: Unit) -> None:
    """Written once, however often it is sent."""
    branch, known = await asyncio.gather(unit.get(Branch, new.branch), unit.find(LogLine, new.id))
    if known is None:
        unit.keep(write_entry(new, branch.timezone, unit.now))
