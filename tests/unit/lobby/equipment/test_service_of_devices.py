"""Faults and what follows: triage, repairs, checklists, customers sent to the machine (P2, D2, D7, D8,
D12)."""

from datetime import timedelta
from typing import Any

from services.lobby.app import EVENT_HANDLERS, TIMER_HANDLERS
from services.lobby.branch.domain.branches import Branch
from services.lobby.branch.domain.transactions import Transaction
from services.lobby.day.domain.self_reports import SelfReports
from services.lobby.day.domain.standard_checklists import CLOSING, OPENING
from services.lobby.devices.domain.devices import Device, hash_secret
from services.lobby.devices.domain.equipment import Equipment, Heartbeats
from services.lobby.equipment.commands import NoteHeartbeats, PlaceDevice, ReportFault, ReportStatus
from services.lobby.equipment.domain import SelfReport
from services.lobby.equipment.handlers import rest_devices, wake_devices
from services.lobby.queue.commands import AdmitCustomer, OpenCounter, ReturnToQueue
from services.lobby.queue.domain.admission import Arrival
from services.lobby.queue.domain.visits import Visit, VisitState
from services.lobby.safety.commands import SetLoiteringLimit
from services.lobby.settings.handlers import set_up_branch
from services.lobby.tasks.commands import CompleteTask, TakeTask
from services.lobby.tasks.domain.task_boards import TaskBoard
from shared.contracts import lobby
from shared.contracts.devices import XfsStatus
from shared.contracts.words import Channel, DeviceKind, TicketClass
from tests.unit.acting import World

CASH = Transaction(zh="取款", en="Withdrawal", self_service_up_to=20_000)
MINUTE = timedelta(minutes=1)


async def hall() -> World:
    device = Device(id="B1.T1", branch="B1", name="T1", secret_hash=hash_secret("s"))
    world = World("lobby", device)
    counters = {"1": tuple(TicketClass)}
    branch = Branch(id="B1", name_zh="一", name_en="One", transactions={"cash": CASH}, counters=counters)
    await world.act(set_up_branch, branch.evolve(rules=branch.rules.model_copy(update={"divert_from": 0})))
    await world.do(PlaceDevice("B1", "T1", DeviceKind.SELF_SERVICE, ("cash",)))
    world.published.clear()
    return world


async def say(world: World, status: int) -> None:
    saying = SelfReport(XfsStatus(status), {}, world.now)
    await world.do(ReportStatus(f"s{len(world.published)}{status}", "B1", "T1", saying))


async def come(world: World, id: str) -> Visit:
    visit = await world.do(AdmitCustomer(Arrival(id, "B1", "cash", world.now)))
    assert isinstance(visit, Visit)
    return visit


async def hear_own(world: World, *models: type[Any]) -> None:
    """Deliver to lobby the events of these classes that it published."""
    for envelope in list(world.published):
        if isinstance(envelope.data, models):
            await world.act(
                EVENT_HANDLERS[type(envelope.data)], envelope.data, correlation_id=envelope.correlationid
            )


async def test_nobody_is_sent_to_a_machine_that_is_out_of_order():
    world = await hall()
    assert (await come(world, "v1")).channel is Channel.SELF_SERVICE
    await say(world, 4)
    assert (await come(world, "v2")).channel is Channel.COUNTER
    await say(world, 0)
    assert (await come(world, "v3")).channel is Channel.SELF_SERVICE


async def test_a_branch_that_never_said_what_its_machines_do_is_taken_at_its_catalogues_word():
    world = await hall()
    await world.do(PlaceDevice("B1", "T1", DeviceKind.SELF_SERVICE, ()))
    await say(world, 4)
    assert (await come(world, "v1")).channel is Channel.SELF_SERVICE


async def test_who_was_sent_to_the_machine_is_told_of_when_it_fails():
    world = await hall()
    await come(world, "v1")
    back = await come(world, "v2")
    await world.do(ReturnToQueue(back.id))
    await say(world, 4)
    (told,) = world.events(lobby.SelfServiceInterrupted)
    assert (told.visit, told.need, told.device) == ("v1", "cash", "T1")


async def test_a_fault_that_may_bring_many_back_changes_the_waits_of_those_in_line_and_its_end_does_again():
    """Customers who were sent to the machine came before them, and will stand before them."""
    world = await hall()
    await world.do(OpenCounter("B1", "1", "li"))
    for number in range(6):
        await come(world, f"machine{number}")
    world.now += MINUTE
    await world.do(AdmitCustomer(Arrival("waits", "B1", "cash", world.now, wants_counter=True)))
    await say(world, 4)
    await say(world, 0)
    failed, mended = world.events(lobby.ForecastsChanged)
    assert (failed.reason, mended.reason) == ("device_failed", "device_mended")
    assert failed.device == mended.device == "T1"
    assert [one.visit for one in failed.tickets] == ["waits"]
    assert failed.tickets[0].wait_high_seconds > mended.tickets[0].wait_high_seconds


async def test_nobody_is_told_of_while_another_machine_does_it():
    world = await hall()
    await world.do(PlaceDevice("B1", "T2", DeviceKind.SELF_SERVICE, ("cash",)))
    await come(world, "v1")
    await say(world, 4)
    assert world.events(lobby.SelfServiceInterrupted) == []


async def test_a_fault_is_a_repair_that_ends_with_the_recovery():
    world = await hall()
    await say(world, 4)
    await hear_own(world, lobby.DeviceFaulted)
    (open_,) = world.get(TaskBoard, "B1").open
    assert (open_.kind, open_.about) == (lobby.TaskKind.REPAIR, "T1")
    await say(world, 0)
    await hear_own(world, lobby.DeviceRecovered)
    assert world.get(TaskBoard, "B1").open == ()


async def test_fraud_is_no_repair():
    world = await hall()
    await say(world, 7)
    await hear_own(world, lobby.IncidentRaised)
    assert (TaskBoard, "B1") not in world.documents


async def test_who_has_repaired_what_was_reported_by_hand_has_seen_that_it_works():
    world = await hall()
    await world.do(ReportFault("B1", "T1", "staff:li"))
    await hear_own(world, lobby.DeviceFaulted)
    (open_,) = world.get(TaskBoard, "B1").open
    await world.do(TakeTask(open_.task, "li"))
    await world.do(CompleteTask(open_.task, "li"))
    await hear_own(world, lobby.TaskDone)
    assert world.get(Equipment, "B1").working("T1") is None
    assert len(world.events(lobby.DeviceRecovered)) == 1


async def test_checklists_read_the_devices_own_reports():
    world = await hall()
    item = next(one for one in CLOSING if one.id == "self_service")
    display = next(one for one in OPENING if one.id == "displays")

    def report(of: Any) -> bool | None:
        return SelfReports("2026-03-02", equipment=world.get(Equipment, "B1")).of(of)

    assert report(item) is None
    await say(world, 0)
    assert report(item) is True
    await say(world, 4)
    assert report(item) is False
    assert report(display) is None
    certain = item.model_copy(update={"reporter_kind": None, "device": "T1"})
    assert report(certain) is False
    assert report(certain.model_copy(update={"device": "T9"})) is None


async def test_who_stays_at_the_machine_beyond_the_limit_is_noticed():
    world = await hall()
    await world.do(SetLoiteringLimit("B1", 20))
    for id in ("stays", "returns"):
        await come(world, id)
    await hear_own(world, lobby.CustomerDiverted)
    await world.do(ReturnToQueue("returns"))
    await world.wait(21 * MINUTE, dict(TIMER_HANDLERS))
    (told,) = world.events(lobby.LoitererNoticed)
    assert (told.visit, told.minutes, told.place) == ("stays", 20, "self_service_area")
    assert world.get(Visit, "stays").state is VisitState.DIVERTED


async def night(world: World) -> None:
    world.documents[Heartbeats, "B1"] = Heartbeats(id="B1", last_seen={"T1": world.now})
    await world.do(NoteHeartbeats("B1", ("T1",), ("T1",)))
    closed = lobby.BranchDayClosed.model_construct(branch="B1")
    await world.act(rest_devices, closed)
    await say(world, 2)
    await world.wait(timedelta(hours=10), dict(TIMER_HANDLERS))


async def test_at_night_a_device_may_be_off_and_in_the_morning_it_is_missed_after_a_minute():
    world = await hall()
    await night(world)
    assert world.events() == []
    assert not world.get(Equipment, "B1").offers("cash")
    await world.act(wake_devices, lobby.BranchDayOpened.model_construct(branch="B1"))
    await world.wait(59 * timedelta(seconds=1), dict(TIMER_HANDLERS))
    assert world.events() == []
    await world.wait(2 * timedelta(seconds=1), dict(TIMER_HANDLERS))
    assert len(world.events(lobby.DeviceFaulted)) == 1


async def test_a_device_that_comes_up_in_time_is_not_missed():
    world = await hall()
    await night(world)
    await world.act(wake_devices, lobby.BranchDayOpened.model_construct(branch="B1"))
    await say(world, 0)
    world.documents[Heartbeats, "B1"] = Heartbeats(
        id="B1", last_seen={"T1": world.now + timedelta(seconds=40)}
    )
    await world.wait(timedelta(seconds=90), dict(TIMER_HANDLERS))
    assert world.events() == []
