"""The facts that count (Q2): which event is which achievement, whose, and on which day, in one table.

What counts is credited to whoever did it at that time: an event names them, and a hand-over changes nothing
of what was done before.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from services.referral.plans.domain.achievements import Fact, Undone
from shared.branch_places import BranchPlace
from shared.contracts import customer, referral
from shared.contracts.base import Event
from shared.contracts.referral import GoalMetric

Counted = Callable[[Any, date], tuple[Fact, ...]]


def contact(event: customer.CustomerContacted, day: date) -> tuple[Fact, ...]:
    """A contact of both sides counts for whoever made it."""
    if not event.two_way:
        return ()
    return (_one(GoalMetric.CONTACTS_HELD, event, event.contacted_by, event.contact, day),)


def customer_visit(event: customer.CustomerVisitRecorded, day: date) -> tuple[Fact, ...]:
    """A visit counts when it is on record, for whoever went."""
    return (_one(GoalMetric.VISITS_RECORDED, event, event.held_by, event.customer_visit, day),)


def need_met(event: customer.NeedFulfilled, day: date) -> tuple[Fact, ...]:
    """A need that was met counts for its owner, and without one for whoever closed it."""
    staff = event.need_owner or event.closed_by
    return (_one(GoalMetric.NEEDS_MET, event, staff, event.need_id, day),)


def prospect_opened(event: referral.ProspectOpened, day: date) -> tuple[Fact, ...]:
    """A prospect counts when it is opened, for its account manager; without one, for whoever opened it."""
    staff = event.account_manager or event.opened_by or event.branch
    return (_one(GoalMetric.PROSPECTS_OPENED, event, staff, event.prospect, day),)


def prospect_won(event: referral.ProspectWon, day: date) -> tuple[Fact, ...]:
    """A prospect that was won counts once, and with its amount, if one is known."""
    staff = event.account_manager or event.branch
    won = _one(GoalMetric.PROSPECTS_WON, event, staff, event.prospect, day)
    if not event.amount or not event.currency:
        return (won,)
    return (won, _sum(GoalMetric.AMOUNT_WON, event, staff, event.prospect, day, event.amount, event.currency))


def deal_closed(event: referral.DealClosed, day: date) -> tuple[Fact, ...]:
    """A deal counts when it is done, with its amount."""
    staff, amount = event.account_manager, event.amount
    return (
        _one(GoalMetric.DEALS_CLOSED, event, staff, event.deal, day),
        _sum(GoalMetric.AMOUNT_CLOSED, event, staff, event.deal, day, amount, event.currency),
    )


def bought(event: referral.RecommendationBought, day: date) -> tuple[Fact, ...]:
    """A recommendation counts when it was bought, with its amount."""
    staff, subject = event.account_manager, event.recommendation
    return (
        _one(GoalMetric.RECOMMENDATIONS_BOUGHT, event, staff, subject, day),
        _sum(GoalMetric.AMOUNT_BOUGHT, event, staff, subject, day, event.amount, event.currency),
    )


COUNTED: Mapping[type[Event], Counted] = {
    customer.CustomerContacted: contact,
    customer.CustomerVisitRecorded: customer_visit,
    customer.NeedFulfilled: need_met,
    referral.ProspectOpened: prospect_opened,
    referral.ProspectWon: prospect_won,
    referral.DealClosed: deal_closed,
    referral.RecommendationBought: bought,
}
UNDOING: Mapping[type[Event], Callable[[Any], tuple[Undone, ...]]] = {
    customer.ContactUndone: lambda event: (Undone(GoalMetric.CONTACTS_HELD, event.contact, event.name()),),
}


def day_of(event: Event, place: BranchPlace, at: datetime) -> date:
    """Return the day on which an event counts: that of a contact that is recorded later is when it was."""
    return place.day_of(event.at if isinstance(event, customer.CustomerContacted) else at)


def facts_of(event: Event, place: BranchPlace, at: datetime) -> tuple[Fact, ...]:
    """Return what counts of an event that happened `at`."""
    counted = COUNTED.get(type(event))
    return counted(event, day_of(event, place, at)) if counted else ()


def undone_by(event: Event) -> tuple[Undone, ...]:
    """Return what counts no more by this event."""
    undoing = UNDOING.get(type(event))
    return undoing(event) if undoing else ()


def _one(metric: GoalMetric, event: Event, staff: str, subject: str, day: date) -> Fact:
    return Fact(metric, staff, subject, day, event.name())


def _sum(
    metric: GoalMetric, event: Event, staff: str, subject: str, day: date, amount: int, currency: str
) -> Fact:
    return Fact(metric, staff, subject, day, event.name(), amount, currency)
