"""Questions about floor tasks (D1, D3, D6, D7)."""

from pymongo import ASCENDING, DESCENDING

from services.lobby.tasks.domain.task import Task
from services.lobby.tasks.domain.task_boards import TaskBoard
from services.lobby.tasks.domain.task_rules import TaskRules, TaskSettings
from shared.rights import Query
from shared.store import Index, Store, from_raw

ENDED_SHOWN = 20
OF_A_DAY = [("branch", ASCENDING), ("day", ASCENDING)]
INDEXES = (
    Index(Task.collection, [*OF_A_DAY, ("ended_at", DESCENDING)]),
    Index(Task.collection, [("customer", ASCENDING)], {"partialFilterExpression": {"customer": {"$gt": ""}}}),
)


class ViewTasks(Query, name="view_tasks"):
    """The tasks of a branch."""


class ViewTask(Query, name="view_task"):
    """A task."""


class ViewTaskRules(Query, name="view_task_rules"):
    """The minutes of a branch's tasks."""


class CompleteTaskOfOthers(Query, name="complete_task_of_others"):
    """The end of a task that a colleague has taken."""


async def task_board(store: Store, branch: str) -> TaskBoard:
    """Return the task board of a branch; an empty one before its first task."""
    return await store.find(TaskBoard, branch) or TaskBoard(id=branch)


async def find_task(store: Store, id: str) -> Task | None:
    """Return a task."""
    return await store.find(Task, id)


async def find_tasks(store: Store, ids: list[str]) -> list[Task]:
    """Return these tasks, the first due first."""
    found = await store.load(Task, ids) if ids else []
    return sorted((one for one in found if isinstance(one, Task)), key=lambda one: (one.due, one.id))


async def ended_tasks(store: Store, branch: str, day: str) -> list[Task]:
    """Return the last tasks of a day that ended, the last first."""
    last = store.db[Task.collection].find({"branch": branch, "day": day}).sort("ended_at", DESCENDING)
    found = [from_raw(Task, raw) async for raw in last.limit(ENDED_SHOWN)]
    return [one for one in found if one.ended_at]


async def task_settings(store: Store, branch: str) -> TaskSettings:
    """Return the task settings of a branch, or the defaults."""
    found = await store.find(TaskRules, branch)
    return found.settings if found else TaskSettings()
