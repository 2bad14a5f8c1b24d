"""What `lobby` tells of a branch's day: prepared, open, closing, closed (P, E)."""

from enum import StrEnum

from shared.contracts.lobby.base import LobbyEvent, LogGroup


class OverrideReason(StrEnum):
    """Why a step of the day is taken all the same; more words stay with `lobby`."""

    BEING_REPAIRED = "being_repaired"  # 正在维修
    SUPPLIES_LATE = "supplies_late"  # 物资未到
    SHORT_OF_STAFF = "short_of_staff"  # 人手不足
    EMERGENCY = "emergency"  # 突发情况
    MISTAKE = "mistake"  # 操作有误
    OTHER = "other"  # 其他


class PreparationsBegan(LobbyEvent, group=LogGroup.DAYS):
    """Somebody began to prepare the hall (P1 to P7): so many notices hang that have expired, so many
    leaflets are short."""

    day: str
    by: str
    expired_notices: int
    low_leaflets: int


class BranchDayOpened(LobbyEvent, group=LogGroup.DAYS):
    """The branch is open. `overridden`: with mandatory items open, which are named, for a reason."""

    day: str
    by: str
    overridden: bool
    open_items: tuple[str, ...] = ()
    override: OverrideReason | None = None


class BranchNotOpened(LobbyEvent, group=LogGroup.DAYS):
    """The first customer of the day is here, and nobody has opened the branch. Told once a day."""

    day: str
    visit: str


class ClosingBegan(LobbyEvent, group=LogGroup.DAYS):
    """The branch is about to close (E1, E2)."""

    day: str
    by: str


class BranchDayClosed(LobbyEvent, group=LogGroup.DAYS):
    """The branch is closed and nothing in it is open any more; the day can be summed up (E4).

    `by` is ``system`` when nobody closed it and midnight did. `cancelled` visits were ended by it.
    """

    day: str
    by: str
    overridden: bool
    open_items: tuple[str, ...] = ()
    override: OverrideReason | None = None
    cancelled: int = 0


class BranchDayReopened(LobbyEvent, group=LogGroup.DAYS):
    """The branch is open once more, for a reason."""

    day: str
    by: str
    override: OverrideReason
