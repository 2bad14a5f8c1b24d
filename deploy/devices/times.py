"""The hall's time at the machine: a clock that jumps moves no number and no customer.

Once the hall has answered, the machine counts on from there by a clock that only runs forwards, and asks its
own again only at the next start. Until then it goes by its own clock, less what that was last ahead, and
begins no earlier than what it wrote last.
"""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

CLOSE = timedelta(seconds=2)
"""The difference that answers explain, whose time is in whole seconds."""


def own_clock() -> datetime:
    return datetime.now(UTC)


def elapsed() -> float:
    """Seconds that only grow, asleep too, where the system counts them."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class HallTime:
    """The time in the hall, as a machine knows it. `ahead` is by how much the machine's own clock was ahead
    of it when that was last known, `last` the last time that was written down. Thread-safe."""

    def __init__(
        self,
        own: Callable[[], datetime] = own_clock,
        since: Callable[[], float] = elapsed,
        *,
        ahead: timedelta = timedelta(0),
        last: datetime | None = None,
    ) -> None:
        self._own, self._since = own, since
        self._lock = threading.RLock()
        self.ahead, self.sure = ahead, False
        """`sure`: the hall has answered since the start."""
        self._last, self._seen_at = last, self._seen()
        self._base, self._tick = self._no_earlier(self._seen_at), since()

    def now(self) -> datetime:
        """The hall's time, as well as it is known."""
        with self._lock:
            tick = self._since()
            if not self.sure:
                seen, ran = self._seen(), timedelta(seconds=tick - self._tick)
                if abs(seen - self._seen_at - ran) > CLOSE:  # somebody has set it: they may know better
                    self._base, self._tick, self._seen_at = self._no_earlier(seen), tick, seen
            return self.at(tick)

    def tick(self) -> float:
        """A mark to come back to with `at`."""
        return self._since()

    def at(self, tick: float) -> datetime:
        """The hall's time at a mark, in seconds of the monotonic clock."""
        with self._lock:
            return self._base + timedelta(seconds=tick - self._tick)

    def learn(self, hall: datetime) -> bool:
        """The hall says what time it is; whether the machine had it wrong."""
        with self._lock:
            counted = self.now()
            wrong = abs(hall - counted) > CLOSE
            if wrong:
                self._base, self._tick = hall, self._since()
            self.sure = True
            ahead = self._own() - (hall if wrong else counted)
            self.ahead = ahead if abs(ahead) > CLOSE else timedelta(0)
            return wrong

    def _no_earlier(self, seen: datetime) -> datetime:
        return seen if self._last is None else max(seen, self._last)

    def _seen(self) -> datetime:
        return self._own() - self.ahead
