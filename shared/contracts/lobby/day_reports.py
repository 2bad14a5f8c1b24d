"""Events of `lobby` about the day report (E4)."""

from shared.contracts.lobby.base import LobbyEvent, LogGroup


class DayReportFiled(LobbyEvent, group=LogGroup.DAY_REPORTS, zh="日报已提交", en="The day report is there"):
    """The report of a day is there, with the manager's words, which stay with `lobby`; without, if nobody
    filed it in time (`filed_by` is missing then)."""

    day: str
    filed_by: str | None = None
    arrivals: int
    served: int
    complaints: int


class DayReportRead(LobbyEvent, group=LogGroup.DAY_REPORTS, zh="日报已阅", en="The day report was read"):
    """The branch head has read the report of a day."""

    day: str
    read_by: str
    filed_by: str | None = None
