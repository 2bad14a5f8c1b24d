"""Clocks of devices that lie: ahead, behind, jumping, at whatever moment (D1, D2, D7)."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.lobby.arrivals.messages import read_message
from services.lobby.devices.domain.device_clocks import (
    APART,
    CLOSE,
    OLDEST,
    STEADY,
    SURE_AFTER,
    UNDER_WAY,
    DeviceClock,
    Sent,
)
from services.lobby.devices.domain.equipment import Equipment
from services.lobby.equipment.commands import NoteClocks
from shared.clock import now
from shared.contracts import lobby
from tests.unit.acting import MORNING
from tests.unit.lobby.equipment.test_faults import hall_with

SECOND, MINUTE, HOUR, DAY = (timedelta(**{of: 1}) for of in ("seconds", "minutes", "hours", "days"))
BEAT = 20 * SECOND
OFFSETS = [-8 * HOUR, -HOUR, -20 * MINUTE, -3 * MINUTE, 3 * MINUTE, 20 * MINUTE, HOUR, 8 * HOUR, 400 * DAY]


@dataclass
class Device:
    """A device with a clock of its own, and what the hall knows of that."""

    now: datetime = MORNING
    off: timedelta = timedelta(0)
    known: DeviceClock = field(default_factory=DeviceClock)
    held: list[tuple[datetime, datetime]] = field(default_factory=list)
    told: list[bool] = field(default_factory=list)

    def send(self, sent: Sent, stated: datetime | None = None, *, direct: bool = True) -> datetime:
        """Send something with a time of its own clock; when the hall believes that it happened."""
        at, self.known = self.known.judge(stated or self.now + self.off, self.now, sent, direct=direct)
        wrong = self.known.off is not None
        if wrong != bool(self.told and self.told[-1]):
            self.told.append(wrong)
        return at

    def connected(self, time: timedelta) -> None:
        """Heartbeats, every 20 s."""
        end = self.now + time
        while self.now < end:
            self.now += BEAT
            self.send(Sent.LIVE)

    def cut_off(self, *spells: tuple[timedelta, timedelta]) -> list[tuple[datetime, datetime]]:
        """Cut off for some spells of time, each with its own clock; a number is printed in each minute. They
        are held back, as (the true time, the time by its clock)."""
        for spell, off in spells:
            self.off, end = off, self.now + spell
            while self.now < end:
                self.now += MINUTE
                self.held.append((self.now, self.now + off))
        return self.held

    def reconnect(self) -> list[tuple[datetime, datetime]]:
        """It asks for its block, then sends what it held back: (the true time, what the hall believes)."""
        self.send(Sent.LIVE)
        return [(true, self.send(Sent.HELD, stated)) for true, stated in self.held]


def at_work() -> Device:
    device = Device()
    device.connected(30 * MINUTE)
    return device


def test_a_right_clock_is_believed_to_the_millisecond_for_all_the_hours_of_a_cut_off():
    device = at_work()
    device.cut_off((5 * HOUR, timedelta(0)))
    assert all(true == believed for true, believed in device.reconnect())
    assert device.told == []


def test_a_cut_off_over_days_and_a_line_that_flaps_keep_the_true_times():
    device = at_work()
    device.cut_off((50 * HOUR, timedelta(0)))
    found = []
    for _ in range(20):  # a hundred and fifty at a time, and the line is down again
        device.send(Sent.LIVE)
        batch, device.held = device.held[:150], device.held[150:]
        found += [(true, device.send(Sent.HELD, stated)) for true, stated in batch]
        device.now += 5 * MINUTE
    assert len(found) == 3000
    assert all(true == believed for true, believed in found)


def test_what_is_sent_for_longer_than_any_flush_should_take_keeps_its_true_time():
    device = at_work()
    device.cut_off((3 * HOUR, timedelta(0)))
    device.send(Sent.LIVE)
    for true, stated in device.held:
        device.now += BEAT  # one number in every 20 s: an hour
        assert device.send(Sent.HELD, stated) == true


@pytest.mark.parametrize("off", OFFSETS)
def test_a_clock_that_is_always_wrong_is_corrected(off: timedelta):
    device = Device(off=off)
    device.connected(MINUTE)
    assert device.send(Sent.ASKED) == device.now
    device.connected(30 * MINUTE)
    device.cut_off((2 * HOUR, off))
    assert all(true == believed for true, believed in device.reconnect())
    assert device.told == [True]


@pytest.mark.parametrize("off", OFFSETS)
def test_a_clock_that_jumps_while_it_is_connected_puts_nobody_first(off: timedelta):
    device = at_work()
    device.off = off
    believed = device.send(Sent.ASKED)
    assert device.now - UNDER_WAY <= believed <= device.now
    if abs(off) > UNDER_WAY:
        assert believed == device.now
    device.connected(2 * MINUTE)
    assert device.send(Sent.ASKED) == device.now
    assert device.told == [True]
    device.off = timedelta(0)
    assert device.send(Sent.ASKED) == device.now
    device.connected(2 * MINUTE)
    assert device.told == [True, False]
    assert device.send(Sent.ASKED) == device.now


@pytest.mark.parametrize("off", [*OFFSETS, -20_000 * DAY])
def test_one_wrong_time_is_told_once_and_nothing_stays_of_it(off: timedelta):
    device = at_work()
    assert device.send(Sent.ASKED, device.now + off) >= device.now - UNDER_WAY
    for _ in range(10):
        device.now += MINUTE
        assert device.send(Sent.ASKED) == device.now
        assert device.send(Sent.HELD) == device.now
        assert device.send(Sent.SAID) == device.now
        assert device.send(Sent.LIVE) == device.now
    assert device.told in ([], [True, False])
    assert (device.told == []) == (-UNDER_WAY <= off < timedelta(0))


@pytest.mark.parametrize("off", OFFSETS)
def test_a_clock_that_jumps_while_it_is_cut_off_and_stays_wrong(off: timedelta):
    device = at_work()
    device.cut_off((30 * MINUTE, timedelta(0)), (30 * MINUTE, off))
    began = device.held[0][0]
    found = device.reconnect()
    assert all(began - 2 * UNDER_WAY <= believed <= device.now for _, believed in found)
    if abs(off) > 2 * HOUR:  # it is plain which times are of which clock
        assert all(true == believed for true, believed in found)


@pytest.mark.parametrize("off", [*OFFSETS, -20_000 * DAY])
def test_a_clock_that_jumps_and_is_right_again_before_the_line_is_up(off: timedelta):
    device = at_work()
    device.cut_off((30 * MINUTE, timedelta(0)), (30 * MINUTE, off), (30 * MINUTE, timedelta(0)))
    began = device.held[0][0]
    found = device.reconnect()
    assert all(began - 2 * UNDER_WAY <= believed <= device.now for _, believed in found)
    honest = [one for one, (true, stated) in zip(found, device.held, strict=True) if true == stated]
    if off < -2 * HOUR:
        assert all(true == believed for true, believed in honest)


def test_a_device_that_was_switched_on_with_the_wrong_zone_is_not_called_first():
    device = at_work()
    device.now += 15 * HOUR
    device.off = -8 * HOUR
    assert device.send(Sent.ASKED) == device.now
    assert device.told == [True]


def test_a_device_without_heartbeats_is_known_by_what_its_customers_asked():
    device = Device()
    for _ in range(24):
        device.now += 5 * MINUTE
        assert device.send(Sent.ASKED) == device.now
    device.now += 20 * MINUTE
    assert device.send(Sent.HELD, device.now - 8 * HOUR) == device.now
    assert device.send(Sent.HELD, device.now - 15 * MINUTE) == device.now - 15 * MINUTE


@pytest.mark.parametrize(
    "time", ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"]
)
@pytest.mark.parametrize("ahead", [-30_000.0, 0.0, 400 * 86_400.0])
def test_a_time_at_the_end_of_all_times_is_read(time: str, ahead: float):
    known = at_work().known.evolve(ahead=ahead)
    for kind, data in (
        ("customer_arrived", {"ticket": "AA001"}),
        ("connection_restored", {"since": time}),
        ("device_status", {"status": 0}),
    ):
        event = {
            "id": "event-0001",
            "type": f"foyer.device.{kind}.v1",
            "source": "/device/B1/K1",
            "time": time,
            "data": data,
        }
        for clock in (None, known):
            begun = now()
            heard = read_message(json.dumps(event).encode(), "B1", "K1", b"k" * 32, clock)
            assert begun <= heard.cause.time <= now()


def test_what_the_broker_held_back_while_the_hall_was_away_says_nothing_of_the_clock():
    device = at_work()
    begun = device.now
    for stated in (begun + number * BEAT for number in range(360)):  # two hours of heartbeats, at once
        _, known = device.known.judge(stated, begun + 2 * HOUR, Sent.LIVE, direct=False)
        device.known = known
    device.now = begun + 2 * HOUR
    assert (device.known.ahead, device.known.off) == (0.0, None)
    assert device.send(Sent.ASKED, direct=False) == device.now


def test_without_a_time_it_happened_when_it_was_heard():
    device = at_work()
    assert device.known.judge(None, device.now, Sent.ASKED)[0] == device.now


kinds = st.sampled_from(Sent)
pauses = st.sampled_from([SECOND, BEAT, MINUTE, 11 * MINUTE, 3 * HOUR, 20 * HOUR])
offs = st.one_of(st.just(timedelta(0)), st.sampled_from(OFFSETS), st.timedeltas(-2 * DAY, 2 * DAY))


@settings(deadline=None)
@given(steps=st.lists(st.tuples(kinds, pauses, offs, st.booleans()), max_size=40))
def test_whatever_a_clock_says_nothing_is_refused_nothing_is_yet_to_come_and_it_heals(
    steps: list[tuple[Sent, timedelta, timedelta, bool]],
):
    device = Device()
    heard = None
    for sent, pause, off, direct in steps:
        device.now += pause
        settled = device.known.settled
        believed = device.send(sent, device.now + off, direct=direct)
        assert device.now - OLDEST - CLOSE <= believed <= device.now
        if settled is not None:
            assert believed >= min(settled, device.now) - UNDER_WAY
        if sent in (Sent.ASKED, Sent.SAID) and heard is None:
            assert believed >= device.now - UNDER_WAY
        heard = device.now
    device.connected(STEADY + 2 * SURE_AFTER + APART)
    assert device.known.off is None
    assert device.send(Sent.ASKED) == device.now
    assert device.send(Sent.HELD) == device.now


@settings(deadline=None)
@given(
    off=offs,
    pauses=st.lists(st.sampled_from([2 * MINUTE, 20 * MINUTE, 2 * HOUR]), min_size=1, max_size=5),
)
def test_a_clock_that_is_steadily_wrong_keeps_the_order_and_the_true_times(
    off: timedelta, pauses: list[timedelta]
):
    device = Device(off=off)
    device.connected(2 * MINUTE)
    for pause in pauses:
        device.connected(STEADY + MINUTE)
        device.held = []
        device.cut_off((pause, off))
        for true, believed in device.reconnect():
            assert abs(believed - true) <= 2 * CLOSE


async def test_it_is_told_once_when_a_clock_is_wrong_and_once_when_it_is_right():
    world = await hall_with("K1", "K2")
    for _ in range(2):
        await world.do(NoteClocks("B1", {"K1": -8 * 3600.0, "K2": 1300.0}))
    for _ in range(2):
        await world.do(NoteClocks("B1", {}, ("K1",)))
    said = [
        (type(one), getattr(one, "device", ""), getattr(one, "ahead", None), getattr(one, "minutes", None))
        for one in world.events()
    ]
    assert said == [
        (lobby.DeviceClockWrong, "K1", False, 480),
        (lobby.DeviceClockWrong, "K2", True, 22),
        (lobby.DeviceClockRight, "K1", None, None),
    ]
    assert world.get(Equipment, "B1").machines["K2"].clock_off == 1300
