"""Monitoring: an alert reaches the address that operations gave."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.compose.installation import Installation, wait_until


@pytest.fixture
def posted(place: Installation) -> Iterator[list[dict[str, object]]]:
    """Collect what is posted to a server on this host, whose address `alertmanager` is given."""
    told: list[dict[str, object]] = []

    class Take(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(200)
            self.end_headers()

    gateway = place.docker(
        "network", "inspect", "-f", "{{(index .IPAM.Config 0).Gateway}}", "foyer_edge"
    ).strip()
    server = HTTPServer((gateway, 0), Take)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    (place.secrets / "alert_webhook").unlink()
    place.shell(f"ALERT_WEBHOOK=http://{gateway}:{server.server_port}/alerts deploy/secrets.sh")
    yield told
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_alert_is_posted_to_the_webhook(place: Installation, posted: list[dict[str, object]]):
    place.follow("observe")
    place.stop("referral")
    try:
        wait_until(lambda: any("ServiceAway" in json.dumps(one) for one in posted), "the alert", 240)
    finally:
        place.start("referral")
    away = next(one for one in posted if "ServiceAway" in json.dumps(one))
    assert away["status"] == "firing"
    place.compose("--profile", "observe", "rm", "-sf", "prometheus", "alertmanager")


def test_every_alert_has_a_line_in_the_guide(place: Installation):
    rules = (place.folder / "deploy/prometheus/rules.yaml").read_text()
    names = [line.partition("alert: ")[2] for line in rules.splitlines() if "alert: " in line]
    guide = (place.folder / "docs/guide/operations.md").read_text()
    assert len(names) >= 6
    assert [name for name in names if f"| `{name}` |" not in guide] == []
