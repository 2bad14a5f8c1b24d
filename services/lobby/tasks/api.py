"""Floor tasks over HTTP: what is to be done, by whom, until when (D1, D3, D6, D7)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field, StringConstraints

from services.lobby.branch.domain.branches import Branch
from services.lobby.tasks.commands import ChangeTaskRules, CompleteTask, RequestTask, TakeTask, WithdrawTask
from services.lobby.tasks.domain.task import Task, TaskState
from services.lobby.tasks.domain.task_rules import Limit, TaskSettings
from services.lobby.tasks.queries import (
    CompleteTaskOfOthers,
    ViewTask,
    ViewTaskRules,
    ViewTasks,
    ended_tasks,
    find_task,
    find_tasks,
    task_board,
    task_settings,
)
from shared import clock
from shared.contracts.devices import correlation_of
from shared.contracts.lobby import TaskKind, TaskOutcome
from shared.contracts.needs import Need
from shared.contracts.words import Role
from shared.errors import NotAllowed, NotFound
from shared.fields import Given, Real
from shared.privacy import SealingKey, open_words, seal_words
from shared.rights import allows, at_branch, may_at_branch, may_on
from shared.runtime import Asking, Caller, ServiceRuntime

router = APIRouter(prefix="/api/lobby", tags=["tasks"])
RULES = "/branches/{branch}/task-rules"


class TaskNow(BaseModel):
    """A task as it stands. `words` are for those of the branch alone.

    `is_mine`: it waits for the reader, by their role, as they took it, or as it was passed up to them; the
    other three: they may take, complete or withdraw it now.
    """

    task: str
    branch: str
    kind: TaskKind
    role: Role
    state: TaskState
    about: str
    raised: datetime
    raised_by: str
    due: datetime
    over_at: datetime
    visit: str | None
    ticket: str | None
    masked_name: str | None
    counter: str | None
    device: str | None
    item_zh: str | None
    item_en: str | None
    longest: tuple[str, ...]
    waiting: int | None
    taken_by: str | None
    taken_at: datetime | None
    escalated_at: datetime | None
    ended_at: datetime | None
    ended_by: str | None
    outcome: TaskOutcome | None
    need: str | None
    interest: tuple[str, ...]
    words: str | None = None
    is_mine: bool
    may_take: bool
    may_complete: bool
    may_withdraw: bool


class TasksNow(BaseModel):
    """The open tasks of a branch, the first due first; the last that ended today, and how many ended how.
    `now` is the server's time."""

    branch: str
    day: str
    now: datetime
    open: list[TaskNow]
    ended: list[TaskNow]
    figures: dict[TaskState, int]


class TaskRequest(Given):
    """A task that a person asks for; without `minutes`, due as the branch has it. `words` stay with lobby;
    leave out what only a customer's file may hold."""

    kind: TaskKind = TaskKind.ERRAND
    role: Role = Role.LOBBY_MANAGER
    minutes: Real | None = Field(default=None, ge=1, le=480)
    visit: str | None = Field(default=None, min_length=1, max_length=64)
    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = Field(
        default="", repr=False
    )


class CompletionRequest(Given):
    """The outcome of a task; `need` is what the customer wants besides (D6), `interest` the products whose
    leaflets were welcome (D3)."""

    outcome: TaskOutcome = TaskOutcome.DONE
    need: Need | None = None
    interest: tuple[Need, ...] = Field(default=(), max_length=12)


class LimitChange(Limit, Given):
    """Changes of the minutes of a kind; what is left out stays."""

    within: Real = Field(default=1, gt=0, le=480)
    grace: Real = Field(default=0, ge=0, le=240)


class TaskSettingsChange(TaskSettings, Given):
    """Changes of the minutes; what is left out stays, kind by kind."""

    limits: Mapping[TaskKind, LimitChange] = {}  # type: ignore[assignment]


@router.get("/branches/{branch}/tasks")
async def tasks(branch: Annotated[str, may_at_branch(ViewTasks)], caller: Caller) -> TasksNow:
    """The open tasks of a branch, and what became of today's."""
    store = caller.runtime.store
    board = await task_board(store, branch)
    found = await find_tasks(store, [one.task for one in board.open])
    ended = await ended_tasks(store, branch, board.day)
    return TasksNow(
        branch=branch,
        day=board.day,
        now=clock.now(),
        open=[shown(one, caller) for one in found if not one.state.is_end],
        ended=[shown(one, caller) for one in ended],
        figures=board.figures,
    )


@router.post("/branches/{branch}/tasks", status_code=201)
async def request_task(
    branch: Annotated[str, may_at_branch(RequestTask)], wanted: TaskRequest, caller: Caller
) -> TaskNow:
    """Ask for something to be done. The same Idempotency-Key gives the same task."""
    cause = caller.cause(RequestTask, branch)
    id = correlation_of(branch, caller.person.staff, cause.id)
    words = seal_words(_key(caller.runtime), _place(id), wanted.words)
    by = caller.person.staff
    command = RequestTask(id, branch, wanted.kind, wanted.role, by, wanted.minutes, wanted.visit, words)
    await caller.runtime.execute(command, cause)
    return await look_up(caller, id)


@router.get("/tasks/{task}")
async def one(task: Annotated[Task, may_on(find_task, ViewTask, "task")], caller: Caller) -> TaskNow:
    """A task as it stands."""
    return shown(task, caller)


@router.post("/tasks/{task}/take")
async def take(task: Annotated[Task, may_on(find_task, TakeTask, "task")], caller: Caller) -> TaskNow:
    """Take a task upon oneself."""
    _must_be_for(task, caller)
    await caller.execute(TakeTask(task.id, caller.person.staff), task.branch)
    return await look_up(caller, task.id)


@router.post("/tasks/{task}/done")
async def done(
    task: Annotated[Task, may_on(find_task, CompleteTask, "task")], how: CompletionRequest, caller: Caller
) -> TaskNow:
    """End a task as done; the branch head may do so for what a colleague took."""
    _must_be_for(task, caller)
    as_head = caller.may(CompleteTaskOfOthers, task.branch)
    command = CompleteTask(task.id, caller.person.staff, how.outcome, as_head, how.need, how.interest)
    await caller.execute(command, task.branch)
    return await look_up(caller, task.id)


@router.post("/tasks/{task}/withdraw")
async def withdraw(task: Annotated[Task, may_on(find_task, WithdrawTask, "task")], caller: Caller) -> TaskNow:
    """Withdraw a task that is not needed."""
    await caller.execute(WithdrawTask(task.id, caller.person.staff), task.branch)
    return await look_up(caller, task.id)


@router.get(RULES)
async def task_rules(branch: Annotated[str, may_at_branch(ViewTaskRules)], caller: Caller) -> TaskSettings:
    """The minutes that each kind of task may take, and those of the care for the waiting."""
    return await task_settings(caller.runtime.store, branch)


@router.put(RULES, status_code=204)
async def put_task_rules(
    branch: Annotated[str, may_at_branch(ChangeTaskRules)], settings: TaskSettingsChange, caller: Caller
) -> None:
    """Change the minutes for tasks that are raised from now on; what is left out stays."""
    if await caller.runtime.store.find(Branch, branch) is None:
        raise NotFound(f"branches/{branch}")
    await caller.execute(ChangeTaskRules(branch, caller.person.staff, settings), branch)


def shown(task: Task, caller: Asking) -> TaskNow:
    """Show a task, with its words in the clear, and what the person who asks may do with it."""
    known = task.model_dump(include=TaskNow.model_fields.keys() - {"task", "words"})
    words = open_words(_key(caller.runtime), _place(task.id), task.words)
    own, free = task.taken_by == caller.person.staff, task.state.is_free
    as_head = caller.may(CompleteTaskOfOthers, task.branch)
    is_for = _is_for(task, caller)
    return TaskNow(
        task=task.id,
        words=words,
        is_mine=allows(caller.person, at_branch(task.role), task.branch)
        or own
        or (as_head and task.state is TaskState.ESCALATED),
        may_take=is_for and free,
        may_complete=is_for and not task.state.is_end and (free or own or as_head),
        may_withdraw=free and caller.may(WithdrawTask, task.branch),
        **known,
    )


async def look_up(caller: Asking, id: str) -> TaskNow:
    """Show the task as the store knows it now."""
    found = await find_task(caller.runtime.store, id)
    if found is None:
        raise NotFound(f"tasks/{id}")
    return shown(found, caller)


def _must_be_for(task: Task, caller: Asking) -> None:
    """Raises `NotAllowed` unless the person may do the task."""
    if not _is_for(task, caller):
        raise NotAllowed


def _is_for(task: Task, caller: Asking) -> bool:
    """Return whether the task is for a role that the person has at its branch; the branch head may do every
    task."""
    return allows(caller.person, at_branch(task.role, Role.BRANCH_HEAD), task.branch)


def _key(runtime: ServiceRuntime) -> SealingKey:
    return runtime.settings.keys("master_key")


def _place(task: str) -> str:
    """Return the name under which the words of a task are sealed."""
    return f"tasks/{task}/words"
