"""Proposing, accepting, returning and withdrawing hand-overs (W2)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.customer.files.domain.credentials import CredentialRecord
from services.customer.files.domain.customer import Customer
from services.customer.files.domain.facts import Source
from services.customer.files.domain.files import change_file
from services.customer.handovers.domain.handover import (
    WAITING,
    HandOver,
    HandOverItem,
    HandOverOver,
    HandOverTakesEffect,
    ItemState,
    NothingToHandOver,
    NotTheReceiver,
    OpenHandOver,
    ReceiverUnfit,
    Unkept,
    item_id,
)
from shared.contracts.customer import (
    CustomerHandedOver,
    HandOverAccepted,
    HandOverCompleted,
    HandOverProposed,
    HandOverReturned,
    HandOverWithdrawn,
    ReturnReason,
)
from shared.contracts.words import Role
from shared.domain import Decision
from shared.roster import Roster


@dataclass(frozen=True)
class Subject:
    """A customer in a hand-over, with all that is decided upon."""

    handover: HandOver
    item: HandOverItem
    customer: Customer
    credentials: Sequence[CredentialRecord]
    unkept: Unkept | None
    roster: Roster


def propose(
    new: HandOver,
    customers: Iterable[Customer],
    open: Mapping[str, OpenHandOver],
    roster: Roster,
) -> Decision:
    """Propose those customers whom the giver keeps, and who are in no other hand-over.

    Raises `ReceiverUnfit`, `NothingToHandOver`.
    """
    if new.receiver == new.giver or not roster.has(new.receiver, Role.ACCOUNT_MANAGER):
        raise ReceiverUnfit
    items = [
        HandOverItem(
            id=item_id(new.id, customer.id),
            handover=new.id,
            branch=new.branch,
            customer=customer.id,
            giver=new.giver,
            receiver=new.receiver,
        )
        for customer in customers
        if _can_be_proposed(customer, new, open.get(customer.id))
    ]
    if not items:
        raise NothingToHandOver
    event = HandOverProposed(
        branch=new.branch,
        handover=new.id,
        giver=new.giver,
        receiver=new.receiver,
        proposed_by=new.proposed_by,
        customers=len(items),
        effective_on=new.effective_on,
    )
    decision = Decision().save(new.evolve(proposed=len(items)), event)
    for item in items:
        decision.save(item).save(OpenHandOver(id=item.customer, handover=new.id))
    return decision


def accept(subject: Subject, by: str, source: Source) -> Decision:
    """Accept a customer: they change their account manager at once, or when the day has come. Accepting twice
    changes nothing. Raises `NotTheReceiver`, `HandOverOver`, `ReceiverUnfit`."""
    item, handover = subject.item, subject.handover
    if item.receiver != by:
        raise NotTheReceiver
    if item.state in (ItemState.ACCEPTED, ItemState.HANDED):
        return Decision()
    if item.state is not ItemState.PROPOSED or not _is_to_be_given(subject):
        raise HandOverOver
    if not subject.roster.has(by, Role.ACCOUNT_MANAGER):
        raise ReceiverUnfit
    event = HandOverAccepted(
        branch=item.branch,
        handover=item.handover,
        customer=item.customer,
        giver=item.giver,
        receiver=by,
        effective_on=handover.effective_on,
    )
    accepted = item.evolve(state=ItemState.ACCEPTED, decided_at=source.at)
    counted = handover.counted(ItemState.PROPOSED, ItemState.ACCEPTED)
    decision = Decision().save(accepted, event)
    if handover.effective_at <= source.at:
        return decision.then(take_effect(_with(subject, accepted, counted), source))
    due = HandOverTakesEffect(branch=item.branch, handover=item.handover, customer=item.customer)
    return decision.save(counted).schedule(
        item.effect_timer, handover.effective_at, due, correlation_id=item.handover
    )


def take_effect(subject: Subject, source: Source) -> Decision:
    """Give an accepted customer to the receiver; one who has left meanwhile returns them. All else of the
    customer stays: plan, needs, visits, relations, timeline."""
    item, customer = subject.item, subject.customer
    if item.state is not ItemState.ACCEPTED:
        return Decision()
    if not subject.roster.has(item.receiver, Role.ACCOUNT_MANAGER):
        return give_back(subject, ReturnReason.RECEIVER_LEFT, now=source.at)
    if not _is_to_be_given(subject):
        return withdraw([item], subject.handover, None, now=source.at)
    event = CustomerHandedOver(
        branch=item.branch,
        handover=item.handover,
        customer=customer.id,
        giver=item.giver,
        receiver=item.receiver,
        effective_on=subject.handover.effective_on,
    )
    handed = item.evolve(state=ItemState.HANDED)
    counted = subject.handover.counted(ItemState.ACCEPTED, ItemState.HANDED)
    decision = change_file(customer, subject.credentials, source, account_manager=item.receiver)
    if subject.unkept is not None:
        decision.save(subject.unkept.evolve(kept=True))
    return (
        decision.save(handed, event)
        .save(OpenHandOver(id=customer.id, handover=None))
        .then(_passed(counted, source.at))
    )


def give_back(subject: Subject, reason: ReturnReason, *, now: datetime, by: str | None = None) -> Decision:
    """Return a customer, who stays with the giver. Returning twice changes nothing; `by` is the receiver, or
    None where they have left. Raises `NotTheReceiver`, `HandOverOver`."""
    item, handover = subject.item, subject.handover
    if by is not None and item.receiver != by:
        raise NotTheReceiver
    if item.state is ItemState.RETURNED:
        return Decision()
    if item.state not in WAITING:
        raise HandOverOver
    event = HandOverReturned(
        branch=item.branch,
        handover=item.handover,
        customer=item.customer,
        giver=item.giver,
        receiver=item.receiver,
        proposed_by=handover.proposed_by,
        reason=reason,
    )
    returned = item.evolve(state=ItemState.RETURNED, reason=reason, decided_at=now)
    return (
        Decision()
        .save(returned, event)
        .save(OpenHandOver(id=item.customer, handover=None))
        .cancel(item.effect_timer)
        .then(_passed(handover.counted(item.state, ItemState.RETURNED), now))
    )


def withdraw(items: Iterable[HandOverItem], handover: HandOver, by: str | None, *, now: datetime) -> Decision:
    """Withdraw customers that wait, of whom nothing has changed yet. `by` is None where a customer changed
    their account manager in another way."""
    decision, customers, after = Decision(), 0, handover
    for item in items:
        if item.state in WAITING:
            customers, after = customers + 1, after.counted(item.state, ItemState.WITHDRAWN)
            decision.save(item.evolve(state=ItemState.WITHDRAWN, decided_at=now)).save(
                OpenHandOver(id=item.customer, handover=None)
            ).cancel(item.effect_timer)
    if not customers:
        return decision
    event = HandOverWithdrawn(
        branch=handover.branch,
        handover=handover.id,
        giver=handover.giver,
        receiver=handover.receiver,
        customers=customers,
        withdrawn_by=by,
    )
    return decision.save(after, event).then(_passed(after, now))


def _can_be_proposed(customer: Customer, new: HandOver, open: OpenHandOver | None) -> bool:
    exists = not customer.is_closed and customer.merged_into is None
    kept = customer.branch == new.branch and customer.account_manager == new.giver
    return exists and kept and (open is None or open.handover is None)


def _is_to_be_given(subject: Subject) -> bool:
    """Tell whether the giver keeps the customer still, or has left and nobody keeps them yet."""
    customer, giver = subject.customer, subject.item.giver
    if customer.is_closed or customer.merged_into is not None:
        return False
    left = subject.unkept.left_by if subject.unkept and not subject.unkept.kept else None
    return customer.account_manager == giver or (customer.account_manager is None and left == giver)


def _with(subject: Subject, item: HandOverItem, handover: HandOver) -> Subject:
    return Subject(handover, item, subject.customer, subject.credentials, subject.unkept, subject.roster)


def _passed(handover: HandOver, now: datetime) -> Decision:
    """Save the hand-over, which is complete when no customer of it waits any more."""
    if handover.proposed or handover.accepted or handover.completed_at is not None:
        return Decision().save(handover)
    event = HandOverCompleted(
        branch=handover.branch,
        handover=handover.id,
        giver=handover.giver,
        receiver=handover.receiver,
        proposed_by=handover.proposed_by,
        accepted=handover.handed,
        returned=handover.returned,
        withdrawn=handover.withdrawn,
    )
    return Decision().save(handover.evolve(completed_at=now), event)
