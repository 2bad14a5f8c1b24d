"""Chains of records (Q1): each record holds the hash of the one before it, and the end of the chain is
sealed by the same key. Who can write to the store can neither change a record, cut one out, nor shorten the
chain."""

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import ClassVar, Self

from shared.domain import Document

BEGINNING = "0" * 64
"""The hash before the first record of a chain."""
FAULTS_AT_MOST = 20
"""Faults that are listed of one chain; one cut or change may break many links."""


def chain_key(key: bytes) -> bytes:
    """Derive the key of a service's chains from its `hash_key`, which does not change with the ring."""
    return hmac.digest(key, b"audit chains", "sha256")


def keyed(key: bytes, content: object) -> str:
    """Return the HMAC-SHA256 (hex) of a content that JSON can hold."""
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(key, plain.encode(), sha256).hexdigest()


class ChainedRecord(Document):
    """A record that a chain holds; `number` is 0 until it is in. From then on it is never changed."""

    unhashed: ClassVar[frozenset[str]] = frozenset(("version", "hash"))

    number: int = 0
    previous: str = ""
    hash: str = ""

    @property
    def is_in_place(self) -> bool:
        """Tell whether the id is the one that a record of this number must have, where the number says it."""
        return True


def hash_of(record: ChainedRecord, key: bytes) -> str:
    """Return the keyed hash (HMAC-SHA256, hex) of a record with the hash before it. A field that has its
    default is left out, so that a field that is added later changes no hash."""
    return keyed(key, record.model_dump(mode="json", exclude=set(record.unhashed), exclude_defaults=True))


class ChainEnd(Document):
    """The end of a chain of `length` records, of which the last has the hash `last`.

    Records before number `begins` were dropped at the end of their term; `before` is the hash of the last of
    them. `seal` is the keyed hash of all of it.
    """

    collection: ClassVar[str] = "audit_ends"

    length: int = 0
    last: str = BEGINNING
    begins: int = 1
    before: str = BEGINNING
    seal: str = ""

    def sealed(self, key: bytes) -> Self:
        """Return the same end under its seal."""
        return self.evolve(seal=self.seal_under(key))

    def seal_under(self, key: bytes) -> str:
        """Return the seal that this end must have."""
        return keyed(key, self.model_dump(mode="json", exclude={"version", "seal"}, exclude_defaults=True))

    def begin_after(self, last_dropped: ChainedRecord, key: bytes) -> Self:
        """Let the chain begin after a record whose term is over: those up to it may be dropped from now
        on."""
        return self.evolve(begins=last_dropped.number + 1, before=last_dropped.hash).sealed(key)


@dataclass(frozen=True)
class Fault:
    """A place at which a chain is broken: the number of the record, and what is wrong there."""

    chain: str
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

    chain: ChainEnd
    keys: Sequence[bytes] = field(repr=False)
    anchors: Mapping[int, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.number, self.last = self.chain.begins - 1, self.chain.before
        if self.chain.version and self.chain.seal not in map(self.chain.seal_under, self.keys):
            self._fault(self.chain.length, "the end of the chain was changed")
        if self.chain.begins == 1 and self.chain.before != BEGINNING:
            self._fault(0, "the beginning of the chain was changed")

    def take(self, record: ChainedRecord) -> None:
        """Verify the next record."""
        if record.number < self.chain.begins:
            return None  # dropped, and not yet deleted
        if record.number <= self.number:
            return self._fault(record.number, "a record was put in")
        if record.number > self.number + 1:
            self._fault(self.number + 1, f"cut out, up to {record.number - 1}")
        elif record.previous != self.last:
            self._fault(record.number, "does not follow the record before it")
        if not self._is_genuine(record) or not record.is_in_place:
            self._fault(record.number, "was changed")
        if self.anchors.get(record.number, record.hash) != record.hash:
            self._fault(record.number, "is not the record that was anchored")
        self.number, self.last = record.number, record.hash
        return None

    def _is_genuine(self, record: ChainedRecord) -> bool:
        """Tell whether the hash of a record is right, under the key of the one before it or a later key."""
        for place, key in enumerate(self.keys):
            if record.hash == hash_of(record, key):
                self.keys = self.keys[place:]
                return True
        return False

    def end(self, now: ChainEnd) -> list[Fault]:
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
