"""The installation by compose, for the tests of this folder: ``./foyer test compose`` lays it out."""

import asyncio
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from deploy.local.clients import Kiosk
from tests.compose.installation import Installation, composed, installed
from tests.stage import Branch, open_branch

FIGURES = "figures.json"
"""The file of what was measured, beside the file that describes the installation."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without an installation there is nothing to run; a container may take its time."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(400))
            if composed() is None:
                item.add_marker(pytest.mark.skip(reason="run it by ./foyer test compose"))


@pytest.fixture(scope="session")
def place() -> Installation:
    """Foyer by compose."""
    return installed()


@pytest.fixture(scope="session")
def figures() -> Iterator[dict[str, object]]:
    """The figures measured on the way, those of the sessions before too; they are written down at the end."""
    file = Path(os.environ["FOYER_COMPOSED"]).with_name(FIGURES)
    measured: dict[str, object] = json.loads(file.read_text()) if file.exists() else {}
    yield measured
    file.write_text(json.dumps(measured))


@pytest.fixture(scope="session")
def shop(place: Installation) -> Branch:
    """A branch that stays open through all that is done to the installation."""
    return asyncio.run(open_branch(place))


@pytest.fixture
def arrive(place: Installation, shop: Branch) -> Callable[[], str]:
    """`arrive()`: somebody takes a number at the kiosk of `shop`, over TLS; gives the ticket."""

    async def once() -> str:
        async with Kiosk(shop.kiosk, place.url()) as kiosk:
            return str((await kiosk.send("customer_arrived", need="cash")).answer["ticket"])

    return lambda: asyncio.run(once())


@dataclass
class Watch:
    """The answers of the way in meanwhile: `gap` is the longest time without one, in seconds; `wrong` the
    statuses that were not 200."""

    url: str
    gap: float = 0.0
    answers: int = 0
    wrong: list[int | str] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        last = time.monotonic()
        while not self._over.is_set():
            try:
                # A new connection each time: that is what a person meets who comes just now.
                status: int | str = httpx.get(self.url, timeout=20, trust_env=False).status_code
            except httpx.HTTPError as error:
                status = type(error).__name__
            if status == 200:
                self.answers += 1
                now = time.monotonic()
                self.gap, last = max(self.gap, now - last), now
            else:
                self.wrong.append(status)
            self._over.wait(0.05)
        self.gap = max(self.gap, time.monotonic() - last)


@contextmanager
def watched(url: str) -> Iterator[Watch]:
    """Ask `url` for as long as the block lasts."""
    watch = Watch(url)
    thread = threading.Thread(target=watch.run)
    thread.start()
    try:
        yield watch
    finally:
        watch._over.set()
        thread.join(60)
