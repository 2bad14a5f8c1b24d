"""Costly reads, such as exports: a few at a time, beside the event loop, and the same one once.

A report that is folded, a workbook that is written, thousands of documents that are decoded: each holds the
event loop for as long as it takes, and with it everybody's next customer. A route that does such a thing
waits for its turn (`in_turn`), and has it done by another process (`shared/aside.py`).
"""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from math import inf
from typing import Any, ClassVar, TypeVar, cast

from fastapi import Depends, Request

from shared.access import SignedIn
from shared.clock import elapsed
from shared.errors import Refusal

A = TypeVar("A")
AT_ONCE = 1
MOST_WAITING = 8
MOST_OF_ONE = 3
REMEMBERED = 16
LONG, LASTS = 0.25, 10
"""Something that took so many seconds is remembered so many times as long: it costs a tenth of the time at
most."""


class TooManyReads(Refusal):
    code, status = "too_many_reads", 503
    headers: ClassVar[dict[str, str]] = {"Retry-After": "5"}
    en, zh = (
        "Too many reports and exports are being made; try again in a moment.",
        "正在生成的报表与导出过多，请稍后重试。",
    )


@dataclass
class Made:
    """An answer that is made, or was, and until when it is remembered."""

    answer: "asyncio.Task[Any]"
    until: float = inf


class Costly:
    """The costly reads of one process."""

    def __init__(self, clock: Callable[[], float] = elapsed) -> None:
        self._clock = clock
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._asked: Counter[str] = Counter()
        self._made: OrderedDict[Hashable, Made] = OrderedDict()

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
        """Return what `make` gives: the same for all who ask while it is made, and, where that took long, for
        ten times as long."""
        made = self._made.get(key)
        if made is None or made.until < self._clock():
            made = self._made[key] = Made(asyncio.ensure_future(self._make(key, make)))
            while len(self._made) > REMEMBERED:
                self._made.popitem(last=False)
        return cast(A, await asyncio.shield(made.answer))

    async def _make(self, key: Hashable, make: Callable[[], Awaitable[A]]) -> A:
        began, until = self._clock(), -inf
        try:
            answer = await make()
            took = self._clock() - began
            until = self._clock() + LASTS * took if took >= LONG else -inf
            return answer
        finally:
            if (made := self._made.get(key)) is not None:
                made.until = until


async def _turn(request: Request, person: SignedIn) -> AsyncIterator[None]:
    costly: Costly = request.app.state.runtime.costly
    async with costly.turn(person.staff):
        yield


in_turn = Depends(_turn)
"""Dependency of a route that is costly: it waits for its turn. Refused with 503 when too many wait."""
