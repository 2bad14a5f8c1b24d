"""Reading of a portfolio file of either kind, row by row, from parts that are opened one at a time."""

from collections.abc import AsyncIterator, Callable

from services.customer.imports.domain.imported import Encoding, FileKind
from services.customer.imports.sheets.csv_rows import CsvReader
from services.customer.imports.sheets.encodings import EncodingFinder
from services.customer.imports.sheets.xlsx_rows import xlsx_rows

Parts = Callable[[], AsyncIterator[bytes]]
"""The parts of a file, from the first each time it is called."""


async def rows_of(kind: FileKind, declared: Encoding, parts: Parts) -> AsyncIterator[list[str] | None]:
    """Yield the rows of a file as texts, the header first; None for a row that cannot be read.

    Raises `FileRefused`.
    """
    if kind is FileKind.XLSX:
        async for row in xlsx_rows(parts()):
            yield row
        return
    finder = EncodingFinder(declared)
    async for part in parts():
        finder.feed(part)
    reader = CsvReader(finder.found())
    async for part in parts():
        for cells in reader.feed(part):
            yield cells
    for cells in reader.feed(b"", last=True):
        yield cells
