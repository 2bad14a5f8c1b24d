"""Handlers by which prospects follow their customer and their account manager (W2, A2, Q1)."""

import asyncio

from services.referral.customers import FORGOTTEN_AT_ONCE, ids_of
from services.referral.prospects import queries
from services.referral.prospects.domain import following
from services.referral.prospects.domain.board import Tally, new_tally
from services.referral.prospects.domain.following import Leaver
from services.referral.prospects.domain.prospect import (
    OPEN,
    CustomerProspects,
    Prospect,
    ProspectsReleaseDue,
    VisitProspects,
)
from services.referral.prospects.handlers.loading import board_of, whole
from shared.contracts.customer import (
    CustomerRegistered,
    CustomersMerged,
    LeadFollowed,
    MergeUndone,
)
from shared.contracts.notify import StaffEnrolled
from shared.contracts.words import Role
from shared.domain import Decision
from shared.roster import roster_of
from shared.unit_of_work import UnitOfWork


async def follow_lead(event: LeadFollowed, work: UnitOfWork) -> None:
    """Link the prospects of a visit to the customer that they became; they go on with all their history
    (A2)."""
    of_visit = await work.find(VisitProspects, event.visit) or VisitProspects(id=event.visit)
    if of_visit.customer_at(event.branch) is not None:
        return
    several = [await whole(id, work) for id in of_visit.prospects]
    if any(prospect.branch != event.branch for prospect, _, _ in several):
        return  # somebody named the visit of another branch
    work.apply(following.note_customer(of_visit, event.customer, event.branch))
    for id in of_visit.prospects:
        prospect, board, place = await whole(id, work)
        known = await _known(event.customer, work)
        work.apply(
            following.link(prospect, event.customer, known, event.followed_by, board, place, now=work.now)
        )


async def follow_keeper(event: CustomerRegistered, work: UnitOfWork) -> None:
    """Let open prospects go with their customer to another account manager, nothing of them reset (W2)."""
    known = await work.find(CustomerProspects, event.customer)
    if known is None or not known.open or (event.account_manager is None and event.had_by is None):
        return
    for id in known.open.values():
        prospect, board, _ = await whole(id, work, managers=[event.account_manager])
        work.apply(
            following.follow_keeper(prospect, event.branch, event.account_manager, event.had_by, board)
        )


async def follow_merge(event: CustomersMerged, work: UnitOfWork) -> None:
    """Let prospects go with the file into which theirs was merged (W2)."""
    await _follow_files(event.merged, event.customer, None, work)


async def undo_merge(event: MergeUndone, work: UnitOfWork) -> None:
    """Give the prospects of a file that stands for itself again back to it (W2)."""
    await _follow_files(event.customer, event.merged, event.merged, work)


async def follow_staff(event: StaffEnrolled, work: UnitOfWork) -> None:
    """Put the prospects of an account manager who has left on the head's list (W2)."""
    if Role.ACCOUNT_MANAGER in event.roles:
        return
    tally = await work.find(Tally, new_tally(event.branch, event.staff, OPEN).id)
    if tally is not None and tally.stages:
        work.apply(following.begin_release(event.branch, event.staff, now=work.now))


async def release_prospects(due: ProspectsReleaseDue, work: UnitOfWork) -> None:
    """Put some prospects of an account manager who has left on the head's list; one who is back keeps theirs
    (W2)."""
    leaver = await work.get(Leaver, f"{due.branch}:{due.staff}")
    if (await roster_of(due.branch, work)).has(due.staff, Role.ACCOUNT_MANAGER):
        return
    ids = await work.query(queries.open_of_staff, due.branch, due.staff)
    found = [one for one in await asyncio.gather(*(work.find(Prospect, id) for id in ids)) if one]
    board = await board_of(due.branch, [due.staff, None], [], work)
    more = len(ids) == queries.RELEASED_AT_ONCE
    work.apply(following.release(leaver, found, more, board, now=work.now))


async def forget_customer(customer: str, work: UnitOfWork) -> None:
    """Close and unlink the prospects of a customer (Q1)."""
    found = await work.query(ids_of, Prospect, customer, FORGOTTEN_AT_ONCE)
    known = await work.find(CustomerProspects, customer)
    for id in {*found, *(known.open.values() if known else ())}:
        prospect, board, _ = await whole(id, work)
        if prospect.customer != customer:
            continue
        of_visit = await work.find(VisitProspects, prospect.visit) if prospect.visit else None
        if of_visit is not None:
            work.apply(Decision().save(of_visit.evolve(customer=None, prospects=())))
        work.apply(following.forget(prospect, board))
    if known is not None and known.open:
        work.apply(Decision().save(known.evolve(open={})))


async def _follow_files(before: str, after: str, first: str | None, work: UnitOfWork) -> None:
    """Let the prospects of the file `before` go to the file `after`; only those that were linked `first` to
    it, where that is given."""
    for id in await work.query(ids_of, Prospect, before):
        prospect, board, place = await whole(id, work)
        if prospect.customer != before or (first is not None and prospect.file != first):
            continue
        left = await _known(before, work)
        if left.open.get(prospect.need) == prospect.id:
            work.apply(Decision().save(left.with_open(prospect.need, None)))
        known = await _known(after, work)
        work.apply(following.follow_file(prospect, after, known, board, place, now=work.now))


async def _known(customer: str, work: UnitOfWork) -> CustomerProspects:
    return await work.find(CustomerProspects, customer) or CustomerProspects(id=customer)
