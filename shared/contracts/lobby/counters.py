"""Events of `lobby` about counters: opened, closed, paused, and customers whom no counter can call."""

from shared.contracts.labelled import Words
from shared.contracts.lobby.base import LobbyEvent, LogGroup
from shared.contracts.words import TicketClass


class CounterLeft(Words):
    """The reason for which a counter is not staffed any more."""

    CLOSED = "closed", "关闭柜台", "Closed"
    FREED = "freed", "大堂经理释放", "Freed"
    SIGNED_OFF = "signed_off", "已离岗", "Has left work"
    NOT_STAFFED = "not_staffed", "岗位变动", "Roles have changed"


class CounterOpened(LobbyEvent, group=LogGroup.COUNTERS, zh="柜台开放", en="A counter opened"):
    """A teller took a counter and can serve."""

    counter: str
    staff: str
    serves: tuple[TicketClass, ...]


class CounterClosed(LobbyEvent, group=LogGroup.COUNTERS, zh="柜台关闭", en="A counter closed"):
    """A counter is not staffed any more: `staff` left it, or (`freed`) it was taken from them, `by` a
    colleague who may, or because they are not at work or not on its staff any more."""

    counter: str
    staff: str
    reason: CounterLeft = CounterLeft.CLOSED
    by: str | None = None


class CounterPaused(LobbyEvent, group=LogGroup.COUNTERS, zh="柜台暂停", en="A counter paused"):
    """A counter that is staffed serves no customers for a while, for a `reason` of the catalogue: deliberate
    idle is not idle."""

    counter: str
    staff: str
    reason: str


class CounterResumed(LobbyEvent, group=LogGroup.COUNTERS, zh="柜台恢复", en="A counter resumed"):
    """A paused counter serves again."""

    counter: str
    staff: str
    paused_seconds: int


class Lack(Words):
    """The reason for which a waiting customer can be called by no counter."""

    NO_COUNTER_OPEN = "no_counter_open", "没有柜台开放", "No counter is open"
    CLASS_NOT_SERVED = "class_not_served", "开放柜台不受理该类客户", "No open counter serves the class"
    NEED_NOT_SERVED = "need_not_served", "开放柜台不办理该业务", "No open counter does this"
    COUNTER_NOT_OPEN = "counter_not_open", "指定柜台未开放", "The counter asked for is not open"


class CustomersStranded(
    LobbyEvent,
    group=LogGroup.COUNTERS,
    zh="客户在等候，无窗口可叫",
    en="Customers waited whom no counter could call",
):
    """So many wait, and no counter that is open can call them (D2, D6). `longest` are the tickets that have
    waited longest. Published once, until `StrandingEnded` with the same `reason`, class, transaction and
    counter; that no counter is open at all stands for all others."""

    reason: Lack
    ticket_class: TicketClass | None = None
    need: str | None = None
    counter: str | None = None
    waiting: int
    longest: tuple[str, ...]


class StrandingEnded(
    LobbyEvent, group=LogGroup.COUNTERS, zh="等候客户又可叫号", en="They could be called again"
):
    """They can be called again, or wait no more."""

    reason: Lack
    ticket_class: TicketClass | None = None
    need: str | None = None
    counter: str | None = None
