"""The coverage that `./foyer test` prints, by package, and its floor."""

import json
from pathlib import Path

import pytest

from deploy.local import coverage


@pytest.fixture
def found(tmp_path: Path) -> Path:
    files = {
        "shared/a.py": (9, 1),
        "shared/contracts/b.py": (30, 0),
        "services/__init__.py": (0, 0),
        "services/lobby/app.py": (1, 3),
        "services/lobby/queue/domain.py": (3, 1),
        "deploy/topology.py": (0, 2),
    }
    counts = {
        path: {"summary": {"covered_lines": ran, "missing_lines": missed}}
        for path, (ran, missed) in files.items()
    }
    path = tmp_path / "coverage.json"
    path.write_text(json.dumps({"files": counts}))
    return path


@pytest.mark.parametrize(("at_least", "enough"), [(86.0, True), (87.0, False)])
def test_each_package_has_a_line_and_all_of_it_must_reach_the_floor(
    found: Path, at_least: float, enough: bool, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(coverage, "AT_LEAST", at_least)
    said: list[str] = []
    assert coverage.report(found, said.append) is enough
    assert [line.split()[1:3] for line in said[:4]] == [
        ["deploy", "0.0"],
        ["services/lobby", "50.0"],
        ["shared", "97.5"],
        ["all", "86.0"],
    ]
    assert said[4:] == (
        [] if enough else [f"coverage is below {at_least:g} %: test what was added 覆盖率不足"]
    )


def test_the_tests_are_run_as_they_would_be_without(tmp_path: Path):
    command = coverage.measured(["python", "-m", "pytest", "tests/unit", "-x"], tmp_path / "c.json")
    assert command[-4:] == ["-m", "pytest", "tests/unit", "-x"]
    assert command[1:3] == ["-m", "slipcover"]
    assert "shared,services,deploy" in command
