"""The service referral over HTTP without a broker: its routes and handlers on a store in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import httpx
from fastapi import FastAPI

from services.referral.app import COMMANDS, EVENT_HANDLERS, TIMER_HANDLERS
from services.referral.products.commands import DraftProduct, PublishProduct
from services.referral.products.domain.keepers import KeptCustomer
from shared.access import Person, signed_in
from shared.clock import Moment
from shared.contracts.base import Event
from shared.contracts.notify import StaffEnrolled
from shared.contracts.referral import ProductFamily
from shared.contracts.words import Role
from shared.domain import Document
from shared.unit_of_work import Cause
from tests.apps import app_of
from tests.fakes import FakeStore
from tests.unit.acting import MORNING, World
from tests.unit.referral.bank import terms

MANAGER = Person("am.1", frozenset({Role.ACCOUNT_MANAGER}), ("B1",))
OTHER = Person("am.2", frozenset({Role.ACCOUNT_MANAGER}), ("B1",))
HEAD = Person("head", frozenset({Role.BRANCH_HEAD}), ("B1",))
LOBBY = Person("lm.1", frozenset({Role.LOBBY_MANAGER}), ("B1",))
TELLER = Person("teller", frozenset({Role.TELLER}), ("B1",))
REGION = Person("region", frozenset({Role.REGION_HEAD}), ("B1", "B2"))
STRANGER = Person("am.9", frozenset({Role.ACCOUNT_MANAGER}), ("B9",))
STAFF = (MANAGER, OTHER, HEAD, LOBBY, TELLER)


class Served(World):
    """A `World` whose documents are in a store in memory, so that queries and routes find them.

    `tell` lets the service hear an event of another one; it hears what it publishes itself at once.
    """

    def __init__(self, now: datetime = MORNING) -> None:
        super().__init__("referral", now=now)
        self.store = FakeStore("referral")
        self.app: FastAPI = app_of("referral")
        self.settings = SimpleNamespace(key=lambda name: b"k" * 32, pace=1.0)
        self.heard = 0
        self.keys = 0

    @classmethod
    async def with_staff(cls, now: datetime = MORNING) -> "Served":
        """A branch with its people, and customers whom am.1 keeps."""
        served = cls(now)
        for one in STAFF:
            await served.tell(StaffEnrolled(branch="B1", staff=one.staff, roles=tuple(one.roles)))
        for number in range(1, 10):
            served.keep(f"C{number}")
        return served

    def keep(self, customer: str, manager: str | None = "am.1", branch: str = "B1", **more: Any) -> None:
        """Let a customer have a file."""
        self.store.put(KeptCustomer(id=customer, branch=branch, account_manager=manager, version=1, **more))

    async def sell(self, product: str, risk: str = "R1", family: ProductFamily = ProductFamily.LOAN) -> None:
        """Put a product on sale: a loan, if nothing is said of it."""
        await self.do(DraftProduct(product, terms(risk, family), "pd.1"))
        await self.do(PublishProduct(product, "pd.1"))
        await self.hear()

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
        answer = await self.act(COMMANDS[type(command)], command, **known)
        await self.hear()
        return SimpleNamespace(answer=answer)

    async def find(self, model: Any, id: str) -> Any:
        return await self.store.find(model, id)

    async def hear(self) -> None:
        """Let the service handle what it published itself, until there is nothing more."""
        while self.heard < len(self.published):
            envelope, self.heard = self.published[self.heard], self.heard + 1
            for handler in EVENT_HANDLERS.get(type(envelope.data), ()):
                await self.act(handler, envelope.data, id=envelope.id, branch=envelope.branch)

    async def tell(self, event: Event, **cause: Any) -> None:
        """Let the service hear an event, and what follows from it."""
        for handler in EVENT_HANDLERS[type(event)]:
            await self.act(handler, event, **cause)
        await self.hear()

    async def pass_time(self, time: timedelta) -> None:
        """Let time pass, with its timers, and hear what they publish."""
        await self.wait(time, dict(TIMER_HANDLERS))
        await self.hear()

    @contextmanager
    def _as(self, person: Person) -> Iterator[httpx.AsyncClient]:
        self.app.state.runtime = SimpleNamespace(
            store=self.store, settings=self.settings, execute=self.execute, moment=Moment(self.now)
        )
        self.app.dependency_overrides[signed_in] = lambda: person
        try:
            transport = httpx.ASGITransport(self.app)
            yield httpx.AsyncClient(transport=transport, base_url="http://service")
        finally:
            self.app.state.runtime = None
            del self.app.dependency_overrides[signed_in]

    async def view(self, person: Person, path: str) -> httpx.Response:
        """Ask for an address as a person."""
        with self._as(person) as client:
            return await client.get(path)

    async def send(
        self, person: Person, path: str, body: Any, *, key: str | None = None, method: str = "POST"
    ) -> httpx.Response:
        """Send something to an address as a person."""
        self.keys += 1
        headers = {"Idempotency-Key": key or f"key-{self.keys:08}"}
        with self._as(person) as client:
            return await client.request(method, path, json=body, headers=headers)
