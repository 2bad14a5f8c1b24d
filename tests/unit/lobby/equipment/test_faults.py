"""The devices of a hall: they fail, fall silent, and come back (P2, D7, E1)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.lobby.branch.domain.branches import Branch
from services.lobby.branch.domain.halls import Hall
from services.lobby.devices.domain.devices import Device, DeviceRefused, hash_secret
from services.lobby.devices.domain.equipment import Equipment, Heartbeats, UnknownDevice
from services.lobby.devices.domain.machines import midnight_of
from services.lobby.equipment.commands import (
    ClearFault,
    InviteDevice,
    NoteHeartbeats,
    PlaceDevice,
    RemoveDevice,
    ReportFault,
    ReportStatus,
    ShutOutDevice,
)
from services.lobby.equipment.domain import (
    MACHINES_AT_MOST,
    ReportsItself,
    SelfReport,
    SilenceCheckDue,
    TooManyDevices,
    rest,
)
from services.lobby.equipment.handlers import check_silence
from services.lobby.safety.domain.incidents import Incident
from shared.contracts import lobby
from shared.contracts.devices import XfsStatus
from shared.contracts.words import DeviceKind, IncidentKind, Trouble
from tests.unit.acting import World

SECOND = timedelta(seconds=1)
BRANCH = Branch(id="B1", name_zh="一", name_en="One")


def device(name: str) -> Device:
    return Device(id=f"B1.{name}", branch="B1", name=name, secret_hash=hash_secret("s"))


async def hall_with(*names: str, does: tuple[str, ...] = ("cash_withdrawal",)) -> World:
    world = World("lobby", BRANCH, *(device(name) for name in names))
    world.documents[Hall, "B1"] = Hall.of(BRANCH, world.now, None)
    for name in names:
        await world.do(PlaceDevice("B1", name, DeviceKind.SELF_SERVICE, does))
    world.published.clear()
    return world


async def say(world: World, name: str, status: int, after: timedelta = timedelta(0), **checks: bool) -> None:
    saying = SelfReport(XfsStatus(status), checks, world.now - after)
    await world.do(ReportStatus(f"{name}-{len(world.published)}-{world.now}", "B1", name, saying))


async def beat(world: World, *names: str) -> None:
    """As `heartbeats` does it: times are written beside, commands follow for devices that are new or back."""
    known = world.documents.get((Heartbeats, "B1"))
    last_seen = known.last_seen if isinstance(known, Heartbeats) else {}
    world.documents[Heartbeats, "B1"] = Heartbeats(
        id="B1", last_seen={**last_seen, **dict.fromkeys(names, world.now)}
    )
    await world.do(NoteHeartbeats("B1", names, names))


async def wait(world: World, seconds: float) -> None:
    await world.wait(seconds * SECOND, {SilenceCheckDue: check_silence})


def board(world: World) -> Equipment:
    return world.get(Equipment, "B1")


async def test_a_fault_takes_its_transactions_out_of_triage_and_is_told():
    world = await hall_with("T1")
    assert board(world).offers("cash_withdrawal")
    await say(world, "T1", 4)
    assert not board(world).offers("cash_withdrawal")
    (told,) = world.events(lobby.DeviceFaulted)
    assert (told.device, told.kind, told.status) == ("T1", DeviceKind.SELF_SERVICE, Trouble.HARDWARE_ERROR)
    assert told.transactions == told.unavailable == ("cash_withdrawal",)


async def test_what_another_device_does_is_not_unavailable():
    world = await hall_with("T1", "T2")
    await say(world, "T1", 1)
    (told,) = world.events(lobby.DeviceFaulted)
    assert (told.transactions, told.unavailable) == (("cash_withdrawal",), ())
    assert board(world).offered() == {"cash_withdrawal": ("T2",)}


async def test_when_it_works_again_all_of_it_is_undone():
    world = await hall_with("T1")
    await say(world, "T1", 4)
    world.now += 90 * SECOND
    await say(world, "T1", 0)
    assert board(world).offers("cash_withdrawal")
    (told,) = world.events(lobby.DeviceRecovered)
    assert (told.down_seconds, told.status, told.removed) == (90, Trouble.HARDWARE_ERROR, False)


@pytest.mark.parametrize("status", [0, 6])
async def test_online_and_busy_are_no_faults(status: int):
    world = await hall_with("T1")
    await say(world, "T1", status)
    assert board(world).offers("cash_withdrawal")
    assert world.events() == []


@pytest.mark.parametrize("status", [1, 2, 3, 4, 5])
async def test_each_code_of_a_fault_is_told_once_however_often_it_is_said(status: int):
    world = await hall_with("T1")
    for _ in range(3):
        await say(world, "T1", status)
    assert len(world.events()) == 1


async def test_a_fault_that_changes_its_reason_is_still_one_fault():
    world = await hall_with("T1")
    await say(world, "T1", 4)
    world.now += 10 * SECOND
    await say(world, "T1", 1)
    world.now += 10 * SECOND
    await say(world, "T1", 0)
    assert [type(one) for one in world.events()] == [lobby.DeviceFaulted, lobby.DeviceRecovered]
    assert world.events()[-1].down_seconds == 20


async def test_a_printer_without_paper_is_out_of_order():
    world = await hall_with("P1")
    await say(world, "P1", 0, paper=False, ink=True)
    (told,) = world.events(lobby.DeviceFaulted)
    assert told.status is Trouble.CHECK_FAILED
    await say(world, "P1", 0, paper=True, ink=True)
    assert board(world).working("P1") is True


async def test_what_was_held_back_does_not_undo_what_was_said_later():
    world = await hall_with("T1")
    await say(world, "T1", 4)
    await say(world, "T1", 0, after=60 * SECOND)
    assert not board(world).offers("cash_withdrawal")


async def test_a_clock_that_is_ahead_does_not_silence_what_is_said_next():
    world = await hall_with("T1")
    await say(world, "T1", 4, after=-300 * SECOND)
    world.now += SECOND
    await say(world, "T1", 0)
    assert board(world).offers("cash_withdrawal")


@pytest.mark.parametrize("status", [7, 8])
async def test_fraud_is_an_incident_and_no_repair(status: int):
    world = await hall_with("T1")
    await say(world, "T1", status)
    await say(world, "T1", status)
    (told,) = world.events()
    assert isinstance(told, lobby.IncidentRaised)
    assert (told.kind, told.device, told.raised_by) == (IncidentKind.DEVICE_FRAUD, "T1", "device:T1")
    assert world.get(Incident, told.incident).device == "T1"
    assert board(world).offers("cash_withdrawal") is (status == 8)


async def test_an_attempt_at_fraud_ends_no_fault():
    world = await hall_with("T1")
    for status in (4, 7, 0):
        await say(world, "T1", status)
    kinds = [lobby.DeviceFaulted, lobby.IncidentRaised, lobby.DeviceRecovered]
    assert [type(one) for one in world.events()] == kinds


async def test_a_device_silent_for_a_minute_is_out_of_order_and_back_when_it_speaks():
    world = await hall_with("T1")
    await beat(world, "T1")
    await wait(world, 59)
    assert world.events() == []
    await wait(world, 2)
    (told,) = world.events(lobby.DeviceFaulted)
    assert told.status is Trouble.SILENT
    await wait(world, 30)
    await beat(world, "T1")
    (back,) = world.events(lobby.DeviceRecovered)
    assert back.down_seconds == 31


async def test_who_is_heard_all_the_time_is_never_missed():
    world = await hall_with("T1")
    for _ in range(30):
        await beat(world, "T1")
        await wait(world, 20)
    assert world.events() == []


async def test_heartbeats_of_a_known_device_change_nothing_on_the_board():
    world = await hall_with("T1")
    await beat(world, "T1")
    version = board(world).version
    for _ in range(20):
        await beat(world, "T1")
        await wait(world, 20)
    assert board(world).version == version


async def test_the_watch_is_set_only_while_there_is_somebody_to_miss():
    world = await hall_with("T1")
    assert world.timers == {}
    await beat(world, "T1")
    assert list(world.timers) == ["watch:B1"]
    await wait(world, 61)
    assert world.timers == {}
    await beat(world, "T1")
    assert list(world.timers) == ["watch:B1"]


async def test_only_the_one_that_is_silent_is_missed():
    world = await hall_with("T1", "T2")
    await beat(world, "T1", "T2")
    for _ in range(5):
        await wait(world, 20)
        await beat(world, "T2")
    assert [one.device for one in world.events(lobby.DeviceFaulted)] == ["T1"]


async def test_a_device_without_heartbeats_is_not_missed():
    world = await hall_with("T1")
    await say(world, "T1", 0)
    await wait(world, 3600)
    assert world.events() == []


async def test_a_watch_that_comes_late_proves_nobodys_silence():
    world = await hall_with("T1")
    await beat(world, "T1")
    due = world.timers["watch:B1"]
    world.now = due.due + 300 * SECOND  # lobby itself was away
    await world.act(check_silence, due.event, time=due.due)
    assert world.events() == []
    await wait(world, 61)
    assert len(world.events(lobby.DeviceFaulted)) == 1


async def test_at_night_nobody_misses_a_device_that_is_switched_off():
    world = await hall_with("T1", "T2")
    await beat(world, "T1", "T2")
    decision = rest(board(world))
    world.documents[Equipment, "B1"] = decision.changes[0][0]
    for id in decision.cancelled:
        world.timers.pop(id)
    await say(world, "T1", 2)
    await wait(world, 8 * 3600)
    assert world.events() == []


async def test_a_fault_by_hand_is_cleared_by_hand():
    world = await hall_with()
    await world.do(PlaceDevice("B1", "W1", DeviceKind.WATER_DISPENSER, ()))
    assert board(world).working("W1") is None
    await world.do(ReportFault("B1", "W1", "staff:li"))
    await world.do(ReportFault("B1", "W1", "staff:wu"))
    assert board(world).working("W1") is False
    (told,) = world.events(lobby.DeviceFaulted)
    assert (told.status, told.reported_by) == (Trouble.BY_HAND, "staff:li")
    await world.do(ClearFault("B1", "W1"))
    assert len(world.events(lobby.DeviceRecovered)) == 1


async def test_a_device_that_reports_a_fault_itself_is_not_cleared_by_hand():
    world = await hall_with("T1")
    await say(world, "T1", 4)
    with pytest.raises(ReportsItself):
        await world.do(ClearFault("B1", "T1"))


async def test_a_device_that_is_alive_may_be_out_of_order_by_hand():
    world = await hall_with("T1")
    await beat(world, "T1")
    await world.do(ReportFault("B1", "T1", "staff:li"))
    await beat(world, "T1")
    await say(world, "T1", 0)
    assert board(world).working("T1") is False


async def test_a_kind_works_when_all_of_it_does():
    world = await hall_with("T1", "T2")
    assert board(world).working_of(DeviceKind.DISPLAY) is None
    await say(world, "T1", 0)
    assert board(world).working_of(DeviceKind.SELF_SERVICE) is None
    await say(world, "T2", 0)
    assert board(world).working_of(DeviceKind.SELF_SERVICE) is True
    await say(world, "T2", 4)
    assert board(world).working_of(DeviceKind.SELF_SERVICE) is False


async def test_a_device_taken_away_ends_its_fault():
    world = await hall_with("T1")
    await say(world, "T1", 4)
    world.now += 5 * SECOND
    await world.do(RemoveDevice("B1", "T1"))
    recovered, removed = world.events()[-2:]
    assert (recovered.down_seconds, recovered.removed) == (5, True)
    assert isinstance(removed, lobby.DeviceRemoved)
    with pytest.raises(UnknownDevice):
        board(world).machine("T1")


async def test_an_invitation_gives_a_device_its_place_and_another_one_keeps_it():
    world = await hall_with()
    await world.do(InviteDevice("B1", "K9", "1234", DeviceKind.KIOSK, ("transfer",)))
    await world.do(InviteDevice("B1", "K9", "5678"))
    machine = board(world).machine("K9")
    assert (machine.kind, machine.transactions) == (DeviceKind.KIOSK, ("transfer",))
    assert len(world.events(lobby.DevicePlaced)) == 1
    await world.do(ShutOutDevice("B1", "K9"))
    assert board(world).machines == {}


async def test_a_revoked_device_is_not_believed():
    world = await hall_with("T1")
    world.documents[Device, "B1.T1"] = device("T1").evolve(revoked=True)
    with pytest.raises(DeviceRefused):
        await say(world, "T1", 4)


async def test_a_branch_has_a_bound_on_its_devices():
    world = await hall_with()
    for number in range(MACHINES_AT_MOST):
        await world.do(PlaceDevice("B1", f"D{number}", DeviceKind.DISPLAY, ()))
    with pytest.raises(TooManyDevices):
        await world.do(PlaceDevice("B1", "D", DeviceKind.DISPLAY, ()))


async def test_the_downtime_of_a_day_begins_at_its_midnight():
    world = await hall_with("T1")
    world.now = midnight_of("Asia/Shanghai", world.now) + timedelta(hours=23, minutes=50)
    await say(world, "T1", 4)
    world.now += timedelta(minutes=30)
    today = midnight_of("Asia/Shanghai", world.now)
    assert board(world).machine("T1").down_seconds(world.now, today) == 20 * 60
    await say(world, "T1", 0)
    assert board(world).machine("T1").down_seconds(world.now, today) == 20 * 60
    assert world.events(lobby.DeviceRecovered)[0].down_seconds == 30 * 60


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.sampled_from(("T1", "T2")), st.integers(0, 8), st.booleans()),
        st.tuples(st.just("beat"), st.sampled_from(("T1", "T2"))),
        st.tuples(st.just("wait"), st.integers(0, 90)),
        st.tuples(st.just("back"), st.integers(1, 30)),  # the clock is set back
        st.tuples(st.just("report"), st.sampled_from(("T1", "T2"))),
        st.tuples(st.just("clear"), st.sampled_from(("T1", "T2"))),
    ),
    max_size=40,
)


@given(steps=STEPS)
async def test_every_fault_has_one_recovery_and_downtimes_neither_overlap_nor_go_negative(steps):
    world = await hall_with("T1", "T2")
    began = world.now
    for step in steps:
        match step:
            case ("say", name, status, paper):
                await say(world, name, status, paper=paper)
            case ("beat", name):
                await beat(world, name)
            case ("wait", seconds):
                await wait(world, seconds)
            case ("back", seconds):
                world.now -= seconds * SECOND
            case ("report", name):
                await world.do(ReportFault("B1", name, "staff:li"))
            case ("clear", name):
                try:
                    await world.do(ClearFault("B1", name))
                except ReportsItself:
                    assert board(world).machine(name).by_hand is None
        now = board(world)
        faults = {name for name, one in now.machines.items() if one.failed}
        assert now.offers("cash_withdrawal") == any(one.works for one in now.machines.values())
        assert {name for name, one in now.machines.items() if one.trouble} == faults
        assert now.watching == ("watch:B1" in world.timers)
    for name in ("T1", "T2"):
        told = [one for one in world.published if getattr(one.data, "device", None) == name]
        ups_and_downs = [one for one in told if not isinstance(one.data, lobby.IncidentRaised)]
        kinds = [type(one.data) for one in ups_and_downs]
        assert kinds == [lobby.DeviceFaulted, lobby.DeviceRecovered] * (len(kinds) // 2) + [
            lobby.DeviceFaulted
        ] * (len(kinds) % 2)
        assert bool(len(kinds) % 2) == (board(world).machine(name).failed is not None)
        for fault, end in zip(ups_and_downs[::2], ups_and_downs[1::2], strict=False):
            assert end.data.down_seconds == max(0, int((end.time - fault.time).total_seconds()))
    if not any(step[0] == "back" for step in steps):
        down = sum(one.down_seconds for one in world.events(lobby.DeviceRecovered))
        midnight = midnight_of("Asia/Shanghai", world.now)
        for one in board(world).machines.values():
            assert 0 <= one.down_seconds(world.now, midnight) <= (world.now - began).total_seconds()
        assert down <= 2 * (world.now - began).total_seconds()
