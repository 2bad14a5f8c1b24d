"""Floor tasks are raised, taken, done, withdrawn; they expire; the hall is checked (D1, D3, D6, D7, D9,
D10)."""

import asyncio
from collections.abc import Iterable

from services.lobby.branch.domain.branches import day_of
from services.lobby.branch.domain.halls import Hall
from services.lobby.journal.domain import need_recorded
from services.lobby.queue.domain.visits import Visit
from services.lobby.tasks.commands import ChangeTaskRules, CompleteTask, RequestTask, TakeTask, WithdrawTask
from services.lobby.tasks.domain import patrols, task_rules, tasks, triggers
from services.lobby.tasks.domain.patrols import HallCheckDue, MakeId
from services.lobby.tasks.domain.task import Task, TaskExpiryDue, new_task
from services.lobby.tasks.domain.task_boards import TaskBoard
from services.lobby.tasks.domain.task_rules import TaskRules, TaskSettings
from services.lobby.tasks.domain.tasks import Completion
from shared.contracts.devices import correlation_of
from shared.contracts.lobby import BranchDayClosed, ChangeUndone, LobbyEvent, TaskGone, TaskKind
from shared.contracts.notify import StaffSignedOff
from shared.erasure import without_erased
from shared.errors import NotFound
from shared.unit_of_work import UnitOfWork


async def request_task(command: RequestTask, work: UnitOfWork) -> None:
    """Raise a task that a person asks for (D3)."""
    board, settings, hall = await asyncio.gather(
        board_of(command.branch, work), settings_of(command.branch, work), work.get(Hall, command.branch)
    )
    visit = await work.get(Visit, command.visit) if command.visit else None
    if visit is not None and visit.branch != command.branch:
        raise NotFound(f"visits/{visit.id[:64]}")
    task = new_task(
        command.id,
        command.branch,
        day_of(hall.timezone, work.now),
        command.kind,
        settings,
        work.moment,
        role=command.role,
        within=command.within,
        raised_by=command.by,
        visit=command.visit,
        ticket=visit.ticket if visit else None,
        customer=visit.customer if visit else None,
        masked_name=visit.masked_name if visit else None,
        words=command.words,
    )
    work.apply(tasks.request(board, task))


async def take_task(command: TakeTask, work: UnitOfWork) -> None:
    """Take a task (D1, D3, D6, D7)."""
    task = await work.get(Task, command.task)
    work.apply(tasks.take(task, await board_of(task.branch, work), command.by, work.now))


async def complete_task(command: CompleteTask, work: UnitOfWork) -> None:
    """End a task as done; what the customer wants besides is a need on record (D4, D6)."""
    task = await work.get(Task, command.task)
    visit = await work.find(Visit, task.visit) if task.visit else None
    how = Completion(command.by, command.outcome, command.as_head, command.need, command.interest)
    customer = visit.customer if visit else None
    decision = tasks.complete(task, await board_of(task.branch, work), how, customer, work.now)
    work.apply(decision)
    if command.need and decision.changes:
        need = need_recorded(task.id, task.branch, command.need, command.by, visit)
        work.publish(need, subject=task.id, correlation_id=task.correlation_id)


async def withdraw_task(command: WithdrawTask, work: UnitOfWork) -> None:
    """Withdraw a task that is not needed (D3)."""
    task = await work.get(Task, command.task)
    board = await board_of(task.branch, work)
    work.apply(tasks.withdraw(task, board, TaskGone.NOT_NEEDED, command.by, work.now))


async def change_task_rules(command: ChangeTaskRules, work: UnitOfWork) -> None:
    """Change the minutes for tasks that are raised from now on (D3)."""
    rules = await work.find(TaskRules, command.branch) or TaskRules(id=command.branch)
    given = command.settings.model_dump(exclude_unset=True)
    work.apply(task_rules.change_task_rules(rules, given, command.by))


async def expire_task(due: TaskExpiryDue, work: UnitOfWork) -> None:
    """Escalate or miss a task whose deadline and grace are over (D3, D6, D7)."""
    task = await work.get(Task, due.task)
    work.apply(tasks.expire(task, await board_of(task.branch, work), work.now))


async def check_hall(due: HallCheckDue, work: UnitOfWork) -> None:
    """Raise a care task for those who wait long, and a patrol if one is due (D3)."""
    hall, board, settings = await asyncio.gather(
        work.get(Hall, due.branch), board_of(due.branch, work), settings_of(due.branch, work)
    )
    day = day_of(hall.timezone, work.now)
    work.apply(patrols.check_hall(board, hall, day, settings, ids_of(due.branch, work), work.moment))


async def handle_triggers(event: LobbyEvent, work: UnitOfWork) -> None:
    """End the tasks whose reason an event takes away, raise those it asks for, and start to check the hall
    (D1, D3, D6, D7, D9, D10)."""
    event = await without_erased(event, work)
    board, settings = await asyncio.gather(board_of(event.branch, work), settings_of(event.branch, work))
    if reasons := triggers.ended_by(event, board):
        found = await _tasks_of(reasons, work)
        work.apply(triggers.end_tasks(found, reasons, board, work.now))
    if isinstance(event, ChangeUndone) and (gone := triggers.withdrawn_before(event, board)):
        since = [one for one in await _tasks_of(gone, work) if one.ended_at and one.ended_at >= event.done_at]
        work.apply(tasks.reopen(await board_of(event.branch, work), since, work.now))
    if triggers.rows_raising(event):
        hall = await work.get(Hall, event.branch)
        visit_id = getattr(event, "visit", None)
        visit = await work.find(Visit, visit_id) if visit_id else None
        board, day = await board_of(event.branch, work), day_of(hall.timezone, work.now)
        ids = ids_of(event.branch, work)
        work.apply(triggers.raise_for(event, board, visit, day, settings, ids, work.moment))
    if type(event) in triggers.STARTS_CHECKS:
        board = await board_of(event.branch, work)
        work.apply(patrols.start_checks(board, settings, work.moment))


async def return_tasks(event: StaffSignedOff, work: UnitOfWork) -> None:
    """Open the tasks again that a person who left work had taken (D3)."""
    board = await board_of(event.branch, work)
    taken = [one.task for one in board.open if one.taken_by == event.staff]
    if taken:
        work.apply(tasks.return_all(board, await _tasks_of(taken, work)))


async def end_late_tasks(event: BranchDayClosed, work: UnitOfWork) -> None:
    """End the tasks that were raised, for the last customers of the day, after the branch had closed (E4)."""
    await close_tasks(event.branch, work)


async def close_tasks(branch: str, work: UnitOfWork) -> None:
    """End all tasks of a branch that closes, and check its hall no more (E4)."""
    board = await board_of(branch, work)
    found = await _tasks_of((one.task for one in board.open), work)
    work.apply(tasks.end_of_day(board, found, work.now))


async def board_of(branch: str, work: UnitOfWork) -> TaskBoard:
    """Return the task board of a branch; an empty one before its first task."""
    return await work.find(TaskBoard, branch) or TaskBoard(id=branch)


async def settings_of(branch: str, work: UnitOfWork) -> TaskSettings:
    """Return the task settings of a branch, or the defaults."""
    rules = await work.find(TaskRules, branch)
    return rules.settings if rules else TaskSettings()


def ids_of(branch: str, work: UnitOfWork) -> MakeId:
    """Make ids for the tasks that one cause raises: the same for a repeat of it."""

    def id_of(kind: TaskKind) -> str:
        return correlation_of(branch, kind, work.cause.id)

    return id_of


async def _tasks_of(ids: Iterable[str], work: UnitOfWork) -> list[Task]:
    return list(await asyncio.gather(*(work.get(Task, id) for id in ids)))
