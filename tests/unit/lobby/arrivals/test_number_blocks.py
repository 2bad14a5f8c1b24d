"""Machines that are cut off: their own numbers, true times, and the books that stay whole (D1, D2)."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from services.lobby.arrivals.commands import GrantNumberBlock, RegisterArrival
from services.lobby.arrivals.messages import AcceptedCommand, read_message
from services.lobby.arrivals.refused_tickets import note_refused
from services.lobby.branch.domain.branches import Branch, Rules
from services.lobby.branch.domain.halls import CounterBusy, Hall
from services.lobby.branch.domain.transactions import Transaction
from services.lobby.day.domain.days import BranchDay, DayState, DayStep, StepKind
from services.lobby.devices.domain import number_blocks as blocks
from services.lobby.devices.domain.devices import Device, DeviceRefused, hash_secret
from services.lobby.devices.domain.number_blocks import (
    BeyondBlock,
    NoSeriesLeft,
    NotYourSeries,
    NumberUsed,
    Series,
    SeriesLetters,
    TooManyMemories,
)
from services.lobby.queue.commands import CallNext, CompleteVisit, MarkNoShow, ParkTicket, ResumeTicket
from services.lobby.queue.domain.visits import VisitState
from services.notify.feed.domain.rulebook.offline_tickets import was_printed
from shared import clock
from shared.clock import now
from shared.commands import Command
from shared.contracts import lobby
from shared.contracts.words import Channel, TicketClass
from shared.errors import Malformed, Refusal
from tests.unit.acting import World
from tests.unit.lobby.building import CARD, HOLDER, hall

KEY = b"k" * 32
MINUTE = timedelta(minutes=1)
NOON = "2026-03-02T12:00:00+08:00"


async def cut_off(monkeypatch: pytest.MonkeyPatch, *devices: str, **branch: Any) -> World:
    """A hall with machines that hold a block each: K1 the letters A, K2 the letters B."""
    world = await hall(**branch)
    monkeypatch.setattr(clock, "now", lambda: world.now)
    for name in devices or ("K1", "K2"):
        id = f"B1.{name}"
        world.documents[Device, id] = Device(id=id, branch="B1", name=name, secret_hash=hash_secret("s"))
        await world.do(GrantNumberBlock("B1", name, f"memory-{name}"))
    world.published.clear()
    return world


async def test_one_machine_holds_a_few_series_however_many_memories_it_names(
    monkeypatch: pytest.MonkeyPatch,
):
    world = await cut_off(monkeypatch)
    taken = 0
    for number in range(600):
        try:
            await world.do(GrantNumberBlock("B1", "K1", f"stolen-{number}"))
        except TooManyMemories:
            break
        taken += 1
    assert taken == blocks.MOST_HELD - 1
    assert (await world.do(GrantNumberBlock("B1", "K1", "memory-K1"))).letters == "A"
    world.documents[Device, "B1.K3"] = Device(
        id="B1.K3", branch="B1", name="K3", secret_hash=hash_secret("s")
    )
    assert (await world.do(GrantNumberBlock("B1", "K3", "memory-K3"))).letters not in ("A", "B")


async def test_a_memory_that_was_not_heard_of_for_weeks_counts_no_longer(monkeypatch: pytest.MonkeyPatch):
    world = await cut_off(monkeypatch)
    for number in range(blocks.MOST_HELD - 1):
        await world.do(GrantNumberBlock("B1", "K1", f"disk-{number}"))
    with pytest.raises(TooManyMemories):
        await world.do(GrantNumberBlock("B1", "K1", "a-new-disk"))
    world.now += timedelta(days=blocks.KEEP + blocks.DAYS_AHEAD + 1)
    assert (await world.do(GrantNumberBlock("B1", "K1", "a-new-disk"))).memory == "a-new-disk"


async def say(
    world: World, device: str, id: str, at: datetime, kind: str = "customer_arrived", **data: Any
) -> Any:
    """Read and handle an event as if a machine had sent it."""
    content = {
        "id": id,
        "type": f"foyer.device.{kind}.v1",
        "source": f"/device/B1/{device}",
        "time": at.isoformat(),
        "data": data,
    }
    message = read_message(json.dumps(content).encode(), "B1", device, KEY)
    assert isinstance(message, AcceptedCommand)
    return await world.do(message.command, id=message.cause.id, correlation_id=message.cause.correlation_id)


async def test_every_machine_has_letters_of_its_own_for_good(monkeypatch: pytest.MonkeyPatch):
    world = await cut_off(monkeypatch)
    for _ in range(2):
        own = {
            name: (await world.do(GrantNumberBlock("B1", name, f"memory-{name}"))).letters
            for name in ("K1", "K2")
        }
        assert own == {"K1": "A", "K2": "B"}
        world.now += timedelta(days=400)


async def test_a_machine_with_a_new_memory_gets_other_letters(monkeypatch: pytest.MonkeyPatch):
    """Numbers that the old memory printed and never sent are on paper somewhere."""
    world = await cut_off(monkeypatch)
    block = await world.do(GrantNumberBlock("B1", "K1", "a new disk"))
    assert block.letters == "C"


async def test_a_block_says_when_the_branchs_own_days_begin_and_with_which_number(
    monkeypatch: pytest.MonkeyPatch,
):
    world = await cut_off(monkeypatch)
    await say(world, "K1", "event-01", world.now, ticket="AA003")
    block = await world.do(GrantNumberBlock("B1", "K1", "memory-K1"))
    assert [one.day for one in block.days] == ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"]
    assert block.days[0].begins.isoformat() == "2026-03-02T00:00:00+08:00"
    assert all(one.ends == after.begins for one, after in zip(block.days, block.days[1:], strict=False))
    assert (block.days[0].next["A"], block.days[0].next["G"], block.days[1].next["A"]) == (4, 1, 1)
    assert block.answers() == "B1.K1"


async def test_letters_of_a_machine_long_silent_are_given_again_when_none_are_left(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(blocks, "FREE", ("A", "B"))
    world = await cut_off(monkeypatch)
    with pytest.raises(NoSeriesLeft):
        await world.do(GrantNumberBlock("B1", "K1", "a new disk"))
    world.now += timedelta(days=25)
    await world.do(GrantNumberBlock("B1", "K2", "memory-K2"))
    assert (await world.do(GrantNumberBlock("B1", "K1", "a new disk"))).letters == "A"
    with pytest.raises(NotYourSeries):
        world.get(SeriesLetters, "B1").must_hold(blocks.PrintedNumber.read("AB001"), "K1", "2026-03-27")


async def test_a_printed_number_is_kept_and_the_wait_counts_from_the_true_arrival(
    monkeypatch: pytest.MonkeyPatch,
):
    world = await cut_off(monkeypatch)
    came = world.now
    world.now += 20 * MINUTE
    visit = await say(world, "K1", "event-01", came, need="cash", ticket="AA001")
    assert (visit.ticket, visit.ticket_class, visit.state) == (
        "AA001",
        TicketClass.ORDINARY,
        VisitState.WAITING,
    )
    assert (visit.arrived, visit.since, visit.day) == (came, came, "2026-03-02")
    (issued,) = world.events(lobby.TicketIssued)
    assert (issued.ticket, issued.arrived, issued.answers()) == ("AA001", came, "B1.K1")
    called = await world.do(CallNext("B1", "1", "li"))
    assert called.id == visit.id
    assert world.events(lobby.TicketCalled)[0].waited_seconds == 20 * 60


async def test_who_came_first_stands_first_in_whatever_order_it_is_heard(monkeypatch: pytest.MonkeyPatch):
    world = await cut_off(monkeypatch)
    begin = world.now
    world.now += 30 * MINUTE
    await say(world, "K2", "hall-one", begin + 3 * MINUTE)
    for number in (4, 2, 1, 3):
        at = begin + number * MINUTE - timedelta(seconds=1)
        await say(world, "K1", f"event-0{number}", at, ticket=f"AA{number:03d}")
    line = [one.ticket for one in world.get(Hall, "B1").waiting]
    assert line == ["AA001", "AA002", "AA003", "A001", "AA004"]
    assert world.get(Series, "B1/A").used["2026-03-02"]["AA"] == ((1, 4),)


@pytest.mark.parametrize(
    ("device", "ticket", "days", "refusal"),
    [
        ("K1", "AB001", 0, NotYourSeries),
        ("K1", "AZ001", 0, NotYourSeries),
        ("K1", "AA000", 0, BeyondBlock),
        ("K1", "AA001", 0, NumberUsed),
        ("K1", "AA1000", 0, Malformed),
        ("K1", "XA001", 0, Malformed),
        ("K1", "A001", 0, Malformed),
    ],
)
async def test_a_number_that_a_machine_may_not_give_is_refused_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, device: str, ticket: str, days: int, refusal: type[Exception]
):
    world = await cut_off(monkeypatch)
    await say(world, "K1", "event-01", world.now, ticket="AA001")
    before = dict(world.documents)
    with pytest.raises(refusal):
        await say(world, device, "event-02", world.now, ticket=ticket)
    assert world.documents == before


async def test_a_machine_that_never_asked_has_no_numbers(monkeypatch: pytest.MonkeyPatch):
    world = await cut_off(monkeypatch, "K1")
    world.documents[Device, "B1.K3"] = Device(id="B1.K3", branch="B1", name="K3", secret_hash="x")
    with pytest.raises(NotYourSeries):
        await say(world, "K3", "event-01", world.now, ticket="AA001")


async def test_a_day_beyond_the_block_is_refused(monkeypatch: pytest.MonkeyPatch):
    world = await cut_off(monkeypatch)
    world.now += timedelta(days=4)
    with pytest.raises(BeyondBlock):
        await say(world, "K1", "event-01", world.now, ticket="AA001")
    await world.do(GrantNumberBlock("B1", "K1", "memory-K1"))
    assert (await say(world, "K1", "event-01", world.now, ticket="AA001")).ticket == "AA001"


@pytest.mark.parametrize("off", [-timedelta(days=15), -timedelta(days=20_000), timedelta(days=400)])
async def test_what_is_older_than_any_holiday_or_yet_to_come_happened_when_it_was_heard(
    monkeypatch: pytest.MonkeyPatch, off: timedelta
):
    world = await cut_off(monkeypatch)
    visit = await say(world, "K1", "event-01", world.now + off, ticket="AA001")
    assert (visit.arrived, visit.day, visit.state) == (world.now, "2026-03-02", VisitState.WAITING)


async def test_a_revoked_machine_brings_nothing_in(monkeypatch: pytest.MonkeyPatch):
    world = await cut_off(monkeypatch)
    world.documents[Device, "B1.K1"] = world.get(Device, "B1.K1").evolve(revoked=True)
    with pytest.raises(DeviceRefused):
        await say(world, "K1", "event-01", world.now, ticket="AA001")
    with pytest.raises(DeviceRefused):
        await world.do(GrantNumberBlock("B1", "K1", "memory-K1"))


async def test_a_vip_whose_card_was_read_offline_waits_as_one_under_the_printed_number(
    monkeypatch: pytest.MonkeyPatch,
):
    world = await cut_off(monkeypatch)
    monkeypatch.setattr("services.lobby.arrivals.messages.blind_index", lambda *_: CARD)
    world.documents[type(HOLDER), CARD] = HOLDER
    shown = {"kind": "card", "value": "6222"}
    visit = await say(world, "K1", "event-01", world.now, ticket="AA001", credential=shown)
    assert (visit.ticket, visit.ticket_class, visit.channel) == (
        "AA001",
        TicketClass.VIP,
        Channel.VIP_WINDOW,
    )
    assert world.events(lobby.VipReceived)


async def test_nobody_with_a_printed_number_is_sent_to_a_machine(monkeypatch: pytest.MonkeyPatch):
    cash = {"cash": Transaction(zh="现金", en="Cash", self_service_up_to=20_000)}
    world = await cut_off(monkeypatch, transactions=cash, rules=Rules(divert_from=0))
    assert (await say(world, "K1", "event-01", world.now, need="cash")).state is VisitState.DIVERTED
    visit = await say(world, "K1", "event-02", world.now, need="cash", ticket="AA001")
    assert (visit.state, visit.channel, visit.why) == (VisitState.WAITING, Channel.COUNTER, "printed")


async def test_a_day_that_is_over_is_recorded_and_does_not_wait(monkeypatch: pytest.MonkeyPatch):
    world = await cut_off(monkeypatch)
    yesterday = world.now + timedelta(hours=7)
    world.now += timedelta(days=1)
    late = [
        await say(world, "K1", "event-01", yesterday, ticket="AA001"),
        await say(world, "K1", "event-02", yesterday),
        await say(world, "K2", "event-03", yesterday),
    ]
    today = await say(world, "K1", "event-04", world.now, ticket="AA001")
    assert [(one.state, one.day, one.ticket) for one in late] == [
        (VisitState.RECEIVED_LATE, "2026-03-02", "AA001"),
        (VisitState.RECEIVED_LATE, "2026-03-02", "L001"),
        (VisitState.RECEIVED_LATE, "2026-03-02", "L002"),
    ]
    assert [one.visit for one in world.get(Hall, "B1").waiting] == [today.id]
    told = world.events(lobby.ArrivalReceivedLate)
    assert [(one.day, one.arrived, one.device) for one in told] == [
        ("2026-03-02", yesterday, name) for name in ("K1", "K1", "K2")
    ]


async def test_who_came_before_the_branch_closed_and_is_heard_after_does_not_wait(
    monkeypatch: pytest.MonkeyPatch,
):
    world = await cut_off(monkeypatch)
    came = world.now
    world.now += 30 * MINUTE
    closed = DayStep(what=StepKind.CLOSED, by="wang.fang", at=world.now)
    day = BranchDay(id="B1:2026-03-02", branch="B1", day="2026-03-02", timezone="Asia/Shanghai")
    world.documents[BranchDay, day.id] = day.evolve(state=DayState.CLOSED, steps=(closed,))
    world.now += 10 * MINUTE
    early = await say(world, "K1", "event-01", came, ticket="AA001")
    after = await say(world, "K1", "event-02", world.now - 6 * MINUTE, ticket="AA002")
    assert (early.state, after.state) == (VisitState.RECEIVED_LATE, VisitState.WAITING)


async def test_what_is_under_way_at_midnight_still_waits(monkeypatch: pytest.MonkeyPatch):
    world = await cut_off(monkeypatch)
    world.now = datetime.fromisoformat("2026-03-02T23:59:00+08:00")
    came = world.now
    world.now += 3 * MINUTE
    visit = await say(world, "K1", "event-01", came, ticket="AA001")
    assert (visit.state, visit.day) == (VisitState.WAITING, "2026-03-02")


async def test_the_printed_number_takes_the_place_of_the_one_whose_answer_was_lost(
    monkeypatch: pytest.MonkeyPatch,
):
    world = await cut_off(monkeypatch)
    first = await say(world, "K1", "event-01", world.now)
    again = await say(world, "K1", "event-02", world.now, ticket="AA001", instead_of="event-01")
    assert (first.id, first.ticket) == (again.id, "A001")
    assert (again.ticket, again.replaced, again.state) == ("AA001", "2026-03-02/A001", VisitState.WAITING)
    assert [one.ticket for one in world.get(Hall, "B1").waiting] == ["AA001"]
    (told,) = world.events(lobby.TicketReplaced)
    assert (told.ticket, told.replaced, told.waits_again) == ("AA001", "A001", False)


async def test_the_first_that_comes_after_its_replacement_changes_nothing(monkeypatch: pytest.MonkeyPatch):
    world = await cut_off(monkeypatch)
    printed = await say(world, "K1", "event-02", world.now, ticket="AA001", instead_of="event-01")
    late = await say(world, "K1", "event-01", world.now)
    assert (late.id, late.ticket) == (printed.id, "AA001")
    assert len(world.get(Hall, "B1").waiting) == 1
    assert world.get(Hall, "B1").numbers == {}


async def test_a_customer_has_one_printed_number(monkeypatch: pytest.MonkeyPatch):
    world = await cut_off(monkeypatch)
    await say(world, "K1", "event-02", world.now, ticket="AA001", instead_of="event-01")
    with pytest.raises(NumberUsed):
        await say(world, "K1", "event-03", world.now, ticket="AA002", instead_of="event-01")


async def test_a_teller_sees_the_printed_number_of_whom_they_called(monkeypatch: pytest.MonkeyPatch):
    world = await cut_off(monkeypatch)
    first = await say(world, "K1", "event-01", world.now)
    await world.do(CallNext("B1", "1", "li"))
    again = await say(world, "K1", "event-02", world.now, ticket="AA001", instead_of="event-01")
    assert (again.state, world.get(Hall, "B1").counters["1"].ticket) == (VisitState.CALLED, "AA001")
    assert world.events(lobby.TicketReplaced)[0].counter == "1"
    with pytest.raises(CounterBusy):
        await world.do(CallNext("B1", "1", "li"))
    assert (await world.do(CompleteVisit(first.id))).state is VisitState.SERVED


async def test_a_no_show_under_a_number_that_nobody_held_waits_again_with_their_wait(
    monkeypatch: pytest.MonkeyPatch,
):
    world = await cut_off(monkeypatch)
    came = world.now
    first = await say(world, "K1", "event-01", came)
    await world.do(CallNext("B1", "1", "li"))
    await world.do(MarkNoShow(first.id))
    world.now += 10 * MINUTE
    again = await say(world, "K1", "event-02", came, ticket="AA001", instead_of="event-01")
    assert (again.state, again.counter, again.ended) == (VisitState.WAITING, None, None)
    (waits,) = world.get(Hall, "B1").waiting
    assert (waits.ticket, waits.since) == ("AA001", came)
    assert world.events(lobby.TicketReplaced)[0].waits_again


async def test_who_was_sent_to_a_machine_without_knowing_it_waits(monkeypatch: pytest.MonkeyPatch):
    cash = {"cash": Transaction(zh="现金", en="Cash", self_service_up_to=20_000)}
    world = await cut_off(monkeypatch, transactions=cash, rules=Rules(divert_from=0))
    first = await say(world, "K1", "event-01", world.now, need="cash")
    again = await say(world, "K1", "event-02", world.now, need="cash", ticket="AA001", instead_of="event-01")
    now = world.get(Hall, "B1")
    assert (first.ticket, again.state, again.channel) == ("M001", VisitState.WAITING, Channel.COUNTER)
    assert ([one.ticket for one in now.waiting], now.diverted) == (["AA001"], ())
    assert world.events(lobby.CustomerReturned)


async def test_a_parked_ticket_is_renumbered_where_it_lies(monkeypatch: pytest.MonkeyPatch):
    world = await cut_off(monkeypatch)
    first = await say(world, "K1", "event-01", world.now)
    await world.do(ParkTicket(first.id))
    await say(world, "K1", "event-02", world.now, ticket="AA001", instead_of="event-01")
    assert [one.ticket for one in world.get(Hall, "B1").parked] == ["AA001"]
    assert (await world.do(ResumeTicket(first.id))).ticket == "AA001"


async def test_yesterdays_no_show_is_renumbered_and_stays_over(monkeypatch: pytest.MonkeyPatch):
    world = await cut_off(monkeypatch)
    came = world.now
    first = await say(world, "K1", "event-01", came)
    await world.do(CallNext("B1", "1", "li"))
    await world.do(MarkNoShow(first.id))
    world.now += timedelta(days=1)
    again = await say(world, "K1", "event-02", came, ticket="AA001", instead_of="event-01")
    assert (again.state, again.ticket) == (VisitState.NO_SHOW, "AA001")
    assert world.get(Hall, "B1").waiting == ()


async def test_a_machine_that_is_back_says_how_many_numbers_it_gave(monkeypatch: pytest.MonkeyPatch):
    world = await cut_off(monkeypatch)
    await say(
        world, "K1", "event-01", world.now, "connection_restored", since=world.now.isoformat(), numbers=5
    )
    assert world.events() == [lobby.CutOffEnded(branch="B1", device="K1", since=world.now, numbers=5)]


def test_used_numbers_of_days_long_past_are_forgotten():
    series = Series(id="B1/A").use("2026-03-02", "AA", 1, "2026-03-02")
    assert series.use("2026-03-20", "AA", 1, "2026-03-20").used.keys() == {"2026-03-20"}


def test_no_number_of_the_hall_is_taken_for_one_of_a_machine():
    hall_now = Hall.of(
        Branch(id="B1", name_zh="一", name_en="One"), datetime.fromisoformat("2026-03-02T09:00Z"), None
    )
    for of in (*TicketClass, "M", "L"):
        _, ticket = hall_now.take_number(of, datetime.fromisoformat("2026-03-02T09:00Z"))
        assert blocks.PrintedNumber.read(ticket) is None


def test_the_time_of_a_machine_is_heard_as_it_will_be_kept():
    at = (now() - timedelta(seconds=2)).replace(microsecond=123_456)  # no later than now
    content = {
        "id": "message-1",
        "type": "foyer.device.customer_arrived.v1",
        "source": "/device/B1/K1",
        "time": at.isoformat(),
        "data": {},
    }
    message = read_message(json.dumps(content).encode(), "B1", "K1", KEY)
    assert isinstance(message, AcceptedCommand)
    assert isinstance(message.command, RegisterArrival)
    assert message.command.arrival.arrived == at.replace(microsecond=123_000)


async def test_a_number_that_was_counted_for_another_day_by_a_wrong_clock_is_in_line_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
):
    world = await cut_off(monkeypatch)
    await say(world, "K1", "event-01", world.now, ticket="AA001")
    visit = await say(world, "K1", "event-02", world.now + timedelta(days=1), ticket="AA001")
    assert (visit.arrived, visit.day, visit.state) == (world.now, "2026-03-03", VisitState.WAITING)
    assert len(world.get(Hall, "B1").waiting) == 2
    with pytest.raises(NumberUsed):
        await say(world, "K1", "event-03", world.now + timedelta(days=1), ticket="AA001")


@pytest.mark.parametrize(
    ("said", "left_out"),
    [
        ({"need": "Cash"}, ("need",)),
        ({"need": "cash", "amount": -5}, ("amount",)),
        ({"care": ["tired"], "credential": {"kind": "card"}}, ("care", "credential")),
    ],
)
async def test_whoever_holds_a_printed_number_waits_with_it_whatever_else_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch, said: dict[str, Any], left_out: tuple[str, ...]
):
    world = await cut_off(monkeypatch)
    visit = await say(world, "K1", "event-01", world.now, ticket="AA001", **said)
    assert (visit.ticket, visit.state) == ("AA001", VisitState.WAITING)
    assert visit.need == ("cash" if said.get("need") == "cash" else "enquiry")
    (told,) = world.events(lobby.OfflineRecordReadInPart)
    assert (told.ticket, told.left_out) == ("AA001", left_out)
    with pytest.raises(Malformed):
        await say(world, "K1", "event-02", world.now, **said)


@pytest.mark.parametrize(
    "shown",
    [
        {"kind": "card", "value": "62220200"[:7]},
        {"kind": "identity", "value": "110105194912310021"},
        {"kind": "phone", "value": "138001380"},
        {"kind": "qr", "value": "    "},
    ],
)
async def test_a_card_that_cannot_be_one_throws_nobody_with_a_printed_number_out_of_the_line(
    monkeypatch: pytest.MonkeyPatch, shown: dict[str, str]
):
    world = await cut_off(monkeypatch)
    visit = await say(world, "K1", "event-01", world.now, ticket="AA001", need="cash", credential=shown)
    assert (visit.ticket, visit.state, visit.need) == ("AA001", VisitState.WAITING, "cash")
    assert [one.left_out for one in world.events(lobby.OfflineRecordReadInPart)] == [("credential",)]
    with pytest.raises(Refusal):
        await say(world, "K1", "event-02", world.now, need="cash", credential=shown)


async def test_what_stands_for_another_arrival_has_a_printed_number(monkeypatch: pytest.MonkeyPatch):
    world = await cut_off(monkeypatch)
    with pytest.raises(Malformed, match="instead_of: only with a ticket"):
        await say(world, "K1", "event-02", world.now, instead_of="event-01")


def arrival(ticket: object, **more: object) -> bytes:
    return json.dumps({"id": "event-01", "data": {"ticket": ticket, **more}}).encode()


@pytest.mark.parametrize(
    ("body", "code", "told"),
    [
        (arrival("AA001"), "malformed", ["AA001"]),
        (arrival("aq014"), "malformed", [None]),
        (arrival(14), "malformed", [None]),
        (arrival(""), "malformed", [None]),
        (arrival("AA001", note="x" * 70_000), "too_large", ["AA001"]),
        (arrival("AA001") + b"}", "malformed", [None]),
        (arrival(None), "malformed", []),
        (arrival(None) + b"}", "malformed", []),
        (b'{"id": "event-01", "data": {}}', "malformed", []),
        (arrival("AA001"), "unavailable", []),
    ],
)
async def test_no_printed_number_is_dropped_in_silence(
    monkeypatch: pytest.MonkeyPatch, body: bytes, code: str, told: list[str | None]
):
    world = await cut_off(monkeypatch)

    class ServiceRuntime:
        async def execute(self, command: Command, cause: Any) -> Any:
            return await world.do(command, id=cause.id, correlation_id=cause.correlation_id)

    refusal = Malformed()
    refusal.code = code  # type: ignore[misc]
    await note_refused(ServiceRuntime(), body, "B1", "K1", refusal)  # type: ignore[arg-type]
    events = world.events(lobby.RecordNotTaken)
    assert [one.ticket for one in events] == told
    assert all(was_printed(one) for one in events)
    await say(world, "K1", "event-09", world.now, "connection_restored", since=NOON, numbers=3)
    assert [one.missing for one in world.events(lobby.CutOffEnded)] == [len(told)]


@pytest.mark.parametrize(("missing", "told"), [(2, 2), (3, 3), (4, 3), (1_000_000, 3)])
async def test_no_more_numbers_are_missing_than_were_given(
    monkeypatch: pytest.MonkeyPatch, missing: int, told: int
):
    world = await cut_off(monkeypatch)
    await say(
        world, "K1", "event-01", world.now, "connection_restored", since=NOON, numbers=3, missing=missing
    )
    assert [one.missing for one in world.events(lobby.CutOffEnded)] == [told]
