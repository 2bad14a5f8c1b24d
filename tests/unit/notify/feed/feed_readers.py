"""Readers of feeds for a hub: the fake of the tests, and the suite that it passes as well as the store
does."""

import asyncio
from datetime import UTC, datetime
from typing import Protocol

from services.notify.feed.domain.entries import Entry, Text
from services.notify.feed.hub import FeedReader
from services.notify.floors.domain import Floor
from shared.contracts.notify import Urgency

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def entry(n: int, staff: str = "li.na") -> Entry:
    return Entry(
        id=f"{staff}:{n}", staff=staff, n=n, branch="B001", kind="ticket_issued", urgency=Urgency.INFO,
        text=Text(zh="新", en="new"), facts={}, about="v1", event=f"e{n}", cause="", began_with="v1",
        at=NOW, written_at=NOW,
    )  # fmt: skip


class KeptEntries:
    """The store, shared by the hubs of two processes. Every read lets others go first."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.halls: list[Floor] = []

    def commit(self, *entries: Entry) -> list[Entry]:
        self.entries += entries
        return list(entries)

    async def after(self, staff: str, n: int, limit: int) -> list[Entry]:
        await asyncio.sleep(0)
        found = sorted(
            (one for one in self.entries if one.staff == staff and one.n > n), key=lambda one: one.n
        )
        await asyncio.sleep(0)
        return found[:limit]

    async def keep(self, *documents: Entry | Floor) -> None:
        self.entries += [one for one in documents if isinstance(one, Entry)]
        self.halls += [one for one in documents if isinstance(one, Floor)]

    async def lasts(self, staff: list[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for one in self.entries:
            if one.staff in staff:
                found[one.staff] = max(one.n, found.get(one.staff, 0))
        await asyncio.sleep(0)
        return found

    async def floors(self, branches: list[str]) -> list[Floor]:
        return [one for one in self.halls if one.id in branches]


class KeepingReader(FeedReader, Protocol):
    """A reader into which a test puts what was committed."""

    async def keep(self, *documents: Entry | Floor) -> None: ...


class FeedReaderSuite:
    """The behaviour of every reader; a subclass has the fixture `reader`."""

    async def test_entries_after_a_number_come_in_their_order_and_no_more_than_asked_for(
        self, reader: KeepingReader
    ) -> None:
        await reader.keep(*(entry(n) for n in (3, 1, 2, 5, 4)), entry(1, "wang.wei"))
        assert [one.n for one in await reader.after("li.na", 1, 3)] == [2, 3, 4]
        assert [one.id for one in await reader.after("li.na", 4, 10)] == ["li.na:5"]
        assert await reader.after("li.na", 5, 10) == []
        assert await reader.after("nobody", 0, 10) == []

    async def test_an_entry_is_read_as_it_was_kept(self, reader: KeepingReader) -> None:
        await reader.keep(entry(1))
        (found,) = await reader.after("li.na", 0, 10)
        assert found.evolve(version=0) == entry(1)

    async def test_last_numbers_are_those_of_people_who_have_entries(self, reader: KeepingReader) -> None:
        await reader.keep(entry(1), entry(2), entry(1, "wang.wei"))
        assert await reader.lasts(["li.na", "wang.wei", "nobody"]) == {"li.na": 2, "wang.wei": 1}
        assert await reader.lasts([]) == {}

    async def test_floors_are_those_of_the_branches_asked_for(self, reader: KeepingReader) -> None:
        await reader.keep(*(Floor(id=branch) for branch in ("B1", "B2")))
        assert [one.id for one in await reader.floors(["B2", "B3"])] == ["B2"]
        assert await reader.floors([]) == []
