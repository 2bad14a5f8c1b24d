"""The service over HTTP without a broker: its routes and handlers on a store in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import httpx
from fastapi import FastAPI

from services.customer.app import COMMANDS, EVENT_HANDLERS, TIMER_HANDLERS
from services.customer.files.commands import OpenFile
from services.customer.files.domain.files import NewFile
from services.customer.files.sealing import Clear, seal_person
from shared import clock
from shared.access import Person, signed_in
from shared.contracts.base import Event
from shared.contracts.words import Role, Segment
from shared.domain import Document
from shared.privacy import blind_index, mask_name
from shared.unit_of_work import Cause
from tests.apps import app_of
from tests.fakes import FakeStore
from tests.unit.acting import World

MASTER = b"k" * 32
HEAD = Person("head", frozenset({Role.BRANCH_HEAD}), ("B1",), session="s-head")
AUDITOR = Person("auditor", frozenset({Role.AUDITOR}), ("B1",), session="s-auditor")
MANAGER = Person("am.1", frozenset({Role.ACCOUNT_MANAGER}), ("B1",), session="s-am.1")
OTHER = Person("am.2", frozenset({Role.ACCOUNT_MANAGER}), ("B1",), session="s-am.2")
TELLER = Person("teller", frozenset({Role.TELLER}), ("B1",), session="s-teller")
LOBBY = Person("lm.1", frozenset({Role.LOBBY_MANAGER}), ("B1",), session="s-lm.1")
STRANGER = Person("am.9", frozenset({Role.ACCOUNT_MANAGER}), ("B9",), session="s-am.9")
EVERYBODY = (HEAD, AUDITOR, MANAGER, OTHER, TELLER, LOBBY, STRANGER)


class Running(SimpleNamespace):
    """The runtime as routes know it; unlike its base it may be the key of a dictionary."""

    __hash__ = object.__hash__


class Served(World):
    """A `World` whose documents are in a store in memory, so that queries and routes find them.

    `hear` lets the service handle what it published itself, until there is nothing more.
    """

    def __init__(self, *documents: Document, now: datetime | None = None) -> None:
        super().__init__("customer", now=now or clock.now())
        self.store = FakeStore("customer", *(one.evolve(version=one.version or 1) for one in documents))
        self.app: FastAPI = app_of("customer")
        self.heard = 0

    async def load(self, model: type[Document], ids: list[str]) -> list[Document]:
        return await self.store.load(model, ids)

    async def query(self, look: Any, *about: object) -> Any:
        return await look(self.store, *about)

    async def act_together(self, acts: Any, **cause: Any) -> list[Any]:
        self.documents = {}
        answers = await super().act_together(acts, **cause)
        self.store.put(*self.documents.values())
        return answers

    async def execute(self, command: Any, cause: Cause) -> Any:
        """Carry out a command as the runtime does."""
        known = {"id": cause.id, "kind": cause.kind, "actor": cause.actor, "branch": cause.branch}
        return SimpleNamespace(answer=await self.act(COMMANDS[type(command)], command, **known))

    async def find(self, model: Any, id: str) -> Any:
        return await self.store.find(model, id)

    async def hear(self) -> None:
        while self.heard < len(self.published):
            envelope, self.heard = self.published[self.heard], self.heard + 1
            for handler in EVENT_HANDLERS.get(type(envelope.data), ()):
                await self.act(handler, envelope.data, id=envelope.id, branch=envelope.branch)

    async def tell(self, event: Event) -> None:
        """Let the service hear an event of another one, and what follows from it."""
        for handler in EVENT_HANDLERS[type(event)]:
            await self.act(handler, event)
        await self.hear()

    async def pass_time(self, time: Any) -> None:
        await self.wait(time, dict(TIMER_HANDLERS))
        await self.hear()

    async def ask(
        self, person: Person, method: str, path: str, body: Any = None, **headers: str
    ) -> httpx.Response:
        """Ask over HTTP as a person."""
        with self._at_work(person):
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
                return await client.request(method, path, json=body, headers=headers)

    async def get(self, person: Person, path: str) -> Any:  # type: ignore[override]
        answer = await self.ask(person, "GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    @contextmanager
    def _at_work(self, person: Person) -> Iterator[None]:
        before = self.app.state.runtime
        settings = SimpleNamespace(key=lambda _: MASTER)
        self.app.state.runtime = Running(store=self.store, settings=settings, execute=self.execute)
        self.app.dependency_overrides[signed_in] = lambda: person
        try:
            yield
        finally:
            del self.app.dependency_overrides[signed_in]
            self.app.state.runtime = before

    async def open(self, id: str, name: str, phone: str, manager: str | None = "am.1") -> None:
        """Open a file at B1."""
        sealed, wrapped = seal_person(MASTER, id, Clear(name=name, phone=phone))
        hashed = (blind_index(MASTER, "phone", phone),)
        new = NewFile(id, "B1", mask_name(name), Segment.MASS, manager, sealed, wrapped, hashed)
        await self.do(OpenFile(new))
        await self.hear()


async def served(*documents: Document) -> Served:
    """A bank with one customer, C1 王小明, whose account manager is am.1."""
    world = Served(*documents)
    await world.open("C1", "王小明", "13800000000")
    return world
