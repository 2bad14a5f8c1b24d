"""Commands of queue machines: arrivals, number blocks, and what happened while they were cut off."""

from dataclasses import dataclass
from datetime import datetime

from services.lobby.queue.domain.admission import Arrival
from shared.commands import Command


@dataclass(frozen=True)
class RegisterArrival(Command, name="register_arrival"):
    """Register a customer who came to a machine (D1, D2)."""

    arrival: Arrival


@dataclass(frozen=True)
class GrantNumberBlock(Command, name="grant_number_block"):
    """Grant a machine the numbers that it may print while it is cut off (D2).

    `memory` identifies the disk with which the machine remembers its numbers.
    """

    branch: str
    device: str
    memory: str


@dataclass(frozen=True)
class EndCutOff(Command, name="end_cut_off"):
    """Note that a machine that was cut off has sent all that it held back (D2)."""

    branch: str
    device: str
    since: datetime
    numbers: int
    correlation_id: str
    missing: int = 0


@dataclass(frozen=True)
class NoteMissingRecord(Command, name="note_missing_record"):
    """Note that a record of a machine could not be taken, and why (D1).

    `ticket` is the number that was printed for it; `printed` if there is one that cannot be read.
    """

    branch: str
    device: str
    record: str
    reason: str
    ticket: str | None
    correlation_id: str
    printed: bool = False
