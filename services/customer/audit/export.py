"""Files with customers' data that leave the system (Q1): CSV and XLSX, which say by whom, when, of how many.

A cell that a spreadsheet would take for a formula is written as text.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import xlsxwriter

from shared.printed import WORKBOOK, safe_cell


class ExportFormat(StrEnum):
    """The form of a file."""

    CSV = "csv"
    XLSX = "xlsx"

    @property
    def media_type(self) -> str:
        """Return the media type for HTTP."""
        if self is ExportFormat.CSV:
            return "text/csv; charset=utf-8"
        return WORKBOOK


@dataclass(frozen=True)
class Stamp:
    """The first line of a file: who made it at which branch, when, with how many rows."""

    staff: str
    branch: str
    at: datetime
    rows: int

    def line(self) -> list[str]:
        """Return the cells of the line, in both languages."""
        return [
            f"导出人 Exported by: {self.staff}",
            f"网点 Branch: {self.branch}",
            f"时间 At: {self.at.isoformat(timespec='seconds')}",
            f"条数 Rows: {self.rows}",
            "内部资料，严禁外传 Confidential",
        ]


def write_export(
    form: ExportFormat, stamp: Stamp, header: Sequence[str], rows: Iterable[Sequence[str]]
) -> bytes:
    """Write a file: the stamp, the header, the rows."""
    if form is ExportFormat.CSV:
        return _csv(stamp, header, rows)
    return _xlsx(stamp, header, rows)


def _csv(stamp: Stamp, header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in (stamp.line(), header, *rows):
        writer.writerow([safe_cell(cell) for cell in row])
    return file.getvalue().encode("utf-8-sig")  # without the mark, Excel reads Chinese as something else


def _xlsx(stamp: Stamp, header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "constant_memory": True})
    book.set_properties({"author": stamp.staff, "comments": " · ".join(stamp.line())})
    sheet = book.add_worksheet()
    for number, row in enumerate((stamp.line(), header, *rows)):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, safe_cell(cell))
    book.close()
    return file.getvalue()
