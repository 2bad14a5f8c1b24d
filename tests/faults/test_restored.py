"""A restore from a backup while the broker kept its queues: what was confirmed before the backup is all
there, and work goes on. It is the last of the fault tests: what the others know is not in the backup."""

import asyncio
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from deploy.local.secrets import SERVICES
from deploy.local.seed import Seeded
from tests.faults import load
from tests.faults.hurt import Hurt
from tests.faults.test_faults import settled
from tests.faults.trouble import delete_queues

OUTAGE = 10.0
"""Seconds for which two services are down before the end, so that their queues hold something."""


@pytest.fixture(autouse=True)
def by_name(request: pytest.FixtureRequest) -> None:
    """Skip unless every kind of trouble is wanted."""
    if not request.config.getoption("--all"):
        pytest.skip("a restore comes with --all")


@pytest.mark.timeout(900)
async def test_after_a_restore_nothing_is_lost_of_before_the_backup(hurt: Hurt, seeded: Seeded) -> None:
    kept, gone = load.Ledger(), load.Ledger()
    backup = hurt.state / "backup"

    async def backed_up() -> None:
        await asyncio.sleep(OUTAGE)
        await asyncio.to_thread(_copy, hurt, backup)
        for service in SERVICES:
            await asyncio.to_thread(hurt.wait_ready, service)

    await load.run(hurt, seeded, 1, kept, asyncio.sleep(OUTAGE))
    await load.run(hurt, seeded, 2, gone, backed_up(), offline=False)
    with suppress(TimeoutError):
        async with asyncio.timeout(2 * OUTAGE):
            await load.run(hurt, seeded, 3, gone, _two_down(hurt), offline=False)
    for service in SERVICES:
        await asyncio.to_thread(hurt.kill, service)
    await asyncio.to_thread(_restore, hurt, backup)
    await asyncio.to_thread(delete_queues, hurt, *SERVICES)
    for service in SERVICES:
        await asyncio.to_thread(hurt.launch, service)
    for service in SERVICES:
        await asyncio.to_thread(hurt.wait_ready, service)
    await load.run(hurt, seeded, 4, kept, asyncio.sleep(OUTAGE))
    books = await settled(hurt, kept)
    assert books.complaints() == []
    assert books.pending == 0
    assert set(kept.served) <= books.served
    assert set(kept.complaints) <= books.cases
    assert kept.businesses.wrong(books.business.acts) == []
    assert kept.portfolios.wrong(books.relationship.acts) == []


async def _two_down(stack: Hurt) -> None:
    """Two services do not come back."""
    for name in ("referral", "notify"):
        await asyncio.to_thread(stack.kill, name)
    await asyncio.sleep(OUTAGE)


def _copy(stack: Hurt, backup: Path) -> None:
    """Copy the store at one moment, as a power cut leaves it."""
    stack.store.kill()
    shutil.copytree(stack.state / "store", backup)
    stack.store.start()


def _restore(stack: Hurt, backup: Path) -> None:
    """Put the copy in the place of the store."""
    stack.store.kill()
    for one in (stack.state / "store").iterdir():
        shutil.rmtree(one) if one.is_dir() else one.unlink()
    shutil.copytree(backup, stack.state / "store", dirs_exist_ok=True)
    stack.store.start()
