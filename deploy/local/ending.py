"""Ending on a signal: the first one interrupts what runs, and nothing disturbs what is stopped because of it.

A second Ctrl-C, or the SIGTERM of an impatient supervisor, would otherwise end the stopping itself, and leave
brokers and stores behind that nobody owns.
"""

import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
"""The checkout."""
_RUNNING: set[subprocess.Popen[bytes]] = set()
"""The programs that run in the foreground, in any thread."""
_INTERRUPTED = threading.Event()
_UNDIVIDED: list[None] = []
"""One entry for each `undivided` block that the main thread is in."""


def interrupt_once(say: Callable[[str], None] = lambda line: None) -> None:
    """Let the first SIGINT or SIGTERM raise KeyboardInterrupt in the main thread, and hand it on to every
    program in the foreground; each later one is answered by `say` alone. SIGKILL ends a stopping that
    hangs."""
    _INTERRUPTED.clear()

    def interrupt(*_: Any) -> None:
        if _INTERRUPTED.is_set():
            say("still stopping; please wait … 仍在停止，请稍候")
            return
        _INTERRUPTED.set()
        for program in list(_RUNNING):
            program.terminate()
        if not _UNDIVIDED:
            raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupt)


def is_interrupted() -> bool:
    """Tell whether this program was told to end: then nothing more is begun, in any thread."""
    return _INTERRUPTED.is_set()


@contextmanager
def undivided() -> Iterator[None]:
    """Let a signal interrupt the main thread at the end of the block, not within it."""
    if threading.current_thread() is not threading.main_thread():  # no signal interrupts another thread
        yield
        return
    _UNDIVIDED.append(None)
    try:
        yield
    finally:
        _UNDIVIDED.pop()
        if is_interrupted():
            raise KeyboardInterrupt


def run_to_its_end(words: Sequence[str], **how: Any) -> int:
    """Run a program in the checkout and return its exit code. On an interruption it is told to end, in any
    thread, and waited for: it stops what it has started. After one, nothing more is begun."""
    if is_interrupted():
        raise KeyboardInterrupt
    begun: list[subprocess.Popen[bytes]] = []
    try:
        with undivided():
            begun.append(subprocess.Popen(words, cwd=ROOT, **how))
            _RUNNING.update(begun)
            if is_interrupted():  # it came before this one was among those that run
                begun[0].terminate()
        return begun[0].wait()
    finally:
        for program in begun:
            program.wait()
            _RUNNING.discard(program)
