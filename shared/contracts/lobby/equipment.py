"""Events of `lobby` about the devices in the hall (P2, D7, E1)."""

from shared.contracts.lobby.base import LobbyEvent, LogGroup
from shared.contracts.words import DeviceKind, Trouble


class DevicePlaced(LobbyEvent, group=LogGroup.EQUIPMENT, zh="设备就位", en="A device was placed"):
    """A device stands in the hall, or does other transactions from now on."""

    device: str
    kind: DeviceKind
    transactions: tuple[str, ...] = ()


class DeviceFaulted(LobbyEvent, group=LogGroup.EQUIPMENT, zh="设备故障", en="A device is out of order"):
    """A device is out of order (D7). `transactions` are those it does no longer, `unavailable` those of them
    that no other device of the branch does; `reported_by` is who said so, if it was not the device."""

    device: str
    kind: DeviceKind
    status: Trouble
    transactions: tuple[str, ...] = ()
    unavailable: tuple[str, ...] = ()
    reported_by: str | None = None


class DeviceRecovered(LobbyEvent, group=LogGroup.EQUIPMENT, zh="设备恢复", en="A device works again"):
    """A device works again after `down_seconds`, or was taken away (`removed`); `status` is what was wrong
    (D7)."""

    device: str
    kind: DeviceKind
    status: Trouble
    transactions: tuple[str, ...] = ()
    down_seconds: int
    removed: bool = False


class DeviceRemoved(LobbyEvent, group=LogGroup.EQUIPMENT, zh="设备移除", en="A device was removed"):
    """A device does not stand in the hall any more."""

    device: str
    kind: DeviceKind


class DeviceClockWrong(
    LobbyEvent, group=LogGroup.EQUIPMENT, zh="设备时钟有误", en="The clock of a device is wrong"
):
    """The clock of a device is `minutes` ahead of the hall's, or behind it: its times are corrected, or the
    hall's count, until it is right again (D1, D7)."""

    device: str
    kind: DeviceKind
    ahead: bool
    minutes: int


class DeviceClockRight(
    LobbyEvent, group=LogGroup.EQUIPMENT, zh="设备时钟恢复", en="The clock of a device is right again"
):
    """The clock of a device is right again (D7)."""

    device: str
    kind: DeviceKind


class SelfServiceInterrupted(
    LobbyEvent, group=LogGroup.EQUIPMENT, zh="自助办理中断", en="Self-service was interrupted"
):
    """A customer was sent to a machine for something that no machine of the branch does any more (D7, D8);
    `device` is the last that did."""

    visit: str
    ticket: str
    need: str
    device: str
