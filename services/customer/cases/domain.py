"""Complaint cases (投诉, D9): an owner and two deadlines from the first word, until root cause and answer are
known."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Literal

from shared.contracts.customer import (
    CaseEscalated,
    CaseOpened,
    CaseSettled,
    CaseTakenOver,
    CustomerEvent,
)
from shared.contracts.words import ComplaintTopic, Role
from shared.domain import Decision, Document
from shared.errors import Refusal
from shared.roster import Roster

TAKE_OVER_WITHIN = timedelta(minutes=10)
HEAD_TAKES_OVER_WITHIN = timedelta(minutes=20)
ANSWER_WITHIN = timedelta(days=15)
BRANCH, REGION = 1, 2


class CaseAlreadyTakenOver(Refusal):
    code, status = "case_already_taken_over", 409
    en, zh = "Somebody else has taken this case over.", "该投诉已由他人接手。"


class CaseNotTakenOver(Refusal):
    code, status = "case_not_taken_over", 409
    en, zh = "Take the case over before you settle it.", "请先接手该投诉，再办结。"


class CaseAlreadySettled(Refusal):
    code, status = "case_already_settled", 409
    en, zh = "This case is settled.", "该投诉已办结。"


class CaseNotYours(Refusal):
    code, status = "case_not_yours", 403
    en, zh = "Only the owner of the case or a head may do this.", "仅该投诉的负责人或上级可执行此操作。"


class WordsAlreadyTaken(Refusal):
    code, status = "words_already_taken", 409
    en, zh = "The words of this case are on record already.", "该投诉内容已登记。"


class CaseTakeOverDue(CustomerEvent):
    """The time to take a case over, at this level, has run out."""

    case: str
    level: int


class CaseAnswerDue(CustomerEvent):
    """The time to answer a complaint has run out."""

    case: str


class CaseState(StrEnum):
    """The state of a case."""

    OPEN = "open"  # 待接手
    TAKEN_OVER = "taken_over"  # 处理中
    SETTLED = "settled"  # 已办结


class Case(Document):
    """One complaint. `owner` is who should act, `level` how far up it went (0 lobby, 1 branch, 2 region).
    `words`, `root_cause` and `resolution` are sealed."""

    collection: ClassVar[str] = "cases"

    branch: str
    topic: ComplaintTopic
    raised_by: str
    raised_at: datetime
    visit: str | None = None
    customer: str | None = None
    state: CaseState = CaseState.OPEN
    owner: str | None
    level: int = 0
    take_over_by: datetime | None
    answer_by: datetime
    taken_over_at: datetime | None = None
    settled_at: datetime | None = None
    settled_by: str | None = None
    words: bytes | None = None
    root_cause: bytes | None = None
    resolution: bytes | None = None

    @property
    def correlation_id(self) -> str:
        return self.visit or self.id

    @property
    def take_over_timer(self) -> str:
        return f"take-over:{self.id}"

    @property
    def answer_timer(self) -> str:
        return f"answer:{self.id}"


@dataclass(frozen=True)
class NewComplaint:
    """A complaint as it is raised. `words` are sealed, and missing when a machine raised it; `customer`
    is whoever was recognised in the visit."""

    branch: str
    topic: ComplaintTopic
    raised_by: str
    visit: str | None = None
    words: bytes | None = None
    customer: str | None = None


def open_case(
    id: str,
    complaint: NewComplaint,
    roster: Roster,
    *,
    now: datetime,
    take_over_by: datetime,
    answer_by: datetime,
) -> Decision:
    """Open a case: its owner is in charge of the floor, and both deadlines run."""
    case = Case(
        id=id,
        branch=complaint.branch,
        topic=complaint.topic,
        raised_by=complaint.raised_by,
        raised_at=now,
        visit=complaint.visit,
        customer=complaint.customer,
        owner=roster.in_charge,
        take_over_by=take_over_by,
        answer_by=answer_by,
        words=complaint.words,
    )
    opened = CaseOpened(
        branch=case.branch,
        case=case.id,
        topic=case.topic,
        raised_by=case.raised_by,
        case_owner=case.owner,
        take_over_by=take_over_by,
        answer_by=answer_by,
        visit=case.visit,
        customer=case.customer,
    )
    take_over_due = CaseTakeOverDue(branch=case.branch, case=case.id, level=case.level)
    answer_due = CaseAnswerDue(branch=case.branch, case=case.id)
    return (
        Decision()
        .save(case, opened)
        .schedule(case.take_over_timer, take_over_by, take_over_due, correlation_id=case.correlation_id)
        .schedule(case.answer_timer, answer_by, answer_due, correlation_id=case.correlation_id)
    )


def record_words(case: Case, words: bytes) -> Decision:
    """Record what was said, once. Raises `WordsAlreadyTaken`."""
    if case.words is not None:
        raise WordsAlreadyTaken
    return Decision().save(case.evolve(words=words))


def take_over(case: Case, by: str, *, now: datetime) -> Decision:
    """Make `by` the owner. The first one gets the case; taking it over twice changes nothing.

    Raises `CaseAlreadySettled`, `CaseAlreadyTakenOver`.
    """
    if case.state is CaseState.SETTLED:
        raise CaseAlreadySettled
    if case.state is CaseState.TAKEN_OVER:
        if case.owner != by:
            raise CaseAlreadyTakenOver
        return Decision()
    taken = case.evolve(state=CaseState.TAKEN_OVER, owner=by, take_over_by=None, taken_over_at=now)
    event = CaseTakenOver(branch=case.branch, case=case.id, case_owner=by, customer=case.customer)
    return Decision().save(taken, event).cancel(case.take_over_timer)


def settle(
    case: Case, by: str, root_cause: bytes, resolution: bytes, *, as_head: bool, now: datetime
) -> Decision:
    """Settle a case, which cancels its deadlines. `as_head` lets another than the owner do so.

    Raises `CaseAlreadySettled`, `CaseNotTakenOver`, `CaseNotYours`.
    """
    if case.state is CaseState.SETTLED:
        raise CaseAlreadySettled
    if case.state is not CaseState.TAKEN_OVER:
        raise CaseNotTakenOver
    if case.owner != by and not as_head:
        raise CaseNotYours
    settled = case.evolve(
        state=CaseState.SETTLED,
        settled_at=now,
        settled_by=by,
        root_cause=root_cause,
        resolution=resolution,
    )
    event = CaseSettled(branch=case.branch, case=case.id, settled_by=by, customer=case.customer)
    return Decision().save(settled, event).cancel(case.take_over_timer).cancel(case.answer_timer)


def escalate(case: Case, due: CaseTakeOverDue, roster: Roster, *, next_due: datetime) -> Decision:
    """Escalate a case that nobody took over: the branch head has until `next_due`, then it is the region's.
    A timer that fires after the take-over, or for an earlier level, changes nothing."""
    if case.state is not CaseState.OPEN or case.level != due.level:
        return Decision()
    level = case.level + 1
    if level == BRANCH:
        case = case.evolve(level=level, owner=roster.first(Role.BRANCH_HEAD), take_over_by=next_due)
        again = CaseTakeOverDue(branch=case.branch, case=case.id, level=level)
        decision = Decision().save(case, _escalated(case, case.owner))
        return decision.schedule(case.take_over_timer, next_due, again, correlation_id=case.correlation_id)
    case = case.evolve(level=level, owner=roster.first(Role.REGION_HEAD), take_over_by=None)
    return Decision().save(case, _escalated(case, case.owner))


def escalate_late_answer(case: Case, roster: Roster) -> Decision:
    """Escalate a case whose answer is late to the region head; its owner stays."""
    if case.state is CaseState.SETTLED:
        return Decision()
    case = case.evolve(level=REGION)
    return Decision().save(case, _escalated(case, roster.first(Role.REGION_HEAD), overdue="answer"))


def _escalated(
    case: Case, case_owner: str | None, overdue: Literal["take_over", "answer"] = "take_over"
) -> CaseEscalated:
    return CaseEscalated(
        branch=case.branch,
        case=case.id,
        level=case.level,
        case_owner=case_owner,
        take_over_by=case.take_over_by,
        overdue=overdue,
        customer=case.customer,
    )
