"""Customers with contact plans, and the days that pass, as the tests of contacts need them."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from services.customer.contacts.commands import RecordContact
from services.customer.contacts.domain.plan import ContactPlan
from services.customer.contacts.handlers.plans import follow_file, forget_customer
from services.customer.files.commands import OpenFile
from services.customer.needs import handlers as needs
from services.customer.needs.queries import need_ids_of
from services.customer.subscriptions import TIMER_HANDLERS
from shared.branch_places import BranchPlace
from shared.contracts.base import Event
from shared.contracts.customer import (
    ContactOutcome,
    ContactWay,
    CustomerErased,
    CustomerLocked,
    CustomerRegistered,
    Initiative,
)
from tests.unit.acting import World
from tests.unit.customer.building import new_file

PLACE = BranchPlace(id="B1")
NUMBERS = count(1)
HEARD = (CustomerRegistered, CustomerErased, CustomerLocked)
"""The events of its own by which the plans follow the files."""


async def portfolio(*customers: str) -> World:
    """Customers of `am.1` with their plans; nothing was told yet."""
    world = World("customer")
    world.looks[need_ids_of] = lambda customer: []
    for customer in customers or ("C1",):
        await world.do(OpenFile(new_file(customer, credentials=())))
    await hear(world)
    world.published.clear()
    return world


async def hear(world: World) -> None:
    """Let the service hear what it published about the files, in order, once."""
    for envelope in [one for one in world.published if isinstance(one.data, HEARD)]:
        if isinstance(envelope.data, CustomerErased | CustomerLocked):
            for handler in (forget_customer, needs.forget_customer):
                await world.act(handler, envelope.data, id=f"heard-{envelope.id}-{handler.__name__}")
        else:
            await world.act(follow_file, envelope.data, id=f"heard-{envelope.id}")
    world.published = [one for one in world.published if not isinstance(one.data, HEARD)]


async def pass_days(world: World, days: int) -> None:
    """Let days pass, with the timers that fall due in them."""
    await world.wait(timedelta(days=days), TIMER_HANDLERS)


async def pass_until(world: World, day: str) -> None:
    """Let days pass until noon of a day of the branch."""
    noon = PLACE.start_of(date.fromisoformat(day)) + timedelta(hours=12)
    await world.wait(noon - world.now, TIMER_HANDLERS)


def contacted(outcome: ContactOutcome = ContactOutcome.REACHED, **more: Any) -> RecordContact:
    """A call of `am.1` to C1."""
    given = {"contact": f"K{next(NUMBERS)}", "customer": "C1", "by": "am.1", "way": ContactWay.PHONE}
    return RecordContact(**{**given, "initiative": Initiative.BANK, "outcome": outcome, **more})


def plan(world: World, customer: str = "C1") -> ContactPlan:
    """The plan of a customer."""
    return world.get(ContactPlan, customer)


def told(world: World, model: type[Event]) -> list[Any]:
    """The events of a kind that were published."""
    return world.events(model)
