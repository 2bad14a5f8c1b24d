"""Important dates come on today's list, and go from it (A1, W2)."""

import asyncio

from services.customer.contacts.commands import EndDates, NoteDates
from services.customer.contacts.domain import dates
from services.customer.contacts.domain.dates import DateRound, DatesDue
from services.customer.contacts.domain.plan import ContactPlan
from services.customer.contacts.handlers.plans import terms_of
from services.customer.files.domain.customer import Customer
from shared.branch_places import place_of
from shared.contracts.customer import CustomerCorrected, ProfileChanged, StepKind
from shared.contracts.customer.words import FileField
from shared.contracts.lobby import BranchOpened
from shared.unit_of_work import UnitOfWork

DATED = frozenset((FileField.DATES, FileField.IDENTITY))
"""Fields of a file in which dates stand."""


async def begin_nights(event: BranchOpened, work: UnitOfWork) -> None:
    """Set the next night of a branch, by its time zone (A1)."""
    work.apply(dates.wait_for_night(event.branch, event.timezone, now=work.now))


async def begin_look(due: DatesDue, work: UnitOfWork) -> None:
    """Begin to look for the dates of a branch, and set its next night (A1)."""
    place = await place_of(due.branch, work)
    work.apply(dates.wait_for_night(due.branch, place.timezone, now=work.now))
    round = await work.find(DateRound, due.branch) or DateRound(id=due.branch)
    work.apply(dates.begin_round(round, work.cause.id, place.day_of(work.now).isoformat()))


async def note_dates(command: NoteDates, work: UnitOfWork) -> None:
    terms = await terms_of(command.branch, work)
    signs = (*command.near, *command.passed)
    await asyncio.gather(*(work.find(ContactPlan, sign.customer) for sign in signs))
    for sign in command.passed:
        plan = await work.find(ContactPlan, sign.customer)
        if plan is not None:
            work.apply(dates.drop_dates(plan, [sign.key], terms, now=work.now))
    for sign in command.near:
        plan = await work.find(ContactPlan, sign.customer)
        if plan is not None and plan.branch == command.branch:
            work.apply(dates.note_date(plan, sign, terms, now=work.now))


async def end_dates(command: EndDates, work: UnitOfWork) -> None:
    work.apply(dates.end_round(await work.get(DateRound, command.branch), command.run))


async def follow_dates(event: ProfileChanged | CustomerCorrected, work: UnitOfWork) -> None:
    """Take dates off the list that the file does not have any more, and look soon for those that it has now
    (A1)."""
    if DATED.intersection(event.fields):
        work.apply(dates.look_soon(event.branch, work.moment))
    customer, plan = await asyncio.gather(
        work.find(Customer, event.customer), work.find(ContactPlan, event.customer)
    )
    if customer is None or plan is None or plan.step(StepKind.DATE) is None:
        return
    listed = {step.cause for step in plan.steps if step.kind is StepKind.DATE}
    terms = await terms_of(plan.branch, work)
    work.apply(dates.drop_dates(plan, listed.difference(customer.keys), terms, now=work.now))
