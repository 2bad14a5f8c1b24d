"""The way out: `customer` reaches the gateways that are named, through `egress`, and nothing else."""

from collections.abc import Iterator

import pytest

from tests.compose.installation import Installation

ASKED = """
import socket
with socket.create_connection(("egress", 3128), 10) as way:
    way.sendall(b"CONNECT {server} HTTP/1.1\\r\\nhost: {server}\\r\\n\\r\\n")
    print(way.recv(64).decode().split()[1])
"""
STRAIGHT = """
import socket
try:
    socket.create_connection(("192.0.2.1", 443), 3)
except OSError as error:
    print(type(error).__name__)
"""


def run(place: Installation, code: str) -> str:
    """Run Python in the container of `customer`; gives what it prints."""
    return place.compose("exec", "-T", "customer", "python", "-c", code).strip()


@pytest.fixture
def named(place: Installation) -> Iterator[str]:
    """The way in stands for a gateway: a server with TLS, which is named to `egress` for one test."""
    place.shell("FOYER_EGRESS_ALLOWED=caddy:8443 docker compose up -d --wait egress")
    yield "caddy:8443"
    place.compose("up", "-d", "--wait", "egress")


def test_customer_reaches_the_gateway_that_is_named_and_no_other(place: Installation, named: str):
    assert run(place, ASKED.format(server=named)) == "200"
    assert run(place, ASKED.format(server="rabbitmq:5671")) == "403"
    assert '"egress_refused"' in place.compose("logs", "--no-log-prefix", "egress")


def test_customer_itself_has_no_way_out(place: Installation):
    assert run(place, STRAIGHT)
