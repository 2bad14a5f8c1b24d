"""Totals of goals and reports against the lists behind them, out of the real store (Q2, R1)."""

from collections.abc import AsyncIterator
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from services.referral.plans.domain.achievements import EVERYBODY, counted_as
from services.referral.plans.domain.periods import read_period
from services.referral.plans.queries import last_numbers, lines_between, lines_of_month, sums_of
from services.referral.store import INDEXES
from shared.store import Store, to_raw
from tests.integration.tally import settings
from tests.unit.acting import World
from tests.unit.referral.region import THURSDAY, Region, closed, contacted, opened, undone, won


class Stored(Region):
    """A region whose documents are in the real store."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store  # type: ignore[assignment]

    async def act_together(self, acts: Any, **cause: Any) -> list[Any]:
        self.documents = {}
        answers = await World.act_together(self, acts, **cause)
        for document in self.documents.values():
            collection = self.store.db[document.collection]
            await collection.replace_one({"_id": document.id}, to_raw(document), upsert=True)
        return answers


@pytest.fixture
async def world(mongo_uri: str, database: str) -> AsyncIterator[Stored]:
    store = Store(settings("amqp://nobody", mongo_uri, database), "referral")
    await store.prepare(INDEXES)
    yield Stored(store)
    await store.close()


async def test_every_total_is_the_sum_of_its_list_to_the_unit(world: Stored):
    chance = Random(14)
    for number in range(120):
        at, by = THURSDAY - timedelta(days=chance.randrange(80)), chance.choice(["am.1", "am.2"])
        what = chance.choice(["contact", "undone", "opened", "won", "closed"])
        if what == "contact":
            await world.tell(contacted(f"K{number}", by, at), at=at)
        elif what == "undone":
            await world.tell(undone(f"K{chance.randrange(number + 1)}"), at=at)
        elif what == "opened":
            await world.tell(opened(f"P{number}", by), at=at)
        elif what == "won":
            await world.tell(won(f"P{number}", by, amount=chance.randrange(1, 10**7)), at=at)
        else:
            await world.tell(closed(f"D{number}", amount=chance.randrange(1, 10**9)), at=at)
    year = read_period("2026")
    for metric, currency in (
        ("contacts_held", ""),
        ("prospects_opened", ""),
        ("prospects_won", ""),
        ("amount_won", "CNY"),
        ("amount_closed", "CNY"),
    ):
        for staff in (None, "am.1", "am.2"):
            counted = counted_as(metric, currency)
            (total,) = (await sums_of(world.store, ["B1"], counted, year, staff or EVERYBODY)).values()
            listed = [
                line
                for month in year.months
                for line in await lines_of_month(world.store, "B1", metric, currency, month, staff)
            ]
            assert total == sum(line.amount for line in listed)
    lines = await lines_between(world.store, "B1", year.first, year.last)
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    assert await last_numbers(world.store, "B1", year.years) == {"2026": len(lines)}
