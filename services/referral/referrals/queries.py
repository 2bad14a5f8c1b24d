"""Queries of referrals, with the indexes that carry them."""

from pymongo import ASCENDING, DESCENDING

from services.referral.referrals.domain.referral import Referral, ReferralState
from services.referral.referrals.domain.served import ServedNeeds
from shared.rights import Query
from shared.store import Index, Raw, Store, from_raw

LISTED = 200
OPEN = [ReferralState.OFFERED.value, ReferralState.ACCEPTED.value]

INDEXES = [
    Index(Referral.collection, [("branch", ASCENDING), ("opened_at", DESCENDING)]),
    Index(
        Referral.collection, [("account_manager", ASCENDING), ("state", ASCENDING), ("opened_at", DESCENDING)]
    ),
    Index(Referral.collection, [("found_by", ASCENDING), ("branch", ASCENDING), ("opened_at", DESCENDING)]),
    Index(Referral.collection, [("visit", ASCENDING)]),
    Index(Referral.collection, [("customer", ASCENDING)]),
]


class ViewReferral(Query, name="view_referral"):
    """A referral as it stands."""


class ListReferrals(Query, name="list_referrals"):
    """The referrals of a branch."""


class ListOwnReferrals(Query, name="list_own_referrals"):
    """The open referrals of the account manager who asks."""


class CloseReferralOfOthers(Query, name="close_referral_of_others"):
    """Close the referral of a colleague."""


class ListAccountManagers(Query, name="list_account_managers"):
    """The account managers of the branch, to give them something."""


class ViewServedNeeds(Query, name="view_served_needs"):
    """The needs that each account manager of the branch serves."""


async def find_referral(store: Store, id: str) -> Referral | None:
    """Return the referral, or None."""
    return await store.find(Referral, id)


async def referrals_of_branch(
    store: Store, branch: str, *, skip: int = 0, limit: int = LISTED
) -> list[Referral]:
    """Return so many referrals of a branch from `skip` on, newest first."""
    return await _newest(store, {"branch": branch}, skip=skip, limit=limit)


async def open_referrals_of(store: Store, staff: str) -> list[Referral]:
    """Return the referrals that an account manager is asked to take or has accepted, newest first, 200 at
    most."""
    return await _newest(store, {"account_manager": staff, "state": {"$in": OPEN}})


async def referrals_found_by(store: Store, branch: str, staff: str) -> list[Referral]:
    """Return the referrals of the prospects that a person found at a branch, newest first, 200 at most."""
    return await _newest(store, {"found_by": staff, "branch": branch})


async def referrals_of_visit(store: Store, visit: str) -> list[Referral]:
    """Return the referrals of a visit, 200 at most."""
    return await _newest(store, {"visit": visit})


async def find_served_needs(store: Store, branch: str) -> ServedNeeds:
    """Return which needs the account managers of a branch serve."""
    return await store.find(ServedNeeds, branch) or ServedNeeds(id=branch)


async def _newest(store: Store, query: Raw, *, skip: int = 0, limit: int = LISTED) -> list[Referral]:
    found = store.db[Referral.collection].find(query).sort("opened_at", DESCENDING).skip(skip).limit(limit)
    return [from_raw(Referral, raw) async for raw in found]
