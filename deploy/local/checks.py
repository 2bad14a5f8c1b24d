"""`./foyer test`: the linters, then the tests, then what may go wrong while people are at work."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO

from deploy.local.stack import ROOT

KINDS = ("unit", "contract", "architecture", "integration", "e2e", "browser", "faults")
LINTERS = (
    ("ruff", "format", "--check"),
    ("ruff", "check"),
    ("mypy",),
    ("lint-imports",),
)


def run(kinds: Sequence[str], options: Sequence[str], say: Callable[[str], None]) -> int:
    """Run the linters and every kind of test when `kinds` is empty, else only those; gives the exit code.

    What may go wrong (`faults`) is mostly waiting, so it runs beside the others, and is shown after them.
    """
    failed: list[str] = []
    wanted = [kind for kind in kinds or KINDS if kind != "faults"]
    with ThreadPoolExecutor(1) as beside, tempfile.TemporaryFile("w+") as kept:
        faults: Future[bool] | None = None
        if not kinds or "faults" in kinds:
            shown = kept if wanted else None
            faults = beside.submit(_run, _pytest(["faults"], options), say, shown)
        if not kinds:
            failed += [linter[0] for linter in LINTERS if _run(_tool(linter), say)]
        if wanted and _run(_pytest(wanted, options), say):
            failed.append(" ".join(wanted))
        if faults is not None and faults.result():
            failed.append("faults")
        kept.seek(0)
        sys.stdout.write(kept.read())
    say(f"failed: {', '.join(failed)} 未通过" if failed else "all is well 全部通过")
    return 1 if failed else 0


def _tool(linter: Sequence[str]) -> list[str]:
    return [str(Path(sys.executable).parent / linter[0]), *linter[1:]]


def _pytest(kinds: Sequence[str], options: Sequence[str]) -> list[str]:
    """One session for all, so that they share their servers; what is hurt by `faults` is its own."""
    return [sys.executable, "-m", "pytest", *(f"tests/{kind}" for kind in kinds), *options]


def _run(command: list[str], say: Callable[[str], None], shown: IO[str] | None = None) -> bool:
    """Whether it failed. What it says goes to `shown`, or straight to the screen."""
    name = f"{Path(command[0]).name} {' '.join(command[1:])}"
    say(name)
    began = time.monotonic()
    code = subprocess.run(command, cwd=ROOT, check=False, stdout=shown, stderr=shown).returncode
    say(f"  {name}: {'FAILED' if code else 'passed'} in {time.monotonic() - began:.1f} s")
    return code != 0
