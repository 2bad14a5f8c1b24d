"""Commands about the devices of a hall: people place, remove and report them, devices report themselves."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.lobby.equipment.domain import SelfReport
from shared.commands import Command
from shared.contracts.words import DeviceKind


@dataclass(frozen=True)
class PlaceDevice(Command, name="place_device"):
    """Give a device its place in the hall (D7). `transactions` None leaves those that are known."""

    branch: str
    device: str
    kind: DeviceKind
    transactions: tuple[str, ...] | None


@dataclass(frozen=True)
class InviteDevice(Command, name="invite_device"):
    """Let a device enrol with a one-time `code`, and give it its place in the hall.

    `kind` and `transactions` None leave those that are known.
    """

    branch: str
    device: str
    code: str
    kind: DeviceKind | None = None
    transactions: tuple[str, ...] | None = None


@dataclass(frozen=True)
class ShutOutDevice(Command, name="shut_out_device"):
    """Revoke a device, and take away its place in the hall."""

    branch: str
    device: str


@dataclass(frozen=True)
class RemoveDevice(Command, name="remove_device"):
    """Take a device out of the hall."""

    branch: str
    device: str


@dataclass(frozen=True)
class ReportFault(Command, name="report_fault"):
    """Report that a device is out of order, `by` an actor of the staff (D7)."""

    branch: str
    device: str
    by: str


@dataclass(frozen=True)
class ClearFault(Command, name="clear_fault"):
    """Report that a device works again (D7)."""

    branch: str
    device: str


@dataclass(frozen=True)
class ReportStatus(Command, name="report_status"):
    """Take the self-report of a device (P2, D7, E1, D12); `id` is that of its event."""

    id: str
    branch: str
    device: str
    report: SelfReport


@dataclass(frozen=True)
class NoteHeartbeats(Command, name="note_heartbeats"):
    """Note devices that were silent and are back, or are new and send heartbeats (`beating`) (D7)."""

    branch: str
    devices: tuple[str, ...]
    beating: tuple[str, ...]


@dataclass(frozen=True)
class NoteClocks(Command, name="note_clocks"):
    """Note devices whose clocks are found wrong, by how many seconds, and those that are right again (D1)."""

    branch: str
    wrong: Mapping[str, float]
    right: tuple[str, ...] = ()
