"""Changes of a contact plan (A1): by contacts, excuses, steps of other work, and the days that pass. Every
change ends in `save`, which tells of it and sets the timer."""

from datetime import datetime, timedelta

from services.customer.contacts.domain.contact import Contact
from services.customer.contacts.domain.plan import (
    ContactPlan,
    Excuse,
    Step,
    Terms,
    computed,
    missed,
)
from services.customer.contacts.domain.saving import save
from shared.contracts.customer import (
    ContactExcused,
    ContactExcuseEnded,
    ContactOutcome,
    ContactState,
    ContactUndone,
    CustomerContacted,
    ExcuseReason,
    StepKind,
)
from shared.domain import Decision
from shared.errors import Refusal

RECORDED_WITHIN = timedelta(days=31)
"""The time for which a contact may be recorded after it was made."""
PROMISED_WITHIN = 92
EXCUSED_WITHIN = 366


class ContactTooOld(Refusal):
    code, status = "contact_too_old", 422
    en, zh = (
        "A contact is recorded within 31 days, and not before it was made.",
        "联系须在31天内登记，且不得早于发生时间。",
    )


class DayOutOfReach(Refusal):
    code, status = "day_out_of_reach", 422
    en, zh = "Choose a day from today on that is not too far away.", "请选择今天起且不太久远的日期。"


class NotExcused(Refusal):
    code, status = "contact_not_excused", 409
    en, zh = "Nothing keeps this customer from being contacted.", "该客户目前并未暂免联系。"


def record_contact(plan: ContactPlan, contact: Contact, terms: Terms, *, now: datetime) -> Decision:
    """Record a contact. One of both sides resets the clock, and ends an excuse and a promise; one that is
    moved promises the next; an attempt is counted, and moves nothing.

    Raises `ContactTooOld`, `DayOutOfReach`.
    """
    if not now - RECORDED_WITHIN <= contact.at <= now + timedelta(minutes=5):
        raise ContactTooOld
    after = plan
    if contact.words is not None:
        after = after.evolve(last_words=contact.words, last_words_of=contact.id)
    if contact.outcome is ContactOutcome.NOT_REACHED:
        after = after.evolve(tries=plan.tries + 1)
    elif contact.outcome is ContactOutcome.MOVED:
        until = _within(contact.until, PROMISED_WITHIN, terms, now)
        after = after.with_step(Step(kind=StepKind.PROMISED, due=until, cause=contact.id))
    else:
        after = _reached(after, contact, terms)
        if plan.last_contact is not None and plan.last_at is not None:
            contact = contact.evolve(before=(plan.last_contact, plan.last_at))
    after = computed(after, terms, terms.place.day_of(now))
    event = CustomerContacted(
        branch=contact.branch,
        customer=contact.customer,
        masked_name=plan.masked_name,
        contact=contact.id,
        account_manager=plan.account_manager,
        contacted_by=contact.by,
        way=contact.way,
        initiative=contact.initiative,
        outcome=contact.outcome,
        two_way=contact.is_two_way,
        at=contact.at,
        next_due=after.next_step.due,
        visit=contact.visit,
    )
    return Decision().save(contact, event).then(save(plan, after, terms))


def undo_contact(plan: ContactPlan, contact: Contact, terms: Terms, *, now: datetime) -> Decision:
    """Take back a contact in the hall whose service was undone: the clock runs from the one before it. It
    stays in the log, marked. Undoing it twice changes nothing."""
    if contact.undone_at is not None:
        return Decision()
    after = plan
    if plan.last_contact == contact.id:
        last, at = contact.before or (None, None)
        after = plan.evolve(last_contact=last, last_at=at)
    hour = _hour_of(contact, terms)
    left = {**plan.hours, hour: plan.hours.get(hour, 1) - 1}
    after = after.evolve(hours={one: count for one, count in left.items() if count > 0})
    after = computed(after, terms, terms.place.day_of(now))
    event = ContactUndone(
        branch=contact.branch,
        customer=contact.customer,
        contact=contact.id,
        account_manager=plan.account_manager,
        next_due=after.next_step.due,
    )
    return Decision().save(contact.evolve(undone_at=now), event).then(save(plan, after, terms))


def excuse(
    plan: ContactPlan, reason: ExcuseReason, until: str, by: str, terms: Terms, *, now: datetime
) -> Decision:
    """Leave a customer alone until the end of a day; the contact is due on the working day after it, if it
    was due before. The same excuse once more changes nothing. Raises `DayOutOfReach`."""
    until = _within(until, EXCUSED_WITHIN, terms, now)
    given = Excuse(reason=reason, until=until, by=by)
    if plan.state is ContactState.EXCUSED and plan.excuse == given:
        return Decision()
    after = computed(plan.evolve(excuse=given), terms, terms.place.day_of(now))
    event = ContactExcused(
        branch=plan.branch,
        customer=plan.id,
        masked_name=plan.masked_name,
        account_manager=plan.account_manager,
        excuse=reason,
        until=until,
        excused_by=by,
        was_overdue=plan.state is ContactState.OVERDUE,
    )
    return save(plan, after, terms, event)


def end_excuse(plan: ContactPlan, terms: Terms, *, now: datetime) -> Decision:
    """End an excuse before its time: what was due before is due again. Raises `NotExcused`."""
    if plan.state is not ContactState.EXCUSED:
        raise NotExcused
    after = computed(plan.evolve(excuse=None), terms, terms.place.day_of(now))
    return save(plan, after, terms, _excuse_ended(after))


def set_step(plan: ContactPlan, step: Step, terms: Terms, *, now: datetime) -> Decision:
    """Set a step of other work, in the place of the one of its kind: a visit that is planned, a need that is
    due. The clock of the rhythm does not change."""
    if step in plan.steps:
        return Decision()
    return save(plan, computed(plan.with_step(step), terms, terms.place.day_of(now)), terms)


def drop_step(plan: ContactPlan, kind: StepKind, terms: Terms, *, cause: str = "", now: datetime) -> Decision:
    """Drop the step of this kind, or the visit `cause`, which is done or given up."""
    after = plan.without_step(kind, cause)
    if after.steps == plan.steps:
        return Decision()
    return save(plan, computed(after, terms, terms.place.day_of(now)), terms)


def turn(plan: ContactPlan, terms: Terms, *, now: datetime) -> Decision:
    """Let a day begin: what falls due, is overdue or was missed with it is told, and the timer is set again.
    A plan that is nobody's has no days."""
    if plan.account_manager is None:
        return Decision()
    today = terms.place.day_of(now)
    after = computed(plan.evolve(steps=tuple(missed(step, today) for step in plan.steps)), terms, today)
    ended = plan.state is ContactState.EXCUSED and after.state is not ContactState.EXCUSED
    return save(plan, after, terms, *([_excuse_ended(after)] if ended else []))


def _reached(plan: ContactPlan, contact: Contact, terms: Terms) -> ContactPlan:
    hour = _hour_of(contact, terms)
    plan = plan.evolve(hours={**plan.hours, hour: plan.hours.get(hour, 0) + 1})
    if plan.last_at is not None and contact.at <= plan.last_at:
        return plan
    plan = plan.evolve(last_at=contact.at, last_contact=contact.id, tries=0, earliest="", excuse=None)
    day = terms.place.day_of(contact.at).isoformat()
    seen_to = (one for one in plan.steps if one.kind is StepKind.DATE and one.due <= day)
    for step in seen_to:
        plan = plan.without_step(StepKind.DATE, step.cause)
    return plan.without_step(StepKind.PROMISED)


def _excuse_ended(plan: ContactPlan) -> ContactExcuseEnded:
    return ContactExcuseEnded(
        branch=plan.branch, customer=plan.id, account_manager=plan.account_manager, due=plan.due
    )


def _within(day: str | None, days: int, terms: Terms, now: datetime) -> str:
    today = terms.place.day_of(now)
    if day is None or not today.isoformat() <= day <= (today + timedelta(days=days)).isoformat():
        raise DayOutOfReach
    return day


def _hour_of(contact: Contact, terms: Terms) -> str:
    return str(terms.place.hour_of(contact.at))
