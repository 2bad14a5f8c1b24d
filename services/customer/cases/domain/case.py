"""Complaint cases (投诉, D9): an owner, and a clock that runs until root cause and answer are known."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict

from services.customer.cases.domain.rules import ANSWERS, RuleSet
from shared.branch_places import BranchPlace
from shared.contracts.customer import CaseClock, ComplaintCause, CustomerEvent
from shared.contracts.words import AnswerWay, ComplaintTopic
from shared.domain import Document
from shared.editions import mark_of
from shared.errors import Refusal

TAKE_OVER_WITHIN = timedelta(minutes=10)
HEAD_TAKES_OVER_WITHIN = timedelta(minutes=20)
BRANCH, REGION = 1, 2
WAIT_FOR_ANSWER = (*ANSWERS, CaseClock.PROMISED)
"""The clocks that the answer stops; one of them runs until the case is settled."""


class CaseAlreadyTakenOver(Refusal):
    code, status = "case_already_taken_over", 409
    en, zh = "Somebody else has taken this case over.", "该投诉已由他人接手。"


class CaseNotTakenOver(Refusal):
    code, status = "case_not_taken_over", 409
    en, zh = "Take the case over first.", "请先接手该投诉。"


class CaseAlreadySettled(Refusal):
    code, status = "case_already_settled", 409
    en, zh = "This case is settled.", "该投诉已办结。"


class CaseNotYours(Refusal):
    code, status = "case_not_yours", 403
    en, zh = "Only the owner of the case or a head may do this.", "仅该投诉的负责人或上级可执行此操作。"


class RecusedFromCase(Refusal):
    code, status = "case_recused", 403
    en, zh = (
        "The one complained about has no part in this case: another answers it.",
        "被投诉人须回避，该投诉由他人处理。",
    )


class WordsAlreadyTaken(Refusal):
    code, status = "words_already_taken", 409
    en, zh = "The words of this case are on record already.", "该投诉内容已登记。"


class StaffUnknown(Refusal):
    code, status = "staff_unknown", 422
    en, zh = "Nobody of this branch has this staff id.", "本网点无此工号。"


class DayImpossible(Refusal):
    code, status = "day_impossible", 422
    en, zh = (
        "What was sent was sent between the complaint and today; what is promised lies ahead.",
        "发送日期须在投诉之日至今日之间；承诺日期不得早于今日。",
    )


class CaseCalendarDue(
    CustomerEvent, zh="按公布的节假日重算投诉时限", en="Deadlines of complaints are counted anew"
):
    """Clocks of a branch that were counted by a calendar of before are to be counted anew. A timer."""

    calendar: str


class CaseTakeOverDue(CustomerEvent):
    """The time to take a case over, at this level, has run out."""

    case: str
    level: int


class CaseClockDue(CustomerEvent):
    """A clock of a case is to be warned of, or has run out at the end of `day`."""

    case: str
    clock: CaseClock
    day: str
    warning: bool


class CaseState(StrEnum):
    """The state of a case."""

    OPEN = "open"  # 待接手
    TAKEN_OVER = "taken_over"  # 处理中
    SETTLED = "settled"  # 已办结


class RunningClock(BaseModel):
    """A clock that has not been stopped: it runs out at `due`, with the end of `day` at the branch.
    `provisional`: the working days that were counted for it were not announced yet."""

    model_config = ConfigDict(frozen=True)

    clock: CaseClock
    day: str
    due: datetime
    warn_at: datetime
    provisional: bool = False
    warned: bool = False
    late: bool = False


class AskedExtension(BaseModel):
    """More time that was asked for; the `reason` is sealed."""

    model_config = ConfigDict(frozen=True)

    until: str
    by: str
    at: datetime
    reason: bytes

    @property
    def mark(self) -> str:
        """Return the mark of what was asked, and when."""
        return mark_of(self.until, self.by, self.at)


class Sent(BaseModel):
    """A reply that was sent to the customer on a day; with `until`, a holding reply, whose `reason` is
    sealed."""

    model_config = ConfigDict(frozen=True)

    by: str
    through: AnswerWay
    on: str
    until: str | None = None
    reason: bytes | None = None


class Repair(BaseModel):
    """The repair of a root cause, by its owner, until the end of a day; the texts are sealed."""

    model_config = ConfigDict(frozen=True)

    owner: str | None
    until: str
    done_at: datetime | None = None
    done_by: str | None = None
    in_time: bool | None = None


class Case(Document):
    """One complaint. `owner` is who should act, `level` how far up it went (0 lobby, 1 branch, 2 region).
    `rules` is a copy of the set that applied when it was raised, `timezone` that of the branch; `next_due` is
    that of the clock that runs out first; `calendar` is the version of the calendar by which a clock is
    provisional, empty if none is. Texts are sealed: `words`, `root_cause`, `resolution`,
    `repair_note`, and reasons; they are kept until `keep_until` at least, if that is not empty."""

    collection: ClassVar[str] = "cases"

    branch: str
    topic: ComplaintTopic
    raised_by: str
    raised_at: datetime
    visit: str | None = None
    customer: str | None = None
    about_staff: str | None = None
    state: CaseState = CaseState.OPEN
    owner: str | None
    level: int = 0
    take_over_by: datetime | None
    answer_by: datetime
    rules: RuleSet
    timezone: str
    clocks: tuple[RunningClock, ...] = ()
    next_due: datetime | None = None
    calendar: str = ""
    extensions: int = 0
    asked: AskedExtension | None = None
    extended_by: tuple[str, ...] = ()
    acknowledged: Sent | None = None
    holding_replies: tuple[Sent, ...] = ()
    answer: Sent | None = None
    taken_over_at: datetime | None = None
    settled_at: datetime | None = None
    settled_by: str | None = None
    in_time: bool | None = None
    cause: ComplaintCause | None = None
    repair: Repair | None = None
    reported_at: datetime | None = None
    reported_by: str | None = None
    keep_until: str = ""
    words: bytes | None = None
    root_cause: bytes | None = None
    resolution: bytes | None = None
    repair_note: bytes | None = None

    @property
    def correlation_id(self) -> str:
        return self.visit or self.id

    @property
    def take_over_timer(self) -> str:
        return f"take-over:{self.id}"

    def clock_timer(self, clock: CaseClock) -> str:
        """Return the id of the timer of a clock."""
        return f"case-clock:{self.id}:{clock}"

    @property
    def place(self) -> BranchPlace:
        """The place of the branch as it was when the case was opened."""
        return BranchPlace(id=self.branch, timezone=self.timezone)

    @property
    def raised_on(self) -> date:
        """The day at the branch on which the complaint was received."""
        return self.place.day_of(self.raised_at)

    def clock(self, clock: CaseClock) -> RunningClock | None:
        """Return a clock that runs, or None."""
        return next((one for one in self.clocks if one.clock is clock), None)

    @property
    def answer_clock(self) -> RunningClock | None:
        """The clock by which the answer is judged: of the answer, the final one, or what was promised."""
        return next((found for clock in WAIT_FOR_ANSWER if (found := self.clock(clock))), None)

    def owner_of(self, clock: CaseClock) -> str | None:
        """Return who should act on a clock."""
        return self.repair.owner if clock is CaseClock.REPAIR and self.repair else self.owner

    def without_texts(self) -> Self:
        """Return the case without what was said and found, when it is kept no longer."""
        replies = tuple(one.model_copy(update={"reason": None}) for one in self.holding_replies)
        return self.evolve(
            words=None, root_cause=None, resolution=None, repair_note=None, holding_replies=replies
        )

    def must_not_be(self, staff: str) -> None:
        """Raises `RecusedFromCase` for the one complained about."""
        if self.about_staff == staff:
            raise RecusedFromCase

    def must_be_running(self) -> None:
        """Raises `CaseAlreadySettled`, `CaseNotTakenOver`."""
        if self.state is CaseState.SETTLED:
            raise CaseAlreadySettled
        if self.state is not CaseState.TAKEN_OVER:
            raise CaseNotTakenOver

    def must_be_of(self, staff: str, *, as_head: bool) -> None:
        """Raises `RecusedFromCase`, `CaseNotYours` unless `staff` is the owner, or asks as a head."""
        self.must_not_be(staff)
        if self.owner != staff and not as_head:
            raise CaseNotYours

    def must_be_sent_on(self, day: str, now: datetime) -> None:
        """Raises `DayImpossible` for a day before the complaint, or after today."""
        if not self.raised_on.isoformat() <= day <= self.place.day_of(now).isoformat():
            raise DayImpossible(day)


class CaseCalendar(Document):
    """The version of the calendar by which the clocks of a branch were counted; the id is the branch's."""

    collection: ClassVar[str] = "case_calendars"

    calendar: str = ""


@dataclass(frozen=True)
class NewComplaint:
    """A complaint as it is raised. `words` are sealed, and missing when a machine raised it; `customer`
    is whoever was recognised in the visit, `about_staff` whom it is about."""

    branch: str
    topic: ComplaintTopic
    raised_by: str
    visit: str | None = None
    words: bytes | None = None
    customer: str | None = None
    about_staff: str | None = None
