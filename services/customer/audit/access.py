"""Putting accesses to personal data on record (Q1): awaited by every route before it gives out clear data."""

from collections.abc import Iterable
from dataclasses import replace

from services.customer.audit.commands import RecordAccess
from services.customer.audit.domain.records import Access, Audited
from services.customer.audit.on_record import note_on_record
from shared.chains import chain_key
from shared.clock import new_id
from shared.runtime import Asking


async def record_reading(
    caller: Asking,
    branch: str,
    customers: Iterable[str],
    fields: Iterable[str],
    *,
    purpose: str,
    cause: str | None = None,
    own: Iterable[str] | None = None,
) -> None:
    """Put on record that the caller is given these fields of these customers in the clear. From then on their
    seals open in this request. Without a `cause`, one that is open is looked for.

    `own` are those of the customers whose account manager the caller is, where the route knows that, and that
    it gives out nothing by a break-glass; both are looked up where it is left out.

    Raises `Unavailable` when that could not be committed: the data are not given out then.
    """
    await _record(caller, Audited.OPENED, branch, customers, fields, purpose, cause, own)


async def record_export(
    caller: Asking, branch: str, customers: Iterable[str], fields: Iterable[str], *, purpose: str
) -> None:
    """Put on record that the caller is given a file with these fields of these customers."""
    await _record(caller, Audited.EXPORTED, branch, customers, fields, purpose, None)


async def record_review(caller: Asking, branch: str, customers: Iterable[str], *, purpose: str) -> None:
    """Put on record that the caller reads the audit trail."""
    await _record(caller, Audited.REVIEWED, branch, customers, ("audit",), purpose, None)


async def record_glass(caller: Asking, branch: str, customer: str, glass: str) -> None:
    """Put on record that the caller breaks the glass of a customer's file."""
    await _record(caller, Audited.GLASS_BROKEN, branch, [customer], (), "break_glass", f"break_glass/{glass}")


async def record_import(caller: Asking, branch: str, id: str, *, purpose: str) -> None:
    """Put on record that the caller sends a portfolio file, applies it, or undoes it."""
    await _record(caller, Audited.IMPORTED, branch, (), (), purpose, f"import/{id}")


async def record_denial(
    caller: Asking, branch: str, customers: Iterable[str], fields: Iterable[str], *, purpose: str
) -> None:
    """Put on record that the caller asked for clear data and was refused."""
    await _record(caller, Audited.DENIED, branch, customers, fields, purpose, None)


async def _record(
    caller: Asking,
    kind: Audited,
    branch: str,
    customers: Iterable[str],
    fields: Iterable[str],
    purpose: str,
    cause: str | None,
    own: Iterable[str] | None = None,
) -> None:
    person = caller.person
    access = Access(
        kind,
        branch,
        person.staff,
        tuple(customers),
        tuple(fields),
        purpose,
        cause,
        person.session,
        own=None if own is None else tuple(own),
    )
    command = RecordAccess(access, chain_key(caller.runtime.settings.key("hash_key")))
    asked = replace(caller.cause(RecordAccess, branch), id=new_id(), fingerprint=None)
    await caller.runtime.execute(command, asked)  # no Idempotency-Key makes a second reading the first
    if kind in (Audited.OPENED, Audited.EXPORTED):
        note_on_record([*access.customers, *([cause] if cause else [])])
