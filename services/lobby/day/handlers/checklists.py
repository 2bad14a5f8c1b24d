"""Checklists are begun, gone through and changed (P1 to P7, D3, D7, E1, E2)."""

import asyncio
from dataclasses import dataclass

from services.lobby.branch.domain.branches import Branch, day_of
from services.lobby.day.domain import checklists, days, templates
from services.lobby.day.domain.checklists import Checklist, Ticks
from services.lobby.day.domain.days import BranchDay, day_id, list_of
from services.lobby.day.domain.self_reports import Reports
from services.lobby.day.domain.standard_checklists import STANDARD
from services.lobby.day.domain.templates import Editions, Item, Template, template_id
from services.lobby.devices.domain.equipment import Equipment
from services.lobby.materials.domain.leaflets import Rack
from services.lobby.materials.domain.notices import Board
from services.lobby.tasks.domain.task import Task
from shared.contracts.lobby import ChecklistKind, Marking, TaskDone, TaskOutcome, TaskSort
from shared.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Beginning:
    """Somebody begins a checklist of today."""

    branch: str
    kind: ChecklistKind
    by: str


@dataclass(frozen=True)
class Going:
    """Somebody ticks items of a checklist of today."""

    branch: str
    kind: ChecklistKind
    ticks: Ticks


@dataclass(frozen=True)
class Change:
    """A branch's checklist of a kind is to be another from now on; `edited` is the edition that was changed
    into it, if that is known."""

    branch: str
    kind: ChecklistKind
    items: tuple[Item, ...]
    by: str
    edited: int | None = None


async def today(branch: str, work: UnitOfWork) -> tuple[BranchDay, Branch]:
    """The branch's day of now, new if nothing of it was kept yet."""
    known = await work.get(Branch, branch)
    day = day_of(known.timezone, work.now)
    return await work.find(BranchDay, day_id(branch, day)) or BranchDay.of(known, day), known


async def reports_of(branch: str, day: str, work: UnitOfWork) -> Reports:
    """What the branch's things say of themselves."""
    return Reports(
        day,
        *await asyncio.gather(
            work.find(Board, branch), work.find(Rack, branch), work.find(Equipment, branch)
        ),
    )


async def runtime(branch: str, kind: ChecklistKind, by: str, work: UnitOfWork) -> Checklist:
    """The checklist of today, begun now if nobody did; of patrols the last one."""
    day, known = await today(branch, work)
    found = await work.find(Checklist, list_of(day, kind))
    return found or await _begin(day, known, kind, 1, by, work)


async def begin_checklist(beginning: Beginning, work: UnitOfWork) -> None:
    """Begin it, if it is not; a patrol that is done is followed by another."""
    day, known = await today(beginning.branch, work)
    day.must_go_on()
    last = await runtime(beginning.branch, beginning.kind, beginning.by, work)
    if beginning.kind is ChecklistKind.PATROL and last.completed_at is not None:
        await _begin(day, known, beginning.kind, max(1, day.rounds) + 1, beginning.by, work)


async def tick(going: Going, work: UnitOfWork) -> None:
    """Somebody looked at some items."""
    day, _ = await today(going.branch, work)
    day.must_go_on()
    checklist = await runtime(going.branch, going.kind, going.ticks.by, work)
    reports = await reports_of(going.branch, checklist.day, work)
    work.apply(checklists.mark(checklist, going.ticks, reports, work.now))


async def note_repair(event: TaskDone, work: UnitOfWork) -> None:
    """What somebody has repaired or filled up is in order on every list of today that found it faulty."""
    if event.sort is not TaskSort.REPAIR or event.outcome is not TaskOutcome.DONE:
        return
    task = await work.get(Task, event.task)
    day, _ = await today(event.branch, work)
    reports = await reports_of(event.branch, day.day, work)
    for kind in ChecklistKind:
        found = await work.find(Checklist, list_of(day, kind))
        right = found.faulty(task.about) if found else ()
        if found and right:
            work.apply(checklists.mark(found, Ticks(right, Marking.OK, event.by), reports, work.now))


async def change_template(change: Change, work: UnitOfWork) -> None:
    """The next checklist of this kind begins with these items."""
    await work.get(Branch, change.branch)
    editions = await work.find(Editions, change.branch) or Editions(id=change.branch)
    await work.find(Template, template_id(change.branch, change.kind, editions.of(change.kind) + 1))
    _, known = await _edition_of(change.branch, change.kind, work)
    items = templates.changed(known, change.items)
    work.apply(templates.change(editions, change.kind, items, change.by, change.edited))


async def _begin(
    day: BranchDay, branch: Branch, kind: ChecklistKind, round: int, by: str, work: UnitOfWork
) -> Checklist:
    edition, known = await _edition_of(branch.id, kind, work)
    items = templates.spread(known, sorted(branch.counters))
    decision, checklist = checklists.begin(branch.id, day.day, kind, edition, items, by, work.now, round)
    work.apply(decision)
    if kind is ChecklistKind.PATROL:
        work.apply(days.keep(day.evolve(rounds=round)))
    if kind is ChecklistKind.OPENING:
        reports = await reports_of(branch.id, day.day, work)
        work.apply(days.prepare(day, by, work.now, reports.expired, reports.low))
    return checklist


async def _edition_of(branch: str, kind: ChecklistKind, work: UnitOfWork) -> tuple[int, tuple[Item, ...]]:
    """The edition that counts, with its items."""
    editions = await work.find(Editions, branch)
    edition = editions.of(kind) if editions else 0
    template = await work.find(Template, template_id(branch, kind, edition)) if edition else None
    return edition, template.items if template else STANDARD[kind]
