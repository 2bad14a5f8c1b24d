"""Ending on a signal: the first one interrupts what runs, and nothing disturbs what is stopped because of it.

A second Ctrl-C, or the SIGTERM of an impatient supervisor, would otherwise end the stopping itself, and leave
brokers and stores behind that nobody owns.
"""

import signal
import subprocess
import threading
from collections.abc import Callable, Sequence
from typing import Any

from deploy.local.processes import ROOT

_RUNNING: set[subprocess.Popen[bytes]] = set()
"""The programs that run in the foreground, in any thread."""
_INTERRUPTED = threading.Event()


def interrupt_once(say: Callable[[str], None] = lambda line: None) -> None:
    """Let the first SIGINT or SIGTERM raise KeyboardInterrupt, in the main thread; each later one is answered
    by `say` alone. SIGKILL ends a stopping that hangs."""
    _INTERRUPTED.clear()

    def interrupt(*_: Any) -> None:
        if _INTERRUPTED.is_set():
            say("still stopping; please wait … 仍在停止，请稍候")
            return
        _INTERRUPTED.set()
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupt)


def run_to_its_end(words: Sequence[str], **how: Any) -> int:
    """Run a program in the checkout and return its exit code. An interruption is handed on, to those of other
    threads too, and waited for: each stops what it has started. After one, nothing more is begun."""
    if _INTERRUPTED.is_set():
        raise KeyboardInterrupt
    with subprocess.Popen(words, cwd=ROOT, **how) as program:
        _RUNNING.add(program)
        try:
            return program.wait()
        except KeyboardInterrupt:
            for one in list(_RUNNING):
                one.terminate()
            program.wait()
            raise
        finally:
            _RUNNING.discard(program)
