"""Commands of needs (D4, A1). `by` is the staff id of the person who asks; words are sealed, days are those
of the branch."""

from dataclasses import dataclass, field

from shared.commands import Command
from shared.contracts.customer import DeclinedWhy, UnservableWhy


@dataclass(frozen=True)
class RecordNeed(Command, name="record_need"):
    """Record a need of the customer, under an id that is made by its sender (D4, A1)."""

    customer: str
    need: str
    word: str
    by: str
    words: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class QualifyNeed(Command, name="qualify_need"):
    """Confirm that a need is real (A1)."""

    need: str
    by: str
    due: str | None = None


@dataclass(frozen=True)
class OfferForNeed(Command, name="offer_for_need"):
    """Note that the customer was offered something for a need (A1)."""

    need: str
    by: str
    due: str | None = None
    words: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class AssignNeed(Command, name="assign_need"):
    """Give an open need to another owner, or until another day (A1)."""

    need: str
    by: str
    owner: str | None = None
    due: str | None = None
    seen: str | None = None


@dataclass(frozen=True)
class FulfilNeed(Command, name="fulfil_need"):
    """Close a need that was met (A1)."""

    need: str
    by: str


@dataclass(frozen=True)
class DeclineNeed(Command, name="decline_need"):
    """Close a need that the customer gave up (A1)."""

    need: str
    by: str
    reason: DeclinedWhy


@dataclass(frozen=True)
class GiveUpNeed(Command, name="give_up_need"):
    """Close a need that the bank cannot meet (A1)."""

    need: str
    by: str
    reason: UnservableWhy
