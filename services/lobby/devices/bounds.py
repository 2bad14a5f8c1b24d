"""Bounds of one device: how fast it may send and sign in, and how many names it has at the broker.

They are far beyond what a machine does, cut off for days or not; they are for one that was stolen.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from typing import ClassVar
from weakref import WeakKeyDictionary

from shared.clock import elapsed
from shared.errors import Refusal
from shared.rates import Rates
from shared.runtime import ServiceRuntime

EVENTS_PER_SECOND, EVENTS_AT_ONCE = 5.0, 200
"""A machine that was cut off sends what it holds, a hundred at a time."""
REFUSED_COSTS = 4
"""An event that is refused counts as so many: it costs more, and a machine that is in order sends few."""
ANSWERS_PER_SECOND, ANSWERS_AT_ONCE = 1.0, 50
"""Refusals for being too fast that are told over the broker; what is beyond them is only counted."""
SIGN_INS_PER_SECOND, SIGN_INS_AT_ONCE = 1 / 30, 20
"""Connections to the broker."""
MOST_NAMES = 8
"""MQTT client ids and queues of answers, in one life of the service."""


class TooFast(Refusal):
    code, status = "too_fast", 429
    headers: ClassVar[dict[str, str]] = {"Retry-After": "5"}
    en = "The device sends faster than any customer comes; send it again later, under the same id."
    zh = "设备发送过于频繁，请稍后以相同编号重发。"


class DeviceBounds:
    """The bounds of all devices, by their ids (``<branch>.<device>``). At `pace` they are so many times as
    wide."""

    def __init__(self, pace: float = 1.0, clock: Callable[[], float] = elapsed) -> None:
        self._events = Rates(EVENTS_PER_SECOND * pace, EVENTS_AT_ONCE, clock)
        self._answers = Rates(ANSWERS_PER_SECOND * pace, ANSWERS_AT_ONCE, clock)
        self._sign_ins = Rates(SIGN_INS_PER_SECOND * pace, SIGN_INS_AT_ONCE, clock)
        self._names: dict[str, set[str]] = defaultdict(set)

    def must_not_hurry(self, device: str, events: int = 1) -> None:
        """Count events of a device. Raises `TooFast`, and counts none of them, for too many."""
        if not self._events.take(device, events):
            raise TooFast

    def refused(self, device: str) -> None:
        """Count an event of a device once more, since it was refused."""
        self._events.charge(device, REFUSED_COSTS - 1)

    def may_answer(self, device: str) -> bool:
        """Return whether a device that is too fast is told so once more."""
        return self._answers.take(device)

    def may_sign_in(self, device: str) -> bool:
        """Return whether a device may connect to the broker once more."""
        return self._sign_ins.take(device)

    def may_be_called(self, device: str, name: str) -> bool:
        """Return whether a name is the device's own, its id alone or with something behind a dot, and not one
        too many."""
        if not re.fullmatch(re.escape(device) + r"(\..{1,64})?", name):
            return False
        known = self._names[device]
        if name in known:
            return True
        if len(known) >= MOST_NAMES:
            return False
        known.add(name)
        return True


_bounds: "WeakKeyDictionary[ServiceRuntime, DeviceBounds]" = WeakKeyDictionary()


def bounds_of(runtime: ServiceRuntime) -> DeviceBounds:
    """Return the bounds of the devices of a running service."""
    if runtime not in _bounds:
        _bounds[runtime] = DeviceBounds(runtime.settings.pace)
    return _bounds[runtime]
