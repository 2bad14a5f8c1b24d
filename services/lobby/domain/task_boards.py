"""The board of a branch: which tasks are open, and when the hall was last cared for.

It holds what is open and the figures of one day, so what it costs does not grow with the days.
"""

from collections import Counter
from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from services.lobby.domain.task import Task, TaskState
from shared.contracts.lobby import TaskSort
from shared.domain import Document

OPEN_AT_MOST = 300


class OnBoard(BaseModel):
    """An open task, by what finds it; `visit` if it is about one, `taken_by` if somebody does it."""

    model_config = ConfigDict(frozen=True)

    task: str
    sort: TaskSort
    about: str
    visit: str | None = None
    taken_by: str | None = None


class TaskBoard(Document):
    """The open tasks of a branch, whose id is the board's.

    `watched`: a look at the hall is on its way. `care_raised` and `patrol_raised` are when such a task was
    last raised, `cared` when the waiting were last offered something. `figures` count what ended on `day`.
    """

    collection: ClassVar[str] = "task_boards"

    open: tuple[OnBoard, ...] = ()
    watched: bool = False
    care_raised: datetime | None = None
    cared: datetime | None = None
    patrol_raised: datetime | None = None
    day: str = ""
    figures: dict[TaskState, int] = {}

    @property
    def is_full(self) -> bool:
        return len(self.open) >= OPEN_AT_MOST

    def has(self, sort: TaskSort, about: str) -> bool:
        """Whether such a task is open already."""
        return any(one.sort is sort and one.about == about for one in self.open)

    def with_task(self, task: Task) -> "TaskBoard":
        """The board with a task as it stands now; a later day begins its figures anew."""
        put_up = OnBoard(
            task=task.id, sort=task.sort, about=task.about, visit=task.visit, taken_by=task.taken_by
        )
        others = tuple(one for one in self.open if one.task != task.id)
        new_day = {"day": task.day, "figures": {}} if task.day > self.day else {}
        return self.but(open=(*others, put_up), **new_day)

    def without(self, task: Task) -> "TaskBoard":
        """The board when a task has ended, and counts."""
        rest = tuple(one for one in self.open if one.task != task.id)
        if task.day != self.day:
            return self.but(open=rest)
        return self.but(open=rest, figures=dict(Counter(self.figures) + Counter({task.state: 1})))
