"""The rhythm of a branch is changed, and its plans are computed anew: by it, by another calendar, in another
time zone (A1)."""

import asyncio

from services.customer.contacts.commands import ChangeRhythm
from services.customer.contacts.domain import following, rhythm
from services.customer.contacts.domain.plan import BUCKETS, ContactPlan
from services.customer.contacts.domain.portfolio import Portfolio, judged
from services.customer.contacts.domain.rhythm import PlansRecomputeDue, RhythmBook
from services.customer.contacts.handlers.plans import terms_of
from services.customer.contacts.queries import plans_in_bucket, portfolios_of
from shared.branch_places import place_of
from shared.contracts.lobby import BranchDayOpened, BranchOpened
from shared.domain import Decision
from shared.unit_of_work import UnitOfWork
from shared.working_days import CALENDAR


async def change_rhythm(command: ChangeRhythm, work: UnitOfWork) -> None:
    """Set the rhythms; the account managers whose time does not suffice any more are told of at once."""
    book = await work.find(RhythmBook, command.branch) or RhythmBook(id=command.branch)
    work.apply(
        rhythm.change_rhythm(book, command.rhythms, command.slots, command.soon, command.by, now=work.now)
    )
    terms = await terms_of(command.branch, work)
    ids = await work.query(portfolios_of, command.branch)
    for portfolio in await asyncio.gather(*(work.get(Portfolio, one.id) for one in ids)):
        work.apply(judged(portfolio, terms, terms.place.day_of(work.now)))


async def recompute_bucket(due: PlansRecomputeDue, work: UnitOfWork) -> None:
    """Compute the plans of a bucket anew, and have the next one follow."""
    terms = await terms_of(due.branch, work)
    ids = await work.query(plans_in_bucket, due.branch, due.bucket)
    for plan in await asyncio.gather(*(work.get(ContactPlan, id) for id in ids)):
        work.apply(following.recompute(plan, terms, now=work.now))
    if due.bucket + 1 < BUCKETS:
        work.apply(rhythm.recompute_plans(due.branch, due.bucket + 1, now=work.now))


async def check_calendar(event: BranchDayOpened, work: UnitOfWork) -> None:
    """Have the plans computed anew when the working days became known, or changed, since they were."""
    book = await work.find(RhythmBook, event.branch) or RhythmBook(id=event.branch)
    if book.calendar != CALENDAR:
        work.apply(Decision().save(book.evolve(calendar=CALENDAR)))
        work.apply(rhythm.recompute_plans(event.branch, now=work.now))
    elif not book.version:
        work.apply(Decision().save(book))


async def follow_place(event: BranchOpened, work: UnitOfWork) -> None:
    """Have the plans computed anew when a branch moved to another time zone."""
    place = await place_of(event.branch, work)
    if place.timezone != event.timezone:
        work.apply(rhythm.recompute_plans(event.branch, now=work.now))
