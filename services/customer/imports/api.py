"""Imports of portfolios over HTTP (W2). A file is sent in parts of at most 45,000 bytes, each in base64."""

import base64
import csv
import io
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import StreamingResponse
from pydantic import AfterValidator, BaseModel, Field

from services.customer.audit.access import record_import
from services.customer.imports.commands import (
    ApplyImport,
    BeginImport,
    CheckImport,
    DiscardImport,
    StorePart,
    UndoImport,
)
from services.customer.imports.domain.faults import FileFault
from services.customer.imports.domain.imported import (
    BYTES_AT_MOST,
    PART_AT_MOST,
    Counts,
    Encoding,
    FileKind,
    ImportNotReady,
    ImportPart,
    ImportState,
    PortfolioImport,
    page_id,
)
from services.customer.imports.queries import (
    ListImports,
    ViewImport,
    find_import,
    imports_of,
    kept_rows,
    pages_of,
)
from services.customer.imports.sealing import import_key_of, new_import_key, seal_part
from shared import clock
from shared.access import Person
from shared.commands import Command
from shared.contracts.devices import correlation_of
from shared.costly import in_turn
from shared.errors import TooLarge
from shared.fields import Given, YesNo
from shared.rights import BRANCH, may_at_queried_branch, may_on, may_somewhere, require, right_of
from shared.runtime import Asking, Caller, Runtime, ServiceRuntime

router = APIRouter(prefix="/api/customer/imports", tags=["imports"])
PartNumber = Annotated[int, Path(ge=0, le=BYTES_AT_MOST)]


class ImportForm(Given):
    """A file that is to be sent: its `size` in bytes, and for CSV its encoding, which is found out by
    itself."""

    branch: str = Field(pattern=BRANCH)
    kind: FileKind
    size: int = Field(gt=0, le=2**53)
    encoding: Encoding = Encoding.AUTO


def _in_base64(text: str) -> str:
    base64.b64decode(text, validate=True)
    return text


class PartForm(Given):
    """A part of the file, in base64."""

    content: Annotated[str, AfterValidator(_in_base64)] = Field(min_length=1, repr=False)

    @property
    def bytes(self) -> bytes:
        """Return the part itself."""
        return base64.b64decode(self.content)


class ApplyForm(Given):
    """The choice to import rows that may be duplicates, too."""

    with_suspected: YesNo = False


class RefusalNow(BaseModel):
    """The reason why a file is refused, and the row or line where it was found."""

    code: str
    zh: str
    en: str
    row: int | None


class ImportNow(BaseModel):
    """An import as it stands. `rows` grows while it is checked; `done` of `pages` are applied or undone."""

    import_id: str = Field(serialization_alias="import")
    branch: str
    kind: FileKind
    state: ImportState
    size: int
    stored: int
    parts: int
    rows: int
    pages: int
    done: int
    columns: tuple[str, ...]
    ignored: int
    counts: Counts
    refusal: RefusalNow | None
    with_suspected: bool
    asked_by: str
    asked_at: datetime
    applied_by: str | None
    finished_at: datetime | None
    undone_by: str | None
    undone_at: datetime | None


class KeptFile(BaseModel):
    """A file that stayed when its import was undone, since somebody has worked on it."""

    row: int
    customer: str


@router.post("", status_code=201)
async def begin_import(
    form: ImportForm, person: Annotated[Person, may_somewhere(BeginImport)], caller: Caller
) -> ImportNow:
    """Begin to send a file."""
    require(person, right_of(caller.request, BeginImport), form.branch)
    cause = caller.cause(BeginImport, form.branch)
    id = correlation_of(form.branch, person.staff, cause.id)
    new = PortfolioImport(
        id=id,
        branch=form.branch,
        kind=form.kind,
        encoding=form.encoding,
        size=form.size,
        asked_by=person.staff,
        asked_at=clock.now(),
        key=new_import_key(caller.runtime.settings.keys("master_key"), id),
    )
    await record_import(caller, form.branch, id, purpose="begin_import")
    await caller.runtime.execute(BeginImport(new), cause)
    return shown(await find_import(caller.runtime.store, id) or new)


@router.put("/{import}/parts/{number}", status_code=204)
async def store_part(
    known: Annotated[PortfolioImport, may_on(find_import, StorePart, "import")],
    number: PartNumber,
    form: PartForm,
    caller: Caller,
) -> None:
    """Send the next part of the file; one that was sent before changes nothing."""
    content = form.bytes
    if len(content) > PART_AT_MOST:
        raise TooLarge
    if known.state is not ImportState.UPLOADING:
        raise ImportNotReady
    key = import_key_of(caller.runtime.settings.keys("master_key"), known)
    id = page_id(known.id, number)
    part = ImportPart(id=id, import_id=known.id, number=number, content=seal_part(key, id, content))
    await caller.execute(StorePart(part, len(content)), known.branch)


@router.post("/{import}/check")
async def check_import(
    known: Annotated[PortfolioImport, may_on(find_import, CheckImport, "import")], caller: Caller
) -> ImportNow:
    """Begin the dry run, once all parts were sent."""
    return await _execute(caller, CheckImport(known.id), known)


@router.post("/{import}/apply")
async def apply_import(
    known: Annotated[PortfolioImport, may_on(find_import, ApplyImport, "import")],
    form: ApplyForm,
    caller: Caller,
) -> ImportNow:
    """Import what the dry run found new."""
    await record_import(caller, known.branch, known.id, purpose="apply_import")
    return await _execute(caller, ApplyImport(known.id, caller.person.staff, form.with_suspected), known)


@router.post("/{import}/undo")
async def undo_import(
    known: Annotated[PortfolioImport, may_on(find_import, UndoImport, "import")], caller: Caller
) -> ImportNow:
    """Undo an import whole, but for files that somebody has worked on since."""
    await record_import(caller, known.branch, known.id, purpose="undo_import")
    return await _execute(caller, UndoImport(known.id, caller.person.staff), known)


@router.post("/{import}/discard")
async def discard_import(
    known: Annotated[PortfolioImport, may_on(find_import, DiscardImport, "import")], caller: Caller
) -> ImportNow:
    """Give up an import that was not applied."""
    return await _execute(caller, DiscardImport(known.id), known)


@router.get("")
async def list_imports(
    branch: Annotated[str, may_at_queried_branch(ListImports)], runtime: Runtime
) -> list[ImportNow]:
    """The imports of a branch, the latest first."""
    return [shown(one) for one in await imports_of(runtime.store, branch)]


@router.get("/{import}")
async def view_import(
    known: Annotated[PortfolioImport, may_on(find_import, ViewImport, "import")],
) -> ImportNow:
    """An import with its progress."""
    return shown(known)


@router.get("/{import}/faults.csv", dependencies=[in_turn])
async def faults_of_import(
    known: Annotated[PortfolioImport, may_on(find_import, ViewImport, "import")], runtime: Runtime
) -> StreamingResponse:
    """The faults of an import, a line for each: row, column, code, both languages. No value of a row is in
    it."""
    name = f"attachment; filename=faults-{known.id[:8]}.csv"
    return StreamingResponse(
        _fault_lines(runtime, known),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": name},
    )


@router.get("/{import}/kept")
async def kept_by_import(
    known: Annotated[PortfolioImport, may_on(find_import, ViewImport, "import")], runtime: Runtime
) -> list[KeptFile]:
    """The files that stayed when the import was undone, 500 at most."""
    kept = await kept_rows(runtime.store, known)
    return [KeptFile(row=mark.row, customer=mark.customer) for mark in kept if mark.customer]


def shown(known: PortfolioImport) -> ImportNow:
    """Show an import."""
    fault = FileFault.of(known.refusal) if known.refusal else None
    refusal = fault and RefusalNow(code=fault.value, zh=fault.zh, en=fault.en, row=known.refused_at)
    hidden = {"import_id", "refusal", "done"}
    return ImportNow(
        import_id=known.id,
        refusal=refusal,
        done=known.next_page,
        **known.model_dump(include=ImportNow.model_fields.keys() - hidden),
    )


async def _fault_lines(runtime: ServiceRuntime, known: PortfolioImport) -> AsyncIterator[str]:
    """Write the faults as CSV, which spreadsheets open by themselves for its byte order mark. No cell can be
    taken for a formula: they are numbers and words of this program."""
    yield "\ufeff" + _line("row", "column", "code", "other_row", "说明", "description")
    async for page in pages_of(runtime.store, known):
        lines = [
            _line(one.row, one.column, one.code.value, one.other or "", one.code.zh, one.code.en)
            for one in page.faults
        ]
        yield "".join(lines)


def _line(*cells: str | int) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()


async def _execute(caller: Asking, command: Command, known: PortfolioImport) -> ImportNow:
    """Carry out a command and show the import after it."""
    await caller.execute(command, known.branch)
    return shown(await find_import(caller.runtime.store, known.id) or known)
