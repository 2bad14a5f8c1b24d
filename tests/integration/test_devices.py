"""The machines' own client against a hall that is hard to reach: nobody waits, nothing is lost or twice."""

import asyncio
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from deploy.devices import Machine, Memory, NoNumbers, Refused
from services.lobby.branch.domain.branches import day_of
from services.lobby.branch.domain.halls import Hall
from services.lobby.devices.domain.number_blocks import Series, SeriesLetters
from services.lobby.queue.commands import CallNext, MarkNoShow, OpenCounter
from shared import clock
from shared.contracts import lobby
from tests.integration.fake_hall import BUSY, DROPS, LOSES, PORTAL, STALLS, UNKNOWN, WELL, FakeHall

PATIENCE = 60.0
"""A bound that is never reached: the hall answers, or says that it does not."""


def until(condition: Callable[[], object], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.01)


@pytest.fixture
def hall() -> Iterator[FakeHall]:
    with FakeHall() as hall:
        yield hall


@pytest.fixture
def machine(hall: FakeHall, tmp_path: Path) -> Iterator[Machine]:
    """A machine that has its block."""
    with Machine(hall.url, "B1", "K1", "s", tmp_path / "machine.sqlite", patience=PATIENCE) as machine:
        until(machine.memory.granted)
        yield machine


def test_while_the_line_is_up_the_hall_gives_the_numbers(hall: FakeHall, machine: Machine):
    slips = [machine.arrive("cash") for _ in range(3)]
    assert [(one.ticket, one.offline) for one in slips] == [
        ("A001", False),
        ("A002", False),
        ("A003", False),
    ]
    assert {one.visit for one in slips} == hall.visits.keys()
    assert machine.memory.unsent() == 0


def test_cut_off_it_goes_on_with_its_own_and_all_is_in_line_afterwards_with_its_true_time(
    hall: FakeHall, machine: Machine
):
    machine.arrive("cash")
    machine.cut_off()
    before = datetime.now(UTC)
    slips = [machine.arrive("cash", care=care) for care in ([], [], ["elderly"], [], [])]
    after = datetime.now(UTC)
    assert [one.ticket for one in slips] == ["AA001", "AA002", "GA001", "AA003", "AA004"]
    assert all(one.offline for one in slips)
    assert len(hall.visits) == 1
    machine.reconnect()
    until(lambda: machine.is_up)
    assert [one.ticket for one in hall.world.get(Hall, "B1").waiting] == [
        "A001",
        *(one.ticket for one in slips),
    ]
    second = timedelta(milliseconds=1)
    assert all(before - second <= hall.visits[one.visit].arrived <= after for one in slips)
    until(lambda: hall.world.events(lobby.CutOffEnded))
    (back,) = hall.world.events(lobby.CutOffEnded)
    assert back.numbers == 5
    assert machine.arrive("cash").ticket == "A002"


@pytest.mark.parametrize("mood", [DROPS, LOSES, BUSY, PORTAL])
def test_whatever_becomes_of_a_request_the_customer_has_one_number_that_counts(
    hall: FakeHall, machine: Machine, mood: str
):
    moods = [mood]
    hall.mood = lambda: moods.pop() if moods else WELL
    slip = machine.arrive("cash")
    until(lambda: machine.is_up)
    assert (slip.ticket, slip.offline) in {("AA001", True), ("A001", False)}
    assert {id: one.ticket for id, one in hall.visits.items()} == {slip.visit: slip.ticket}
    assert hall.gaps() == []


@pytest.fixture
def hasty(hall: FakeHall, tmp_path: Path) -> Iterator[Machine]:
    """A machine that has its block, and waits long enough to be heard, and no longer."""
    with Machine(hall.url, "B1", "K1", "s", tmp_path / "hasty.sqlite", patience=5.0) as machine:
        until(machine.memory.granted)
        yield machine


def test_who_was_called_under_the_lost_number_and_did_not_come_waits_again(hall: FakeHall, hasty: Machine):
    machine, moods = hasty, [LOSES]
    hall.mood = lambda: moods.pop() if moods else DROPS
    slip = machine.arrive("cash")
    until(lambda: hall.visits)
    (visit,) = hall.visits.values()
    assert (visit.ticket, slip.ticket) == ("A001", "AA001")
    asyncio.run(hall.world.do(OpenCounter("B1", "1", "li")))
    asyncio.run(hall.world.do(CallNext("B1", "1", "li")))
    asyncio.run(hall.world.do(MarkNoShow(visit.id)))
    hall.mood = lambda: WELL
    until(lambda: machine.is_up)
    (waits,) = hall.world.get(Hall, "B1").waiting
    assert (waits.ticket, waits.since) == ("AA001", visit.arrived)


def test_a_machine_that_says_it_is_alive_knows_that_the_line_is_down_before_a_customer_comes(
    hall: FakeHall, tmp_path: Path
):
    file, beat = tmp_path / "machine.sqlite", timedelta(seconds=0.05)
    with Machine(hall.url, "B1", "K1", "s", file, patience=PATIENCE, beat_every=beat) as machine:
        until(machine.memory.granted)
        until(lambda: any("heartbeat" in sent[0]["type"] for sent in hall.requests))
        hall.mood = lambda: DROPS
        until(lambda: not machine.is_up)
        begin = time.monotonic()
        assert machine.arrive("cash").offline
        assert time.monotonic() - begin < PATIENCE / 2
        assert machine.trouble
        hall.mood = lambda: WELL
        until(lambda: machine.is_up)
        assert not machine.trouble


def test_nobody_waits_for_a_hall_that_does_not_answer(hall: FakeHall, tmp_path: Path):
    with Machine(hall.url, "B1", "K1", "s", tmp_path / "machine.sqlite", patience=1.0) as machine:
        until(machine.memory.granted)
        hall.mood, hall.stall = (lambda: STALLS), PATIENCE
        begin = time.monotonic()
        slips = [machine.arrive("cash") for _ in range(60)]
        assert time.monotonic() - begin < 30  # patience once, not sixty times
        assert all(one.offline for one in slips)
        hall.mood = lambda: WELL
        hall.released.set()
        until(lambda: machine.is_up and machine.memory.unsent() == 0)
    assert {id: one.ticket for id, one in hall.visits.items()} == {one.visit: one.ticket for one in slips}


def test_what_was_held_back_is_sent_in_order_in_as_few_requests_as_may_be(hall: FakeHall, machine: Machine):
    machine.cut_off()
    for _ in range(230):
        machine.arrive("cash", card="6222020000000001")
    hall.requests.clear()
    machine.reconnect()
    until(lambda: machine.is_up)
    arrivals = [one for sent in hall.requests for one in sent if "customer_arrived" in one["type"]]
    assert [one["data"]["ticket"] for one in arrivals] == [f"AA{number:03d}" for number in range(1, 231)]
    assert len([sent for sent in hall.requests if len(sent) > 1]) == 3


@pytest.mark.parametrize("cut", [False, True])
@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("need", {"need": "Cash"}),
        ("amount", {"amount": -5}),
        ("amount", {"amount": True}),
        ("care", {"care": ["tired"]}),
        ("credential", {"card": "123"}),
    ],
)
def test_what_the_hall_would_refuse_is_refused_before_it_is_printed(
    hall: FakeHall, machine: Machine, field: str, said: dict[str, Any], cut: bool
):
    if cut:
        machine.cut_off()
    with pytest.raises(Refused, match="malformed") as refused:
        machine.arrive(**said)
    assert refused.value.field == field
    slip = machine.arrive("cash")
    assert slip.ticket == ("AA001" if cut else "A001")
    machine.reconnect()
    until(lambda: machine.is_up)
    assert machine.memory.refusals() == {}
    assert hall.visits.keys() == {slip.visit}


def test_what_is_refused_for_good_is_kept_and_told_and_keeps_nobody_up(hall: FakeHall, machine: Machine):
    machine.cut_off()
    lost, slip = machine.arrive("cash", card="6222020000000001"), machine.arrive("cash")
    own = hall.world.get(SeriesLetters, "B1")
    taken = Series(id="B1/A").use(day_of("Asia/Shanghai", clock.now()), "AA", 1, "2026-01-01")
    hall.world.documents[Series, "B1/A"] = taken.evolve(version=1)
    assert own.holders.keys() == {"A"}
    machine.reconnect()
    until(lambda: machine.is_up)
    assert hall.visits.keys() == {slip.visit}
    (kept,) = machine.memory.aside()
    assert (kept.code, kept.ticket, kept.kind) == ("number_used", lost.ticket, "customer_arrived")
    assert "6222020000000001" not in str(kept)
    restored = [one for sent in hall.requests for one in sent if "connection_restored" in one["type"]]
    assert [(one["data"]["numbers"], one["data"]["missing"]) for one in restored] == [(2, 1)]
    (back,) = hall.world.events(lobby.CutOffEnded)
    assert (back.numbers, back.missing) == (2, 1)


def test_a_machine_that_was_shut_out_gives_no_numbers_and_keeps_what_it_has(hall: FakeHall, machine: Machine):
    machine.cut_off()
    slip = machine.arrive("cash")
    hall.mood = lambda: UNKNOWN
    machine.reconnect()
    until(lambda: machine.trouble == "device_refused")
    with pytest.raises(NoNumbers):
        machine.arrive("cash")
    hall.mood = lambda: WELL  # operations enrolled it again
    until(lambda: machine.is_up)
    assert hall.visits.keys() == {slip.visit}
    assert machine.arrive("cash").ticket == "A001"


def test_without_a_block_and_a_line_the_customer_is_sent_to_a_person(tmp_path: Path):
    with Machine("http://127.0.0.1:9", "B1", "K1", "s", tmp_path / "machine.sqlite", patience=0.2) as machine:
        until(lambda: not machine.is_up)
        with pytest.raises(NoNumbers):
            machine.arrive("cash")
        assert machine.memory.unsent() == 0


def test_beyond_the_days_of_its_block_a_machine_gives_no_numbers(hall: FakeHall, machine: Machine):
    later = datetime.now(UTC) + timedelta(days=5)
    with pytest.raises(NoNumbers):
        machine.memory.write_printed("event-01", {}, "A", later)
    assert machine.memory.unsent() == 0
    assert machine.memory.write_printed("event-01", {}, "A", datetime.now(UTC)).data["ticket"] == "AA001"


def test_a_clock_that_is_set_back_does_not_put_customers_before_those_who_came(machine: Machine):
    machine.cut_off()
    now = datetime.now(UTC)
    first = machine.memory.write_printed("event-01", {}, "A", now)
    second = machine.memory.write_printed("event-02", {}, "A", now - timedelta(hours=3))
    assert second.time == first.time


def test_the_memory_is_written_through_and_for_its_owner_alone(tmp_path: Path):
    path = tmp_path / "machine.sqlite"
    memory = Memory(path)
    memory.write("event-01", "customer_arrived", {"credential": "6222020000000001"}, datetime.now(UTC))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    pragmas = [memory._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert pragmas == ["wal", 2]
    memory.settle(["event-01"], [])
    memory.close()
    assert all(b"6222020000000001" not in file.read_bytes() for file in tmp_path.iterdir())


def test_two_processes_with_one_memory_never_give_one_number_twice(hall: FakeHall, machine: Machine):
    machine.cut_off()
    other = Memory(Path(machine.memory._db.execute("PRAGMA database_list").fetchone()[2]))
    tickets = []
    for number in range(20):
        tickets.append(machine.arrive("cash").ticket)
        tickets.append(other.write_printed(f"other-{number:03d}", {}, "A", datetime.now(UTC)).data["ticket"])
    other.close()
    assert tickets == [f"AA{number:03d}" for number in range(1, 41)]


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_any_moment_it_gives_no_number_twice_and_loses_nobody(tmp_path: Path, seed: int):
    chance = Random(seed)
    file, slips = tmp_path / "machine.sqlite", []
    with FakeHall(stall=1.0) as hall:
        for life in range(8):
            moods = [WELL] if life == 0 else [WELL, WELL, DROPS, LOSES, BUSY, STALLS]
            hall.mood = lambda moods=moods: chance.choice(moods)
            slips += _live(hall.url, file, seed, chance.randint(8, 16), until_online=life == 0)
        hall.mood = lambda: WELL
        with Machine(hall.url, "B1", "K1", "s", file) as machine:
            until(lambda: machine.is_up and machine.memory.unsent() == 0)
            assert machine.memory.refusals() == {}
        visits = hall.visits
    tickets = Counter(ticket for ticket, _, _ in slips)
    assert [ticket for ticket, times in tickets.items() if times > 1] == []
    wrong = [slip for slip in slips if slip[1] not in visits or visits[slip[1]].ticket != slip[0]]
    assert wrong == []
    assert hall.gaps() == []
    assert len(slips) > 50
    assert {offline for _, _, offline in slips} == {"0", "1"}
    print(f"seed {seed}: {len(slips)} slips of 8 lives, {len(visits)} visits")


def _live(
    url: str, file: Path, seed: int, slips: int, *, until_online: bool = False
) -> list[tuple[str, ...]]:
    """One life of a kiosk: what it printed until it was killed, after so many slips; a line that was cut
    short is none."""
    command = [sys.executable, "-m", "tests.integration.restless_kiosk", url, str(file), str(seed)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    lines: list[str] = []
    while len(lines) < slips or (until_online and not any(line.endswith(" 0\n") for line in lines)):
        lines.append(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate()
    lines += rest.splitlines(keepends=True)
    return [tuple(line.split()) for line in lines if line.endswith("\n")]


def test_the_file_of_a_killed_machine_is_whole(tmp_path: Path):
    with FakeHall() as hall:
        _live(hall.url, tmp_path / "machine.sqlite", 0, 20)
    with sqlite3.connect(tmp_path / "machine.sqlite") as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
