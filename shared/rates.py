"""Rates: how much each of many senders may do, as a bucket that fills with time (token bucket)."""

from collections.abc import Callable

TIDY_AT = 1000
"""Senders after which those with a full bucket are forgotten: they are as new."""


class Rates:
    """A bucket of `burst` for each sender, which gains `per_second`."""

    def __init__(self, per_second: float, burst: int, clock: Callable[[], float]) -> None:
        self._per_second, self._burst, self._clock = per_second, burst, clock
        self._buckets: dict[str, tuple[float, float]] = {}
        """The contents of the bucket of a sender, and when it was so."""
        self._tidy_at = TIDY_AT

    def take(self, sender: str, many: int = 1) -> bool:
        """Take so much from the bucket of `sender`; False, and nothing is taken, if there is not enough. To
        take nothing is to ask whether there is anything."""
        now = self._clock()
        left = self._left(sender, now)
        allowed = max(many, 1) <= left
        self._buckets[sender] = (left - many if allowed else left, now)
        if len(self._buckets) > self._tidy_at:
            self._forget_full(now)
        return allowed

    def charge(self, sender: str, many: int) -> None:
        """Take so much from the bucket of `sender`, or all that is left."""
        now = self._clock()
        self._buckets[sender] = (max(0.0, self._left(sender, now) - many), now)

    def __len__(self) -> int:
        return len(self._buckets)

    def _left(self, sender: str, now: float) -> float:
        left, since = self._buckets.get(sender, (float(self._burst), now))
        return min(float(self._burst), left + (now - since) * self._per_second)

    def _forget_full(self, now: float) -> None:
        self._buckets = {
            sender: known for sender, known in self._buckets.items() if self._left(sender, now) < self._burst
        }
        self._tidy_at = max(TIDY_AT, 2 * len(self._buckets))
