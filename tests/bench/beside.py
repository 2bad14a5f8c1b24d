"""A small and a large subject beside each other: filled, opened and asked in turn.

Each has a store and a service of its own, so that what else the machine does hits both alike, and a growth is
that of the store. A subject says what is laid down, and what its people ask in a round.
"""

import asyncio
import os
import secrets
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from random import Random
from statistics import median
from typing import Any, ClassVar

import httpx
from pydantic import SecretStr
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.write_concern import WriteConcern

from deploy.local.processes import ROOT, Process, free_port
from deploy.topology import declare_all, service
from shared import clock
from shared.access import Person, sign
from shared.contracts.words import Role
from shared.layout import check_layout
from shared.settings import Settings
from shared.store import Raw, Store
from tests.bench.by_hand import ByHand, timed_ms
from tests.bench.calling import LASTS, PATIENCE_MS, READY_WITHIN, key_pair, p99, random_key
from tests.bench.servers import Servers

SHARE_OF_SMALL = 10
WARM = 10
SAID_EVERY = 25
COLUMN = 13
Times = Mapping[str, Sequence[float]]


class Subject(ABC):
    """The store and the service of so `many` documents. `times` are milliseconds, by what was asked."""

    service: ClassVar[str]
    counted: ClassVar[str]
    """The documents of which there are so many, in the plural."""

    def __init__(self, many: int, branch: str, settings: Settings, process: Process) -> None:
        self.many, self.settings, self.process = many, settings, process
        self.chance = Random(7)
        self.times: dict[str, list[float]] = {}
        self.store = Store(settings, self.service)
        self.hand = ByHand(self.store, branch, 0)
        self._url = f"http://127.0.0.1:{settings.port}"
        self._client = httpx.AsyncClient(base_url=self._url, timeout=60, trust_env=False)
        self._private, self._public = key_pair()
        self._tokens: dict[str, str] = {}

    @abstractmethod
    async def lay_down(self, db: AsyncDatabase[Raw]) -> None:
        """Write the documents past the service."""

    @abstractmethod
    async def round(self) -> None:
        """Let people ask everything once."""

    async def fill(self) -> None:
        """Lay the documents down, before the service runs."""
        await check_layout(self.store.db)
        await self.store.prepare(service(self.service).indexes)
        uri = self.settings.mongo_uri.get_secret_value()
        async with AsyncMongoClient[Raw](uri, socketTimeoutMS=PATIENCE_MS) as client:
            db = client[self.store.db.name].with_options(write_concern=WriteConcern(w=1, j=False))
            await self.lay_down(db)

    async def open(self) -> None:
        """Start the service, and wait until it is ready."""
        said = {
            "FOYER_MONGO_URI": self.settings.mongo_uri.get_secret_value(),
            "FOYER_AMQP_URL": self.settings.amqp_url.get_secret_value(),
            "FOYER_DATABASE_PREFIX": self.settings.database_prefix,
            "FOYER_PORT": str(self.settings.port),
            "FOYER_LOG_LEVEL": "WARNING",
            "FOYER_TOKEN_PUBLIC_KEY": self._public,
            "FOYER_BLIND_KEY": self.settings.blind_key.get_secret_value(),
            "FOYER_MASTER_KEY": self.settings.master_key.get_secret_value(),
        }
        self.process.start([sys.executable, "-m", f"services.{self.service}"], {**os.environ, **said}, ROOT)
        await asyncio.to_thread(self.process.wait_ready, self._is_ready, READY_WITHIN)

    async def close(self) -> None:
        await self._client.aclose()
        await self.store.close()

    def token(self, staff: str, role: Role, branches: Sequence[str]) -> str:
        """Return the token of a person, signed once."""
        if staff not in self._tokens:
            person = Person(staff, frozenset([role]), tuple(branches))
            self._tokens[staff] = sign(person, self._private, clock.now(), LASTS)
        return self._tokens[staff]

    async def ask(self, token: str, method: str, path: str, content: Any = None) -> Any:
        """Ask the service for what is not refused; raises `RuntimeError` otherwise."""
        headers, address = {"authorization": f"Bearer {token}"}, f"/api/{self.service}/{path}"
        response = await self._client.request(method, address, json=content, headers=headers)
        if response.status_code >= 400:
            raise RuntimeError(f"{method} {path}: {response.status_code} {response.text[:300]}")
        return response.json()

    async def time(self, what: str, work: Awaitable[Any]) -> None:
        """Await something, and note how long it takes."""

        async def awaited() -> None:
            await work

        self.times.setdefault(what, []).append(await timed_ms(awaited))

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"{self._url}/ready", trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False


@contextmanager
def running(given: Servers, bench: str, service: str, many: int) -> Iterator[tuple[Settings, Process]]:
    """Give the settings of a store and a broker that run, and a process, which is stopped at the end."""
    name = f"{bench}_{many}"
    with given.vhost(name) as amqp_url, given.store(name) as mongo_uri:
        settings = Settings(
            mongo_uri=SecretStr(mongo_uri),
            amqp_url=SecretStr(amqp_url),
            database_prefix=f"{name}_{secrets.token_hex(3)}",
            port=free_port(),
            blind_key=SecretStr(random_key()),
            master_key=SecretStr(random_key()),
        )
        process = Process(f"{service}_{many}", given.folder)
        try:
            yield settings, process
        finally:
            process.stop()


def say(what: str) -> None:
    """Print a line of progress."""
    print(f"{what}; load {os.getloadavg()[0]:.1f}", file=sys.stderr, flush=True)


async def run(subjects: Sequence[Subject], rounds: int) -> None:
    """Fill the stores, start the services, and ask them in turn, after a warming up."""
    try:
        for one in subjects:
            await declare_all(one.settings)
            began = time.monotonic()
            await one.fill()
            say(f"{one.many} {one.counted} laid down in {time.monotonic() - began:.0f} s")
        for one in subjects:
            await one.open()
        for number in range(WARM + rounds):
            if number == WARM:
                for one in subjects:
                    one.times.clear()
            for one in subjects:
                await one.round()
            if (number + 1) % SAID_EVERY == 0:
                say(f"round {number + 1} of {WARM + rounds}")
    finally:
        for one in subjects:
            await one.close()


def growth(few: Times, many: Times, what: str) -> float:
    """Return the median of the large subject as a multiple of that of the small one."""
    return median(many[what]) / median(few[what])


def table(title: str, rows: Sequence[str], beside: int, few: Times, many: Times) -> str:
    """For people: p50 and p99, and those of p99 against a bare find and a bare commit; `beside` is how many
    the small subject has."""
    heads = ("p50", "p99", "/ find", "/ commit", f"p50 of {beside}", "p99", "growth")
    wide = max(map(len, rows)) + 2
    lines = [title, "", " " * wide + "".join(f"{head:>{COLUMN}}" for head in heads)]
    find, commit = p99(many["find"]), p99(many["commit"])
    for what in rows:
        p50, last = median(many[what]), p99(many[what])
        before, last_before = median(few[what]), p99(few[what])
        row = (p50, last, last / find, last / commit, before, last_before, growth(few, many, what))
        lines.append(f"{what:{wide}}" + "".join(f"{figure:{COLUMN}.2f}" for figure in row))
    return "\n".join(lines)
