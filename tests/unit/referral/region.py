"""A region of two branches without a broker: referral's handlers and routes on a store in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any

import httpx

from services.referral.app import COMMANDS
from services.referral.subscriptions import EVENT_HANDLERS, TIMER_HANDLERS
from shared import clock
from shared.access import Person, signed_in
from shared.contracts import customer, lobby, referral
from shared.contracts.base import Event
from shared.contracts.customer import ContactOutcome, ContactWay, Initiative
from shared.contracts.notify import StaffEnrolled
from shared.contracts.referral import LostReason, NextStep, ProspectOrigin, ProspectStage
from shared.contracts.words import Role
from shared.domain import Document
from shared.unit_of_work import Cause
from tests.apps import app_of
from tests.fakes import FakeStore
from tests.unit.acting import World

MASTER = b"k" * 32
MANAGER = Person("am.1", frozenset({Role.ACCOUNT_MANAGER}), ("B1",))
COLLEAGUE = Person("am.2", frozenset({Role.ACCOUNT_MANAGER}), ("B1",))
HEAD = Person("head", frozenset({Role.BRANCH_HEAD}), ("B1",))
REGION_HEAD = Person("region", frozenset({Role.REGION_HEAD}), ("B1", "B2"))
AUDITOR = Person("auditor", frozenset({Role.AUDITOR}), ("B1",))
LOBBY = Person("lm.1", frozenset({Role.LOBBY_MANAGER}), ("B1",))
TELLER = Person("teller", frozenset({Role.TELLER}), ("B1",))
ELSEWHERE = Person("head.9", frozenset({Role.BRANCH_HEAD}), ("B9",))
THURSDAY = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
"""Ten o'clock in Shanghai, in the week 2026-W48."""


class Region(World):
    """A `World` whose documents are in a store in memory, so that queries and routes find them."""

    def __init__(self, now: datetime = THURSDAY) -> None:
        super().__init__("referral", now=now)
        self.store = FakeStore("referral")
        self.app = app_of("referral")
        self.numbers = count(1)

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

    async def find(self, model: Any, id: str) -> Any:  # type: ignore[override]
        return await self.store.find(model, id)

    async def tell(self, event: Event, *, at: datetime | None = None, id: str | None = None) -> None:
        """Let referral hear an event that happened `at`, or now."""
        number = next(self.numbers)
        known = {
            "id": id or f"event-{number:06}",
            "branch": event.branch,
            "time": at or self.now,
            "correlation_id": f"visit-{number}",
        }
        await self.act(EVENT_HANDLERS[type(event)], event, **known)

    async def pass_time(self, time: timedelta) -> None:
        """Let time pass, with the timers that fall due."""
        await self.wait(time, dict(TIMER_HANDLERS))

    async def ask(self, person: Person, method: str, path: str, body: Any = None) -> httpx.Response:
        """Ask over HTTP as a person."""
        with self._at_work(person):
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
                return await client.request(method, f"/api/referral{path}", json=body)

    async def read(self, person: Person, path: str) -> Any:
        """Ask for an address that answers."""
        answer = await self.ask(person, "GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def put(self, person: Person, path: str, body: Any, method: str = "PUT") -> Any:
        """Change something that is not refused."""
        answer = await self.ask(person, method, path, body)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    async def post(self, person: Person, path: str, body: Any = None) -> Any:
        return await self.put(person, path, body or {}, "POST")

    @contextmanager
    def _at_work(self, person: Person) -> Iterator[None]:
        before = self.app.state.runtime
        self.app.state.runtime = SimpleNamespace(
            store=self.store,
            settings=SimpleNamespace(key=lambda _: MASTER),
            execute=self.execute,
            moment=clock.Moment(self.now),
        )
        self.app.dependency_overrides[signed_in] = lambda: person
        try:
            yield
        finally:
            del self.app.dependency_overrides[signed_in]
            self.app.state.runtime = before


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
