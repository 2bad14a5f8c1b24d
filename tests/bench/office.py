"""One branch of the portfolio benchmark: its store, its service, and its account managers over HTTP."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase
from pypinyin import lazy_pinyin

from deploy.local.processes import Process
from services.customer.files.domain.customer import Customer
from shared.contracts.words import Role
from shared.settings import Settings
from shared.store import Raw
from tests.bench.beside import Subject, running
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


class Office(Subject):
    """A branch of so `many` customers."""

    service = "customer"
    counted = "customers"

    def __init__(self, many: int, settings: Settings, process: Process) -> None:
        super().__init__(many, BRANCH, settings, process)
        names = map(manager, range(MANAGERS))
        self._signed_in = {name: self.token(name, Role.ACCOUNT_MANAGER, [BRANCH]) for name in names}
        self._people: list[Known] = []
        self._of: dict[str, list[Known]] = {}

    async def lay_down(self, db: AsyncDatabase[Raw]) -> None:
        """Write the customers."""
        keys = Keys(self.settings.key("blind_key"), self.settings.key("master_key"))
        self._people = await lay_down(db, keys, self.many)
        self._of = {name: [one for one in self._people if one.manager == name] for name in self._signed_in}

    async def round(self) -> None:
        """Let one account manager ask everything once; every other search is for a customer of their own."""
        who = manager(self.chance.randrange(MANAGERS))
        mine = self._of[who]
        await self.time("list", self._ask(who, "GET", f"today?branch={BRANCH}"))
        for number, (way, words) in enumerate(SEARCHES.items(), self.chance.randrange(2)):
            sought = self.chance.choice(mine if number % 2 else self._people)
            await self.time(way, self._search(who, sought, words(sought)))
        await self.time("file", self._read(who, self.chance.choice([one for one in mine if one.is_long])))
        spoken = self.chance.choice(mine)
        content = {"way": "phone", "outcome": "reached", "words": "下周再谈。"}
        await self.time("contact", self._ask(who, "POST", f"customers/{spoken.id}/contacts", content))
        await self.time("find", self.store.find(Customer, self.chance.choice(self._people).id))
        await self.time("commit", self.hand.commit())

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
        return await self.ask(self._signed_in[who], method, path, content)


@contextmanager
def office(given: Servers, many: int) -> Iterator[Office]:
    """Return a branch whose store and broker run; its service is stopped at the end."""
    with running(given, "portfolio", Office.service, many) as (settings, process):
        yield Office(many, settings, process)
