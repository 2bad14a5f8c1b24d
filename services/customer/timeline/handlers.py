"""Handlers of the timeline (W3): each event that concerns a customer becomes a line."""

from services.customer.files.domain.customer import Customer
from services.customer.files.recognised import recognised_in
from services.customer.timeline.domain import TimelineErasureDue, TimelineLine, customers_of, line_id, line_of
from services.customer.timeline.queries import erase_lines
from services.customer.timeline.table import LINES
from shared.contracts.base import Event
from shared.contracts.customer import CustomerErased, CustomerLocked
from shared.domain import Decision, Document
from shared.erasure import AGAIN
from shared.unit_of_work import Cause, UnitOfWork


async def add_line(event: Event, work: UnitOfWork) -> None:
    """Write a line for each customer whom the event concerns; none for one who is not known, or was erased
    (W3, Q1)."""
    for id in await _concerned(event, work):
        if await work.find(TimelineLine, line_id(work.cause.id, id)) is not None:
            continue
        customer = await work.find(Customer, id)
        if customer is not None and not customer.is_closed:
            work.apply(line_of(event, id, work.cause))


def lines_of(event: Event, cause: Cause) -> list[tuple[type[Document], str]]:
    """Return the lines that an event which names its customers has, as they are looked for."""
    return [(TimelineLine, line_id(cause.id, id)) for id in customers_of(event, LINES[type(event)])]


async def erase_timeline(
    event: CustomerErased | CustomerLocked | TimelineErasureDue, work: UnitOfWork
) -> None:
    """Erase the lines of a customer, and again until none is found: an event that was under way may have
    written one (Q1)."""
    found = await work.query(erase_lines, event.customer)
    if found or not isinstance(event, TimelineErasureDue):
        due = TimelineErasureDue(branch=event.branch, customer=event.customer)
        again = work.now + AGAIN
        work.apply(
            Decision().schedule(f"timeline:{event.customer}", again, due, correlation_id=event.customer)
        )


async def _concerned(event: Event, work: UnitOfWork) -> list[str]:
    """Return the customers whom an event names, or who was recognised in its visit."""
    named = customers_of(event, LINES[type(event)])
    if named:
        return named
    recognised = await recognised_in(getattr(event, "visit", None), event.branch, work)
    return [recognised] if recognised else []
