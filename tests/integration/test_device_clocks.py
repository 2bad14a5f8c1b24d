"""The machines' own client when its clock lies: ahead, behind, jumping, at whatever moment."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.devices import Machine, NoNumbers
from deploy.devices.times import CLOSE, HallTime
from services.lobby.branch.domain.halls import Hall
from tests.integration.fake_hall import DROPS, WELL, FakeHall
from tests.integration.test_device_records import all_is_sent, start
from tests.integration.test_devices import until

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
OFFSETS = [400 * DAY, 20 * MINUTE, -8 * HOUR, HOUR, -20_000 * DAY]


@pytest.fixture
def hall() -> Iterator[FakeHall]:
    with FakeHall() as hall:
        yield hall


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "machine.sqlite"


class Lying:
    """A machine's own clock, that may be set."""

    def __init__(self, off: timedelta = timedelta(0)) -> None:
        self.off = off

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.off


def now() -> datetime:
    return datetime.now(UTC)


@pytest.mark.parametrize("off", OFFSETS)
def test_a_clock_that_jumps_once_moves_no_number_and_no_customer(hall: FakeHall, file: Path, off: timedelta):
    clock = Lying()
    with start(hall, file, clock=clock) as machine:
        until(lambda: machine.time.sure)
        machine.cut_off()
        begun = now()
        slips = [machine.arrive("cash")]
        clock.off = off
        slips.append(machine.arrive("cash"))
        clock.off = timedelta(0)
        slips.append(machine.arrive("cash"))
        ended = now()
        machine.reconnect()
        until(lambda: all_is_sent(machine))
        assert machine.memory.refusals() == {}
        assert not machine.arrive("cash").offline
    assert [one.ticket for one in slips] == ["AA001", "AA002", "AA003"]
    waiting = hall.world.get(Hall, "B1").waiting
    assert [one.ticket for one in waiting] == ["AA001", "AA002", "AA003", "A001"]
    assert all(begun - CLOSE <= one.since <= ended + CLOSE for one in waiting[:3])


@pytest.mark.parametrize("off", OFFSETS)
def test_a_clock_that_is_wrong_at_the_start_is_set_right_by_the_first_answer(
    hall: FakeHall, file: Path, off: timedelta
):
    with start(hall, file, clock=Lying(off)) as machine:
        until(lambda: machine.time.sure)
        assert abs(machine.time.now() - now()) < timedelta(seconds=2)
        slip = machine.arrive("cash")
        machine.cut_off()
        second = machine.arrive("cash")
        assert (slip.offline, second.ticket) == (False, "AA001")
        machine.reconnect()
        until(lambda: all_is_sent(machine))
    assert all(abs(one.arrived - now()) < timedelta(seconds=20) for one in hall.visits.values())
    hall.mood = lambda: DROPS
    with Machine(hall.url, "B1", "K1", "s", file, patience=0.2, clock=Lying(off)) as machine:
        assert abs(machine.time.now() - now()) < timedelta(seconds=30)  # it knows by how much it was wrong
        assert machine.arrive("cash").ticket == "AA002"


@pytest.mark.parametrize("off", [DAY, -8 * HOUR, 20 * MINUTE, -20_000 * DAY])
def test_what_was_printed_before_the_hall_said_what_time_it_is_has_its_true_time(
    hall: FakeHall, file: Path, off: timedelta
):
    with start(hall, file) as machine:
        until(lambda: machine.time.sure)
    hall.mood = lambda: DROPS
    with Machine(hall.url, "B1", "K1", "s", file, patience=0.1, clock=Lying(off)) as machine:
        begun = now()
        slips = [machine.arrive("cash") for _ in range(3)]
        machine.report(0)
        hall.mood = lambda: WELL
        until(lambda: all_is_sent(machine))
        machine.cut_off()
        slips.append(machine.arrive("cash"))
        machine.reconnect()
        until(lambda: all_is_sent(machine))
        assert machine.memory.refusals() == {}
    assert len({one.ticket for one in slips}) == 4
    visits = hall.visits
    assert [visits[one.visit].ticket for one in slips] == [one.ticket for one in slips]
    assert all(begun - timedelta(seconds=2) <= visits[one.visit].arrived <= now() for one in slips)
    assert [one.ticket for one in hall.world.get(Hall, "B1").waiting] == [one.ticket for one in slips]


def test_a_memory_whose_clock_was_400_days_ahead_gives_numbers_again_while_it_is_cut_off(
    hall: FakeHall, file: Path
):
    clock = Lying()
    with start(hall, file, clock=clock):
        pass
    hall.mood, clock.off = (lambda: DROPS), timedelta(days=400)
    with Machine(hall.url, "B1", "K1", "s", file, patience=0.1, clock=clock) as machine:
        machine.report(0)
        with pytest.raises(NoNumbers):
            machine.arrive("cash")
        clock.off = timedelta(0)
        assert machine.arrive("cash").ticket == "AA001"


def test_the_hall_hears_once_of_a_clock_that_was_wrong_and_is_told_right_times_from_then_on(
    hall: FakeHall, file: Path
):
    with start(hall, file, clock=Lying(-8 * HOUR)) as machine:
        machine.arrive("cash")
        machine.report(0)
        until(lambda: all_is_sent(machine))
        assert (hall.clock.ahead, hall.clock.off is None) == (0.0, False)
    with start(hall, file, clock=Lying(-8 * HOUR)) as machine:
        machine.arrive("cash")
        until(lambda: all_is_sent(machine))
    assert hall.clock.ahead == 0.0


MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
jumps = st.one_of(st.just(timedelta(0)), st.sampled_from(OFFSETS), st.timedeltas(-2 * DAY, 2 * DAY))
spans = st.integers(0, 4000)


@settings(deadline=None)
@given(first=jumps, steps=st.lists(st.tuples(spans, jumps, st.booleans()), max_size=20))
def test_once_the_hall_has_answered_no_jump_is_seen(
    first: timedelta, steps: list[tuple[int, timedelta, bool]]
):
    true, off = MORNING, first
    known = HallTime(lambda: true + off, lambda: (true - MORNING).total_seconds())
    known.learn(true)
    assert abs(known.now() - true) <= CLOSE
    for seconds, jump, answers in steps:
        before = known.now()
        true += timedelta(seconds=seconds)
        off += jump
        if answers:
            known.learn(true)
        assert abs(known.now() - true) <= CLOSE
        assert known.now() >= before


@settings(deadline=None)
@given(off=jumps, steps=st.lists(st.tuples(spans, jumps), max_size=20))
def test_before_the_hall_has_answered_its_own_clock_counts_but_never_behind_what_it_wrote(
    off: timedelta, steps: list[tuple[int, timedelta]]
):
    true, last = MORNING, MORNING - HOUR
    known = HallTime(lambda: true + off, lambda: (true - MORNING).total_seconds(), last=last)
    mark, set_at = known.tick(), true
    for seconds, jump in steps:
        true += timedelta(seconds=seconds)
        off += jump
        assert known.now() >= last
        if abs(jump) > CLOSE and true + off >= last:
            assert known.now() == true + off
    known.learn(true)
    assert abs(known.at(mark) - set_at) <= CLOSE
