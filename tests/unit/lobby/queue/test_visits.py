"""From the door to the farewell (D1, D2, D5, D6, D9, D10)."""

from datetime import UTC, datetime, timedelta

import pytest

from services.lobby.branch.domain.halls import (
    CounterBusy,
    CounterNotOpen,
    CounterTaken,
    Hall,
    NobodyWaits,
    TicketAlreadyCalled,
    UnknownCounter,
)
from services.lobby.devices.domain.devices import Device, DeviceRefused, hash_secret
from services.lobby.journal.commands import IdentifyProspect
from services.lobby.queue.commands import (
    AdmitCustomer,
    CallNext,
    CloseCounter,
    CompleteVisit,
    MarkNoShow,
    OpenCounter,
    RecallTicket,
)
from services.lobby.queue.domain.admission import Arrival
from services.lobby.queue.domain.card_holders import CardHolder
from services.lobby.queue.domain.visits import NotAtCounter, RecalledTooOften
from services.lobby.queue.handlers.customers import forget_card_holder, keep_card_holder
from shared.contracts import lobby
from shared.contracts.customer import CredentialLinked, CredentialRevoked
from shared.contracts.words import Care, Channel, Segment, TicketClass
from shared.errors import NotFound
from tests.unit.acting import MORNING, World
from tests.unit.lobby.building import CARD, HOLDER, call, come, hall


async def test_numbers_run_without_gaps_in_each_class():
    world = await hall()
    tickets = [(await come(world, f"v{n}", *([Care.ELDERLY] if n % 3 == 0 else []))).ticket for n in range(6)]
    assert tickets == ["G001", "A001", "A002", "G002", "A003", "A004"]


async def test_arrivals_of_one_batch_see_each_other():
    world = await hall()
    visits = await world.do_together(
        [AdmitCustomer(Arrival(f"v{n}", "B1", "cash", world.now)) for n in range(50)]
    )
    assert [visit.ticket for visit in visits] == [f"A{n:03d}" for n in range(1, 51)]
    assert [visit.place for visit in visits] == list(range(1, 51))


async def test_a_known_vip_gets_a_vip_ticket_at_once():
    world = await hall()
    world.documents[CardHolder, CARD] = HOLDER
    visit = await come(world, "v1", card=CARD)
    assert (visit.ticket, visit.channel) == ("V001", Channel.VIP_WINDOW)
    (told,) = world.events(lobby.TicketIssued)
    assert (told.masked_name, told.segment, told.account_manager) == ("王**", Segment.VIP, "am1")


async def test_a_revoked_card_is_nobodys():
    world = await hall()
    await world.act(
        keep_card_holder,
        CredentialLinked(
            branch="B1", credential=CARD, **HOLDER.model_dump(exclude={"id", "version", "revoked"})
        ),
    )
    await world.act(forget_card_holder, CredentialRevoked(branch="B1", credential=CARD, customer="C1"))
    visit = await come(world, "v1", card=CARD)
    assert (visit.ticket, visit.customer) == ("A001", None)


async def test_a_card_not_known_is_an_ordinary_customer_and_told_for_recognition():
    world = await hall()
    assert (await come(world, "v1", card="card:ffff")).ticket_class is TicketClass.ORDINARY
    (came,) = world.events(lobby.CustomerArrived)
    assert came.credential == "card:ffff"


async def test_the_day_is_the_branchs_own():
    world = await hall(timezone="Asia/Shanghai")
    world.now = datetime(2026, 3, 2, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
    late = await come(world, "v1")
    world.now += timedelta(minutes=2)
    early = await come(world, "v2")
    assert (late.day, late.ticket, early.day, early.ticket) == ("2026-03-02", "A001", "2026-03-03", "A001")


async def test_a_clock_that_is_behind_does_not_bring_yesterday_back():
    world = await hall()
    await come(world, "v1")
    world.now -= timedelta(days=1)
    assert (await come(world, "v2")).ticket == "A002"


async def test_who_waited_longer_in_points_is_called_first():
    world = await hall()
    world.documents[CardHolder, CARD] = HOLDER
    await come(world, "ordinary")
    world.now += timedelta(minutes=10)
    await come(world, "vip", card=CARD)
    world.now += timedelta(minutes=4)  # 14 points against 12
    assert (await call(world)).id == "ordinary"


async def test_nobody_waits_beyond_the_limit_while_a_later_one_is_called():
    world = await hall()
    world.documents[CardHolder, CARD] = HOLDER
    await come(world, "ordinary")
    world.now += timedelta(minutes=20)
    await come(world, "vip", card=CARD)
    world.now += timedelta(minutes=26)  # 46 points against 78, but the ordinary one is over its limit of 45
    assert (await call(world)).id in {"ordinary"}
    (told,) = world.events(lobby.TicketCalled)
    assert (told.reason, told.runner_up) == ("waited_beyond_limit", "V001")


async def test_two_tellers_in_one_moment_never_get_the_same_ticket():
    world = await hall()
    for n in range(2):
        await come(world, f"v{n}")
    one, other = await world.do_together([CallNext("B1", "1", "li"), CallNext("B1", "2", "wu")])
    assert {one.id, other.id} == {"v0", "v1"}


async def test_the_second_of_two_tellers_learns_that_nobody_is_left():
    world = await hall()
    await come(world, "v0")
    one, other = await world.do_together([CallNext("B1", "1", "li"), CallNext("B1", "2", "wu")])
    assert one.id == "v0"
    assert isinstance(other, NobodyWaits)


async def test_a_ticket_already_called_is_not_called_by_hand():
    world = await hall()
    await come(world, "v0")
    await call(world)
    with pytest.raises(TicketAlreadyCalled):
        await call(world, "2", "wu", visit="v0")


async def test_a_counter_serves_one_at_a_time():
    world = await hall()
    await come(world, "v0")
    await come(world, "v1")
    await call(world)
    with pytest.raises(CounterBusy):
        await call(world)
    await world.do(CompleteVisit("v0"))
    assert (await call(world)).id == "v1"


async def test_only_who_sits_there_calls():
    world = await hall()
    await come(world, "v0")
    with pytest.raises(CounterTaken):
        await call(world, "1", "wu")
    await world.do(CloseCounter("B1", "1", "li"))
    with pytest.raises(CounterNotOpen):
        await call(world)
    with pytest.raises(UnknownCounter):
        await call(world, "9")


async def test_taking_another_counter_leaves_the_first():
    world = await hall()
    await world.do(CloseCounter("B1", "2", "wu"))
    await world.do(OpenCounter("B1", "2", "li"))
    counters = world.get(Hall, "B1").counters
    assert (counters["1"].staff, counters["2"].staff) == (None, "li")


async def test_a_recall_ends_at_the_branchs_limit():
    world = await hall()
    await come(world, "v0")
    await call(world)
    for times in (1, 2, 3):
        assert (await world.do(RecallTicket("v0"))).recalls == times
    with pytest.raises(RecalledTooOften):
        await world.do(RecallTicket("v0"))


async def test_a_no_show_frees_the_counter_and_ends_the_visit():
    world = await hall()
    await come(world, "v0")
    await call(world)
    await world.do(MarkNoShow("v0"))
    assert world.get(Hall, "B1").counters["1"].visit is None
    with pytest.raises(NotAtCounter):
        await world.do(CompleteVisit("v0"))


async def test_a_prospect_is_told_once_per_need():
    world = await hall()
    await come(world, "v0")
    for need in ("loan", "loan", "wealth"):
        await world.do(IdentifyProspect("v0", need, "li"))
    assert [event.need for event in world.events(lobby.ProspectIdentified)] == ["loan", "wealth"]


async def test_a_revoked_device_is_out_at_once():
    world = await hall()
    device = Device(id="B1.K1", branch="B1", name="K1", secret_hash=hash_secret("s"))
    world.documents[Device, "B1.K1"] = device
    await come(world, "v0", device="K1")
    world.documents[Device, "B1.K1"] = device.evolve(revoked=True)
    with pytest.raises(DeviceRefused):
        await come(world, "v1", device="K1")
    with pytest.raises(DeviceRefused):
        await come(world, "v1", device="K2")


async def test_an_unknown_branch_is_refused_and_leaves_nothing():
    world = World("lobby", now=MORNING)
    with pytest.raises(NotFound):
        await come(world, "v0")
    assert not world.documents
    assert not world.published


async def test_the_events_of_a_visit_carry_its_versions_in_order():
    world = await hall()
    await come(world, "v0")
    await call(world)
    await world.do(CompleteVisit("v0"))
    of_visit = [(one.data.name(), one.sequence) for one in world.published if one.subject == "v0"]
    assert of_visit == [
        ("customer_arrived", 1),
        ("ticket_issued", 1),
        ("ticket_called", 2),
        ("service_completed", 3),
    ]
    assert {one.correlationid for one in world.published} == {"v0"}
