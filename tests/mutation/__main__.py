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
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.processes import ROOT
from tests.mutation.mutants import Mutant, mutants_of, mutated

PATIENCE = 120
"""Seconds for the tests of one mutant; a mutant that takes longer hangs, which is noticed."""
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


def passes(copy: Path, tests: list[str]) -> bool:
    """Run tests in a child process within the copy; tell whether all pass in time."""
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
    return False


def survives(copy: Path, mutant: Mutant) -> bool:
    """Tell whether no test notices a mutant; the copy is as before afterwards."""
    changed = copy / mutant.path
    source = changed.read_text()
    try:
        changed.write_text(mutated(mutant, source))
        return all(passes(copy, tests) for tests in tests_of(Path(mutant.path)))
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
    killed: list[Mutant] = []
    survived: list[Mutant] = []
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
            lives = survives(copy, mutant)
            (survived if lives else killed).append(mutant)
            if lives:
                print(f"survived {mutant.path}:{mutant.line} {mutant.change}", flush=True)
    tried = len(killed) + len(survived)
    share = 100 * len(killed) / max(1, tried)
    print(
        f"{len(killed)} killed, {len(survived)} survived of {tried} tried, {len(found)} in all: {share:.0f} %"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
