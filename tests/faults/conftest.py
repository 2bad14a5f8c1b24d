"""A whole stack that may be hurt, and the seeds of the runs."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.seed import Seeded, seed
from deploy.local.stack import Stack
from tests.faults.load import Ledger
from tests.stage import own_base


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed_of_run" in metafunc.fixturenames:
        metafunc.parametrize("seed_of_run", range(metafunc.config.getoption("--seeds")))


@pytest.fixture(scope="session")
def hurt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Deadlines run sixty times as fast, and leases end after three heartbeats of a second."""
    stack = Stack(Path(tmp_path_factory.mktemp("faults")), own_base(), pace=60.0, heartbeat=3)
    try:
        stack.up()
        yield stack
    finally:
        stack.destroy()


@pytest.fixture(scope="session")
def seeded(hurt: Stack) -> Seeded:
    return asyncio.run(seed(hurt))


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    """Kept over all runs: what was confirmed once must be there for ever."""
    return Ledger()
