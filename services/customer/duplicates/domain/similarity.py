"""The signs that two files are of one customer (W2), from personal data in the clear, in memory alone."""

import re
from typing import ClassVar, Protocol

from rapidfuzz import fuzz

from services.customer.files.domain.names import similar_forms
from shared.contracts.customer import DuplicateRejected
from shared.contracts.customer.words import DuplicateSign
from shared.domain import Decision, Document

SIMILAR = 85
"""The least similarity of two similar names, of 100: of the pinyin, in the readings that are most alike."""
RESIDENT = r"[0-9]{17}[0-9X]"


class Known(Protocol):
    """The personal data that are compared."""

    @property
    def name(self) -> str: ...
    @property
    def phone(self) -> str: ...
    @property
    def identity(self) -> str | None: ...
    @property
    def birthday(self) -> str | None: ...


class Distinct(Document):
    """Two customers who are not the same person; the id is that of `pair_of`."""

    collection: ClassVar[str] = "distinct_customers"

    branch: str
    by: str


def pair_of(one: str, other: str) -> str:
    """Return the id of two customers, whichever is named first."""
    return "~".join(sorted((one, other)))


def reject(branch: str, one: str, other: str, by: str) -> Decision:
    """Remember that two files are of different customers."""
    event = DuplicateRejected(branch=branch, customer=one, other=other, rejected_by=by)
    return Decision().save(Distinct(id=pair_of(one, other), branch=branch, by=by), event)


def signs_of(one: Known, other: Known) -> list[DuplicateSign]:
    """Return the signs that two files are of one customer; none where they are too few, or where each has a
    resident's number of its own, which is another person's."""
    if _are_two_residents(one.identity, other.identity):
        return []
    alike = likeness(one.name, other.name)
    signs = []
    if one.phone == other.phone:
        signs.append(DuplicateSign.SAME_PHONE)
    if alike == 100:
        signs.append(DuplicateSign.SAME_NAME)
    elif alike >= SIMILAR:
        signs.append(DuplicateSign.SIMILAR_NAME)
    if one.birthday and one.birthday == other.birthday:
        signs.append(DuplicateSign.SAME_BIRTHDAY)
    return signs if alike >= SIMILAR and len(signs) > 1 else []


def likeness(one: str, other: str) -> float:
    """Return how alike two names sound, from 0 to 100, in the readings that are most alike."""
    pairs = ((left, right) for left in similar_forms(one) for right in similar_forms(other))
    return max((fuzz.ratio(left, right) for left, right in pairs), default=0.0)


def _are_two_residents(one: str | None, other: str | None) -> bool:
    if not one or not other or one == other:
        return False
    return bool(re.fullmatch(RESIDENT, one) and re.fullmatch(RESIDENT, other))
