"""Commands of the audit trail and of break-glass (Q1)."""

from dataclasses import dataclass, field

from services.customer.audit.domain.records import Access
from shared.commands import Command


@dataclass(frozen=True)
class RecordAccess(Command, name="record_access"):
    """Put an access to personal data on record, before the data are given out (Q1). `key` keys the chain."""

    access: Access
    key: bytes = field(repr=False)


@dataclass(frozen=True)
class BreakGlass(Command, name="break_glass"):
    """Let `staff` read the file of a customer for half an hour (Q1). The reason is sealed."""

    id: str
    branch: str
    staff: str
    customer: str
    masked_name: str
    reason: bytes
