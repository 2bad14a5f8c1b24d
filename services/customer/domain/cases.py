"""Complaint cases (D9): an owner and two clocks from the first word, until cause and answer are known."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from services.customer.domain.roster import Roster
from shared.contracts.customer import CaseEscalated, CaseOpened, CaseSettled, CaseTakenOver, CustomerEvent
from shared.contracts.words import ComplaintTopic, Role
from shared.domain import Decision, Document
from shared.errors import Refusal

TAKE_OVER_WITHIN = timedelta(minutes=10)
HEAD_TAKES_OVER_WITHIN = timedelta(minutes=20)
ANSWER_WITHIN = timedelta(days=15)
BRANCH_LEVEL, REGION_LEVEL = 1, 2


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


class TakeOverDue(CustomerEvent):
    """The time to take a case over, at this level, has run out."""

    case: str
    level: int


class AnswerDue(CustomerEvent):
    """The time to answer a complaint has run out."""

    case: str


class CaseState(StrEnum):
    OPEN = "open"  # 待接手
    TAKEN_OVER = "taken_over"  # 处理中
    SETTLED = "settled"  # 已办结


class Case(Document):
    """One complaint. `owner` is who should act, `level` how far up it went (0 lobby, 1 branch, 2 region).
    `words`, `cause` and `resolution` are sealed."""

    collection: ClassVar[str] = "cases"

    branch: str
    topic: ComplaintTopic
    raised_by: str
    raised_at: datetime
    visit: str | None = None
    state: CaseState = CaseState.OPEN
    owner: str | None
    level: int = 0
    take_over_by: datetime | None
    answer_by: datetime
    taken_over_at: datetime | None = None
    settled_at: datetime | None = None
    settled_by: str | None = None
    words: bytes | None = None
    cause: bytes | None = None
    resolution: bytes | None = None

    @property
    def story(self) -> str:
        return self.visit or self.id


@dataclass(frozen=True)
class NewCase:
    """A complaint as it comes in; `words` are sealed, and missing when a machine raised it."""

    id: str
    branch: str
    topic: ComplaintTopic
    raised_by: str
    visit: str | None = None
    words: bytes | None = None


@dataclass(frozen=True)
class TakeOver:
    case: str
    by: str


@dataclass(frozen=True)
class Words:
    case: str
    words: bytes


@dataclass(frozen=True)
class Settlement:
    """How a case ends; `cause` and `resolution` are sealed, `as_head` lets another than the owner settle."""

    case: str
    by: str
    as_head: bool
    cause: bytes
    resolution: bytes


def open_case(
    new: NewCase, roster: Roster, *, now: datetime, take_over_by: datetime, answer_by: datetime
) -> Decision:
    """Give a complaint its owner and its clocks."""
    case = Case(
        id=new.id,
        branch=new.branch,
        topic=new.topic,
        raised_by=new.raised_by,
        raised_at=now,
        visit=new.visit,
        owner=roster.complaints_owner,
        take_over_by=take_over_by,
        answer_by=answer_by,
        words=new.words,
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
    )
    due, answer = TakeOverDue(branch=case.branch, case=case.id, level=0), AnswerDue(branch=case.branch, case=case.id)
    return (
        Decision()
        .put(case, opened)
        .remind(take_over_timer(case), take_over_by, due, story=case.story)
        .remind(answer_timer(case), answer_by, answer, story=case.story)
    )


def take_words(case: Case, words: bytes) -> Decision:
    """Write down what was said; the words of a complaint are written once."""
    if case.words is not None:
        raise WordsAlreadyTaken
    return Decision().put(case.but(words=words))


def take_over(case: Case, by: str, *, now: datetime) -> Decision:
    """Make the case one's own. The first one gets it; asking twice changes nothing."""
    if case.state is CaseState.SETTLED:
        raise CaseAlreadySettled
    if case.state is CaseState.TAKEN_OVER:
        if case.owner != by:
            raise CaseAlreadyTakenOver
        return Decision()
    taken = case.but(state=CaseState.TAKEN_OVER, owner=by, take_over_by=None, taken_over_at=now)
    told = CaseTakenOver(branch=case.branch, case=case.id, case_owner=by)
    return Decision().put(taken, told).forget(take_over_timer(case))


def escalate(case: Case, due: TakeOverDue, roster: Roster, *, next_due: datetime) -> Decision:
    """Nobody took the case over: the branch head has until `next_due`, then it is the region's. A deadline
    that comes late, after somebody did, changes nothing."""
    if case.state is not CaseState.OPEN or case.level != due.level:
        return Decision()
    level = case.level + 1
    if level == BRANCH_LEVEL:
        case = case.but(level=level, owner=roster.first(Role.BRANCH_HEAD), take_over_by=next_due)
        again = TakeOverDue(branch=case.branch, case=case.id, level=level)
        decision = Decision().put(case, escalated(case, case.owner))
        return decision.remind(take_over_timer(case), next_due, again, story=case.story)
    case = case.but(level=level, owner=roster.first(Role.REGION_HEAD), take_over_by=None)
    return Decision().put(case, escalated(case, case.owner))


def answer_overdue(case: Case, roster: Roster) -> Decision:
    """The answer is late: the region head is told. Who took the case over still owns it."""
    if case.state is CaseState.SETTLED:
        return Decision()
    case = case.but(level=REGION_LEVEL)
    return Decision().put(case, escalated(case, roster.first(Role.REGION_HEAD), overdue="answer"))


def settle(case: Case, settlement: Settlement, *, now: datetime) -> Decision:
    """The cause is known and the customer has an answer: the clocks stop."""
    if case.state is CaseState.SETTLED:
        raise CaseAlreadySettled
    if case.state is not CaseState.TAKEN_OVER:
        raise CaseNotTakenOver
    if case.owner != settlement.by and not settlement.as_head:
        raise CaseNotYours
    settled = case.but(
        state=CaseState.SETTLED,
        settled_at=now,
        settled_by=settlement.by,
        cause=settlement.cause,
        resolution=settlement.resolution,
    )
    told = CaseSettled(branch=case.branch, case=case.id, settled_by=settlement.by)
    return Decision().put(settled, told).forget(take_over_timer(case)).forget(answer_timer(case))
