"""The plans of today's list: the most urgent first, whatever the backlog, out of the real store."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest

from services.customer.contacts import queries
from services.customer.contacts.domain.plan import ContactPlan
from shared.contracts.words import Segment
from shared.store import Store, to_raw
from tests.integration.tally import settings

TODAY = date(2026, 11, 26)


@pytest.fixture
async def store(mongo_uri: str, database: str) -> AsyncIterator[Store]:
    store = Store(settings("amqp://nobody", mongo_uri, database), "customer")
    await store.prepare(queries.INDEXES)
    yield store
    await store.close()


def plan(ago: int, number: int = 0) -> ContactPlan:
    return ContactPlan(
        id=f"C{ago:04}-{number}",
        version=1,
        branch="B1",
        account_manager="am.1",
        masked_name="王**",
        segment=Segment.VIP,
        bucket=0,
        since="2026-01-01",
        listed_from=(TODAY - timedelta(days=ago)).isoformat(),
    )


async def listed(store: Store, plans: list[ContactPlan]) -> tuple[list[str], bool]:
    await store.db[ContactPlan.collection].insert_many([to_raw(one) for one in plans])
    found, more = await queries.plans_due(store, "B1", "am.1", TODAY)
    return [one.listed_from for one in found], more


async def test_what_is_due_longest_comes_first_and_what_is_due_tomorrow_does_not(store: Store):
    ages = [-1, 0, 1, 9, 10, 11, 29, 30, 31, 60, 61, 119, 120, 121, 700]
    found, more = await listed(store, [plan(ago) for ago in ages])
    assert found == [plan(ago).listed_from for ago in sorted(ages, reverse=True) if ago >= 0]
    assert not more


async def test_of_a_backlog_the_oldest_fifty_are_listed_and_it_is_said_that_there_are_more(store: Store):
    found, more = await listed(store, [plan(ago, number) for ago in range(70) for number in range(3)])
    assert found == sorted(found)
    assert len(found) == queries.LISTED
    assert (found[0], found[-1]) == (plan(69).listed_from, plan(53).listed_from)
    assert more
