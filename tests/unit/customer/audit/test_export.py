"""Exports carry who and when, are safe to open, and on record (Q1)."""

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from services.customer.audit.export import ExportFormat, Stamp, write_export
from shared.contracts.customer import CustomersExported
from shared.printed import FORMULA_MARKS, safe_cell
from tests.unit.customer.audit.test_reading import records
from tests.unit.customer.people import AUDITOR, HEAD, MANAGER, OTHER, STRANGER, TELLER
from tests.unit.customer.served import Served, served

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PATH = "/api/customer/exports/portfolio?branch=B1"


def cells(content: bytes, form: ExportFormat) -> list[list[str]]:
    if form is ExportFormat.CSV:
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    return [[str(cell) for cell in row] for row in rows]


@given(st.text(max_size=30))
def test_no_cell_begins_with_what_a_spreadsheet_computes(text: str) -> None:
    safe = safe_cell(text)
    assert not safe.lstrip(" \u3000\ufeff").startswith(FORMULA_MARKS)
    assert safe in (text, f"'{text}")


@pytest.mark.parametrize("form", list(ExportFormat))
def test_a_file_begins_with_who_made_it_when_and_of_how_many(form: ExportFormat) -> None:
    rows = [("C1", "=HYPERLINK(1)", "+86 138"), ("C2", "李四", "＝1+1")]
    content = write_export(form, Stamp("am.1", "B1", AT, 2), ("Id", "Name", "Phone"), rows)
    stamp, header, *body = cells(content, form)
    assert "am.1" in stamp[0]
    assert "2026-03-02T01:00:00" in stamp[2]
    assert stamp[3].endswith("2")
    assert header[:3] == ["Id", "Name", "Phone"]
    assert [row[:3] for row in body] == [["C1", "'=HYPERLINK(1)", "'+86 138"], ["C2", "李四", "'＝1+1"]]


async def portfolio(world: Served, person: Any, more: str = "") -> list[list[str]]:
    answer = await world.ask(person, "GET", f"{PATH}{more}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    return [row[:5] for row in cells(answer.content, ExportFormat.CSV)[2:]]


async def test_an_account_manager_exports_their_own_the_head_all_and_the_auditor_masked() -> None:
    world = await served()
    await world.open("C2", "李四", "13900000000", "am.2")
    vip = "大众客户 Mass"
    assert await portfolio(world, MANAGER) == [["C1", "王小明", "13800000000", vip, "am.1"]]
    assert await portfolio(world, OTHER, "&account_manager=am.1") == [
        ["C2", "李四", "13900000000", vip, "am.2"]
    ]
    assert len(await portfolio(world, HEAD)) == 2
    assert await portfolio(world, AUDITOR, "&account_manager=am.1") == [["C1", "王**", "", vip, "am.1"]]
    assert [(one["kind"], one["staff"], one["customers"], one["fields"]) for one in records(world)] == [
        ("exported", "am.1", ["C1"], ["name", "phone"]),
        ("exported", "am.2", ["C2"], ["name", "phone"]),
        ("exported", "head", ["C1", "C2"], ["name", "phone"]),
        ("exported", "auditor", ["C1"], ["masked_name"]),
    ]
    assert [one.exported for one in world.events(CustomersExported)] == [1, 1, 2, 1]


async def test_an_export_opens_as_a_workbook_and_is_refused_to_others() -> None:
    world = await served()
    book = await world.ask(MANAGER, "GET", f"{PATH}&format=xlsx")
    assert cells(book.content, ExportFormat.XLSX)[2][1] == "王小明"
    assert "portfolio-B1-" in book.headers["content-disposition"]
    assert (await world.ask(TELLER, "GET", PATH)).status_code == 403
    assert (await world.ask(STRANGER, "GET", PATH)).status_code == 403
    assert (await world.ask(MANAGER, "GET", f"{PATH}&format=exe")).status_code == 422
