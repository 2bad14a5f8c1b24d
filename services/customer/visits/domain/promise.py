"""Promises made to a customer (承诺事项, W1, A4): tasks with an owner and a day."""

from datetime import date, datetime
from typing import ClassVar

from shared.branch_places import BranchPlace
from shared.contracts.customer import Confidentiality, CustomerEvent, PromiseKept, PromiseMade, PromiseOverdue
from shared.domain import Decision, Document


class PromiseDue(CustomerEvent):
    """The day until which something was promised has passed."""

    promise: str


class Promise(Document):
    """One promise; `what` is sealed under the customer's key. It is due until the end of the day `due`, at
    `due_at`."""

    collection: ClassVar[str] = "promises"

    branch: str
    customer: str
    customer_visit: str
    owner: str
    due: str
    due_at: datetime
    what: bytes | None
    confidentiality: Confidentiality
    made_by: str
    made_at: datetime
    kept_at: datetime | None = None
    kept_by: str | None = None
    overdue: bool = False

    @property
    def correlation_id(self) -> str:
        return self.customer_visit

    @property
    def timer(self) -> str:
        return f"promise:{self.id}"


def make_promise(promise: Promise) -> Decision:
    """Make a promise; at the end of its day it is overdue."""
    event = PromiseMade(
        branch=promise.branch,
        promise=promise.id,
        customer_visit=promise.customer_visit,
        customer=promise.customer,
        promise_owner=promise.owner,
        due=promise.due,
    )
    due = PromiseDue(branch=promise.branch, promise=promise.id)
    return (
        Decision()
        .save(promise, event)
        .schedule(promise.timer, promise.due_at, due, correlation_id=promise.correlation_id)
    )


def keep_promise(promise: Promise, by: str, *, now: datetime) -> Decision:
    """Note that a promise was kept. Keeping it twice changes nothing."""
    if promise.kept_at is not None:
        return Decision()
    event = PromiseKept(
        branch=promise.branch,
        promise=promise.id,
        customer_visit=promise.customer_visit,
        customer=promise.customer,
        promise_owner=promise.owner,
        kept_by=by,
        in_time=now < promise.due_at,
    )
    return Decision().save(promise.evolve(kept_at=now, kept_by=by), event).cancel(promise.timer)


def miss_promise(promise: Promise) -> Decision:
    """Mark a promise overdue, once; one that was kept is not."""
    if promise.kept_at is not None or promise.overdue:
        return Decision()
    event = PromiseOverdue(
        branch=promise.branch,
        promise=promise.id,
        customer_visit=promise.customer_visit,
        customer=promise.customer,
        promise_owner=promise.owner,
        due=promise.due,
    )
    return Decision().save(promise.evolve(overdue=True), event)


def due_at(day: str, place: BranchPlace) -> datetime:
    """Return the moment with which a day ends at the branch."""
    return place.end_of(date.fromisoformat(day))
