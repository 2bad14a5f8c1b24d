"""Planning a visit and changing it until it is over (W1)."""

from dataclasses import dataclass
from datetime import datetime

from services.customer.visits.domain.times import must_be_ahead
from services.customer.visits.domain.visit import (
    AT_HEAD,
    COMING,
    OPEN_AT_MOST,
    CustomerVisit,
    Diary,
    TooManyVisits,
    VisitNotDue,
    VisitNotOpen,
    VisitOverlaps,
    VisitRecordDue,
    VisitState,
    coarse,
    record_due_of,
)
from shared.branch_places import BranchPlace
from shared.contracts.customer import (
    Confidentiality,
    CustomerVisitBegun,
    CustomerVisitCancelled,
    CustomerVisitConfirmed,
    CustomerVisitGiven,
    CustomerVisitMoved,
    CustomerVisitPlanned,
    NotHeldReason,
    VisitPlace,
    VisitPurpose,
)
from shared.domain import Decision


@dataclass(frozen=True)
class NewVisit:
    """A visit to be planned; texts are sealed. `despite_overlap`: another one at that time is meant."""

    id: str
    branch: str
    customer: str
    staff: str
    by: str
    purpose: VisitPurpose
    place: VisitPlace
    confidentiality: Confidentiality
    starts_at: datetime
    ends_at: datetime
    address: bytes | None = None
    attendees: bytes | None = None
    goal: bytes | None = None
    despite_overlap: bool = False


def plan_visit(new: NewVisit, diary: Diary, place: BranchPlace, *, now: datetime) -> Decision:
    """Plan a visit; its record will be due on the working day after it.

    Raises `VisitInPast`, `VisitTooFar`, `VisitOverlaps`, `TooManyVisits`.
    """
    must_be_ahead(new.starts_at, now)
    visit = CustomerVisit(
        id=new.id,
        branch=new.branch,
        customer=new.customer,
        staff=new.staff,
        purpose=new.purpose,
        place=new.place,
        confidentiality=new.confidentiality,
        timezone=place.timezone,
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        address=new.address,
        attendees=new.attendees,
        goal=new.goal,
        planned_at=now,
        changed_at=now,
        record_due=record_due_of(new.ends_at, place),
    )
    event = CustomerVisitPlanned(
        branch=visit.branch,
        customer_visit=visit.id,
        customer=visit.customer,
        held_by=visit.staff,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        purpose=visit.purpose,
        place=visit.place,
        planned_by=new.by,
    )
    diary = _entered(visit, diary, now, despite_overlap=new.despite_overlap)
    return Decision().save(visit, event).save(diary).then(await_record(visit, place))


def move_visit(
    visit: CustomerVisit,
    starts_at: datetime,
    ends_at: datetime,
    by: str,
    diary: Diary,
    place: BranchPlace,
    *,
    despite_overlap: bool,
    now: datetime,
) -> Decision:
    """Move a visit that is still to come; one that was confirmed is to be confirmed again.

    Raises `VisitNotOpen`, `VisitInPast`, `VisitTooFar`, `VisitOverlaps`.
    """
    _must_be_coming(visit)
    if (visit.starts_at, visit.ends_at) == (starts_at, ends_at):
        return Decision()
    must_be_ahead(starts_at, now)
    moved = visit.evolve(
        starts_at=starts_at,
        ends_at=ends_at,
        timezone=place.timezone,
        state=VisitState.PLANNED,
        sequence=visit.sequence + 1,
        changed_at=now,
        record_due=record_due_of(ends_at, place),
        overdue=0,
    )
    event = CustomerVisitMoved(
        branch=moved.branch,
        customer_visit=moved.id,
        customer=moved.customer,
        held_by=moved.staff,
        starts_at=starts_at,
        ends_at=ends_at,
        moved_by=by,
    )
    diary = _entered(moved, diary, now, despite_overlap=despite_overlap)
    return Decision().save(moved, event).save(diary).then(await_record(moved, place))


def confirm_visit(visit: CustomerVisit, *, now: datetime) -> Decision:
    """Note that the customer confirmed. Confirming twice changes nothing. Raises `VisitNotOpen`."""
    _must_be_coming(visit)
    if visit.state is VisitState.CONFIRMED:
        return Decision()
    confirmed = visit.evolve(state=VisitState.CONFIRMED, sequence=visit.sequence + 1, changed_at=now)
    event = CustomerVisitConfirmed(
        branch=visit.branch,
        customer_visit=visit.id,
        customer=visit.customer,
        held_by=visit.staff,
        starts_at=visit.starts_at,
    )
    return Decision().save(confirmed, event)


def begin_visit(visit: CustomerVisit, district: str, *, place: BranchPlace, now: datetime) -> Decision:
    """Note that the member of staff arrived, by district and quarter of an hour. Beginning twice changes
    nothing. Raises `VisitNotOpen`, `VisitNotDue` on another day than that of the visit."""
    if visit.state is VisitState.BEGUN:
        return Decision()
    _must_be_coming(visit)
    if place.day_of(now) < place.day_of(visit.starts_at):
        raise VisitNotDue
    begun = visit.evolve(state=VisitState.BEGUN, district=district, begun_at=coarse(now))
    event = CustomerVisitBegun(
        branch=visit.branch,
        customer_visit=visit.id,
        customer=visit.customer,
        held_by=visit.staff,
        district=district,
    )
    return Decision().save(begun, event)


def cancel_visit(
    visit: CustomerVisit, reason: NotHeldReason, by: str, diary: Diary, *, now: datetime
) -> Decision:
    """Cancel a visit that is still to come. Cancelling twice changes nothing. Raises `VisitNotOpen`."""
    if visit.state is VisitState.CANCELLED:
        return Decision()
    _must_be_coming(visit)
    cancelled = visit.evolve(
        state=VisitState.CANCELLED, reason=reason, sequence=visit.sequence + 1, changed_at=now
    )
    event = CustomerVisitCancelled(
        branch=visit.branch,
        customer_visit=visit.id,
        customer=visit.customer,
        held_by=visit.staff,
        reason=reason,
        cancelled_by=by,
    )
    return Decision().save(cancelled, event).save(diary.without_visit(visit.id)).cancel(visit.record_timer)


def give_visit(visit: CustomerVisit, to: str, had: Diary, has: Diary, *, now: datetime) -> Decision:
    """Give a visit that is open to the account manager to whom its customer goes; nothing of it is reset."""
    given = visit.evolve(staff=to, sequence=visit.sequence + 1, changed_at=now)
    event = CustomerVisitGiven(
        branch=visit.branch,
        customer_visit=visit.id,
        customer=visit.customer,
        held_by=to,
        had_by=visit.staff,
    )
    decision = Decision().save(given, event)
    if visit.state in COMING:
        decision.save(had.without_visit(visit.id)).save(has.with_visit(given, now))
    return decision


def await_record(visit: CustomerVisit, place: BranchPlace) -> Decision:
    """Schedule the timer of a visit's record: the working day after it, and one more for each time that it
    was late already. Nothing is scheduled when everybody was told."""
    level = visit.overdue + 1
    if level > AT_HEAD:
        return Decision()
    due = VisitRecordDue(branch=visit.branch, customer_visit=visit.id, level=level)
    due_at = record_due_of(visit.held_at or visit.ends_at, place, level)
    return Decision().schedule(visit.record_timer, due_at, due, correlation_id=visit.id)


def _entered(visit: CustomerVisit, diary: Diary, now: datetime, *, despite_overlap: bool) -> Diary:
    """Enter a visit into the diary. Raises `VisitOverlaps`, `TooManyVisits`."""
    if diary.overlapping(visit) and not despite_overlap:
        raise VisitOverlaps
    entered = diary.with_visit(visit, now)
    if len(entered.busy) > OPEN_AT_MOST:
        raise TooManyVisits
    return entered


def _must_be_coming(visit: CustomerVisit) -> None:
    if visit.state not in COMING:
        raise VisitNotOpen
