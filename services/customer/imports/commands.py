"""Commands of imports (W2). `by` is the staff id of the person who asks; contents are sealed. Those without
a route are given by the replica that works on the import, under its `instance`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.customer.files.domain.files import NewFile
from services.customer.imports.domain.imported import ImportPage, ImportPart, PortfolioImport
from services.customer.imports.domain.steps import Checked
from shared.commands import Command


@dataclass(frozen=True)
class BeginImport(Command, name="begin_import"):
    """Begin to send a portfolio file (W2)."""

    new: PortfolioImport


@dataclass(frozen=True)
class StorePart(Command, name="store_part"):
    """Keep the next part of a portfolio file, of `size` bytes before it was sealed (W2)."""

    part: ImportPart
    size: int


@dataclass(frozen=True)
class CheckImport(Command, name="check_import"):
    """Begin the dry run of an import (W2)."""

    import_id: str


@dataclass(frozen=True)
class ApplyImport(Command, name="apply_import"):
    """Import what the dry run found new, and the suspected duplicates if asked for (W2)."""

    import_id: str
    by: str
    with_suspected: bool


@dataclass(frozen=True)
class UndoImport(Command, name="undo_import"):
    """Undo an import whole, but for files that somebody has worked on (W2)."""

    import_id: str
    by: str


@dataclass(frozen=True)
class DiscardImport(Command, name="discard_import"):
    """Give up an import that was not applied (W2, Q1)."""

    import_id: str


@dataclass(frozen=True)
class HoldImport(Command, name="hold_import"):
    """Work on an import for a while; answers whether it is free to be worked on."""

    import_id: str
    instance: str


@dataclass(frozen=True)
class KeepPages(Command, name="keep_page"):
    """Keep some pages of the dry run."""

    import_id: str
    pages: tuple[ImportPage, ...]
    instance: str


@dataclass(frozen=True)
class FinishCheck(Command, name="finish_check"):
    """End the dry run."""

    import_id: str
    end: Checked


@dataclass(frozen=True)
class ApplyPage(Command, name="apply_page"):
    """Open the files of a page, by row; answers whether the import goes on."""

    import_id: str
    page: int
    files: Mapping[int, NewFile] = field(repr=False)
    instance: str = ""


@dataclass(frozen=True)
class UndoPage(Command, name="undo_page"):
    """Undo a page; answers whether the undoing goes on."""

    import_id: str
    page: int
    instance: str = ""


@dataclass(frozen=True)
class FinishImport(Command, name="finish_import"):
    """End an import, or its undoing, whose pages are all done."""

    import_id: str
