"""A bank with a catalogue, customers and staff: routes and handlers of `referral` on a store in memory."""

from datetime import datetime, timedelta
from typing import Any

from services.referral.products.commands import DraftProduct, PublishProduct, RecordAssessment
from services.referral.products.domain.catalogue import Terms
from shared import clock
from shared.access import Person
from shared.contracts.base import Envelope, Event
from shared.contracts.customer import CustomerRegistered
from shared.contracts.notify import StaffEnrolled
from shared.contracts.referral import ProductFamily, RiskLevel, RiskTolerance
from shared.contracts.words import Role, Segment
from tests.unit.served import Served


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


class Bank(Served):
    """The service referral, which hears at once what its commands published."""

    root = "/api/referral"
    hears_at_once = True

    def __init__(self, now: datetime | None = None) -> None:
        super().__init__("referral", now=now or clock.now())

    @property
    def today(self) -> str:
        return (self.now + timedelta(hours=8)).date().isoformat()

    def cause_of(self, envelope: Envelope[Event]) -> dict[str, str]:
        known = {"actor": envelope.actor, "correlation_id": envelope.correlationid}
        return {**super().cause_of(envelope), **known}

    async def ask_for(self, command: Any) -> None:
        """Carry out a command, and let the service hear what it published."""
        await self.do(command)
        await self.hear()

    async def pass_time(self, time: timedelta) -> None:
        """Let time pass; what timers publish is heard."""
        end = self.now + time
        while self.timers and min(one.due for one in self.timers.values()) <= end:
            first = min(one.due for one in self.timers.values())
            await self.wait(max(first - self.now, timedelta(0)), dict(self.service.timers))
            await self.hear()
        self.now = max(self.now, end)

    async def post(self, who: Person, path: str, body: Any = None) -> Any:
        answer = await self.ask(who, "POST", path, body)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

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
        """Record the result of an assessment, of today, made by somebody of the branch."""
        day = on or self.today
        await self.tell(StaffEnrolled(branch="B1", staff=by, roles=(Role.TELLER,)))
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


async def bank(now: datetime | None = None) -> Bank:
    """A bank with a product of R2, and a customer of am.1 who may take it."""
    world = Bank(now)
    await world.register("C1")
    await world.publish("prudent_90", terms("R2"))
    await world.assess("C1", "C2")
    return world
