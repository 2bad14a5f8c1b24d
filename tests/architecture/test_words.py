"""One concept has one word: names that were given up for those of the glossary do not come back."""

import re
import tokenize
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
FOLDERS = ("services", "shared", "deploy")

WHOLE = frozenset(
    (
        *("Unit", "Letter", "letter", "letters_of", "Ear", "ear", "HEARS", "REMINDED", "Parking", "Running"),
        *("TRUSTED_FOR", "leads_from", "but", "_but"),
        *("ActUndone", "act_undone", "SlipReadInPart", "slip_read_in_part", "ArrivalHeardLate"),
    )
)
"""Names that are wrong as a whole; parts of others, such as `UnitOfWork` and `dead_letter`, are fine."""

PARTS = frozenset(
    (
        *("story", "stories", "remind", "reminds", "reminded", "reminder", "reminders", "hears"),
        *("outlook", "outlooks", "sights", "occasions", "pulse", "pulses", "guests", "matters", "matter"),
        *("told", "tells", "heard"),
    )
)
"""Words that are wrong in any name, as a whole or as a part of it."""

PARTS_IN_SHARED = frozenset(("slip", "slips"))
"""Words that are wrong in `shared/` alone: a slip is the customer's paper, no batch of the outbox."""

PAPER = frozenset(("OfflineRecordReadInPart", "offline_record_read_in_part"))
"""Names of the customer's paper in `shared/`."""

ARE_TEXTS = frozenset(("letter", "Unit"))
"""Texts that mean something else: an answer may go by letter, and a figure of the report has a unit."""

TEXT = re.compile(r"""[rbf]?(['"])([A-Za-z_][\w.-]*)\1""", re.IGNORECASE)
PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def names(source: Path) -> Iterator[tuple[int, str, bool]]:
    """Give the names of a file, and its texts that could be the key of a member, as (line, name, is text)."""
    with source.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if token.type == tokenize.NAME:
                yield token.start[0], token.string, False
            elif token.type == tokenize.STRING and (text := TEXT.fullmatch(token.string)):
                yield token.start[0], text[2], True


def given_up(name: str, *, in_shared: bool = False, is_text: bool = False) -> bool:
    """Return whether a name is one that was given up, or has a part that was."""
    if name in WHOLE and not (is_text and name in ARE_TEXTS):
        return True
    if name[:1].isupper() and name.endswith("Sort"):
        return True
    parts = [part.lower() for part in PART.findall(name)]
    wrong = PARTS | PARTS_IN_SHARED if in_shared else PARTS
    return not wrong.isdisjoint(parts) or ("trusted", "for") in pairwise(parts)


def test_no_name_of_the_code_is_one_that_was_given_up() -> None:
    found = [
        f"{source.relative_to(TOP)}:{line}: {name}"
        for folder in FOLDERS
        for source in sorted((TOP / folder).rglob("*.py"))
        for line, name, is_text in names(source)
        if given_up(name, in_shared=folder == "shared", is_text=is_text)
    ]
    assert not found


@pytest.mark.parametrize(
    "name",
    [
        *sorted(WHOLE | PARTS),
        "TaskSort",
        "_story_of",
        "ReminderDue",
        "WaitOutlook",
        "cardGuests",
        "x.matters",
        "TOLD_AGAIN_AFTER",
        "told_at",
    ],
)
def test_a_name_that_was_given_up_is_noticed(name: str) -> None:
    assert given_up(name)


@pytest.mark.parametrize("name", ["UnitOfWork", "dead_letter", "DeadLetters", "sort", "history", "sort_keys"])
def test_a_name_that_only_resembles_one_is_left_alone(name: str) -> None:
    assert not given_up(name, in_shared=True)


def test_a_slip_is_only_the_customers_paper(tmp_path: Path) -> None:
    source = tmp_path / "outbox.py"
    source.write_text('kept = {"slip": 1}\nclear_slip = kept  # a story\n')
    assert [(line, name) for line, name, _ in names(source) if given_up(name, in_shared=True)] == [
        (1, "slip"),
        (2, "clear_slip"),
    ]
    assert not given_up("slip")
    assert not given_up("OfflineRecordReadInPart", in_shared=True)
