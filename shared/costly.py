"""Costly reads, such as exports: a few at a time, beside the event loop, and the same one once.

A report that is folded, a workbook that is written, thousands of documents that are decoded: each holds the
event loop for as long as it takes, and with it everybody's next customer. A route that does such a thing
waits for its turn (`in_turn`), and does it in a thread (`asyncio.to_thread`).
"""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager
from typing import Any, ClassVar, TypeVar, cast

from fastapi import Depends, Request

from shared.access import SignedIn
from shared.errors import Refusal

A = TypeVar("A")
AT_ONCE = 1
"""A thread more would take its time from the event loop: they share one interpreter lock."""
MOST_WAITING = 8
MOST_OF_ONE = 3
REMEMBERED = 16


class TooManyReads(Refusal):
    code, status = "too_many_reads", 503
    headers: ClassVar[dict[str, str]] = {"Retry-After": "5"}
    en, zh = (
        "Too many reports and exports are being made; try again in a moment.",
        "正在生成的报表与导出过多，请稍后重试。",
    )


class Costly:
    """The costly reads of one process."""

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._asked: Counter[str] = Counter()
        self._known: OrderedDict[Hashable, asyncio.Task[Any]] = OrderedDict()

    @asynccontextmanager
    async def turn(self, who: str) -> AsyncIterator[None]:
        """Wait for a turn, and hold it. Raises `TooManyReads` when too many wait, or too many of `who`."""
        if self._asked.total() >= AT_ONCE + MOST_WAITING or self._asked[who] >= MOST_OF_ONE:
            raise TooManyReads
        self._asked[who] += 1
        try:
            async with self._turns:
                yield
        finally:
            self._asked[who] -= 1
            self._asked += Counter()  # without those who ask for nothing any more

    async def once(self, key: Hashable, make: Callable[[], Awaitable[A]]) -> A:
        """Return what `make` gave for this key, or make it: the last few are remembered."""
        task = self._known.get(key)
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            self._known[key] = task = asyncio.ensure_future(_made(make))
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return cast(A, await asyncio.shield(task))


async def _made(make: Callable[[], Awaitable[A]]) -> A:
    return await make()


async def _turn(request: Request, person: SignedIn) -> AsyncIterator[None]:
    costly: Costly = request.app.state.runtime.costly
    async with costly.turn(person.staff):
        yield


in_turn = Depends(_turn)
"""Dependency of a route that is costly: it waits for its turn. Refused with 503 when too many wait."""
