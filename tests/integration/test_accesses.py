"""Denials on a real store: counted, laid into their chain, and never changed again (Q1)."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from shared.access import Person
from shared.accesses import ACCESSES as COLLECTION
from shared.accesses import INDEXES, Accesses, accesses_of
from shared.clock import now
from shared.contracts.words import Role
from shared.linking import ACCESSES, link, verify
from shared.store import Store
from tests.integration.tally import settings

TELLER = Person("li.na", frozenset({Role.TELLER}), ("B1",))
KEY = b"k" * 32


@pytest.fixture
async def store(mongo_uri: str, database: str) -> AsyncIterator[Store]:
    found = Store(settings("amqp://nobody", mongo_uri, database), "lobby")
    await found.prepare(INDEXES)
    yield found
    await found.close()


async def test_denials_are_counted_linked_and_counted_anew(store: Store):
    record = Accesses(store)
    for _ in range(5):
        await record.denied(TELLER, "call_next", "POST /api/lobby/branches/{branch}/call-next")
    await record.flush()
    assert sum(one.times for one in await accesses_of(store, "li.na", None, 10)) == 5
    over = now() + timedelta(hours=3)
    assert (await link(store, ACCESSES, KEY, over)).length >= 1
    await record.denied(TELLER, "call_next", "POST /api/lobby/branches/{branch}/call-next")
    await record.flush()  # the record of this hour is in the chain: it is not changed
    found = await accesses_of(store, "li.na", None, 10)
    assert sum(one.times for one in found) == 6
    assert [one.times for one in found if not one.number] == [1]
    assert (await verify(store, ACCESSES, [KEY], {}))[1] == []
    await store.db[COLLECTION].update_one({"number": 1}, {"$set": {"times": 1}})
    assert [one.what for one in (await verify(store, ACCESSES, [KEY], {}))[1]] == ["was changed"]
