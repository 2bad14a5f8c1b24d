"""Events of imports: which files they opened, and how a portfolio file ended, in counts alone."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from shared.contracts.customer.base import CustomerEvent
from shared.contracts.customer.files import CustomerRegistered
from shared.contracts.words import Segment


class ImportedFile(BaseModel):
    """A customer file that an import has opened."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    customer: str
    segment: Segment
    account_manager: str | None = None


class FilesImported(CustomerEvent, zh="客户档案批量导入", en="Customer files were opened by an import"):
    """Some files were opened by an import, in one step (W2). Of them `CustomerRegistered` is published when
    they change, not for their opening; no name is told."""

    must_be_routed: ClassVar[bool] = False

    import_id: str
    files: tuple[ImportedFile, ...]

    def opened(self) -> list[CustomerRegistered]:
        """Return what would have been published of each file that is opened alone, without its name."""
        return [
            CustomerRegistered(
                branch=self.branch,
                customer=one.customer,
                masked_name="",
                segment=one.segment,
                account_manager=one.account_manager,
                opened=True,
            )
            for one in self.files
        ]


class ImportFinished(CustomerEvent, zh="客户导入完成", en="Customers were imported"):
    """A portfolio file was imported (W2). `opened` files are new, `there` were on file already, `suspected`
    may be duplicates and were not opened, `faulty` could not be read. Whose they are is told by each file."""

    import_id: str
    asked_by: str
    applied_by: str
    rows: int
    opened: int
    there: int
    suspected: int
    faulty: int


class ImportUndone(CustomerEvent, zh="客户导入已撤销", en="An import was undone"):
    """An import was undone (W2): `gone` files were erased, `kept` were worked on since and stay."""

    import_id: str
    asked_by: str
    undone_by: str
    gone: int
    kept: int
