"""Stranded customers: one who waits can be called by an open counter, or the lobby manager is told (D2,
D6)."""

from datetime import timedelta
from typing import Any

import pytest

from services.lobby.app import EVENT_HANDLERS
from services.lobby.branch.domain.branches import Branch
from services.lobby.branch.domain.halls import CounterNotOpen, Hall, NobodyWaits, UnknownCounter
from services.lobby.branch.domain.transactions import Transaction
from services.lobby.queue.commands import (
    AdmitCustomer,
    CallNext,
    CancelVisit,
    CloseCounter,
    CompleteVisit,
    OpenCounter,
    ParkTicket,
    PauseCounter,
    ResumeCounter,
    ResumeTicket,
    TransferTicket,
)
from services.lobby.queue.domain.admission import Arrival
from services.lobby.queue.domain.card_holders import CardHolder
from services.lobby.queue.domain.stranded import strandings
from services.lobby.queue.domain.visits import Visit
from services.lobby.queue.handlers import tickets
from services.lobby.queue.handlers.counters import watch_queue
from services.lobby.settings.commands import ChangeTransactions
from services.lobby.settings.handlers import set_up_branch
from shared.contracts import lobby
from shared.contracts.lobby import Lack
from shared.contracts.lobby.words import PauseReason
from shared.contracts.words import Segment, TicketClass
from tests.unit.acting import World

ALL = tuple(TicketClass)
ORDINARY, CARE, VIP = TicketClass.ORDINARY, TicketClass.CARE, TicketClass.VIP
CARD = "card:0123"
HOLDER = CardHolder(id=CARD, customer="C1", masked_name="王**", segment=Segment.VIP)
LOAN = Transaction(zh="贷款", en="Loan", counters=("2",))
PLACE = Branch(
    id="B1",
    name_zh="一",
    name_en="One",
    counters={"1": ALL, "2": ALL, "3": (ORDINARY, CARE)},
    transactions={"loan": LOAN},
)


async def hall(*open_counters: str, **changes: Any) -> World:
    """The branch with somebody at these counters: li at 1, wu at 2, he at 3."""
    world = World("lobby", HOLDER)
    await world.act(set_up_branch, PLACE.evolve(**changes))
    for name in open_counters:
        await world.do(OpenCounter("B1", name, {"1": "li", "2": "wu", "3": "he"}[name]))
    return world


async def come(world: World, id: str, need: str = "cash", card: str | None = None) -> None:
    await world.do(AdmitCustomer(Arrival(id, "B1", need, world.now, credential=card)))


async def call(world: World, counter: str = "1", staff: str = "li") -> Visit:
    return await world.do(CallNext("B1", counter, staff))


async def hear(world: World) -> list[str]:
    """Deliver to the hall all events that it published; return those about strandings that come of it."""
    heard, before = 0, len(strandings_told(world))
    while heard < len(world.published):
        event = world.published[heard].data
        heard += 1
        if type(event) in EVENT_HANDLERS:
            await world.act(watch_queue, event)
    return strandings_told(world)[before:]


def strandings_told(world: World) -> list[str]:
    """Such as ``class_not_served V``; what is over ends with a full stop."""
    return [
        " ".join(str(it) for it in (one.reason, one.ticket_class, one.need, one.counter) if it)
        + ("." if isinstance(one, lobby.StrandingEnded) else "")
        for one in world.events()
        if isinstance(one, lobby.CustomersStranded | lobby.StrandingEnded)
    ]


async def test_who_was_parked_for_a_counter_that_closed_is_called_by_another():
    world = await hall("1", "2")
    await come(world, "v0")
    await world.do(TransferTicket("v0", counter="2"))
    await world.do(ParkTicket("v0"))
    await world.do(CloseCounter("B1", "2", "wu"))
    await world.do(ResumeTicket("v0"))
    assert (await call(world)).id == "v0"


async def test_who_was_parked_before_the_counter_was_taken_out_is_called_by_another():
    world = await hall("1", "2")
    await come(world, "v0")
    await world.do(TransferTicket("v0", counter="2"))
    await world.do(ParkTicket("v0"))
    await world.act(set_up_branch, PLACE.evolve(counters={"1": ALL}))
    await world.do(ResumeTicket("v0"))
    assert (await call(world)).id == "v0"


async def test_nobody_is_transferred_to_a_counter_that_is_closed_gone_or_was_never_there():
    world = await hall("1", "2")
    await come(world, "v0")
    await come(world, "v1")
    await call(world, "2", "wu")
    await world.act(set_up_branch, PLACE.evolve(counters={"1": ALL, "3": ALL}))
    for counter, refusal in (("3", CounterNotOpen), ("2", UnknownCounter), ("9", UnknownCounter)):
        with pytest.raises(refusal):
            await world.do(TransferTicket("v1", counter=counter))


async def test_who_waits_for_a_counter_that_is_taken_out_waits_for_all_even_while_somebody_is_served_there():
    world = await hall("1", "2")
    await come(world, "v0")
    await come(world, "v1")
    await call(world, "2", "wu")
    await world.do(TransferTicket("v1", counter="2"))
    await world.act(set_up_branch, PLACE.evolve(counters={"1": ALL}))
    assert (await call(world)).id == "v1"
    await world.do(CompleteVisit("v0"))
    with pytest.raises(UnknownCounter):
        await call(world, "2", "wu")


async def test_a_counter_that_is_taken_out_under_somebody_is_told_to_be_closed():
    world = await hall("1", "2")
    await world.act(set_up_branch, PLACE.evolve(counters={"1": ALL}))
    (told,) = world.events(lobby.CounterClosed)
    assert (told.counter, told.staff) == ("2", "wu")
    await world.do(OpenCounter("B1", "1", "li"))  # as before
    assert set(world.get(Hall, "B1").counters) == {"1"}


async def test_a_counter_that_is_gone_is_no_more_once_its_teller_leaves():
    world = await hall("1", "2")
    await come(world, "v0")
    await call(world, "2", "wu")
    await world.act(set_up_branch, PLACE.evolve(counters={"1": ALL}))
    await world.do(CompleteVisit("v0"))
    await world.do(CloseCounter("B1", "2", "wu"))
    assert set(world.get(Hall, "B1").counters) == {"1"}
    with pytest.raises(UnknownCounter):
        await world.do(OpenCounter("B1", "2", "wu"))


async def test_a_vip_whom_no_open_counter_serves_is_told_once_and_when_it_is_over():
    world = await hall("3")
    await come(world, "v0", card=CARD)
    assert await hear(world) == ["class_not_served V"]
    await come(world, "v1", card=CARD)
    assert await hear(world) == []
    await world.do(OpenCounter("B1", "1", "li"))
    assert await hear(world) == ["class_not_served V."]
    assert (await call(world)).id == "v0"


@pytest.mark.parametrize(
    "changes", [{}, {"transactions": {"loan": LOAN.model_copy(update={"counters": ("2", "3")})}}]
)
async def test_a_class_that_no_counter_of_a_transaction_serves_is_called_by_those_that_do_it(
    changes: dict[str, Any],
):
    """A VIP with a loan, where the VIP counter does no loans and the counter for loans no VIPs."""
    counters = {"1": ALL, "2": (ORDINARY, CARE), "3": (ORDINARY,)}
    world = await hall("1", "2", counters=counters, **changes)
    await come(world, "v0", "loan", card=CARD)
    await come(world, "v1", card=CARD)
    assert await hear(world) == []
    assert (await call(world, "2", "wu")).id == "v0"
    await world.do(CompleteVisit("v0"))
    with pytest.raises(NobodyWaits):
        await call(world, "2", "wu")
    assert (await call(world)).id == "v1"


async def test_a_counter_that_serves_the_class_and_does_the_transaction_keeps_it_to_itself():
    """The counter is not staffed, and that is published: whoever could open it is asked, and no rule of the
    branch is bent."""
    both = {"loan": LOAN.model_copy(update={"counters": ("1", "3")})}
    world = await hall("2", "3", transactions=both)
    await come(world, "v0", "loan", card=CARD)
    with pytest.raises(NobodyWaits):
        await call(world, "3", "he")
    assert await hear(world) == ["need_not_served V loan"]
    await world.do(OpenCounter("B1", "1", "li"))
    assert await hear(world) == ["need_not_served V loan."]
    assert (await call(world)).id == "v0"


async def test_a_counter_for_the_class_alone_is_not_asked_for_where_it_does_not_help():
    counters = {"1": ALL, "2": (ORDINARY, CARE), "3": (ORDINARY, CARE)}
    world = await hall("3", counters=counters)
    await come(world, "v0", "loan", card=CARD)
    assert await hear(world) == ["need_not_served V loan"]
    await world.do(OpenCounter("B1", "2", "wu"))
    assert await hear(world) == ["need_not_served V loan."]
    assert (await call(world, "2", "wu")).id == "v0"


async def test_a_transaction_whose_last_counter_closes_is_told_with_who_waits_longest():
    world = await hall("1", "2")
    await come(world, "v0", "loan")
    await come(world, "v1")
    assert await hear(world) == []
    await world.do(CloseCounter("B1", "2", "wu"))
    assert await hear(world) == ["need_not_served A loan"]
    (told,) = world.events(lobby.CustomersStranded)
    assert (told.waiting, told.longest) == (1, ("A001",))
    await world.do(ChangeTransactions("B1", transactions={"loan": LOAN.model_copy(update={"counters": ()})}))
    assert await hear(world) == ["need_not_served A loan."]


async def test_who_waits_for_a_paused_counter_alone_is_told_and_can_be_called_after_the_pause():
    world = await hall("1", "2")
    await come(world, "v0")
    await world.do(TransferTicket("v0", counter="2"))
    await world.do(PauseCounter("B1", "2", "wu", PauseReason.BREAK))
    assert await hear(world) == ["counter_not_open 2"]
    with pytest.raises(NobodyWaits):
        await call(world)
    await world.do(ResumeCounter("B1", "2", "wu"))
    assert await hear(world) == ["counter_not_open 2."]
    assert (await call(world, "2", "wu")).id == "v0"


async def test_before_any_counter_opens_it_is_told_once_whoever_comes():
    world = await hall()
    for number, (need, card) in enumerate([("cash", None), ("loan", None), ("cash", CARD)]):
        await come(world, f"v{number}", need, card)
    assert await hear(world) == ["no_counter_open"]
    await world.do(OpenCounter("B1", "3", "he"))
    found = await hear(world)
    assert sorted(found) == ["class_not_served V", "need_not_served A loan", "no_counter_open."]


async def test_when_the_last_counter_closes_only_that_is_told():
    world = await hall("3")
    await come(world, "v0", card=CARD)
    await come(world, "v1")
    await hear(world)
    await world.do(CloseCounter("B1", "3", "he"))
    assert await hear(world) == ["no_counter_open"]


async def test_settings_that_leave_somebody_without_a_counter_are_told_at_once():
    world = await hall("1", "3")
    await come(world, "v0", card=CARD)
    await world.act(set_up_branch, PLACE.evolve(counters={"1": (ORDINARY,), "2": ALL, "3": (ORDINARY, CARE)}))
    assert await hear(world) == ["class_not_served V"]


async def test_it_is_over_when_they_leave_and_told_anew_the_next_time():
    world = await hall("3")
    for id in ("v0", "v1"):
        await come(world, id, card=CARD)
        await hear(world)
        await world.do(CancelVisit(id, "left"))
        await hear(world)
    assert strandings_told(world) == ["class_not_served V", "class_not_served V."] * 2


async def test_the_manager_is_told_by_whatever_brings_somebody_back_into_the_line():
    world = await hall("1", "2")
    await come(world, "v0", "loan")
    await world.do(ParkTicket("v0"))
    await world.do(CloseCounter("B1", "2", "wu"))
    assert await hear(world) == []
    await world.do(ResumeTicket("v0"))
    assert await hear(world) == ["need_not_served A loan"]
    assert [one.reason for one in strandings(world.get(Hall, "B1"))] == [Lack.NEED_NOT_SERVED]


async def test_a_day_that_closes_leaves_nobody_stranded():
    world = await hall()
    await come(world, "v0")
    await hear(world)
    world.now += timedelta(hours=9)
    await world.act(tickets.empty_hall, "B1")
    assert await hear(world) == ["no_counter_open."]
