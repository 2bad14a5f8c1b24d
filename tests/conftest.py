"""The servers of the tests: from ``FOYER_AMQP_URL`` and ``FOYER_MONGO_URI``; or binaries on this machine; or
testcontainers, if a Docker engine answers. Nothing is started before a test asks for it."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import HealthCheck, settings
from pymongo import MongoClient

from deploy.local import broker as local_broker
from deploy.local.broker import Broker, Ports
from deploy.local.ending import interrupt_once
from deploy.local.stack import Stack
from deploy.local.store import Store
from tests import containers
from tests.compose.installation import Installation, composed, installed
from tests.stage import Branch, open_branch, own_base

settings.register_profile("foyer", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("foyer")
"""A busy machine is slow, and no example is wrong for that."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--seeds N`: how many different runs the fault tests play, or which of them, as in `50-99`; `--all`: as
    many as it takes for every kind of trouble, and by compose all tests of the page; `--containers`: servers
    in containers."""
    parser.addoption(
        "--seeds", type=runs, default=range(2), help="the seeded runs of the fault tests: 100, or 50-99"
    )
    parser.addoption("--all", action="store_true", help="every kind of trouble, every test of the page")
    parser.addoption(
        "--containers", action="store_true", help="broker and store in containers, whatever this machine has"
    )


def runs(words: str) -> range:
    """Read which runs are meant: the first `N`, or those from `A-B`, both included."""
    first, _, last = words.rpartition("-")
    return range(int(first), int(last) + 1) if first else range(int(last))


def pytest_configure() -> None:
    """Stop the servers of the session when it is told to end, by whatever signal, once or twice."""
    interrupt_once()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, where Foyer runs by compose, what is about processes on this machine (mark ``own_stack``)."""
    if composed() is not None:
        for item in items:
            if item.get_closest_marker("own_stack"):
                item.add_marker(pytest.mark.skip(reason="about a stack of processes, not of containers"))


@dataclass(frozen=True)
class VHost:
    """A broker's vhost of one test: its `name`, and the AMQP `url` that leads into it."""

    name: str
    url: str


@dataclass(frozen=True)
class Bus:
    """A RabbitMQ: the AMQP `url` with user and password, and the HTTP address of its `management`."""

    url: str
    management: str


@pytest.fixture(scope="session")
def state() -> Iterator[Path]:
    """The folder in which the servers of this session keep their files."""
    folder = Path(tempfile.mkdtemp(prefix="foyer-tests-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def bus(state: Path, request: pytest.FixtureRequest) -> Iterator[Bus]:
    """A RabbitMQ; its user may create vhosts."""
    in_container = request.config.getoption("--containers")
    if not in_container and (given := os.environ.get("FOYER_AMQP_URL")):
        host = urlsplit(given).hostname
        yield Bus(given, os.environ.get("FOYER_MANAGEMENT_URL", f"http://{host}:15672"))
    elif not in_container and local_broker.command(state):
        broker = Broker(state, uuid.uuid4().hex, Ports(mqtt=0))
        try:
            broker.start()
            yield Bus(broker.amqp_url(), broker.management_url)
        finally:
            broker.kill()
            broker.epmd.kill()
    else:
        with containers.rabbitmq() as (url, management):
            yield Bus(url, management)


@pytest.fixture(scope="session")
def amqp_url(bus: Bus) -> str:
    """A RabbitMQ, by its AMQP address."""
    return bus.url


@pytest.fixture(scope="session")
def mongo_uri(state: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A MongoDB with transactions, by its address."""
    if request.config.getoption("--containers"):
        with containers.mongodb() as uri:
            yield uri
        return
    store = Store(state)
    try:
        store.start()
        yield store.uri
    finally:
        if store.kind != "given":
            store.kill()


@pytest.fixture
def vhost(bus: Bus) -> Iterator[VHost]:
    """A fresh vhost, deleted afterwards."""
    address = urlsplit(bus.url)
    user, password = unquote(address.username or "guest"), unquote(address.password or "guest")
    name = f"t_{uuid.uuid4().hex[:6]}"
    local_broker.create_vhost(bus.management, user, password, name)
    yield VHost(name, address._replace(path=f"/{name}").geturl())
    local_broker.delete_vhost(bus.management, user, password, name)


@pytest.fixture
def database(mongo_uri: str) -> Iterator[str]:
    """A prefix for the names of this test's databases, such as ``t_ab12cd``; they are dropped afterwards."""
    prefix = f"t_{uuid.uuid4().hex[:6]}"
    yield prefix
    with MongoClient[dict[str, object]](mongo_uri) as client:
        for name in client.list_database_names():
            if name.startswith(prefix):
                client.drop_database(name)


@pytest.fixture(scope="session")
def stack(state: Path) -> Iterator[Stack | Installation]:
    """The whole of Foyer on ports of its own; or, under ``FOYER_COMPOSED``, the one that runs by compose."""
    if composed() is not None:
        yield installed()
        return
    whole = Stack(state / "stack", base=own_base())
    try:
        whole.up()
        yield whole
    finally:
        whole.destroy()


@pytest.fixture
async def branch(stack: Stack | Installation) -> Branch:
    """A branch that no other test knows."""
    return await open_branch(stack)
