"""The figures of the runs: one line of JSON at the end, and progress before it.

``python -m tests.faults.figures FILE …`` adds up the last lines of several parts, such as those of
``--seeds 0-49`` and ``--seeds 50-99``.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any


@dataclass
class Figures:
    """The troubles that were played in all runs, and the numbers that were found."""

    wanted: range
    show: Callable[[str], None]
    runs: int = 0
    troubles: Counter[str] = field(default_factory=Counter)
    back: list[float] = field(default_factory=list)
    """Seconds from the end of each trouble to the first number, with all services ready."""
    slower: float = 1.0
    found: dict[str, int] = field(default_factory=dict)
    """The numbers of the last audit, over all runs."""
    took: Counter[str] = field(default_factory=Counter)
    """Milliseconds by the part of a run."""
    began: float = field(default_factory=time.monotonic)

    def say(self, seed: int, line: str) -> None:
        """Show progress."""
        place = f"run {seed - self.wanted.start + 1} of {len(self.wanted)}"
        self.show(f"{place}, {time.monotonic() - self.began:.0f} s: {line}")

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Add the time that the block takes to a part of the runs."""
        began = time.monotonic()
        yield
        self.took[name] += round((time.monotonic() - began) * 1000)

    def as_json(self) -> dict[str, Any]:
        """Return all of it; `added` adds up several."""
        return {
            "seeds": f"{self.wanted.start}-{self.wanted.stop - 1}",
            "runs": self.runs,
            "troubles": self.troubles,
            **self.found,
            "back_s": [round(took, 1) for took in sorted(self.back)],
            "machine_slower": round(self.slower, 1),
            "took_s": round(time.monotonic() - self.began),
            "took_ms_by_part": self.took,
        }


def added(parts: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Add up the figures of parts, each played on a stack of its own."""
    whole: dict[str, Any] = {}
    for part in parts:
        for name, value in part.items():
            match value:
                case int() | list():
                    whole[name] = whole.get(name, type(value)()) + value
                case dict():
                    whole[name] = Counter(whole.get(name, {})) + Counter(value)
                case float():
                    whole[name] = max(whole.get(name, value), value)
                case _:
                    whole[name] = f"{whole[name]} {value}" if name in whole else value
    back = sorted(whole["back_s"]) or [0.0]
    ends = {"back_s_p50": round(median(back), 1), "back_s_max": back[-1]}
    return {**whole, "back_s": back, **ends, "kinds_of_trouble": len(whole["troubles"])}


if __name__ == "__main__":
    lines = [Path(name).read_text().splitlines() for name in sys.argv[1:]]
    last = [next(line for line in reversed(file) if line.startswith('{"seeds"')) for file in lines]
    print(json.dumps(added(json.loads(line) for line in last)))
