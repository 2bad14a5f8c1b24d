"""Records of the audit trail (Q1): who read, exported or was denied which personal data."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from shared.chains import ChainedRecord
from shared.contracts.labelled import Words


class Audited(Words):
    """The kinds of audit records."""

    OPENED = "opened", "查看明文", "Read in the clear"
    EXPORTED = "exported", "导出", "Exported"
    DENIED = "denied", "拒绝访问", "Denied"
    REVIEWED = "reviewed", "查阅审计记录", "Audit trail read"
    GLASS_BROKEN = "glass_broken", "紧急查看授权", "Break-glass"
    IMPORTED = "imported", "批量导入", "Import"


GIVES_OUT = (Audited.OPENED, Audited.EXPORTED)
"""The kinds that give personal data out: each is judged against an open cause."""


@dataclass(frozen=True)
class Access:
    """An access to personal data of some customers at the branch that keeps them. `fields` names what was
    read and never its value; `purpose` is a word of the code; `cause` is what the reader had to do with the
    customer, such as ``visit/<id>``, if anything; `origin` is the session from which it was asked.

    `own` are those whose account manager the reader is, where the route knows it; None where it does not.
    `unjustified` are the customers with whom the reader had nothing open; `times` counts what one record
    stands for.
    """

    kind: Audited
    branch: str
    staff: str
    customers: tuple[str, ...]
    fields: tuple[str, ...]
    purpose: str
    cause: str | None = None
    origin: str = ""
    unjustified: tuple[str, ...] = ()
    times: int = 1
    own: tuple[str, ...] | None = None


class AuditRecord(ChainedRecord):
    """One record, `number` of its branch's chain; its id is ``<branch>:<number>``. A record is never
    changed. `without_cause` is whether any of the customers was read without an open cause."""

    collection: ClassVar[str] = "audit_records"
    unhashed: ClassVar[frozenset[str]] = ChainedRecord.unhashed | {"id"}

    branch: str
    at: datetime
    kind: Audited
    staff: str
    customers: tuple[str, ...]
    fields: tuple[str, ...]
    purpose: str
    cause: str | None
    origin: str
    unjustified: tuple[str, ...] = ()
    without_cause: bool = False
    times: int = 1

    @property
    def is_in_place(self) -> bool:
        return self.id == f"{self.branch}:{self.number}"
