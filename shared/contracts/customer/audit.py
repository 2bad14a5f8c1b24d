"""Events of the audit trail: who read or exported personal data, and with what cause."""

from datetime import datetime
from typing import ClassVar

from shared.contracts.customer.base import CustomerEvent


class FileOpened(CustomerEvent, zh="查看客户明文信息", en="Personal data were read"):
    """Personal data of these customers were read in the clear (Q1). `fields` names what was read and never
    its value, `cause` is what the reader had to do with the customer, such as ``visit/<id>``."""

    must_be_routed: ClassVar[bool] = False

    customers: tuple[str, ...]
    opened_by: str
    fields: tuple[str, ...]
    purpose: str
    cause: str | None = None


class CustomersExported(CustomerEvent, zh="导出客户资料", en="Customers were exported"):
    """Data of so many customers left the system as a file (Q1); the audit trail says which customers."""

    exported_by: str
    exported: int
    fields: tuple[str, ...]
    purpose: str


class GlassBroken(CustomerEvent, zh="紧急查看档案", en="A file was opened by break-glass"):
    """A person opened the file of a customer who is not theirs, for a reason, until a time (Q1)."""

    customer: str
    masked_name: str
    broken_by: str
    glass: str
    until: datetime


class GlassEnded(CustomerEvent, zh="紧急查看结束", en="A break-glass ended"):
    """The time for which a person had opened a file is over; it was read so many times in it (Q1)."""

    customer: str
    broken_by: str
    glass: str
    reads: int


class ReadsWithoutCause(CustomerEvent, zh="无业务原由的查看", en="Readings without a cause"):
    """On this day so many readings had no open cause, by these members of staff (Q1)."""

    day: str
    reads: int
    staff: tuple[str, ...]


class AuditAnchored(CustomerEvent, zh="审计链固定", en="The audit chain was anchored"):
    """The audit chain of a branch has this length and this last hash (Q1): it cannot end earlier from now on
    without being noticed."""

    day: str
    length: int
    last: str
