"""Ending on a signal, with real processes: what is stopped is stopped whole, however many signals come."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from deploy.local.processes import ROOT

STOPPING = """
import sys
from deploy.local.ending import interrupt_once
interrupt_once(lambda line: print("told", flush=True))
try:
    print("begun", flush=True)
    sys.stdin.readline()
except KeyboardInterrupt:
    print("stopping", flush=True)
    sys.stdin.readline()
    print("stopped", flush=True)
"""
RUNNING = """
import sys
from deploy.local.ending import interrupt_once, run_to_its_end
interrupt_once()
try:
    run_to_its_end([sys.executable, "-c", sys.argv[1]])
except KeyboardInterrupt:
    print("ended", flush=True)
try:
    run_to_its_end([sys.executable, "-c", "print('begun anew', flush=True)"])
except KeyboardInterrupt:
    print("nothing more", flush=True)
"""


@contextmanager
def program(*words: str) -> Iterator[subprocess.Popen[str]]:
    """A program of Python that is killed at last if it still runs."""
    with subprocess.Popen(
        [sys.executable, "-c", *words],
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def said(running: subprocess.Popen[str]) -> str:
    assert running.stdout is not None
    return running.stdout.readline().strip()


def answer(running: subprocess.Popen[str]) -> None:
    assert running.stdin is not None
    running.stdin.write("\n")
    running.stdin.flush()


@pytest.mark.parametrize("first", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("second", [signal.SIGINT, signal.SIGTERM])
def test_a_second_signal_does_not_disturb_the_stopping(first: signal.Signals, second: signal.Signals):
    with program(STOPPING) as running:
        assert said(running) == "begun"
        running.send_signal(first)
        assert said(running) == "stopping"
        running.send_signal(second)
        assert said(running) == "told"
        answer(running)
        assert said(running) == "stopped"
        assert running.wait(10) == 0


def test_a_program_in_the_foreground_stops_what_it_started_before_foyer_ends_and_nothing_more_is_begun():
    with program(RUNNING, STOPPING) as running:
        assert said(running) == "begun"
        running.send_signal(signal.SIGTERM)
        assert said(running) == "stopping"
        answer(running)
        assert [said(running) for _ in range(3)] == ["stopped", "ended", "nothing more"]
        assert running.wait(10) == 0
