"""Events of `lobby` about machines that give numbers while they are cut off (D2)."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from shared.contracts.lobby.base import LobbyEvent, LogGroup
from shared.contracts.words import TicketClass


class GrantedDay(BaseModel):
    """One branch day of a block: from when to when it lasts, and by class the number to go on with."""

    model_config = ConfigDict(frozen=True)

    day: str
    begins: datetime
    ends: datetime
    next: dict[TicketClass, int]
    last: int


class NumberBlockGranted(
    LobbyEvent, group=LogGroup.BLOCKS, zh="发给设备号段", en="A machine was given its numbers"
):
    """A machine may give these numbers while it is cut off: class, its own `letters`, three digits."""

    must_be_routed: ClassVar[bool] = False

    device: str
    memory: str
    letters: str
    timezone: str
    days: tuple[GrantedDay, ...]

    def answers(self) -> str | None:
        return f"{self.branch}.{self.device}"


class TicketReplaced(
    LobbyEvent, group=LogGroup.BLOCKS, zh="换用离线号", en="A printed number replaced another"
):
    """A machine had printed a number before it received the one it was given: the printed one counts,
    since the customer holds it. Or a waiting customer is known to be a VIP by now, and has a VIP's number.
    `waits_again`: nobody came under the other number, or it led to a machine."""

    visit: str
    ticket: str
    replaced: str
    ticket_class: TicketClass
    counter: str | None = None
    waits_again: bool = False
    device: str | None = None

    def answers(self) -> str | None:
        return f"{self.branch}.{self.device}" if self.device else None


class ArrivalReceivedLate(
    LobbyEvent, group=LogGroup.BLOCKS, zh="补记到店", en="An arrival was received late"
):
    """An arrival on a `day` that is over, or from before the branch closed, was received only now: the visit
    is on record, and not in the queue."""

    visit: str
    ticket: str
    ticket_class: TicketClass
    day: str
    arrived: datetime
    need: str
    device: str | None = None

    def answers(self) -> str | None:
        return f"{self.branch}.{self.device}" if self.device else None


class CutOffEnded(LobbyEvent, group=LogGroup.BLOCKS, zh="设备恢复连接", en="A machine was connected again"):
    """A machine that was cut off `since` then is back, and the `numbers` that it gave are in the books, but
    for those that are `missing`."""

    device: str
    since: datetime
    numbers: int
    missing: int = 0


class OfflineRecordReadInPart(
    LobbyEvent, group=LogGroup.BLOCKS, zh="离线号部分可读", en="A record of a machine was read in part"
):
    """A record with a printed number was readable only in part: the customer waits with that number, and the
    members that were `left_out` are asked of them again."""

    visit: str
    ticket: str
    device: str
    left_out: tuple[str, ...]


class RecordNotTaken(
    LobbyEvent, group=LogGroup.BLOCKS, zh="设备记录未接收", en="A record of a machine was not taken"
):
    """A record of a device is not in the books and will not be: refused by the hall, or set aside by the
    device, which could not send it. With a `ticket`, a customer may hold that number and is not in line."""

    device: str
    record: str
    reason: str
    ticket: str | None = None
