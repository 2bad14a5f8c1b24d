"""Floor tasks over HTTP: what is to be done, by whom, until when (D1, D3, D6, D7)."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, Field, StringConstraints

from services.lobby import store
from services.lobby.branch.api import STAFF, BranchPath
from services.lobby.branch.domain.transactions import NEED
from services.lobby.tasks.domain.task import Task, TaskState
from services.lobby.tasks.domain.tasks import Report
from services.lobby.tasks.handlers import tasks as handlers
from services.lobby.tasks.handlers.tasks import Errand, Hand
from shared import clock
from shared.access import Person, SignedIn
from shared.contracts.devices import correlation_of
from shared.contracts.lobby import TaskOutcome, TaskSort
from shared.contracts.words import Role
from shared.errors import NotFound
from shared.fields import Given, Real
from shared.privacy import open_words, seal_words
from shared.runtime import Runtime, ServiceRuntime

router = APIRouter(prefix="/api/lobby", tags=["tasks"])
ASKS = (Role.LOBBY_MANAGER, Role.BRANCH_HEAD)
TaskId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Word = Annotated[str, Field(max_length=64, pattern=NEED)]


class TaskNow(BaseModel):
    """A task as it stands. `words` are for those of the branch alone."""

    task: str
    branch: str
    sort: TaskSort
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


class TasksNow(BaseModel):
    """The open tasks of a branch, the first due first; the last that ended today, and how many ended how.
    `now` is the server's time."""

    branch: str
    day: str
    now: datetime
    open: list[TaskNow]
    ended: list[TaskNow]
    figures: dict[TaskState, int]


class ByHand(Given):
    """Something to be done, asked for by a person; without `minutes`, due as the branch has it. `words` stay
    with lobby; leave out what only a customer's file may hold."""

    sort: TaskSort = TaskSort.ERRAND
    role: Role = Role.LOBBY_MANAGER
    minutes: Real | None = Field(default=None, ge=1, le=480)
    visit: str | None = Field(default=None, min_length=1, max_length=64)
    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = Field(
        default="", repr=False
    )


class Done(Given):
    """How it was done; `need` is what the customer wants besides (D6), `interest` the products whose leaflets
    were welcome (D3)."""

    outcome: TaskOutcome = TaskOutcome.DONE
    need: Word | None = None
    interest: tuple[Word, ...] = Field(default=(), max_length=12)


@router.get("/branches/{branch}/tasks")
async def tasks(branch: BranchPath, runtime: Runtime, person: SignedIn) -> TasksNow:
    """What is to be done at a branch, and what became of today's tasks."""
    person.must(branch, *STAFF)
    board = await store.task_board(runtime.store, branch)
    found = await store.tasks(runtime.store, [one.task for one in board.open])
    ended = await store.ended_tasks(runtime.store, branch, board.day)
    return TasksNow(
        branch=branch,
        day=board.day,
        now=clock.now(),
        open=[shown(one, runtime) for one in found if not one.state.is_end],
        ended=[shown(one, runtime) for one in ended],
        figures=board.figures,
    )


@router.post("/branches/{branch}/tasks", status_code=201)
async def ask_for(
    branch: BranchPath, by_hand: ByHand, request: Request, runtime: Runtime, person: SignedIn
) -> TaskNow:
    """Ask for something to be done. The same Idempotency-Key gives the same task."""
    person.must(branch, *ASKS)
    cause = runtime.cause(request, person, branch, handlers.ask_for)
    id = correlation_of(branch, person.staff, cause.id)
    words = seal_words(_key(runtime), _place(id), by_hand.words)
    errand = Errand(
        id, branch, by_hand.sort, by_hand.role, person.staff, by_hand.minutes, by_hand.visit, words
    )
    await runtime.do(handlers.ask_for, errand, cause)
    return await look_up(runtime, id)


@router.get("/tasks/{task}")
async def one(task: TaskId, runtime: Runtime, person: SignedIn) -> TaskNow:
    """A task as it stands."""
    found = await _found(runtime, task)
    person.must(found.branch, *STAFF)
    return shown(found, runtime)


@router.post("/tasks/{task}/take")
async def take(task: TaskId, request: Request, runtime: Runtime, person: SignedIn) -> TaskNow:
    """I do it."""
    found = await for_role(runtime, person, task)
    await runtime.command(request, person, found.branch, handlers.take_task, Hand(task, person.staff))
    return await look_up(runtime, task)


@router.post("/tasks/{task}/done")
async def done(task: TaskId, how: Done, request: Request, runtime: Runtime, person: SignedIn) -> TaskNow:
    """I have done it; the branch head may say so of what a colleague took."""
    found = await for_role(runtime, person, task)
    as_head = person.may(found.branch, Role.BRANCH_HEAD)
    report = Report(task, person.staff, how.outcome, as_head, how.need, how.interest)
    await runtime.command(request, person, found.branch, handlers.finish_task, report)
    return await look_up(runtime, task)


@router.post("/tasks/{task}/withdraw")
async def withdraw(task: TaskId, request: Request, runtime: Runtime, person: SignedIn) -> TaskNow:
    """Nobody needs it."""
    found = await _found(runtime, task)
    person.must(found.branch, *ASKS)
    await runtime.command(request, person, found.branch, handlers.withdraw_task, Hand(task, person.staff))
    return await look_up(runtime, task)


def shown(task: Task, runtime: ServiceRuntime) -> TaskNow:
    known = task.model_dump(include=TaskNow.model_fields.keys() - {"task", "words"})
    words = open_words(_key(runtime), _place(task.id), task.words)
    return TaskNow(task=task.id, words=words, **known)


async def for_role(runtime: ServiceRuntime, person: Person, task: str) -> Task:
    """The task, if it is for a role that the person has at its branch, or for the branch head."""
    found = await _found(runtime, task)
    person.must(found.branch, found.role, Role.BRANCH_HEAD)
    return found


async def look_up(runtime: ServiceRuntime, task: str) -> TaskNow:
    """The task as the store knows it now."""
    return shown(await _found(runtime, task), runtime)


async def _found(runtime: ServiceRuntime, task: str) -> Task:
    found = await store.task(runtime.store, task)
    if found is None:
        raise NotFound(f"tasks/{task}")
    return found


def _key(runtime: ServiceRuntime) -> bytes:
    return runtime.settings.key("master_key")


def _place(task: str) -> str:
    """Where the words of a task are sealed."""
    return f"tasks/{task}/words"
