"""Commits beside the transactions of others, and after a process that died; more is in the contract suite."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pymongo import AsyncMongoClient
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import AutoReconnect

from deploy.local.store import TRANSACTION_LIVES, choose
from services.lobby.branch.domain.branches import Rules
from services.lobby.branch.domain.halls import Counter, Hall, Waiting
from shared.clock import now
from shared.contracts.words import TicketClass
from shared.store import FEW, INBOX, OUTBOX, TIMERS, Commit, Raw, Store
from shared.store_errors import Busy
from tests.integration.tally import Tally, settings

SIZES = pytest.mark.parametrize("more", [1, FEW + 1], ids=["one statement", "several"])


@pytest.fixture
async def store(mongo_uri: str, database: str) -> AsyncIterator[Store]:
    found = Store(settings("amqp://nobody", mongo_uri, database), "lobby")
    await found.db[Tally.collection].insert_one({"_id": "x", "version": 1, "count": 1})
    await found.db[INBOX].insert_one({"_id": "seen"})
    yield found
    await found.close()


def counted(store: Store, base: int, more: int) -> Commit:
    """The tally over its version `base`, with `more` beside it."""
    commit = Commit(store.db.name)
    commit.put(Tally(id="x", version=base + 1, count=2), base)
    commit.schedule({"_id": "timer"})
    commit.cancel("not there")
    for number in range(more):
        commit.insert(OUTBOX, {"_id": f"event {number}"})
    return commit


async def kept(store: Store) -> tuple[int, int, int]:
    """The count, and how many events and timers there are."""
    raw = await store.db[Tally.collection].find_one({"_id": "x"}) or {}
    return raw["count"], *[await store.db[name].count_documents({}) for name in (OUTBOX, TIMERS)]


@SIZES
async def test_a_transaction_that_is_in_the_way_is_said_to_be(
    store: Store, mongo_uri: str, more: int
) -> None:
    async with AsyncMongoClient[Raw](mongo_uri) as other, other.start_session() as session:
        await session.start_transaction()
        theirs = other[store.db.name][Tally.collection]
        await theirs.update_one({"_id": "x"}, {"$set": {"count": 9}}, session=session)
        with pytest.raises(Busy):
            await store.commit(counted(store, 1, more))
        await session.abort_transaction()
    await store.commit(counted(store, 1, more))
    assert await kept(store) == (2, more, 1)


async def left_open(store: Store, id: str) -> None:
    """Leave a transaction open, as a process does that dies between its writing and its commit."""
    dying = Commit(store.db.name)
    dying.put(Tally(id=id, version=2, count=7), 1)
    session = await store._session()
    await session.start_transaction()
    await store._write(dying, session)


async def test_what_the_last_life_left_open_is_ended_by_the_next_and_what_others_have_open_is_not(
    store: Store, mongo_uri: str, database: str
) -> None:
    await store.db[Tally.collection].insert_one({"_id": "y", "version": 1, "count": 1})
    last, other, next_one = (
        Store(settings("amqp://nobody", mongo_uri, database, instance=name), "lobby")
        for name in ("one", "other", "one")
    )
    await left_open(last, "x")
    await left_open(other, "y")
    with pytest.raises(Busy):
        await next_one.commit(counted(store, 1, 1))
    await next_one.take_over()
    await next_one.commit(counted(store, 1, 1))
    assert await kept(store) == (2, 1, 1)
    still_theirs = Commit(store.db.name)
    still_theirs.put(Tally(id="y", version=2, count=2), 1)
    with pytest.raises(Busy):
        await next_one.commit(still_theirs)
    await other.take_over()
    await next_one.commit(still_theirs)
    for one in (last, other, next_one):
        await one.close()


async def test_a_process_that_was_taken_for_dead_commits_again(
    store: Store, mongo_uri: str, database: str
) -> None:
    alive = Store(settings("amqp://nobody", mongo_uri, database), "lobby")
    await alive.commit(counted(store, 1, 1))
    await store.take_over()
    again = Commit(store.db.name)
    again.put(Tally(id="x", version=3, count=3), 2)
    await alive.commit(again)
    assert await kept(store) == (3, 1, 1)
    await alive.close()


async def test_who_gave_up_on_the_store_is_not_in_their_own_way(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither its commit nor the end of its transaction was answered."""
    write = store._write

    async def cut_off(*writing: Any) -> None:
        await write(*writing)
        raise AutoReconnect

    async def unheard(*command: Any) -> None:
        raise AutoReconnect

    with monkeypatch.context() as frozen:
        frozen.setattr(store, "_write", cut_off)
        frozen.setattr(AsyncClientSession, "_finish_transaction_with_retry", unheard)
        with pytest.raises(AutoReconnect):
            await store.commit(counted(store, 1, 1))
    await store.commit(counted(store, 1, 1))
    assert await kept(store) == (2, 1, 1)


@pytest.mark.skipif(choose() not in ("mongod", "secantusd-py"), reason="its limits are not set by us")
async def test_what_nobody_comes_back_for_is_soon_in_nobodys_way(
    store: Store, mongo_uri: str, database: str
) -> None:
    gone = Store(settings("amqp://nobody", mongo_uri, database, instance="gone"), "lobby")
    await left_open(gone, "x")
    with pytest.raises(Busy):
        await store.commit(counted(store, 1, 1))
    async with asyncio.timeout(8 * TRANSACTION_LIVES):
        while not await got_through(store):  # noqa: ASYNC110 - nobody tells when the store has given it up
            await asyncio.sleep(0.2)
    assert await kept(store) == (2, 1, 1)
    await gone.close()


async def got_through(store: Store) -> bool:
    try:
        await store.commit(counted(store, 1, 1))
    except Busy:
        return False
    return True


async def test_who_waits_comes_back_as_they_were(store: Store) -> None:
    waits = Waiting(
        visit="V1", ticket="A001", ticket_class=TicketClass.CARE, since=now(), need="现金", credit=1.5
    )
    away = Waiting(visit="V2", ticket="A002", ticket_class=TicketClass.VIP, since=now(), parked_at=now())
    hall = Hall(
        id="B1",
        version=1,
        timezone="Asia/Shanghai",
        rules=Rules(),
        day="2026-11-25",
        waiting=(waits,),
        parked=(away,),
        counters={"1": Counter(serves=(TicketClass.VIP,))},
    )
    commit = Commit(store.db.name)
    commit.put(hall, 0)
    await store.commit(commit)
    assert await store.load(Hall, ["B1"]) == [hall]
