"""A bank with a catalogue, customers and staff: routes and handlers of `referral` on a store in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import httpx
from fastapi import FastAPI

from services.referral.app import COMMANDS
from services.referral.products.commands import DraftProduct, PublishProduct, RecordAssessment
from services.referral.products.domain.catalogue import Terms
from services.referral.subscriptions import EVENT_HANDLERS, TIMER_HANDLERS
from shared import clock
from shared.access import Person, signed_in
from shared.contracts.base import Event
from shared.contracts.customer import CustomerRegistered
from shared.contracts.referral import ProductFamily, RiskLevel, RiskTolerance
from shared.contracts.words import Role, Segment
from shared.unit_of_work import Cause
from tests.apps import app_of
from tests.fakes import FakeStore
from tests.unit.acting import World

MASTER = b"k" * 32


def person(staff: str, role: Role, *branches: str) -> Person:
    return Person(staff, frozenset({role}), branches or ("B1",))


MANAGER = person("am.1", Role.ACCOUNT_MANAGER)
OTHER = person("am.2", Role.ACCOUNT_MANAGER)
HEAD = person("head.1", Role.BRANCH_HEAD)
LOBBY = person("lm.1", Role.LOBBY_MANAGER)
TELLER = person("teller.1", Role.TELLER)
DESK = person("desk.1", Role.PRODUCT_DESK)
REGION = person("region.1", Role.REGION_HEAD, "B1", "B2")
STRANGER = person("am.9", Role.ACCOUNT_MANAGER, "B9")
OPS = person("ops", Role.OPS)


def terms(risk: str = "R2", family: ProductFamily = ProductFamily.WEALTH, **more: Any) -> Terms:
    """Terms of a product that is on sale since 2020, with the same risk by both."""
    known: dict[str, Any] = {
        "family": family,
        "name_zh": "稳健 90 天",
        "name_en": "Prudent 90 days",
        "issuer_risk": RiskLevel(risk),
        "seller_risk": RiskLevel(risk),
        "on_sale_from": "2020-01-01",
        "needs": ("wealth",),
    }
    return Terms(**{**known, **more})


class Bank(World):
    """A `World` whose documents are in a store in memory, so that queries and routes find them; `hear` lets
    the service handle what it published itself, until there is nothing more."""

    def __init__(self, now: Any = None) -> None:
        super().__init__("referral", now=now or clock.now())
        self.store = FakeStore("referral")
        self.app: FastAPI = app_of("referral")
        self.handled = 0

    @property
    def today(self) -> str:
        return (self.now + timedelta(hours=8)).date().isoformat()

    async def load(self, model: Any, ids: list[str]) -> Any:
        return await self.store.load(model, ids)

    async def query(self, look: Any, *about: object) -> Any:
        return await look(self.store, *about)

    async def act_together(self, acts: Any, **cause: Any) -> list[Any]:
        self.documents = {}
        answers = await super().act_together(acts, **cause)
        self.store.put(*self.documents.values())
        return answers

    async def execute(self, command: Any, cause: Cause) -> Any:
        """Carry out a command as the runtime does, and let the service hear what it published."""
        known = {"id": cause.id, "kind": cause.kind, "actor": cause.actor, "branch": cause.branch}
        answer = await self.act(COMMANDS[type(command)], command, **known)
        await self.hear()
        return SimpleNamespace(answer=answer)

    async def ask_for(self, command: Any) -> None:
        """Carry out a command, and let the service hear what it published."""
        await self.do(command)
        await self.hear()

    async def find(self, model: Any, id: str) -> Any:
        return await self.store.find(model, id)

    async def hear(self) -> None:
        while self.handled < len(self.published):
            envelope, self.handled = self.published[self.handled], self.handled + 1
            for handler in EVENT_HANDLERS.get(type(envelope.data), ()):
                known = {"id": envelope.id, "branch": envelope.branch, "actor": envelope.actor}
                await self.act(handler, envelope.data, correlation_id=envelope.correlationid, **known)

    async def tell(self, event: Event, **cause: Any) -> None:
        """Let the service hear an event of another one, and what follows from it."""
        for handler in EVENT_HANDLERS[type(event)]:
            await self.act(handler, event, **cause)
        await self.hear()

    async def pass_time(self, time: timedelta) -> None:
        """Let time pass; what timers publish is heard."""
        end = self.now + time
        while self.timers and min(one.due for one in self.timers.values()) <= end:
            first = min(one.due for one in self.timers.values())
            await self.wait(max(first - self.now, timedelta(0)), dict(TIMER_HANDLERS))
            await self.hear()
        self.now = max(self.now, end)

    async def ask(self, who: Person, method: str, path: str, body: Any = None) -> httpx.Response:
        """Ask over HTTP as a person."""
        with self._at_work(who):
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
                return await client.request(method, f"/api/referral{path}", json=body)

    async def read(self, who: Person, path: str) -> Any:
        answer = await self.ask(who, "GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, who: Person, path: str, body: Any = None) -> Any:
        answer = await self.ask(who, "POST", path, body)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    @contextmanager
    def _at_work(self, who: Person) -> Iterator[None]:
        before = self.app.state.runtime
        settings = SimpleNamespace(key=lambda _: MASTER)
        self.app.state.runtime = SimpleNamespace(store=self.store, settings=settings, execute=self.execute)
        self.app.dependency_overrides[signed_in] = lambda: who
        try:
            yield
        finally:
            del self.app.dependency_overrides[signed_in]
            self.app.state.runtime = before

    async def register(self, customer: str, manager: str | None = "am.1", branch: str = "B1") -> None:
        """Let a customer have a file."""
        await self.tell(
            CustomerRegistered(
                branch=branch,
                customer=customer,
                masked_name="王**",
                segment=Segment.MASS,
                account_manager=manager,
            )
        )

    async def publish(self, product: str, of: Terms) -> None:
        """Draft a product, and publish it."""
        await self.ask_for(DraftProduct(product, of, "desk.1"))
        await self.ask_for(PublishProduct(product, "desk.1"))

    async def assess(
        self,
        customer: str,
        tolerance: str,
        family: ProductFamily = ProductFamily.WEALTH,
        *,
        on: str = "",
        by: str = "teller.1",
        id: str = "",
    ) -> None:
        """Record the result of an assessment, of today."""
        day = on or self.today
        await self.ask_for(
            RecordAssessment(
                id or f"A{len(self.published)}",
                customer,
                family,
                RiskTolerance(tolerance),
                "q2026",
                day,
                by,
                "teller.1",
            )
        )


async def bank(now: Any = None) -> Bank:
    """A bank with a product of R2, and a customer of am.1 who may take it."""
    world = Bank(now)
    await world.register("C1")
    await world.publish("prudent_90", terms("R2"))
    await world.assess("C1", "C2")
    return world
