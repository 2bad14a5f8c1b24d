"""A branch with three account managers and their customers, as the tests of hand-overs need them."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from services.customer.files.commands import OpenFile
from services.customer.files.domain.customer import Customer
from services.customer.handovers import queries
from services.customer.handovers.commands import (
    AcceptHandOver,
    ProposeHandOver,
    ReturnHandOver,
    WithdrawHandOver,
)
from services.customer.handovers.domain.handover import WAITING, HandOver, HandOverItem, Unkept
from services.customer.handovers.handlers import follow_keeper, follow_staff
from services.customer.subscriptions import TIMER_HANDLERS
from shared.contracts.base import Event
from shared.contracts.customer import CustomerRegistered, ReturnReason
from shared.contracts.notify import StaffEnrolled
from shared.contracts.words import Role
from shared.roster import enrol
from tests.unit.acting import World
from tests.unit.customer.building import new_file

MANAGERS = ("am.1", "am.2", "am.3")


class Portfolios(World):
    """The service customer at branch B1; events that it publishes for itself come back by `settle`."""

    def __init__(self) -> None:
        super().__init__("customer")
        self.looks = {
            queries.items_of: self._items_of,
            queries.waiting_for: self._waiting_for,
            queries.portfolio_of: self._portfolio_of,
            queries.count_portfolio: self._count_portfolio,
            queries.count_unkept: self._count_unkept,
        }
        self._heard = 0
        self._proposals = 0

    def _all(self, model: Any) -> list[Any]:
        return [one for (kind, _), one in self.documents.items() if kind is model]

    def _items_of(self, handover: str) -> Any:
        return [one for one in self._all(HandOverItem) if one.handover == handover]

    def _waiting_for(self, branch: str, receiver: str) -> Any:
        found = [one for one in self._all(HandOverItem) if one.receiver == receiver and one.state in WAITING]
        return found[: queries.RELEASED_AT_ONCE]

    def _portfolio_of(self, branch: str, staff: str, most: int) -> Any:
        return [one.id for one in self.customers() if one.account_manager == staff][:most]

    def _count_portfolio(self, branch: str, staff: str) -> Any:
        return (len([one for one in self.customers() if one.account_manager == staff]), 0)

    def _count_unkept(self, branch: str, staff: str) -> Any:
        return len([one for one in self._all(Unkept) if one.left_by == staff and not one.kept])

    def customers(self) -> list[Customer]:
        """Return all customers, by id."""
        return sorted(self._all(Customer), key=lambda one: one.id)

    def keepers(self) -> dict[str, str | None]:
        """Return who keeps each customer."""
        return {one.id: one.account_manager for one in self.customers()}

    async def settle(self) -> None:
        """Let the service hear what it published itself, and meet the timers that are due, until all is
        quiet."""
        while True:
            heard = [one.data for one in self.published[self._heard :]]
            self._heard = len(self.published)
            for event in heard:
                if isinstance(event, CustomerRegistered):
                    await self.act(follow_keeper, event)
            due = [one for one in self.timers.values() if one.due <= self.now]
            if not due and self._heard == len(self.published):
                return
            await self.wait(timedelta(0), dict(TIMER_HANDLERS))

    async def enrol(self, staff: str, *roles: Role) -> None:
        """Enrol a member of staff; without roles they leave."""
        event = StaffEnrolled(branch="B1", staff=staff, roles=roles)
        await self.act([enrol, follow_staff], event)
        await self.settle()

    async def propose(
        self,
        giver: str | None,
        receiver: str,
        *customers: str,
        by: str = "head.1",
        after: timedelta = timedelta(0),
    ) -> str:
        """Propose customers; returns the id of the hand-over."""
        self._proposals += 1
        new = HandOver(
            id=f"H{self._proposals}",
            branch="B1",
            giver=giver,
            receiver=receiver,
            proposed_by=by,
            proposed_at=self.now,
            effective_on="2026-03-02",
            effective_at=self.now + after,
        )
        await self.do(ProposeHandOver(new, customers))
        await self.settle()
        return new.id

    async def accept(self, handover: str, *customers: str, by: str) -> None:
        await self.do(AcceptHandOver(handover, customers, by))
        await self.settle()

    async def give_back(self, handover: str, customer: str, by: str) -> None:
        await self.do(ReturnHandOver(handover, customer, by, ReturnReason.FULL))
        await self.settle()

    async def withdraw(self, handover: str, by: str = "head.1") -> None:
        await self.do(WithdrawHandOver(handover, by))
        await self.settle()

    def kinds(self, *models: type[Event]) -> list[str]:
        """Return the published events of these kinds by name, in order."""
        return [one.name() for one in self.events() if isinstance(one, models)]


async def portfolios(customers: Iterable[str] = ("C1", "C2", "C3", "C4")) -> Portfolios:
    """A branch with a head and three account managers, of whom am.1 keeps all customers."""
    world = Portfolios()
    await world.enrol("head.1", Role.BRANCH_HEAD)
    for staff in MANAGERS:
        await world.enrol(staff, Role.ACCOUNT_MANAGER)
    for number, id in enumerate(customers):
        await world.do(OpenFile(new_file(id, credentials=(f"phone:{number}",))))
    await world.settle()
    world.published.clear()
    world._heard = 0
    return world
