"""The devices of a branch in one document: which work, for which transactions, which are out of order (P2,
D7, E1).

The document is written when something changes; when devices were last seen is kept apart (`Heartbeats`), so
heartbeats cost no transaction.
"""

from datetime import datetime
from typing import ClassVar

from services.lobby.devices.domain.machines import Machine
from shared.contracts.words import DeviceKind
from shared.domain import Document
from shared.errors import Refusal


class UnknownDevice(Refusal):
    code, status = "unknown_device", 404
    en, zh = "The branch has no such device.", "本网点没有该设备。"


class Heartbeats(Document):
    """The time at which each device of a branch was last seen, and, stored beside that as ``clocks``, the
    state of its clock (`device_clocks`); the id is the branch's.

    Written beside the unit of work, and only read in it: losing the last seconds of it does no harm.
    """

    collection: ClassVar[str] = "heartbeats"

    last_seen: dict[str, datetime] = {}


class Equipment(Document):
    """The devices of a branch; the id is the branch's.

    `watching`: the timer of the silence check is set; `resting`: the branch is closed, and a device that is
    switched off is not missed (E2).
    """

    collection: ClassVar[str] = "equipment"

    timezone: str
    machines: dict[str, Machine] = {}
    watching: bool = False
    resting: bool = False

    def machine(self, device: str) -> Machine:
        try:
            return self.machines[device]
        except KeyError:
            raise UnknownDevice(device) from None

    def offers(self, transaction: str) -> bool:
        """Return whether a device that works does this transaction (D2, D8)."""
        return any(one.works and transaction in one.transactions for one in self.machines.values())

    def lacks(self, transaction: str) -> bool:
        """Return whether there are devices for this transaction, and none of them works. Where no
        transactions of devices are known, the catalogue of the branch decides."""
        return any(transaction in one.transactions for one in self.machines.values()) and not self.offers(
            transaction
        )

    def offered(self) -> dict[str, tuple[str, ...]]:
        """The devices that work, by the transactions that they do."""
        known: dict[str, tuple[str, ...]] = {}
        for device, one in sorted(self.machines.items()):
            if one.works:
                known |= {word: (*known.get(word, ()), device) for word in one.transactions}
        return known

    def working(self, device: str) -> bool | None:
        """Return whether a device works, for a checklist (P2, E1); None if only a person can say: it does not
        report itself, and no fault was reported."""
        one = self.machine(device)
        return one.works if one.speaks or not one.works else None

    def working_of(self, kind: DeviceKind) -> bool | None:
        """Return whether every device of a kind works; None if there is none, or one of them does not report
        itself."""
        answers = [self.working(device) for device, one in self.machines.items() if one.kind is kind]
        if not answers or False in answers:
            return False if answers else None
        return None if None in answers else True

    def to_watch(self) -> list[str]:
        """The devices that would be missed."""
        return [name for name, one in self.machines.items() if one.beats and not one.silent]

    def with_machine(self, device: str, machine: Machine) -> "Equipment":
        return self.evolve(machines={**self.machines, device: machine})

    def known(self, device: str, now: datetime) -> Machine:
        """Return a device, or a new one if it is not placed yet."""
        return self.machines.get(device) or Machine(since=now)
