"""A floor task: what is to be done, by which role, until when, and what became of it (D1, D3, D6, D7).

It is open, taken or escalated; it ends once, as done, missed or withdrawn.

    open ─▶ taken ─▶ done            in time or late
      │       ├────▶ open again      the person who had it left work
      ├───────┼────▶ missed          the moment for it is over
      ├───────┴────▶ escalated       to the branch head; then taken, done, or missed at the day's end
      └────────────▶ withdrawn       its reason is gone, or the day is over; open again, if what took its
                                     reason away is undone
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from services.lobby.tasks.domain.task_rules import TaskSettings, minutes
from shared.clock import Moment
from shared.contracts.lobby import LobbyEvent, TaskKind, TaskOutcome
from shared.contracts.words import Role
from shared.domain import Document
from shared.errors import Refusal

SYSTEM = "system"


class TaskIsOver(Refusal):
    code, status = "task_is_over", 409
    en, zh = "The task is over; nothing is left to do.", "该任务已结束，无需再处理。"


class TaskHasSomebody(Refusal):
    code, status = "task_has_somebody", 409
    en, zh = (
        "A colleague does this task; the branch head may end it.",
        "该任务已有同事在处理，仅网点负责人可代为结束。",
    )


class TooManyTasks(Refusal):
    code, status = "too_many_tasks", 409
    en, zh = "The branch has too many open tasks; end some first.", "未完成任务过多，请先处理现有任务。"


class TaskState(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    ESCALATED = "escalated"
    DONE = "done"
    MISSED = "missed"
    WITHDRAWN = "withdrawn"

    @property
    def is_end(self) -> bool:
        """Return whether a task in this state stays in it."""
        return self in (TaskState.DONE, TaskState.MISSED, TaskState.WITHDRAWN)

    @property
    def is_free(self) -> bool:
        """Return whether anybody may take a task in this state."""
        return self in (TaskState.OPEN, TaskState.ESCALATED)


class TaskExpiryDue(LobbyEvent, zh="任务到期", en="The time of a task was over"):
    """Escalate or miss a task: its deadline and grace are over."""

    task: str


class Task(Document):
    """One task of a branch. `over_at` is when it is missed or escalated if it is not done by then; `words`
    are sealed, and asked for by hand."""

    collection: ClassVar[str] = "tasks"

    branch: str
    day: str
    kind: TaskKind
    role: Role
    about: str
    raised: datetime
    raised_by: str = SYSTEM
    due: datetime
    over_at: datetime
    escalates: bool = False
    visit: str | None = None
    ticket: str | None = None
    customer: str | None = None
    masked_name: str | None = None
    counter: str | None = None
    device: str | None = None
    item_zh: str | None = None
    item_en: str | None = None
    longest: tuple[str, ...] = ()
    waiting: int | None = None
    words: bytes | None = None
    state: TaskState = TaskState.OPEN
    taken_by: str | None = None
    taken_at: datetime | None = None
    escalated_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None
    outcome: TaskOutcome | None = None
    need: str | None = None
    interest: tuple[str, ...] = ()

    @property
    def correlation_id(self) -> str:
        return self.visit or self.id

    @property
    def timer(self) -> str:
        """Return the id of the timer of its expiry."""
        return f"task:{self.id}"


def new_task(
    id: str,
    branch: str,
    day: str,
    kind: TaskKind,
    settings: TaskSettings,
    moment: Moment,
    *,
    role: Role = Role.LOBBY_MANAGER,
    about: str = "",
    within: float | None = None,
    **details: Any,
) -> Task:
    """Make a task that is open from `now`, with the limits of the branch, or due `within` so many minutes."""
    limit = settings.limit(kind)
    due = moment.now + minutes(within or limit.within, moment)
    return Task(
        id=id,
        branch=branch,
        day=day,
        kind=kind,
        role=role,
        about=about or id,
        raised=moment.now,
        due=due,
        over_at=due + minutes(limit.grace, moment),
        escalates=limit.escalates,
        **details,
    )


def fields_of(task: Task, *names: str) -> Mapping[str, Any]:
    """Return these fields of a task for an event, with its id, kind and visit."""
    known = task.model_dump(include={"branch", "kind", "visit", *names})
    return {**known, "task": task.id}
