"""The dry run of an import: every row is read and judged, and kept as pages under seal.

Some pages are kept in one transaction. Between them the replica rests for a multiple of the time that they
took, so that what people and devices ask of it goes before.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from services.customer.files.domain.credentials import CredentialRecord
from services.customer.files.domain.customer import Customer
from services.customer.imports.domain.columns import Header, read_header
from services.customer.imports.domain.faults import Fault, FaultCode, FileFault, FileRefused
from services.customer.imports.domain.imported import (
    PAGES_KEPT_AT_ONCE,
    ROWS_AT_MOST,
    ROWS_PER_PAGE,
    ImportPage,
    ImportPart,
    Outcome,
    PortfolioImport,
    RowMark,
    UndoneFile,
    page_id,
)
from services.customer.imports.domain.pages import Hashed, Known, Seen, judge, meet
from services.customer.imports.domain.rows import Row, is_blank, read_row
from services.customer.imports.domain.steps import Checked
from services.customer.imports.sealing import hashes_of, import_key_of, open_part, seal_rows
from services.customer.imports.sheets.reading import rows_of
from shared.clock import elapsed
from shared.roster import Roster
from shared.runtime import ServiceRuntime

REST, LONGEST_REST = 1.5, 1.0
"""The rest after some work, as a multiple of the time that it took, and at most so many seconds."""
Cells = list[tuple[int, list[str] | None]]
"""Rows of a file by their number: the cells, or None for a row that cannot be read."""
Keep = Callable[[PortfolioImport, tuple[ImportPage, ...]], Awaitable[None]]


async def rest(began: float) -> None:
    """Leave the service to others, after work that began then."""
    await asyncio.sleep(min(LONGEST_REST, REST * (elapsed() - began)))


class Checker:
    """The dry run of one import; `keep` keeps pages."""

    def __init__(self, runtime: ServiceRuntime, known: PortfolioImport, keep: Keep) -> None:
        self._runtime, self._known, self._keep = runtime, known, keep
        self._blind = runtime.settings.key("blind_key")
        self._key = import_key_of(runtime.settings.keys("master_key"), known)

    async def dry_run(self) -> Checked:
        """Judge every row, and keep all of them as pages. Raises `FileRefused`."""
        header: Header | None = None
        seen, pages, rows, number = Seen(), 0, 0, 0
        waiting: Cells = []
        async for cells in rows_of(self._known.kind, self._known.encoding, lambda: self._parts()):
            number += 1
            if cells is not None and is_blank(cells):
                continue
            if header is None:
                header = read_header(cells or [])
                continue
            rows += 1
            if rows > ROWS_AT_MOST:
                raise FileRefused(FileFault.TOO_MANY_ROWS, number)
            waiting.append((number, cells))
            if len(waiting) == ROWS_PER_PAGE * PAGES_KEPT_AT_ONCE:
                await self._keep_pages(pages, waiting, header, seen)
                pages, waiting = pages + PAGES_KEPT_AT_ONCE, []
        if header is None or not rows:
            raise FileRefused(FileFault.EMPTY)
        if waiting:
            await self._keep_pages(pages, waiting, header, seen)
        columns = tuple(column.value for column in header.places)
        return Checked(columns, header.ignored)

    async def _keep_pages(self, first: int, rows: Cells, header: Header, seen: Seen) -> None:
        """Keep pages of the dry run, but for those that were kept before the process that began it was
        killed."""
        began, old = elapsed(), max(0, self._known.pages - first) * ROWS_PER_PAGE
        for place, cells in rows[:old]:
            row, _ = read_row(place, cells, header) if cells is not None else (None, [])
            if row is not None:
                meet(row, hashes_of(self._blind, row), seen)
        if rows[old:]:
            marks, faults, good = await self._judged(rows[old:], header, seen)
            pages = [
                self._page(first + at // ROWS_PER_PAGE, marks[at - old :][:ROWS_PER_PAGE], faults, good)
                for at in range(old, len(rows), ROWS_PER_PAGE)
            ]
            await self._keep(self._known, tuple(pages))
            await rest(began)

    def _page(self, number: int, marks: list[RowMark], faults: list[Fault], good: list[Row]) -> ImportPage:
        """Make a page of these rows, with what of the faults and the good rows is about them."""
        id, about = page_id(self._known.id, number), {mark.row for mark in marks}
        return ImportPage(
            id=id,
            branch=self._known.branch,
            import_id=self._known.id,
            number=number,
            rows=seal_rows(self._key, id, [row for row in good if row.row in about]),
            marks=tuple(marks),
            faults=tuple(one for one in faults if one.row in about),
        )

    async def _judged(
        self, rows: Cells, header: Header, seen: Seen
    ) -> tuple[list[RowMark], list[Fault], list[Row]]:
        """Read and judge the rows of a page: their marks, their faults, and those that can be imported."""
        read = [
            read_row(number, cells, header) if cells is not None else (None, [_unreadable(number)])
            for number, cells in rows
        ]
        hashed = {row.row: hashes_of(self._blind, row) for row, _ in read if row is not None}
        on_file = await self._on_file([row for row, _ in read if row is not None], hashed)
        marks, faults, good = [], [], []
        for (number, _), (row, found) in zip(rows, read, strict=True):
            if row is None:
                mark = RowMark(row=number, outcome=Outcome.FAULTY)
            else:
                mark, found = judge(row, hashed[number], on_file, seen)
                good += [row] if mark.outcome is not Outcome.FAULTY else []
            marks.append(mark)
            faults += found
        return marks, faults, good

    async def _on_file(self, rows: list[Row], hashed: dict[int, Hashed]) -> Known:
        """Read what is on file about these rows."""
        store = self._runtime.store
        hashes = [one for each in hashed.values() for one in (each.phone, each.identity) if one]
        numbers = [row.number for row in rows if row.number]
        credentials = await store.load(CredentialRecord, hashes)
        by_hash = {one.id: one for one in credentials if isinstance(one, CredentialRecord)}
        holders = [id for one in by_hash.values() for id in one.others("")]
        customers, undone, roster = await asyncio.gather(
            store.load(Customer, [*dict.fromkeys([*numbers, *holders])]),
            store.load(UndoneFile, numbers),
            store.find(Roster, self._known.branch),
        )
        return Known(
            branch=self._known.branch,
            roster=roster or Roster(id=self._known.branch),
            credentials=by_hash,
            customers={one.id: one for one in customers if isinstance(one, Customer)},
            undone={one.id: one.at for one in undone if isinstance(one, UndoneFile)},
        )

    async def _parts(self) -> AsyncIterator[bytes]:
        for number in range(self._known.parts):
            part = await self._runtime.store.find(ImportPart, page_id(self._known.id, number))
            if part is None:
                raise FileRefused(FileFault.BROKEN)
            yield open_part(self._key, part)


def _unreadable(number: int) -> Fault:
    return Fault(row=number, code=FaultCode.ROW_UNREADABLE)
