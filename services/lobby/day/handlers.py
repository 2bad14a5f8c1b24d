"""The branch's day is opened and closed, its checklists gone through; midnight closes it (P1 to P7, D3, D7,
E1, E2)."""

import asyncio

from services.lobby.branch.domain.branches import Branch, day_of
from services.lobby.branch.domain.halls import Hall
from services.lobby.day.commands import (
    BeginChecklist,
    BeginClosing,
    ChangeTemplate,
    CloseDay,
    MarkItems,
    OpenDay,
    ReopenDay,
)
from services.lobby.day.domain import checklists, days, templates
from services.lobby.day.domain.checklists import Checklist, Marks
from services.lobby.day.domain.days import BranchDay, DayEndDue, DayState, day_id, list_of
from services.lobby.day.domain.self_reports import SelfReports
from services.lobby.day.domain.standard_checklists import STANDARD
from services.lobby.day.domain.templates import Editions, Item, Template, template_id
from services.lobby.devices.domain.equipment import Equipment
from services.lobby.materials.domain import NoticeBoard, Rack
from services.lobby.queue.domain.learning import after_closing
from services.lobby.queue.handlers.forecasts import wait_history_of
from services.lobby.queue.handlers.tickets import empty_hall
from services.lobby.tasks.domain.task import Task
from services.lobby.tasks.handlers import close_tasks
from shared.contracts.lobby import (
    ChecklistKind,
    CounterOpened,
    CustomerDiverted,
    Marking,
    TaskDone,
    TaskKind,
    TaskOutcome,
    TicketIssued,
)
from shared.unit_of_work import UnitOfWork


async def begin_checklist(command: BeginChecklist, work: UnitOfWork) -> None:
    """Begin a checklist, if it is not begun; a patrol that is complete is followed by another (P1 to
    P7, D3)."""
    day, branch = await today(command.branch, work)
    day.must_go_on()
    last = await _checklist(command.branch, command.kind, command.by, work)
    if command.kind is ChecklistKind.PATROL and last.completed_at is not None:
        await _begin(day, branch, command.kind, max(1, day.patrols) + 1, command.by, work)


async def mark_items(command: MarkItems, work: UnitOfWork) -> None:
    """Mark items of a checklist of today (P1 to P7, D3, E1)."""
    day, _ = await today(command.branch, work)
    day.must_go_on()
    checklist = await _checklist(command.branch, command.kind, command.marks.by, work)
    reports = await _self_reports(command.branch, checklist.day, work)
    work.apply(checklists.mark(checklist, command.marks, reports, work.now))


async def note_repair(event: TaskDone, work: UnitOfWork) -> None:
    """Mark a fixture that was repaired or filled up on every checklist of today that found it faulty (D7)."""
    if event.kind is not TaskKind.REPAIR or event.outcome is not TaskOutcome.DONE:
        return
    task = await work.get(Task, event.task)
    day, _ = await today(event.branch, work)
    reports = await _self_reports(event.branch, day.day, work)
    for kind in ChecklistKind:
        found = await work.find(Checklist, list_of(day, kind))
        repaired = found.faulty(task.about) if found else ()
        if found and repaired:
            work.apply(checklists.mark(found, Marks(repaired, Marking.OK, event.by), reports, work.now))


async def change_template(command: ChangeTemplate, work: UnitOfWork) -> None:
    """Make a new edition, with which the next checklist of this kind begins (P1 to P7)."""
    await work.get(Branch, command.branch)
    editions = await work.find(Editions, command.branch) or Editions(id=command.branch)
    await work.find(Template, template_id(command.branch, command.kind, editions.of(command.kind) + 1))
    _, known = await _edition_of(command.branch, command.kind, work)
    items = templates.changed(known, command.items)
    work.apply(templates.change(editions, command.kind, items, command.by, command.edited))


async def open_day(command: OpenDay, work: UnitOfWork) -> None:
    """Open the branch; the opening checklist begins, if nobody has begun it (P1 to P7)."""
    day, _ = await today(command.branch, work)
    day.must_go_on()
    missing = await _missing(command.branch, ChecklistKind.OPENING, command.by, work)
    day, _ = await today(command.branch, work)
    work.apply(days.open_day(day, missing, command.by, command.override, work.now))


async def begin_closing(command: BeginClosing, work: UnitOfWork) -> None:
    """Begin the closing checklist (E1)."""
    day, _ = await today(command.branch, work)
    work.apply(days.begin_closing(day, command.by, work.now))
    await _checklist(command.branch, ChecklistKind.CLOSING, command.by, work)


async def close_day(command: CloseDay, work: UnitOfWork) -> None:
    """Close the branch and everything that is open in it. Raises `StillServing` without a reason (E1, E2)."""
    day, _ = await today(command.branch, work)
    if day.state is DayState.CLOSED:
        return
    missing = await _missing(command.branch, ChecklistKind.CLOSING, command.by, work)
    hall = await work.get(Hall, command.branch)
    is_serving = any(one.visit for one in hall.counters.values())
    cancelled = await _end_all(command.branch, work, force=command.override is not None)
    reason = command.override if missing or is_serving else None
    history = await wait_history_of(command.branch, work)
    known = after_closing(history, day.day, day.timezone, work.now)
    work.apply(days.close_day(day, missing, command.by, reason, cancelled, work.now).save(known))


async def reopen_day(command: ReopenDay, work: UnitOfWork) -> None:
    """Go on with a day that is closing or closed."""
    day, _ = await today(command.branch, work)
    work.apply(days.reopen(day, command.by, command.reason, work.now))


async def end_day(due: DayEndDue, work: UnitOfWork) -> None:
    """Close at midnight: nothing stays open over night, nor a visit that came after the branch was closed
    (E2)."""
    branch = await work.get(Branch, due.branch)
    day = await work.get(BranchDay, day_id(due.branch, due.day))
    if day_of(branch.timezone, work.now) <= due.day:  # the branch moved to another time zone meanwhile
        work.apply(days.save(day.evolve(timezone=branch.timezone)))
        return
    cancelled = await _end_all(due.branch, work, force=True)
    if day.state is not DayState.CLOSED:
        work.apply(days.close_day(day, (), days.SYSTEM, None, cancelled, work.now))


async def note_customer(event: TicketIssued | CustomerDiverted, work: UnitOfWork) -> None:
    """Publish it, once a day, if a customer came and the branch is not open (P1)."""
    day, _ = await today(event.branch, work)
    work.apply(days.note_customer(day, event.visit))


async def note_counter(event: CounterOpened, work: UnitOfWork) -> None:
    """Keep the day of a counter that was opened, so that midnight closes it (E2)."""
    day, _ = await today(event.branch, work)
    if day.version == 0:
        work.apply(days.save(day))


async def today(branch: str, work: UnitOfWork) -> tuple[BranchDay, Branch]:
    """Return the branch's day of now, new if nothing of it was kept yet, and the branch."""
    known = await work.get(Branch, branch)
    day = day_of(known.timezone, work.now)
    return await work.find(BranchDay, day_id(branch, day)) or BranchDay.of(known, day), known


async def _self_reports(branch: str, day: str, work: UnitOfWork) -> SelfReports:
    return SelfReports(
        day,
        *await asyncio.gather(
            work.find(NoticeBoard, branch), work.find(Rack, branch), work.find(Equipment, branch)
        ),
    )


async def _checklist(branch: str, kind: ChecklistKind, by: str, work: UnitOfWork) -> Checklist:
    """Return the checklist of today, begun now if nobody did; of patrols the last one."""
    day, known = await today(branch, work)
    found = await work.find(Checklist, list_of(day, kind))
    return found or await _begin(day, known, kind, 1, by, work)


async def _begin(
    day: BranchDay, branch: Branch, kind: ChecklistKind, number: int, by: str, work: UnitOfWork
) -> Checklist:
    edition, known = await _edition_of(branch.id, kind, work)
    items = templates.spread(known, sorted(branch.counters))
    decision, checklist = checklists.begin(branch.id, day.day, kind, edition, items, by, work.now, number)
    work.apply(decision)
    if kind is ChecklistKind.PATROL:
        work.apply(days.save(day.evolve(patrols=number)))
    if kind is ChecklistKind.OPENING:
        reports = await _self_reports(branch.id, day.day, work)
        work.apply(days.prepare(day, by, work.now, reports.expired, reports.low))
    return checklist


async def _edition_of(branch: str, kind: ChecklistKind, work: UnitOfWork) -> tuple[int, tuple[Item, ...]]:
    """Return the edition that counts, with its items."""
    editions = await work.find(Editions, branch)
    edition = editions.of(kind) if editions else 0
    template = await work.find(Template, template_id(branch, kind, edition)) if edition else None
    return edition, template.items if template else STANDARD[kind]


async def _missing(branch: str, kind: ChecklistKind, by: str, work: UnitOfWork) -> tuple[str, ...]:
    """Return the mandatory items that are not in order, of a checklist that begins now if nobody began it."""
    checklist = await _checklist(branch, kind, by, work)
    return checklist.missing(await _self_reports(branch, checklist.day, work))


async def _end_all(branch: str, work: UnitOfWork, *, force: bool) -> int:
    """End every open thing of a hall; returns how many visits that cancels."""
    cancelled = await empty_hall(branch, work, force=force)
    await close_tasks(branch, work)
    return cancelled
