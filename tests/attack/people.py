"""A person with too many streams and exports, and a stranger who is not signed in."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx

from deploy.local.clients import Staff
from deploy.local.stack import Stack

STREAMS = 100
EXPORTS = 20
AT_ONCE = 20


@dataclass
class Person:
    """A member of staff, and the answers that they got, by status."""

    stack: Stack
    staff: Staff
    branch: str
    met: Counter[str] = field(default_factory=Counter)

    async def opens_streams(self, until: float) -> None:
        """A hundred streams, each from the beginning."""

        async def follow() -> None:
            try:
                async with asyncio.timeout(max(0.0, until - time.monotonic())):
                    async for kind, _ in self.staff.stream(after=0):
                        self.met[kind] += 1
            except TimeoutError:
                return
            except Exception as error:
                self.met[str(error)[:40]] += 1

        await asyncio.gather(*(follow() for _ in range(STREAMS)))

    async def exports_without_a_pause(self, until: float) -> None:
        """Twenty reports at a time, one after the other."""
        today = datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()
        address = f"{self.stack.url()}/api/lobby/branches/{self.branch}/reports/{today}.xlsx"

        async def export() -> None:
            while time.monotonic() < until:
                try:
                    answer = await self.staff.client.get(address)
                    self.met[str(answer.status_code)] += 1
                except httpx.HTTPError as error:
                    self.met[type(error).__name__] += 1

        await asyncio.gather(*(export() for _ in range(EXPORTS)))


@dataclass
class Stranger:
    """A person without a password, and the answers that they got, by status."""

    stack: Stack
    met: Counter[str] = field(default_factory=Counter)

    async def tries_to_sign_in(self, until: float) -> None:
        """Invented names and the first password that comes to mind."""
        async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
            await asyncio.gather(*(self._try(client, until) for _ in range(AT_ONCE)))

    async def _try(self, client: httpx.AsyncClient, until: float) -> None:
        while time.monotonic() < until:
            name = {"staff": f"x{uuid4().hex[:10]}", "password": "a good long password"}
            await self._post(client, "/api/notify/session", name)

    async def sends_large_bodies(self, until: float) -> None:
        """Bodies of a megabyte to every service."""
        async with httpx.AsyncClient(timeout=10, trust_env=False) as client:

            async def send(service: str) -> None:
                while time.monotonic() < until:
                    await self._post(client, f"/api/{service}/device-events", {"x": "x" * 2**20})

            services = ("lobby", "customer", "referral", "notify")
            await asyncio.gather(*(send(one) for one in services for _ in range(4)))

    async def _post(self, client: httpx.AsyncClient, path: str, content: object) -> None:
        try:
            answer = await client.post(f"{self.stack.url()}{path}", json=content)
            self.met[str(answer.status_code)] += 1
        except httpx.HTTPError as error:
            self.met[type(error).__name__] += 1
