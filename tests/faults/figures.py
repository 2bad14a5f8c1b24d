"""The figures of the runs: one line of JSON at the end, and progress before it."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from typing import Any


@dataclass
class Figures:
    """The troubles that were played in all runs, and the numbers that were found."""

    wanted: int
    show: Callable[[str], None]
    runs: int = 0
    troubles: Counter[str] = field(default_factory=Counter)
    back: list[float] = field(default_factory=list)
    """Seconds from the end of each trouble to the first number, with all services ready."""
    slower: float = 1.0
    found: dict[str, int] = field(default_factory=dict)
    """The numbers of the last audit, over all runs."""
    began: float = field(default_factory=time.monotonic)

    def say(self, seed: int, line: str) -> None:
        """Show progress."""
        self.show(f"run {seed + 1} of {self.wanted}, {time.monotonic() - self.began:.0f} s: {line}")

    def as_json(self) -> dict[str, Any]:
        """Return all of it."""
        back = sorted(self.back) or [0.0]
        return {
            "runs": self.runs,
            "troubles": sum(self.troubles.values()),
            "kinds_of_trouble": len(self.troubles),
            **self.found,
            "back_s_p50": round(median(back), 1),
            "back_s_max": round(back[-1], 1),
            "machine_slower": round(self.slower, 1),
            "took_s": round(time.monotonic() - self.began),
        }
