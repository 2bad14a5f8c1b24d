"""Enquiries (D11, E3): an owner and a deadline from the first word, until the customer has the answer."""

from dataclasses import dataclass
from datetime import datetime

from services.customer.enquiries.domain.enquiry import (
    ApprovesOwnAnswer,
    ContactExpired,
    Enquiry,
    EnquiryAnsweredAlready,
    EnquiryClosedAlready,
    EnquiryDue,
    EnquiryNotAnswered,
    EnquiryNotApproved,
    EnquiryState,
    NeedsNoApproval,
    Statement,
    StatementTaken,
)
from services.customer.staff.domain.roster import Roster
from shared.contracts.customer import (
    EnquiryAnswered,
    EnquiryApproved,
    EnquiryClosed,
    EnquiryOpened,
    EnquiryOverdue,
    EnquiryReturned,
)
from shared.contracts.words import AnswerWay, EnquiryKind
from shared.domain import Decision


@dataclass(frozen=True)
class NewEnquiry:
    """An enquiry as it comes from the floor."""

    id: str
    branch: str
    kind: EnquiryKind
    topic: str
    recorded_by: str
    visit: str | None = None
    customer: str | None = None


@dataclass(frozen=True)
class NewAnswer:
    """What the customer is to be told; sealed."""

    enquiry: str
    by: str
    answer: bytes


@dataclass(frozen=True)
class Verdict:
    """What a superior says to an answer: yes, or why not (`objection`, sealed)."""

    enquiry: str
    by: str
    objection: bytes | None = None


@dataclass(frozen=True)
class Sent:
    """The answer has reached the customer: by whom, and how."""

    enquiry: str
    by: str
    through: AnswerWay


def open_enquiry(new: NewEnquiry, roster: Roster, *, now: datetime, answer_by: datetime) -> Decision:
    """Give what was recorded its owner, the lobby manager on duty, and its clock."""
    enquiry = Enquiry(
        id=new.id,
        branch=new.branch,
        kind=new.kind,
        topic=new.topic,
        recorded_by=new.recorded_by,
        visit=new.visit,
        customer=new.customer,
        owner=roster.complaints_owner,
        opened_at=now,
        answer_by=answer_by,
    )
    told = EnquiryOpened(
        branch=enquiry.branch,
        enquiry=enquiry.id,
        kind=enquiry.kind,
        topic=enquiry.topic,
        enquiry_owner=enquiry.owner,
        answer_by=answer_by,
        recorded_by=enquiry.recorded_by,
        visit=enquiry.visit,
    )
    due = EnquiryDue(branch=enquiry.branch, enquiry=enquiry.id)
    return (
        Decision()
        .save(enquiry, told)
        .schedule(enquiry.due_timer, answer_by, due, correlation_id=enquiry.correlation_id)
    )


def take_statement(new: Statement, known: Statement | None) -> Decision:
    """Write down what was said, and how to reach who said it: once."""
    if known is None:
        return Decision().save(new)
    raise StatementTaken


def answer(enquiry: Enquiry, new: NewAnswer, *, now: datetime) -> Decision:
    """Write the answer; who does becomes the owner."""
    _must_be_open(enquiry)
    if enquiry.state is not EnquiryState.OPEN:
        raise EnquiryAnsweredAlready
    answered = enquiry.evolve(
        state=EnquiryState.ANSWERED,
        owner=new.by,
        answer=new.answer,
        answered_by=new.by,
        answered_at=now,
        objection=None,
    )
    told = EnquiryAnswered(
        branch=enquiry.branch,
        enquiry=enquiry.id,
        kind=enquiry.kind,
        topic=enquiry.topic,
        enquiry_owner=new.by,
        needs_approval=enquiry.needs_approval,
    )
    return Decision().save(answered, told)


def approve(enquiry: Enquiry, verdict: Verdict, *, now: datetime) -> Decision:
    """A superior, never who wrote it, lets the answer out (E3). Approving twice changes nothing."""
    _must_be_open(enquiry)
    if enquiry.state is EnquiryState.APPROVED:
        return Decision()
    owner = _owner_of_answer(enquiry, verdict.by)
    approved = enquiry.evolve(state=EnquiryState.APPROVED, approved_by=verdict.by, approved_at=now)
    told = EnquiryApproved(
        branch=enquiry.branch,
        enquiry=enquiry.id,
        kind=enquiry.kind,
        topic=enquiry.topic,
        enquiry_owner=owner,
        approved_by=verdict.by,
    )
    return Decision().save(approved, told)


def send_back(enquiry: Enquiry, verdict: Verdict) -> Decision:
    """A superior wants another answer, and says why: the enquiry is open again, the deadline stays."""
    _must_be_open(enquiry)
    if enquiry.state is EnquiryState.APPROVED:
        raise EnquiryAnsweredAlready
    owner = _owner_of_answer(enquiry, verdict.by)
    returned = enquiry.evolve(state=EnquiryState.OPEN, objection=verdict.objection)
    told = EnquiryReturned(
        branch=enquiry.branch,
        enquiry=enquiry.id,
        kind=enquiry.kind,
        topic=enquiry.topic,
        enquiry_owner=owner,
        returned_by=verdict.by,
    )
    return Decision().save(returned, told)


def close(enquiry: Enquiry, sent: Sent, *, now: datetime, forget_contact_at: datetime) -> Decision:
    """The customer has the answer, and the proof is on record: how, when, by whom. The clock stops; how to
    reach the customer is forgotten a while later."""
    _must_be_open(enquiry)
    if enquiry.state is EnquiryState.OPEN:
        raise EnquiryNotAnswered
    if enquiry.needs_approval and enquiry.state is not EnquiryState.APPROVED:
        raise EnquiryNotApproved
    closed = enquiry.evolve(
        state=EnquiryState.CLOSED, sent_by=sent.by, sent_through=sent.through, sent_at=now
    )
    told = EnquiryClosed(
        branch=enquiry.branch,
        enquiry=enquiry.id,
        kind=enquiry.kind,
        topic=enquiry.topic,
        enquiry_owner=enquiry.owner or sent.by,
        sent_by=sent.by,
        sent_through=sent.through,
        in_time=now <= enquiry.answer_by,
    )
    expired = ContactExpired(branch=enquiry.branch, enquiry=enquiry.id)
    return (
        Decision()
        .save(closed, told)
        .cancel(enquiry.due_timer)
        .schedule(enquiry.contact_timer, forget_contact_at, expired, correlation_id=enquiry.correlation_id)
    )


def tell_late(enquiry: Enquiry) -> Decision:
    """The customer still has no answer: owner and head are told, once. One that is closed is not late."""
    if enquiry.state is EnquiryState.CLOSED or enquiry.overdue:
        return Decision()
    told = EnquiryOverdue(
        branch=enquiry.branch,
        enquiry=enquiry.id,
        kind=enquiry.kind,
        topic=enquiry.topic,
        enquiry_owner=enquiry.owner,
    )
    return Decision().save(enquiry.evolve(overdue=True), told)


def forget_contact(statement: Statement) -> Decision:
    """What was left to be reached by has served; the words stay."""
    return Decision().save(statement.evolve(name=None, phone=None, address=None))


def _must_be_open(enquiry: Enquiry) -> None:
    if enquiry.state is EnquiryState.CLOSED:
        raise EnquiryClosedAlready


def _owner_of_answer(enquiry: Enquiry, superior: str) -> str:
    """Whose answer a superior judges; refuses what cannot be judged, or not by them."""
    if not enquiry.needs_approval:
        raise NeedsNoApproval
    if enquiry.state is EnquiryState.OPEN or enquiry.answered_by is None:
        raise EnquiryNotAnswered
    if enquiry.answered_by == superior:
        raise ApprovesOwnAnswer
    return enquiry.answered_by
