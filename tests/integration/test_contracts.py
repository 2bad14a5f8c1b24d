"""The contract of the store and of what stands on it, with a real store."""

from collections.abc import AsyncIterator

import pytest

from shared.layout import WrongLayout
from shared.runtime import ServiceRuntime
from shared.store import Store
from tests.conftest import VHost
from tests.integration.tally import SERVICE, settings
from tests.unit.shared import contracts


@pytest.fixture
async def store(mongo_uri: str, database: str) -> AsyncIterator[Store]:
    found = Store(settings("amqp://nobody", mongo_uri, database), "test")
    yield found
    await found.close()


class TestStore(contracts.StoreContract):
    """The real store."""


class TestLayout(contracts.LayoutContract):
    """The layout number, in the real store."""


class TestCache(contracts.CacheContract):
    """The cache over the real store."""


class TestDeadLetters(contracts.DeadLettersContract):
    """Dead letters in the real store."""


class TestTimers(contracts.TimersContract):
    """Timers in the real store."""


async def test_a_service_does_not_start_on_data_of_another_layout_and_changes_nothing(
    vhost: VHost, mongo_uri: str, database: str
):
    place = settings(vhost.url, mongo_uri, database)
    runtime = ServiceRuntime(SERVICE, place)
    await runtime.store.db["parked"].insert_one({"_id": "of an older version"})
    with pytest.raises(WrongLayout, match=f"{database}_tally has data of layout 1"):
        await runtime.start()
    assert await runtime.store.db.list_collection_names() == ["parked"]
    assert not runtime.ready
    await runtime.store.close()
