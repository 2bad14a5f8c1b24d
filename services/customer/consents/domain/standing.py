"""Consents (同意): every word of a customer about being contacted, and how they stand by all of them (W5).

A record is never changed. The standing of a purpose and channel holds only the latest moment of each kind of
word, so that it is the same in whatever order the words are recorded.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from services.customer.consents.domain.hours import Hours
from shared.contracts.customer import (
    ConsentKind,
    ConsentSource,
    ConsentState,
    ContactChannel,
    ContactPurpose,
)
from shared.domain import Document
from shared.editions import mark_of


class ConsentRecord(Document):
    """One word of a customer. `at` is when they said it; `evidence` is a sealed reference to what proves it,
    `mark` its keyed hash, by which evidence that was used before is found."""

    collection: ClassVar[str] = "consents"

    branch: str
    customer: str
    kind: ConsentKind
    purpose: ContactPurpose
    channel: ContactChannel
    source: ConsentSource
    at: datetime
    recorded_at: datetime
    recorded_by: str
    evidence: bytes | None = None
    mark: str | None = None

    @property
    def correlation_id(self) -> str:
        return self.customer


class Pair(BaseModel):
    """The latest words about one purpose and channel. `proved_at` is the latest consent with evidence that
    was not used before that moment."""

    model_config = ConfigDict(frozen=True)

    given_at: datetime | None = None
    proved_at: datetime | None = None
    withdrawn_at: datetime | None = None
    refused_at: datetime | None = None

    @property
    def state(self) -> ConsentState:
        """The state by all words so far; of two at one moment, the one that says no counts."""
        if self.refused_at and not _after(self.proved_at, self.refused_at):
            return ConsentState.REFUSED
        if _after(self.given_at, self.withdrawn_at):
            return ConsentState.GIVEN
        return ConsentState.WITHDRAWN if self.withdrawn_at else ConsentState.NONE

    @property
    def since(self) -> datetime | None:
        """The moment since which the state is what it is."""
        return {
            ConsentState.REFUSED: self.refused_at,
            ConsentState.GIVEN: self.given_at,
            ConsentState.WITHDRAWN: self.withdrawn_at,
            ConsentState.NONE: None,
        }[self.state]

    def with_all_of(self, other: "Pair") -> "Pair":
        """Return the pair of all words of both."""
        return Pair(**{name: _latest(at, getattr(other, name)) for name, at in self})

    def with_word(self, record: ConsentRecord, first_used: datetime | None) -> "Pair":
        """Return the pair after one more word; `first_used` is when its evidence was first used, if ever."""
        match record.kind:
            case ConsentKind.GIVEN:
                proved = min(record.at, first_used or record.at) if record.mark else None
                changed = {
                    "given_at": _latest(self.given_at, record.at),
                    "proved_at": _latest(self.proved_at, proved),
                }
            case ConsentKind.WITHDRAWN:
                changed = {"withdrawn_at": _latest(self.withdrawn_at, record.at)}
            case ConsentKind.REFUSED:
                changed = {"refused_at": _latest(self.refused_at, record.at)}
        return self.model_copy(update=changed)


class Preferences(BaseModel):
    """Wishes of a customer: the hours, the channels (none: any), the language, and the time zone they live in
    (empty: the branch's). `email` is sealed."""

    model_config = ConfigDict(frozen=True)

    hours: Hours | None = None
    channels: tuple[ContactChannel, ...] = ()
    language: str = ""
    timezone: str = ""
    email: bytes | None = None


class ContactStanding(Document):
    """The standing of one customer, in one small document; the id is the customer's. `pairs`
    are by ``<purpose>:<channel>``; `wished_by` recorded the wishes."""

    collection: ClassVar[str] = "contact_standings"

    branch: str
    pairs: Mapping[str, Pair] = {}
    records: int = 0
    preferences: Preferences = Preferences()
    wished_by: str = ""

    @property
    def mark(self) -> str:
        """Return the mark of the wishes."""
        return mark_of(self.preferences if self.preferences != Preferences() else None)

    def of(self, purpose: ContactPurpose, channel: ContactChannel) -> Pair:
        """Return the words about a purpose and channel."""
        return self.pairs.get(pair_of(purpose, channel), Pair())


def joined(own: ContactStanding, absorbed: Iterable[ContactStanding | None]) -> ContactStanding:
    """Return a standing with the words of the files that were merged into this one: a refusal that stands in
    one of them stands in all."""
    pairs = dict(own.pairs)
    for one in absorbed:
        for key, pair in one.pairs.items() if one else ():
            pairs[key] = pairs.get(key, Pair()).with_all_of(pair)
    return own.evolve(pairs=pairs)


def pair_of(purpose: ContactPurpose, channel: ContactChannel) -> str:
    """Return the key of a purpose and channel."""
    return f"{purpose.value}:{channel.value}"


def _latest(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((at for at in (one, other) if at is not None), default=None)


def _after(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and (other is None or one > other)
