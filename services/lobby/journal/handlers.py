"""The lobby log writes itself and takes entries by hand; taps on the floor become events (D4, D5, D9, D11,
E3)."""

import asyncio

from services.lobby.branch.domain.branches import Branch
from services.lobby.branch.domain.halls import Hall
from services.lobby.devices.handlers import require_device
from services.lobby.journal import domain
from services.lobby.journal.commands import (
    IdentifyProspect,
    PassOnComplaint,
    RecordNeed,
    RecordOpinion,
    RecordQuestion,
    WriteLogEntry,
)
from services.lobby.journal.domain import LogLine, MachineComplaint
from services.lobby.queue.domain.visits import Visit
from shared.contracts.base import Event
from shared.domain import Decision
from shared.erasure import without_erased
from shared.errors import NotFound
from shared.unit_of_work import UnitOfWork


async def write_log_line(event: Event, work: UnitOfWork) -> None:
    """Write one line for an event (D11); a repeat of it is kept out by the inbox. A branch that has no hall
    has no log."""
    branch = await work.find(Branch, event.branch)
    if branch is None:
        return
    event = await without_erased(event, work)
    cause = work.cause
    line = domain.line_of(event, cause.id, cause.time, cause.actor, branch.timezone)
    work.apply(Decision().save(line))


async def write_log_entry(command: WriteLogEntry, work: UnitOfWork) -> None:
    """Write an entry by hand once, however often it is sent (D4, D11, E4)."""
    branch, known = await asyncio.gather(work.get(Branch, command.branch), work.find(LogLine, command.id))
    if known is None:
        work.apply(domain.write_entry(**vars(command), timezone=branch.timezone, now=work.now))


async def record_need(command: RecordNeed, work: UnitOfWork) -> None:
    """Publish a need (D4, D11)."""
    visit = await _visit_of(command.branch, command.visit, work)
    event = domain.need_recorded(command.id, command.branch, command.need, command.by, visit)
    _publish(event, command.id, visit, work)


async def record_opinion(command: RecordOpinion, work: UnitOfWork) -> None:
    """Publish an opinion (D11, E3)."""
    visit = await _visit_of(command.branch, command.visit, work)
    event = domain.opinion_recorded(
        command.id, command.branch, command.topic, command.source, command.by, visit
    )
    _publish(event, command.id, visit, work)


async def record_question(command: RecordQuestion, work: UnitOfWork) -> None:
    """Publish a question that could not be answered (D11)."""
    visit = await _visit_of(command.branch, command.visit, work)
    event = domain.question_recorded(command.id, command.branch, command.topic, command.by, visit)
    _publish(event, command.id, visit, work)


async def identify_prospect(command: IdentifyProspect, work: UnitOfWork) -> Visit:
    """Mark a visitor as a prospect (D5)."""
    visit = await work.get(Visit, command.visit)
    work.apply(domain.mark_prospect(visit, command.need, command.found_by, command.accepts))
    return await work.get(Visit, command.visit)


async def pass_on_complaint(command: PassOnComplaint, work: UnitOfWork) -> None:
    """Pass on a complaint that was made at a machine (D9)."""
    await asyncio.gather(work.get(Hall, command.branch), require_device(command.branch, command.device, work))
    work.apply(domain.pass_on_complaint(MachineComplaint(**vars(command))))


async def _visit_of(branch: str, id: str | None, work: UnitOfWork) -> Visit | None:
    """The visit that a record is about. Raises `NotFound` for one of another branch."""
    await work.get(Branch, branch)
    visit = await work.get(Visit, id) if id else None
    if visit is not None and visit.branch != branch:
        raise NotFound(f"visits/{id}")
    return visit


def _publish(event: Event, id: str, visit: Visit | None, work: UnitOfWork) -> None:
    work.publish(event, subject=id, correlation_id=visit.correlation_id if visit else id)
