"""Clocks of devices: a time is believed as far as the connection of the device bears it out (D1, D2, D7).

Nothing is received before it happened, so every time that a device gives is a lower bound of how far its
clock is ahead; the highest of the last ones is how far it is (the minimum filter of NTP, RFC 5905, section
10). What a device held back happened after everything that was received of it before it was cut off. Within
these bounds its time counts, corrected; beyond them the hall's time does.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict

from services.lobby.devices.domain.equipment import Equipment
from shared.contracts.lobby import DeviceClockRight, DeviceClockWrong
from shared.domain import Decision

CLOSE = timedelta(seconds=5)
"""Transport and rounding explain that much: a clock that is no further off is right."""
WRONG = timedelta(minutes=2)
"""From this difference on it is published."""
UNDER_WAY = timedelta(minutes=5)
"""An event may be on its way for so long, over midnight and over the closing too."""
APART = timedelta(seconds=60)
"""A longer silence is a cut-off: heartbeats come every 20 s."""
STEADY = timedelta(minutes=10)
"""In so long a time a device that is connected sends all that it held back."""
SURE_AFTER = timedelta(seconds=30)
"""For so long times stay behind before the clock is taken to be: they may have been long on their way."""
EVER = timedelta(days=36_500)
OLDEST = timedelta(days=14)
"""A device may be cut off for so long: longer than a holiday, shorter than the inbox remembers."""


class Sent(StrEnum):
    """The way in which an event was sent, by its nature."""

    LIVE = "live"  # its time is that of sending: heartbeats, and what a machine asks for itself
    ASKED = "asked"  # a customer waits for the answer
    SAID = "said"  # nobody waits for an answer: it may have been held back
    HELD = "held"  # it was held back: a number was printed


HELD_BACK = (Sent.SAID, Sent.HELD)


class DeviceClock(BaseModel):
    """The state of the clock of one device.

    A message of the device was last `received` in a contact that began at `back`, it was last `sending`
    what it had held back, and first `asked` by a customer, after `settled`: what happened before that was
    received. It is `ahead` seconds ahead of the hall's clock, and was `before` until it `changed`; that was
    last `proved` then. Since `low_since` its times say that it is only `low` ahead. At `doubted` it was
    last seen to be wrong, by `doubt` seconds.
    """

    model_config = ConfigDict(frozen=True)

    received: datetime | None = None
    back: datetime | None = None
    sending: datetime | None = None
    asked: datetime | None = None
    settled: datetime | None = None
    ahead: float = 0.0
    before: float = 0.0
    changed: datetime | None = None
    proved: datetime | None = None
    low: float = 0.0
    low_since: datetime | None = None
    doubted: datetime | None = None
    doubt: float = 0.0

    def evolve(self, **changes: object) -> Self:
        return self.model_copy(update=changes)

    @property
    def off(self) -> float | None:
        """Return by how many seconds it is wrong, as is published; None while it is right."""
        if abs(self.ahead) >= WRONG.total_seconds():
            return self.ahead
        return self.doubt if self.doubted is not None else None

    def judge(
        self, time: datetime | None, now: datetime, sent: Sent, *, direct: bool = True
    ) -> tuple[datetime, "DeviceClock"]:
        """Return when it happened by the hall's clock, and the state of the clock by now. `direct`: nothing
        between the device and the hall could have held it back."""
        known = self._receive(now)
        if time is None:
            return now, known._answered(now) if sent is Sent.ASKED and direct else known
        at = known._believed(time, now, sent)
        known = known._learn((time - now).total_seconds(), now, sent, direct=direct)
        if at is None:
            if sent is Sent.HELD or (sent is not Sent.LIVE and direct):
                known = known.evolve(doubted=now, doubt=(time - now).total_seconds())
            return now, known._answered(now) if sent is Sent.ASKED and direct else known
        if sent in HELD_BACK and now - at > UNDER_WAY:
            return at, known.evolve(sending=now)
        return at, known._answered(now) if sent is Sent.ASKED and now - at <= UNDER_WAY else known

    def _receive(self, now: datetime) -> "DeviceClock":
        """Note a message: in the contact that goes on, or after a silence."""
        if self.received is None or self.back is None:
            return self.evolve(received=now, back=now)
        steady = self.received - _later(self.sending, self.back) >= STEADY
        if now - self.received > APART:
            return self.evolve(received=now, back=now, settled=self.received if steady else self.settled)
        return self.evolve(
            received=now, settled=_later(self.settled, now - STEADY) if steady else self.settled
        )

    def _answered(self, now: datetime) -> "DeviceClock":
        """Note that a customer asked and is answered: the device is not cut off, and has soon sent all that
        it held back."""
        if self.asked is None:
            return self.evolve(asked=now)
        if now - self.asked < STEADY:
            return self
        return self.evolve(asked=now, settled=_later(self.settled, self.asked))

    def _believed(self, time: datetime, now: datetime, sent: Sent) -> datetime | None:
        """The latest moment that is possible, by what its clock is and was ahead; None if there is none."""
        recent = self.changed is not None and (self.settled is None or self.changed >= self.settled)
        known = {self.ahead, self.before} if recent else {self.ahead}
        if sent in (Sent.ASKED, Sent.SAID):
            known.add(0.0)  # perhaps somebody has just set it right
        moments = [time - timedelta(seconds=ahead) for ahead in known]
        possible = [at for at in moments if self._reach(now, sent) <= at <= now + CLOSE]
        return min(max(possible), now) if possible else None

    def _reach(self, now: datetime, sent: Sent) -> datetime:
        """Return how far back the event may lie. Without a number on paper, only a clock that was found right
        in this contact is believed that it was cut off."""
        settled = None if self.settled is None else self.settled - UNDER_WAY
        if sent is not Sent.HELD:
            checked = self.proved is not None and self.back is not None and self.proved >= self.back
            return min(settled, now - UNDER_WAY) if checked and settled else now - UNDER_WAY
        return max(now - OLDEST, settled) if settled else now - OLDEST

    def _learn(self, ahead: float, now: datetime, sent: Sent, *, direct: bool) -> "DeviceClock":
        """A time says that the clock is at least so many seconds ahead."""
        close, late = CLOSE.total_seconds(), sent is Sent.ASKED and -UNDER_WAY.total_seconds() <= ahead
        if abs(ahead - self.ahead) <= close:
            sure = self.doubted is None or now - self.doubted >= SURE_AFTER
            return self.evolve(proved=now, low_since=None, **({"doubted": None} if sure else {}))
        if sent in HELD_BACK:
            return self  # it may be of any age
        if ahead > self.ahead:
            return self._is(ahead, now)
        if late and self.ahead <= close:
            return self
        if direct and (self.proved is None or now - self.proved > SURE_AFTER):
            return self._is(ahead, now)
        if self.low_since is None:
            return self.evolve(low=ahead, low_since=now)
        low = max(self.low, ahead)
        return self._is(low, now) if now - self.low_since >= SURE_AFTER else self.evolve(low=low)

    def _is(self, ahead: float, now: datetime) -> "DeviceClock":
        ahead = 0.0 if abs(ahead) <= CLOSE.total_seconds() else round(ahead, 3)
        wrong = {"doubted": now, "doubt": ahead} if abs(ahead) >= WRONG.total_seconds() else {}
        return self.evolve(ahead=ahead, before=self.ahead, changed=now, proved=now, low_since=None, **wrong)


def _later(one: datetime | None, other: datetime) -> datetime:
    return other if one is None else max(one, other)


def readable(time: datetime, now: datetime) -> datetime:
    """A time that can be reckoned with, whatever year the clock is in."""
    return min(max(time, now - EVER), now + EVER)


def possible(time: datetime | None, now: datetime) -> datetime:
    """Return when it happened, where nothing is known of the device."""
    return now if time is None or not now - OLDEST <= time <= now else time


def record_clocks(
    board: Equipment, wrong: Mapping[str, float], right: Iterable[str], now: datetime
) -> Decision:
    """Record clocks that are found wrong, by so many seconds, or right again: each is published once."""
    events: list[DeviceClockWrong | DeviceClockRight] = []
    before = board
    for device, seconds in sorted(wrong.items()):
        machine = board.known(device, now)
        if machine.clock_off is None:
            board = board.with_machine(device, machine.evolve(clock_off=round(seconds)))
            events.append(
                DeviceClockWrong(
                    branch=board.id,
                    device=device,
                    kind=machine.kind,
                    ahead=seconds > 0,
                    minutes=max(1, round(abs(seconds) / 60)),
                )
            )
    for device in sorted(right):
        machine = board.known(device, now)
        if machine.clock_off is not None:
            board = board.with_machine(device, machine.evolve(clock_off=None))
            events.append(DeviceClockRight(branch=board.id, device=device, kind=machine.kind))
    return Decision() if board is before else Decision().save(board, *events)
