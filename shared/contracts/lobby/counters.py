"""What `lobby` tells of counters: who serves where."""

from enum import StrEnum

from shared.contracts.lobby.base import LobbyEvent
from shared.contracts.words import TicketClass


class CounterLeft(StrEnum):
    """Why nobody serves at a counter any more."""

    CLOSED = "closed"  # 关闭柜台
    FREED = "freed"  # 大堂经理释放
    SIGNED_OFF = "signed_off"  # 员工离岗
    NOT_STAFFED = "not_staffed"  # 岗位变动


class CounterOpened(LobbyEvent):
    """Somebody took a counter and can serve."""

    counter: str
    staff: str
    serves: tuple[TicketClass, ...]


class CounterClosed(LobbyEvent):
    """Nobody serves at a counter any more: who was there left it, or (`freed`) it was taken from them, `by`
    somebody who may, or because they are not at work or not on its staff any more."""

    counter: str
    staff: str
    reason: CounterLeft = CounterLeft.CLOSED
    by: str | None = None


class CounterPaused(LobbyEvent):
    """Who is at a counter serves nobody for a while, for a `reason` of the catalogue: deliberate idle is not
    idle."""

    counter: str
    staff: str
    reason: str


class CounterResumed(LobbyEvent):
    """A paused counter serves again."""

    counter: str
    staff: str
    paused_seconds: int
