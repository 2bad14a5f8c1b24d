"""The broker with the configuration of compose: TLS alone, by name the certificate of the inner network."""

import asyncio
import http.server
import os
import shutil
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, quote, urlsplit

import aio_pika
import httpx
import pytest
from aio_pika.exceptions import AMQPError

from deploy.local.broker import FOLDER, Broker, _accepts, command
from deploy.local.processes import free_port
from deploy.rabbitmq import users
from deploy.topology import SERVICES, declare_all
from shared import bus_names as names
from shared.contracts.base import encode
from shared.settings import Settings
from tests.architecture.deployed import DEPLOY, make_secrets
from tests.integration.tally import at_work, pressed
from tests.integration.tally import settings as tally_settings
from tests.integration.test_broker_rights import channel_of

pytestmark = pytest.mark.skipif(command(Path()) is None, reason="RabbitMQ is not installed")
INSIDE = "/run/secrets"


@dataclass(frozen=True)
class Inside(Broker):
    """A node with the files of compose; `secrets` are those of an installation, `lobby` is the port of who
    says who a device is."""

    secrets: Path = Path()
    lobby: int = 0
    tls: int = field(default_factory=free_port)

    def _config(self) -> str:
        files = [DEPLOY / "rabbitmq/rabbitmq.conf", self.secrets / "rabbitmq_admin.conf"]
        if os.environ.get(FOLDER):  # a version that is newer than Debian's
            files.append(DEPLOY / "rabbitmq/v4.conf")
        text = "".join(file.read_text() for file in files)
        for before, after in {
            "listeners.ssl.default = 5671": f"listeners.ssl.1 = 127.0.0.1:{self.tls}",
            "mqtt.listeners.ssl.default = 8883": f"mqtt.listeners.ssl.1 = 127.0.0.1:{self.ports.mqtt}",
            "management.ssl.port = 15671": f"management.ssl.port = {self.ports.management}",
            "prometheus.tcp.port = 15692": f"prometheus.tcp.port = {self.ports.amqp}",
            "https://lobby:8000": f"https://localhost:{self.lobby}",
            "disk_free_limit.absolute = 2GB": "disk_free_limit.absolute = 1MB",
            INSIDE: str(self.secrets),
        }.items():
            assert before in text
            text = text.replace(before, after)
        own = [f"{name}.ip = 127.0.0.1" for name in ("management.ssl", "prometheus.tcp")]
        return "\n".join([text, *own, "log.console = true", "log.file = false", ""])

    def _plugins(self) -> list[str]:
        return [
            *super()._plugins(),
            "rabbitmq_auth_backend_http",
            "rabbitmq_auth_backend_cache",
            "rabbitmq_prometheus",
        ]

    def _prepare(self) -> dict[str, str]:
        environment = super()._prepare()
        advanced = self.state / "broker" / "advanced.config"
        text = (DEPLOY / "rabbitmq/advanced.config").read_text()
        advanced.write_text(text.replace(INSIDE, str(self.secrets)))
        return environment | {"RABBITMQ_ADVANCED_CONFIG_FILE": str(advanced)}

    def answers(self) -> bool:
        try:
            with tls_to(self, "rabbitmq"):
                return True
        except OSError:
            return False


@contextmanager
def tls_to(inside: Inside, name: str, authority: str = "inner_ca") -> Iterator[ssl.SSLSocket]:
    """Connect and ask for the server `name`, which must be genuine by the authority."""
    context = ssl.create_default_context(cafile=inside.secrets / authority)
    with socket.create_connection(("127.0.0.1", inside.tls), 2) as link:
        yield context.wrap_socket(link, server_hostname=name)


class Asked(http.server.BaseHTTPRequestHandler):
    """Lets a device in, as `lobby` does, until it is revoked."""

    revoked: ClassVar[set[str]] = set()

    def do_POST(self) -> None:
        asked = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"deny" if asked["username"][0] in self.revoked else b"allow")

    def log_message(self, *_: Any) -> None:
        """Write nothing."""


@contextmanager
def lobby_with(pem: Path) -> Iterator[int]:
    """Serve who says who a device is, under this certificate; gives the port."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Asked)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    state = tmp_path_factory.mktemp("inside")
    secrets = state / "broker" / "secrets"  # where a node in a folder of its own sees them, too
    secrets.mkdir(parents=True)
    make_secrets(secrets)
    with lobby_with(secrets / "inner_pem_lobby") as port:
        node = Inside(state, "unused", secrets=secrets, lobby=port)
        for path in secrets.iterdir():
            text = path.read_text().replace(INSIDE, str(secrets))
            path.write_text(
                text.replace("rabbitmq:5671", f"rabbitmq:{node.tls}").replace(
                    "rabbitmq:15671", f"rabbitmq:{node.ports.management}"
                )
            )
        environment, start = node._prepare(), command(node._data)
        assert start is not None
        node.epmd.start(
            ["epmd", "-address", "127.0.0.1", "-port", str(node.ports.epmd)], environment, node._data
        )
        node.epmd.wait_ready(partial(_accepts, node.ports.epmd), 10)
        node.process.start(start, environment, node._data)
        try:
            node.process.wait_ready(node.answers, 120)
            yield node
        finally:
            node.stop()
            shutil.rmtree(state, ignore_errors=True)


@pytest.fixture(autouse=True)
def known_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `rabbitmq` be this machine, as it is a container of the inner network."""
    real = socket.getaddrinfo

    def here(host: Any, *about: Any, **more: Any) -> Any:
        return real("127.0.0.1" if host == "rabbitmq" else host, *about, **more)

    monkeypatch.setattr(socket, "getaddrinfo", here)


def test_inside_it_shows_the_inner_certificate_and_to_devices_that_of_the_ways_in(inside: Inside) -> None:
    with tls_to(inside, "rabbitmq"), tls_to(inside, "localhost", "tls_certificate"):
        pass
    with pytest.raises(ssl.SSLCertVerificationError), tls_to(inside, "localhost"):
        pass
    with pytest.raises(ssl.SSLCertVerificationError), tls_to(inside, "rabbitmq", "tls_certificate"):
        pass


async def test_the_jobs_and_a_service_work_over_tls_with_the_addresses_that_are_made(
    inside: Inside, mongo_uri: str, database: str
) -> None:
    await asyncio.to_thread(users.main, inside.secrets)
    url = (inside.secrets / "amqp_url_topology").read_text().strip()
    assert url.startswith("amqps://")
    await declare_all(Settings(amqp_url=url))  # type: ignore[arg-type]
    own = (inside.secrets / "amqp_url_lobby").read_text().strip()
    async with channel_of(own) as channel:
        assert await channel.get_queue(names.queue_of("lobby", 0), ensure=True)
    assert {urlsplit((inside.secrets / f"amqp_url_{name}").read_text()).scheme for name in SERVICES} == {
        "amqps"
    }
    admin = urlsplit((inside.secrets / "rabbitmq_admin_url").read_text().strip())
    tally = (
        f"amqps://{admin.username}:{admin.password}@rabbitmq:{inside.tls}/?cafile={inside.secrets}/inner_ca"
    )
    async with at_work(tally_settings(tally, mongo_uri, database)) as runtime, channel_of(tally) as channel:
        assert await runtime.bus.answers()
        assert await runtime.bus.consumers()
        told = pressed("over TLS")
        events = await channel.get_exchange(names.EVENTS, ensure=False)
        message = aio_pika.Message(encode(told), message_id=told.id, type=told.type)
        await events.publish(message, "0.tally.pressed")


async def test_a_broker_that_is_not_genuine_is_not_talked_to(inside: Inside) -> None:
    own = (inside.secrets / "amqp_url_lobby").read_text().strip()
    other = own.replace("inner_ca", "tls_certificate")
    with pytest.raises((AMQPError, OSError)):
        await aio_pika.connect(other, timeout=10)


async def test_lobby_is_asked_over_tls_who_a_device_is(inside: Inside) -> None:
    url = f"amqps://B001.K1:secret@localhost:{inside.tls}/?cafile={inside.secrets}/tls_certificate"
    async with await aio_pika.connect(url, timeout=10) as connection:
        assert await connection.channel()


async def test_a_revoked_device_is_out_once_its_connections_are_closed_and_comes_back_no_more(
    inside: Inside,
) -> None:
    """A channel that is busy keeps what it was allowed for as long as it lives: the broker asks no more."""
    device = "B001.K2"
    url = f"amqps://{device}:secret@localhost:{inside.tls}/?cafile={inside.secrets}/tls_certificate"
    await asyncio.to_thread(users.main, inside.secrets)
    async with await aio_pika.connect(url, timeout=10) as connection:
        channel = await connection.channel()
        there = await channel.get_exchange(names.DEVICES, ensure=False)
        message, key = aio_pika.Message(b"{}"), f"foyer.devices.{device}.heartbeat"
        await there.publish(message, key, mandatory=False)
        Asked.revoked.add(device)
        await there.publish(message, key, mandatory=False)  # which `lobby` refuses, by who it is
        await closed(inside, device)
        async with asyncio.timeout(30):
            await connection.closed()
    with pytest.raises(AMQPError):
        await aio_pika.connect(url, timeout=10)


async def closed(inside: Inside, device: str) -> None:
    """Close all connections of a device, as ``rabbitmqctl close_all_user_connections`` does."""
    api = (inside.secrets / "rabbitmq_admin_url").read_text().strip()
    context = ssl.create_default_context(cafile=inside.secrets / "inner_ca")
    async with httpx.AsyncClient(verify=context, trust_env=False) as client, asyncio.timeout(60):
        ended = False
        while not ended:  # the management knows a connection some seconds after it was opened
            listed = (await client.get(f"{api}/api/connections")).json()
            for one in listed:
                if one.get("user") == device:
                    await client.delete(f"{api}/api/connections/{quote(one['name'], safe='')}")
                    ended = True
            await asyncio.sleep(0.2)
