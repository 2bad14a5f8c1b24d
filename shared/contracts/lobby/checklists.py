"""Events of `lobby` about checklists: items looked at and faults found (P1 to P7, D3, D7, E1, E2)."""

from shared.contracts.labelled import Words
from shared.contracts.lobby.base import LobbyEvent, LogGroup


class ChecklistKind(Words):
    """The time of the day for which a checklist is."""

    OPENING = "opening", "营业前", "Before opening"
    CLOSING = "closing", "营业结束后", "After closing"
    PATROL = "patrol", "营业中巡检", "Round of the hall"


class FixtureFault(Words):
    """The fault of a thing that a person looked at."""

    BROKEN = "broken", "损坏", "Broken"
    MISSING = "missing", "缺失", "Missing"
    EMPTY = "empty", "用完", "Used up"
    DIRTY = "dirty", "不洁", "Dirty"


class Marking(Words):
    """The mark that an item was given."""

    OK = "ok", "正常", "In order"
    FAULTY = "faulty", "异常", "Not in order"
    OPEN = "open", "未检查", "Open"  # the tick was taken back


class TemplateChanged(LobbyEvent, group=LogGroup.CHECKLISTS, zh="检查表更新", en="A checklist was changed"):
    """A branch's checklist of a kind has a new edition; what runs keeps the one it began with."""

    kind: ChecklistKind
    edition: int
    by: str


class ChecklistBegun(LobbyEvent, group=LogGroup.CHECKLISTS, zh="开始检查", en="A checklist was begun"):
    """A member of staff began a checklist (P, D3, E)."""

    checklist: str
    kind: ChecklistKind
    day: str
    edition: int
    items: int
    by: str


class ChecklistMarked(LobbyEvent, group=LogGroup.CHECKLISTS, zh="检查登记", en="A checklist was ticked"):
    """Items were looked at, one or a group of them, or their ticks were taken back."""

    checklist: str
    kind: ChecklistKind
    day: str
    items: tuple[str, ...]
    marking: Marking
    by: str


class ChecklistCompleted(
    LobbyEvent, group=LogGroup.CHECKLISTS, zh="检查完成", en="A checklist was completed"
):
    """Nothing of a checklist is left to look at; `faulty` items are known to be so."""

    checklist: str
    kind: ChecklistKind
    day: str
    faulty: int
    by: str


class FixtureFaulted(LobbyEvent, group=LogGroup.CHECKLISTS, zh="检查异常", en="Something was found faulty"):
    """Something in the hall is broken, missing, empty or dirty (P1 to P7): a repair or refill follows.

    `item_zh` and `item_en` are the item's name in the branch's checklist; `counter` if it is at one.
    """

    checklist: str
    kind: ChecklistKind
    item: str
    duty: str
    place: str
    fault: FixtureFault
    item_zh: str
    item_en: str
    by: str
    counter: str | None = None


class FixtureCorrected(
    LobbyEvent, group=LogGroup.CHECKLISTS, zh="异常已处理", en="Something faulty was put right"
):
    """A thing that was faulty is in order again."""

    checklist: str
    kind: ChecklistKind
    item: str
    duty: str
    place: str
    item_zh: str
    item_en: str
    by: str
    counter: str | None = None
