"""Supervision of a process: it ends, to be started afresh, when a part of it fails."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterable
from typing import Any

from pymongo.errors import PyMongoError

from shared import clock
from shared.broker_errors import BrokerAway, QueueMissing, broker_errors, name_of
from shared.bus import Bus
from shared.layout import WrongLayout
from shared.telemetry import log

SILENT_FOR = 3  # checks in a row
MISSING = 2
"""A queue that is not there counts for so many checks: a broker that comes up may not know it at once."""
ASK_AGAIN = 0.2


async def until_there(attempt: Callable[[], Any], what: str) -> None:
    """Try until the store or broker is there, with a growing pause."""
    pause = 0.2
    while True:
        try:
            with broker_errors():
                await attempt()
        except (BrokerAway, PyMongoError) as error:
            log.warning("waiting", what=what, error=name_of(error))
            await asyncio.sleep(pause)
            pause = min(pause * 2, 1.0)
        else:
            return


async def watch_consumers(bus: Bus, every: float = 3.0) -> None:
    """End the process when it has lost a consumer or its connection for good, so that it starts afresh.

    A deleted queue cancels its consumer silently, and RabbitMQ 4.3 may close the connection with it, after
    which aio-pika 10.2.1 no longer reconnects (measured). A broker that is away is waited for: silence
    counts only where the broker takes a new connection.
    """
    silent = 0
    while silent < SILENT_FOR:
        await asyncio.sleep(every)
        silence = await _silence(bus)
        silent = silent + silence if silence else 0
    raise RuntimeError("a queue has no consumer")


async def _silence(bus: Bus) -> int:
    """Return for how many checks it counts that one of the service's queues has no consumer although the
    broker is there; 0 if all have one."""
    try:
        async with asyncio.timeout(5):
            counted = await bus.consumers()
    except QueueMissing:
        return MISSING
    except (BrokerAway, TimeoutError):
        counted = {}
    return int(not all(counted.values()) if counted else await bus.answers())


_exit_code = 0


def exit_code() -> int:
    """Return the exit code of this process: 0 unless a background task has ended it."""
    return _exit_code


def end_process_if_failed(task: "asyncio.Task[Any]") -> None:
    """End the process, in order, when `task` fails: compose starts it afresh."""
    if not task.cancelled() and task.exception() is not None:
        end_process(task)


def end_process(task: "asyncio.Task[Any]") -> None:
    """End the process because a background task has ended, whatever the reason."""
    global _exit_code
    error = None if task.cancelled() else task.exception()
    if isinstance(error, WrongLayout):
        _exit_code = error.exit_code
        log.critical("wrong_layout", database=error.database, found=error.found, what_to_do=str(error))
    else:
        _exit_code = _exit_code or 1
        log.error("task_failed", task=task.get_name(), exc_info=error, at=clock.now().isoformat())
    os.kill(os.getpid(), signal.SIGTERM)


async def end_tasks(tasks: Iterable["asyncio.Task[Any]"]) -> None:
    """Cancel background tasks until they have ended. Once is not enough: `asyncio.wait_for`, with which
    PyMongo sends, loses a cancellation now and then under Python 3.11 (measured)."""
    left = set(tasks)
    for task in left:
        task.remove_done_callback(end_process)
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=ASK_AGAIN)
