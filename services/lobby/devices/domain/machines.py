"""One device as the hall knows it: what it does, how it is, and how long it was out of order today (D7)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from shared.contracts.devices import XfsStatus
from shared.contracts.words import DeviceKind, Trouble

FAULTS = {
    XfsStatus.OFFLINE: Trouble.OFFLINE,
    XfsStatus.POWER_OFF: Trouble.POWER_OFF,
    XfsStatus.NO_DEVICE: Trouble.NO_DEVICE,
    XfsStatus.HARDWARE_ERROR: Trouble.HARDWARE_ERROR,
    XfsStatus.USER_ERROR: Trouble.USER_ERROR,
}
FRAUDS = (XfsStatus.FRAUD_ATTEMPT, XfsStatus.POTENTIAL_FRAUD)
ABSENT = (Trouble.SILENT, Trouble.OFFLINE, Trouble.POWER_OFF, Trouble.NO_DEVICE)
"""Expected of a device that was switched off for the night (E2)."""


class Machine(BaseModel):
    """A device of the hall.

    `code` and `checks` are its self-report, of the time `reported`; `beats` says that it sends heartbeats, so
    that its silence means something. `by_hand` is who of the staff says that it is out of order. `failed` is
    since when it is, for the reason `trouble`. `down` seconds of the day that began at `midnight` are over.
    `clock_off` are the seconds by which its clock was wrong when that was published, None when it is right.
    `missing` counts the numbers that it printed and that are not in the books, since it was last connected.
    """

    model_config = ConfigDict(frozen=True)

    kind: DeviceKind = DeviceKind.QUEUE_MACHINE
    transactions: tuple[str, ...] = ()
    code: XfsStatus = XfsStatus.ONLINE
    checks: dict[str, bool] = {}
    reported: datetime | None = None
    beats: bool = False
    silent: bool = False
    by_hand: str | None = None
    trouble: Trouble | None = None
    failed: datetime | None = None
    since: datetime
    down: float = 0.0
    midnight: datetime | None = None
    clock_off: int | None = None
    missing: int = 0

    def evolve(self, **changes: object) -> "Machine":
        return self.model_copy(update=changes)

    @property
    def speaks(self) -> bool:
        """Return whether it reports its state; otherwise only people can say."""
        return self.beats or self.reported is not None

    @property
    def works(self) -> bool:
        """Return whether it can be used: not out of order or switched off, and not shut by an attempt at
        fraud."""
        return self.failed is None and self.code is not XfsStatus.FRAUD_ATTEMPT and self._wrong() is None

    def found(self, resting: bool) -> Trouble | None:
        """Return what is wrong with it. While the hall is at rest, nobody misses a device that is switched
        off; an attempt at fraud is an incident, and neither begins a fault nor ends one."""
        wrong = self._wrong()
        if wrong is None and self.code is XfsStatus.FRAUD_ATTEMPT:
            return self.trouble
        return None if resting and self.failed is None and wrong in ABSENT else wrong

    @property
    def state(self) -> str:
        """``works``, ``shut`` after an attempt at fraud, or what is wrong."""
        return self.trouble or self._wrong() or ("works" if self.works else "shut")

    def _wrong(self) -> Trouble | None:
        if self.by_hand is not None:
            return Trouble.BY_HAND
        if self.silent:
            return Trouble.SILENT
        if self.code in FAULTS:
            return FAULTS[self.code]
        return None if all(self.checks.values()) else Trouble.CHECK_FAILED

    def fails(self, trouble: Trouble, now: datetime) -> "Machine":
        """Out of order from now on, or still, if for another reason."""
        return self.evolve(trouble=trouble, failed=self.failed or now)

    def recovers(self, now: datetime, midnight: datetime) -> "Machine":
        """It works again; the time that it did not is added to the day's."""
        down = self.down_seconds(now, midnight)
        return self.evolve(trouble=None, failed=None, down=down, midnight=midnight)

    def failed_for(self, now: datetime) -> int:
        """Seconds of the fault that is not over; 0 if there is none."""
        return int(max(now - (self.failed or now), timedelta(0)).total_seconds())

    def down_seconds(self, now: datetime, midnight: datetime) -> float:
        """Return the seconds for which it was out of order in the day that began at `midnight`, until now."""
        over = self.down if self.midnight == midnight else 0.0
        if self.failed is None:
            return over
        return over + max(now - max(self.failed, midnight), timedelta(0)).total_seconds()


def midnight_of(timezone: str, now: datetime) -> datetime:
    """Return when the branch's own day began."""
    local = now.astimezone(ZoneInfo(timezone))
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(now.tzinfo)
