"""Ending on a signal, with real processes: what is stopped is stopped whole, however many signals come."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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

BESIDE = """
import sys
from concurrent.futures import ThreadPoolExecutor
from deploy.local.ending import interrupt_once, run_to_its_end
interrupt_once()
with ThreadPoolExecutor(1) as pool:
    try:
        pool.submit(run_to_its_end, [sys.executable, "-c", sys.argv[1]]).result()
    except KeyboardInterrupt:
        print("waits", flush=True)
"""
IN_THE_MIDST = """
import os, signal, sys
from pathlib import Path
from deploy.local import processes
from deploy.local.ending import interrupt_once
interrupt_once()

class Popen(processes.subprocess.Popen):
    def __init__(self, *words, **how):
        super().__init__(*words, **how)
        os.kill(os.getpid(), signal.SIGTERM)

processes.subprocess.Popen = Popen
process = processes.Process("sleeper", Path(sys.argv[1]))
try:
    process.start(["sleep", "60"], os.environ, Path("/"))
    print("not interrupted", flush=True)
except KeyboardInterrupt:
    print("found" if process.pid else "left behind", flush=True)
    process.kill()
try:
    process.start(["sleep", "60"], os.environ, Path("/"))
except processes.NotReady:
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


def test_a_program_beside_is_told_to_end_while_the_main_thread_waits_for_something_else():
    with program(BESIDE, STOPPING) as running:
        assert said(running) == "begun"
        running.send_signal(signal.SIGTERM)
        assert {said(running), said(running)} == {"stopping", "waits"}
        answer(running)
        assert said(running) == "stopped"
        assert running.wait(10) == 0


def test_a_process_that_was_begun_when_the_signal_came_is_found_again_and_no_other_is_begun(tmp_path: Path):
    with program(IN_THE_MIDST, str(tmp_path)) as running:
        assert [said(running) for _ in range(2)] == ["found", "nothing more"]
        assert running.wait(10) == 0
