"""A branch that is not attacked: a customer takes a number and is called and served, one after the other."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import uuid4

import httpx

from deploy.local.clients import Kiosk, Refused, Staff
from deploy.local.stack import Stack
from tests.stage import PASSWORD, Branch, open_branch

PAUSE = 0.1


@dataclass
class Served:
    """The seconds that each number and each call took, and what was refused, by code."""

    waits: list[float] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def slowest(self) -> float:
        return max(self.waits, default=float("inf"))

    def figures(self) -> dict[str, object]:
        """Return what a line of figures says, in milliseconds."""
        waits = sorted(self.waits)
        of = {"served": len(waits), "refused": sum(self.refused.values())}
        if not waits:
            return of
        return of | {"p50_ms": round(waits[len(waits) // 2] * 1000), "slowest_ms": round(waits[-1] * 1000)}


@dataclass
class Watch:
    """The customers and the teller of a branch, at work for as long as `serving` lasts."""

    kiosk: Kiosk
    teller: Staff
    branch: Branch

    @classmethod
    async def opened(cls, stack: Stack) -> "Watch":
        """Open a branch with one counter at work."""
        branch = await open_branch(stack)
        teller = await Staff(stack.url(), branch.who("teller"), PASSWORD).sign_in()
        await teller.post(f"/api/lobby/branches/{branch.id}/counters/1/open")
        return cls(Kiosk(branch.kiosk, stack.url()), teller, branch)

    async def close(self) -> None:
        await self.kiosk._client.aclose()
        await self.teller.close()

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[Served]:
        """Serve customers while the block runs."""
        served, end = Served(), asyncio.Event()
        task = asyncio.create_task(self._serve(served, end))
        try:
            yield served
        finally:
            end.set()
            await task

    async def _serve(self, served: Served, end: asyncio.Event) -> None:
        while not end.is_set():
            for step in (self._arrive, self._call):
                began = time.perf_counter()
                try:
                    await step()
                except Refused as refused:
                    served.refused[refused.code] += 1
                except httpx.HTTPError as error:
                    served.refused[type(error).__name__] += 1
                served.waits.append(time.perf_counter() - began)
            await asyncio.sleep(PAUSE)

    async def _arrive(self) -> None:
        await self.kiosk.send("customer_arrived", need="cash")

    async def _call(self) -> None:
        counter = f"/api/lobby/branches/{self.branch.id}/counters/1"
        called = await self.teller.post(f"{counter}/call-next", key=uuid4().hex)
        await self.teller.post(f"/api/lobby/visits/{called['visit']}/complete", key=uuid4().hex)
