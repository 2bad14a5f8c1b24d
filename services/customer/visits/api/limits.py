"""A bound on how often something is asked, by whoever asks it, within this process."""

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic


class Limit:
    """At most `times` within `seconds` for each key; at most `keys` of them are remembered."""

    def __init__(
        self, times: int, seconds: float, *, keys: int = 10_000, clock: Callable[[], float] = monotonic
    ) -> None:
        self._times, self._seconds, self._keys, self._clock = times, seconds, keys, clock
        self._seen: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def allows(self, key: str) -> bool:
        """Count one more for `key`; tell whether it is within the bound."""
        now = self._clock()
        began, count = self._seen.pop(key, (now, 0))
        if now - began >= self._seconds:
            began, count = now, 0
        self._seen[key] = (began, count + 1)
        while len(self._seen) > self._keys:
            self._seen.popitem(last=False)
        return count < self._times
