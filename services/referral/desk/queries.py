"""Queries of the need desk, with the indexes that carry them."""

from pymongo import ASCENDING, DESCENDING

from services.referral.desk.domain.needs import DeskAsking, DeskNeed
from services.referral.desk.domain.notes import MarketCount, MarketNote, count_id
from services.referral.desk.domain.settings import BANK, DeskSettings
from shared.contracts.referral import DeskNeedState, MarketTopic
from shared.rights import Query
from shared.store import Index, Store, from_raw

LISTED = 200
NOTES = 50

INDEXES = [
    Index(DeskNeed.collection, [("state", ASCENDING), ("answer_by", ASCENDING)]),
    Index(DeskNeed.collection, [("state", ASCENDING), ("answered_at", DESCENDING)]),
    Index(DeskAsking.collection, [("desk_need", ASCENDING), ("raised_at", DESCENDING)]),
    Index(
        DeskAsking.collection,
        [("branch", ASCENDING), ("raised_by", ASCENDING), ("raised_at", DESCENDING)],
    ),
    Index(DeskAsking.collection, [("customer", ASCENDING)]),
    Index(MarketNote.collection, [("month", ASCENDING), ("topic", ASCENDING), ("noted_at", DESCENDING)]),
]


class ListDeskNeeds(Query, name="list_desk_needs"):
    """The needs at the desk, of all branches."""


class ReadDeskWords(Query, name="read_desk_words"):
    """The words with which needs were raised, and notes about the market."""


class ListOwnAskings(Query, name="list_own_askings"):
    """One's own needs that were raised to the desk, with their answers."""


class ListMarketNotes(Query, name="list_market_notes"):
    """The notes about the market, of all branches, in their words."""


class CountMarketNotes(Query, name="count_market_notes"):
    """The number of notes about the market, of all branches, by topic."""


class ViewDeskSettings(Query, name="view_desk_settings"):
    """The working days of the desk."""


async def find_need(store: Store, id: str) -> DeskNeed | None:
    """Return the need at the desk, or None."""
    return await store.find(DeskNeed, id)


async def find_asking(store: Store, id: str) -> DeskAsking | None:
    """Return what somebody raised, or None."""
    return await store.find(DeskAsking, id)


async def find_settings(store: Store) -> DeskSettings:
    """Return the working days of the desk."""
    return await store.find(DeskSettings, BANK) or DeskSettings(id=BANK)


async def needs_at_desk(store: Store, state: DeskNeedState) -> list[DeskNeed]:
    """Return the needs in a state: those open by their deadline, those answered by when, the latest first;
    200 at most."""
    cursor = store.db[DeskNeed.collection].find({"state": state.value})
    if state is DeskNeedState.ANSWERED:
        cursor = cursor.sort("answered_at", DESCENDING)
    else:
        cursor = cursor.sort("answer_by", ASCENDING)
    return [from_raw(DeskNeed, raw) for raw in await cursor.limit(LISTED).to_list()]


async def askings_of(store: Store, desk_need: str) -> list[DeskAsking]:
    """Return what was raised and pooled into a need, the latest first, 200 at most."""
    cursor = store.db[DeskAsking.collection].find({"desk_need": desk_need}).sort("raised_at", DESCENDING)
    return [from_raw(DeskAsking, raw) for raw in await cursor.limit(LISTED).to_list()]


async def askings_by(store: Store, branch: str, staff: str) -> list[DeskAsking]:
    """Return what a person raised at a branch, the latest first, 200 at most."""
    cursor = store.db[DeskAsking.collection].find({"branch": branch, "raised_by": staff})
    raws = await cursor.sort("raised_at", DESCENDING).limit(LISTED).to_list()
    return [from_raw(DeskAsking, raw) for raw in raws]


async def needs_by_id(store: Store, ids: list[str]) -> dict[str, DeskNeed]:
    """Return the needs with these ids."""
    found = await store.load(DeskNeed, sorted(set(ids)))
    return {one.id: one for one in found if isinstance(one, DeskNeed)}


async def notes_of(
    store: Store, month: str, topic: MarketTopic, *, skip: int = 0, limit: int = NOTES
) -> list[MarketNote]:
    """Return so many notes about a topic in a month from `skip` on, the latest first."""
    cursor = store.db[MarketNote.collection].find({"month": month, "topic": topic.value})
    raws = await cursor.sort("noted_at", DESCENDING).skip(skip).limit(limit).to_list()
    return [from_raw(MarketNote, raw) for raw in raws]


async def counts_of(store: Store, month: str) -> dict[MarketTopic, int]:
    """Return the number of notes in a month, by topic."""
    found = await store.load(MarketCount, [count_id(month, topic) for topic in MarketTopic])
    return {one.topic: one.count for one in found if isinstance(one, MarketCount)}
