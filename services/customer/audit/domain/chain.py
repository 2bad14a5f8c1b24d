"""The chain of a branch's audit records (Q1).

Each record holds the hash of the one before it, so that a record that is changed, cut out, moved or put in
breaks the chain at its place. The end of the chain is sealed by the same key: who can write to the store
can neither forge a record nor shorten the chain.

What a person is denied is one record at once. What they are denied in the minute after it is counted in the
end of the chain, and becomes one record with the next access after that minute: an attacker adds two records
a minute, whatever they try.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from services.customer.audit.domain.records import Access, Audited, AuditRecord, hash_of, keyed
from shared.contracts.customer import CustomersExported, FileOpened
from shared.contracts.customer.base import CustomerEvent
from shared.domain import Decision, Document

BEGINNING = "0" * 64
"""The hash before the first record of a branch."""
TALLY_LASTS = timedelta(minutes=1)
TALLIED_AT_MOST = 20
"""Customers, fields and purposes that one tally names; the rest is counted alone."""


class Tally(BaseModel):
    """Denials of one person that are counted until a time, and not on record yet."""

    model_config = ConfigDict(frozen=True)

    staff: str
    until: datetime
    origin: str
    times: int = 0
    customers: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()

    def with_one_more(self, access: Access) -> "Tally":
        """Count one more denial."""
        return self.model_copy(
            update={
                "times": self.times + 1,
                "customers": _more(self.customers, access.customers),
                "fields": _more(self.fields, access.fields),
                "purposes": _more(self.purposes, [access.purpose]),
            }
        )


class AuditChain(Document):
    """The end of a branch's chain: its length and the hash of its last record; the id is the branch's.

    Records before number `begins` were dropped at the end of their term; `before` is the hash of the last of
    them. `denials` are counted by person. `seal` is the keyed hash of all of it.
    """

    collection: ClassVar[str] = "audit_chains"

    length: int = 0
    last: str = BEGINNING
    begins: int = 1
    before: str = BEGINNING
    denials: tuple[Tally, ...] = ()
    looked_back: datetime | None = None
    seal: str = ""

    def sealed(self, key: bytes) -> "AuditChain":
        """Return the same end under its seal."""
        return self.evolve(seal=self.seal_under(key))

    def seal_under(self, key: bytes) -> str:
        """Return the seal that this end must have."""
        return keyed(key, self.model_dump(mode="json", exclude={"version", "seal"}, exclude_defaults=True))


def record(chain: AuditChain, access: Access, key: bytes, *, now: datetime) -> Decision:
    """Append a record of `access`, after those of denials whose minute is over. What was given out is
    published."""
    decision = Decision()
    over = [tally for tally in chain.denials if tally.until <= now]
    counting = {tally.staff: tally for tally in chain.denials if tally.until > now}
    for tally in over:
        if tally.times:
            chain = _append(decision, chain, _counted(chain.id, tally), key, now)
    counted = access.kind is Audited.DENIED and access.staff in counting
    if access.kind is Audited.DENIED:
        new = Tally(staff=access.staff, until=now + TALLY_LASTS, origin=access.origin)
        counting[access.staff] = counting[access.staff].with_one_more(access) if counted else new
    chain = chain.evolve(denials=tuple(counting.values()))
    if counted:
        return decision.save(chain.sealed(key))
    chain = _append(decision, chain, access, key, now)
    return decision.save(chain.sealed(key))


def begin_later(chain: AuditChain, last_dropped: AuditRecord, key: bytes) -> AuditChain:
    """Let the chain begin after a record whose term is over: those up to it may be dropped from now on."""
    return chain.evolve(begins=last_dropped.number + 1, before=last_dropped.hash).sealed(key)


def _append(decision: Decision, chain: AuditChain, access: Access, key: bytes, now: datetime) -> AuditChain:
    number = chain.length + 1
    kept = AuditRecord(
        id=f"{access.branch}:{number}",
        branch=access.branch,
        number=number,
        at=now,
        kind=access.kind,
        staff=access.staff,
        customers=access.customers,
        fields=access.fields,
        purpose=access.purpose,
        cause=access.cause,
        origin=access.origin,
        previous=chain.last,
        hash="",
        unjustified=access.unjustified,
        without_cause=bool(access.unjustified),
        times=access.times,
    )
    kept = kept.evolve(hash=hash_of(kept, key))
    decision.save(kept, *_events_of(access))
    return chain.evolve(length=number, last=kept.hash)


def _counted(branch: str, tally: Tally) -> Access:
    return Access(
        Audited.DENIED,
        branch,
        tally.staff,
        tally.customers,
        tally.fields,
        ",".join(tally.purposes),
        origin=tally.origin,
        times=tally.times,
    )


def _events_of(access: Access) -> list[CustomerEvent]:
    if access.kind is Audited.OPENED:
        return [
            FileOpened(
                branch=access.branch,
                customers=access.customers,
                opened_by=access.staff,
                fields=access.fields,
                purpose=access.purpose,
                cause=access.cause,
            )
        ]
    if access.kind is Audited.EXPORTED:
        return [
            CustomersExported(
                branch=access.branch,
                exported_by=access.staff,
                exported=len(access.customers),
                fields=access.fields,
                purpose=access.purpose,
            )
        ]
    return []


def _more(known: tuple[str, ...], given: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *given)))[:TALLIED_AT_MOST]
