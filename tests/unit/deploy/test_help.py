"""The command line explains itself: every command's ``--help`` runs nothing, and says what can be asked."""

import subprocess
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from deploy.local import checks
from deploy.local.benches import BENCHES
from deploy.local.cli import app
from deploy.local.processes import ROOT

COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]  # it is a group


def said(*words: str) -> str:
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture(autouse=True)
def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be run: who asks for help wants none of it."""

    def refuse(*_: object, **__: object) -> int:
        raise AssertionError("something was run")

    monkeypatch.setattr("deploy.local.checks.run", refuse)
    monkeypatch.setattr("deploy.local.commands.run_to_its_end", refuse)


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["unit", "--help"], ["-x", "--help"]])
def test_help_of_the_tests_says_every_kind_and_what_it_takes(words: list[str]) -> None:
    shown = said("test", *words)
    for kind, (what, takes) in {**checks.KINDS, **checks.APART}.items():
        assert any(kind in line and what in line and takes in line for line in shown.splitlines()), kind
    assert "./foyer test unit" in shown


def test_help_of_the_benchmarks_names_each() -> None:
    shown = said("bench", "--help")
    modules = Path(ROOT, "tests/bench").glob("*.py")
    benches = {one.stem for one in modules if "from tests.bench.options import" in one.read_text()}
    assert {*BENCHES} == benches
    assert [name for name in BENCHES if name not in shown] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_in_both_languages_what_it_does(command: str) -> None:
    shown = said(command, "--help")
    assert "Usage: " in shown
    assert any("\u4e00" <= letter <= "\u9fff" for letter in shown), shown


@pytest.mark.parametrize("command", ["demo", "trace", "replay", "contracts", "dead-letters", "audit"])
def test_a_command_with_arguments_has_examples(command: str) -> None:
    assert f"./foyer {command}" in said(command, "--help")


@pytest.mark.parametrize("words", ["demo --help", "test --help", "test browser --help", "bench -h"])
def test_to_explain_a_command_installs_nothing(words: str) -> None:
    """`./foyer` asks which packages a command needs, before Python runs."""
    script = Path(ROOT, "foyer").read_text()
    body = script[script.index("missing_packages() {") : script.index("have_one() {")]
    asked = f"have_broker() {{ false; }}\nhave_one() {{ false; }}\n{body}\nmissing_packages {words}"
    done = subprocess.run(["sh", "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == ""
