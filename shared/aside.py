"""Costly work in a process of its own, at the lowest claim to the processor.

A fold of a day's log, a workbook of thousands of rows: in a thread it would take the interpreter from the
event loop again and again, and everybody's next customer would wait for it (decision 0062).
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import TypeVar

from anyio import BrokenWorkerProcess, CapacityLimiter, to_process

from shared.telemetry import log

A = TypeVar("A")
NICE = 10
"""The priority of that process: people at the counter go first."""
_one = CapacityLimiter(1)


async def made_aside(make: Callable[..., A], *about: object) -> A:
    """Return `make(*about)`, made by the other process, which is started for the first. What goes there and
    comes back is pickled. Should that process die, it is made here."""
    try:
        return await to_process.run_sync(_make, make, about, limiter=_one)
    except BrokenWorkerProcess:
        log.warning("made_here", what=make.__name__)
        return make(*about)


async def answered_aside(answer: Callable[..., Awaitable[A]], *about: object) -> A:
    """The same for what is awaited, which the other process does in an event loop of its own."""
    try:
        return await to_process.run_sync(_answer, answer, about, limiter=_one)
    except BrokenWorkerProcess:
        log.warning("made_here", what=answer.__name__)
        return await answer(*about)


def _make(make: Callable[..., A], about: tuple[object, ...]) -> A:
    _give_way()
    return make(*about)


def _answer(answer: Callable[..., Awaitable[A]], about: tuple[object, ...]) -> A:
    async def awaited() -> A:
        return await answer(*about)

    _give_way()
    return asyncio.run(awaited())


def _give_way() -> None:
    os.setpriority(os.PRIO_PROCESS, 0, max(NICE, os.getpriority(os.PRIO_PROCESS, 0)))
