"""Contact plans follow other work with the customer: visits, needs, files that were merged (A1, W1, W2)."""

import asyncio

from services.customer.contacts.commands import RecordContact
from services.customer.contacts.domain import changes, following
from services.customer.contacts.domain.plan import ContactPlan, Step
from services.customer.contacts.handlers.plans import record_contact, terms_of
from services.customer.contacts.queries import last_reached
from services.customer.files.domain.customer import Customer
from shared.contracts.customer import (
    ContactOutcome,
    ContactWay,
    CustomersMerged,
    CustomerVisitCancelled,
    CustomerVisitHeld,
    CustomerVisitMoved,
    CustomerVisitNotHeld,
    CustomerVisitPlanned,
    CustomerVisitRecorded,
    Initiative,
    MergeUndone,
    OfNeed,
    StepKind,
)
from shared.unit_of_work import UnitOfWork


async def follow_needs(event: OfNeed, work: UnitOfWork) -> None:
    """Let the open need of a customer that is due first be a next step with them."""
    customer = await standing(event.customer, work)
    plan = await work.find(ContactPlan, customer.id) if customer else None
    if customer is None or plan is None:
        return
    terms = await terms_of(plan.branch, work)
    first = min(customer.open_needs, key=lambda need: need.due, default=None)
    if first is None:
        work.apply(changes.drop_step(plan, StepKind.NEED, terms, now=work.now))
    else:
        step = Step(kind=StepKind.NEED, due=first.due, cause=first.id)
        work.apply(changes.set_step(plan, step, terms, now=work.now))


async def follow_visit(event: CustomerVisitPlanned | CustomerVisitMoved, work: UnitOfWork) -> None:
    """Let a visit that is planned be a next step, on its day."""
    plan = await work.find(ContactPlan, event.customer)
    if plan is not None:
        terms = await terms_of(plan.branch, work)
        due = terms.place.day_of(event.starts_at).isoformat()
        step = Step(kind=StepKind.VISIT, due=due, cause=event.customer_visit)
        work.apply(changes.set_step(plan, step, terms, now=work.now))


async def end_visit(event: CustomerVisitNotHeld | CustomerVisitCancelled, work: UnitOfWork) -> None:
    """Drop a visit that was not held: the clock runs on. What is to follow on a day is promised for it."""
    plan = await work.find(ContactPlan, event.customer)
    if plan is None:
        return
    terms = await terms_of(plan.branch, work)
    work.apply(changes.drop_step(plan, StepKind.VISIT, terms, cause=event.customer_visit, now=work.now))
    if isinstance(event, CustomerVisitNotHeld) and event.follow_up_on:
        step = Step(kind=StepKind.PROMISED, due=event.follow_up_on, cause=event.customer_visit)
        plan = await work.get(ContactPlan, event.customer)
        work.apply(changes.set_step(plan, step, terms, now=work.now))


async def count_visit(event: CustomerVisitHeld | CustomerVisitRecorded, work: UnitOfWork) -> None:
    """Record a visit that was held as a contact, once; what is to follow on a day is promised for it."""
    customer = await standing(event.customer, work)
    if customer is None:
        return
    command = RecordContact(
        contact=f"visit-{event.customer_visit}",
        customer=customer.id,
        by=event.held_by,
        way=ContactWay.VISIT,
        initiative=Initiative.BANK,
        outcome=ContactOutcome.REACHED,
        at=work.cause.time,
        visit=event.customer_visit,
    )
    await record_contact(command, work)
    plan = await work.get(ContactPlan, customer.id)
    terms = await terms_of(plan.branch, work)
    cause = event.customer_visit
    work.apply(changes.drop_step(plan, StepKind.VISIT, terms, cause=cause, now=work.now))
    if isinstance(event, CustomerVisitRecorded) and event.follow_up_on:
        step = Step(kind=StepKind.PROMISED, due=event.follow_up_on, cause=cause)
        plan = await work.get(ContactPlan, customer.id)
        work.apply(changes.set_step(plan, step, terms, now=work.now))


async def follow_merge(event: CustomersMerged, work: UnitOfWork) -> None:
    """Let the clock of a customer run from the last contact with either of the files that are one now."""
    plan, other = await asyncio.gather(
        work.find(ContactPlan, event.customer), work.find(ContactPlan, event.merged)
    )
    if plan is not None and other is not None and other.last_at is not None:
        terms = await terms_of(plan.branch, work)
        last = (other.last_contact, other.last_at)
        work.apply(following.take_clock(plan, last, terms, now=work.now))


async def undo_merge(event: MergeUndone, work: UnitOfWork) -> None:
    """Let the clock of a customer run from their own last contact again."""
    plan = await work.find(ContactPlan, event.customer)
    if plan is not None:
        terms = await terms_of(plan.branch, work)
        last = await work.query(last_reached, event.customer)
        work.apply(following.set_clock(plan, last, terms, now=work.now))


async def standing(id: str, work: UnitOfWork) -> Customer | None:
    """Return the customer, or the one whose file took the place of theirs; None for one who was erased."""
    customer = await work.find(Customer, id)
    while customer is not None and customer.merged_into is not None:
        customer = await work.find(Customer, customer.merged_into)
    return customer if customer is not None and not customer.is_closed else None
