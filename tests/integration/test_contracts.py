"""The contract of the store and of what stands on it, with a real store."""

from collections.abc import AsyncIterator

import pytest

from shared.store import Store
from tests.integration.tally import settings
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
