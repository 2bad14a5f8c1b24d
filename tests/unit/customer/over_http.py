"""The routes of customer over a fake store, with every command carried out as a worker would."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import httpx

from services.customer.app import COMMANDS
from services.customer.files.commands import OpenFile
from services.customer.files.domain.files import NewFile
from services.customer.subscriptions import EVENT_HANDLERS
from shared.access import Person, signed_in
from shared.commands import Command
from shared.contracts.base import Envelope, Event
from shared.contracts.words import Role
from shared.unit_of_work import Batch, Cause, Handler, UnitOfWork
from shared.work import Outcome
from tests.apps import app_of
from tests.fakes import FakeStore

MANAGER = Person("am.1", frozenset({Role.ACCOUNT_MANAGER}), ("B1",))
COLLEAGUE = Person("am.2", frozenset({Role.ACCOUNT_MANAGER}), ("B1",))
HEAD = Person("head", frozenset({Role.BRANCH_HEAD}), ("B1",))
LOBBY = Person("lm.1", frozenset({Role.LOBBY_MANAGER}), ("B1",))
TELLER = Person("teller", frozenset({Role.TELLER}), ("B1",))
OPS = Person("ops", frozenset({Role.OPS}), ())
ELSEWHERE = Person("head.2", frozenset({Role.BRANCH_HEAD}), ("B2",))


class Served:
    """A runtime for routes: commands run at `now` on `store`, and what they publish is heard by customer."""

    def __init__(self, now: datetime) -> None:
        self.app = app_of("customer")
        self.store, self.now = FakeStore("customer"), now
        self.settings = _Keys()
        self.published: list[Envelope[Event]] = []
        self.timers: dict[str, Event] = {}
        self._seen: dict[str, Any] = {}
        self._count = 0

    async def execute(self, command: Command, cause: Cause) -> Outcome:
        """Carry out a command once for each cause, and let the service hear its own events."""
        if cause.id in self._seen:
            return Outcome(repeated=True)
        self._seen[cause.id] = answer = await self._run(COMMANDS[type(command)], command, cause)
        return Outcome(answer)

    async def open(self, *files: NewFile) -> None:
        """Open customer files."""
        for new in files:
            await self.hear_command(OpenFile(new))

    async def hear_command(self, command: Command, actor: str = "staff:head") -> None:
        """Carry out a command of somebody else."""
        await self.execute(command, Cause(self._id(), command.name, self.now, actor))

    async def hear(self, event: Event, actor: str = "system") -> None:
        """Let the handlers of an event run."""
        for handler in EVENT_HANDLERS.get(type(event), []):
            await self._run(handler, event, Cause(self._id(), event.name(), self.now, actor))

    @contextmanager
    def asked_by(self, person: Person) -> Iterator[httpx.AsyncClient]:
        """A client in the name of a person."""
        self.app.state.runtime = self
        self.app.dependency_overrides[signed_in] = lambda: person
        try:
            yield httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://customer")
        finally:
            del self.app.dependency_overrides[signed_in]
            self.app.state.runtime = None

    async def ask(self, person: Person, method: str, path: str, content: object = None) -> httpx.Response:
        """Ask for an address as a person."""
        with self.asked_by(person) as client:
            async with client:
                return await client.request(method, f"/api/customer{path}", json=content)

    def events(self, model: type[Event]) -> list[Any]:
        """Return the events of a kind that were published."""
        return [one.data for one in self.published if isinstance(one.data, model)]

    async def _run(self, handler: Handler, content: object, cause: Cause) -> Any:
        batch = Batch(self.store)
        work = UnitOfWork(cause, self.now, "customer", batch=batch)
        (answer,) = await batch.run([work], [lambda one: handler(content, one)])
        if isinstance(answer, Exception):
            raise answer
        self.store.put(*batch.documents.values())
        self.published += batch.events
        self.timers |= {id: entry[0].event for id, entry in batch.timers.items() if entry}
        for envelope in batch.events:
            await self.hear(envelope.data, envelope.actor)
        return answer

    def _id(self) -> str:
        self._count += 1
        return f"cause-{self._count}"


class _Keys:
    """Settings with keys that are all zeros."""

    def key(self, name: str) -> bytes:
        return bytes(32)

    keys = key
