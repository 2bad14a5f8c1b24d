"""Promises made to a customer (承诺事项, W1, A4): tasks with an owner and a day."""

from datetime import date, datetime
from typing import ClassVar

from shared.branch_places import BranchPlace
from shared.contracts.customer import (
    Confidentiality,
    CustomerEvent,
    PromiseGiven,
    PromiseKept,
    PromiseMade,
    PromiseOverdue,
)
from shared.contracts.words import Role
from shared.domain import Decision, Document
from shared.roster import Roster


class PromisesLeft(CustomerEvent):
    """More promises of somebody who has left the branch are to be given to others. A timer."""

    staff: str


class PromiseDue(CustomerEvent):
    """The day until which something was promised has passed."""

    promise: str


class Promise(Document):
    """One promise; `what` is sealed under the customer's key. It is due until the end of the day `due`, at
    `due_at`. One that is `with_customer` is its account manager's, and goes with the customer to another."""

    collection: ClassVar[str] = "promises"

    branch: str
    customer: str
    customer_visit: str
    owner: str
    with_customer: bool = False
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


def heir_of(promise: Promise, manager: str | None, roster: Roster) -> str | None:
    """Return who is to keep a promise from now on, or None where its owner does: it goes with the customer to
    their account `manager`, and from somebody who has left to the branch head where the customer has none."""
    if promise.kept_at is not None:
        return None
    owner = roster.member(promise.owner)
    has_left = owner is not None and not owner.roles
    if not promise.with_customer and not has_left:
        return None
    heir = manager
    if heir is None and (has_left or not roster.has(promise.owner, Role.ACCOUNT_MANAGER)):
        heir = roster.first(Role.BRANCH_HEAD)
    return heir if heir != promise.owner else None


def give_promise(promise: Promise, heir: str) -> Decision:
    """Give a promise to another person, who is told; its day stays, and it goes with the customer."""
    event = PromiseGiven(
        branch=promise.branch,
        promise=promise.id,
        customer_visit=promise.customer_visit,
        customer=promise.customer,
        promise_owner=heir,
        had_by=promise.owner,
        due=promise.due,
    )
    return Decision().save(promise.evolve(owner=heir, with_customer=True), event)


def go_on_giving(branch: str, staff: str, *, now: datetime) -> Decision:
    """Have more promises of somebody who has left given to others."""
    event = PromisesLeft(branch=branch, staff=staff)
    id = f"promises_left:{branch}:{staff}"
    return Decision().schedule(id, now, event, correlation_id=id)


def due_at(day: str, place: BranchPlace) -> datetime:
    """Return the moment with which a day ends at the branch."""
    return place.end_of(date.fromisoformat(day))
