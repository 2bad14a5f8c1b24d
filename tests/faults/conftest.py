"""A whole stack that may be hurt, the seeds of the runs, and their figures."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from deploy.local.clients import Staff
from deploy.local.day.products import DESK as PRODUCT_DESK
from deploy.local.day.products import seed_catalogue
from deploy.local.seed import Seeded, seed
from deploy.local.stack import Stack
from tests.faults.figures import Figures, added
from tests.faults.hurt import Hurt
from tests.faults.load import Ledger
from tests.faults.trouble import runs_of_all
from tests.stage import own_base

FIGURES = pytest.StashKey[Figures]()


def runs_of(config: pytest.Config) -> range:
    """Return the seeds of the runs: ``--seeds``, with ``--all`` as many from there as it takes for every
    trouble."""
    seeds: range = config.getoption("--seeds")
    return range(seeds.start, max(seeds.stop, seeds.start + runs_of_all() * config.getoption("--all")))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed_of_run" in metafunc.fixturenames:
        metafunc.parametrize("seed_of_run", runs_of(metafunc.config))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Print the figures, last of all."""
    if (figures := config.stash.get(FIGURES, None)) and figures.runs:
        print(json.dumps(added([figures.as_json()])), flush=True)


@pytest.fixture(scope="session")
def figures(pytestconfig: pytest.Config) -> Figures:
    """The figures of all runs, which shows progress whatever pytest captures."""
    capture = pytestconfig.pluginmanager.getplugin("capturemanager")

    def show(line: str) -> None:
        with capture.global_and_fixture_disabled() if capture else nullcontext():
            print(line, flush=True)

    return pytestconfig.stash.setdefault(FIGURES, Figures(runs_of(pytestconfig), show))


@pytest.fixture(scope="session")
def hurt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hurt]:
    """Deadlines run sixty times as fast, and leases end after three heartbeats of a second."""
    stack = Hurt(Path(tmp_path_factory.mktemp("faults")), own_base(), pace=60.0, heartbeat=3)
    try:
        stack.up()
        yield stack
    finally:
        stack.destroy()


@pytest.fixture(scope="session")
def seeded(hurt: Hurt) -> Seeded:
    """The branch, and the products that it sells."""
    return asyncio.run(_seed(hurt))


async def _seed(stack: Stack) -> Seeded:
    seeded = await seed(stack)
    desk = await Staff(stack.url(), PRODUCT_DESK, seeded.password).sign_in()
    await seed_catalogue(desk)
    await desk.close()
    return seeded


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    """Kept over all runs: what was confirmed once must be there for ever."""
    return Ledger()
