"""Queries of prospects, with the indexes that carry them: each matches by equality, and reads in the order of
its index."""

from datetime import timedelta

from pymongo import ASCENDING, DESCENDING

from services.referral.prospects.domain.board import Tally
from services.referral.prospects.domain.finders import FinderRecord
from services.referral.prospects.domain.prospect import OPEN, Prospect, ProspectMove
from shared.clock import now
from shared.ordered import in_order
from shared.rights import Query
from shared.store import Index, Raw, Store, from_raw

PAGE = 50
FOUND = 100
LOGGED = 500
RELEASED_AT_ONCE = 50
PARTS = (-120, -30, -10, 0, 1, 2, 3, 5, 8, 13, 21, 34, 60, 120)
"""Days from today at which the parts end in which a list of prospects is read."""
BEHIND_ALL = "~"
"""The end of all places, which begin with a date."""

INDEXES = [
    Index(
        Prospect.collection,
        [
            ("branch", ASCENDING),
            ("period", ASCENDING),
            ("stage", ASCENDING),
            ("account_manager", ASCENDING),
            ("place", ASCENDING),
        ],
    ),
    Index(
        Prospect.collection,
        [("branch", ASCENDING), ("period", ASCENDING), ("stage", ASCENDING), ("place", ASCENDING)],
    ),
    Index(
        Prospect.collection,
        [("branch", ASCENDING), ("overdue", ASCENDING), ("account_manager", ASCENDING), ("place", ASCENDING)],
    ),
    Index(Prospect.collection, [("branch", ASCENDING), ("overdue", ASCENDING), ("place", ASCENDING)]),
    Index(
        Prospect.collection,
        [("account_manager", ASCENDING), ("branch", ASCENDING), ("period", ASCENDING)],
    ),
    Index(Prospect.collection, [("found_by", ASCENDING), ("branch", ASCENDING), ("opened_at", DESCENDING)]),
    Index(Prospect.collection, [("customer", ASCENDING), ("opened_at", DESCENDING)]),
    Index(ProspectMove.collection, [("prospect", ASCENDING), ("number", ASCENDING)]),
    Index(Tally.collection, [("branch", ASCENDING), ("period", ASCENDING)]),
    Index(FinderRecord.collection, [("branch", ASCENDING)]),
]


class ListProspects(Query, name="list_prospects"):
    """The prospects of a branch: one's own, for those who do not lead it."""


class ListAllProspects(Query, name="list_all_prospects"):
    """The prospects of all account managers of the branch."""


class ViewProspect(Query, name="view_prospect"):
    """A prospect with its log."""


class ActOnAllProspects(Query, name="act_on_all_prospects"):
    """Act on the prospects of all account managers of the branch."""


class OpenOwnProspect(Query, name="open_own_prospect"):
    """Open a prospect from what one knows of a customer: a latent need, or an event in their life."""


class ListFound(Query, name="list_found_prospects"):
    """The prospects that one found oneself, with how they ended."""


class ListFinders(Query, name="list_finders"):
    """The finders of the branch, with their scores."""


async def find_prospect(store: Store, id: str) -> Prospect | None:
    """Return the prospect, or None."""
    return await store.find(Prospect, id)


async def page_of(
    store: Store,
    branch: str,
    stage: str,
    period: str,
    staff: str | None,
    after: str = "",
    *,
    whole: bool = False,
) -> list[Prospect]:
    """Return a page of a stage: of one account manager, of nobody (None), or of the `whole` branch. Open ones
    by the day of their next step, ended ones by the time of their end, from the place `after` on, one more
    than a page at most."""
    query: Raw = {"branch": branch, "period": period, "stage": stage}
    return await _page(store, query if whole else {**query, "account_manager": staff}, after)


async def overdue_of(
    store: Store, branch: str, staff: str | None, after: str = "", *, whole: bool = False
) -> list[Prospect]:
    """Return a page of the prospects whose next step is overdue, as `page_of` does."""
    query: Raw = {"branch": branch, "overdue": True}
    return await _page(store, query if whole else {**query, "account_manager": staff}, after)


async def tallies_of(store: Store, branch: str, period: str = OPEN) -> list[Tally]:
    """Return the tallies of a branch: of what is open, or of what ended in a month."""
    return [
        from_raw(Tally, raw)
        async for raw in store.db[Tally.collection].find({"branch": branch, "period": period})
    ]


async def log_of(store: Store, prospect: str) -> list[ProspectMove]:
    """Return the log of a prospect, from its opening on."""
    found = store.db[ProspectMove.collection].find({"prospect": prospect}).sort("number", ASCENDING)
    return [from_raw(ProspectMove, raw) async for raw in found.limit(LOGGED)]


async def found_by(store: Store, branch: str, staff: str) -> list[Prospect]:
    """Return the prospects that a person found at a branch, the latest first, 100 at most."""
    query = {"found_by": staff, "branch": branch}
    found = store.db[Prospect.collection].find(query).sort("opened_at", DESCENDING).limit(FOUND)
    return [from_raw(Prospect, raw) async for raw in found]


async def finders_of(store: Store, branch: str) -> list[FinderRecord]:
    """Return the records of everybody who found prospects at a branch."""
    return [
        from_raw(FinderRecord, raw)
        async for raw in store.db[FinderRecord.collection].find({"branch": branch})
    ]


async def open_of_staff(store: Store, branch: str, staff: str) -> list[str]:
    """Return the ids of some open prospects of an account manager."""
    query = {"account_manager": staff, "branch": branch, "period": OPEN}
    found = store.db[Prospect.collection].find(query, {"_id": 1}).limit(RELEASED_AT_ONCE)
    return [raw["_id"] async for raw in found]


async def _page(store: Store, query: Raw, after: str) -> list[Prospect]:
    today = now().date()
    ends = [(today + timedelta(days=ahead)).isoformat() for ahead in PARTS]
    return await in_order(store, Prospect, query, "place", [*ends, BEHIND_ALL], PAGE + 1, after=after)
