"""Verifying a chain of audit records (Q1): what was changed, cut out, moved or put in, and where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.customer.audit.domain.chain import BEGINNING, AuditChain
from services.customer.audit.domain.records import AuditRecord, hash_of

FAULTS_AT_MOST = 20
"""Faults that are listed of one chain; one cut or change may break many links."""


@dataclass(frozen=True)
class Fault:
    """A place at which a chain is broken: the number of the record, and what is wrong there."""

    branch: str
    number: int
    what: str


@dataclass
class Verification:
    """The verification of one chain. Give it the end of the chain first, then every record in the order of
    the numbers, then the end as it is after that; it keeps one record at a time.

    `keys` are those under which records were hashed, the oldest first: after a record under one of them none
    is taken that is under an older one. `anchors` are hashes of earlier ends by length, from a place where
    the store cannot be written.
    """

    chain: AuditChain
    keys: Sequence[bytes] = field(repr=False)
    anchors: Mapping[int, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.number, self.last = self.chain.begins - 1, self.chain.before
        if self.chain.version and self.chain.seal not in map(self.chain.seal_under, self.keys):
            self._fault(self.chain.length, "the end of the chain was changed")
        if self.chain.begins == 1 and self.chain.before != BEGINNING:
            self._fault(0, "the beginning of the chain was changed")

    def take(self, record: AuditRecord) -> None:
        """Verify the next record."""
        if record.number < self.chain.begins:
            return None  # dropped, and not yet deleted
        if record.number <= self.number:
            return self._fault(record.number, "a record was put in")
        if record.number > self.number + 1:
            self._fault(self.number + 1, f"cut out, up to {record.number - 1}")
        elif record.previous != self.last:
            self._fault(record.number, "does not follow the record before it")
        if not self._is_genuine(record) or record.id != f"{record.branch}:{record.number}":
            self._fault(record.number, "was changed")
        if self.anchors.get(record.number, record.hash) != record.hash:
            self._fault(record.number, "is not the record that was anchored")
        self.number, self.last = record.number, record.hash
        return None

    def _is_genuine(self, record: AuditRecord) -> bool:
        """Tell whether the hash of a record is right, under the key of the one before it or a later key."""
        for place, key in enumerate(self.keys):
            if record.hash == hash_of(record, key):
                self.keys = self.keys[place:]
                return True
        return False

    def end(self, now: AuditChain) -> list[Fault]:
        """Verify the end; `now` is the chain's end after all records were read, since it may have grown."""
        length = max((self.chain.length, *self.anchors))
        if self.number < length:
            self._fault(self.number + 1, f"cut off, up to {length}")
        elif self.number > now.length:
            self._fault(now.length + 1, "was put in after the end")
        elif self.number == now.length and self.last != now.last:
            self._fault(self.number, "is not the last record of the chain")
        return self.faults

    def _fault(self, number: int, what: str) -> None:
        if len(self.faults) < FAULTS_AT_MOST:
            self.faults.append(Fault(self.chain.id, number, what))
