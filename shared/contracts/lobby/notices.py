"""Events of `lobby` about the notice board (P5). The text of a notice is not published."""

from shared.contracts.lobby.base import LobbyEvent, LogGroup


class NoticeHung(LobbyEvent, group=LogGroup.NOTICES, zh="张贴公告", en="A notice was hung"):
    """A notice hangs on the board; `until` is its last day, such as ``2026-11-23``."""

    notice: str
    until: str
    by: str


class NoticeExpired(LobbyEvent, group=LogGroup.NOTICES, zh="公告过期", en="A notice expired"):
    """The last day of a notice is over, and it still hangs."""

    notice: str
    until: str


class NoticeTakenDown(LobbyEvent, group=LogGroup.NOTICES, zh="撤下公告", en="A notice was taken down"):
    """A notice is off the board."""

    notice: str
    expired: bool
    by: str
