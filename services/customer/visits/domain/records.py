"""Ends of visits (W1): held or not, on record with a next step, or late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.customer.visits.domain.planning import await_record
from services.customer.visits.domain.promise import Promise, due_at, make_promise
from services.customer.visits.domain.visit import (
    COMING,
    CustomerVisit,
    Diary,
    VisitNotDue,
    VisitNotOpen,
    VisitNotToRecord,
    VisitRecordDue,
    VisitRecordedAlready,
    VisitState,
    must_not_have_passed,
    record_due_of,
)
from shared.branch_places import BranchPlace
from shared.contracts.customer import (
    CustomerVisitHeld,
    CustomerVisitNotHeld,
    CustomerVisitOverdue,
    CustomerVisitRecorded,
    FollowUp,
    NoFollowUp,
    NotHeldReason,
)
from shared.domain import Decision


@dataclass(frozen=True)
class NextStep:
    """The next step after a visit, and its day; or the reason why there is none. One of the two."""

    follow_up: FollowUp | None = None
    on: str | None = None
    none_because: NoFollowUp | None = None


@dataclass(frozen=True)
class NewPromise:
    """A promise to be made; `what` is sealed, `due` a day."""

    id: str
    owner: str
    due: str
    what: bytes


@dataclass(frozen=True)
class VisitRecord:
    """The record of a visit; texts are sealed."""

    by: str
    observations: bytes
    next_step: NextStep
    promises: tuple[NewPromise, ...] = ()


def hold_visit(visit: CustomerVisit, diary: Diary, place: BranchPlace, *, now: datetime) -> Decision:
    """End a visit that was held; its record is due on the next working day. Holding it twice changes nothing.

    Raises `VisitNotOpen`, `VisitNotDue`.
    """
    if visit.state is VisitState.HELD:
        return Decision()
    _must_have_come(visit, now)
    held = _held(visit, place, now)
    event = CustomerVisitHeld(
        branch=held.branch,
        customer_visit=held.id,
        customer=held.customer,
        held_by=held.staff,
        record_due=held.record_due,
    )
    return Decision().save(held, event).save(diary.without_visit(held.id)).then(await_record(held, place))


def miss_visit(
    visit: CustomerVisit,
    reason: NotHeldReason,
    next_step: NextStep,
    diary: Diary,
    place: BranchPlace,
    *,
    now: datetime,
) -> Decision:
    """End a visit that was not held, with the reason and what follows. Missing it twice changes nothing.

    Raises `VisitNotOpen`, `FollowUpInPast`.
    """
    if visit.state is VisitState.NOT_HELD:
        return Decision()
    if visit.state not in (*COMING, VisitState.BEGUN):
        raise VisitNotOpen
    _must_be_ahead(next_step, place.day_of(now))
    missed = visit.evolve(
        state=VisitState.NOT_HELD,
        reason=reason,
        sequence=visit.sequence + 1,
        changed_at=now,
        **_fields_of(next_step),
    )
    event = CustomerVisitNotHeld(
        branch=visit.branch,
        customer_visit=visit.id,
        customer=visit.customer,
        held_by=visit.staff,
        reason=reason,
        follow_up=next_step.follow_up,
        follow_up_on=next_step.on,
        none_because=next_step.none_because,
    )
    decision = Decision().save(missed, event).save(diary.without_visit(visit.id))
    return decision.cancel(visit.record_timer)


def record_visit(
    visit: CustomerVisit, record: VisitRecord, diary: Diary, place: BranchPlace, *, now: datetime
) -> Decision:
    """Put a visit on record, with its promises; one that was not said to be over is over now.

    Raises `VisitRecordedAlready`, `VisitNotToRecord`, `VisitNotDue`, `FollowUpInPast`.
    """
    if visit.state is VisitState.RECORDED:
        raise VisitRecordedAlready
    if visit.state in (VisitState.NOT_HELD, VisitState.CANCELLED):
        raise VisitNotToRecord
    if visit.state is not VisitState.HELD:
        _must_have_come(visit, now)
        visit = _held(visit, place, now)
    today = place.day_of(now)
    _must_be_ahead(record.next_step, today)
    for one in record.promises:
        must_not_have_passed(date.fromisoformat(one.due), today)
    recorded = visit.evolve(
        state=VisitState.RECORDED,
        recorded_at=now,
        recorded_by=record.by,
        observations=record.observations,
        promises=tuple(one.id for one in record.promises),
        changed_at=now,
        **_fields_of(record.next_step),
    )
    event = CustomerVisitRecorded(
        branch=recorded.branch,
        customer_visit=recorded.id,
        customer=recorded.customer,
        held_by=recorded.staff,
        purpose=recorded.purpose,
        in_time=now < visit.record_due,
        promises=len(record.promises),
        follow_up=recorded.follow_up,
        follow_up_on=recorded.follow_up_on,
        none_because=recorded.none_because,
    )
    return (
        Decision()
        .save(recorded, event)
        .save(diary.without_visit(visit.id))
        .cancel(visit.record_timer)
        .then(*_promises(visit, record, place, now))
    )


def mark_late(visit: CustomerVisit, due: VisitRecordDue, place: BranchPlace, *, now: datetime) -> Decision:
    """Mark the record of a visit late: the account manager is told, a working day later the branch head. If
    the calendar knows by now of a later day, that one counts."""
    if not visit.is_open or due.level != visit.overdue + 1:
        return Decision()
    due_at = record_due_of(visit.held_at or visit.ends_at, place, due.level)
    if due_at > now:
        return Decision().save(visit.evolve(record_due=due_at)).then(await_record(visit, place))
    late = visit.evolve(overdue=due.level)
    event = CustomerVisitOverdue(
        branch=visit.branch,
        customer_visit=visit.id,
        customer=visit.customer,
        held_by=visit.staff,
        level=due.level,
        record_due=visit.record_due,
    )
    return Decision().save(late, event).then(await_record(late, place))


def _held(visit: CustomerVisit, place: BranchPlace, now: datetime) -> CustomerVisit:
    """Return the visit as one that is over: at its planned end, or before if it is over already."""
    held_at = min(now, visit.ends_at)
    return visit.evolve(
        state=VisitState.HELD, held_at=held_at, record_due=record_due_of(held_at, place), changed_at=now
    )


def _promises(
    visit: CustomerVisit, record: VisitRecord, place: BranchPlace, now: datetime
) -> Sequence[Decision]:
    """Make the promises of a record."""
    return [
        make_promise(
            Promise(
                id=one.id,
                branch=visit.branch,
                customer=visit.customer,
                customer_visit=visit.id,
                owner=one.owner,
                with_customer=one.owner == visit.staff,
                due=one.due,
                due_at=due_at(one.due, place),
                what=one.what,
                confidentiality=visit.confidentiality,
                made_by=record.by,
                made_at=now,
            )
        )
        for one in record.promises
    ]


def _fields_of(next_step: NextStep) -> dict[str, object]:
    return {
        "follow_up": next_step.follow_up,
        "follow_up_on": next_step.on,
        "none_because": next_step.none_because,
    }


def _must_be_ahead(next_step: NextStep, today: date) -> None:
    if next_step.on is not None:
        must_not_have_passed(date.fromisoformat(next_step.on), today)


def _must_have_come(visit: CustomerVisit, now: datetime) -> None:
    """Raises `VisitNotOpen`, `VisitNotDue`."""
    if visit.state not in (*COMING, VisitState.BEGUN):
        raise VisitNotOpen
    if now < visit.starts_at:
        raise VisitNotDue
