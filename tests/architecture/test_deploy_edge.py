"""The edge: addresses that can be reached from outside, and those that cannot."""

import re

import pytest
from fastapi.routing import APIRoute

from deploy.topology import SERVICES
from shared import headers, operations, web
from shared.errors import NotFound, Refusal, TooLarge, Unavailable
from tests.architecture.deployed import PORT, blocks, read


def test_every_service_has_its_way_in_and_the_rest_goes_to_notify() -> None:
    site = blocks(read("caddy/Caddyfile"))[":8443"]
    ways = re.findall(r"handle( /api/\S+)? \{\s+import (?:to|stream) (\w+)", site)
    assert {path.strip(): target for path, target in ways} == {
        **{f"/api/{name}/*": name for name in SERVICES},
        "": "notify",
    }
    for snippet in ("(to)", "(stream)"):
        assert f"reverse_proxy {{args[0]}}:{PORT} {{" in blocks(read("caddy/Caddyfile"))[snippet]


def test_the_stream_is_passed_on_at_once() -> None:
    text = blocks(read("caddy/Caddyfile"))
    assert "flush_interval -1" in text["(stream)"]
    assert set(re.findall(r"import stream (\w+)", text[":8443"])) == {"notify"}
    assert "event-stream" not in text["(safe)"]
    assert len(re.findall(r"^\s+encode ", text["(safe)"], re.MULTILINE)) == 1


def test_what_machines_and_operations_ask_is_not_reachable_from_outside() -> None:
    site = blocks(read("caddy/Caddyfile"))[":8443"]
    refused = re.search(r"@inner path (.*)\n\s+handle @inner \{\s+import not_found", site)
    assert refused
    patterns = refused[1].split()
    own = {route.path for route in operations.router.routes if isinstance(route, APIRoute)}
    for path in own | {"/broker/user", "/docs", "/openapi.json", "/redoc"}:
        first = "/" + path.split("/")[1]
        assert first in patterns, path
        assert path == first or f"{first}/*" in patterns, path


def test_operations_reach_their_paths_on_this_machine_alone() -> None:
    site = blocks(read("caddy/Caddyfile"))[":9443"]
    pattern = re.search(r"path_regexp ops (\S+)", site)
    assert pattern
    for name in SERVICES:
        for route in operations.router.routes:
            assert isinstance(route, APIRoute)
            assert re.fullmatch(pattern[1], f"/{name}{route.path}"), route.path
    for path in ("/lobby/broker/user", "/broker/user", "/lobby/api/lobby/visits", "/other/ready"):
        assert not re.search(pattern[1], path)


def test_bodies_are_bounded_like_in_the_services() -> None:
    text = blocks(read("caddy/Caddyfile"))
    assert web.LARGEST_BODY == 64 * 1024
    assert "max_size 64KiB" in text["(safe)"]
    assert f"> {web.LARGEST_BODY}`" in text["(safe)"]
    for site in (":8443", ":9443"):
        assert "import safe" in text[site]


def test_headers_and_slow_senders_are_bounded_at_the_edge() -> None:
    given = dict(
        re.findall(r"^\t+(max_header_size|read_header|read_body|idle) (\S+)$", read("caddy/Caddyfile"), re.M)
    )
    assert given == {"max_header_size": "16KiB", "read_header": "5s", "read_body": "15s", "idle": "2m"}


def test_the_edge_sets_the_safe_headers_where_a_service_did_not() -> None:
    text = blocks(read("caddy/Caddyfile"))["(safe)"]
    assert "Strict-Transport-Security" in text
    for name, value in headers.HEADERS.items():
        found = re.search(rf'(?im)^\s+header \?{name.decode()} "?(.*?)"?$', text)
        assert found, name
        assert found[1] == value.decode()


@pytest.mark.parametrize("refusal", [NotFound, TooLarge, Unavailable])
def test_what_the_edge_refuses_reads_as_in_the_services(refusal: type[Refusal]) -> None:
    lines = re.findall(r'import problem (\d+) (\w+) "(.*?)" "(.*?)"', read("caddy/Caddyfile"))
    assert (str(refusal.status), refusal.code, refusal.en, refusal.zh) in lines
    assert not re.search(r"respond \d", read("caddy/Caddyfile").replace("respond 200", ""))


def test_open_streams_hold_nobody_up_who_wants_to_come_in_after_a_restart() -> None:
    grace = re.search(r"^\tgrace_period (\S+)$", read("caddy/Caddyfile"), re.MULTILINE)
    assert grace
    assert grace[1] in {"500ms", "1s"}


def test_an_offer_to_upgrade_goes_no_further() -> None:
    site = blocks(read("caddy/Caddyfile"))[":8443"]
    assert {"Upgrade", "HTTP2-Settings"} <= set(re.findall(r"^\s+request_header -(\S+)$", site, re.MULTILINE))


def test_neither_the_secret_of_a_calendar_nor_a_code_comes_into_the_edge_s_log() -> None:
    hidden = re.search(r'request>uri regexp "(\S+)" "(\S+)"', read("caddy/Caddyfile"))
    assert hidden
    shown = {
        "/api/customer/calendar/c2VjcmV0LXNlY3JldA.ics?x=1": "/api/customer/calendar/*?*",
        "/api/customer/unsubscribe/c2VjcmV0.0123456789abcdef": "/api/customer/unsubscribe/*",
        "/staff?code=c2VjcmV0&state=a/b?c": "/staff?*?*",
        "/staff": "/staff",
    }
    written = hidden[2].replace("$1", r"\1")  # as Go writes a group
    assert {address: re.sub(hidden[1], written, address) for address in shown} == shown
