"""What all events of `lobby` have in common."""

from enum import StrEnum
from typing import Any, ClassVar

from shared.contracts.base import Event


class LogGroup(StrEnum):
    """Subjects of the lines of the lobby log (D11). Lines of a quiet group are read only by those who are
    told of incidents (D12)."""

    BLOCKS = "blocks"
    BRANCHES = "branches"
    CHECKLISTS = "checklists"
    COUNTERS = "counters"
    DAY_REPORTS = "day_reports"
    DAYS = "days"
    DIVERSIONS = "diversions"
    EQUIPMENT = "equipment"
    FORECASTS = "forecasts"
    INCIDENTS = "incidents"
    LEAFLETS = "leaflets"
    LOGBOOK = "logbook"
    LOITERERS = "loiterers"
    NOTICES = "notices"
    RECORDS = "records"
    REFUSALS = "refusals"
    TASKS = "tasks"
    TICKETS = "tickets"
    VISITS = "visits"
    CUSTOMER = "customer"
    REFERRAL = "referral"
    HAND = "hand"

    @property
    def is_quiet(self) -> bool:
        """Whether the lines are kept from everybody who is not told of incidents."""
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
