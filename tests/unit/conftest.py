"""Unit tests have a clock of their own: nothing in them waits, and no machine is too slow for them."""

import asyncio
import selectors
from collections.abc import Callable, Mapping
from typing import Any

import pytest


class OwnClock(asyncio.SelectorEventLoop):
    """An event loop whose time stands still while there is something to do, and then jumps to what is due
    next: a second of it takes no time, and a busy machine makes none of it longer."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 0.0
        self._in_threads = 0
        self._select = self._selector.select  # type: ignore[attr-defined]
        self._selector.select = self._jump  # type: ignore[attr-defined]

    def time(self) -> float:
        return self._now

    def run_in_executor(self, executor: Any, work: Callable[..., Any], *args: Any) -> "asyncio.Future[Any]":
        """A thread has no clock but the world's: it is waited for."""
        done = super().run_in_executor(executor, work, *args)
        self._in_threads += 1
        done.add_done_callback(self._came_back)
        return done

    def _came_back(self, done: "asyncio.Future[Any]") -> None:
        self._in_threads -= 1

    def _jump(self, timeout: float | None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or (timeout > 0 and self._in_threads):
            return self._select(None)
        found = self._select(0)
        if not found:
            self._now += max(0.0, timeout)
        return found


def pytest_asyncio_loop_factories(config: pytest.Config, item: pytest.Item) -> Mapping[str, type[OwnClock]]:
    return {"own clock": OwnClock}


@pytest.fixture(autouse=True)
def _aside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process has no clock but the world's: what is made aside is made here."""

    async def here(work: object, make: Callable[..., Any], about: tuple[Any, ...], limiter: object) -> Any:
        return make(*about)

    monkeypatch.setattr("shared.aside.to_process.run_sync", here)
