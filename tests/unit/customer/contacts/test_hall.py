import pytest

from services.customer.contacts.domain.contact import Contact
from services.customer.contacts.domain.hall import CustomerInHall
from services.customer.files.commands import ChangeAccountManager, LinkCredential
from services.customer.needs.commands import FulfilNeed, RecordNeed
from services.customer.subscriptions import EVENT_HANDLERS
from shared.contracts.base import Event
from shared.contracts.customer import (
    ContactUndone,
    ContactWay,
    CustomerContacted,
    DueCustomerWaits,
    NeedFulfilled,
    NeedStated,
    StepKind,
)
from shared.contracts.lobby import (
    ChangeUndone,
    CustomerArrived,
    CustomerNoShow,
    ServiceCompleted,
    TicketCalled,
    TicketIssued,
    VisitCancelled,
)
from shared.contracts.words import Channel, TicketClass
from tests.unit.acting import World
from tests.unit.customer.building import CARD
from tests.unit.customer.contacts.building import (
    contacted,
    hear,
    pass_days,
    pass_until,
    plan,
    portfolio,
    told,
)

OF_TICKET = {"visit": "V1", "ticket": "V007", "branch": "B2"}
CALLED = TicketCalled(
    **OF_TICKET, ticket_class=TicketClass.VIP, counter="1", waited_seconds=1, score=1, reason="first"
)
SERVED = ServiceCompleted(**OF_TICKET, ticket_class=TicketClass.VIP, counter="1", served_seconds=300)


async def regular() -> World:
    """A VIP with a card, who was called on 2 March 2026 and is due again on the first of April."""
    world = await portfolio()
    await world.do(LinkCredential("C1", CARD))
    await world.do(contacted())
    await hear(world)
    world.published.clear()
    return world


async def tell(world: World, event: Event, **cause: str) -> None:
    await world.act(EVENT_HANDLERS[type(event)], event, **cause)


async def arrive(world: World, credential: str | None = CARD, customer: str | None = None) -> None:
    await tell(world, CustomerArrived(branch="B2", visit="V1", need="cash", credential=credential))
    issued = TicketIssued(
        **OF_TICKET,
        ticket_class=TicketClass.VIP,
        channel=Channel.VIP_WINDOW,
        place=1,
        need="cash",
        customer=customer,
    )
    await tell(world, issued)


async def test_a_customer_who_is_soon_due_and_takes_a_number_is_told_at_once():
    world = await regular()
    await pass_until(world, "2026-03-20")
    await arrive(world)
    (event,) = told(world, DueCustomerWaits)
    assert (event.branch, event.ticket, event.visit) == ("B2", "V007", "V1")
    assert (event.account_manager, event.step, event.due_in_days) == ("am.1", StepKind.CONTACT, 12)


async def test_a_customer_with_whom_nothing_is_due_is_not_told():
    world = await regular()
    await arrive(world)
    assert told(world, DueCustomerWaits) == []
    assert world.get(CustomerInHall, "V1").waiting


async def test_who_is_overdue_is_told_with_the_days_since():
    world = await regular()
    await pass_until(world, "2026-04-20")
    world.published.clear()
    await arrive(world)
    assert [one.due_in_days for one in told(world, DueCustomerWaits)] == [-19]


async def test_the_hall_s_own_knowledge_of_the_customer_is_enough():
    world = await regular()
    await pass_until(world, "2026-03-20")
    await arrive(world, credential=None, customer="C1")
    assert len(told(world, DueCustomerWaits)) == 1


async def test_a_number_that_is_told_twice_is_one_message():
    world = await regular()
    await pass_until(world, "2026-03-20")
    await arrive(world)
    await arrive(world)
    assert len(told(world, DueCustomerWaits)) == 1


@pytest.mark.parametrize(
    "end",
    [
        CALLED,
        SERVED,
        CustomerNoShow(**OF_TICKET, counter="1"),
        VisitCancelled(**OF_TICKET, reason="left", waited_seconds=3),
    ],
    ids=lambda event: event.name(),
)
async def test_who_was_called_or_left_does_not_wait(end: Event):
    world = await regular()
    await arrive(world)
    await tell(world, end, actor="staff:teller")
    assert not world.get(CustomerInHall, "V1").waiting


async def test_a_transaction_at_a_teller_is_no_contact():
    world = await regular()
    before = plan(world)
    await pass_days(world, 9)
    await arrive(world)
    await tell(world, SERVED, actor="staff:teller")
    assert told(world, CustomerContacted) == []
    assert plan(world).due == before.due


async def test_a_conversation_with_the_own_account_manager_counts():
    world = await regular()
    await pass_days(world, 9)
    await arrive(world)
    for _ in range(2):
        await tell(world, SERVED, actor="staff:am.1")
    (event,) = told(world, CustomerContacted)
    assert (event.way, event.two_way, event.visit) == (ContactWay.HALL, True, "V1")
    assert plan(world).due == "2026-04-10"
    assert world.get(Contact, event.contact).branch == "B1"


async def test_a_service_that_is_undone_gives_the_clock_back():
    world = await regular()
    before = plan(world)
    await pass_days(world, 9)
    await arrive(world)
    await tell(world, SERVED, actor="staff:am.1")
    undone = ChangeUndone(
        **OF_TICKET,
        ticket_class=TicketClass.VIP,
        undone=("service_completed",),
        by="am.1",
        done_by="am.1",
        done_at=world.now,
        state="called",
    )
    for _ in range(2):
        await tell(world, undone)
    after = plan(world)
    assert (after.due, after.last_at, after.hours) == (before.due, before.last_at, before.hours)
    assert len(told(world, ContactUndone)) == 1


async def test_of_a_customer_without_account_manager_the_hall_tells_nothing():
    world = await regular()
    await world.do(ChangeAccountManager("C1", None))
    await hear(world)
    await arrive(world)
    assert (CustomerInHall, "V1") not in world.documents


async def test_a_need_is_a_next_step_until_it_is_met():
    world = await regular()
    await world.do(RecordNeed("C1", "N1", "mortgage", "teller"))
    await tell(world, world.events(NeedStated)[0])
    assert (plan(world).next_step.kind, plan(world).listed_from) == (StepKind.NEED, "2026-03-04")
    assert plan(world).due == "2026-04-01"
    await world.do(FulfilNeed("N1", "am.1"))
    await tell(world, world.events(NeedFulfilled)[0])
    assert (plan(world).next_step.kind, plan(world).listed_from) == (StepKind.CONTACT, "2026-04-01")
