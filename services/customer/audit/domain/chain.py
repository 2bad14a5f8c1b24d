"""The chain of a branch's audit records (Q1).

Each record holds the hash of the one before it, so that a record that is changed, cut out, moved or put in
breaks the chain at its place. The end of the chain is sealed by the same key: who can write to the store
can neither forge a record nor shorten the chain.

A page that shows a file reads it again whenever something happens, and an attacker tries again and again. So
what comes once more within a minute is counted in the end of the chain, which is sealed too, and becomes one
record with the next access after that minute: the same reading of the same session; and any denial of the
same person, who adds two records a minute whatever they try.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from services.customer.audit.domain.records import Access, Audited, AuditRecord
from shared.chains import ChainEnd, hash_of
from shared.contracts.customer import CustomersExported, FileOpened
from shared.contracts.customer.base import CustomerEvent
from shared.domain import Decision

TALLY_LASTS = timedelta(minutes=1)
TALLIED_AT_MOST = 20
"""Customers, fields and purposes that one tally names. Of denials, the rest is counted alone; a reading of
more customers is a record each time."""
TALLIES_OF_ONE = 5
"""Readings of one person that are counted at a time, the latest: the end of the chain is written with every
access, so it is kept short."""
TALLIES_AT_MOST = 200


class Tally(BaseModel):
    """Accesses that are counted until a time, and not on record yet."""

    model_config = ConfigDict(frozen=True)

    kind: Audited
    staff: str
    until: datetime
    origin: str
    times: int = 0
    customers: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    cause: str | None = None
    unjustified: tuple[str, ...] = ()

    @classmethod
    def after(cls, access: Access, now: datetime) -> "Tally":
        """Begin to count what follows an access that is on record."""
        until = now + TALLY_LASTS
        if access.kind is Audited.DENIED:
            return cls(kind=access.kind, staff=access.staff, until=until, origin=access.origin)
        return cls(
            kind=access.kind,
            staff=access.staff,
            until=until,
            origin=access.origin,
            customers=access.customers,
            fields=access.fields,
            purposes=(access.purpose,),
            cause=access.cause,
            unjustified=access.unjustified,
        )

    def counts(self, access: Access) -> bool:
        """Tell whether an access is one more of these."""
        if access.kind is not self.kind or access.staff != self.staff:
            return False
        if self.kind is Audited.DENIED:
            return True
        same = Tally.after(access, self.until - TALLY_LASTS)
        return same == self.model_copy(update={"times": 0})

    def one_more(self, access: Access) -> "Tally":
        """Count one more."""
        return self.model_copy(
            update={
                "times": self.times + 1,
                "customers": _more(self.customers, access.customers),
                "fields": _more(self.fields, access.fields),
                "purposes": _more(self.purposes, [access.purpose]),
            }
        )

    def access(self, branch: str) -> Access:
        """Return what was counted, for one record."""
        return Access(
            self.kind,
            branch,
            self.staff,
            self.customers,
            self.fields,
            ",".join(self.purposes),
            self.cause,
            self.origin,
            self.unjustified,
            self.times,
        )


class AuditChain(ChainEnd):
    """The end of a branch's chain; the id is the branch's. `tallies` count what is not on record yet."""

    collection: ClassVar[str] = "audit_chains"

    tallies: tuple[Tally, ...] = ()
    looked_back: datetime | None = None


def record(chain: AuditChain, access: Access, key: bytes, *, now: datetime) -> Decision:
    """Put an access on record, after what was counted and whose minute is over: as a record of its own, or
    counted with others. What was given out is published, once for what is counted."""
    decision = Decision()
    over = [tally for tally in chain.tallies if tally.until <= now]
    tallies = [tally for tally in chain.tallies if tally.until > now]
    known = next((tally for tally in tallies if tally.counts(access)), None)
    if known is not None:
        tallies = [tally.one_more(access) if tally is known else tally for tally in tallies]
    elif _may_repeat(access) and len(tallies) < TALLIES_AT_MOST:
        over += _earlier_of(access, tallies)
        tallies = [tally for tally in tallies if tally not in over] + [Tally.after(access, now)]
    for tally in over:
        if tally.times:
            chain = _append(decision, chain, tally.access(chain.id), key, now)
    chain = chain.evolve(tallies=tuple(tallies))
    if known is None:
        chain = _append(decision, chain, access, key, now, *_events_of(access))
    return decision.save(chain.sealed(key))


def _earlier_of(access: Access, tallies: list[Tally]) -> list[Tally]:
    """Return the person's readings that are counted no longer when this one is."""
    own = [one for one in tallies if one.staff == access.staff and one.kind is access.kind]
    return own[: len(own) + 1 - TALLIES_OF_ONE] if len(own) >= TALLIES_OF_ONE else []


def _may_repeat(access: Access) -> bool:
    """Tell whether more of the same is counted: denials, and readings of a few customers."""
    if access.kind is Audited.DENIED:
        return True
    return access.kind is Audited.OPENED and len(access.customers) <= TALLIED_AT_MOST


def _append(
    decision: Decision,
    chain: AuditChain,
    access: Access,
    key: bytes,
    now: datetime,
    *events: CustomerEvent,
) -> AuditChain:
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
    decision.save(kept, *events)
    return chain.evolve(length=number, last=kept.hash)


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
