"""Events of imports: how a portfolio file ended, in counts alone."""

from shared.contracts.customer.base import CustomerEvent


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
