"""A service over HTTP without a broker: its routes and handlers on a store in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import httpx
from fastapi import FastAPI

from deploy.topology import service
from shared.access import Person, signed_in
from shared.accesses import Accesses
from shared.clock import Moment
from shared.contracts.base import Envelope, Event
from shared.costly import Costly
from shared.domain import Document
from shared.unit_of_work import Cause
from shared.work import Outcome
from tests.apps import app_of
from tests.fakes import FakeStore
from tests.unit.acting import World

MASTER = b"k" * 32


class Running(SimpleNamespace):
    """The runtime as routes know it; unlike its base it may be the key of a dictionary."""

    __hash__ = object.__hash__


class Served(World):
    """A `World` whose documents are in a store in memory, so that queries and routes find them.

    `tell` lets the service hear an event of another one. What it published itself it handles in `hear`, until
    there is nothing more.
    """

    root = ""
    """Stands before every path that is asked for."""
    hears_at_once = False
    """True where the service also hears what a route's command published, before the route answers."""

    def __init__(self, source: str, *documents: Document, now: datetime) -> None:
        super().__init__(source, now=now)
        self.service = service(source)
        self.store = FakeStore(source, *(one.evolve(version=one.version or 1) for one in documents))
        self.app: FastAPI = app_of(source)
        self.settings = SimpleNamespace(key=lambda _: MASTER, keys=lambda _: MASTER, pace=1.0)
        self.heard = 0
        self.accesses: Accesses | None = None

    async def load(self, model: type[Document], ids: list[str]) -> list[Document]:
        return await self.store.load(model, ids)

    async def query(self, look: Any, *about: object) -> Any:
        return await look(self.store, *about)

    async def find(self, model: Any, id: str) -> Any:
        return await self.store.find(model, id)

    async def act_together(self, acts: Any, **cause: Any) -> list[Any]:
        self.documents = {}
        answers = await super().act_together(acts, **cause)
        self.store.put(*self.documents.values())
        return answers

    async def execute(self, command: Any, cause: Cause) -> Outcome:
        """Carry out a command as the runtime does."""
        known = {"id": cause.id, "kind": cause.kind, "actor": cause.actor, "branch": cause.branch}
        answer = await self.act(self.service.commands[type(command)], command, **known)
        if self.hears_at_once:
            await self.hear()
        return Outcome(answer=answer)

    async def hear(self) -> None:
        """Let the service handle what it published itself, until there is nothing more."""
        while self.heard < len(self.published):
            envelope, self.heard = self.published[self.heard], self.heard + 1
            for handler in self.service.events.get(type(envelope.data), ()):
                await self.act(handler, envelope.data, **self.cause_of(envelope))

    def cause_of(self, envelope: Envelope[Event]) -> dict[str, str]:
        """Return what is known of the cause when the service hears an event of its own."""
        return {"id": envelope.id, "branch": envelope.branch}

    async def tell(self, event: Event, **cause: Any) -> None:
        """Let the service hear an event of another one, and what follows from it."""
        for handler in self.service.events[type(event)]:
            await self.act(handler, event, **cause)
        await self.hear()

    async def pass_time(self, time: timedelta) -> None:
        """Let time pass, with the timers that fall due, and hear what they published."""
        await self.wait(time, dict(self.service.timers))
        await self.hear()

    async def ask(
        self, who: Person, method: str, path: str, body: Any = None, **headers: str
    ) -> httpx.Response:
        """Ask over HTTP as a person."""
        moment = Moment(self.now)
        known = {"store": self.store, "settings": self.settings, "execute": self.execute}
        if self.accesses is None or self.accesses._store is not self.store:  # a copy has another store
            self.accesses = Accesses(self.store)
        running = Running(**known, moment=moment, costly=Costly(), accesses=self.accesses)
        with asking(self.app, running, who) as client:
            async with client:
                return await client.request(method, f"{self.root}{path}", json=body, headers=headers)

    async def read(self, who: Person, path: str) -> Any:
        """Ask for an address that answers."""
        answer = await self.ask(who, "GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()


@contextmanager
def asking(app: FastAPI, runtime: Any, who: Person) -> Iterator[httpx.AsyncClient]:
    """Give a client that asks an application in the name of a person, while `runtime` is the service's."""
    before, app.state.runtime = app.state.runtime, runtime
    app.dependency_overrides[signed_in] = lambda: who
    try:
        yield httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service")
    finally:
        del app.dependency_overrides[signed_in]
        app.state.runtime = before
