"""Commands of the audit trail."""

from dataclasses import dataclass, field

from services.customer.audit.domain import Access
from shared.commands import Command


@dataclass(frozen=True)
class RecordAccess(Command, name="record_access"):
    """Put an access to personal data on record, before the data are given out (Q1). `key` keys the chain."""

    access: Access
    key: bytes = field(repr=False)
