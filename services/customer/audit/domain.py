"""The audit trail (Q1): who read, exported or was denied which personal data, as a chain per branch.

A record is never changed. Each one holds the hash of the record before it, so that one that is changed or cut
out breaks the chain at its place.
"""

import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import ClassVar

from shared.contracts.customer import FileOpened
from shared.contracts.labelled import Words
from shared.domain import Decision, Document

BEGINNING = "0" * 64
"""The hash before the first record of a branch."""


class Audited(Words):
    """The kinds of audit records."""

    OPENED = "opened", "查看明文", "Read in the clear"
    EXPORTED = "exported", "导出", "Exported"
    DENIED = "denied", "拒绝访问", "Denied"


@dataclass(frozen=True)
class Access:
    """An access to personal data of some customers at the branch that keeps them. `fields` names what was
    read and never its value; `purpose` is a word of the code; `cause` is what the reader had to do with the
    customer, such as ``visit/<id>``, if anything; `origin` is the session from which it was asked."""

    kind: Audited
    branch: str
    staff: str
    customers: tuple[str, ...]
    fields: tuple[str, ...]
    purpose: str
    cause: str | None = None
    origin: str = ""


class AuditRecord(Document):
    """One record, `number` of its branch's chain; its id is ``<branch>:<number>``."""

    collection: ClassVar[str] = "audit_records"

    branch: str
    number: int
    at: datetime
    kind: Audited
    staff: str
    customers: tuple[str, ...]
    fields: tuple[str, ...]
    purpose: str
    cause: str | None
    origin: str
    previous: str
    hash: str


class AuditChain(Document):
    """The end of a branch's chain: its length and the hash of its last record; the id is the branch's."""

    collection: ClassVar[str] = "audit_chains"

    length: int = 0
    last: str = BEGINNING


def record(chain: AuditChain, access: Access, key: bytes, *, now: datetime) -> Decision:
    """Append a record of `access` to the chain of its branch; what was read in the clear is published."""
    number = chain.length + 1
    fields = {
        "branch": access.branch,
        "number": number,
        "at": now,
        "kind": access.kind,
        "staff": access.staff,
        "customers": access.customers,
        "fields": access.fields,
        "purpose": access.purpose,
        "cause": access.cause,
        "origin": access.origin,
        "previous": chain.last,
    }
    kept = AuditRecord(id=f"{access.branch}:{number}", hash="", **fields)
    kept = kept.evolve(hash=hash_of(kept, key))
    events = [_opened(access)] if access.kind is Audited.OPENED else []
    return Decision().save(kept, *events).save(chain.evolve(length=number, last=kept.hash))


def hash_of(record: AuditRecord, key: bytes) -> str:
    """Return the keyed hash (HMAC-SHA256, hex) of a record with the hash before it."""
    content = record.model_dump(mode="json", exclude={"id", "version", "hash"})
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(key, plain.encode(), sha256).hexdigest()


def _opened(access: Access) -> FileOpened:
    return FileOpened(
        branch=access.branch,
        customers=access.customers,
        opened_by=access.staff,
        fields=access.fields,
        purpose=access.purpose,
        cause=access.cause,
    )
