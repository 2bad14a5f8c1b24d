"""The lines of ``./foyer demo``: short sentences in both languages, people by role and name."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deploy.local.day.duties import DUTIES, Proof, columns, lines
from deploy.local.demo import goes_on, plan, welcome
from deploy.local.layouts import begin_anew
from deploy.local.processes import ROOT
from deploy.local.seed import COLLEAGUES, STAFF, last_played
from shared.contracts.words import Role

CHINESE = re.compile(r"[\u4e00-\u9fff]")
CODE = re.compile(r"[a-z]+_[a-z]+")
FITS = 120
"""Columns of a wide terminal."""


def sentences() -> Iterator[tuple[str, str, str]]:
    """Give each sentence of the played day, as (where, Chinese, English), without what is filled in."""
    for path in sorted(Path(ROOT, "deploy/local/day").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "line"
            ):
                zh, en = map(written, node.args)
                yield f"{path.stem}:{node.lineno}", zh, en


def written(node: ast.expr) -> str:
    """Return what is written in a text, with somebody for every person, and a number for all else that is
    filled in."""
    if isinstance(node, ast.JoinedStr):
        return "".join(map(written, node.values))
    if isinstance(node, ast.FormattedValue):
        person = getattr(COLLEAGUES["chen.jie"], getattr(node.value, "attr", ""), None)
        return str(person or 12)
    assert isinstance(node, ast.Constant)
    return str(node.value)


SENTENCES = [*sentences()]


def test_there_are_sentences() -> None:
    assert len(SENTENCES) > 12


@pytest.mark.parametrize(("where", "zh", "en"), SENTENCES, ids=[where for where, _, _ in SENTENCES])
def test_a_sentence_of_the_day_is_short_in_both_languages_and_has_no_codes(
    where: str, zh: str, en: str
) -> None:
    assert CHINESE.search(zh)
    assert not CHINESE.search(en)
    assert not CODE.search(en)
    assert columns(f"  {zh} · {en}") <= FITS


def test_the_day_says_nothing_but_sentences() -> None:
    """`say` itself is for the parts of the day."""
    said = [
        path.name
        for path in Path(ROOT, "deploy/local/day").glob("*.py")
        if re.search(r"cast\.say\(", path.read_text())
    ]
    assert said == []


@pytest.mark.parametrize("one", STAFF, ids=[one.staff for one in STAFF])
def test_people_are_named_with_their_role_in_both_languages(one: object) -> None:
    assert isinstance(one, type(STAFF[0]))
    assert one.zh == f"{Role(one.role).zh}{one.name}"
    first, last = (part.title() for part in one.staff.split("."))
    assert one.en == f"{Role(one.role).en.lower()} {first} {last}"


def test_the_beginning_says_where_to_open_as_whom_to_sign_in_and_how_long_it_lasts() -> None:
    said = welcome("http://127.0.0.1:8100", "a password", 60)
    assert "http://127.0.0.1:8100/staff" in said
    assert "a password" in said
    for one in STAFF:
        line = next(line for line in said.splitlines() if line.split()[:1] == [one.staff])
        assert (one.role in line, Role(one.role).zh in line, Role(one.role).en in line) == (
            one.role == Role(one.role).en,
            True,
            True,
        )
    assert "至少 6 分钟" in said
    assert max(map(columns, said.splitlines())) <= FITS


@pytest.mark.parametrize(
    ("once", "minutes", "lasts"),
    [(False, 60, "6 minutes"), (False, 5, "1 minute"), (True, 60, "100 arrivals")],
)
def test_what_will_be_played_is_said_first(once: bool, minutes: float, lasts: str) -> None:
    said = plan(once, minutes)
    assert lasts in said
    assert CHINESE.search(said)


def test_a_second_play_says_what_it_goes_on_with(tmp_path: Path) -> None:
    assert last_played(tmp_path) is None
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets/demo.json").write_text("{}")
    before = last_played(tmp_path)
    assert before is not None
    assert before.tzinfo is UTC
    said = goes_on(datetime(2026, 3, 2, 12, tzinfo=UTC))
    assert "--fresh" in said
    assert CHINESE.search(said)


def test_a_fresh_play_lays_the_data_of_before_aside(tmp_path: Path) -> None:
    state = tmp_path / ".foyer"
    assert begin_anew(state) is None
    for number in ("", "-2"):
        (state / "secrets").mkdir(parents=True)
        (state / "secrets/demo.json").write_text(number)
        (state / "lock").touch()
        assert begin_anew(state) == tmp_path / f".foyer-before{number}"
        assert {one.name for one in state.iterdir()} == {"lock"}
        assert (tmp_path / f".foyer-before{number}/secrets/demo.json").read_text() == number


def test_the_duties_stand_in_columns_with_their_events() -> None:
    found = [
        Proof(id, duty, f"event-{id}", "2026-03-02T02:03:04Z") if id != "P2" else Proof(id, duty)
        for id, duty in DUTIES.items()
    ]
    shown = lines(found)
    ends = {columns(line.partition("event-")[0]) for line in shown if "event-" in line}
    assert len(ends) == 1
    assert shown[0].startswith("  P1  10:03:04  柜台与填单台 · Counters and form desks")
    assert "NOT SHOWN" in shown[1]
    assert shown[-1] == "  35 项职责，已体现 34 项 · 34 of 35 duties shown"
    assert max(map(columns, shown)) <= FITS
