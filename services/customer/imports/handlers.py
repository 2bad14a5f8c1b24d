"""Handlers of imports (W2): what people ask for, what a replica does by itself, and the timers."""

import asyncio
from collections.abc import Iterable

from services.customer.files import handlers as files
from services.customer.files.domain.credentials import CredentialRecord
from services.customer.files.domain.customer import Customer, DataKey
from services.customer.files.domain.files import NewFile, open_file
from services.customer.imports import queries
from services.customer.imports.commands import (
    ApplyImport,
    ApplyPage,
    BeginImport,
    CheckImport,
    DiscardImport,
    FinishCheck,
    FinishImport,
    HoldImport,
    KeepPages,
    StorePart,
    UndoImport,
    UndoPage,
)
from services.customer.imports.domain import steps
from services.customer.imports.domain.faults import Fault, FaultCode
from services.customer.imports.domain.imported import (
    CAN_BE_DISCARDED,
    FORGET_AFTER,
    UNDO_WITHIN,
    ImportDesk,
    ImportForgetDue,
    ImportPage,
    ImportState,
    ImportTidyDue,
    ManagerGone,
    Outcome,
    PortfolioImport,
    RowMark,
    UndoneFile,
    page_id,
)
from shared.contracts.words import Role
from shared.domain import Decision, Document
from shared.errors import Refusal
from shared.roster import Roster, roster_of
from shared.unit_of_work import UnitOfWork


async def begin_import(command: BeginImport, work: UnitOfWork) -> None:
    desk = await _desk_of(command.new.branch, work)
    new = command.new.evolve(asked_at=work.now)
    work.apply(steps.begin_import(new, desk, forget_at=work.due(FORGET_AFTER)))


async def store_part(command: StorePart, work: UnitOfWork) -> None:
    known = await work.get(PortfolioImport, command.part.import_id)
    work.apply(steps.store_part(known, command.part, command.size))


async def check_import(command: CheckImport, work: UnitOfWork) -> None:
    work.apply(steps.ask_for_check(await work.get(PortfolioImport, command.import_id)))


async def apply_import(command: ApplyImport, work: UnitOfWork) -> None:
    known = await work.get(PortfolioImport, command.import_id)
    work.apply(steps.ask_to_apply(known, command.by, command.with_suspected))


async def undo_import(command: UndoImport, work: UnitOfWork) -> None:
    known = await work.get(PortfolioImport, command.import_id)
    work.apply(steps.ask_to_undo(known, command.by, now=work.now))


async def discard_import(command: DiscardImport, work: UnitOfWork) -> None:
    known = await work.get(PortfolioImport, command.import_id)
    work.apply(steps.discard(known, await _desk_of(known.branch, work), now=work.now))


async def hold_import(command: HoldImport, work: UnitOfWork) -> bool:
    known = await work.get(PortfolioImport, command.import_id)
    decision = steps.hold(known, command.instance, now=work.now)
    if decision is not None:
        work.apply(decision)
    return decision is not None


async def keep_pages(command: KeepPages, work: UnitOfWork) -> None:
    known = await work.get(PortfolioImport, command.import_id)
    work.apply(steps.keep_pages(known, command.pages, command.instance, now=work.now))


async def finish_check(command: FinishCheck, work: UnitOfWork) -> None:
    known = await work.get(PortfolioImport, command.import_id)
    work.apply(steps.finish_check(known, command.end, now=work.now))


async def apply_page(command: ApplyPage, work: UnitOfWork) -> bool:
    """Open the files of a page, each by itself: one that is refused is a fault of its row, and of no
    other."""
    known, page = await _page(command.import_id, command.page, work)
    if known.state is not ImportState.APPLYING:
        return False
    if page.number != known.next_page:
        return True
    roster, *_ = await asyncio.gather(roster_of(known.branch, work), _fetch(command.files.values(), work))
    marks, faults = [], list(page.faults)
    for mark in page.marks:
        new = command.files.get(mark.row)
        if new is not None:
            try:
                mark = await _open(mark, new, roster, work)
            except Refusal as refusal:
                mark = mark.model_copy(update={"outcome": Outcome.FAULTY})
                faults.append(Fault(row=mark.row, code=FaultCode.of(refusal.code) or FaultCode.REFUSED))
        marks.append(mark)
    done = page.evolve(rows=None, marks=tuple(marks), faults=tuple(faults))  # the files have what they said
    opened = {mark.customer for mark in marks if mark.outcome is Outcome.OPENED}
    files_ = [new for new in command.files.values() if new.id in opened]
    work.apply(steps.pass_page(known, page, done, command.instance, now=work.now, opened=files_))
    return True


async def undo_page(command: UndoPage, work: UnitOfWork) -> bool:
    """Erase the files that a page opened and nobody has worked on since."""
    known, page = await _page(command.import_id, command.page, work)
    if known.state is not ImportState.UNDOING:
        return False
    if page.number != known.next_page:
        return True
    opened = [mark.customer for mark in page.marks if mark.outcome is Outcome.OPENED and mark.customer]
    await asyncio.gather(*(work.find(model, id) for model in FILE for id in opened))
    touched = await work.query(queries.worked_on, opened)
    marks = [await _undo(mark, touched, work) for mark in page.marks]
    done = page.evolve(marks=tuple(marks))
    work.apply(steps.pass_page(known, page, done, command.instance, now=work.now))
    return True


async def finish_import(command: FinishImport, work: UnitOfWork) -> None:
    known = await work.get(PortfolioImport, command.import_id)
    desk = await _desk_of(known.branch, work)
    if known.next_page < known.pages:
        return
    if known.state is ImportState.APPLYING:
        forget_at = work.due(UNDO_WITHIN)
        work.apply(steps.finish_apply(known, desk, now=work.now, forget_at=forget_at))
    elif known.state is ImportState.UNDOING:
        work.apply(steps.finish_undo(known, desk, now=work.now))


async def tidy_import(due: ImportTidyDue, work: UnitOfWork) -> None:
    """Delete what an import needs no more (Q1)."""
    known = await work.get(PortfolioImport, due.import_id)
    if known.state in (ImportState.UPLOADING, ImportState.CHECKING):
        return
    await work.query(queries.drop_parts, known.id)
    if known.key is None:
        await work.query(queries.drop_rows, known.id)


async def forget_import(due: ImportForgetDue, work: UnitOfWork) -> None:
    """Discard an import that nobody has applied, and delete the pages of one that can be undone no more."""
    known = await work.get(PortfolioImport, due.import_id)
    if known.state in CAN_BE_DISCARDED:
        return work.apply(steps.discard(known, await _desk_of(known.branch, work), now=work.now))
    if known.state in (ImportState.APPLIED, ImportState.UNDONE):
        await work.query(queries.drop_pages, known.id)
    return None


async def _page(import_id: str, number: int, work: UnitOfWork) -> tuple[PortfolioImport, ImportPage]:
    return await asyncio.gather(
        work.get(PortfolioImport, import_id), work.get(ImportPage, page_id(import_id, number))
    )


async def _desk_of(branch: str, work: UnitOfWork) -> ImportDesk:
    return await work.find(ImportDesk, branch) or ImportDesk(id=branch)


FILE: tuple[type[Document], ...] = (Customer, DataKey, UndoneFile)


async def _fetch(new: Iterable[NewFile], work: UnitOfWork) -> None:
    """Read all that the files of a page will be compared with, together."""
    files_, hashes = list(new), [hashed for one in new for hashed in one.credentials]
    await asyncio.gather(
        *(work.find(model, one.id) for model in FILE for one in files_),
        *(work.find(CredentialRecord, hashed) for hashed in hashes),
    )


async def _open(mark: RowMark, new: NewFile, roster: Roster, work: UnitOfWork) -> RowMark:
    """Open the file of a row, unless it is there meanwhile; one that went when an import was undone is opened
    again. Raises a refusal."""
    if new.account_manager and not roster.has(new.account_manager, Role.ACCOUNT_MANAGER):
        raise ManagerGone
    there, undone = await work.find(Customer, new.id), await work.find(UndoneFile, new.id)
    again = there is not None and undone is not None and there.erased_at == undone.at
    known = [found for one in new.credentials if (found := await work.find(CredentialRecord, one))]
    work.apply(open_file(new, there, known, files.source_of(work), again=again, published=False))
    if there is not None and not again:
        return mark.model_copy(update={"outcome": Outcome.THERE, "customer": new.id})
    edition = (await work.get(Customer, new.id)).version
    return mark.model_copy(update={"outcome": Outcome.OPENED, "customer": new.id, "edition": edition})


async def _undo(mark: RowMark, touched: frozenset[str], work: UnitOfWork) -> RowMark:
    """Erase the file that a row opened, unless somebody has worked on it."""
    if mark.outcome is not Outcome.OPENED or mark.customer is None:
        return mark
    customer = await work.find(Customer, mark.customer)
    if customer is not None and customer.erased_at is None:
        if customer.version != mark.edition or customer.id in touched:
            return mark.model_copy(update={"outcome": Outcome.KEPT})
        await work.find(UndoneFile, customer.id)
        await files.withdraw_file(customer.id, work)
        work.apply(Decision().save(UndoneFile(id=customer.id, at=work.now)))
    return mark.model_copy(update={"outcome": Outcome.GONE})
