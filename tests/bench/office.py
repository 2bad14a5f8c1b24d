"""One branch of the portfolio benchmark: its store, its service, and its account managers over HTTP."""

import asyncio
import os
import secrets
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx
from pydantic import SecretStr
from pymongo import AsyncMongoClient
from pymongo.write_concern import WriteConcern
from pypinyin import lazy_pinyin

from deploy.local.processes import ROOT, Process, free_port
from services.customer.files.domain.customer import Customer
from services.customer.store import INDEXES
from shared import clock
from shared.access import Person, sign
from shared.contracts.words import Role
from shared.layout import check_layout
from shared.settings import Settings
from shared.store import Raw, Store
from tests.bench.by_hand import ByHand, timed_ms
from tests.bench.calling import LASTS, PATIENCE_MS, READY_WITHIN, key_pair, random_key
from tests.bench.customers import BRANCH, MANAGERS, Keys, Known, lay_down, manager
from tests.bench.servers import Servers

SEARCHES: Mapping[str, Callable[[Known], str]] = {
    "name": lambda one: one.name,
    "pinyin": lambda one: "".join(lazy_pinyin(one.name)),
    "initials": lambda one: "".join(part[0] for part in lazy_pinyin(one.name)),
    "phone": lambda one: one.phone,
    "identity": lambda one: one.identity,
    "card": lambda one: one.card,
}
ASKED = ("list", *SEARCHES, "file", "contact", "find", "commit")


@dataclass
class Office:
    """A branch of so `many` customers. `times` are milliseconds, by what was asked."""

    many: int
    settings: Settings
    process: Process
    chance: Random = field(default_factory=lambda: Random(7))
    times: dict[str, list[float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        url = f"http://127.0.0.1:{self.settings.port}"
        self._client = httpx.AsyncClient(base_url=url, timeout=60, trust_env=False)
        self._store = Store(self.settings, "customer")
        self._hand = ByHand(self._store, BRANCH, 0)
        private, self._public = key_pair()
        rights = frozenset([Role.ACCOUNT_MANAGER])
        self._tokens = {
            name: sign(Person(name, rights, (BRANCH,)), private, clock.now(), LASTS)
            for name in map(manager, range(MANAGERS))
        }
        self._people: list[Known] = []
        self._of: dict[str, list[Known]] = {}

    async def fill(self) -> None:
        """Lay the customers down, before the service runs."""
        await check_layout(self._store.db)
        await self._store.prepare(INDEXES)
        keys = Keys(self.settings.key("blind_key"), self.settings.key("master_key"))
        uri = self.settings.mongo_uri.get_secret_value()
        async with AsyncMongoClient[Raw](uri, socketTimeoutMS=PATIENCE_MS) as client:
            db = client[self._store.db.name].with_options(write_concern=WriteConcern(w=1, j=False))
            self._people = await lay_down(db, keys, self.many)
        self._of = {name: [one for one in self._people if one.manager == name] for name in self._tokens}

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
        self.process.start([sys.executable, "-m", "services.customer"], {**os.environ, **said}, ROOT)
        await asyncio.to_thread(self.process.wait_ready, self._is_ready, READY_WITHIN)

    async def round(self) -> None:
        """Let one account manager ask everything once; every other search is for a customer of their own."""
        who = manager(self.chance.randrange(MANAGERS))
        mine = self._of[who]
        await self._time("list", self._ask(who, "GET", f"today?branch={BRANCH}"))
        for number, (way, words) in enumerate(SEARCHES.items(), self.chance.randrange(2)):
            sought = self.chance.choice(mine if number % 2 else self._people)
            await self._time(way, self._search(who, sought, words(sought)))
        await self._time("file", self._read(who, self.chance.choice([one for one in mine if one.is_long])))
        spoken = self.chance.choice(mine)
        content = {"way": "phone", "outcome": "reached", "words": "下周再谈。"}
        await self._time("contact", self._ask(who, "POST", f"customers/{spoken.id}/contacts", content))
        await self._time("find", self._store.find(Customer, self.chance.choice(self._people).id))
        await self._time("commit", self._hand.commit())

    async def close(self) -> None:
        await self._client.aclose()
        await self._store.close()

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"{self._client.base_url}/ready", trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False

    async def _search(self, who: str, sought: Known, words: str) -> None:
        found = await self._ask(who, "POST", "customers/search", {"branch": BRANCH, "words": words})
        if not found["more"] and all(one["customer"] != sought.id for one in found["customers"]):
            raise RuntimeError(f"{sought.id} was not found: the figures mean nothing")

    async def _read(self, who: str, one: Known) -> None:
        """Open a file as the page does: the file and the beginning of its timeline, at once."""
        file, timeline = await asyncio.gather(
            self._ask(who, "GET", f"customers/{one.id}"),
            self._ask(who, "GET", f"customers/{one.id}/timeline"),
        )
        if file["name"] != one.name or not timeline["before"]:
            raise RuntimeError(f"{one.id} was not read whole: the figures mean nothing")

    async def _ask(self, who: str, method: str, path: str, content: Any = None) -> Any:
        headers = {"authorization": f"Bearer {self._tokens[who]}"}
        response = await self._client.request(method, f"/api/customer/{path}", json=content, headers=headers)
        if response.status_code >= 400:
            raise RuntimeError(f"{method} {path}: {response.status_code} {response.text[:300]}")
        return response.json()

    async def _time(self, what: str, work: Awaitable[Any]) -> None:
        async def awaited() -> None:
            await work

        self.times.setdefault(what, []).append(await timed_ms(awaited))


@contextmanager
def office(given: Servers, many: int) -> Iterator[Office]:
    """Return a branch whose store and broker run; its service is stopped at the end."""
    name = f"portfolio_{many}"
    with given.vhost(name) as amqp_url, given.store(name) as mongo_uri:
        settings = Settings(
            mongo_uri=SecretStr(mongo_uri),
            amqp_url=SecretStr(amqp_url),
            database_prefix=f"{name}_{secrets.token_hex(3)}",
            port=free_port(),
            blind_key=SecretStr(random_key()),
            master_key=SecretStr(random_key()),
        )
        service = Process(f"customer_{many}", given.folder)
        try:
            yield Office(many, settings, service)
        finally:
            service.stop()
