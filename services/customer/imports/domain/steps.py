"""The steps of an import: begin, send, check, apply, undo, discard, forget (W2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.customer.files.domain.files import NewFile
from services.customer.imports.domain.faults import FileFault
from services.customer.imports.domain.imported import (
    AT_WORK,
    BYTES_AT_MOST,
    CAN_BE_DISCARDED,
    OPEN_AT_MOST,
    UNDO_WITHIN,
    Counts,
    FileTooLarge,
    ImportDesk,
    ImportForgetDue,
    ImportNotReady,
    ImportPage,
    ImportPart,
    ImportState,
    ImportTidyDue,
    PartMissing,
    PortfolioImport,
    TooManyImports,
    UndoTooLate,
)
from shared.contracts.customer import FilesImported, ImportedFile, ImportFinished, ImportUndone
from shared.domain import Decision

HOLD_FOR = timedelta(seconds=30)


@dataclass(frozen=True)
class Checked:
    """The end of a dry run: the columns that were found, or why the file is refused."""

    columns: tuple[str, ...] = ()
    ignored: int = 0
    refusal: FileFault | None = None
    refused_at: int | None = None


def begin_import(new: PortfolioImport, desk: ImportDesk, *, forget_at: datetime) -> Decision:
    """Open an import, whose parts are sent next. Raises `FileTooLarge`, `TooManyImports`."""
    if not 0 < new.size <= BYTES_AT_MOST:
        raise FileTooLarge
    if len(desk.open) >= OPEN_AT_MOST:
        raise TooManyImports
    due = ImportForgetDue(branch=new.branch, import_id=new.id)
    return (
        Decision()
        .save(new)
        .save(desk.evolve(open=(*desk.open, new.id)))
        .schedule(new.forget_timer, forget_at, due, correlation_id=new.id)
    )


def store_part(known: PortfolioImport, part: ImportPart, size: int) -> Decision:
    """Keep the next part, of `size` bytes in the clear. One that is there already is not kept again.

    Raises `ImportNotReady`, `PartMissing`, `FileTooLarge`.
    """
    if known.state is not ImportState.UPLOADING:
        raise ImportNotReady
    if part.number < known.parts:
        return Decision()
    if part.number > known.parts:
        raise PartMissing
    if known.stored + size > known.size:
        raise FileTooLarge
    return Decision().save(known.evolve(parts=known.parts + 1, stored=known.stored + size)).save(part)


def ask_for_check(known: PortfolioImport) -> Decision:
    """Begin the dry run, once all parts are there. Raises `ImportNotReady`, `PartMissing`."""
    if known.state is not ImportState.UPLOADING:
        raise ImportNotReady
    if known.stored != known.size:
        raise PartMissing
    return Decision().save(known.evolve(state=ImportState.CHECKING))


def hold(known: PortfolioImport, by: str, *, now: datetime) -> Decision | None:
    """Let the replica `by` work on an import for a while; None if another one does, or there is nothing to
    do."""
    others = known.held_by not in ("", by) and known.held_until is not None and known.held_until > now
    if known.state not in AT_WORK or others:
        return None
    return Decision().save(known.evolve(held_by=by, held_until=now + HOLD_FOR))


def keep_pages(known: PortfolioImport, pages: Sequence[ImportPage], by: str, *, now: datetime) -> Decision:
    """Keep the next pages of the dry run. Those that are kept already stay as they are.

    Raises `ImportNotReady` if the import was discarded meanwhile.
    """
    if known.state is not ImportState.CHECKING:
        raise ImportNotReady
    fresh = [page for page in pages if page.number >= known.pages]
    if [page.number for page in fresh] != list(range(known.pages, known.pages + len(fresh))) or not fresh:
        return Decision()
    counts = known.counts
    for page in fresh:
        counts = counts.moved(Counts(), page.counts)
    read = known.evolve(
        pages=known.pages + len(fresh),
        rows=known.rows + sum(len(page.marks) for page in fresh),
        counts=counts,
        held_by=by,
        held_until=now + HOLD_FOR,
    )
    decision = Decision()
    for page in fresh:
        decision.save(page)
    return decision.save(read)


def finish_check(known: PortfolioImport, end: Checked, *, now: datetime) -> Decision:
    """End the dry run; the parts of the file are needed no more, and those of a refused one open no more."""
    if known.state is not ImportState.CHECKING:
        return Decision()
    refused = end.refusal is not None
    checked = known.evolve(
        state=ImportState.REFUSED if refused else ImportState.CHECKED,
        key=None if refused else known.key,
        columns=end.columns,
        ignored=end.ignored,
        refusal=end.refusal.value if end.refusal else None,
        refused_at=end.refused_at,
        held_by="",
        held_until=None,
    )
    return Decision().save(checked).then(_tidy(checked, now))


def ask_to_apply(known: PortfolioImport, by: str, with_suspected: bool) -> Decision:
    """Begin to import the rows that the dry run found new, and the suspected ones if asked for.

    Raises `ImportNotReady`.
    """
    if known.state is not ImportState.CHECKED:
        raise ImportNotReady
    begun = known.evolve(
        state=ImportState.APPLYING, applied_by=by, with_suspected=with_suspected, next_page=0
    )
    return Decision().save(begun)


def pass_page(
    known: PortfolioImport,
    before: ImportPage,
    after: ImportPage,
    by: str,
    *,
    now: datetime,
    opened: Sequence[NewFile] = (),
) -> Decision:
    """Save a page that was applied or undone, tell which files it has opened, and go on to the next."""
    files = tuple(
        ImportedFile(customer=one.id, segment=one.segment, account_manager=one.account_manager)
        for one in opened
    )
    events = [FilesImported(branch=known.branch, import_id=known.id, files=files)] if files else []
    passed = known.evolve(
        next_page=before.number + 1,
        counts=known.counts.moved(before.counts, after.counts),
        held_by=by,
        held_until=now + HOLD_FOR,
    )
    return Decision().save(after, *events).save(passed)


def finish_apply(known: PortfolioImport, desk: ImportDesk, *, now: datetime, forget_at: datetime) -> Decision:
    """End an import whose pages are all applied. Its key is destroyed: what its rows said is in the files."""
    finished = known.evolve(state=ImportState.APPLIED, key=None, finished_at=now, held_by="", held_until=None)
    event = ImportFinished(
        branch=known.branch,
        import_id=known.id,
        asked_by=known.asked_by,
        applied_by=known.applied_by or known.asked_by,
        rows=known.rows,
        opened=known.counts.opened,
        there=known.counts.there,
        suspected=known.counts.suspected,
        faulty=known.counts.faulty,
    )
    return (
        Decision()
        .save(finished, event)
        .save(_without(desk, known))
        .then(_tidy(finished, now), _forget(finished, forget_at))
    )


def ask_to_undo(known: PortfolioImport, by: str, *, now: datetime) -> Decision:
    """Begin to undo an import, also one that is still being applied. Raises `ImportNotReady`,
    `UndoTooLate`."""
    if known.state not in (ImportState.APPLYING, ImportState.APPLIED):
        raise ImportNotReady
    if known.finished_at is not None and now > known.finished_at + UNDO_WITHIN:
        raise UndoTooLate
    undoing = known.evolve(state=ImportState.UNDOING, undone_by=by, next_page=0, held_by="", held_until=None)
    return Decision().save(undoing)


def finish_undo(known: PortfolioImport, desk: ImportDesk, *, now: datetime) -> Decision:
    """End the undoing of an import, whose pages stay until they are forgotten."""
    undone = known.evolve(state=ImportState.UNDONE, key=None, undone_at=now, held_by="", held_until=None)
    event = ImportUndone(
        branch=known.branch,
        import_id=known.id,
        asked_by=known.asked_by,
        undone_by=known.undone_by or known.asked_by,
        gone=known.counts.gone,
        kept=known.counts.kept,
    )
    return Decision().save(undone, event).save(_without(desk, known)).then(_tidy(undone, now))


def discard(known: PortfolioImport, desk: ImportDesk, *, now: datetime) -> Decision:
    """Give up an import that was not applied; nothing of its file opens any more. Raises `ImportNotReady`."""
    if known.state is ImportState.DISCARDED:
        return Decision()
    if known.state not in CAN_BE_DISCARDED:
        raise ImportNotReady
    discarded = known.evolve(state=ImportState.DISCARDED, key=None, held_by="", held_until=None)
    return Decision().save(discarded).save(_without(desk, known)).then(_tidy(discarded, now))


def _without(desk: ImportDesk, known: PortfolioImport) -> ImportDesk:
    return desk.evolve(open=tuple(id for id in desk.open if id != known.id))


def _tidy(known: PortfolioImport, now: datetime) -> Decision:
    due = ImportTidyDue(branch=known.branch, import_id=known.id)
    return Decision().schedule(known.tidy_timer, now, due, correlation_id=known.id)


def _forget(known: PortfolioImport, at: datetime) -> Decision:
    due = ImportForgetDue(branch=known.branch, import_id=known.id)
    return Decision().schedule(known.forget_timer, at, due, correlation_id=known.id)
