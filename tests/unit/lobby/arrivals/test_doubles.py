"""The same guest asks twice: one ticket, one arrival, and nobody is told a second time (D1, D2, D6)."""

import json
from datetime import timedelta
from typing import Any

import pytest

from services.lobby.arrivals.messages import AcceptedCommand, read_message
from services.lobby.branch.domain.branches import Branch, Rules
from services.lobby.branch.domain.halls import Hall
from services.lobby.branch.domain.transactions import Transaction
from services.lobby.devices.domain.devices import Device, hash_secret
from services.lobby.queue.commands import (
    CallNext,
    CancelVisit,
    CompleteVisit,
    MarkNoShow,
    OpenCounter,
    ParkTicket,
)
from services.lobby.queue.domain.card_holders import CardHolder
from services.lobby.queue.domain.visits import Visit, VisitState
from services.lobby.settings.handlers import set_up_branch
from services.lobby.undo.commands import UndoLastChange
from services.lobby.undo.domain import NothingToUndo
from shared.contracts import lobby
from shared.contracts.words import Channel, Segment
from shared.privacy import blind_index
from tests.unit.acting import World
from tests.unit.lobby.arrivals.test_number_blocks import KEY, MINUTE, cut_off, say
from tests.unit.lobby.building import call

CARD = {"kind": "card", "value": "6222020000000001"}
CASH = {"cash": Transaction(zh="现金", en="Cash", self_service_up_to=20_000)}


@pytest.fixture
async def world(monkeypatch: pytest.MonkeyPatch) -> World:
    return await cut_off(monkeypatch)


async def ask(world: World, number: int, device: str = "K1", **data: Any) -> Visit:
    """Ask for a ticket with a card; the event has this number."""
    shown = {"need": "cash", "credential": CARD, **data}
    visit = await say(world, device, f"event-{number:02d}", world.now, **shown)
    assert isinstance(visit, Visit)
    return visit


def hall(world: World) -> Hall:
    return world.get(Hall, "B1")


def told(world: World) -> list[str]:
    return [one.name() for one in world.events()]


@pytest.mark.parametrize("device", ["K1", "K2"])
async def test_a_card_that_is_read_twice_gets_the_ticket_that_it_has(world: World, device: str) -> None:
    first = await ask(world, 1)
    world.published.clear()
    world.now += timedelta(seconds=2)
    second = await ask(world, 2, device)
    assert (second.id, second.ticket) == (first.id, "A001")
    assert [one.ticket for one in hall(world).waiting] == ["A001"]
    (again,) = world.events()
    assert isinstance(again, lobby.TicketGivenAgain)
    assert (again.ticket, again.state, again.place, again.also_wants) == ("A001", "waiting", 1, None)
    assert again.answers() == f"B1.{device}"


async def test_arrivals_of_one_batch_with_one_card_are_one_guest(world: World) -> None:
    commands = []
    for number, device in enumerate(("K1", "K2", "K1")):
        content = {
            "id": f"event-{number:02d}",
            "type": "foyer.device.customer_arrived.v1",
            "source": f"/device/B1/{device}",
            "time": world.now.isoformat(),
            "data": {"credential": CARD},
        }
        message = read_message(json.dumps(content).encode(), "B1", device, KEY)
        assert isinstance(message, AcceptedCommand)
        commands.append(message.command)
    visits = await world.do_together(commands)
    assert {one.ticket for one in visits} == {"A001"}
    assert told(world).count("ticket_issued") == 1
    assert told(world).count("ticket_given_again") == 2


async def test_a_vip_who_asks_twice_is_announced_once(world: World) -> None:
    id = blind_index(KEY, "card", CARD["value"])
    world.documents[CardHolder, id] = CardHolder(
        id=id, customer="C1", masked_name="王**", segment=Segment.VIP
    )
    await ask(world, 1)
    await ask(world, 2, "K2")
    assert told(world).count("customer_arrived") == 1
    assert told(world).count("vip_received") == 1


async def test_who_is_known_to_be_a_vip_by_now_waits_as_one_with_the_wait_that_they_had(world: World) -> None:
    first = await ask(world, 1)
    await ask(world, 2, credential=None)
    world.now += 4 * MINUTE
    id = blind_index(KEY, "card", CARD["value"])
    world.documents[CardHolder, id] = CardHolder(
        id=id, customer="C1", masked_name="王**", segment=Segment.VIP
    )
    world.published.clear()
    visit = await ask(world, 3)
    assert (visit.id, visit.ticket, visit.replaced) == (first.id, "V001", "2026-03-02/A001")
    assert (visit.masked_name, visit.channel) == ("王**", Channel.VIP_WINDOW)
    assert [(one.ticket, one.since) for one in hall(world).waiting if one.visit == first.id] == [
        ("V001", first.arrived)
    ]
    assert told(world) == ["ticket_replaced", "ticket_issued", "vip_received", "ticket_given_again"]
    assert (await ask(world, 4)).ticket == "V001"
    assert told(world).count("ticket_issued") == 1


async def test_two_cards_of_one_customer_are_one_guest(world: World) -> None:
    other = {"kind": "identity", "value": "110101199003070011"}
    for shown in (CARD, other):
        id = blind_index(KEY, shown["kind"], shown["value"])
        world.documents[CardHolder, id] = CardHolder(
            id=id, customer="C1", masked_name="王**", segment=Segment.MASS
        )
    await ask(world, 1)
    assert (await ask(world, 2, credential=other)).ticket == "A001"


@pytest.mark.parametrize("kind", ["card", "identity", "qr"])
async def test_what_stands_for_one_person_is_one_guest(world: World, kind: str) -> None:
    shown = {"kind": kind, "value": "110101199003070011"}
    await ask(world, 1, credential=shown)
    assert (await ask(world, 2, credential=shown)).ticket == "A001"


async def test_a_phone_that_a_family_shares_is_no_person(world: World) -> None:
    phone = {"kind": "phone", "value": "13800138000"}
    await ask(world, 1, credential=phone)
    assert (await ask(world, 2, credential=phone)).ticket == "A002"


async def test_guests_without_a_card_and_with_other_cards_are_others(world: World) -> None:
    await ask(world, 1)
    assert (await ask(world, 2, credential={"kind": "card", "value": "6222020000000002"})).ticket == "A002"
    assert (await ask(world, 3, credential=None)).ticket == "A003"
    assert (await ask(world, 4, credential=None)).ticket == "A004"


async def test_another_matter_is_noted_and_the_ticket_is_for_the_first(world: World) -> None:
    await ask(world, 1)
    visit = await ask(world, 2, need="loan")
    await ask(world, 3, need="loan")
    assert (visit.need, world.get(Visit, visit.id).also_wants) == ("cash", ("loan",))
    wants = [one.also_wants for one in world.events(lobby.TicketGivenAgain)]  # type: ignore[attr-defined]
    assert wants == ["loan", None]


async def test_who_is_at_the_counter_already_has_no_second_number(world: World) -> None:
    await ask(world, 1)
    await call(world)
    visit = await ask(world, 2, need="loan")
    assert (visit.ticket, visit.state, visit.counter, visit.also_wants) == (
        "A001",
        VisitState.CALLED,
        "1",
        ("loan",),
    )
    again = world.events(lobby.TicketGivenAgain)[0]
    assert isinstance(again, lobby.TicketGivenAgain)
    assert (again.state, again.counter) == ("called", "1")
    assert hall(world).waiting == ()


async def test_who_was_away_is_back_with_the_wait_that_they_had(world: World) -> None:
    first = await ask(world, 1)
    await world.do(ParkTicket(first.id))
    world.now += 10 * MINUTE
    visit = await ask(world, 2, "K2")
    assert (visit.ticket, visit.state) == ("A001", VisitState.WAITING)
    waiting = hall(world).find(first.id)
    assert waiting
    assert waiting.since == first.arrived + 10 * MINUTE
    assert "ticket_resumed" in told(world)


async def test_who_was_sent_to_a_machine_gets_the_same_slip_again(monkeypatch: pytest.MonkeyPatch) -> None:
    world = await cut_off(monkeypatch, transactions=CASH, rules=Rules(divert_from=0))
    await ask(world, 1)
    world.published.clear()
    visit = await ask(world, 2)
    assert (visit.ticket, visit.state) == ("M001", VisitState.DIVERTED)
    assert told(world) == ["ticket_given_again"]


@pytest.mark.parametrize("asks", [{"need": "loan"}, {"wants_counter": True}])
async def test_who_was_sent_to_a_machine_and_needs_a_counter_waits_with_the_true_arrival(
    monkeypatch: pytest.MonkeyPatch, asks: dict[str, Any]
) -> None:
    world = await cut_off(monkeypatch, transactions=CASH, rules=Rules(divert_from=0))
    first = await ask(world, 1)
    world.now += 6 * MINUTE
    visit = await ask(world, 2, "K2", **asks)
    assert (visit.ticket, visit.state, visit.channel) == ("M001", VisitState.WAITING, Channel.COUNTER)
    assert visit.need == asks.get("need", "cash")
    assert visit.also_wants == (("cash",) if "need" in asks else ())
    waiting = hall(world).find(first.id)
    assert waiting
    assert waiting.since == first.arrived
    assert hall(world).diverted == ()


@pytest.mark.parametrize("how", ["served", "not there", "gone"])
async def test_whose_visit_is_over_comes_anew(world: World, how: str) -> None:
    first = await ask(world, 1)
    if how == "gone":
        await world.do(CancelVisit(first.id, "left"))
    else:
        await call(world)
        await world.do(CompleteVisit(first.id) if how == "served" else MarkNoShow(first.id))
    world.now += MINUTE
    visit = await ask(world, 2)
    assert (visit.ticket, visit.state) == ("A002", VisitState.WAITING)
    assert (await ask(world, 3)).ticket == "A002"


async def test_whoever_has_a_new_ticket_is_not_brought_back_under_the_old_one(world: World) -> None:
    first = await ask(world, 1)
    await call(world)
    await world.do(MarkNoShow(first.id))
    await ask(world, 2)
    with pytest.raises(NothingToUndo):
        await world.do(UndoLastChange(first.id, "manager", as_manager=True))
    assert [one.ticket for one in hall(world).waiting] == ["A002"]


async def test_another_day_is_another_visit(world: World) -> None:
    first = await ask(world, 1)
    world.now += timedelta(days=1)
    visit = await ask(world, 2)
    assert (visit.id == first.id, visit.day, visit.ticket) == (False, "2026-03-03", "A001")


@pytest.mark.parametrize(
    ("wrong", "right"), [("America/New_York", "Asia/Shanghai"), ("Asia/Shanghai", "Pacific/Kiritimati")]
)
async def test_a_corrected_time_zone_gives_nobody_a_second_ticket(
    monkeypatch: pytest.MonkeyPatch, wrong: str, right: str
) -> None:
    """Nine hours after they came, at 10:00 UTC, it is the next day in the right zone."""
    world = await cut_off(monkeypatch, timezone=wrong)
    first = await ask(world, 1)
    world.now += timedelta(hours=9)
    await world.act(set_up_branch, world.get(Branch, "B1").evolve(timezone=right))
    assert (await ask(world, 2, "K2")).id == first.id
    assert [one.ticket for one in hall(world).waiting] == ["A001"]


async def test_another_branch_is_another_visit(world: World) -> None:
    await world.act(set_up_branch, Branch(id="B2", name_zh="二", name_en="Two"))
    world.documents[Device, "B2.K1"] = Device(
        id="B2.K1", branch="B2", name="K1", secret_hash=hash_secret("s")
    )
    await ask(world, 1)
    content = {
        "id": "event-02",
        "type": "foyer.device.customer_arrived.v1",
        "source": "/device/B2/K1",
        "time": world.now.isoformat(),
        "data": {"credential": CARD},
    }
    heard = read_message(json.dumps(content).encode(), "B2", "K1", KEY)
    assert isinstance(heard, AcceptedCommand)
    visit = await world.do(heard.command)
    assert (visit.branch, visit.state) == ("B2", VisitState.WAITING)


async def test_a_number_printed_for_one_who_waits_is_theirs_too_and_is_shown_with_the_call(
    world: World,
) -> None:
    """One machine was cut off and printed; at another the guest had got a number."""
    first = await ask(world, 1)
    world.now += MINUTE
    visit = await ask(world, 2, "K2", ticket="AB001")
    assert (visit.id, visit.ticket, visit.also_holds) == (first.id, "A001", ("AB001",))
    again = world.events(lobby.TicketGivenAgain)[0]
    assert isinstance(again, lobby.TicketGivenAgain)
    assert (again.ticket, again.printed) == ("A001", "AB001")
    await world.do(OpenCounter("B1", "1", "li"))
    await world.do(CallNext("B1", "1", "li"))
    (called,) = world.events(lobby.TicketCalled)
    assert isinstance(called, lobby.TicketCalled)
    assert (called.ticket, called.also_holds) == ("A001", ("AB001",))


async def test_a_number_printed_earlier_and_heard_later_moves_the_wait_to_when_they_came(
    world: World,
) -> None:
    came = world.now
    world.now += 10 * MINUTE
    first = await ask(world, 1)
    await say(world, "K2", "event-02", came, need="cash", credential=CARD, ticket="AB001")
    waiting = hall(world).find(first.id)
    assert waiting
    assert (waiting.since, world.get(Visit, first.id).arrived) == (came, came)


async def test_who_holds_a_printed_number_gets_that_again_at_a_machine_that_is_connected(
    world: World,
) -> None:
    await ask(world, 1, "K2", ticket="AB001")
    visit = await ask(world, 2, "K1")
    assert (visit.ticket, visit.also_holds) == ("AB001", ())
    assert [one.ticket for one in hall(world).waiting] == ["AB001"]


async def test_two_machines_that_were_cut_off_printed_for_one_guest(world: World) -> None:
    await ask(world, 1, "K1", ticket="AA001")
    visit = await ask(world, 2, "K2", ticket="AB001")
    assert (visit.ticket, visit.also_holds) == ("AA001", ("AB001",))


async def test_a_number_printed_before_they_were_served_brings_nobody_back(world: World) -> None:
    printed_at = world.now
    world.now += MINUTE
    first = await ask(world, 1)
    await call(world)
    world.now += MINUTE
    await world.do(CompleteVisit(first.id))
    world.now += MINUTE
    await say(world, "K2", "event-02", printed_at, need="cash", credential=CARD, ticket="AB001")
    assert hall(world).waiting == ()
    assert world.get(Visit, first.id).also_holds == ("AB001",)


async def test_who_was_not_there_for_one_number_and_holds_a_printed_one_waits_under_that(
    world: World,
) -> None:
    printed_at = world.now
    world.now += MINUTE
    first = await ask(world, 1)
    await call(world)
    world.now += MINUTE
    await world.do(MarkNoShow(first.id))
    await say(world, "K2", "event-02", printed_at, need="cash", credential=CARD, ticket="AB001")
    assert [(one.visit, one.ticket) for one in hall(world).waiting] == [(first.id, "AB001")]


async def test_a_printed_number_of_a_guest_who_was_diverted_waits_in_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = await cut_off(monkeypatch, transactions=CASH, rules=Rules(divert_from=0))
    await ask(world, 1)
    visit = await ask(world, 2, "K2", ticket="AB001")
    assert (visit.ticket, visit.state, hall(world).diverted) == ("AB001", VisitState.WAITING, ())


async def test_the_answer_to_a_double_was_lost_and_the_machine_printed(world: World) -> None:
    """Its first event was heard, and led to the ticket that the guest had; the second stands instead."""
    first = await ask(world, 1)
    await ask(world, 2, "K2")
    visit = await ask(world, 3, "K2", ticket="AB001", instead_of="event-02")
    assert (visit.id, visit.ticket, visit.also_holds) == (first.id, "A001", ("AB001",))
    assert len(hall(world).waiting) == 1


async def test_who_was_cut_off_from_nothing_is_no_double_of_themselves(world: World) -> None:
    """One event sent twice is one visit, and says so no second time."""
    await ask(world, 1)
    await ask(world, 1)
    assert told(world).count("ticket_given_again") == 0
