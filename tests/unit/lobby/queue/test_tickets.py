"""Tickets that leave their turn, and customers who go to a machine (D2, D6, D8, D10)."""

from datetime import timedelta

import pytest

from services.lobby.branch.domain.branches import Branch, Rules
from services.lobby.branch.domain.halls import (
    CounterBusy,
    CounterIsPaused,
    Hall,
    NobodyWaits,
    NotWaiting,
    StillServing,
)
from services.lobby.branch.domain.transactions import Transaction
from services.lobby.queue.commands import (
    CancelVisit,
    CloseCounter,
    CompleteSelfService,
    CompleteVisit,
    OpenCounter,
    OverrideTriage,
    ParkTicket,
    PauseCounter,
    QueueForNextNeed,
    ResumeCounter,
    ResumeTicket,
    ReturnToQueue,
    SendBackTicket,
    TransferTicket,
)
from services.lobby.queue.domain.card_holders import CardHolder
from services.lobby.queue.domain.diversions import NotDiverted
from services.lobby.queue.domain.tickets import NotParked, SentBackTooOften
from services.lobby.queue.domain.visits import Visit, VisitState
from services.lobby.queue.handlers import tickets
from services.lobby.queue.handlers.customers import note_needs
from services.lobby.settings.commands import ChangeRules
from shared.contracts import lobby
from shared.contracts.customer import CustomerRecognised
from shared.contracts.lobby.words import PauseReason
from shared.contracts.words import Care, Channel, TicketClass
from tests.unit.acting import World
from tests.unit.lobby.building import CARD, HOLDER, call, come, force_out, hall

MINUTE = timedelta(minutes=1)
CASH = Transaction(zh="现金", en="Cash", self_service_up_to=20_000)
SKILLED = {"cash": CASH, "loan": Transaction(zh="贷款", en="Loan", counters=("2",))}


async def diverting(**rules: int) -> World:
    """A hall in which all customers who can be are sent to a machine."""
    return await hall(transactions=SKILLED, rules=Rules(divert_from=0, **rules))


async def test_time_parked_does_not_count_as_waiting():
    world = await hall()
    await come(world, "v0")
    world.now += 5 * MINUTE
    await world.do(ParkTicket("v0"))
    world.now += 30 * MINUTE
    assert (await world.do(ResumeTicket("v0"))).state is VisitState.WAITING
    world.now += MINUTE
    await call(world)
    (told,) = world.events(lobby.TicketCalled)
    assert told.waited_seconds == 6 * 60


async def test_who_is_parked_is_not_called():
    world = await hall()
    await come(world, "v0")
    await world.do(ParkTicket("v0"))
    with pytest.raises(NobodyWaits):
        await call(world)
    with pytest.raises(NotWaiting):
        await world.do(ParkTicket("v0"))


async def test_only_who_is_parked_comes_back():
    world = await hall()
    await come(world, "v0")
    with pytest.raises(NotParked):
        await world.do(ResumeTicket("v0"))


async def test_a_transferred_ticket_keeps_its_wait_and_is_called_only_there():
    world = await hall()
    await come(world, "v0")
    world.now += 10 * MINUTE
    await call(world)
    world.now += 2 * MINUTE
    await world.do(TransferTicket("v0", counter="2"))
    with pytest.raises(NobodyWaits):
        await call(world)
    world.now += MINUTE
    await call(world, "2", "wu")
    assert world.events(lobby.TicketCalled)[-1].waited_seconds == 11 * 60  # without the time at the counter


async def test_a_transfer_to_the_first_place_is_next_before_longer_waits():
    world = await hall()
    for name in ("v0", "v1", "v2"):
        await come(world, name)
        world.now += MINUTE
    await world.do(TransferTicket("v2", counter="1", position=1))
    assert (await call(world)).id == "v2"
    assert world.events(lobby.TicketCalled)[-1].overtook == 2


async def test_a_place_in_line_does_not_push_aside_who_waited_beyond_the_limit():
    world = await hall()
    await come(world, "old")
    world.now += 46 * MINUTE
    await come(world, "new")
    await world.do(TransferTicket("new", counter="1", position=1))
    assert (await call(world)).id == "old"


async def test_who_was_sent_to_a_counter_that_closes_waits_for_all():
    world = await hall()
    await come(world, "v0")
    await world.do(TransferTicket("v0", counter="2"))
    await world.do(CloseCounter("B1", "2", "wu"))
    assert (await call(world)).id == "v0"


async def test_only_counters_that_can_do_it_call_for_a_transaction():
    world = await hall(transactions=SKILLED)
    await come(world, "v0")
    await world.do(TransferTicket("v0", need="loan"))
    with pytest.raises(NobodyWaits):
        await call(world)
    assert (await call(world, "2", "wu")).need == "loan"


async def test_a_ticket_is_sent_to_the_back_once():
    world = await hall()
    await come(world, "late")
    world.now += 5 * MINUTE
    await come(world, "v1")
    await call(world)
    await world.do(SendBackTicket("late"))
    assert (await call(world)).id == "v1"
    await world.do(CompleteVisit("v1"))
    await call(world)
    with pytest.raises(SentBackTooOften):
        await world.do(SendBackTicket("late"))


async def test_who_gives_up_is_told_with_the_wait_and_waits_no_more():
    world = await hall()
    await come(world, "v0")
    world.now += 7 * MINUTE
    gone = await world.do(CancelVisit("v0", "too_long"))
    (told,) = world.events(lobby.VisitCancelled)
    assert (gone.state, told.waited_seconds, told.reason) == (VisitState.CANCELLED, 7 * 60, "too_long")
    with pytest.raises(NotWaiting):
        await world.do(CancelVisit("v0", "too_long"))


async def test_a_visit_holds_several_services_in_a_row():
    world = await hall(transactions=SKILLED)
    await come(world, "v0")
    world.now += 3 * MINUTE
    await call(world)
    world.now += 4 * MINUTE
    again = await world.do(QueueForNextNeed("v0", "loan"))
    assert (again.state, again.need, again.done) == (VisitState.WAITING, "loan", ("cash",))
    world.now += MINUTE
    await call(world, "2", "wu")
    assert world.events(lobby.TicketCalled)[-1].waited_seconds == 4 * 60


async def test_a_paused_counter_calls_nobody_until_it_resumes():
    world = await hall()
    await come(world, "v0")
    await world.do(PauseCounter("B1", "1", "li", PauseReason.BREAK))
    with pytest.raises(CounterIsPaused):
        await call(world)
    world.now += 5 * MINUTE
    await world.do(ResumeCounter("B1", "1", "li"))
    (told,) = world.events(lobby.CounterResumed)
    assert told.paused_seconds == 300
    assert (await call(world)).id == "v0"


async def test_a_counter_cannot_be_left_for_another_while_somebody_is_served_there():
    world = await hall()
    await come(world, "v0")
    await call(world)
    await world.do(CloseCounter("B1", "2", "wu"))
    with pytest.raises(CounterBusy):
        await world.do(OpenCounter("B1", "2", "li"))


async def test_who_a_machine_can_serve_has_a_slip_and_is_called_by_nobody():
    world = await diverting()
    visit = await come(world, "v0")
    assert (visit.ticket, visit.channel, visit.state) == ("M001", Channel.SELF_SERVICE, VisitState.DIVERTED)
    assert [type(one).__name__ for one in world.events()] == ["CustomerArrived", "CustomerDiverted"]
    with pytest.raises(NobodyWaits):
        await call(world)


async def test_who_comes_back_from_the_machine_keeps_the_wait_that_they_had():
    world = await diverting()
    await come(world, "v0")
    world.now += 6 * MINUTE
    await come(world, "v1", Care.ELDERLY)
    world.now += 4 * MINUTE
    await world.do(ReturnToQueue("v0"))
    (told,) = world.events(lobby.CustomerReturned)
    assert told.away_seconds == 600
    assert (await call(world)).id == "v0"
    assert world.events(lobby.TicketCalled)[-1].waited_seconds == 600


async def test_who_was_served_by_the_machine_is_done():
    world = await diverting()
    await come(world, "v0")
    assert (await world.do(CompleteSelfService("v0"))).state is VisitState.SERVED
    with pytest.raises(NotDiverted):
        await world.do(ReturnToQueue("v0"))


async def test_the_manager_sends_a_waiting_customer_to_the_machine_and_back_and_both_are_told():
    world = await hall(transactions=SKILLED)
    await come(world, "v0")
    world.now += 2 * MINUTE
    to_machine = OverrideTriage("v0", "wang", "customer_wish", Channel.SELF_SERVICE)
    assert (await world.do(to_machine)).state is VisitState.DIVERTED
    world.now += 3 * MINUTE
    back = OverrideTriage("v0", "wang", "needs_help", Channel.COUNTER, Care.MOBILITY)
    visit = await world.do(back)
    assert (visit.state, visit.ticket_class, visit.care) == (
        VisitState.WAITING,
        TicketClass.CARE,
        (Care.MOBILITY,),
    )
    overridden = world.events(lobby.TriageOverridden)
    assert [(one.channel, one.ticket_class) for one in overridden] == [
        ("self_service", "A"),
        ("counter", "G"),
    ]
    await call(world)
    assert world.events(lobby.TicketCalled)[-1].waited_seconds == 300


async def test_a_vip_goes_to_the_lounge_when_every_window_for_them_is_busy():
    world = await hall()
    world.documents[CardHolder, CARD] = HOLDER
    await come(world, "first", card=CARD)
    await call(world)
    await world.do(CloseCounter("B1", "2", "wu"))
    await come(world, "second", card=CARD)
    assert [told.place for told in world.events(lobby.VipReceived)] == ["window", "lounge"]


async def test_rules_change_while_the_day_runs_and_count_from_then_on():
    world = await hall()
    world.documents[CardHolder, CARD] = HOLDER
    await come(world, "ordinary")
    world.now += 5 * MINUTE
    await come(world, "vip", card=CARD)
    world.now += 5 * MINUTE  # 10 points against 15
    rates = {TicketClass.ORDINARY: 2.0, TicketClass.CARE: 2.0, TicketClass.VIP: 3.0}
    await world.do(ChangeRules("B1", rules=Rules(rates=rates)))
    (told,) = world.events(lobby.SettingsChanged)
    assert told.changed == ("rules",)
    assert (await call(world)).id == "ordinary"
    await world.do(ChangeRules("B1", rules=Rules(rates=rates)))
    assert len(world.events(lobby.SettingsChanged)) == 1


async def test_who_is_overtaken_is_counted():
    world = await hall()
    world.documents[CardHolder, CARD] = HOLDER
    await come(world, "ordinary")
    world.now += MINUTE
    await come(world, "vip", card=CARD)
    world.now += 5 * MINUTE
    assert (await call(world)).id == "vip"
    await world.do(CompleteVisit("vip"))
    await call(world)
    vip, ordinary = world.events(lobby.TicketCalled)
    assert (vip.overtook, vip.overtaken, ordinary.overtook, ordinary.overtaken) == (1, 0, 0, 1)


async def test_closing_ends_every_wait_and_every_counter():
    world = await diverting()
    await come(world, "machine")
    await come(world, "waits", Care.ELDERLY)
    await come(world, "away", Care.ELDERLY)
    await world.do(ParkTicket("away"))
    await come(world, "served", Care.ELDERLY)
    await call(world, visit="served")
    with pytest.raises(StillServing):
        await world.act(tickets.empty_hall, "B1")
    await world.act(force_out, "B1")
    states = {id: world.get(Visit, id).state for id in ("machine", "waits", "away", "served")}
    assert states == {"machine": "served", "waits": "cancelled", "away": "cancelled", "served": "served"}
    closed = world.get(Hall, "B1")
    assert (closed.waiting, closed.parked, closed.diverted) == ((), (), ())
    assert all(one.staff is None and one.visit is None for one in closed.counters.values())
    assert {told.reason for told in world.events(lobby.VisitCancelled)} == {"branch_closed"}


def test_a_branch_needs_a_rate_and_a_limit_for_every_class():
    with pytest.raises(ValueError, match="every class"):
        Branch(id="B1", name_zh="一", name_en="One", rules={"rates": {"A": 1.0}})


async def test_what_a_vip_also_wants_is_known_to_who_serves_them():
    world = await hall()
    world.documents[CardHolder, CARD] = HOLDER
    await come(world, "v0", card=CARD)
    known = {"customer": "C1", "masked_name": "王**", "segment": "vip", "needs": ("insurance",)}
    await world.act(note_needs, CustomerRecognised(branch="B1", visit="v0", **known))
    assert (await call(world)).needs == ("insurance",)
