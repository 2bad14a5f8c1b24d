"""Going on with imports in the background: each replica takes those that no other one holds, page by page.

A page is one transaction, which also says that it is done: after a kill the next page that is not done is
the next one. Between pages the replica rests for a multiple of the time that the page took, so that what
people and devices ask of it goes before.
"""

import asyncio
from typing import Any

from pymongo.errors import PyMongoError

from services.customer.imports.checking import Checker, rest
from services.customer.imports.commands import (
    ApplyPage,
    FinishCheck,
    FinishImport,
    HoldImport,
    KeepPages,
    UndoPage,
)
from services.customer.imports.domain.faults import FileFault, FileRefused
from services.customer.imports.domain.imported import (
    ImportNotReady,
    ImportPage,
    ImportState,
    Outcome,
    PortfolioImport,
    page_id,
)
from services.customer.imports.domain.steps import Checked
from services.customer.imports.queries import find_import, imports_at_work
from services.customer.imports.sealing import (
    file_of,
    import_key_of,
    open_rows,
)
from shared.clock import elapsed, new_id, now
from shared.commands import Command
from shared.errors import Unavailable
from shared.runtime import ServiceRuntime
from shared.telemetry import log
from shared.unit_of_work import Cause

LOOK_EVERY = 1.0
AT_ONCE = 2
"""Imports that a replica works on at the same time."""


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
        self._master, self._blind = runtime.settings.keys("master_key"), runtime.settings.key("blind_key")

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
            end = await Checker(self._runtime, known, self._keep).dry_run()
        except FileRefused as refused:
            end = Checked(refusal=refused.fault, refused_at=refused.row)
        except (PyMongoError, Unavailable, ImportNotReady):
            raise
        except Exception as error:
            log.error("import_broken", error=type(error).__name__)  # its text may hold what stood in a row
            end = Checked(refusal=FileFault.BROKEN)
        await self._do(FinishCheck(self._id, end), known, new_id())

    async def _keep(self, known: PortfolioImport, pages: tuple[ImportPage, ...]) -> None:
        await self._do(KeepPages(self._id, pages, self._instance), known, new_id())

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
            await rest(began)
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
