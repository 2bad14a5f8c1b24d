"""Opening enquiries, and bringing them to their answer (D11, E3)."""

from datetime import datetime

from services.customer.enquiries.domain.enquiry import (
    ApprovesOwnAnswer,
    ContactErasureDue,
    Enquiry,
    EnquiryAnswerDue,
    EnquiryAnsweredAlready,
    EnquiryClosedAlready,
    EnquiryNotAnswered,
    EnquiryNotApproved,
    EnquiryState,
    NeedsNoApproval,
)
from shared.contracts.customer import (
    EnquiryAnswered,
    EnquiryApproved,
    EnquiryClosed,
    EnquiryOpened,
    EnquiryOverdue,
    EnquiryReturned,
)
from shared.contracts.lobby import NeedRecorded, OpinionRecorded, QuestionRecorded
from shared.contracts.words import AnswerWay, EnquiryKind
from shared.domain import Decision
from shared.roster import Roster


def open_enquiry(
    kind: EnquiryKind,
    topic: str,
    record: NeedRecorded | OpinionRecorded | QuestionRecorded,
    roster: Roster,
    *,
    customer: str | None,
    now: datetime,
    answer_by: datetime,
) -> Decision:
    """Open an enquiry for what was recorded, for `customer` if they are known: its owner is in charge of the
    floor, and its deadline runs."""
    enquiry = Enquiry(
        id=record.record,
        branch=record.branch,
        kind=kind,
        topic=topic,
        recorded_by=record.recorded_by,
        visit=record.visit,
        customer=customer,
        owner=roster.in_charge,
        opened_at=now,
        answer_by=answer_by,
    )
    event = EnquiryOpened(
        branch=enquiry.branch,
        enquiry=enquiry.id,
        kind=enquiry.kind,
        topic=enquiry.topic,
        enquiry_owner=enquiry.owner,
        answer_by=answer_by,
        recorded_by=enquiry.recorded_by,
        visit=enquiry.visit,
        customer=enquiry.customer,
    )
    due = EnquiryAnswerDue(branch=enquiry.branch, enquiry=enquiry.id)
    return (
        Decision()
        .save(enquiry, event)
        .schedule(enquiry.answer_timer, answer_by, due, correlation_id=enquiry.correlation_id)
    )


def write_answer(enquiry: Enquiry, by: str, answer: bytes, *, now: datetime) -> Decision:
    """Write the answer, which makes `by` the owner.

    Raises `EnquiryClosedAlready`, `EnquiryAnsweredAlready`.
    """
    _must_be_open(enquiry)
    if enquiry.state is not EnquiryState.OPEN:
        raise EnquiryAnsweredAlready
    answered = enquiry.evolve(
        state=EnquiryState.ANSWERED,
        owner=by,
        answer=answer,
        answered_by=by,
        answered_at=now,
        objection=None,
    )
    event = EnquiryAnswered(
        branch=enquiry.branch,
        enquiry=enquiry.id,
        kind=enquiry.kind,
        topic=enquiry.topic,
        enquiry_owner=by,
        needs_approval=enquiry.needs_approval,
        customer=enquiry.customer,
    )
    return Decision().save(answered, event)


def approve_answer(enquiry: Enquiry, by: str, *, now: datetime) -> Decision:
    """Approve the answer to an opinion, as a superior who did not write it. Approving twice changes nothing.

    Raises `EnquiryClosedAlready`, `NeedsNoApproval`, `EnquiryNotAnswered`, `ApprovesOwnAnswer`.
    """
    _must_be_open(enquiry)
    if enquiry.state is EnquiryState.APPROVED:
        return Decision()
    owner = _owner_of_answer(enquiry, by)
    approved = enquiry.evolve(state=EnquiryState.APPROVED, approved_by=by, approved_at=now)
    event = EnquiryApproved(
        branch=enquiry.branch,
        enquiry=enquiry.id,
        kind=enquiry.kind,
        topic=enquiry.topic,
        enquiry_owner=owner,
        approved_by=by,
        customer=enquiry.customer,
    )
    return Decision().save(approved, event)


def return_answer(enquiry: Enquiry, by: str, objection: bytes) -> Decision:
    """Return the answer to its author with an objection: the enquiry is open again, its deadline stays.

    Raises as `approve_answer` does, and `EnquiryAnsweredAlready` once it is approved.
    """
    _must_be_open(enquiry)
    if enquiry.state is EnquiryState.APPROVED:
        raise EnquiryAnsweredAlready
    owner = _owner_of_answer(enquiry, by)
    returned = enquiry.evolve(state=EnquiryState.OPEN, objection=objection)
    event = EnquiryReturned(
        branch=enquiry.branch,
        enquiry=enquiry.id,
        kind=enquiry.kind,
        topic=enquiry.topic,
        enquiry_owner=owner,
        returned_by=by,
        customer=enquiry.customer,
    )
    return Decision().save(returned, event)


def close_enquiry(
    enquiry: Enquiry, by: str, through: AnswerWay, *, now: datetime, erase_contact_at: datetime
) -> Decision:
    """Close an enquiry whose answer `by` has sent: how, when and by whom is on record. Its deadline is
    cancelled; how to reach the customer is erased at `erase_contact_at`.

    Raises `EnquiryClosedAlready`, `EnquiryNotAnswered`, `EnquiryNotApproved`.
    """
    _must_be_open(enquiry)
    if enquiry.state is EnquiryState.OPEN:
        raise EnquiryNotAnswered
    if enquiry.needs_approval and enquiry.state is not EnquiryState.APPROVED:
        raise EnquiryNotApproved
    closed = enquiry.evolve(state=EnquiryState.CLOSED, sent_by=by, sent_through=through, sent_at=now)
    event = EnquiryClosed(
        branch=enquiry.branch,
        enquiry=enquiry.id,
        kind=enquiry.kind,
        topic=enquiry.topic,
        enquiry_owner=enquiry.owner or by,
        sent_by=by,
        sent_through=through,
        in_time=now <= enquiry.answer_by,
        customer=enquiry.customer,
    )
    erasure_due = ContactErasureDue(branch=enquiry.branch, enquiry=enquiry.id)
    return (
        Decision()
        .save(closed, event)
        .cancel(enquiry.answer_timer)
        .schedule(enquiry.contact_timer, erase_contact_at, erasure_due, correlation_id=enquiry.correlation_id)
    )


def mark_overdue(enquiry: Enquiry) -> Decision:
    """Mark an enquiry overdue, once; one that is closed is not."""
    if enquiry.state is EnquiryState.CLOSED or enquiry.overdue:
        return Decision()
    event = EnquiryOverdue(
        branch=enquiry.branch,
        enquiry=enquiry.id,
        kind=enquiry.kind,
        topic=enquiry.topic,
        enquiry_owner=enquiry.owner,
        customer=enquiry.customer,
    )
    return Decision().save(enquiry.evolve(overdue=True), event)


def _must_be_open(enquiry: Enquiry) -> None:
    if enquiry.state is EnquiryState.CLOSED:
        raise EnquiryClosedAlready


def _owner_of_answer(enquiry: Enquiry, superior: str) -> str:
    """Return the author of the answer that a superior judges. Raises `NeedsNoApproval`, `EnquiryNotAnswered`,
    `ApprovesOwnAnswer`."""
    if not enquiry.needs_approval:
        raise NeedsNoApproval
    if enquiry.state is EnquiryState.OPEN or enquiry.answered_by is None:
        raise EnquiryNotAnswered
    if enquiry.answered_by == superior:
        raise ApprovesOwnAnswer
    return enquiry.answered_by
