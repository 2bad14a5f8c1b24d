"""A clock that a test moves: nothing waits for real time."""

import asyncio

YIELDS = 50
"""Turns of the event loop in which everything that can go on has gone on."""


async def settle() -> None:
    """Let all other tasks go on as far as they can without time."""
    for _ in range(YIELDS):
        await asyncio.sleep(0)


class ClockByHand:
    """A `StreamClock` that stands until it is advanced."""

    def __init__(self) -> None:
        self.now = 0.0
        self._due: list[tuple[float, asyncio.Future[None]]] = []

    def time(self) -> float:
        """Return the seconds that it was advanced by."""
        return self.now

    async def wait(self, news: asyncio.Event, until: float) -> None:
        """Return when `news` is set, or the clock has been advanced to `until`."""
        if until <= self.now:
            return
        due: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._due.append((until, due))
        waiting = asyncio.ensure_future(news.wait())
        try:
            await asyncio.wait((waiting, due), return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
            due.cancel()

    async def advance(self, seconds: float) -> None:
        """Let so much time pass; who waits for a moment within it goes on at that moment."""
        end = self.now + seconds
        await settle()
        while (moment := self._next()) <= end:
            self.now = max(self.now, moment)
            for until, due in self._due:
                if until <= moment and not due.done():
                    due.set_result(None)
            await settle()
        self.now = end

    def _next(self) -> float:
        self._due = [one for one in self._due if not one[1].done()]
        return min((until for until, _ in self._due), default=float("inf"))
