"""What becomes of floor tasks: raised, taken, done, missed, escalated, withdrawn (D1, D3, D6, D7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from services.lobby.queue.domain.visits import seconds_between
from services.lobby.tasks.domain.task import (
    SYSTEM,
    Task,
    TaskHasSomebody,
    TaskIsOver,
    TaskOver,
    TaskState,
    TooManyTasks,
    said_of,
)
from services.lobby.tasks.domain.task_boards import TaskBoard
from shared.contracts.base import Event
from shared.contracts.lobby import (
    TaskDone,
    TaskEscalated,
    TaskGone,
    TaskMissed,
    TaskOutcome,
    TaskRaised,
    TaskReturned,
    TaskSort,
    TaskTaken,
    TaskWithdrawn,
)
from shared.contracts.words import Role
from shared.domain import Decision

THING = ("about", "ticket", "customer", "masked_name", "device", "item_zh", "item_en")


@dataclass(frozen=True)
class Report:
    """How somebody did a task. `as_head`: they may end what a colleague has taken. `customer` is whom it was
    about; `need` and `interest` are words of the catalogue."""

    task: str
    by: str
    outcome: TaskOutcome = TaskOutcome.DONE
    as_head: bool = False
    need: str | None = None
    interest: tuple[str, ...] = ()


def raise_tasks(board: TaskBoard, tasks: Iterable[Task]) -> Decision:
    """Put up tasks that rules ask for: not what is up already, and nothing on a board that is full."""
    decision = Decision()
    before = board
    for task in tasks:
        if not board.has(task.sort, task.about) and not board.is_full:
            board = _put_up(task, board, decision)
    return decision.save(board) if board is not before else decision


def ask_for(board: TaskBoard, task: Task) -> Decision:
    """Put up a task that somebody asks for by hand. Raises `TooManyTasks`."""
    if board.is_full:
        raise TooManyTasks
    return raise_tasks(board, [task])


def take(task: Task, board: TaskBoard, by: str, now: datetime) -> Decision:
    """Somebody does it; what has come to the branch head may be taken from whoever had it."""
    _must_go_on(task)
    if task.state is TaskState.TAKEN and task.taken_by != by:
        raise TaskHasSomebody
    if task.state is TaskState.TAKEN:
        return Decision()
    taken = task.evolve(state=TaskState.TAKEN, taken_by=by, taken_at=now)
    return Decision().save(taken, TaskTaken(by=by, **said_of(task))).save(board.with_task(taken))


def finish(task: Task, board: TaskBoard, report: Report, customer: str | None, now: datetime) -> Decision:
    """It is done. Saying so again changes nothing; who did not take it before does so with it."""
    if task.state is TaskState.DONE and task.ended_by == report.by:
        return Decision()
    _must_go_on(task)
    if task.state is TaskState.TAKEN and task.taken_by != report.by and not report.as_head:
        raise TaskHasSomebody
    if task.sort is TaskSort.CARE and report.outcome is TaskOutcome.DONE:
        board = board.evolve(cared=now)
    done = task.evolve(outcome=report.outcome, need=report.need, interest=report.interest)
    return _end(done, board, TaskState.DONE, report.by, now, _done(done, report.by, customer, now))


def came_right(task: Task, board: TaskBoard, now: datetime) -> Decision:
    """What it was about is in order again: whoever took it has done it, else nobody needs to (D7)."""
    _must_go_on(task)
    by = task.taken_by or SYSTEM
    done = task.evolve(outcome=TaskOutcome.RECOVERED)
    return _end(done, board, TaskState.DONE, by, now, _done(done, by, None, now))


def withdraw(task: Task, board: TaskBoard, reason: TaskGone, by: str, now: datetime) -> Decision:
    """Its reason is gone."""
    _must_go_on(task)
    told = TaskWithdrawn(reason=reason, by=by, **said_of(task))
    return _end(task, board, TaskState.WITHDRAWN, by, now, told)


def pass_time(task: Task, board: TaskBoard, now: datetime) -> Decision:
    """It was not done in time: it goes to the branch head, or the moment for it is over."""
    if task.state.is_end or task.escalated_at is not None:
        return Decision()
    if not task.escalates:
        return _miss(task, board, now)
    late = task.evolve(state=TaskState.ESCALATED, escalated_at=now)
    told = TaskEscalated(escalated_to=Role.BRANCH_HEAD, **said_of(task, "role", "due", "taken_by", *THING))
    return Decision().save(late, told)


def put_back(board: TaskBoard, tasks: Iterable[Task]) -> Decision:
    """Who had taken these tasks has left work: others may take them."""
    decision = Decision()
    for task in tasks:
        if task.state is TaskState.TAKEN:
            was = TaskState.ESCALATED if task.escalated_at else TaskState.OPEN
            free = task.evolve(state=was, taken_by=None, taken_at=None)
            told = TaskReturned(had_by=str(task.taken_by), **said_of(task, "role", "due", "ticket"))
            board = board.with_task(free)
            decision.save(free, told).save(board)
    return decision


def reopen(board: TaskBoard, tasks: Iterable[Task], now: datetime) -> Decision:
    """What took the reason of these tasks away was undone: they are open again, with all their time."""
    decision = Decision()
    before = board
    for task in tasks:
        if task.state is TaskState.WITHDRAWN and not board.has(task.sort, task.about) and not board.is_full:
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
            board = _put_up(again, board.without_end(task), decision)
    return decision.save(board) if board is not before else decision


def end_of_day(board: TaskBoard, tasks: Iterable[Task], now: datetime) -> Decision:
    """The branch closes: what was due is missed, of the rest nobody needs anything (E4)."""
    decision = Decision()
    for task in tasks:
        if task.state.is_end:
            continue
        late = now > task.due
        told = TaskWithdrawn(reason=TaskGone.DAY_OVER, **said_of(task))
        ended = _miss(task, board, now) if late else _end(task, board, TaskState.WITHDRAWN, SYSTEM, now, told)
        board = next(document for document, _ in ended.changes if isinstance(document, TaskBoard))
        decision.changes += [change for change in ended.changes if not isinstance(change[0], TaskBoard)]
        decision.cancelled += ended.cancelled
    quiet = board.evolve(open=(), gone=(), watched=False, care_raised=None, cared=None, patrol_raised=None)
    return decision.save(quiet).cancel(round_of(board.id))


def round_of(branch: str) -> str:
    """The name of the deadline by which the hall of a branch is looked at."""
    return f"round:{branch}"


def _must_go_on(task: Task) -> None:
    if task.state.is_end:
        raise TaskIsOver


def _put_up(task: Task, board: TaskBoard, decision: Decision) -> TaskBoard:
    told = TaskRaised(**said_of(task, "role", "due", "raised_by", "counter", "longest", "waiting", *THING))
    decision.save(task, told)
    over = TaskOver(branch=task.branch, task=task.id)
    decision.schedule(task.timer, task.over_at, over, correlation_id=task.correlation_id)
    return board.with_task(task)


def _done(task: Task, by: str, customer: str | None, now: datetime) -> TaskDone:
    return TaskDone(
        by=by,
        customer=customer,
        took_seconds=seconds_between(task.raised, now),
        late_seconds=seconds_between(task.due, now),
        **said_of(task, "outcome", "raised_by", "ticket", "need", "interest"),
    )


def _miss(task: Task, board: TaskBoard, now: datetime) -> Decision:
    told = TaskMissed(**said_of(task, "role", "due", "taken_by"))
    return _end(task, board, TaskState.MISSED, SYSTEM, now, told)


def _end(task: Task, board: TaskBoard, state: TaskState, by: str, now: datetime, told: Event) -> Decision:
    ended = task.evolve(state=state, ended_at=now, ended_by=by)
    return Decision().save(ended, told).save(board.without(ended)).cancel(task.timer)
