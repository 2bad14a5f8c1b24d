"""Coverage of `./foyer test`: the share of our lines that the tests run which need no whole stack.

Measured by SlipCover, in process: it takes away its probes once a line was seen (docs/decisions/0030).
"""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

SOURCES = ("shared", "services", "deploy")
AT_LEAST = 83.0
"""The least percentage of all lines: two points below what it was when this was last set."""


def measured(pytest: Sequence[str], out: Path) -> list[str]:
    """Return the command that runs `pytest` (``python -m pytest …``) and writes what it covered to `out`."""
    slipcover = ["-m", "slipcover", "--source", ",".join(SOURCES), "--json", "--out", str(out)]
    return [sys.executable, *slipcover, *pytest[1:]]


def report(found: Path, say: Callable[[str], None]) -> bool:
    """Print one line for each package and one for all; return whether all of it is enough."""
    lines: dict[str, list[int]] = {}
    for path, of_file in json.loads(found.read_text())["files"].items():
        counts = of_file["summary"]["covered_lines"], of_file["summary"]["missing_lines"]
        for name in (_package_of(path), "all"):
            total = lines.setdefault(name, [0, 0])
            total[0] += counts[0]
            total[1] += counts[1]
    shares = {name: 100 * ran / (ran + missed) for name, (ran, missed) in lines.items() if ran + missed}
    for name in sorted(shares, key=lambda name: (name == "all", name)):
        say(f"coverage {name:20} {shares[name]:5.1f} % of {sum(lines[name]):6} lines")
    enough = shares.get("all", 0.0) >= AT_LEAST
    if not enough:
        say(f"coverage is below {AT_LEAST:g} %: test what was added 覆盖率不足")
    return enough


def _package_of(path: str) -> str:
    """Return the package that a file is counted for: ``shared``, ``deploy``, ``services/lobby``."""
    parts = Path(path).parts
    return "/".join(parts[: 2 if parts[0] == "services" and len(parts) > 2 else 1])
