"""The service referral over HTTP without a broker: a branch with its people and their customers."""

from datetime import datetime
from typing import Any

import httpx

from services.referral.products.commands import DraftProduct, PublishProduct
from services.referral.products.domain.keepers import KeptCustomer
from shared.access import Person
from shared.contracts.notify import StaffEnrolled
from shared.contracts.referral import ProductFamily
from tests.unit import served as base
from tests.unit.acting import MORNING
from tests.unit.referral.bank import terms
from tests.unit.referral.people import COLLEAGUE, HEAD, LOBBY, MANAGER, TELLER

STAFF = (MANAGER, COLLEAGUE, HEAD, LOBBY, TELLER)


class Served(base.Served):
    """The service referral, which hears at once what its commands published."""

    hears_at_once = True

    def __init__(self, now: datetime = MORNING) -> None:
        super().__init__("referral", now=now)
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

    async def view(self, person: Person, path: str) -> httpx.Response:
        """Ask for an address as a person."""
        return await self.ask(person, "GET", path)

    async def send(
        self, person: Person, path: str, body: Any, *, key: str | None = None, method: str = "POST"
    ) -> httpx.Response:
        """Send something to an address as a person."""
        self.keys += 1
        headers = {"Idempotency-Key": key or f"key-{self.keys:08}"}
        return await self.ask(person, method, path, body, **headers)
