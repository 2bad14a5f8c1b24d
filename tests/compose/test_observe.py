"""Monitoring: an alert reaches the address that operations gave."""

import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from deploy.local.clients import AmqpKiosk
from tests.compose.installation import Installation, wait_until
from tests.stage import Branch

RULES = Path(__file__).parent / "rules_test.yaml"
"""Series that the rules are given, and the alerts that come of them, for ``promtool test rules``."""


@pytest.fixture
def posted(place: Installation) -> Iterator[list[dict[str, object]]]:
    """Collect what is posted to a server on this host, whose address `alertmanager` is given."""
    told: list[dict[str, object]] = []

    class Take(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(200)
            self.end_headers()

    network = f"{place.folder.name}_edge"
    gateway = place.docker("network", "inspect", "-f", "{{(index .IPAM.Config 0).Gateway}}", network).strip()
    server = HTTPServer((gateway, 0), Take)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    (place.secrets / "alert_webhook").unlink()
    place.shell(f"ALERT_WEBHOOK=http://{gateway}:{server.server_port}/alerts deploy/secrets.sh")
    yield told
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_alert_is_posted_to_the_webhook(
    place: Installation, shop: Branch, posted: list[dict[str, object]]
):
    async def refused() -> None:
        async with AmqpKiosk(shop.kiosk, place.amqp) as kiosk:
            await kiosk.send("customer_arrived", need=7)

    place.follow("observe")
    asyncio.run(refused())  # the first of its code: what is not counted yet must be noticed, too
    try:
        wait_until(lambda: any("MessagesDeadLettered" in json.dumps(one) for one in posted), "the alert")
    finally:
        place.compose("--profile", "observe", "rm", "-sf", "prometheus", "alertmanager")
    lettered = next(one for one in posted if "MessagesDeadLettered" in json.dumps(one))
    assert lettered["status"] == "firing"


def test_every_rule_alerts_when_it_should_and_not_before(place: Installation):
    told = f"{RULES}:/etc/prometheus/{RULES.name}:ro"
    tool = ("run", "--rm", "--no-deps", "-T", "-v", told, "--entrypoint", "promtool", "prometheus")
    said = place.compose("--profile", "observe", *tool, "test", "rules", f"/etc/prometheus/{RULES.name}")
    assert "SUCCESS" in said


def test_every_alert_has_a_line_in_the_guide(place: Installation):
    rules = (place.folder / "deploy/prometheus/rules.yaml").read_text()
    names = [line.partition("alert: ")[2] for line in rules.splitlines() if "alert: " in line]
    guide = (place.folder / "docs/guide/operations.md").read_text()
    assert len(names) >= 6
    assert [name for name in names if f"alertname: {name}\n" not in RULES.read_text()] == []
    assert [name for name in names if f"| `{name}` |" not in guide] == []
