"""Servers for the tests, by testcontainers, of the images that ``deploy/compose.yaml`` names."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import httpx
from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer

from deploy.local.processes import ROOT, wait_until
from shared.bus_names import LARGEST_MESSAGE

REPLICA_SET = "foyer"
PATIENCE = 120.0


def image(name: str) -> str:
    """The image of a server, such as ``rabbitmq:4.3-management``."""
    found = re.search(rf"(?:FROM|image:) ({name}:\S+)", (ROOT / "deploy/compose.yaml").read_text())
    assert found is not None, name
    return found[1]


@contextmanager
def rabbitmq() -> Iterator[tuple[str, str]]:
    """A RabbitMQ: the addresses of AMQP, with user and password, and of its management API."""
    made = DockerContainer(image("rabbitmq")).with_exposed_ports(5672, 15672)
    bound = f"-rabbit max_message_size {LARGEST_MESSAGE}"
    with _runtime(made.with_env("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", bound)) as container:
        host = container.get_container_host_ip()
        amqp, management = (container.get_exposed_port(port) for port in (5672, 15672))
        address = f"http://{host}:{management}"

        def answers() -> bool:
            with suppress(httpx.HTTPError):
                asked = httpx.get(f"{address}/api/health/checks/port-listener/5672", auth=("guest", "guest"))
                return asked.status_code == 200
            return False

        wait_until(answers, PATIENCE, "RabbitMQ in its container")
        yield f"amqp://guest:guest@{host}:{amqp}/", address


@contextmanager
def mongodb() -> Iterator[str]:
    """A MongoDB that is a replica set of one, as transactions need it; its address."""
    words = f"mongod --replSet {REPLICA_SET} --bind_ip_all --setParameter transactionLifetimeLimitSeconds=10"
    made = DockerContainer(image("mongo"), hostname="mongo").with_command(words).with_exposed_ports(27017)
    with _runtime(made) as container:
        port = container.get_exposed_port(27017)
        uri = f"mongodb://{container.get_container_host_ip()}:{port}/?directConnection=true"
        wait_until(_primary(uri), PATIENCE, "MongoDB in its container")
        yield uri


def _primary(uri: str) -> Callable[[], bool]:
    """Asks whether the one member is a primary, which it is told to become."""

    def answers() -> bool:
        members = [{"_id": 0, "host": "mongo:27017"}]
        try:
            with MongoClient[dict[str, object]](uri, serverSelectionTimeoutMS=1000) as client:
                with suppress(OperationFailure):  # it was told before
                    client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": members})
                return bool(client.admin.command("hello").get("isWritablePrimary"))
        except PyMongoError:
            return False

    return answers


@contextmanager
def _runtime(container: DockerContainer) -> Iterator[DockerContainer]:
    """Start it, and remove it afterwards; without a second container that would do so for us."""
    testcontainers_config.ryuk_disabled = True
    container.start()
    try:
        yield container
    finally:
        container.stop()
