"""Tables that leave the system: no text in them becomes a formula (Q1)."""

import csv
import io

import pytest

from shared.printed import as_table

FORMULA = "=HYPERLINK(1)"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_text_is_one_cell_whatever_a_spreadsheet_takes_for_the_separator(separator: str) -> None:
    said = f"等候{separator}{FORMULA}{separator}太久"
    (row,) = csv.reader(io.StringIO(as_table([[said]]).decode("utf-8-sig")), delimiter=separator)
    assert row == [said]


def test_numbers_stay_numbers_and_a_formula_becomes_text() -> None:
    assert as_table([["人数", 3, FORMULA]]).decode("utf-8-sig") == f'"人数",3,"\'{FORMULA}"\r\n'
