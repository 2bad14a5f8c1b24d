"""Asking the routes of customer as a person, with a store in memory; commands are carried out at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import httpx

from services.customer.app import COMMANDS
from shared.access import Person, signed_in
from shared.commands import Command
from shared.costly import Costly
from shared.domain import Document
from shared.unit_of_work import Batch, Cause, UnitOfWork
from tests.apps import app_of
from tests.fakes import FakeStore
from tests.unit.acting import MORNING

MASTER = bytes(32)


class MemoryRuntime:
    """A service whose commands change a store in memory; `events` are those that they published."""

    def __init__(self, store: FakeStore) -> None:
        self.store = store
        self.settings = SimpleNamespace(key=lambda _: MASTER, keys=lambda _: MASTER, pace=1.0)
        self.costly = Costly()
        self.events: list[Any] = []
        self.now = MORNING
        self.timers: dict[str, Any] = {}

    async def load(self, model: type[Document], ids: list[str]) -> list[Document]:
        return await self.store.load(model, ids)

    async def query(self, look: Any, *about: object) -> Any:
        return await look(self.store, *about)

    async def execute(self, command: Command, cause: Cause) -> Any:
        batch = Batch(self)
        work = UnitOfWork(cause, self.now, "customer", batch=batch)
        (answer,) = await batch.run([work], [lambda one: COMMANDS[type(command)](command, one)])
        if isinstance(answer, Exception):
            raise answer
        self.store.put(*batch.documents.values())
        self.events += [one.data for one in batch.events]
        self.timers |= {id: entry[0] for id, entry in batch.timers.items() if entry}
        return SimpleNamespace(answer=answer)


@contextmanager
def asking(runtime: MemoryRuntime, person: Person) -> Iterator[httpx.AsyncClient]:
    """Give a client that asks in the name of `person`."""
    app = app_of("customer")
    app.state.runtime = runtime
    app.dependency_overrides[signed_in] = lambda: person
    try:
        yield httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service")
    finally:
        app.state.runtime = None
        del app.dependency_overrides[signed_in]
