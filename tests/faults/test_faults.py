"""Processes die or freeze while people work: nothing lost, nothing twice, no gap, every cause found."""

import asyncio
import time
from collections import Counter
from contextlib import suppress
from functools import partial
from typing import Any
from uuid import uuid4

import httpx
import pytest
from pymongo import MongoClient

from deploy.local.clients import Account, event
from deploy.local.ledger import Audit, audit
from deploy.local.relationship_ledger import RelationshipBooks
from deploy.local.secrets import SERVICES
from deploy.local.seed import Seeded
from deploy.local.stack import GATEWAYS, Stack
from shared.contracts.devices import correlation_of
from shared.store import PENDING
from tests.e2e.test_command_line import foyer
from tests.faults import load
from tests.faults.figures import Figures
from tests.faults.hurt import Hurt
from tests.faults.load import Ledger
from tests.faults.portfolio import Portfolios
from tests.faults.trouble import chosen

SETTLE_WITHIN = 90.0
BACK_WITHIN = 10.0
"""Seconds from the end of a trouble to the first number, with all services ready, on a machine that does
nothing else."""


@pytest.mark.timeout(600)
async def test_nothing_is_lost_or_done_twice(
    hurt: Hurt, seeded: Seeded, ledger: Ledger, figures: Figures, seed_of_run: int
):
    before = len(ledger.correlation_ids), len(ledger.served), len(ledger.portfolios.acts)
    deals, back = len(ledger.businesses.deals), dict[str, float]()

    async def trouble() -> None:
        await asyncio.sleep(1)
        for name, happen in chosen(hurt, seed_of_run):
            figures.say(seed_of_run, name)
            with figures.part("troubles"):
                over = await happen()
            with figures.part("back"):
                back[name] = await all_again(hurt, seeded.devices["K4"], ledger) - over
            figures.troubles[name] += 1
            await asyncio.sleep(1)

    with figures.part("load with troubles"):
        await load.run(hurt, seeded, seed_of_run, ledger, trouble())
    with figures.part("drained"):
        await drained(hurt)
    verified = asyncio.create_task(asyncio.to_thread(foyer, hurt, "audit", "verify"))  # beside the audit
    with figures.part("audit"):
        books = await settled(hurt, ledger)
    figures.say(
        seed_of_run,
        f"{len(ledger.correlation_ids) - before[0]} arrivals, {len(ledger.served) - before[1]} served,"
        f" {len(ledger.portfolios.acts) - before[2]} new files,"
        f" {len(ledger.businesses.deals) - deals} deals closed, {books.events} events and"
        f" {books.notifications} notifications in all; back after"
        f" {', '.join(f'{took:.1f}' for took in back.values())} s",
    )
    figures.runs, figures.slower = figures.runs + 1, hurt.slower
    figures.back += back.values()
    figures.found = figures_of(books, ledger)
    assert books.complaints() == []
    assert books.pending == 0
    assert ledger.refusals == []
    assert len(ledger.correlation_ids) > before[0]
    assert {visit: books.tickets[visit] for visit in ledger.slips} == ledger.slips
    assert set(ledger.served) <= books.served
    assert set(ledger.prospects) <= books.referred
    assert set(ledger.complaints) <= books.cases
    assert ledger.businesses.acts
    assert ledger.businesses.wrong(books.business.acts) == []
    with figures.part("portfolios"):
        await portfolios_are_whole(hurt, ledger.portfolios, books.relationship)
    assert (await verified).returncode == 0, (await verified).stdout + (await verified).stderr
    limit = BACK_WITHIN * hurt.slower
    assert {name: took for name, took in back.items() if took > limit} == {}


def figures_of(books: Audit, ledger: Ledger) -> dict[str, int]:
    """Return the numbers of an audit, and of what was confirmed."""
    return {
        "arrivals": len(ledger.correlation_ids),
        "served": len(ledger.served),
        "files": len(ledger.portfolios.acts),
        "deals": len(ledger.businesses.deals),
        "events": books.events,
        "notifications": books.notifications,
        **{name: len(getattr(books, name)) for name in ("lost", "twice", "gaps", "wrong", "causeless")},
        "dead_letters": len(books.dead_letters),
        "pending": books.pending,
    }


async def all_again(stack: Hurt, account: Account, ledger: Ledger) -> float:
    """Return the moment at which every service is ready and an arrival has its number."""
    for service in SERVICES:
        await asyncio.to_thread(partial(stack.wait_ready, service, timeout=180))
    id, auth = str(uuid4()), httpx.BasicAuth(account.user, account.secret)
    body = event(account, "customer_arrived", {"need": "enquiry"}, id)
    async with httpx.AsyncClient(auth=auth, timeout=5, trust_env=False) as client:

        async def number() -> str:
            answer = await client.post(f"{stack.url()}/api/lobby/device-events", content=body)
            return str(answer.raise_for_status().json()["ticket"])

        await load.until_confirmed(number)
    ledger.correlation_ids.append(correlation_of(account.branch, account.device, id))
    return time.monotonic()


async def portfolios_are_whole(stack: Stack, known: Portfolios, books: RelationshipBooks) -> None:
    """All that was confirmed to account managers is there once, every clear reading is on record, and no
    message left twice."""
    assert known.acts
    assert known.wrong(books.acts) == []
    assert {customer: books.keepers.get(customer) for customer in known.keepers} == known.keepers
    assert {one: times for one, times in known.readings.items() if books.readings[one] < times} == {}
    async with httpx.AsyncClient(trust_env=False) as client:
        taken = (await client.get(f"{stack.url(GATEWAYS)}/taken")).json()
    assert [id for id, times in Counter(one["id"] for one in taken).items() if times > 1] == []


async def drained(stack: Stack) -> None:
    """Wait until nothing is left to be sent, or until patience ends: that is cheap to ask, and to read all
    the books is not."""

    def unsent() -> int:
        with MongoClient[dict[str, Any]](stack.store.uri) as client:
            return sum(client[f"foyer_{name}"][PENDING].count_documents({}) for name in SERVICES)

    with suppress(TimeoutError):
        async with asyncio.timeout(SETTLE_WITHIN):
            while await asyncio.to_thread(unsent):  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.2)


async def settled(stack: Stack, ledger: Ledger) -> Audit:
    """The books when nothing is under way any more, or when patience ends."""
    deadline = time.monotonic() + SETTLE_WITHIN
    while True:
        books = await asyncio.to_thread(audit, stack.store.uri, ledger.correlation_ids)
        if books.is_clean or time.monotonic() > deadline:
            return books
        await asyncio.sleep(1)
