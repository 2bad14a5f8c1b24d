"""`./foyer test`: the linters, then the tests, kind by kind; the first that fails ends it."""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from deploy.local.stack import ROOT

KINDS = ("unit", "contract", "architecture", "integration", "e2e", "browser", "faults")
LINTERS = (
    ("ruff", "format", "--check"),
    ("ruff", "check"),
    ("mypy",),
    ("lint-imports",),
)
NO_TESTS = 5
"""What pytest answers when it found none."""


def run(kinds: Sequence[str], options: Sequence[str], say: Callable[[str], None]) -> int:
    """Run the linters and every kind of test when `kinds` is empty, else only those; gives the exit code."""
    failed: list[str] = []
    if not kinds:
        failed += [linter[0] for linter in LINTERS if _run(_tool(linter), say)]
    failed += [kind for kind in kinds or KINDS if _run(_pytest(kind, options, short=not kinds), say)]
    say(f"failed: {', '.join(failed)} 未通过" if failed else "all is well 全部通过")
    return 1 if failed else 0


def _tool(linter: Sequence[str]) -> list[str]:
    return [str(Path(sys.executable).parent / linter[0]), *linter[1:]]


def _pytest(kind: str, options: Sequence[str], *, short: bool) -> list[str]:
    seeds = ["--seeds", "2"] if short and kind == "faults" else []
    return [sys.executable, "-m", "pytest", f"tests/{kind}", *seeds, *options]


def _run(command: list[str], say: Callable[[str], None]) -> bool:
    """Whether it failed."""
    say(f"{Path(command[0]).name} {' '.join(command[1:])}")
    began = time.monotonic()
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    say(f"  {'passed' if code in {0, NO_TESTS} else 'FAILED'} in {time.monotonic() - began:.1f} s")
    return code not in {0, NO_TESTS}
