"""Killed at its busiest, `lobby` gives numbers again at once: its next life ends what the last left open."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import partial
from random import Random
from statistics import median
from uuid import uuid4

import httpx
import pytest

from deploy.local.clients import Account, event
from deploy.local.seed import Seeded
from tests.faults import load
from tests.faults.hurt import Hurt
from tests.faults.load import Ledger

KILLS = 8
"""In each run."""
AGAIN_WITHIN = 4.0
"""Seconds from the start of the next life to its first number."""
AFTER_READY = 2.0
"""Seconds from ``/ready`` to the first number, on a machine that is too busy to start it within that. A
transaction that a last life left open would take the store 5 more to end."""
ANSWERED_WITHIN = 2.0
STARTS_IN = 3.0
"""Seconds that a start takes where nothing else goes on: a machine that is busier has so much more time."""


@dataclass
class Asking:
    """Customers at one machine, one after the other; the same is asked again until there is a number."""

    stack: Hurt
    account: Account
    numbers: list[tuple[float, float]] = field(default_factory=list)
    """The times at which each was asked for and given."""
    answers: list[float] = field(default_factory=list)
    """The time that each took."""
    unclear: list[int] = field(default_factory=list)
    """Answers that were neither a number nor when to come again."""

    async def run(self, end: asyncio.Event) -> None:
        auth = httpx.BasicAuth(self.account.user, self.account.secret)
        async with httpx.AsyncClient(auth=auth, timeout=30, trust_env=False) as client:
            while not end.is_set():
                body = event(self.account, "customer_arrived", {"need": "enquiry"}, str(uuid4()))
                while not await self._asked(client, body):  # noqa: ASYNC110 - it asks a server
                    await asyncio.sleep(0.05)

    async def _asked(self, client: httpx.AsyncClient, body: bytes) -> bool:
        began = time.monotonic()
        answer = await client.post(f"{self.stack.url()}/api/lobby/device-events", content=body)
        took = time.monotonic() - began
        given = answer.status_code == 200 and "ticket" in answer.json()
        told_when = answer.status_code == 503 and "retry-after" in answer.headers
        self.answers.append(took)
        if not (given or told_when):
            self.unclear.append(answer.status_code)
        if given:
            self.numbers.append((began, time.monotonic()))
        return given

    async def next_number(self, after: float) -> float:
        """The time at which the first number was given that was asked for after that moment."""
        while not self.numbers or self.numbers[-1][0] < after:  # noqa: ASYNC110 - another task, no event
            await asyncio.sleep(0.02)
        return next(given for asked, given in self.numbers if asked >= after)


@pytest.fixture
async def asking(hurt: Hurt, seeded: Seeded) -> AsyncIterator[Asking]:
    """From before the first kill until after the last."""
    end = asyncio.Event()
    found = Asking(hurt, seeded.devices["K4"])
    task = asyncio.create_task(found.run(end))
    yield found
    end.set()
    await task


@pytest.mark.timeout(600)
async def test_killed_under_load_it_gives_the_next_number_within_four_seconds(
    hurt: Hurt, seeded: Seeded, asking: Asking, seed_of_run: int
):
    chance = Random(f"again {seed_of_run}")
    took: list[float] = []
    ready: list[float] = []

    async def killed_again_and_again() -> None:
        for _ in range(KILLS):
            await asyncio.sleep(chance.uniform(1, 3))
            await asyncio.to_thread(hurt.kill, "lobby")
            began = time.monotonic()
            await asyncio.to_thread(partial(hurt.launch, "lobby"))
            async with asyncio.timeout(60):
                number = asyncio.create_task(asking.next_number(began))
                await asyncio.to_thread(hurt.wait_ready, "lobby")
                ready.append(time.monotonic() - began)
                took.append(await number - began)

    await load.run(hurt, seeded, seed_of_run, Ledger(), killed_again_and_again())
    for name, all_of_it in (("ready", ready), ("a number", took)):
        print(f"run {seed_of_run}: {name} after {', '.join(f'{one:.1f}' for one in all_of_it)} s", flush=True)
    print(f"run {seed_of_run}: slowest answer {max(asking.answers):.1f} s", flush=True)
    busy = max(1.0, median(ready) / STARTS_IN)
    limits = [max(AGAIN_WITHIN, up + AFTER_READY * busy) for up in ready]
    assert [number for number, limit in zip(took, limits, strict=True) if number > limit] == []
    assert max(asking.answers) <= ANSWERED_WITHIN * busy
    assert asking.unclear == []
