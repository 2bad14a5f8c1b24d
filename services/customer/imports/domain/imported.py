"""The import of a portfolio (W2): its documents, its states, its timer, and its refusals.

A file is sent in parts, which are kept under the import's own key. It is checked in a dry run, which keeps
it as pages of rows; the pages are applied one after the other, and can be undone.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from services.customer.imports.domain.faults import Fault
from shared.contracts.customer import CustomerEvent
from shared.contracts.labelled import Words
from shared.domain import Document
from shared.errors import Refusal

BYTES_AT_MOST = 24 * 1024 * 1024
ROWS_AT_MOST = 100_000
COLUMNS_AT_MOST = 64
PART_AT_MOST = 45_000
"""Bytes of a part: with the form around it, it fits into the body of a request."""
ROWS_PER_PAGE = 25
"""Rows that are applied in one transaction: what an event of the hall may have to wait for."""
PAGES_KEPT_AT_ONCE = 4
"""Pages of the dry run that are kept in one transaction: nothing but themselves is written with them."""
OPEN_AT_MOST = 3
"""Imports of a branch that are neither finished nor discarded."""
FORGET_AFTER = timedelta(days=3)
"""Time after which a file that nobody has applied is forgotten."""
UNDO_WITHIN = timedelta(days=30)


class FileKind(Words):
    """The kinds of files that are read."""

    CSV = "csv", "CSV 文件", "CSV file"
    XLSX = "xlsx", "Excel 工作簿", "Excel workbook"


class Encoding(Words):
    """The encodings of a CSV file."""

    AUTO = "auto", "自动识别", "Find out"
    UTF_8 = "utf-8", "UTF-8", "UTF-8"
    GB18030 = "gb18030", "GB18030", "GB18030"


class ImportState(Words):
    """The state of an import."""

    UPLOADING = "uploading", "上传中", "Uploading"
    CHECKING = "checking", "校验中", "Checking"
    REFUSED = "refused", "文件无法导入", "Refused"
    CHECKED = "checked", "待执行", "Checked"
    APPLYING = "applying", "导入中", "Importing"
    APPLIED = "applied", "已导入", "Imported"
    UNDOING = "undoing", "撤销中", "Being undone"
    UNDONE = "undone", "已撤销", "Undone"
    DISCARDED = "discarded", "已放弃", "Discarded"


AT_WORK = (ImportState.CHECKING, ImportState.APPLYING, ImportState.UNDOING)
"""States in which a replica of the service goes on with an import by itself."""
OPEN = (ImportState.UPLOADING, ImportState.CHECKING, ImportState.CHECKED, ImportState.APPLYING)
CAN_BE_DISCARDED = (ImportState.UPLOADING, ImportState.CHECKING, ImportState.REFUSED, ImportState.CHECKED)


class ImportNotReady(Refusal):
    code, status = "import_not_ready", 409
    en = "This import is in another state by now; look at it again."
    zh = "该导入任务的状态已变化，请刷新后再试。"


class TooManyImports(Refusal):
    code, status = "too_many_imports", 409
    en, zh = (
        "Finish or discard an import of this branch first: 3 are open.",
        "本网点未完成的导入已达 3 个，请先完成或放弃。",
    )


class FileTooLarge(Refusal):
    code, status = "import_too_large", 413
    en, zh = "The file is larger than 24 MiB; split it.", "文件超过 24 MiB，请拆分后导入。"


class PartMissing(Refusal):
    code, status = "import_part_missing", 409
    en, zh = "Parts of the file are missing; send it again.", "文件上传不完整，请重新上传。"


class UndoTooLate(Refusal):
    code, status = "undo_too_late", 409
    en, zh = "An import is undone within 30 days.", "导入仅可在 30 天内撤销。"


class ManagerGone(Refusal):
    code, status = "unknown_manager", 409
    en, zh = "The account manager of a row is not at the branch any more.", "该行的客户经理已不在本网点。"


class ImportTidyDue(CustomerEvent):
    """The parts of an import, or all of its rows, are needed no more."""

    import_id: str


class ImportForgetDue(CustomerEvent):
    """The time in which an import could be applied or undone has run out."""

    import_id: str


class Outcome(StrEnum):
    """The outcome of a row: in the dry run, then when it is applied, then when it is undone."""

    NEW = "new"
    THERE = "there"
    SUSPECTED = "suspected"
    FAULTY = "faulty"
    OPENED = "opened"
    GONE = "gone"
    KEPT = "kept"


class Counts(BaseModel):
    """Rows by their outcome. `suspected` are possible duplicates, which are not opened by themselves; `kept`
    are those that stay after an import was undone, since somebody has worked on them."""

    model_config = ConfigDict(frozen=True)

    new: int = 0
    there: int = 0
    suspected: int = 0
    faulty: int = 0
    opened: int = 0
    gone: int = 0
    kept: int = 0

    def moved(self, before: "Counts", after: "Counts") -> "Counts":
        """Return the counts with those of a page before replaced by those after."""
        return Counts(
            **{name: getattr(self, name) - getattr(before, name) + getattr(after, name) for name in ORDER}
        )


ORDER = tuple(Counts.model_fields)


class PortfolioImport(Document):
    """One import. `key` is its own key, wrapped by the master key: without it (None) no row opens any more.

    `parts` of the file, of `size` bytes, were stored in their order, `pages` were made of it; `next_page` is
    applied or undone next. `columns` are those that were recognised, `ignored` counts the others. `refusal`
    is the code of the refusal of the whole file, at row `refused_at`. `held_by` works on it until
    `held_until`.
    """

    collection: ClassVar[str] = "imports"

    branch: str
    kind: FileKind
    encoding: Encoding = Encoding.AUTO
    size: int
    state: ImportState = ImportState.UPLOADING
    asked_by: str
    asked_at: datetime
    key: bytes | None
    parts: int = 0
    stored: int = 0
    pages: int = 0
    next_page: int = 0
    rows: int = 0
    columns: tuple[str, ...] = ()
    ignored: int = 0
    with_suspected: bool = False
    counts: Counts = Counts()
    refusal: str | None = None
    refused_at: int | None = None
    applied_by: str | None = None
    finished_at: datetime | None = None
    undone_by: str | None = None
    undone_at: datetime | None = None
    held_by: str = ""
    held_until: datetime | None = None

    @property
    def actor(self) -> str:
        """Return the import as events name it: in the name of the person who had it applied or undone."""
        by = (self.undone_by if self.state is ImportState.UNDOING else None) or self.applied_by
        return f"import:{by or self.asked_by}"

    @property
    def forget_timer(self) -> str:
        return f"import:{self.id}:forget"

    @property
    def tidy_timer(self) -> str:
        return f"import:{self.id}:tidy"


class ImportPart(Document):
    """A part of the file, sealed under the import's key; the id is ``<import>:<number>``."""

    collection: ClassVar[str] = "import_parts"

    import_id: str
    number: int
    content: bytes


class RowMark(BaseModel):
    """A row without its content: its number in the file, its outcome, and the customer it is about. `edition`
    is the version of the customer when the row was applied."""

    model_config = ConfigDict(frozen=True)

    row: int
    outcome: Outcome
    customer: str | None = None
    edition: int = 0


class ImportPage(Document):
    """Some rows of an import; the id is ``<import>:<number>``. `rows` are sealed under the import's key; what
    is beside them names nobody."""

    collection: ClassVar[str] = "import_pages"

    branch: str
    import_id: str
    number: int
    rows: bytes | None
    marks: tuple[RowMark, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def counts(self) -> Counts:
        """Count the rows of the page by their outcome."""
        found = [mark.outcome.value for mark in self.marks]
        return Counts(**{name: found.count(name) for name in ORDER})

    @property
    def correlation_id(self) -> str:
        return self.import_id


class ImportDesk(Document):
    """The open imports of a branch, by id; the id is the branch's."""

    collection: ClassVar[str] = "import_desks"

    open: tuple[str, ...] = ()


class UndoneFile(Document):
    """A file that went, at this moment, when its import was undone: another import may open it again, unless
    it was erased for another reason since. The id is the customer's."""

    collection: ClassVar[str] = "undone_files"

    at: datetime


def page_id(import_id: str, number: int) -> str:
    """Return the id of a page, or of a part: they sort by their number."""
    return f"{import_id}:{number:06d}"
