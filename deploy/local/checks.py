"""`./foyer test`: the linters, then the tests, then what may go wrong while people are at work."""

import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from deploy.local import coverage
from deploy.local.ending import run_to_its_end

KINDS = {
    "unit": ("rules, handlers, the foundation on fakes", "6 min"),
    "contract": ("what is on the wire, and who may ask what", "1 min"),
    "architecture": ("anatomy, documents, words", "1 min"),
    "page": ("formatter, linter, types and logic of the page, by Node", "0.5 min"),
    "integration": ("the services on a real broker and a real store", "3 min"),
    "e2e": ("four processes as a whole", "10 min"),
    "browser": ("the page in Chromium", "15 min"),
    "faults": ("things killed and frozen while people work", "7 min"),
}
"""The kinds, with what each checks and takes, in the order in which they are named."""
APART = {
    "compose": ("operations, on a real engine; needs root", "15 min"),
    "attack": ("the worst that a thief, a person and a stranger do; takes the whole machine", "1 min"),
    "mutation": ("is a changed line noticed by a test, by sample", "as given by --seconds"),
}
"""Kinds that are run by name only: an engine, the whole machine to itself, twenty minutes."""
EXAMPLES = (
    ("./foyer test", "the linters, and every kind but those apart: 25 min"),
    ("./foyer test unit contract", "two kinds, in one session"),
    ("./foyer test unit -k queue -x", "options of pytest: tests named so, up to the first failure"),
    ("./foyer test faults --seeds 20", "twenty runs with troubles of their own"),
    ("./foyer test mutation --help", "options of that kind"),
    ("./foyer test integration --amqp URL", "on a RabbitMQ that runs"),
    ("./foyer test integration --rabbitmq FOLDER", "on a RabbitMQ whose files are in FOLDER"),
)
BESIDE = ("faults", "browser", "e2e")
AT_ONCE = 2
"""So many of them beside the others, each with a broker, a store and services of its own; in this order, so
that no processor is idle at the end."""
PAGE = "page"
"""The kind that Node runs, and no pytest."""
LINTERS = (
    ("ruff", "format", "--check"),
    ("ruff", "check"),
    ("mypy",),
    ("lint-imports",),
)


def usage() -> list[str]:
    """Say what can be run, what each kind takes, and examples, a line each."""

    def listed(of: Mapping[str, tuple[str, str]]) -> list[str]:
        return [f"  {kind:<13} {takes:<22} {what}" for kind, (what, takes) in of.items()]

    wide = max(len(words) for words, _ in EXAMPLES)
    return [
        "Usage: ./foyer test [KIND …] [OPTIONS OF PYTEST]   运行测试",
        "",
        "Kinds, run all together where none is named · 测试种类:",
        *listed(KINDS),
        "",
        "Run by name only · 仅在指明时运行:",
        *listed(APART),
        "",
        "Examples · 示例:",
        *(f"  {words:<{wide}}  {what}" for words, what in EXAMPLES),
    ]


def run(kinds: Sequence[str], options: Sequence[str], say: Callable[[str], None]) -> int:
    """Run the linters and every kind of test when `kinds` is empty, else only those; gives the exit code.

    Those that mostly wait for servers run beside the others, each kind in a session with servers of its own,
    and what they say is shown at the end. Coverage is measured when all kinds are run.
    """
    wanted = kinds or [*KINDS]
    if len(wanted) == 1 and wanted[0] in APART:
        return int(_run([sys.executable, "-m", f"tests.{wanted[0]}", *options], say))
    if list(wanted) == [PAGE]:
        return int(_run(_page(), say))
    if len(wanted) == 1:
        return int(_run(_pytest(wanted, options), say))
    together = [kind for kind in wanted if kind not in (*BESIDE, PAGE)]
    failed: list[str] = []
    with ThreadPoolExecutor(AT_ONCE) as pool, ExitStack() as files:
        beside: dict[str, tuple[Future[bool], IO[str]]] = {}
        for kind in BESIDE:
            if kind in wanted:
                said: IO[str] = files.enter_context(tempfile.TemporaryFile("w+"))
                beside[kind] = pool.submit(_run, _pytest([kind], options), say, said), said
        if not kinds:
            failed += [linter[0] for linter in LINTERS if _run(_tool(linter), say)]
        if PAGE in wanted and _run(_page(), say):
            failed.append(PAGE)
        if together:
            covered = Path(files.enter_context(tempfile.TemporaryDirectory())) / "coverage.json"
            pytest = _pytest(together, options)
            if _run(pytest if kinds else coverage.measured(pytest, covered), say):
                failed.append(" ".join(together))
            elif not kinds and not coverage.report(covered, say):
                failed.append("coverage")
        for kind, (outcome, said) in beside.items():
            if outcome.result():
                failed.append(kind)
            said.seek(0)
            sys.stdout.write(said.read())
            sys.stdout.flush()
    say(f"failed: {', '.join(failed)} 未通过" if failed else "all is well 全部通过")
    return 1 if failed else 0


def _tool(linter: Sequence[str]) -> list[str]:
    return [str(Path(sys.executable).parent / linter[0]), *linter[1:]]


def _page() -> list[str]:
    return [sys.executable, "-m", "deploy.local.page_checks"]


def _pytest(kinds: Sequence[str], options: Sequence[str]) -> list[str]:
    """One session, so that the kinds in it share their servers."""
    return [sys.executable, "-m", "pytest", *(f"tests/{kind}" for kind in kinds), *options]


def _run(command: list[str], say: Callable[[str], None], shown: IO[str] | None = None) -> bool:
    """Run a command and tell whether it failed. Its output goes to `shown`, or straight to the screen."""
    name = f"{Path(command[0]).name} {' '.join(command[1:])}"
    say(name)
    began = time.monotonic()
    code = run_to_its_end(command, stdout=shown, stderr=shown)
    say(f"  {name}: {'FAILED' if code else 'passed'} in {time.monotonic() - began:.1f} s")
    return code != 0
