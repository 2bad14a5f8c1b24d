"""Events of `lobby` about a branch's day: prepared, open, closing, closed (P, E)."""

from shared.contracts.labelled import Words
from shared.contracts.lobby.base import LobbyEvent, LogGroup


class OverrideReason(Words):
    """The reason for which a step of the day is taken all the same; more words stay with `lobby`."""

    BEING_REPAIRED = "being_repaired", "正在维修", "Being repaired"
    SUPPLIES_LATE = "supplies_late", "物资未到", "Supplies are late"
    SHORT_OF_STAFF = "short_of_staff", "人手不足", "Short of staff"
    EMERGENCY = "emergency", "突发情况", "Emergency", "an emergency"
    MISTAKE = "mistake", "操作有误", "Done by mistake"
    OTHER = "other", "其他原因", "Another reason", "something else"


class PreparationsBegan(LobbyEvent, group=LogGroup.DAYS, zh="营业前准备", en="Preparations began"):
    """The preparation of the hall began (P1 to P7); `expired_notices` still hang, and `low_leaflets` kinds of
    leaflets are short."""

    day: str
    by: str
    expired_notices: int
    low_leaflets: int


class BranchDayOpened(LobbyEvent, group=LogGroup.DAYS, zh="网点开门", en="The branch opened"):
    """The branch is open. `overridden`: with mandatory items open, which are named, for a reason."""

    day: str
    by: str
    overridden: bool
    open_items: tuple[str, ...] = ()
    override: OverrideReason | None = None


class BranchNotOpened(
    LobbyEvent,
    group=LogGroup.DAYS,
    zh="客户到店时尚未开门",
    en="A customer came before the branch was opened",
):
    """The first customer of the day is here, and nobody has opened the branch. Published once a day."""

    day: str
    visit: str


class ClosingBegan(LobbyEvent, group=LogGroup.DAYS, zh="准备关门", en="The branch began to close"):
    """The branch is about to close (E1, E2)."""

    day: str
    by: str


class BranchDayClosed(LobbyEvent, group=LogGroup.DAYS, zh="网点关门", en="The branch closed"):
    """The branch is closed and nothing in it is open any more; the day can be summed up (E4).

    `by` is ``system`` when nobody closed it and midnight did. `cancelled` visits were ended by it.
    """

    day: str
    by: str
    overridden: bool
    open_items: tuple[str, ...] = ()
    override: OverrideReason | None = None
    cancelled: int = 0


class BranchDayReopened(LobbyEvent, group=LogGroup.DAYS, zh="重新开门", en="The branch was reopened"):
    """The branch is open once more, for a reason."""

    day: str
    by: str
    override: OverrideReason
