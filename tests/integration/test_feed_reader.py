"""The store as the hub reads it behaves as the fake of the hub's tests does."""

from collections.abc import AsyncIterator

import pytest

from services.notify import store as notify
from services.notify.feed.domain.entries import Entry
from services.notify.feed.queries import StoreReader
from services.notify.floors.domain import Floor
from services.notify.staff.domain.feeds import Feed
from shared.domain import Document
from shared.store import Commit, Store
from tests.integration.tally import settings
from tests.unit.notify.feed.feed_readers import FeedReaderSuite


class KeepingStoreReader(StoreReader):
    """Writes documents as a batch of notify would: an entry with the feed that counts it."""

    async def keep(self, *documents: Entry | Floor) -> None:
        lasts: dict[str, int] = {}
        for one in documents:
            if isinstance(one, Entry):
                lasts[one.staff] = max(one.n, lasts.get(one.staff, 0))
        feeds: list[Document] = [Feed(id=staff, last=last) for staff, last in lasts.items()]
        commit = Commit(self.store.db.name)
        for document in (*documents, *feeds):
            commit.put(document.evolve(version=1), 0)
        await self.store.commit(commit)


class TestStoreReader(FeedReaderSuite):
    @pytest.fixture
    async def reader(self, mongo_uri: str, database: str) -> AsyncIterator[KeepingStoreReader]:
        store = Store(settings("amqp://nobody", mongo_uri, database), "notify")
        await store.prepare(notify.INDEXES)
        yield KeepingStoreReader(store)
        await store.close()
