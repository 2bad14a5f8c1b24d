"""The fake of the hub's tests behaves as the store does."""

import pytest

from tests.unit.notify.feed.feed_readers import FeedReaderSuite, KeptEntries


class TestKeptEntries(FeedReaderSuite):
    @pytest.fixture
    def reader(self) -> KeptEntries:
        return KeptEntries()
