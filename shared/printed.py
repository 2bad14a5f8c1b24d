"""Reports and lists that leave the system: pages to print, CSV and workbooks (Q1, E4, R1).

Text that a person typed stays text: escaped in a page, and in a cell never a formula.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TypeVar

import xlsxwriter
from starlette.staticfiles import StaticFiles

FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters of a cell that a spreadsheet may take for a formula (OWASP, CSV injection)."""
STYLES = StaticFiles(directory=Path(__file__).parent / "styles")
"""The style sheet of the pages, ``report.css``, for a service to mount."""
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
T = TypeVar("T")


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook; the first row has the heads. `widths` are those of columns, (first, last,
    width); `is_text`: long texts are wrapped, and the heads stay in sight."""

    name: str
    widths: Sequence[tuple[int, int, float]]
    rows: Iterable[Sequence[object]]
    is_text: bool = True


def safe_cell(cell: T) -> T | str:
    """Put a quote before a text that a spreadsheet might take for a formula; numbers stay numbers."""
    if isinstance(cell, str) and cell.lstrip(" \u3000\ufeff").startswith(FORMULA_MARKS):
        return f"'{cell}"
    return cell


def as_table(rows: Iterable[Sequence[object]]) -> bytes:
    """Render rows as CSV; UTF-8 with the mark that spreadsheets look for. Texts stand in quotes: one with a
    semicolon is else cut in two where that separates cells, and what is behind it could be a formula."""
    out = io.StringIO()
    write = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    for row in rows:
        write.writerow([safe_cell(cell) for cell in row])
    return ("\ufeff" + out.getvalue()).encode()


def as_book(*sheets: Sheet) -> bytes:
    """Render an XLSX workbook. Text is only ever text."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for one in sheets:
            sheet = book.add_worksheet(one.name)
            for first, last, width in one.widths:
                sheet.set_column(first, last, width)
            if one.is_text:
                sheet.freeze_panes(1, 0)
            for line, row in enumerate(one.rows):
                form = bold if line == 0 else wrapped if one.is_text else None
                for column, cell in enumerate(row):
                    if isinstance(cell, int | float):
                        sheet.write_number(line, column, cell, form)
                    elif cell is not None:
                        sheet.write_string(line, column, str(cell), form)
    return out.getvalue()


def as_document(title: str, head: str, body: str, styles: str, language: int) -> str:
    """Render an HTML page of its own, that prints on A4: in Chinese (0) or English (1), with a link to the
    other. `head` and `body` are HTML; `styles` is the address of the style sheet."""
    other, link = (("English", "en"), ("中文", "zh"))[language]
    switch = f"<p class='not-printed'><a href='?language={link}' lang='{link}'>{other}</a></p>"
    return (
        f"<!doctype html><html lang='{('zh-CN', 'en')[language]}'><head><meta charset='utf-8'>"
        f"<title>{escape(title)}</title><meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<link rel='stylesheet' href='{styles}'></head><body><main>"
        f"<header>{head}{switch}</header>{body}</main></body></html>"
    )
