"""Processes die or freeze while people work: nothing lost, nothing twice, no gap, every cause found."""

import asyncio
import time
from collections import Counter

import httpx
import pytest

from deploy.local.ledger import Audit, audit
from deploy.local.relationship_ledger import RelationshipBooks
from deploy.local.seed import Seeded
from deploy.local.stack import GATEWAYS, Stack
from tests.e2e.test_command_line import foyer
from tests.faults import load
from tests.faults.load import Ledger
from tests.faults.portfolio import Portfolios
from tests.faults.trouble import chosen

SETTLE_WITHIN = 90.0


@pytest.mark.timeout(600)
async def test_nothing_is_lost_or_done_twice(hurt: Stack, seeded: Seeded, ledger: Ledger, seed_of_run: int):
    before = len(ledger.correlation_ids), len(ledger.served), len(ledger.portfolios.acts)
    happenings = chosen(hurt, seed_of_run)

    async def trouble() -> None:
        await asyncio.sleep(1)
        for name, happen in happenings:
            print(f"seed {seed_of_run}: {name}", flush=True)
            await happen()
            await asyncio.sleep(1)

    await load.run(hurt, seeded, seed_of_run, ledger, trouble())
    books = await settled(hurt, ledger)
    print(
        f"seed {seed_of_run}: {len(ledger.correlation_ids) - before[0]} arrivals,"
        f" {len(ledger.served) - before[1]} served, {len(ledger.portfolios.acts) - before[2]} new files,"
        f" {books.events} events and {books.notifications} notifications in all",
        flush=True,
    )
    assert books.complaints() == []
    assert books.pending == 0
    assert ledger.refusals == []
    assert len(ledger.correlation_ids) > before[0]
    assert {visit: books.tickets[visit] for visit in ledger.slips} == ledger.slips
    assert set(ledger.served) <= books.served
    assert set(ledger.prospects) <= books.referred
    assert set(ledger.complaints) <= books.cases
    await portfolios_are_whole(hurt, ledger.portfolios, books.relationship)


async def portfolios_are_whole(stack: Stack, known: Portfolios, books: RelationshipBooks) -> None:
    """All that was confirmed to account managers is there once, every clear reading is on record, no message
    left twice, and no audit chain is broken."""
    assert known.acts
    assert known.wrong(books.acts) == []
    assert {customer: books.keepers.get(customer) for customer in known.keepers} == known.keepers
    assert {one: times for one, times in known.readings.items() if books.readings[one] < times} == {}
    async with httpx.AsyncClient(trust_env=False) as client:
        taken = (await client.get(f"{stack.url(GATEWAYS)}/taken")).json()
    assert [id for id, times in Counter(one["id"] for one in taken).items() if times > 1] == []
    verified = await asyncio.to_thread(foyer, stack, "audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


async def settled(stack: Stack, ledger: Ledger) -> Audit:
    """The books when nothing is under way any more, or when patience ends."""
    deadline = time.monotonic() + SETTLE_WITHIN
    while True:
        books = await asyncio.to_thread(audit, stack.store.uri, ledger.correlation_ids)
        if books.is_clean or time.monotonic() > deadline:
            return books
        await asyncio.sleep(1)
