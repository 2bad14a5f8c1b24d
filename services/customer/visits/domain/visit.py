"""The visit of an account manager to a customer (访问, W1): its document, its timers, and its refusals.

A visit is planned, confirmed, begun, held or not held, and on record at the latest on the next working day.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from shared.branch_places import BranchPlace
from shared.contracts.customer import (
    Confidentiality,
    CustomerEvent,
    FollowUp,
    NoFollowUp,
    NotHeldReason,
    VisitPlace,
    VisitPurpose,
)
from shared.domain import Document
from shared.editions import mark_of
from shared.errors import Refusal

OPEN_AT_MOST = 300
AT_HEAD = 2
"""The level of a late record at which the branch head is told."""


class VisitNotOpen(Refusal):
    code, status = "visit_not_open", 409
    en, zh = "This visit is over or was cancelled.", "该拜访已结束或已取消。"


class VisitNotDue(Refusal):
    code, status = "visit_not_due", 409
    en, zh = "This visit has not come yet.", "尚未到拜访时间。"


class VisitNotToRecord(Refusal):
    code, status = "visit_not_to_record", 409
    en, zh = "There is nothing to record for this visit.", "该拜访无需登记记录。"


class VisitRecordedAlready(Refusal):
    code, status = "visit_recorded", 409
    en, zh = "This visit is on record already.", "该拜访记录已登记。"


class VisitOverlaps(Refusal):
    code, status = "visit_overlaps", 409
    en = "You have another visit at that time; confirm that both are meant."
    zh = "该时段已有其他拜访，如确需安排请再次确认。"


class TooManyVisits(Refusal):
    code, status = "too_many_visits", 409
    en, zh = (
        "There are 300 open visits; record or cancel some first.",
        "未办结的拜访已达300次，请先登记或取消。",
    )


class FollowUpInPast(Refusal):
    code, status = "follow_up_in_past", 422
    en, zh = "The day of the next step or of a promise has passed.", "后续事项或承诺的日期已过。"


class OwnerUnknown(Refusal):
    code, status = "promise_owner_unknown", 422
    en, zh = "The owner of a promise works at this branch.", "承诺事项的负责人须为本网点员工。"


class VisitRecordDue(CustomerEvent):
    """The time to record a visit has run out, for the first or for the second time (`level`)."""

    customer_visit: str
    level: int


class VisitState(StrEnum):
    """The state of a visit."""

    PLANNED = "planned"  # 已计划
    CONFIRMED = "confirmed"  # 已确认
    BEGUN = "begun"  # 进行中
    HELD = "held"  # 待登记
    NOT_HELD = "not_held"  # 未成行
    RECORDED = "recorded"  # 已登记
    CANCELLED = "cancelled"  # 已取消


COMING = (VisitState.PLANNED, VisitState.CONFIRMED)
OPEN = (*COMING, VisitState.BEGUN, VisitState.HELD)
"""States in which something is owed yet."""


class CustomerVisit(Document):
    """One visit. `timezone` is that of the branch when it was planned; `sequence` counts the changes that
    a calendar shows. `address`, `attendees`, `goal` and `observations` are sealed under the key of the
    customer."""

    collection: ClassVar[str] = "customer_visits"

    branch: str
    customer: str
    staff: str
    purpose: VisitPurpose
    place: VisitPlace
    confidentiality: Confidentiality
    timezone: str
    starts_at: datetime
    ends_at: datetime
    address: bytes | None = None
    attendees: bytes | None = None
    goal: bytes | None = None
    state: VisitState = VisitState.PLANNED
    sequence: int = 0
    planned_at: datetime
    changed_at: datetime
    record_due: datetime
    overdue: int = 0
    district: str | None = None
    begun_at: datetime | None = None
    held_at: datetime | None = None
    reason: NotHeldReason | None = None
    recorded_at: datetime | None = None
    recorded_by: str | None = None
    observations: bytes | None = None
    follow_up: FollowUp | None = None
    follow_up_on: str | None = None
    none_because: NoFollowUp | None = None
    promises: tuple[str, ...] = ()

    @property
    def correlation_id(self) -> str:
        return self.id

    @property
    def mark(self) -> str:
        """Return the mark of the time."""
        return mark_of(self.starts_at, self.ends_at)

    @property
    def is_open(self) -> bool:
        """Tell whether something is owed yet."""
        return self.state in OPEN

    @property
    def record_timer(self) -> str:
        return f"visit-record:{self.id}"


class Busy(BaseModel):
    """The time of a visit that is still to come."""

    model_config = ConfigDict(frozen=True)

    visit: str
    starts_at: datetime
    ends_at: datetime


class Diary(Document):
    """The coming visits of a member of staff, whose id it has, so that two at the same time are noticed."""

    collection: ClassVar[str] = "diaries"

    busy: tuple[Busy, ...] = ()

    def overlapping(self, visit: CustomerVisit) -> bool:
        """Return whether another visit lies at the same time."""
        return any(
            one.visit != visit.id and one.starts_at < visit.ends_at and visit.starts_at < one.ends_at
            for one in self.busy
        )

    def with_visit(self, visit: CustomerVisit, now: datetime) -> "Diary":
        """Enter a visit, or its new time; leave out what has passed."""
        kept = tuple(one for one in self.busy if one.visit != visit.id and one.ends_at > now)
        entry = Busy(visit=visit.id, starts_at=visit.starts_at, ends_at=visit.ends_at)
        return self.evolve(busy=(*kept, entry))

    def without_visit(self, visit: str) -> "Diary":
        """Take a visit out."""
        return self.evolve(busy=tuple(one for one in self.busy if one.visit != visit))


def record_due_of(ended: datetime, place: BranchPlace, working_days: int = 1) -> datetime:
    """Return the end of the working day that is so many after the day of `ended`, at the branch."""
    return place.end_of(place.calendar.add(place.day_of(ended), working_days))


def must_not_have_passed(day: date, today: date) -> None:
    """Raises `FollowUpInPast`."""
    if day < today:
        raise FollowUpInPast


def coarse(at: datetime) -> datetime:
    """Return the quarter of an hour in which `at` lies: nothing finer is kept of where staff are."""
    return at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)
