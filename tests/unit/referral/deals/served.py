"""The routes of referral over a fake store, with every command carried out as a worker would."""

from datetime import datetime
from typing import Any

import httpx

from services.referral.app import COMMANDS
from services.referral.products.commands import DraftProduct, PublishProduct
from services.referral.subscriptions import EVENT_HANDLERS
from shared.access import Person
from shared.clock import Moment
from shared.commands import Command
from shared.contracts.base import Envelope, Event
from shared.contracts.customer import CustomerRegistered
from shared.contracts.notify import StaffEnrolled
from shared.contracts.referral import ProductFamily
from shared.contracts.words import Segment
from shared.unit_of_work import Batch, Cause, Handler, UnitOfWork
from shared.work import Outcome
from tests.apps import app_of
from tests.fakes import FakeStore
from tests.unit.referral.bank import terms
from tests.unit.referral.people import COLLEAGUE, MANAGER
from tests.unit.served import asking


class Served:
    """A runtime for routes: commands run on `store`, and what they publish is heard by the service itself."""

    def __init__(self, now: datetime) -> None:
        self.app = app_of("referral")
        self.store, self.now = FakeStore("referral"), now
        self.settings = _Keys()
        self.published: list[Envelope[Event]] = []
        self.moment = Moment(now)
        self._seen: dict[str, Any] = {}
        self._count = 0

    async def begin(self) -> "Served":
        """Enrol the account managers, and let them have a customer each."""
        for one in (MANAGER, COLLEAGUE):
            await self.hear(StaffEnrolled(branch="B1", staff=one.staff, roles=tuple(one.roles)))
        for customer, keeper in (("C1", MANAGER), ("C2", COLLEAGUE)):
            kept = {"customer": customer, "account_manager": keeper.staff}
            await self.hear(CustomerRegistered(branch="B1", masked_name="王**", segment=Segment.MASS, **kept))
        loan = terms("R1", ProductFamily.LOAN)
        for number, command in enumerate(
            (DraftProduct("home_loan", loan, "pd.1"), PublishProduct("home_loan", "pd.1"))
        ):
            await self.execute(command, Cause(f"product-{number}", command.name, self.now))
        self.published.clear()
        return self

    async def execute(self, command: Command, cause: Cause) -> Outcome:
        """Carry out a command once for each cause."""
        if cause.id in self._seen:
            return Outcome(repeated=True)
        self._seen[cause.id] = answer = await self._run(COMMANDS[type(command)], command, cause)
        return Outcome(answer)

    async def hear(self, event: Event) -> None:
        """Let the handlers of an event run."""
        for handler in EVENT_HANDLERS.get(type(event), []):
            self._count += 1
            await self._run(handler, event, Cause(f"cause-{self._count}", event.name(), self.now))

    async def ask(
        self, who: Person, method: str, path: str, content: object = None, key: str | None = None
    ) -> httpx.Response:
        """Ask for an address as a person."""
        headers = {"Idempotency-Key": key} if key else {}
        with asking(self.app, self, who) as client:
            async with client:
                address = f"/api/referral{path}"
                return await client.request(method, address, json=content, headers=headers)

    async def _run(self, handler: Handler, content: object, cause: Cause) -> Any:
        batch = Batch(self.store)
        work = UnitOfWork(cause, self.now, "referral", batch=batch)
        (answer,) = await batch.run([work], [lambda one: handler(content, one)])
        if isinstance(answer, Exception):
            raise answer
        self.store.put(*batch.documents.values())
        self.published += batch.events
        for envelope in batch.events:
            await self.hear(envelope.data)
        return answer


class _Keys:
    """Settings with keys that are all zeros."""

    def key(self, name: str) -> bytes:
        return bytes(32)

    keys = key
