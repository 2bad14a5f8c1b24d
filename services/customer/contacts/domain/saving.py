"""Saving a contact plan (A1): telling what changed, and setting the timer of its next day."""

from collections.abc import Sequence
from datetime import date

from services.customer.contacts.domain.plan import NEVER, ContactPlan, ContactTurns, Terms
from shared.contracts.base import Event
from shared.contracts.customer import (
    ContactDue,
    ContactNeglected,
    ContactOverdue,
    ContactState,
    NextStepSet,
    StepKind,
)
from shared.domain import Decision


def save(before: ContactPlan, after: ContactPlan, terms: Terms, *events: Event) -> Decision:
    """Save a plan that was computed, with `events` and those that its change asks for, and set its timer."""
    if after == before and after.version:
        return Decision()
    decision = Decision().save(after, *events, *_events_of(before, after))
    if after.account_manager is None or after.turns == NEVER:
        return decision.cancel(_timer(after))
    due = terms.place.start_of(date.fromisoformat(after.turns))
    event = ContactTurns(branch=after.branch, customer=after.id)
    return decision.schedule(_timer(after), due, event, correlation_id=after.id)


def _events_of(before: ContactPlan, after: ContactPlan) -> Sequence[Event]:
    if after.account_manager is None:
        return ()
    whose = {"branch": after.branch, "customer": after.id, "account_manager": after.account_manager}
    named, events, step = {**whose, "masked_name": after.masked_name}, list[Event](), after.next_step
    new = not before.version or before.account_manager is None
    if new or (before.next_step.kind, before.next_step.due) != (step.kind, step.due):
        events.append(
            NextStepSet(
                **whose, step=step.kind, due=step.due, cause=step.shown_cause, provisional=after.provisional
            )
        )
    if after.state is not before.state or new:
        if after.state is ContactState.DUE:
            events.append(ContactDue(**named, due=after.due))
        elif after.state is ContactState.OVERDUE:
            events.append(ContactOverdue(**named, step=StepKind.CONTACT, due=after.due))
    if after.neglected and not before.neglected and after.state is ContactState.OVERDUE:
        events.append(ContactNeglected(**named, due=after.due))
    missed = {step.kind for step in before.steps if step.missed}
    events += (
        ContactOverdue(**named, step=one.kind, due=one.due)
        for one in after.steps
        if one.missed and one.kind not in missed
    )
    return events


def _timer(plan: ContactPlan) -> str:
    return f"contact_turns:{plan.id}"
