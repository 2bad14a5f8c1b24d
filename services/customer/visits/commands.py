"""Commands of visits to customers, of promises, and of calendar feeds (W1, Q2). `by` is the staff id of the
person who asks; texts are sealed."""

from dataclasses import dataclass, field
from datetime import datetime

from services.customer.visits.domain.planning import NewVisit
from services.customer.visits.domain.records import NextStep, VisitRecord
from shared.commands import Command
from shared.contracts.customer import NotHeldReason


@dataclass(frozen=True)
class PlanVisit(Command, name="plan_visit"):
    """Plan a visit to a customer, under an id that is made by its sender (W1)."""

    visit: NewVisit


@dataclass(frozen=True)
class MoveVisit(Command, name="move_visit"):
    """Move a visit to another time (W1)."""

    visit: str
    starts_at: datetime
    ends_at: datetime
    despite_overlap: bool
    by: str
    seen: str | None = None


@dataclass(frozen=True)
class ConfirmVisit(Command, name="confirm_visit"):
    """Note that the customer confirmed a visit (W1)."""

    visit: str


@dataclass(frozen=True)
class BeginVisit(Command, name="begin_visit"):
    """Note that one arrived for a visit, by district (W1)."""

    visit: str
    district: str


@dataclass(frozen=True)
class HoldVisit(Command, name="hold_visit"):
    """End a visit that was held (W1)."""

    visit: str


@dataclass(frozen=True)
class MissVisit(Command, name="miss_visit"):
    """End a visit that was not held, with the reason and what follows (W1)."""

    visit: str
    reason: NotHeldReason
    next_step: NextStep


@dataclass(frozen=True)
class CancelVisit(Command, name="cancel_visit"):
    """Cancel a visit that is still to come (W1)."""

    visit: str
    reason: NotHeldReason
    by: str


@dataclass(frozen=True)
class RecordVisit(Command, name="record_visit"):
    """Put a visit on record: what was observed, what was promised, what follows (W1)."""

    visit: str
    record: VisitRecord


@dataclass(frozen=True)
class KeepPromise(Command, name="keep_promise"):
    """Note that a promise was kept (W1)."""

    promise: str
    by: str


@dataclass(frozen=True)
class IssueCalendarFeed(Command, name="issue_calendar_feed"):
    """Give oneself an address for one's calendar at the branches where one works; `token` is the hash of its
    secret (Q2)."""

    staff: str
    branches: tuple[str, ...]
    token: str = field(repr=False)


@dataclass(frozen=True)
class RevokeCalendarFeed(Command, name="revoke_calendar_feed"):
    """Make the address of one's calendar good no more (Q2)."""

    staff: str
