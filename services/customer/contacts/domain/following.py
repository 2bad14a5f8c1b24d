"""Contact plans follow what they are computed by (A1): the customer's file, the rhythm, another's contact."""

from datetime import datetime

from services.customer.contacts.domain.plan import NEVER, ContactPlan, Terms, computed, deadline, missed
from services.customer.contacts.domain.saving import save
from shared.contracts.words import Segment
from shared.domain import Decision


def assign(
    plan: ContactPlan,
    terms: Terms,
    *,
    account_manager: str | None,
    segment: Segment,
    masked_name: str,
    sealed_name: bytes | None,
    branch: str,
    now: datetime,
) -> Decision:
    """Follow the customer's file: the contacts, the steps and the clock stay with the customer, whoever the
    manager is. Another segment has another rhythm, see `recompute`."""
    after = plan.evolve(
        account_manager=account_manager,
        segment=segment,
        masked_name=masked_name,
        sealed_name=sealed_name,
        branch=branch,
    )
    if after == plan and plan.version:
        return Decision()
    if plan.account_manager is None:  # the days that passed while nobody had the customer
        today = terms.place.day_of(now)
        after = after.evolve(steps=tuple(missed(step, today) for step in after.steps))
    if segment is plan.segment and plan.version:
        return save(plan, computed(after, terms, terms.place.day_of(now)), terms)
    return save(plan, _shortened(plan, after, terms, now), terms)


def recompute(plan: ContactPlan, terms: Terms, *, now: datetime) -> Decision:
    """Compute a plan by another edition of the rhythm, or of the calendar. A deadline that comes nearer does
    so to the next working day at most: nobody is late because of a rule that is new."""
    return save(plan, _shortened(plan, plan, terms, now), terms)


def take_clock(
    plan: ContactPlan, last: tuple[str | None, datetime], terms: Terms, *, now: datetime
) -> Decision:
    """Let the clock run from a contact that was made with the customer under another file, if it is later."""
    if plan.last_at is not None and plan.last_at >= last[1]:
        return Decision()
    return set_clock(plan, last, terms, now=now)


def set_clock(
    plan: ContactPlan, last: tuple[str | None, datetime] | None, terms: Terms, *, now: datetime
) -> Decision:
    """Let the clock run from another last contact, or from none: the one that counted is another customer's,
    or did not happen."""
    contact, at = last or (None, None)
    after = plan.evolve(last_contact=contact, last_at=at)
    if after == plan:
        return Decision()
    return save(plan, computed(after, terms, terms.place.day_of(now)), terms)


def _shortened(before: ContactPlan, after: ContactPlan, terms: Terms, now: datetime) -> ContactPlan:
    """Compute a plan by a rhythm that is new to it."""
    today = terms.place.day_of(now)
    if before.due != NEVER:
        bound = min(before.due, terms.place.calendar.next(today).isoformat())
        natural = deadline(after, terms).isoformat()
        after = after.evolve(earliest=bound if natural < bound else "")
    return computed(after, terms, today)
