"""A session of tests that is told to end leaves no server behind."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.processes import ROOT, Process
from deploy.local.store import choose

HELD = "tests/integration/held_store.py"


@pytest.mark.own_stack
@pytest.mark.skipif(choose() == "given", reason="the store that is given is nobody's to stop")
def test_a_session_that_is_told_to_end_twice_leaves_no_store_behind():
    words = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", HELD]
    with subprocess.Popen(words, cwd=ROOT, text=True, stdout=subprocess.PIPE) as session:
        assert session.stdout is not None
        held = next(line for line in session.stdout if line.startswith("held "))
        store = Process("store", Path(held.removeprefix("held ").strip()))
        assert store.pid is not None
        session.send_signal(signal.SIGTERM)
        session.send_signal(signal.SIGTERM)
        session.communicate(timeout=60)
    assert store.pid is None
    assert not store.state.exists()
