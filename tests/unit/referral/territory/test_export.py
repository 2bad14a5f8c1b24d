"""A territory report to print, as CSV and as a workbook (R1)."""

import csv
import io
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from shared.contracts.lobby import BranchOpened
from shared.printed import safe_cell
from tests.unit.referral.people import HEAD, MANAGER, REGION_HEAD
from tests.unit.referral.region import THURSDAY, Region, closed, contacted, region

EXPORT = "/territory/B1:2026-W48/export/report"
FORMULA = '=HYPERLINK("http://example.invalid","<b>开户</b>")'


async def test_a_report_is_of_a_branch_by_its_name_with_amounts_that_people_read() -> None:
    world = await reported()
    opened = {"branch": "B1", "name_zh": "城南支行", "name_en": "South City", "timezone": "Asia/Shanghai"}
    await world.tell(BranchOpened(**opened))
    page = (await world.ask(HEAD, "GET", f"{EXPORT}.html?language=en")).text
    assert "Territory report · South City · 2026-W48" in page
    assert "<td>500,000</td><td>CNY</td>" in page


async def reported() -> Region:
    """A week with a deal and a late contact, and words that look like a formula."""
    world = await region()
    await world.tell(closed("D1"))
    await world.pass_time(timedelta(days=4))
    await world.tell(contacted("K1", "am.1", THURSDAY))
    await world.pass_time(timedelta(hours=1))
    await world.put(MANAGER, "/territory/B1:2026-W48/words", {"words": FORMULA})
    await world.post(HEAD, "/territory/B1:2026-W48/sign", {"edition": 2})
    return world


async def test_the_csv_has_every_figure_and_who_took_it_out_and_no_formula() -> None:
    world = await reported()
    answer = await world.ask(REGION_HEAD, "GET", f"{EXPORT}.csv?language=en")
    assert answer.headers["content-disposition"] == 'attachment; filename="B1-2026-W48-2.csv"'
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert "taken out by region" in rows[1][0]
    assert "signed by head" in rows[1][0]
    by_name = {row[1]: row for row in rows}
    assert by_name["Deals closed"][2] == "1"
    assert by_name["Amount of deals closed"][2:] == ["500000.0", "CNY"]
    assert by_name["am.1"][2] == f"'{FORMULA}"
    changed = [row for row in rows if "Late facts" in row[0]]
    assert [(row[1], row[2]) for row in changed] == [("Contacts held", "1")]


async def test_the_workbook_keeps_text_as_text_and_numbers_as_numbers() -> None:
    world = await reported()
    answer = await world.ask(HEAD, "GET", f"{EXPORT}.xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    by_name = {row[1]: row for row in sheet}
    assert by_name["业务办结"][2] == 1
    assert by_name["am.1"][2] == FORMULA


@pytest.mark.parametrize(("language", "title"), [("zh", "片区报告"), ("en", "Territory report")])
async def test_the_page_to_print_escapes_what_was_typed(language: str, title: str) -> None:
    world = await reported()
    answer = await world.ask(HEAD, "GET", f"{EXPORT}.html?language={language}")
    assert title in answer.text
    assert "<b>开户" not in answer.text
    assert "&lt;b&gt;开户" in answer.text


async def test_no_customer_is_in_any_export() -> None:
    world = await reported()
    for ending in ("html", "csv"):
        answer = await world.ask(HEAD, "GET", f"{EXPORT}.{ending}")
        assert "C1" not in answer.text
        assert "王" not in answer.text


def test_what_a_spreadsheet_takes_for_a_formula_is_quoted() -> None:
    assert [safe_cell(cell) for cell in ("=1", " +1", "@a", "1+1", -1)] == ["'=1", "' +1", "'@a", "1+1", -1]
