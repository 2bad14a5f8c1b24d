"""Judging, applying and undoing the rows of a page (W2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from services.customer.files.domain.credentials import CredentialRecord
from services.customer.files.domain.customer import Customer
from services.customer.imports.domain.columns import Column
from services.customer.imports.domain.faults import Fault, FaultCode
from services.customer.imports.domain.imported import Outcome, RowMark
from services.customer.imports.domain.rows import Row
from shared.contracts.words import Role
from shared.privacy import mask_name
from shared.roster import Roster


@dataclass(frozen=True)
class Hashed:
    """The keyed hashes of a row's phone and identity number."""

    phone: str
    identity: str | None


@dataclass(frozen=True)
class Known:
    """Facts on file about the rows of a page: credentials by hash, customers by id, when files went with an
    import that was undone, and the roster of the branch."""

    branch: str
    roster: Roster
    credentials: Mapping[str, CredentialRecord]
    customers: Mapping[str, Customer]
    undone: Mapping[str, datetime]


@dataclass
class Seen:
    """The rows of a file so far, by a short hash of what identifies them: 8 bytes each, whatever their
    names."""

    rows: dict[int, int] = field(default_factory=dict)

    def meet(self, row: int, *keys: str | None) -> int | None:
        """Note a row; returns an earlier one that shares one of its keys, if there is one."""
        hashes = [hash(key) for key in keys if key]
        earlier = next((self.rows[one] for one in hashes if one in self.rows), None)
        for one in hashes:
            self.rows.setdefault(one, row)
        return earlier


def judge(row: Row, hashed: Hashed, known: Known, seen: Seen) -> tuple[RowMark, list[Fault]]:
    """Tell what would become of a row: new, there already, perhaps a duplicate, or faulty."""
    earlier = meet(row, hashed, seen)
    fault = _fault_of_manager(row, known.roster)
    customer, outcome = _on_file(row, hashed, known)
    if earlier is not None:
        fault = Fault(row=row.row, code=FaultCode.DUPLICATE_IN_FILE, other=earlier)
    if fault is None and isinstance(outcome, FaultCode):
        fault = Fault(row=row.row, column=_column_of(outcome), code=outcome)
    if fault is not None or isinstance(outcome, FaultCode):
        return RowMark(row=row.row, outcome=Outcome.FAULTY), [fault] if fault else []
    faults = [Fault(row=row.row, code=FaultCode.DUPLICATE_SUSPECTED)] if outcome is Outcome.SUSPECTED else []
    return RowMark(row=row.row, outcome=outcome, customer=customer), faults


def meet(row: Row, hashed: Hashed, seen: Seen) -> int | None:
    """Note a row as seen; returns an earlier one that is about the same customer, if there is one."""
    number = f"number/{row.number}" if row.number else None
    return seen.meet(row.row, number, hashed.identity, f"{hashed.phone}/{row.name}")


def _fault_of_manager(row: Row, roster: Roster) -> Fault | None:
    """Return the fault of an account manager whom the branch does not have."""
    if row.account_manager is None or roster.has(row.account_manager, Role.ACCOUNT_MANAGER):
        return None
    member = roster.member(row.account_manager)
    there = member is not None and bool(member.roles)
    code = FaultCode.NOT_ACCOUNT_MANAGER if there else FaultCode.UNKNOWN_MANAGER
    return Fault(row=row.row, column=Column.MANAGER.value, code=code)


def _on_file(row: Row, hashed: Hashed, known: Known) -> tuple[str | None, Outcome | FaultCode]:
    """Return the customer that a row is about, if one is on file, and what that makes of the row."""
    own = known.customers.get(row.number) if row.number else None
    if own is not None and (own.erased_at is None or own.erased_at != known.undone.get(own.id)):
        if own.branch != known.branch:
            return None, FaultCode.OTHER_BRANCH
        return (None, FaultCode.CUSTOMER_ERASED) if own.is_closed else (own.id, Outcome.THERE)
    holder = _holder(hashed.identity, known)
    if holder is not None:
        return (holder.id, Outcome.THERE) if row.number is None else (None, FaultCode.CREDENTIAL_TAKEN)
    for id in _holders(hashed.phone, known):
        other = known.customers.get(id)
        if other is not None and other.branch == known.branch and other.masked_name == mask_name(row.name):
            return other.id, Outcome.SUSPECTED
    return None, Outcome.NEW


def _holder(hashed: str | None, known: Known) -> Customer | None:
    """Return the customer of the branch who holds a credential: of others nothing is told."""
    ids = _holders(hashed, known) if hashed else ()
    holders = (known.customers[id] for id in ids if id in known.customers)
    return next((one for one in holders if one.branch == known.branch), None)


def _holders(hashed: str, known: Known) -> Sequence[str]:
    credential = known.credentials.get(hashed)
    return credential.others("") if credential else ()


def _column_of(code: FaultCode) -> str:
    return Column.IDENTITY.value if code is FaultCode.CREDENTIAL_TAKEN else Column.NUMBER.value
