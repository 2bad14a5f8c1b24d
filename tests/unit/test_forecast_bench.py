"""The forecast benchmark reads what it is given, counts what it says, and skips without data."""

import csv
import gzip
import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from typer.testing import CliRunner

from deploy.local import commands
from tests.bench.call_centre import read, skills
from tests.bench.forecasts import find, main

FIELDS = (
    *("day", "id", "class", "priority", "customer", "entry", "arrival", "q_exit"),
    *("start", "end", "outcome", "server", "flags"),
)


def clock(seconds: float) -> str:
    whole = int(seconds) % 86400
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def row(id: str, came: int, **more: Any) -> dict[str, Any]:
    return {
        "day": "1999-02-01",
        "id": id,
        "class": "PS",
        "priority": "0",
        "arrival": clock(came),
        "outcome": "served",
        "server": "ANNA",
        **more,
    }


def keep(folder: Path, *rows: dict[str, Any]) -> Path:
    with gzip.open(folder / "calls_feb.csv.gz", "wt") as file:
        writer = csv.DictWriter(file, FIELDS)
        writer.writeheader()
        writer.writerows(rows)
    return folder


def a_day(calls: int) -> list[dict[str, Any]]:
    """One server, 60 s a call, in the order of their coming."""
    chance, free, rows = Random(1), 0, []
    for number, came in enumerate(sorted(chance.randint(30000, 30000 + 100 * calls) for _ in range(calls))):
        start = max(came, free)
        free = start + 60
        queue = {"q_exit": clock(start + 1)} if start > came else {}
        times = {"start": clock(start), "end": clock(free), "priority": "2" if number % 3 == 0 else "1"}
        rows.append(row(f"c{number}", came, **queue, **times))
    return rows


def test_services_after_midnight_and_calls_without_a_queue_are_read_as_they_were(tmp_path: Path):
    late, at_once, gone = (
        row("late", 86390, q_exit=clock(5), start=clock(4), end=clock(100)),
        row("at once", 40000, start=clock(40000), end=clock(40060)),
        row("gone", 50000, q_exit=clock(50030), outcome="abandoned_queue", server=""),
    )
    odd = row("odd", 40000, outcome="hang_with_service_times", q_exit=clock(40010))
    (calls,) = read(keep(tmp_path, late, at_once, gone, odd)).values()
    assert [(one.id, one.gone - one.came, one.start is None) for one in calls] == [
        ("at once", 0, False),
        ("gone", 30, True),
        ("late", 15, False),
    ]
    assert calls[2].end == 86400 + 101
    assert skills({"1999-02-01": calls}, "1999-02-01")["PS"] == {"ANNA"}


def test_what_was_told_is_compared_with_what_came(tmp_path: Path):
    found = find(keep(tmp_path, *a_day(600)), 0, None)
    assert found is not None
    assert (found.days, found.calls) == (1, 600)
    assert found.told.all < min(it.all for it in found.baselines.values())
    assert set(found.ranges) == {"PS", "VIP", "ordinary", "PS VIP", "PS ordinary"}
    assert found.range.too_short <= 0.1
    assert found.false_free <= 0.15
    assert set(found.baselines) == {"queue length", "last served", "head of line", "mean", "blend"}


def test_days_of_few_calls_do_not_count(tmp_path: Path):
    assert find(keep(tmp_path, *a_day(100)), 0, None) is None


def test_without_data_it_says_where_they_are_to_be_had(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    main(tmp_path, json=True)
    *words, last = capsys.readouterr().out.strip().splitlines()
    assert "ie.technion.ac.il" in "\n".join(words)
    assert json.loads(last) == {"skipped": True}


def test_the_options_of_a_benchmark_reach_it(monkeypatch: pytest.MonkeyPatch):
    ran: list[list[str]] = []

    def run(words: list[str]) -> int:
        ran.append(words)
        return 0

    monkeypatch.setattr(commands, "run_to_its_end", run)
    asked = ["bench", "forecasts", "--data", "somewhere", "--json", "--days", "3"]
    assert CliRunner().invoke(commands.app, asked).exit_code == 0
    assert ran[0][1:] == ["-m", "tests.bench.forecasts", *asked[2:]]
