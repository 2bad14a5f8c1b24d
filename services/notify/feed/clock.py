"""The clock of the streams: handed in, so that tests move it by hand."""

import asyncio
from typing import Protocol


class StreamClock(Protocol):
    """Seconds that only grow, and a way to wait for them."""

    def time(self) -> float:
        """Return the seconds since some fixed moment."""
        ...

    async def wait(self, news: asyncio.Event, until: float) -> None:
        """Return when `news` is set, and at `until` at the latest."""
        ...


class LoopClock:
    """The clock of the running event loop."""

    def time(self) -> float:
        """Return the loop's time."""
        return asyncio.get_running_loop().time()

    async def wait(self, news: asyncio.Event, until: float) -> None:
        """Return when `news` is set, and at `until` at the latest."""
        try:
            async with asyncio.timeout_at(until):
                await news.wait()
        except TimeoutError:
            pass
