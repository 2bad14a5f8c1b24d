"""Events of `lobby` about its log (D11)."""

from typing import ClassVar

from shared.contracts.lobby.base import LobbyEvent, LogGroup


class LogEntryWritten(LobbyEvent, group=LogGroup.LOGBOOK, zh="日志手记", en="An entry in the log"):
    """An entry was written into the lobby log by hand; the words stay with `lobby` (D4, D11, E4)."""

    must_be_routed: ClassVar[bool] = False

    entry: str
    kind: str
    written_by: str
