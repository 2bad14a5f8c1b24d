from datetime import timedelta

import pytest

from services.customer.files.commands import ChangeAccountManager, EraseCustomer
from services.customer.files.domain.customer import Customer, FileErased
from services.customer.needs.commands import (
    AssignNeed,
    DeclineNeed,
    FulfilNeed,
    GiveUpNeed,
    OfferForNeed,
    QualifyNeed,
    RecordNeed,
)
from services.customer.needs.days import NeedDayOutOfReach
from services.customer.needs.domain import (
    OPEN_AT_MOST,
    Need,
    NeedClosed,
    NeedFurther,
    TooManyNeeds,
)
from services.customer.needs.handlers import follow_manager, forget_customer
from services.customer.needs.queries import need_ids_of
from services.customer.subscriptions import TIMER_HANDLERS
from shared.contracts.customer import (
    CustomerErased,
    CustomerRegistered,
    DeclinedWhy,
    NeedAssigned,
    NeedDeclined,
    NeedFulfilled,
    NeedOffered,
    NeedOverdue,
    NeedQualified,
    NeedState,
    NeedStated,
    NeedUnservable,
    UnservableWhy,
)
from shared.errors import NotFound
from tests.unit.acting import World
from tests.unit.customer.building import bank

STATED = RecordNeed("C1", "N1", "mortgage", "teller")


async def stated() -> World:
    """A need of C1 that a teller heard on Monday, 2 March 2026."""
    world = await bank()
    await world.do(STATED)
    return world


def need(world: World, id: str = "N1") -> Need:
    return world.get(Need, id)


async def test_a_need_is_the_account_manager_s_until_the_second_working_day():
    world = await stated()
    assert (need(world).owner, need(world).due) == ("am.1", "2026-03-04")
    (event,) = world.events(NeedStated)
    assert (event.customer, event.need, event.need_owner, event.stated_by) == (
        "C1",
        "mortgage",
        "am.1",
        "teller",
    )


async def test_a_need_of_a_customer_without_account_manager_is_the_one_s_who_heard_it():
    world = await bank()
    await world.do(ChangeAccountManager("C1", None))
    await world.do(STATED)
    assert need(world).owner == "teller"


async def test_a_need_goes_from_its_first_word_to_fulfilment():
    world = await stated()
    await world.do(QualifyNeed("N1", "am.1"))
    assert (need(world).state, need(world).due) == (NeedState.QUALIFIED, "2026-03-09")
    await world.do(OfferForNeed("N1", "am.1", due="2026-03-12"))
    assert (need(world).state, need(world).due) == (NeedState.OFFERED, "2026-03-12")
    assert world.get(Customer, "C1").needs[0].due == "2026-03-12"
    await world.do(FulfilNeed("N1", "am.1"))
    assert (need(world).state, need(world).open) == (NeedState.FULFILLED, False)
    assert world.get(Customer, "C1").needs == ()
    assert world.timers == {}
    kinds = (NeedQualified, NeedOffered, NeedFulfilled)
    assert [len(world.events(kind)) for kind in kinds] == [1, 1, 1]


@pytest.mark.parametrize(
    ("command", "event", "state"),
    [
        (DeclineNeed("N1", "am.1", DeclinedWhy.PRICE), NeedDeclined, NeedState.DECLINED),
        (GiveUpNeed("N1", "am.1", UnservableWhy.NO_PRODUCT), NeedUnservable, NeedState.UNSERVABLE),
    ],
)
async def test_a_need_that_is_not_met_ends_with_its_reason(command, event, state):
    world = await stated()
    await world.do(command)
    await world.do(command)
    assert (need(world).state, need(world).reason) == (state, command.reason)
    assert [one.reason for one in world.events(event)] == [command.reason]


async def test_a_need_that_ended_is_not_taken_further():
    world = await stated()
    await world.do(FulfilNeed("N1", "am.1"))
    for command in (
        QualifyNeed("N1", "am.1"),
        OfferForNeed("N1", "am.1"),
        AssignNeed("N1", "head", "am.2"),
        DeclineNeed("N1", "am.1", DeclinedWhy.OTHER),
    ):
        with pytest.raises(NeedClosed):
            await world.do(command)


async def test_a_need_does_not_go_back():
    world = await stated()
    await world.do(OfferForNeed("N1", "am.1"))
    with pytest.raises(NeedFurther):
        await world.do(QualifyNeed("N1", "am.1"))


async def test_qualifying_twice_changes_nothing():
    world = await stated()
    for _ in range(2):
        await world.do(QualifyNeed("N1", "am.1"))
    assert len(world.events(NeedQualified)) == 1


async def test_a_need_that_nobody_takes_further_is_told_once_for_each_day_it_was_given():
    world = await stated()
    await world.wait(timedelta(days=5), TIMER_HANDLERS)
    (event,) = world.events(NeedOverdue)
    assert (event.state, event.due, event.need_owner) == (NeedState.STATED, "2026-03-04", "am.1")
    await world.do(AssignNeed("N1", "head", due="2026-03-10"))
    assert not need(world).overdue
    await world.wait(timedelta(days=5), TIMER_HANDLERS)
    assert [one.due for one in world.events(NeedOverdue)] == ["2026-03-04", "2026-03-10"]


@pytest.mark.parametrize("due", ["2026-03-01", "2028-01-01"])
async def test_a_day_that_is_past_or_far_away_is_refused(due: str):
    world = await stated()
    for command in (QualifyNeed("N1", "am.1", due), AssignNeed("N1", "am.1", due=due)):
        with pytest.raises(NeedDayOutOfReach):
            await world.do(command)


async def test_a_need_of_the_account_manager_goes_with_the_customer_and_keeps_its_day():
    world = await stated()
    await world.do(AssignNeed("N1", "head", "lm.1"))
    await world.do(AssignNeed("N1", "head", "am.1"))
    await world.do(RecordNeed("C1", "N2", "gold", "teller"))
    await world.do(AssignNeed("N2", "head", "lm.1"))
    await world.do(ChangeAccountManager("C1", "am.2"))
    event = world.events(CustomerRegistered)[-1]
    for _ in range(2):
        await world.act(follow_manager, event, actor="staff:head")
    assert (need(world).owner, need(world).due) == ("am.2", "2026-03-04")
    assert need(world, "N2").owner == "lm.1"
    assert world.events(NeedAssigned)[-1].need_owner == "am.2"
    assert [one.need for one in world.events(NeedAssigned)] == ["mortgage", "mortgage", "gold", "mortgage"]


async def test_a_need_that_is_open_already_is_not_written_twice():
    world = await bank()
    for id in ("N1", "N2"):
        await world.do(RecordNeed("C1", id, "mortgage", "am.1"))
    assert [one.id for one in world.get(Customer, "C1").needs] == ["N1"]


async def test_needs_that_nobody_closes_do_not_pile_up():
    world = await bank()
    for number in range(OPEN_AT_MOST):
        await world.do(RecordNeed("C1", f"N{number}", f"need_{number}", "am.1"))
    with pytest.raises(TooManyNeeds):
        await world.do(RecordNeed("C1", "N", "one_more", "am.1"))


async def test_the_needs_of_a_customer_who_was_erased_are_closed_without_words():
    world = await bank()
    await world.do(RecordNeed("C1", "N1", "mortgage", "am.1", b"sealed"))
    await world.do(EraseCustomer("C1"))
    world.looks[need_ids_of] = lambda customer: [need(world).id]
    await world.act(forget_customer, CustomerErased(branch="B1", customer="C1"))
    assert (need(world).open, need(world).words) == (False, None)
    assert world.timers == {}
    with pytest.raises(FileErased):
        await world.do(FulfilNeed("N1", "am.1"))


async def test_an_unknown_need_is_not_found():
    world = await bank()
    with pytest.raises(NotFound):
        await world.do(FulfilNeed("N9", "am.1"))
