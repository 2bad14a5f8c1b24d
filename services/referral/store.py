"""What referral looks up besides documents by id, with the indexes that carry it."""

from pymongo import ASCENDING, DESCENDING

from services.referral.referrals.domain.referral import Referral, State
from shared.store import Index, Raw, Store, from_raw

LISTED = 200
OPEN = [State.OFFERED.value, State.ACCEPTED.value]

INDEXES = [
    Index(Referral.collection, [("branch", ASCENDING), ("opened_at", DESCENDING)]),
    Index(
        Referral.collection, [("account_manager", ASCENDING), ("state", ASCENDING), ("opened_at", DESCENDING)]
    ),
]


async def referral(store: Store, id: str) -> Referral | None:
    raw = await store.db[Referral.collection].find_one({"_id": id})
    return from_raw(Referral, raw) if raw else None


async def correlation_of(store: Store, id: str) -> str | None:
    """The story of a referral."""
    found = await referral(store, id)
    return found.correlation_id if found else None


async def of_branch(store: Store, branch: str) -> list[Referral]:
    """The referrals of a branch, newest first, 200 at most."""
    return await _newest(store, {"branch": branch})


async def of_account_manager(store: Store, staff: str) -> list[Referral]:
    """The referrals that wait for this account manager's answer or are theirs and open, newest first."""
    return await _newest(store, {"account_manager": staff, "state": {"$in": OPEN}})


async def _newest(store: Store, query: Raw) -> list[Referral]:
    found = store.db[Referral.collection].find(query).sort("opened_at", DESCENDING).limit(LISTED)
    return [from_raw(Referral, raw) async for raw in found]
