"""``./foyer test mutation [--seconds 1200] [--seed 1] [--only TEXT]``: do the unit tests notice small faults?

A sample of mutants of `shared` and of the services' domain, in an order that the seed fixes, until the time
is up. Each is tried in a copy of the checkout by the unit tests nearest to it, and by all of its service if
those pass. The last line is a count; the lines before it are the places of the mutants that no test noticed.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.processes import ROOT
from tests.mutation.mutants import Mutant, mutants_of, mutated

PATIENCE = 120
"""Seconds for one run of tests. A mutant that takes longer hangs, or the machine is busy: it counts apart."""
COPIED = ("shared", "services", "deploy", "docs", "tests", "pyproject.toml", "README.md", "foyer")
WARM = ("aio_pika", "fastapi", "faststream.rabbit", "httpx", "hypothesis", "jwt", "pymongo", "xlsxwriter")
"""Packages that every child would import: the parent does, once."""


def subjects() -> Iterator[Path]:
    """List the modules that are mutated: `shared`, and what is named domain in a service."""
    yield from sorted((ROOT / "shared").glob("*.py"))
    yield from sorted(
        path
        for path in (ROOT / "services").rglob("*.py")
        if path.name == "domain.py" or path.parent.name == "domain"
    )


def tests_of(path: Path) -> list[list[str]]:
    """Return the unit tests of a module: the nearest first, then all of its service."""
    parts = path.parts
    if parts[0] == "shared":
        near = sorted(Path("tests/unit/shared").glob(f"test_{path.stem}*.py"))
        return [[str(one) for one in near]] * bool(near) + [["tests/unit/shared"]]
    whole = Path("tests/unit", parts[1])
    folders = dict.fromkeys((whole / parts[2], whole))
    return [[str(one)] for one in folders if (ROOT / one).exists()]


def passes(copy: Path, tests: list[str]) -> bool | None:
    """Run tests in a child process within the copy; tell whether all pass, None if time ran out."""
    child = os.fork()
    if child == 0:
        os.setsid()
        os.chdir(copy)
        sys.path[:] = [str(copy), *(one for one in sys.path if Path(one or ".").resolve() != ROOT)]
        for name in [
            name
            for name in sys.modules
            if name.partition(".")[0] in ("shared", "services", "deploy", "tests")
        ]:
            del sys.modules[name]
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        os._exit(int(pytest.main(["-x", "-p", "no:cacheprovider", *tests])))
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) == 0
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def outcome_of(copy: Path, mutant: Mutant) -> str:
    """Return ``killed``, ``survived`` or ``timed out``; the copy is as before afterwards."""
    changed = copy / mutant.path
    source = changed.read_text()
    try:
        changed.write_text(mutated(mutant, source))
        for tests in tests_of(Path(mutant.path)):
            passed = passes(copy, tests)
            if not passed:
                return "timed out" if passed is None else "killed"
        return "survived"
    finally:
        changed.write_text(source)


def main() -> int:
    options = argparse.ArgumentParser(prog="./foyer test mutation")
    options.add_argument("--seconds", type=float, default=1200.0, help="how long to go on")
    options.add_argument("--seed", type=int, default=1, help="another seed takes another sample")
    options.add_argument("--only", default="", help="only modules with this in their path")
    given = options.parse_args()
    sys.dont_write_bytecode = True
    for name in WARM:
        __import__(name)
    paths = [path for path in subjects() if given.only in str(path.relative_to(ROOT))]
    found = [one for path in paths for one in mutants_of(str(path.relative_to(ROOT)), path.read_text())]
    random.Random(given.seed).shuffle(found)
    outcomes: Counter[str] = Counter()
    end = time.monotonic() + given.seconds
    with tempfile.TemporaryDirectory(prefix="foyer-mutation-") as folder:
        copy = Path(folder)
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
            elif source.exists():
                shutil.copy(source, copy / name)
        for mutant in found:
            if time.monotonic() > end:
                break
            outcome = outcome_of(copy, mutant)
            outcomes[outcome] += 1
            if outcome != "killed":
                print(f"{outcome} {mutant.path}:{mutant.line} {mutant.change}", flush=True)
    killed, survived, late = (outcomes[one] for one in ("killed", "survived", "timed out"))
    share = 100 * killed / max(1, killed + survived)
    print(f"{killed} killed, {survived} survived, {late} timed out, of {len(found)} in all: {share:.0f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
