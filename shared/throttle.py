"""A bound on guessing that shuts nobody out: failures are counted in memory, beside the line of commands, and
each beyond those that are free has to wait twice as long as the one before.

Every process counts for itself and forgets when it ends: two of a service give twice the free attempts.
"""

import hashlib
import math
import secrets
from collections import OrderedDict
from collections.abc import Iterable, Mapping

from shared.errors import Refusal

HOUR = 3600.0
DELAY_AT_MOST = 300.0
BEYOND_AT_MOST = 10
"""A count grows no further beyond what is free: the delay has reached its bound by then."""
COUNTS_AT_MOST = 50_000
"""Some 10 MB. Beyond, the count that was touched longest ago is forgotten."""


class TooManyAttempts(Refusal):
    """An attempt too soon after others that failed."""

    code, status = "too_many_attempts", 429
    en, zh = "Too many failed attempts; try again shortly.", "失败次数过多，请稍后再试。"

    def __init__(self, seconds: int) -> None:
        super().__init__(f"try again in {seconds} s")
        self.seconds = seconds
        self.headers = {"Retry-After": str(seconds)}  # type: ignore[misc]


class Throttle:
    """Counts of failed attempts, each under keys with the number that is free in an hour.

    A count is a bucket that leaks: it loses as many failures an hour as are free. Times are seconds of one
    clock, whichever.
    """

    def __init__(self, most: int = COUNTS_AT_MOST) -> None:
        self._most = most
        self._salt = secrets.token_bytes(16)
        self._counts: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._counts)

    def count(self, bounds: Mapping[str, int], now: float) -> None:
        """Count an attempt under all of its keys before it is checked, so that many at once are no way around
        the bound. Raises `TooManyAttempts` while one of them has to wait; then nothing is counted."""
        levels = {key: self._level(key, free, now) for key, free in bounds.items()}
        wait = max((self._wait(key, levels[key], free, now) for key, free in bounds.items()), default=0.0)
        if wait > 0:
            raise TooManyAttempts(math.ceil(wait))
        for key, free in bounds.items():
            self._put(key, min(levels[key] + 1, free + BEYOND_AT_MOST), now)

    def succeed(self, bounds: Mapping[str, int], own: Iterable[str], now: float) -> None:
        """Take an attempt that was counted back, since it was right; the counts of `own` begin anew."""
        for key, free in bounds.items():
            self._put(key, 0.0 if key in own else max(0.0, self._level(key, free, now) - 1), now)

    def is_rare(self, bounds: Mapping[str, int], now: float) -> bool:
        """Count what is to be told; return False if as many as are free were told in the last hour."""
        levels = {key: self._level(key, free, now) for key, free in bounds.items()}
        if any(levels[key] + 1 > free for key, free in bounds.items()):
            return False
        for key in bounds:
            self._put(key, levels[key] + 1, now)
        return True

    def _level(self, key: str, free: int, now: float) -> float:
        level, last = self._counts.get(self._id(key), (0.0, now))
        return max(0.0, level - (now - last) * free / HOUR)

    def _wait(self, key: str, level: float, free: int, now: float) -> float:
        beyond = math.ceil(level) - free
        if beyond < 0:
            return 0.0
        _, last = self._counts.get(self._id(key), (0.0, now))
        return last + min(2.0 ** (beyond + 1), DELAY_AT_MOST) - now

    def _put(self, key: str, level: float, now: float) -> None:
        id = self._id(key)
        self._counts.pop(id, None)
        if level > 0:
            self._counts[id] = (level, now)
        while len(self._counts) > self._most:
            self._counts.popitem(last=False)

    def _id(self, key: str) -> bytes:
        return hashlib.blake2b(key.encode(errors="replace"), digest_size=16, key=self._salt).digest()
