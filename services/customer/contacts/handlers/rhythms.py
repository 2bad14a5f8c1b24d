"""The rhythm of a branch is changed, and its plans are computed anew: by it, by another calendar, in another
time zone (A1)."""

import asyncio

from services.customer.contacts.commands import ChangeRhythm, DropRhythm
from services.customer.contacts.domain import following, rhythm
from services.customer.contacts.domain.plan import BUCKETS, ContactPlan
from services.customer.contacts.domain.portfolio import Portfolio, judged
from services.customer.contacts.domain.rhythm import BANK, PlansRecomputeDue, RhythmBook
from services.customer.contacts.handlers.plans import terms_of
from services.customer.contacts.queries import branches_with_plans, plans_in_bucket, portfolios_of
from shared.branch_places import place_of
from shared.contracts.customer import RhythmChanged
from shared.contracts.lobby import BranchDayOpened, BranchOpened
from shared.domain import Decision
from shared.editions import must_be_as_seen
from shared.unit_of_work import UnitOfWork
from shared.working_days import CALENDAR


async def change_rhythm(command: ChangeRhythm, work: UnitOfWork) -> None:
    """Set the rhythms of a branch, or of the bank; the plans follow."""
    book, bank = await asyncio.gather(_book_of(command.branch, work), _book_of(BANK, work))
    decision = rhythm.change_rhythm(
        book,
        command.rhythms,
        slots=command.slots,
        soon=command.soon,
        ahead=command.ahead,
        by=command.by,
        now=work.now,
    )
    if not decision.changes:
        return
    _must_be_as_seen(command.branch, book, bank, command.seen)
    work.apply(decision)
    await judge_portfolios(command.branch, work)


async def drop_rhythm(command: DropRhythm, work: UnitOfWork) -> None:
    book, bank = await asyncio.gather(_book_of(command.branch, work), _book_of(BANK, work))
    if not book.own and command.seen == f"{book.id}:{book.edition - 1}":
        return  # what was read has been dropped
    _must_be_as_seen(command.branch, book, bank, command.seen)
    work.apply(rhythm.drop_rhythm(book, command.by, now=work.now))
    await judge_portfolios(command.branch, work)


def _must_be_as_seen(branch: str, book: RhythmBook, bank: RhythmBook, seen: str | None) -> None:
    """Raises `RulesChanged` where the rhythms in force at a branch are not those that were seen."""
    held = rhythm.in_force(branch, book, bank)
    must_be_as_seen(seen, held.id if held.own else BANK, held.edition, held.changed_by, held.changed_at)


async def follow_rhythm(event: RhythmChanged, work: UnitOfWork) -> None:
    """After a change at the bank, have the plans computed anew of every branch that has no rhythms of its own
    (A1)."""
    if event.scope != BANK:
        return
    for branch in await work.query(branches_with_plans):
        book = await work.find(RhythmBook, branch)
        if book is None or not book.own:
            work.apply(rhythm.recompute_plans(branch, now=work.now))


async def judge_portfolios(branch: str, work: UnitOfWork) -> None:
    """Tell the account managers whose time does not suffice any more, or does again."""
    terms = await terms_of(branch, work)
    found = await work.query(portfolios_of, branch)
    for portfolio in await asyncio.gather(*(work.get(Portfolio, one.id) for one in found)):
        work.apply(judged(portfolio, terms, terms.place.day_of(work.now)))


async def recompute_bucket(due: PlansRecomputeDue, work: UnitOfWork) -> None:
    """Compute the plans of a bucket anew, and have the next one follow; the portfolios go first."""
    terms = await terms_of(due.branch, work)
    if due.bucket == 0:
        await judge_portfolios(due.branch, work)
    ids = await work.query(plans_in_bucket, due.branch, due.bucket)
    for plan in await asyncio.gather(*(work.get(ContactPlan, id) for id in ids)):
        work.apply(following.recompute(plan, terms, now=work.now))
    if due.bucket + 1 < BUCKETS:
        work.apply(rhythm.recompute_plans(due.branch, due.bucket + 1, now=work.now))


async def check_calendar(event: BranchDayOpened, work: UnitOfWork) -> None:
    """Have the plans computed anew when the working days became known, or changed, since they were."""
    book = await _book_of(event.branch, work)
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


async def _book_of(scope: str, work: UnitOfWork) -> RhythmBook:
    return await work.find(RhythmBook, scope) or RhythmBook(id=scope)
