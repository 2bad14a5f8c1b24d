"""The machines' own client: records that cannot be sent are set aside and told, and it goes on."""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from deploy.devices import Machine, NoNumbers, NotKept, Refused
from services.lobby.branch.domain.halls import Hall
from shared.contracts import lobby
from tests.integration.fake_hall import UNKNOWN, WELL, FakeHall
from tests.integration.test_devices import until

LONE = "\ud800"


@pytest.fixture
def hall() -> Iterator[FakeHall]:
    with FakeHall() as hall:
        yield hall


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "machine.sqlite"


def start(hall: FakeHall, file: Path, **how: Any) -> Machine:
    """A machine that has its block."""
    machine = Machine(hall.url, "B1", "K1", "s", file, patience=0.4, **how)
    until(machine.memory.granted)
    return machine


def all_is_sent(machine: Machine) -> bool:
    return machine.is_up and machine.memory.unsent() == 0


def spoil(file: Path, **columns: Any) -> None:
    """Damage the machine's file as a fault of the disk, or an older version, may have done."""
    with sqlite3.connect(file) as db:
        db.execute(
            "INSERT INTO outbox (id, kind, time, data) VALUES (:id, :kind, :time, :data)",
            {
                "id": "spoilt-01",
                "kind": "customer_arrived",
                "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "data": "{}",
                **columns,
            },
        )
    db.close()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"card": f"6222{LONE}"}, "bad_card"),
        ({"need": LONE}, "malformed"),
        ({"card": "6" * 70_000}, "malformed"),
    ],
)
@pytest.mark.parametrize("cut", [False, True])
def test_what_cannot_be_sent_is_refused_at_once(
    hall: FakeHall, file: Path, said: dict[str, Any], code: str, cut: bool
):
    with start(hall, file) as machine:
        if cut:
            machine.cut_off()
        with pytest.raises(Refused, match=code):
            machine.arrive(**said)
        with pytest.raises(Refused, match="too_large"):
            machine.tell("complaint_raised", topic="other", words="长" * 30_000)
        assert machine.arrive("cash").offline is cut
        machine.reconnect()
        until(lambda: all_is_sent(machine))
        assert (machine.trouble, machine.memory.refusals()) == ("", {})


SPOILT = [
    (
        {"data": json.dumps({"need": "cash", "credential": {"kind": "card", "value": f"6222{LONE}"}})},
        "unencodable",
    ),
    ({"data": json.dumps({"need": "cash", "note": "长" * 30_000}, ensure_ascii=False)}, "too_large"),
    ({"data": '{"need": "ca'}, "corrupted"),
    ({"data": "[]"}, "corrupted"),
    ({"data": b"\xff\xfe\x00"}, "corrupted"),
    ({"data": None}, "corrupted"),
    ({"time": None}, "corrupted"),
    ({"kind": "danced"}, "unknown_type"),
    ({"data": '{"need": "Cash"}'}, "malformed"),
]


@pytest.mark.parametrize(("columns", "code"), SPOILT)
def test_one_record_that_cannot_be_sent_is_set_aside_and_the_next_is_sent(
    hall: FakeHall, file: Path, columns: dict[str, Any], code: str
):
    with start(hall, file) as machine:
        machine.cut_off()
        first = machine.arrive("cash")
    spoil(file, **columns)
    with start(hall, file) as machine:
        until(lambda: all_is_sent(machine))
        (kept,) = machine.memory.aside()
        assert (kept.code, kept.data != {}) == (code, True)
        second = machine.arrive("cash")
        assert not second.offline
    assert hall.visits.keys() == {first.visit, second.visit}
    by_itself = code in ("malformed", "unknown_type")  # the hall knows that it refused it
    told = hall.world.events(lobby.RecordNotTaken)
    assert [one.reason for one in told] == ([] if by_itself else [code])


@pytest.mark.parametrize(
    "text",
    ['{"ticket": "AA007", "instead_of": "event-007", "need": "ca', '{"ticket": "AA007", "need": "\\ud800"}'],
)
def test_whoever_holds_a_printed_number_is_in_line_however_damaged_their_record_is(
    hall: FakeHall, file: Path, text: str
):
    with start(hall, file):
        pass
    spoil(file, data=text)
    with start(hall, file) as machine:
        until(lambda: all_is_sent(machine))
        assert [one.ticket for one in machine.memory.aside()] == ["AA007"]
    (visit,) = hall.visits.values()
    assert (visit.ticket, visit.need) == ("AA007", "enquiry")
    assert [one.ticket for one in hall.world.events(lobby.RecordNotTaken)] == [None]


@pytest.mark.parametrize(
    "answer", [(500, b"<html>oh</html>"), (403, b"<html>no</html>"), (422, b'{"code": "malformed"}')]
)
def test_a_record_that_the_hall_fails_at_keeps_nobody_else_up(
    hall: FakeHall, file: Path, answer: tuple[int, bytes]
):
    hall.chokes_on, hall.chokes_with = "poison", answer
    with start(hall, file) as machine:
        machine.cut_off()
        slips = [machine.arrive("cash") for _ in range(40)]
        machine.tell("complaint_raised", topic="other", note="poison")
        slips += [machine.arrive("cash") for _ in range(40)]
        machine.reconnect()
        until(lambda: len(hall.visits) == len(slips), 10)
        until(lambda: all_is_sent(machine), 30)
        waiting = [one.ticket for one in hall.world.get(Hall, "B1").waiting]
        assert waiting == [one.ticket for one in slips]
        (kept,) = machine.memory.aside()
        assert (kept.kind, kept.code) == (
            "complaint_raised",
            "malformed" if answer[0] == 422 else "unavailable",
        )
        assert [one.reason for one in hall.world.events(lobby.RecordNotTaken)] == [kept.code]


def test_a_hall_that_fails_at_everything_is_waited_for_and_nothing_is_set_aside(hall: FakeHall, file: Path):
    with start(hall, file) as machine:
        hall.chokes_on = "foyer"
        slips = [machine.arrive("cash") for _ in range(3)]
        assert all(one.offline for one in slips)
        until(lambda: not machine.is_up and machine.trouble == "answer 500")
        hall.chokes_on = ""
        until(lambda: all_is_sent(machine))
        assert machine.memory.refusals() == {}
    assert hall.visits.keys() == {one.visit for one in slips}


def test_while_it_is_shut_out_everything_waits(hall: FakeHall, file: Path):
    with start(hall, file) as machine:
        machine.cut_off()
        slip = machine.arrive("cash")
        hall.mood = lambda: UNKNOWN
        machine.reconnect()
        until(lambda: machine.trouble == "device_refused")
        assert (machine.memory.unsent(), machine.memory.refusals()) == (1, {})
        hall.mood = lambda: WELL
        until(lambda: all_is_sent(machine))
    assert hall.visits.keys() == {slip.visit}


def fill(write: Callable[[], object]) -> None:
    for _ in range(500):
        write()


def test_a_full_disk_prints_nothing_and_heals(hall: FakeHall, file: Path):
    with start(hall, file) as machine:
        (pages,) = machine.memory._db.execute("PRAGMA page_count").fetchone()
        machine.memory._db.execute(f"PRAGMA max_page_count={pages}")
        machine.cut_off()
        with pytest.raises(NotKept):
            fill(lambda: machine.tell("complaint_raised", topic="other", note="x" * 2000))
        full = machine.memory.unsent()
        with pytest.raises(NoNumbers):
            fill(lambda: machine.arrive("cash"))
        printed = machine.memory.unsent() - full
        machine.memory._db.execute("PRAGMA max_page_count=1000000")
        slip = machine.arrive("cash")
        assert slip.ticket == f"AA{printed + 1:03d}"
        machine.reconnect()
        until(lambda: all_is_sent(machine))
        assert slip.visit in hall.visits


def test_the_sender_outlives_a_disk_that_is_full(hall: FakeHall, file: Path):
    with start(hall, file) as machine:

        def fails(*_: Any, **__: Any) -> None:
            raise sqlite3.OperationalError("database or disk is full")

        slip_before = machine.arrive("cash")
        kept = {name: getattr(machine.memory, name) for name in ("note_cut", "settle")}
        for name in kept:
            setattr(machine.memory, name, fails)
        slip = machine.arrive("cash")  # heard, but that could not be written down: it prints its own
        until(lambda: machine.trouble == "OperationalError")
        for name, method in kept.items():
            setattr(machine.memory, name, method)
        until(lambda: all_is_sent(machine))
        assert hall.visits.keys() == {slip_before.visit, slip.visit}


@pytest.mark.parametrize("spoilt", [b"not a database at all" * 400, b"SQLite format 3\0" + b"\xff" * 9000])
def test_a_file_that_cannot_be_read_is_kept_aside_and_told_and_the_machine_starts(
    hall: FakeHall, file: Path, spoilt: bytes
):
    file.write_bytes(spoilt)
    with start(hall, file) as machine:
        until(lambda: all_is_sent(machine))
        assert machine.arrive("cash").ticket == "A001"
    kept = [one for one in file.parent.iterdir() if ".broken-" in one.name]
    assert [one.read_bytes() for one in kept if one.suffix not in (".wal", ".shm")][:1] == [spoilt]
    (told,) = hall.world.events(lobby.RecordNotTaken)
    assert (told.record, told.reason, told.ticket) == ("memory", "corrupted", None)


CARD = "6222021234567890"


def rot(file: Path, what: str, at: int) -> None:
    """One byte of the file, where `what` begins and so many bytes on, is no letter any more."""
    with sqlite3.connect(file) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    content = bytearray(file.read_bytes())
    places = [place.start() for place in re.finditer(re.escape(what.encode()), content)]
    assert places
    for place in places:
        content[place + at] = 0xFF
    file.write_bytes(content)


@pytest.mark.parametrize(
    ("what", "at"),
    [
        ('"need": "cash"', 10),
        (CARD, 3),
        ("customer_arrived", 4),
        ("THE-ID", 2),
        ("THE-TIME", 3),
        ('"ticket"', 3),
    ],
)
def test_a_rotten_byte_takes_one_line_aside_and_the_machine_goes_on(
    hall: FakeHall, file: Path, what: str, at: int
):
    with start(hall, file) as machine:
        machine.cut_off()
        slips = [machine.arrive("cash", card=CARD)]
        until(lambda: machine.trouble != "")  # since when it is cut off is another moment than what follows
        noticed = machine.time.now()
        until(lambda: machine.time.now() > noticed + timedelta(milliseconds=5))
        slips.append(machine.arrive("loan"))
        first, last = machine.memory.waiting()
    rot(file, {"THE-ID": first.id, "THE-TIME": last.time}.get(what, what), at)
    with start(hall, file) as machine:
        until(lambda: all_is_sent(machine))
        assert machine.trouble == ""
        assert {one.code for one in machine.memory.aside()} == {"corrupted"}
        assert not machine.arrive("cash").offline
        until(lambda: hall.world.events(lobby.CutOffEnded), 10)
    in_line = {one.ticket for one in hall.visits.values()}
    told = {one.ticket for one in hall.world.events(lobby.RecordNotTaken)}
    missing = sum(one.missing for one in hall.world.events(lobby.CutOffEnded))
    for slip in slips:
        assert slip.ticket in in_line | told or missing


@pytest.mark.parametrize("name", ["memory", "letters", "granted", "last", "ahead"])
def test_a_rotten_fact_costs_a_machine_its_series_and_no_customer(hall: FakeHall, file: Path, name: str):
    with start(hall, file) as machine:
        machine.cut_off()
        slip = machine.arrive("cash")
    with sqlite3.connect(file) as db:
        db.execute("UPDATE facts SET value = CAST(x'ff41' AS TEXT) WHERE name = ?", (name,))
    db.close()
    with start(hall, file) as machine:
        until(lambda: all_is_sent(machine))
        machine.cut_off()
        assert machine.arrive("cash").ticket != slip.ticket
    assert slip.ticket in {one.ticket for one in hall.visits.values()}


def test_what_troubles_a_machine_shows_nothing_of_its_customers(
    hall: FakeHall, file: Path, monkeypatch: pytest.MonkeyPatch
):
    def rotten(*_: Any) -> Any:
        raise sqlite3.OperationalError(f"Could not decode to UTF-8 column 'data' with text '{CARD}'")

    with start(hall, file) as machine:
        monkeypatch.setattr(machine.memory, "waiting", rotten)
        machine.tell("complaint_raised")
        until(lambda: machine.trouble == "OperationalError")


def test_a_machine_that_finds_no_room_at_its_start_says_so(file: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_: Any) -> Any:
        raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(NotKept):
        Machine("http://127.0.0.1:9", "B1", "K1", "s", file.parent / "nowhere" / "machine.sqlite")
    monkeypatch.setattr("deploy.devices.lines.prepare", full)
    with pytest.raises(NotKept):
        Machine("http://127.0.0.1:9", "B1", "K1", "s", file)


def test_a_file_of_the_version_before_is_read(hall: FakeHall, file: Path):
    with sqlite3.connect(file) as db:
        db.executescript(
            "CREATE TABLE outbox"
            " (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, kind TEXT, time TEXT, data TEXT);"
            "CREATE TABLE refused (id TEXT PRIMARY KEY, kind TEXT, time TEXT, code TEXT);"
            "INSERT INTO refused VALUES ('event-00', 'customer_arrived', '2026-01-01', 'malformed');"
        )
    db.close()
    spoil(file, id="event-01", data='{"need": "cash"}')
    with start(hall, file) as machine:
        until(lambda: all_is_sent(machine))
    assert len(hall.visits) == 1
