"""Complaint cases (D9): an owner and two clocks from the first word, until cause and answer are known."""

from dataclasses import dataclass
from datetime import datetime

from services.customer.cases.domain.case import (
    AnswerDue,
    Case,
    CaseAlreadySettled,
    CaseAlreadyTakenOver,
    CaseNotTakenOver,
    CaseNotYours,
    CaseState,
    TakeOverDue,
    WordsAlreadyTaken,
)
from services.customer.staff.domain.roster import Roster
from shared.contracts.customer import CaseOpened, CaseSettled, CaseTakenOver
from shared.contracts.words import ComplaintTopic
from shared.domain import Decision


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
    due = TakeOverDue(branch=case.branch, case=case.id, level=case.level)
    answer = AnswerDue(branch=case.branch, case=case.id)
    return (
        Decision()
        .save(case, opened)
        .schedule(case.take_over_timer, take_over_by, due, correlation_id=case.correlation_id)
        .schedule(case.answer_timer, answer_by, answer, correlation_id=case.correlation_id)
    )


def take_words(case: Case, words: bytes) -> Decision:
    """Write down what was said; the words of a complaint are written once."""
    if case.words is not None:
        raise WordsAlreadyTaken
    return Decision().save(case.evolve(words=words))


def take_over(case: Case, by: str, *, now: datetime) -> Decision:
    """Make the case one's own. The first one gets it; asking twice changes nothing."""
    if case.state is CaseState.SETTLED:
        raise CaseAlreadySettled
    if case.state is CaseState.TAKEN_OVER:
        if case.owner != by:
            raise CaseAlreadyTakenOver
        return Decision()
    taken = case.evolve(state=CaseState.TAKEN_OVER, owner=by, take_over_by=None, taken_over_at=now)
    told = CaseTakenOver(branch=case.branch, case=case.id, case_owner=by)
    return Decision().save(taken, told).cancel(case.take_over_timer)


def settle(case: Case, settlement: Settlement, *, now: datetime) -> Decision:
    """The cause is known and the customer has an answer: the clocks stop."""
    if case.state is CaseState.SETTLED:
        raise CaseAlreadySettled
    if case.state is not CaseState.TAKEN_OVER:
        raise CaseNotTakenOver
    if case.owner != settlement.by and not settlement.as_head:
        raise CaseNotYours
    settled = case.evolve(
        state=CaseState.SETTLED,
        settled_at=now,
        settled_by=settlement.by,
        cause=settlement.cause,
        resolution=settlement.resolution,
    )
    told = CaseSettled(branch=case.branch, case=case.id, settled_by=settlement.by)
    return Decision().save(settled, told).cancel(case.take_over_timer).cancel(case.answer_timer)
