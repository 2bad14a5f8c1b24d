"""Matters (D11, E3): an owner and a deadline from the first word, until the customer has the answer."""

from dataclasses import dataclass
from datetime import datetime

from services.customer.enquiries.domain.enquiry import (
    ApprovesOwnAnswer,
    ContactExpired,
    Matter,
    MatterAnsweredAlready,
    MatterClosedAlready,
    MatterDue,
    MatterNotAnswered,
    MatterNotApproved,
    MatterState,
    NeedsNoApproval,
    Statement,
    StatementTaken,
)
from services.customer.staff.domain.roster import Roster
from shared.contracts.customer import (
    MatterAnswered,
    MatterApproved,
    MatterClosed,
    MatterOpened,
    MatterOverdue,
    MatterReturned,
)
from shared.contracts.words import AnswerWay, MatterSort
from shared.domain import Decision


@dataclass(frozen=True)
class NewMatter:
    """A matter as it comes from the floor."""

    id: str
    branch: str
    sort: MatterSort
    topic: str
    recorded_by: str
    visit: str | None = None
    customer: str | None = None


@dataclass(frozen=True)
class NewAnswer:
    """What the customer is to be told; sealed."""

    matter: str
    by: str
    answer: bytes


@dataclass(frozen=True)
class Verdict:
    """What a superior says to an answer: yes, or why not (`objection`, sealed)."""

    matter: str
    by: str
    objection: bytes | None = None


@dataclass(frozen=True)
class Sent:
    """The answer has reached the customer: by whom, and how."""

    matter: str
    by: str
    through: AnswerWay


def open_matter(new: NewMatter, roster: Roster, *, now: datetime, answer_by: datetime) -> Decision:
    """Give what was recorded its owner, the lobby manager on duty, and its clock."""
    matter = Matter(
        id=new.id,
        branch=new.branch,
        sort=new.sort,
        topic=new.topic,
        recorded_by=new.recorded_by,
        visit=new.visit,
        customer=new.customer,
        owner=roster.complaints_owner,
        opened_at=now,
        answer_by=answer_by,
    )
    told = MatterOpened(
        branch=matter.branch,
        matter=matter.id,
        sort=matter.sort,
        topic=matter.topic,
        matter_owner=matter.owner,
        answer_by=answer_by,
        recorded_by=matter.recorded_by,
        visit=matter.visit,
    )
    due = MatterDue(branch=matter.branch, matter=matter.id)
    return (
        Decision()
        .save(matter, told)
        .schedule(matter.due_timer, answer_by, due, correlation_id=matter.correlation_id)
    )


def take_statement(new: Statement, known: Statement | None) -> Decision:
    """Write down what was said, and how to reach who said it: once."""
    if known is None:
        return Decision().save(new)
    raise StatementTaken


def answer(matter: Matter, new: NewAnswer, *, now: datetime) -> Decision:
    """Write the answer; who does becomes the owner."""
    _must_be_open(matter)
    if matter.state is not MatterState.OPEN:
        raise MatterAnsweredAlready
    answered = matter.evolve(
        state=MatterState.ANSWERED,
        owner=new.by,
        answer=new.answer,
        answered_by=new.by,
        answered_at=now,
        objection=None,
    )
    told = MatterAnswered(
        branch=matter.branch,
        matter=matter.id,
        sort=matter.sort,
        topic=matter.topic,
        matter_owner=new.by,
        needs_approval=matter.needs_approval,
    )
    return Decision().save(answered, told)


def approve(matter: Matter, verdict: Verdict, *, now: datetime) -> Decision:
    """A superior, never who wrote it, lets the answer out (E3). Approving twice changes nothing."""
    _must_be_open(matter)
    if matter.state is MatterState.APPROVED:
        return Decision()
    owner = _owner_of_answer(matter, verdict.by)
    approved = matter.evolve(state=MatterState.APPROVED, approved_by=verdict.by, approved_at=now)
    told = MatterApproved(
        branch=matter.branch,
        matter=matter.id,
        sort=matter.sort,
        topic=matter.topic,
        matter_owner=owner,
        approved_by=verdict.by,
    )
    return Decision().save(approved, told)


def send_back(matter: Matter, verdict: Verdict) -> Decision:
    """A superior wants another answer, and says why: the matter is open again, the deadline stays."""
    _must_be_open(matter)
    if matter.state is MatterState.APPROVED:
        raise MatterAnsweredAlready
    owner = _owner_of_answer(matter, verdict.by)
    returned = matter.evolve(state=MatterState.OPEN, objection=verdict.objection)
    told = MatterReturned(
        branch=matter.branch,
        matter=matter.id,
        sort=matter.sort,
        topic=matter.topic,
        matter_owner=owner,
        returned_by=verdict.by,
    )
    return Decision().save(returned, told)


def close(matter: Matter, sent: Sent, *, now: datetime, forget_contact_at: datetime) -> Decision:
    """The customer has the answer, and the proof is on record: how, when, by whom. The clock stops; how to
    reach the customer is forgotten a while later."""
    _must_be_open(matter)
    if matter.state is MatterState.OPEN:
        raise MatterNotAnswered
    if matter.needs_approval and matter.state is not MatterState.APPROVED:
        raise MatterNotApproved
    closed = matter.evolve(state=MatterState.CLOSED, sent_by=sent.by, sent_through=sent.through, sent_at=now)
    told = MatterClosed(
        branch=matter.branch,
        matter=matter.id,
        sort=matter.sort,
        topic=matter.topic,
        matter_owner=matter.owner or sent.by,
        sent_by=sent.by,
        sent_through=sent.through,
        in_time=now <= matter.answer_by,
    )
    expired = ContactExpired(branch=matter.branch, matter=matter.id)
    return (
        Decision()
        .save(closed, told)
        .cancel(matter.due_timer)
        .schedule(matter.contact_timer, forget_contact_at, expired, correlation_id=matter.correlation_id)
    )


def tell_late(matter: Matter) -> Decision:
    """The customer still has no answer: owner and head are told, once. One that is closed is not late."""
    if matter.state is MatterState.CLOSED or matter.overdue:
        return Decision()
    told = MatterOverdue(
        branch=matter.branch,
        matter=matter.id,
        sort=matter.sort,
        topic=matter.topic,
        matter_owner=matter.owner,
    )
    return Decision().save(matter.evolve(overdue=True), told)


def forget_contact(statement: Statement) -> Decision:
    """What was left to be reached by has served; the words stay."""
    return Decision().save(statement.evolve(name=None, phone=None, address=None))


def _must_be_open(matter: Matter) -> None:
    if matter.state is MatterState.CLOSED:
        raise MatterClosedAlready


def _owner_of_answer(matter: Matter, superior: str) -> str:
    """Whose answer a superior judges; refuses what cannot be judged, or not by them."""
    if not matter.needs_approval:
        raise NeedsNoApproval
    if matter.state is MatterState.OPEN or matter.answered_by is None:
        raise MatterNotAnswered
    if matter.answered_by == superior:
        raise ApprovesOwnAnswer
    return matter.answered_by
