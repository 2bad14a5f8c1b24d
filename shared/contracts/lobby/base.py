"""The base of all events of `lobby`, and the groups of their lines in the lobby log."""

from typing import Any, ClassVar

from shared.contracts.base import Event
from shared.contracts.labelled import Words


class LogGroup(Words):
    """Subjects of the lines of the lobby log (D11). Lines of a quiet group are read only by those who are
    told of incidents (D12)."""

    BLOCKS = "blocks", "号段", "Number blocks"
    BRANCHES = "branches", "网点设置", "Settings"
    CHECKLISTS = "checklists", "检查表", "Checklists"
    COUNTERS = "counters", "柜台", "Counters"
    DAY_REPORTS = "day_reports", "日报", "Day report"
    DAYS = "days", "营业日", "The day"
    DIVERSIONS = "diversions", "分流", "Diversions"
    EQUIPMENT = "equipment", "设备", "Devices"
    FORECASTS = "forecasts", "预计等候", "Expected waits"
    INCIDENTS = "incidents", "突发事件", "Incidents"
    LEAFLETS = "leaflets", "宣传材料", "Leaflets"
    LOGBOOK = "logbook", "工作日志", "Lobby log"
    LOITERERS = "loiterers", "可疑滞留", "Loiterers"
    NOTICES = "notices", "公告", "Notices"
    RECORDS = "records", "登记", "Records"
    REFUSALS = "refusals", "拒绝", "Refusals"
    TASKS = "tasks", "任务", "Tasks"
    TICKETS = "tickets", "号票", "Tickets"
    VISITS = "visits", "来访", "Visits"
    CUSTOMER = "customer", "客户", "Customer"
    REFERRAL = "referral", "转介", "Referral"
    HAND = "hand", "手记", "By hand"

    @property
    def is_quiet(self) -> bool:
        """Tell whether only those who are told of incidents may read the lines of this group."""
        return self is LogGroup.INCIDENTS


class LobbyEvent(Event):
    """An event of `lobby`. Its class declares the `group` of its line in the log; a timer, which has no line,
    declares none."""

    owner: ClassVar[str] = "lobby"
    group: ClassVar[LogGroup]

    def __init_subclass__(cls, *, group: LogGroup | None = None, **more: Any) -> None:
        super().__init_subclass__(**more)
        if group is not None:
            cls.group = group
