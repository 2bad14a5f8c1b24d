"""Up from nothing, by the guide's commands; and what the containers may."""

import json
import re
import time
from collections.abc import Callable

import httpx
import pytest

from deploy.local.secrets import SERVICES
from tests.compose.installation import Installation

JOBS = ("broker-users", "mongo-users", "topology")
SERVING = (*SERVICES, "rabbitmq", "mongo", "caddy")


def test_it_comes_up_from_nothing_by_the_guide(place: Installation, figures: dict[str, object]):
    place.compose("--profile", "observe", "down", "-v", "--timeout", "5")
    made = place.follow("secrets").stdout
    assert made.count("made ") >= 24
    began = time.monotonic()
    place.follow("start")
    figures["built_and_ready_s"] = round(time.monotonic() - began, 1)
    place.follow("stop")
    began = time.monotonic()
    place.follow("start-again")
    figures["ready_s"] = round(time.monotonic() - began, 1)
    states = {name: one["State"] for name, one in place.containers().items()}
    assert {name: states[name]["ExitCode"] for name in JOBS} == dict.fromkeys(JOBS, 0)
    assert {name: states[name]["Health"]["Status"] for name in SERVING} == dict.fromkeys(SERVING, "healthy")
    figures["image_mb"] = round(int(place.docker("image", "inspect", "-f", "{{.Size}}", "foyer:0.2.0")) / 1e6)


def test_the_secrets_are_read_by_their_owner_alone(place: Installation):
    for file in place.secrets.iterdir():
        if file.name not in (".gitignore", "inner_ca"):  # a certificate, which every container reads
            assert file.stat().st_mode & 0o777 == 0o600, file.name


def test_the_image_is_built_once(place: Installation):
    images = {one["Image"] for name, one in place.containers().items() if name in (*SERVICES, *JOBS)}
    assert len(images) == 1
    said = json.loads(place.compose("config", "--format", "json"))["services"]
    assert [name for name, one in said.items() if "build" in one and one["image"].startswith("foyer:")] == [
        "topology"
    ]


@pytest.mark.parametrize("name", [*SERVING, *JOBS])
def test_a_container_may_do_what_it_must_and_no_more(place: Installation, name: str):
    one = place.containers()[name]
    assert int(one["Config"]["User"].partition(":")[0]) > 0
    host = one["HostConfig"]
    assert host["CapDrop"] == ["ALL"]
    assert [it.removeprefix("CAP_") for it in host["CapAdd"] or []] == (
        ["NET_BIND_SERVICE"] if name == "caddy" else []
    )
    assert host["SecurityOpt"] == ["no-new-privileges:true"]
    assert host["Memory"] > 0
    assert host["NanoCpus"] > 0
    assert not host["Privileged"]
    assert host["ReadonlyRootfs"] is (name != "mongo")


def test_caddy_can_write_where_it_keeps_its_state(place: Installation):
    for folder in ("/data", "/config", "/tmp"):
        place.compose("exec", "-T", "caddy", "sh", "-c", f"touch {folder}/x && rm {folder}/x")


def test_only_the_ways_in_are_published(place: Installation):
    found = place.compose("ps", "--format", "{{.Ports}}")
    published = set(re.findall(r"([\d.]+):(\d+)->", found))
    assert published == {("0.0.0.0", "443"), ("0.0.0.0", "5671"), ("0.0.0.0", "8883"), ("127.0.0.1", "9443")}


def test_the_inner_network_has_no_way_out(place: Installation):
    tried = "import socket; socket.create_connection(('10.0.2.3', 53), 2)"
    done = place.shell(f'docker compose exec -T lobby python -c "{tried}"', check=False)
    assert done.returncode != 0
    assert re.search("unreachable|timed out", done.stderr), done.stderr


def test_what_the_edge_refuses_is_a_problem_like_any_other(place: Installation):
    large = httpx.post(f"{place.url()}/api/lobby/device-events", content=b"x" * 70_000, trust_env=False)
    assert (large.status_code, large.json()["code"]) == (413, "too_large")
    pieces = httpx.post(
        f"{place.url()}/api/lobby/device-events", content=iter([b"x" * 40_000] * 2), trust_env=False
    )
    assert (pieces.status_code, pieces.json()["code"]) == (413, "too_large")
    for path in ("/metrics", "/ready", "/docs", "/broker/user", "/api/nobody", "/dead-letters/x/retry"):
        hidden = httpx.get(f"{place.url()}{path}", trust_env=False)
        assert (hidden.status_code, hidden.json()["code"]) == (404, "not_found"), path
    for answer in (large, pieces, hidden):
        assert answer.headers["content-type"].startswith("application/problem+json")
        assert answer.json()["title_zh"]


def test_with_the_store_away_only_the_store_is_said_to_be(place: Installation):
    place.compose("pause", "mongo")
    try:
        said = httpx.get(f"{place.url('lobby')}/ready", timeout=10, trust_env=False)
        assert (said.status_code, said.json()["store"], said.json()["broker"]) == (503, False, True)
    finally:
        place.compose("unpause", "mongo")
    place.wait_ready("lobby")


def test_a_person_and_a_machine_are_enrolled_by_the_guide(place: Installation, arrive: Callable[[], str]):
    done = place.shell("\n".join(place.guide()[name] for name in ("token", "enrol")))
    assert re.search(r'"code": ?"\d{4}-\d{4}-\d{4}-\d{4}"', done.stdout)
    assert arrive() == "A001"


def test_dead_letters_are_shown_and_events_are_replayed_by_the_guide(place: Installation):
    done = place.shell("\n".join(place.guide()[name] for name in ("token", "dead-letters")))
    dead_letters, _, replayed = done.stdout.partition("]")
    assert dead_letters.startswith("[")
    assert json.loads(replayed)["events"] >= 1


def test_the_first_look_shows_every_service_ready(place: Installation):
    assert place.follow("look").stdout.count('"started":true,"store":true,"broker":true') == len(SERVICES)
