"""Loading a prospect with all that is decided upon."""

import asyncio
from collections.abc import Iterable

from services.referral.products.handlers import customer_at, must_suit_customer, product_now
from services.referral.prospects.domain.board import Board, Tally, new_tally
from services.referral.prospects.domain.finders import FinderRecord, new_record
from services.referral.prospects.domain.opening import NewProspect
from services.referral.prospects.domain.prospect import (
    OPEN,
    CustomerProspects,
    Prospect,
    ProspectVisitUnknown,
)
from services.referral.referrals.domain.referral import NotAnAccountManager
from services.referral.referrals.queries import referrals_of_visit
from shared.branch_places import BranchPlace, place_of
from shared.contracts.words import Role
from shared.roster import roster_of
from shared.unit_of_work import UnitOfWork


async def whole(
    id: str, work: UnitOfWork, *, managers: Iterable[str | None] = (), finders: Iterable[str | None] = ()
) -> tuple[Prospect, Board, BranchPlace]:
    """Load a prospect with what counts it: as it stands, in the month of today, and with other `managers` or
    `finders`."""
    prospect = await work.get(Prospect, id)
    place = await place_of(prospect.branch, work)
    month = place.day_of(work.now).isoformat()[:7]
    board = await board_of(
        prospect.branch,
        [prospect.account_manager, *managers],
        [prospect.found_by, *finders],
        work,
        periods=(OPEN, month),
    )
    return prospect, board, place


async def board_of(
    branch: str,
    managers: Iterable[str | None],
    finders: Iterable[str | None],
    work: UnitOfWork,
    *,
    periods: Iterable[str] = (OPEN,),
) -> Board:
    """Load the tallies of account managers (None: the head's list) and the records of finders."""
    empty = [new_tally(branch, staff, period) for staff in managers for period in periods]
    tallies = {one.id: one for one in empty}
    records = {one.id: one for one in (new_record(branch, staff) for staff in finders if staff)}
    kept, recorded = await asyncio.gather(
        asyncio.gather(*(work.find(Tally, id) for id in tallies)),
        asyncio.gather(*(work.find(FinderRecord, id) for id in records)),
    )
    return Board(
        (tallies | {one.id: one for one in kept if one}).values(),
        (records | {one.id: one for one in recorded if one}).values(),
    )


async def known_of(prospect: Prospect, work: UnitOfWork) -> CustomerProspects | None:
    """Load the open prospects of the customer of one."""
    return await work.find(CustomerProspects, prospect.customer) if prospect.customer else None


async def must_be_of_branch(new: NewProspect, work: UnitOfWork) -> None:
    """Refuse a prospect of a customer who has no open file at its branch, of a visit in which nobody was
    found there, or with a product that is not there or does not suit the customer.

    Raises `CustomerNotKnown`, `ProspectVisitUnknown`, and what `product_now` and
    `must_suit_customer` raise.
    """
    if new.visit is not None:
        found = await work.query(referrals_of_visit, new.visit)
        if not any(one.branch == new.branch for one in found):
            raise ProspectVisitUnknown
    if new.customer is not None:
        await customer_at(new.customer, new.branch, work)
        if new.product is not None:
            await must_suit_customer(new.product, new.customer, new.branch, work)
    elif new.product is not None:
        await product_now(new.product, work)


async def must_be_account_manager(branch: str, staff: str, work: UnitOfWork) -> None:
    """Raises `NotAnAccountManager` for one who is none at the branch."""
    if not (await roster_of(branch, work)).has(staff, Role.ACCOUNT_MANAGER):
        raise NotAnAccountManager
