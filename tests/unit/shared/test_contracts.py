"""The contract of the store and of what stands on it, with the fake store."""

import pytest

from tests.fakes import FakeStore
from tests.unit.shared import contracts


@pytest.fixture
def store() -> FakeStore:
    return FakeStore()


class TestStore(contracts.StoreContract):
    """The fake store."""


class TestLayout(contracts.LayoutContract):
    """The layout number, in the fake store."""


class TestCache(contracts.CacheContract):
    """The cache over the fake store."""


class TestDeadLetters(contracts.DeadLettersContract):
    """Dead letters in the fake store."""


class TestTimers(contracts.TimersContract):
    """Timers in the fake store."""
