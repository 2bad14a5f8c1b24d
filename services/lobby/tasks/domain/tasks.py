"""Floor tasks are raised, taken, done, missed, escalated, withdrawn (D1, D3, D6, D7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from services.lobby.queue.domain.visits import seconds_between
from services.lobby.tasks.domain.task import (
    SYSTEM,
    Task,
    TaskExpiryDue,
    TaskHasSomebody,
    TaskIsOver,
    TaskState,
    TooManyTasks,
    fields_of,
)
from services.lobby.tasks.domain.task_boards import TaskBoard
from shared.contracts.base import Event
from shared.contracts.lobby import (
    TaskDone,
    TaskEscalated,
    TaskGone,
    TaskKind,
    TaskMissed,
    TaskOutcome,
    TaskRaised,
    TaskReturned,
    TaskTaken,
    TaskWithdrawn,
)
from shared.contracts.words import Role
from shared.domain import Decision

SUBJECT = ("about", "ticket", "customer", "masked_name", "device", "item_zh", "item_en")


@dataclass(frozen=True)
class Completion:
    """The end of a task by a person. `as_head`: they may end what a colleague has taken. `need` and
    `interest` are words of the catalogue."""

    by: str
    outcome: TaskOutcome = TaskOutcome.DONE
    as_head: bool = False
    need: str | None = None
    interest: tuple[str, ...] = ()


def raise_tasks(board: TaskBoard, tasks: Iterable[Task]) -> Decision:
    """Raise tasks that rules ask for: none that is open already, and none on a board that is full."""
    decision = Decision()
    before = board
    for task in tasks:
        if not board.has(task.kind, task.about) and not board.is_full:
            board = _raise(task, board, decision)
    return decision.save(board) if board is not before else decision


def request(board: TaskBoard, task: Task) -> Decision:
    """Raise a task that a person asks for. Raises `TooManyTasks`."""
    if board.is_full:
        raise TooManyTasks
    return raise_tasks(board, [task])


def take(task: Task, board: TaskBoard, by: str, now: datetime) -> Decision:
    """Take a task; one that was escalated may be taken from the person who had it. Raises `TaskIsOver`,
    `TaskHasSomebody`."""
    _must_go_on(task)
    if task.state is TaskState.TAKEN and task.taken_by != by:
        raise TaskHasSomebody
    if task.state is TaskState.TAKEN:
        return Decision()
    taken = task.evolve(state=TaskState.TAKEN, taken_by=by, taken_at=now)
    return Decision().save(taken, TaskTaken(by=by, **fields_of(task))).save(board.with_task(taken))


def complete(task: Task, board: TaskBoard, how: Completion, customer: str | None, now: datetime) -> Decision:
    """End a task as done, taken before or not; `customer` is whom it was about. The same person again changes
    nothing. Raises `TaskIsOver`, `TaskHasSomebody`."""
    if task.state is TaskState.DONE and task.ended_by == how.by:
        return Decision()
    _must_go_on(task)
    if task.state is TaskState.TAKEN and task.taken_by != how.by and not how.as_head:
        raise TaskHasSomebody
    if task.kind is TaskKind.CARE and how.outcome is TaskOutcome.DONE:
        board = board.evolve(cared=now)
    done = task.evolve(outcome=how.outcome, need=how.need, interest=how.interest)
    return _end(done, board, TaskState.DONE, how.by, now, _done(done, how.by, customer, now))


def recover(task: Task, board: TaskBoard, now: datetime) -> Decision:
    """End a task whose subject is in order again, as done by the person who took it, else by the system
    (D7)."""
    _must_go_on(task)
    by = task.taken_by or SYSTEM
    done = task.evolve(outcome=TaskOutcome.RECOVERED)
    return _end(done, board, TaskState.DONE, by, now, _done(done, by, None, now))


def withdraw(task: Task, board: TaskBoard, reason: TaskGone, by: str, now: datetime) -> Decision:
    """Withdraw a task whose reason is gone. Raises `TaskIsOver`."""
    _must_go_on(task)
    event = TaskWithdrawn(reason=reason, by=by, **fields_of(task))
    return _end(task, board, TaskState.WITHDRAWN, by, now, event)


def expire(task: Task, board: TaskBoard, now: datetime) -> Decision:
    """Escalate a task that was not done in time to the branch head, or end it as missed."""
    if task.state.is_end or task.escalated_at is not None:
        return Decision()
    if not task.escalates:
        return _miss(task, board, now)
    late = task.evolve(state=TaskState.ESCALATED, escalated_at=now)
    event = TaskEscalated(
        escalated_to=Role.BRANCH_HEAD, **fields_of(task, "role", "due", "taken_by", *SUBJECT)
    )
    return Decision().save(late, event)


def return_all(board: TaskBoard, tasks: Iterable[Task]) -> Decision:
    """Open the tasks again that a person who left work had taken."""
    decision = Decision()
    for task in tasks:
        if task.state is TaskState.TAKEN:
            was = TaskState.ESCALATED if task.escalated_at else TaskState.OPEN
            free = task.evolve(state=was, taken_by=None, taken_at=None)
            event = TaskReturned(had_by=str(task.taken_by), **fields_of(task, "role", "due", "ticket"))
            board = board.with_task(free)
            decision.save(free, event).save(board)
    return decision


def reopen(board: TaskBoard, tasks: Iterable[Task], now: datetime) -> Decision:
    """Open withdrawn tasks again, with all their time: what took their reason away was undone."""
    decision = Decision()
    before = board
    for task in tasks:
        if task.state is TaskState.WITHDRAWN and not board.has(task.kind, task.about) and not board.is_full:
            again = task.evolve(
                state=TaskState.OPEN,
                raised=now,
                due=now + (task.due - task.raised),
                over_at=now + (task.over_at - task.raised),
                taken_by=None,
                taken_at=None,
                escalated_at=None,
                ended_at=None,
                ended_by=None,
            )
            board = _raise(again, board.without_end(task), decision)
    return decision.save(board) if board is not before else decision


def end_of_day(board: TaskBoard, tasks: Iterable[Task], now: datetime) -> Decision:
    """End all tasks as the branch closes: those past their time are missed, the others withdrawn (E4)."""
    decision = Decision()
    for task in tasks:
        if task.state.is_end:
            continue
        late = now > task.due
        event = TaskWithdrawn(reason=TaskGone.DAY_OVER, **fields_of(task))
        ended = (
            _miss(task, board, now) if late else _end(task, board, TaskState.WITHDRAWN, SYSTEM, now, event)
        )
        board = board_after(ended)
        decision.then(ended)
    quiet = board.evolve(open=(), gone=(), watched=False, care_raised=None, cared=None, patrol_raised=None)
    return decision.save(quiet).cancel(hall_check_timer(board.id))


def board_after(ended: Decision) -> TaskBoard:
    """Return the board as a decision that ends a task leaves it."""
    return next(document for document, _ in ended.changes if isinstance(document, TaskBoard))


def hall_check_timer(branch: str) -> str:
    """Return the id of the timer by which the hall of a branch is checked."""
    return f"hall_check:{branch}"


def _must_go_on(task: Task) -> None:
    if task.state.is_end:
        raise TaskIsOver


def _raise(task: Task, board: TaskBoard, decision: Decision) -> TaskBoard:
    event = TaskRaised(
        **fields_of(task, "role", "due", "raised_by", "counter", "longest", "waiting", *SUBJECT)
    )
    decision.save(task, event)
    due = TaskExpiryDue(branch=task.branch, task=task.id)
    decision.schedule(task.timer, task.over_at, due, correlation_id=task.correlation_id)
    return board.with_task(task)


def _done(task: Task, by: str, customer: str | None, now: datetime) -> TaskDone:
    return TaskDone(
        by=by,
        customer=customer,
        took_seconds=seconds_between(task.raised, now),
        late_seconds=seconds_between(task.due, now),
        **fields_of(task, "outcome", "raised_by", "ticket", "need", "interest"),
    )


def _miss(task: Task, board: TaskBoard, now: datetime) -> Decision:
    event = TaskMissed(**fields_of(task, "role", "due", "taken_by"))
    return _end(task, board, TaskState.MISSED, SYSTEM, now, event)


def _end(task: Task, board: TaskBoard, state: TaskState, by: str, now: datetime, event: Event) -> Decision:
    ended = task.evolve(state=state, ended_at=now, ended_by=by)
    return Decision().save(ended, event).save(board.without(ended)).cancel(task.timer)
