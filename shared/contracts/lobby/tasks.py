"""Events of `lobby` about floor tasks: what is to be done, and the outcome (D1, D3, D6, D7)."""

from datetime import datetime

from shared.contracts.labelled import Words
from shared.contracts.lobby.base import LobbyEvent, LogGroup
from shared.contracts.words import Role


class TaskKind(Words):
    """The kind of a floor task."""

    GREET = "greet", "迎接引导", "Greet", "greet a customer"
    HOST = "host", "接待贵宾", "Welcome a VIP"
    LOUNGE = "lounge", "贵宾室奉茶", "Lounge: tea and papers", "tea and papers in the lounge"
    CARE = "care", "送水递报", "Water and papers"
    HELP = "help", "协助填单", "Help with forms"
    PATROL = "patrol", "巡视大堂", "Round of the hall", "a round of the hall"
    REPAIR = "repair", "故障处理", "Repair", "a repair"
    FAREWELL = "farewell", "送别贵宾", "See a VIP off"
    ATTEND = "attend", "安抚投诉客户", "Attend to a complaint"
    ERRAND = "errand", "其他任务", "Errand", "an errand"


class TaskOutcome(Words):
    """The outcome of a task that was done."""

    DONE = "done", "办妥", "Done"
    DECLINED = "declined", "客户谢绝", "Declined"
    NOT_FOUND = "not_found", "未找到客户", "Not found", "customer not found"
    PASSED_ON = "passed_on", "已转他人", "Passed on"
    RECOVERED = "recovered", "自行恢复", "Came right"


class TaskGone(Words):
    """The reason for which a task need not be done any more."""

    CALLED = "called", "已叫号", "Called"
    SERVED = "served", "已办结", "Served"
    LEFT = "left", "客户已离开", "The customer left"
    REMOVED = "removed", "设备已移除", "The device was removed"
    NOT_NEEDED = "not_needed", "无需处理", "Not needed"
    DAY_OVER = "day_over", "营业结束", "The day is over"


class TaskRaised(LobbyEvent, group=LogGroup.TASKS, zh="任务发起", en="A task was raised"):
    """A floor task is to be done by a member of staff with `role`, until `due`.

    `about` is the visit, device or thing that it is about; `longest` are the first of the `waiting` who wait
    long without care (D3); `raised_by` is ``system`` for a rule of the branch, else the id of who asked for
    it.
    """

    task: str
    kind: TaskKind
    role: Role
    due: datetime
    about: str
    raised_by: str = "system"
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


class TaskTaken(LobbyEvent, group=LogGroup.TASKS, zh="任务接单", en="A task was taken"):
    """A member of staff took a task."""

    task: str
    kind: TaskKind
    by: str
    visit: str | None = None


class TaskReturned(LobbyEvent, group=LogGroup.TASKS, zh="任务退回", en="A task was returned"):
    """A task is free again: the one who had taken it left work without doing it."""

    task: str
    kind: TaskKind
    role: Role
    due: datetime
    had_by: str
    visit: str | None = None
    ticket: str | None = None


class TaskDone(LobbyEvent, group=LogGroup.TASKS, zh="任务完成", en="A task was done"):
    """A task is done, `late_seconds` after it was due (0: in time). `by` is ``system`` when what it was about
    came right by itself.

    `need` is what a VIP wants besides, asked at the farewell (D6); `interest` are the products whose leaflets
    were welcome (D3); both are words of the catalogue.
    """

    task: str
    kind: TaskKind
    by: str
    outcome: TaskOutcome
    took_seconds: int
    late_seconds: int = 0
    raised_by: str = "system"
    visit: str | None = None
    ticket: str | None = None
    customer: str | None = None
    need: str | None = None
    interest: tuple[str, ...] = ()


class TaskMissed(LobbyEvent, group=LogGroup.TASKS, zh="任务错过", en="A task was missed"):
    """A task was not done in time, and the moment for it is over."""

    task: str
    kind: TaskKind
    role: Role
    due: datetime
    visit: str | None = None
    taken_by: str | None = None


class TaskEscalated(LobbyEvent, group=LogGroup.TASKS, zh="任务升级", en="A task was escalated"):
    """A task that must be done was not done some time after it was due; it goes to the branch head."""

    task: str
    kind: TaskKind
    role: Role
    due: datetime
    escalated_to: Role
    about: str
    visit: str | None = None
    ticket: str | None = None
    customer: str | None = None
    masked_name: str | None = None
    device: str | None = None
    item_zh: str | None = None
    item_en: str | None = None
    taken_by: str | None = None


class TaskWithdrawn(LobbyEvent, group=LogGroup.TASKS, zh="任务撤销", en="A task was withdrawn"):
    """The reason of a task is gone, such as a VIP who was called before anybody came to meet them."""

    task: str
    kind: TaskKind
    reason: TaskGone
    by: str = "system"
    visit: str | None = None
