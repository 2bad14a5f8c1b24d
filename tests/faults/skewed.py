"""Run a service whose clock jumps: ``python -m tests.faults.skewed MODULE``.

SIGUSR1 puts the clock ten minutes ahead of this machine's, SIGUSR2 puts it right. What a service reads from
its clock are times and the ids made of them; timeouts run on, as the kernel's monotonic clock does.
"""

import runpy
import signal
import sys
import time
from datetime import UTC, datetime, timedelta

import uuid_utils

from shared import clock

JUMP = timedelta(minutes=10)


class Skew:
    """The difference to the clock of this machine."""

    def __init__(self) -> None:
        self.by = timedelta(0)
        self._last = 0

    def now(self) -> datetime:
        """Stand in for `clock.now`."""
        return clock.to_milliseconds(datetime.now(UTC) + self.by)

    def new_id(self) -> str:
        """Stand in for `clock.new_id`: the id of a moment of this clock, each a millisecond after the one
        before."""
        if not self.by:
            return str(uuid_utils.uuid7())
        self._last = max(self._last + 1, time.time_ns() // 10**6 + int(self.by.total_seconds() * 1000))
        return str(uuid_utils.uuid7(nanoseconds=self._last * 10**6))


if __name__ == "__main__":
    (module,) = sys.argv[1:]
    skew = Skew()
    clock.now, clock.new_id = skew.now, skew.new_id  # before the others take them
    signal.signal(signal.SIGUSR1, lambda *_: setattr(skew, "by", JUMP))
    signal.signal(signal.SIGUSR2, lambda *_: setattr(skew, "by", timedelta(0)))
    sys.argv = sys.argv[:1]
    runpy.run_module(module, run_name="__main__")
