"""A region of two branches without a broker: referral's handlers and routes on a store in memory."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from shared.access import Person
from shared.contracts import customer, lobby, referral
from shared.contracts.base import Event
from shared.contracts.customer import ContactOutcome, ContactWay, Initiative
from shared.contracts.notify import StaffEnrolled
from shared.contracts.referral import LostReason, NextStep, ProspectOrigin, ProspectStage
from shared.contracts.words import Role
from tests.unit.served import Served

THURSDAY = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
"""Ten o'clock in Shanghai, in the week 2026-W48."""


class Region(Served):
    """The service referral, which does not hear what it published itself."""

    root = "/api/referral"

    def __init__(self, now: datetime = THURSDAY) -> None:
        super().__init__("referral", now=now)
        self.numbers = count(1)

    async def hear(self) -> None:
        """Let what was published be: a region is told all that it counts."""

    async def tell(  # type: ignore[override]
        self, event: Event, *, at: datetime | None = None, id: str | None = None
    ) -> None:
        """Let referral hear an event that happened `at`, or now."""
        number = next(self.numbers)
        known = {
            "id": id or f"event-{number:06}",
            "branch": event.branch,
            "time": at or self.now,
            "correlation_id": f"visit-{number}",
        }
        await self.act(self.service.events[type(event)], event, **known)

    async def put(self, person: Person, path: str, body: Any, method: str = "PUT") -> Any:
        """Change something that is not refused."""
        answer = await self.ask(person, method, path, body)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    async def post(self, person: Person, path: str, body: Any = None) -> Any:
        return await self.put(person, path, body or {}, "POST")


async def region(now: datetime = THURSDAY) -> Region:
    """Two branches of one region head; at B1 two account managers and a head."""
    world = Region(now)
    for branch in ("B1", "B2"):
        await world.tell(
            lobby.BranchOpened(branch=branch, name_zh=branch, name_en=branch, timezone="Asia/Shanghai")
        )
        await world.tell(StaffEnrolled(branch=branch, staff="region", roles=(Role.REGION_HEAD,)))
    for staff in ("am.1", "am.2"):
        await world.tell(StaffEnrolled(branch="B1", staff=staff, roles=(Role.ACCOUNT_MANAGER,)))
    await world.tell(StaffEnrolled(branch="B1", staff="head", roles=(Role.BRANCH_HEAD,)))
    return world


def contacted(contact: str, by: str, at: datetime, *, two_way: bool = True) -> customer.CustomerContacted:
    return customer.CustomerContacted(
        branch="B1",
        customer="C1",
        masked_name="王**",
        contact=contact,
        account_manager=by,
        contacted_by=by,
        way=ContactWay.PHONE,
        initiative=Initiative.BANK,
        outcome=ContactOutcome.REACHED,
        two_way=two_way,
        at=at,
        next_due="2026-12-20",
    )


def undone(contact: str) -> customer.ContactUndone:
    return customer.ContactUndone(
        branch="B1", customer="C1", contact=contact, account_manager="am.1", next_due="2026-11-27"
    )


def opened(prospect: str, by: str = "am.1", branch: str = "B1") -> referral.ProspectOpened:
    return referral.ProspectOpened(
        branch=branch,
        prospect=prospect,
        need="wealth",
        account_manager=by,
        origin=ProspectOrigin.HALL,
        next_step=NextStep.CALL,
        next_on="2026-11-27",
    )


def moved(prospect: str, before: ProspectStage, after: ProspectStage) -> referral.ProspectMoved:
    return referral.ProspectMoved(
        branch="B1",
        prospect=prospect,
        need="wealth",
        account_manager="am.1",
        before=before,
        after=after,
        stage_seconds=60,
    )


def won(
    prospect: str, by: str = "am.1", amount: int | None = 100_00, branch: str = "B1"
) -> referral.ProspectWon:
    return referral.ProspectWon(
        branch=branch,
        prospect=prospect,
        need="wealth",
        account_manager=by,
        customer="C1",
        origin=ProspectOrigin.HALL,
        opened_at=THURSDAY,
        amount=amount,
        currency="CNY" if amount else None,
    )


def lost(prospect: str, branch: str = "B1", reason: LostReason = LostReason.PRICE) -> referral.ProspectLost:
    return referral.ProspectLost(
        branch=branch,
        prospect=prospect,
        need="wealth",
        account_manager="am.1",
        origin=ProspectOrigin.HALL,
        reason=reason,
        opened_at=THURSDAY,
    )


def closed(deal: str, amount: int = 500_000_00) -> referral.DealClosed:
    return referral.DealClosed(
        branch="B1",
        deal=deal,
        customer="C1",
        account_manager="am.1",
        product="mortgage",
        amount=amount,
        currency="CNY",
        prospect="P1",
        days=3,
    )
