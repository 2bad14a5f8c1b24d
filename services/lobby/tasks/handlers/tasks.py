"""Floor tasks are asked for, taken, done, withdrawn; time passes; the day ends (D1, D3, D6, D7)."""

import asyncio
from dataclasses import dataclass

from services.lobby.branch.domain.branches import day_of
from services.lobby.branch.domain.halls import Hall
from services.lobby.journal.domain.records import Need, NewRecord, record
from services.lobby.queue.domain.visits import Visit
from services.lobby.tasks.domain import tasks
from services.lobby.tasks.domain.task import Task, TaskOver, new_task
from services.lobby.tasks.domain.task_boards import TaskBoard
from services.lobby.tasks.domain.tasks import Report
from services.lobby.tasks.handlers.task_rules import settings_of
from shared.contracts.lobby import BranchDayClosed, TaskGone, TaskSort
from shared.contracts.notify import StaffSignedOff
from shared.contracts.words import Role
from shared.errors import NotFound
from shared.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Errand:
    """What somebody asks for by hand; due `within` so many minutes, or as the branch has it. `words` are
    sealed."""

    id: str
    branch: str
    sort: TaskSort
    role: Role
    by: str
    within: float | None = None
    visit: str | None = None
    words: bytes | None = None


@dataclass(frozen=True)
class Hand:
    """Who takes a task."""

    task: str
    by: str


async def ask_for(errand: Errand, work: UnitOfWork) -> None:
    """Somebody asks for something to be done."""
    board, settings, hall = await asyncio.gather(
        board_of(errand.branch, work), settings_of(errand.branch, work), work.get(Hall, errand.branch)
    )
    visit = await work.get(Visit, errand.visit) if errand.visit else None
    if visit is not None and visit.branch != errand.branch:
        raise NotFound(f"visits/{visit.id[:64]}")
    task = new_task(
        errand.id,
        errand.branch,
        day_of(hall.timezone, work.now),
        errand.sort,
        settings,
        work.now,
        work.pace,
        role=errand.role,
        within=errand.within,
        raised_by=errand.by,
        visit=errand.visit,
        ticket=visit.ticket if visit else None,
        customer=visit.customer if visit else None,
        masked_name=visit.masked_name if visit else None,
        words=errand.words,
    )
    work.apply(tasks.ask_for(board, task))


async def take_task(hand: Hand, work: UnitOfWork) -> None:
    """Somebody does it."""
    task = await work.get(Task, hand.task)
    work.apply(tasks.take(task, await board_of(task.branch, work), hand.by, work.now))


async def finish_task(report: Report, work: UnitOfWork) -> None:
    """It is done; what the customer wants besides is a need on record (D4, D6)."""
    task = await work.get(Task, report.task)
    visit = await work.find(Visit, task.visit) if task.visit else None
    customer = visit.customer if visit else None
    decision = tasks.finish(task, await board_of(task.branch, work), report, customer, work.now)
    work.apply(decision)
    if report.need and decision.changes:
        need = NewRecord(task.id, task.branch, Need(report.need), report.by, task.visit)
        work.publish(record(need, visit), subject=task.id, correlation_id=task.correlation_id)


async def withdraw_task(hand: Hand, work: UnitOfWork) -> None:
    """Somebody says that nobody needs it."""
    task = await work.get(Task, hand.task)
    board = await board_of(task.branch, work)
    work.apply(tasks.withdraw(task, board, TaskGone.NOT_NEEDED, hand.by, work.now))


async def pass_time(event: TaskOver, work: UnitOfWork) -> None:
    """Its deadline and grace are over."""
    task = await work.get(Task, event.task)
    work.apply(tasks.pass_time(task, await board_of(task.branch, work), work.now))


async def close_tasks(branch: str, work: UnitOfWork) -> None:
    """The branch closes: no task stays open, and the hall is looked at no more."""
    board = await board_of(branch, work)
    found = await asyncio.gather(*(work.get(Task, one.task) for one in board.open))
    work.apply(tasks.end_of_day(board, found, work.now))


async def put_back(event: StaffSignedOff, work: UnitOfWork) -> None:
    """Somebody left work with tasks in hand."""
    board = await board_of(event.branch, work)
    in_hand = [one.task for one in board.open if one.taken_by == event.staff]
    if in_hand:
        found = await asyncio.gather(*(work.get(Task, id) for id in in_hand))
        work.apply(tasks.put_back(board, found))


async def end_what_followed(event: BranchDayClosed, work: UnitOfWork) -> None:
    """What the last customers of the day asked for was heard after the branch had closed: it ends too."""
    await close_tasks(event.branch, work)


async def board_of(branch: str, work: UnitOfWork) -> TaskBoard:
    """The board of a branch; an empty one before its first task."""
    return await work.find(TaskBoard, branch) or TaskBoard(id=branch)
