"""The task board of a branch: the open tasks, and when the hall was last cared for.

It holds what is open and the figures of one day, so its size does not grow with the days.
"""

from collections import Counter
from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from services.lobby.tasks.domain.task import SYSTEM, Task, TaskState
from shared.contracts.lobby import TaskKind
from shared.domain import Document

OPEN_AT_MOST = 300
GONE_AT_MOST = 40


class OnBoard(BaseModel):
    """An open task, by what it is looked up by; `visit` if it is about one, `taken_by` if somebody does
    it."""

    model_config = ConfigDict(frozen=True)

    task: str
    kind: TaskKind
    about: str
    visit: str | None = None
    taken_by: str | None = None


class TaskBoard(Document):
    """The open tasks of a branch, whose id is the board's.

    `watched`: a check of the hall is scheduled. `care_raised` and `patrol_raised` are when such a task was
    last raised, `cared` when the waiting were last offered something. `figures` count what ended on `day`.
    `gone` are the last that were withdrawn because nobody needed them for a visit any more: if what took
    their reason away is undone, they are open again.
    """

    collection: ClassVar[str] = "task_boards"

    open: tuple[OnBoard, ...] = ()
    gone: tuple[OnBoard, ...] = ()
    watched: bool = False
    care_raised: datetime | None = None
    cared: datetime | None = None
    patrol_raised: datetime | None = None
    day: str = ""
    figures: dict[TaskState, int] = {}

    @property
    def is_full(self) -> bool:
        return len(self.open) >= OPEN_AT_MOST

    def has(self, kind: TaskKind, about: str) -> bool:
        """Return whether such a task is open already."""
        return any(one.kind is kind and one.about == about for one in self.open)

    def with_task(self, task: Task) -> "TaskBoard":
        """Add or replace a task; a later day begins its figures anew."""
        put_up = _entry(task)
        others = tuple(one for one in self.open if one.task != task.id)
        new_day = {"day": task.day, "figures": {}} if task.day > self.day else {}
        return self.evolve(open=(*others, put_up), **new_day)

    def without(self, task: Task) -> "TaskBoard":
        """Remove a task that has ended, and count it."""
        rest = tuple(one for one in self.open if one.task != task.id)
        gone = self.gone
        if task.state is TaskState.WITHDRAWN and task.ended_by == SYSTEM and task.visit:
            gone = (*gone, _entry(task))[-GONE_AT_MOST:]
        if task.day != self.day:
            return self.evolve(open=rest, gone=gone)
        figures = dict(Counter(self.figures) + Counter({task.state: 1}))
        return self.evolve(open=rest, gone=gone, figures=figures)

    def without_end(self, task: Task) -> "TaskBoard":
        """Take back that a task has ended, and its count."""
        gone = tuple(one for one in self.gone if one.task != task.id)
        if task.day != self.day:
            return self.evolve(gone=gone)
        return self.evolve(gone=gone, figures=dict(Counter(self.figures) - Counter({task.state: 1})))


def _entry(task: Task) -> OnBoard:
    return OnBoard(task=task.id, kind=task.kind, about=task.about, visit=task.visit, taken_by=task.taken_by)
