"""Processes die or freeze while people work: nothing lost, nothing twice, no gap, every cause found."""

import asyncio
import time

import pytest

from deploy.local.ledger import Audit, audit
from deploy.local.seed import Seeded
from deploy.local.stack import Stack
from tests.faults import load
from tests.faults.load import Ledger
from tests.faults.trouble import chosen

SETTLE_WITHIN = 90.0


@pytest.mark.timeout(600)
async def test_nothing_is_lost_or_done_twice(hurt: Stack, seeded: Seeded, ledger: Ledger, seed_of_run: int):
    before = len(ledger.correlation_ids), len(ledger.served)
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
        f" {len(ledger.served) - before[1]} served,"
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


async def settled(stack: Stack, ledger: Ledger) -> Audit:
    """The books when nothing is under way any more, or when patience ends."""
    deadline = time.monotonic() + SETTLE_WITHIN
    while True:
        books = await asyncio.to_thread(audit, stack.store.uri, ledger.correlation_ids)
        if books.is_clean or time.monotonic() > deadline:
            return books
        await asyncio.sleep(1)
