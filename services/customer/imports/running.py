"""Going on with imports in the background: each replica takes those that no other one holds, page by page.

A page is one transaction, which also says that it is done: after a kill the next page that is not done is
the next one. Between pages the replica rests for a multiple of the time that the page took, so that what
people and devices ask of it goes before.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from pymongo.errors import PyMongoError

from services.customer.files.domain.credentials import CredentialRecord
from services.customer.files.domain.customer import Customer
from services.customer.imports.commands import (
    ApplyPage,
    FinishCheck,
    FinishImport,
    HoldImport,
    KeepPage,
    UndoPage,
)
from services.customer.imports.domain.columns import Header, read_header
from services.customer.imports.domain.faults import Fault, FaultCode, FileFault, FileRefused
from services.customer.imports.domain.imported import (
    ROWS_AT_MOST,
    ROWS_PER_PAGE,
    ImportNotReady,
    ImportPage,
    ImportPart,
    ImportState,
    Outcome,
    PortfolioImport,
    RowMark,
    UndoneFile,
    page_id,
)
from services.customer.imports.domain.pages import Hashed, Known, Seen, judge, meet
from services.customer.imports.domain.rows import Row, is_blank, read_row
from services.customer.imports.domain.steps import Checked
from services.customer.imports.queries import find_import, imports_at_work
from services.customer.imports.sealing import (
    file_of,
    hashes_of,
    import_key_of,
    open_part,
    open_rows,
    seal_rows,
)
from services.customer.imports.sheets.reading import rows_of
from shared.clock import elapsed, new_id, now
from shared.commands import Command
from shared.errors import Unavailable
from shared.roster import Roster
from shared.runtime import ServiceRuntime
from shared.telemetry import log
from shared.unit_of_work import Cause

LOOK_EVERY = 1.0
AT_ONCE = 2
"""Imports that a replica works on at the same time."""
REST = 1.5
"""The rest after a page, as a multiple of the time that it took."""


async def keep_importing(runtime: ServiceRuntime) -> None:
    """Go on with the imports that are to be worked on, for ever."""
    working: dict[str, asyncio.Task[None]] = {}
    try:
        while True:
            working = {id: task for id, task in working.items() if not task.done()}
            if runtime.ready:
                try:
                    waiting = [one.id for one in await imports_at_work(runtime.store)]
                except PyMongoError as error:
                    log.warning("imports_wait", error=type(error).__name__)
                    waiting = []
                for id in [one for one in waiting if one not in working][: AT_ONCE - len(working)]:
                    working[id] = asyncio.create_task(go_on(runtime, id))
            await asyncio.sleep(LOOK_EVERY)
    finally:
        for task in working.values():
            task.cancel()


async def go_on(runtime: ServiceRuntime, id: str) -> None:
    """Bring one import as far as it goes without a person, unless another replica does."""
    work = Importer(runtime, id)
    try:
        await work.go_on()
    except (PyMongoError, Unavailable) as error:
        log.warning("import_waits", error=type(error).__name__)
    except ImportNotReady:
        log.info("import_stopped")
    except Exception:
        log.exception("import_failed")
        await asyncio.sleep(LOOK_EVERY)


class Importer:
    """One import at work at one replica."""

    def __init__(self, runtime: ServiceRuntime, id: str) -> None:
        self._runtime, self._id, self._instance = runtime, id, runtime.settings.instance
        self._master, self._blind = runtime.settings.key("master_key"), runtime.settings.key("blind_key")

    async def go_on(self) -> None:
        """Work on the import until it is done, or waits for a person. Raises `ImportNotReady`,
        `Unavailable`."""
        known = await self._read()
        if not await self._do(HoldImport(self._id, self._instance), known, new_id()):
            return
        match known.state:
            case ImportState.CHECKING:
                await self._check(known)
            case ImportState.APPLYING:
                await self._pass_pages(known)
            case ImportState.UNDOING:
                await self._pass_pages(known)

    async def _check(self, known: PortfolioImport) -> None:
        try:
            end = await self._dry_run(known)
        except FileRefused as refused:
            end = Checked(refusal=refused.fault, refused_at=refused.row)
        except (PyMongoError, Unavailable, ImportNotReady):
            raise
        except Exception as error:
            log.error("import_broken", error=type(error).__name__)  # its text may hold what stood in a row
            end = Checked(refusal=FileFault.BROKEN)
        await self._do(FinishCheck(self._id, end), known, new_id())

    async def _dry_run(self, known: PortfolioImport) -> Checked:
        """Judge every row, and keep all of them as pages. Raises `FileRefused`."""
        key = import_key_of(self._master, known)
        header: Header | None = None
        seen, pages, rows, number = Seen(), 0, 0, 0
        waiting: list[tuple[int, list[str] | None]] = []
        async for cells in rows_of(known.kind, known.encoding, lambda: self._parts(known, key)):
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
            if len(waiting) == ROWS_PER_PAGE:
                await self._keep(known, key, pages, waiting, header, seen)
                pages, waiting = pages + 1, []
        if header is None or not rows:
            raise FileRefused(FileFault.EMPTY)
        if waiting:
            await self._keep(known, key, pages, waiting, header, seen)
        columns = tuple(column.value for column in header.places)
        return Checked(columns, header.ignored)

    async def _keep(
        self,
        known: PortfolioImport,
        key: bytes,
        number: int,
        rows: list[tuple[int, list[str] | None]],
        header: Header,
        seen: Seen,
    ) -> None:
        """Keep a page of the dry run, unless it was kept before the process that began it was killed."""
        began = elapsed()
        if number < known.pages:
            for place, cells in rows:
                row, _ = read_row(place, cells, header) if cells is not None else (None, [])
                if row is not None:
                    meet(row, hashes_of(self._blind, row), seen)
            return
        id = page_id(self._id, number)
        marks, faults, good = await self._judged(known, rows, header, seen)
        page = ImportPage(
            id=id,
            branch=known.branch,
            import_id=self._id,
            number=number,
            rows=seal_rows(key, id, good),
            marks=tuple(marks),
            faults=tuple(faults),
        )
        await self._do(KeepPage(page, self._instance), known, new_id())
        await self._rest(began)

    async def _judged(
        self, known: PortfolioImport, rows: list[tuple[int, list[str] | None]], header: Header, seen: Seen
    ) -> tuple[list[RowMark], list[Fault], list[Row]]:
        """Read and judge the rows of a page: their marks, their faults, and those that can be imported."""
        read = [
            read_row(number, cells, header) if cells is not None else (None, [_unreadable(number)])
            for number, cells in rows
        ]
        hashed = {row.row: hashes_of(self._blind, row) for row, _ in read if row is not None}
        on_file = await self._on_file(known, [row for row, _ in read if row is not None], hashed)
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

    async def _on_file(self, known: PortfolioImport, rows: list[Row], hashed: dict[int, Hashed]) -> Known:
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
            store.find(Roster, known.branch),
        )
        return Known(
            branch=known.branch,
            roster=roster or Roster(id=known.branch),
            credentials=by_hash,
            customers={one.id: one for one in customers if isinstance(one, Customer)},
            undone={one.id: one.at for one in undone if isinstance(one, UndoneFile)},
        )

    async def _pass_pages(self, known: PortfolioImport) -> None:
        """Apply or undo the pages that are left, one transaction each, then end the import."""
        undoing = known.state is ImportState.UNDOING
        key = None if undoing else import_key_of(self._master, known)
        for number in range(known.next_page, known.pages):
            began = elapsed()
            command: Command
            if key is None:
                command, cause = UndoPage(self._id, number, self._instance), f"undo:{self._id}:{number}"
            else:
                command, cause = await self._application(known, key, number), f"import:{self._id}:{number}"
            if await self._do(command, known, cause) is False:
                return  # it is undone meanwhile
            await self._rest(began)
        await self._do(FinishImport(self._id), known, new_id())

    async def _application(self, known: PortfolioImport, key: bytes, number: int) -> ApplyPage:
        page = await self._runtime.store.find(ImportPage, page_id(self._id, number))
        if page is None:
            raise ImportNotReady
        wanted = {Outcome.NEW, Outcome.SUSPECTED} if known.with_suspected else {Outcome.NEW}
        rows = {mark.row for mark in page.marks if mark.outcome in wanted}
        files = {
            row.row: file_of(self._master, self._blind, known, row)
            for row in open_rows(key, page)
            if row.row in rows
        }
        return ApplyPage(self._id, number, files, self._instance)

    async def _parts(self, known: PortfolioImport, key: bytes) -> AsyncIterator[bytes]:
        for number in range(known.parts):
            part = await self._runtime.store.find(ImportPart, page_id(self._id, number))
            if part is None:
                raise FileRefused(FileFault.BROKEN)
            yield open_part(key, part)

    async def _read(self) -> PortfolioImport:
        known = await find_import(self._runtime.store, self._id)
        if known is None:
            raise ImportNotReady
        return known

    async def _do(self, command: Command, known: PortfolioImport, cause: str) -> Any:
        """Carry out a command in the name of the import; returns its answer, None for a repeat."""
        asked = Cause(
            id=cause,
            kind=command.name,
            time=now(),
            actor=known.actor,
            branch=known.branch,
            correlation_id=known.id,
        )
        return (await self._runtime.execute(command, asked)).answer

    async def _rest(self, began: float) -> None:
        await asyncio.sleep(REST * (elapsed() - began))


def _unreadable(number: int) -> Fault:
    return Fault(row=number, code=FaultCode.ROW_UNREADABLE)
