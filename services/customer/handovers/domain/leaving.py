"""Account managers who leave (W2): their customers stand on the head's list, with a date, until somebody
keeps them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.customer.files.domain.credentials import CredentialRecord
from services.customer.files.domain.customer import Customer
from services.customer.files.domain.facts import Source
from services.customer.files.domain.files import change_file
from services.customer.handovers.domain.handover import (
    Leaving,
    PortfolioCountDue,
    PortfolioDesk,
    PortfolioReleaseDue,
    Unkept,
    UnkeptDue,
)
from shared.contracts.customer import PortfolioHeld, PortfolioLeft, PortfolioUnkept
from shared.contracts.words import Role
from shared.domain import Decision
from shared.roster import Roster

COUNT_AFTER, COUNT_LATER = timedelta(seconds=10), timedelta(seconds=2)
"""Portfolios are counted so long after a change, and so much later for each thousand customers in them."""


@dataclass(frozen=True)
class Kept:
    """A customer of somebody who has left, with their credentials."""

    customer: Customer
    credentials: list[CredentialRecord]


def has_left(staff: str, roster: Roster) -> bool:
    """Tell whether a person was of the branch's staff and is no account manager there any more."""
    return roster.member(staff) is not None and not roster.has(staff, Role.ACCOUNT_MANAGER)


def begin_release(
    branch: str, staff: str, known: Leaving | None, *, now: datetime, act_by: datetime
) -> Decision:
    """Begin to put the customers of somebody who has left on the head's list; a leaving whose time runs still
    goes on."""
    leaving = Leaving(id=f"{branch}:{staff}", branch=branch, staff=staff, since=now, act_by=act_by)
    if known is not None and known.act_by > now:
        leaving = known
    return Decision().save(leaving).then(_release_next(leaving, now))


def release(leaving: Leaving, kept: list[Kept], more: bool, source: Source) -> Decision:
    """Put some customers on the head's list; the head is told when there are no `more`."""
    decision, customers = Decision(), 0
    for one in kept:
        if one.customer.account_manager == leaving.staff and not one.customer.is_closed:
            customers += 1
            unkept = Unkept(
                id=one.customer.id,
                branch=leaving.branch,
                left_by=leaving.staff,
                since=source.at,
                act_by=leaving.act_by,
            )
            freed = change_file(one.customer, one.credentials, source, account_manager=None)
            decision.then(freed).save(unkept)
    after = leaving.evolve(customers=leaving.customers + customers)
    if more:
        return decision.save(after).then(_release_next(after, source.at))
    if not after.customers or (leaving.announced and not customers):
        return decision.save(after)
    event = PortfolioLeft(
        branch=leaving.branch, staff=leaving.staff, customers=after.customers, act_by=leaving.act_by
    )
    return decision.save(after.evolve(announced=True), event).then(_look_at(after, leaving.act_by))


def tell_again(leaving: Leaving, customers: int, *, again: datetime) -> Decision:
    """Tell the head how many customers still have nobody after the deadline, every day again."""
    if not customers:
        return Decision()
    event = PortfolioUnkept(branch=leaving.branch, staff=leaving.staff, customers=customers)
    return Decision().save(leaving, event).then(_look_at(leaving, again))


def ask_for_count(desk: PortfolioDesk, *, now: datetime) -> Decision:
    """Have the portfolios of a branch counted soon, once however many customers change; large ones later,
    so that to count them takes a small part of the time."""
    if desk.pending:
        return Decision()
    due, known = PortfolioCountDue(branch=desk.id), sum(customers for customers, _ in desk.held.values())
    at = now + COUNT_AFTER + known // 1000 * COUNT_LATER
    return (
        Decision()
        .save(desk.evolve(pending=True))
        .schedule(f"portfolios:{desk.id}", at, due, correlation_id=f"portfolios:{desk.id}")
    )


def publish_counts(desk: PortfolioDesk, counted: Mapping[str, tuple[int, int]]) -> Decision:
    """Publish those portfolios whose counts have changed."""
    changed = [
        PortfolioHeld(branch=desk.id, staff=staff, customers=customers, open_items=items)
        for staff, (customers, items) in counted.items()
        if desk.held.get(staff, (0, 0)) != (customers, items)
    ]
    return Decision().save(desk.evolve(held=dict(counted), pending=False), *changed)


def _release_next(leaving: Leaving, at: datetime) -> Decision:
    due = PortfolioReleaseDue(branch=leaving.branch, staff=leaving.staff)
    return Decision().schedule(f"release:{leaving.id}", at, due, correlation_id=leaving.id)


def _look_at(leaving: Leaving, at: datetime) -> Decision:
    due = UnkeptDue(branch=leaving.branch, staff=leaving.staff)
    return Decision().schedule(f"unkept:{leaving.id}", at, due, correlation_id=leaving.id)
