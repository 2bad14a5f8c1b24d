"""Erasing what visits and promises hold of a customer (Q1): ids, days and words of catalogues are left."""

from datetime import datetime

from services.customer.visits.domain.promise import Promise
from services.customer.visits.domain.visit import COMING, CustomerVisit, Diary, VisitState
from shared.contracts.customer import NotHeldReason
from shared.domain import Decision


def erase_visit(visit: CustomerVisit, diary: Diary, *, now: datetime) -> Decision:
    """Erase the texts of a visit, and where it was; one that is still to come is cancelled, and nothing is
    asked for any more of one that is open."""
    erased = visit.evolve(address=None, attendees=None, goal=None, observations=None, district=None)
    if not visit.is_open:
        return Decision().save(erased)
    state = VisitState.CANCELLED if visit.state in COMING else VisitState.NOT_HELD
    ended = erased.evolve(
        state=state, reason=NotHeldReason.NOT_NEEDED, sequence=visit.sequence + 1, changed_at=now
    )
    return Decision().save(ended).save(diary.without_visit(visit.id)).cancel(visit.record_timer)


def erase_promise(promise: Promise, *, now: datetime) -> Decision:
    """Erase the text of a promise, which nobody owes any more."""
    done = promise.evolve(what=None, kept_at=promise.kept_at or now)
    return Decision().save(done).cancel(promise.timer)
