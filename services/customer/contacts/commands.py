"""Commands of contacts (A1). `by` is the staff id of the person who asks; words are sealed, days are those of
the branch."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from services.customer.contacts.domain.dates import DateSign
from services.customer.contacts.domain.rhythm import Rhythm
from shared.commands import Command
from shared.contracts.customer import ContactOutcome, ContactWay, ExcuseReason, Initiative


@dataclass(frozen=True)
class RecordContact(Command, name="record_contact"):
    """Record a contact with a customer, or an attempt, under an id that is made by its sender; `until` is the
    day to which it was moved (A1)."""

    contact: str
    customer: str
    by: str
    way: ContactWay
    initiative: Initiative
    outcome: ContactOutcome
    until: str | None = None
    words: bytes | None = field(default=None, repr=False)
    at: datetime | None = None
    visit: str | None = None


@dataclass(frozen=True)
class ExcuseContact(Command, name="excuse_contact"):
    """Leave a customer alone until the end of a day (A1)."""

    customer: str
    by: str
    reason: ExcuseReason
    until: str
    seen: str | None = None


@dataclass(frozen=True)
class EndExcuse(Command, name="end_excuse"):
    """End an excuse before its time (A1)."""

    customer: str
    seen: str | None = None


@dataclass(frozen=True)
class ChangeRhythm(Command, name="change_rhythm"):
    """Change how often a branch is in touch with its customers, or with the scope ``bank`` all branches that
    have no rhythms of their own (A1)."""

    branch: str
    rhythms: Sequence[Rhythm]
    slots: int
    soon: int
    by: str
    ahead: int = 7
    seen: str | None = None


@dataclass(frozen=True)
class DropRhythm(Command, name="drop_rhythm"):
    """Let a branch follow the rhythms of the bank again (A1)."""

    branch: str
    by: str
    seen: str | None = None


@dataclass(frozen=True)
class NoteDates(Command, name="note_dates"):
    """Put customers with an important date that is `near` on today's list, and take off it those whose date
    has `passed`; asked by the service itself (A1)."""

    branch: str
    near: Sequence[DateSign] = ()
    passed: Sequence[DateSign] = ()


@dataclass(frozen=True)
class EndDates(Command, name="end_dates"):
    """End the nightly look for important dates; asked by the service itself (A1)."""

    branch: str
    run: str
