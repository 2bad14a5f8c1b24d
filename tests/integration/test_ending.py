"""A session of tests that is told to end leaves no process behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from deploy.local.processes import ROOT, Process, wait_until
from deploy.local.store import choose

HELD_STORE, HELD_STACK = "tests/integration/held_store.py", "tests/integration/held_stack.py"
pytestmark = pytest.mark.own_stack


@contextmanager
def held(test: str) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """A session that runs `test`, and the folder of its servers; it is told to end at last."""
    words = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", test]
    with subprocess.Popen(words, cwd=ROOT, text=True, stdout=subprocess.PIPE) as session:
        try:
            assert session.stdout is not None
            line = next(line for line in session.stdout if line.startswith("held "))
            yield session, Path(line.removeprefix("held ").strip())
        finally:
            session.terminate()
            session.wait(60)


def of(folder: Path) -> list[str]:
    """The command lines of all processes that work in a folder, or know it by their environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            known = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
            if str(folder).encode() in known or os.readlink(process / "cwd").startswith(str(folder)):
                found.append((process / "cmdline").read_text().replace("\0", " "))
    return [line for line in found if line]


@pytest.mark.skipif(choose() == "given", reason="the store that is given is nobody's to stop")
def test_a_session_that_is_told_to_end_twice_leaves_no_store_behind():
    with held(HELD_STORE) as (session, folder):
        store = Process("store", folder)
        assert store.pid is not None
        session.send_signal(signal.SIGTERM)
        session.send_signal(signal.SIGTERM)
        session.communicate(timeout=60)
    assert store.pid is None
    assert not store.state.exists()


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("begun", "number"), [("epmd", signal.SIGINT), ("edge", signal.SIGTERM)])
def test_a_session_that_is_told_to_end_while_its_stack_starts_leaves_none_of_it_behind(
    begun: str, number: signal.Signals
):
    with held(HELD_STACK) as (session, folder):
        first = Process(begun, folder / "stack")
        wait_until(lambda: first.pid is not None, 120, begun)
        session.send_signal(number)
        said, _ = session.communicate(timeout=120)
    assert "ready" not in said
    assert of(folder) == []
