"""The deployment matches the code: image, containers, ports, health, limits, what is watched."""

import json
import re
from pathlib import Path

import pytest
import yaml
from fastapi.routing import APIRoute
from prometheus_client import REGISTRY

from deploy import egress, topology
from deploy.mongo import users as store_users
from deploy.rabbitmq import users as broker_users
from deploy.topology import SERVICES
from shared import operations, telemetry
from tests.architecture.deployed import DEPLOY, JOBS, PORT, TOP, compose, conf, containers, read, seconds

# -- The image


def test_the_image_runs_as_a_user_without_rights_and_ends_in_order() -> None:
    text = read("Dockerfile")
    last = text[text.rindex("\nFROM ") :]
    assert re.findall(r"^USER (\S+)", last, re.MULTILINE) == ["10001:10001"]
    assert "--uid 10001" in last
    assert "--gid 10001" in last
    assert re.search(r"^STOPSIGNAL SIGTERM$", last, re.MULTILINE)
    assert "PYTHONDONTWRITEBYTECODE=1" in last


def test_the_image_installs_only_what_is_pinned_with_hashes() -> None:
    installs = [
        line for line in read("Dockerfile").splitlines() if '"install"' in line or "pip install" in line
    ]
    assert len(installs) == 1
    for word in ('"--require-hashes"', '"--only-binary=:all:"', '"--no-deps"'):
        assert word in installs[0]


def test_commands_of_the_image_are_in_exec_form() -> None:
    for instruction, rest in re.findall(r"^\s*(CMD|ENTRYPOINT)\s+(.*)$", read("Dockerfile"), re.MULTILINE):
        assert isinstance(json.loads(rest), list), instruction


def test_only_what_runs_goes_into_the_image() -> None:
    lines = [line for line in (TOP / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]
    assert lines[0] == "*"
    allowed = {line for line in lines if line.startswith("!")}
    assert {line.removeprefix("!").split("/")[0] for line in allowed} == {"deploy", "services", "shared"}
    assert {line for line in allowed if "secrets" in line or "local" in line} == set()
    for module in (topology, egress, broker_users, store_users):
        path = Path(str(module.__file__)).relative_to(TOP)
        assert f"!{path}" in allowed or f"!{path.parent}/*.py" in allowed
    assert "!deploy/__init__.py" in allowed


def test_what_the_guide_runs_in_a_container_is_in_the_image() -> None:
    guide = (TOP / "docs/guide/operations.md").read_text()
    modules = {*re.findall(r"exec -T \S+ python -m deploy\.(\w+)", guide)}
    assert {"keys", "verify_records"} <= modules
    allowed = (TOP / ".dockerignore").read_text().splitlines()
    assert {module for module in modules if f"!deploy/{module}.py" not in allowed} == set()


def test_the_health_check_asks_a_path_that_exists_on_the_port_that_is_served() -> None:
    paths = {route.path for route in operations.router.routes if isinstance(route, APIRoute)}
    checks = {" ".join(containers()[name]["healthcheck"]["test"]): "https" for name in SERVICES}
    for check, scheme in {**checks, read("Dockerfile"): "http"}.items():
        asked = re.findall(rf"urlopen\('{scheme}://127\.0\.0\.1:(\d+)(/\w+)'", check)
        assert asked == [(PORT, "/ready")]
    assert "/ready" in paths
    assert f"FOYER_PORT={PORT}" in read("Dockerfile")
    for name in SERVICES:
        assert containers()[name]["environment"]["FOYER_PORT"] == PORT


# -- The containers


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_runs_the_service_it_is_named_after(name: str) -> None:
    assert containers()[name]["command"] == ["python", "-m", f"services.{name}"]
    assert (TOP / "services" / name / "__main__.py").is_file()


def test_the_jobs_run_modules_that_exist() -> None:
    for name in JOBS:
        *python, module = containers()[name]["command"]
        assert python == ["python", "-m"]
        assert (TOP / f"{module.replace('.', '/')}.py").is_file()


@pytest.mark.parametrize("name", [name for name in containers() if name != "mongo"])
def test_a_container_can_change_nothing_but_its_data(name: str) -> None:
    container = containers()[name]
    assert container["read_only"] is True
    assert any(str(mount).startswith("/tmp") for mount in container["tmpfs"])


@pytest.mark.parametrize("name", containers())
def test_a_container_has_no_rights_and_a_limit(name: str) -> None:
    container = containers()[name]
    assert container["cap_drop"] == ["ALL"]
    assert container.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "caddy" else [])
    assert container["security_opt"] == ["no-new-privileges:true"]
    assert container["mem_limit"]
    assert container["cpus"]
    assert "privileged" not in container
    if name not in {*SERVICES, *JOBS}:  # ours have their user from the image
        assert int(container["user"].partition(":")[0]) > 0


@pytest.mark.parametrize("name", [name for name in containers() if name not in JOBS])
def test_what_serves_is_started_again(name: str) -> None:
    assert containers()[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_time_to_drain(name: str) -> None:
    assert seconds(containers()[name]["stop_grace_period"]) >= 20


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_starts_after_its_users_and_every_queue_are_there(name: str) -> None:
    done = {"condition": "service_completed_successfully"}
    assert containers()[name]["depends_on"] == {"topology": done, "mongo-users": done}
    assert containers()["topology"]["depends_on"] == {"broker-users": done}


def test_every_image_is_pinned() -> None:
    for name, container in containers().items():
        assert re.search(r":v?\d+\.\d+", container["image"]), name
    froms = re.findall(r"^FROM (\S+)", read("Dockerfile"), re.MULTILINE)
    assert set(froms) == {"python:3.13-slim"}
    for name, lines in inline().items():
        assert re.match(r"FROM \S+:v?\d+\.\d+\S*$", lines[0]), name


def inline() -> dict[str, list[str]]:
    """The Dockerfiles that stand in compose.yaml, by container."""
    builds = {name: container.get("build", {}) for name, container in containers().items()}
    return {
        name: build["dockerfile_inline"].splitlines()
        for name, build in builds.items()
        if "dockerfile_inline" in build
    }


@pytest.mark.parametrize("name", ["caddy", "rabbitmq", "prometheus", "alertmanager"])
def test_a_changed_configuration_is_a_changed_image_so_that_up_notices_it(name: str) -> None:
    container = containers()[name]
    assert container["pull_policy"] == "build"
    copied = [word for line in inline()[name][1:] for word in line.split()[2:-1]]
    assert copied
    assert all((DEPLOY / container["build"]["context"] / file).is_file() for file in copied)
    assert not any(str(mount).startswith(".") for mount in container.get("volumes", []))


def test_the_one_image_is_built_once_and_never_pulled() -> None:
    ours = {name: one for name, one in containers().items() if one["image"].startswith("foyer:")}
    assert set(ours) == {*SERVICES, *JOBS, "egress"}
    assert [name for name, one in ours.items() if "build" in one] == ["topology"]
    assert {one["pull_policy"] for one in ours.values()} == {"never"}


@pytest.mark.parametrize("name", [*SERVICES, "rabbitmq", "mongo", "caddy", "egress"])
def test_what_serves_has_a_health_check_that_is_asked_often_at_the_start(name: str) -> None:
    check = containers()[name]["healthcheck"]
    assert check["test"][0] == "CMD"
    assert seconds(check["start_interval"]) <= 2


def test_what_caddy_may_write_can_be_written_by_its_user() -> None:
    caddy = containers()["caddy"]
    owner = "uid={},gid={}".format(*caddy["user"].split(":"))
    assert {mount.split(":")[0]: owner in mount for mount in caddy["tmpfs"][1:]} == {
        "/data": True,
        "/config": True,
    }


def test_alerts_have_somewhere_to_go() -> None:
    told = yaml.safe_load(read("prometheus/prometheus.yaml"))["alerting"]["alertmanagers"][0]
    assert told["static_configs"][0]["targets"] == ["alertmanager:9093"]
    receiver = yaml.safe_load(read("alertmanager/alertmanager.yaml"))["receivers"][0]
    assert receiver["webhook_configs"][0]["url_file"] == "/run/secrets/alert_webhook"
    assert "alert_webhook" in containers()["alertmanager"]["secrets"]


def test_every_alert_has_a_line_in_the_runbook() -> None:
    rules = yaml.safe_load(read("prometheus/rules.yaml"))["groups"]
    alerts = [rule["alert"] for group in rules for rule in group["rules"]]
    guide = (TOP / "docs/guide/operations.md").read_text()
    assert [name for name in alerts if f"| `{name}` |" not in guide] == []


def test_only_the_ways_in_are_published() -> None:
    published = {name: container["ports"] for name, container in containers().items() if "ports" in container}
    assert published == {
        "caddy": ["${HTTPS_PORT:-443}:8443", "127.0.0.1:${OPERATIONS_PORT:-9443}:9443"],
        "rabbitmq": ["${AMQPS_PORT:-5671}:5671", "${MQTTS_PORT:-8883}:8883"],
    }


def test_only_what_is_published_is_on_the_outer_network() -> None:
    outside = {name for name, container in containers().items() if container["networks"] != ["inner"]}
    assert outside == {"caddy", "rabbitmq", "alertmanager", "egress"}  # the last two post and send
    assert compose()["networks"]["inner"] == {"internal": True}


def test_only_the_way_out_is_on_its_network_and_those_who_ask_others_know_it() -> None:
    networks = {name: set(container["networks"]) for name, container in containers().items()}
    assert {name for name, on in networks.items() if "outer" in on} == {"egress"}
    assert networks["egress"] == {"inner", "outer"}
    assert "ports" not in containers()["egress"]
    knowing = {
        name: container["environment"]["FOYER_EGRESS_PROXY"]
        for name, container in containers().items()
        if "FOYER_EGRESS_PROXY" in container.get("environment", {})
    }
    assert knowing == dict.fromkeys(("customer", "notify"), f"http://egress:{egress.PORT}")
    assert containers()["egress"]["environment"]["FOYER_EGRESS_ALLOWED"] == "${FOYER_EGRESS_ALLOWED:-}"
    assert containers()["egress"]["command"] == ["python", "-m", "deploy.egress"]
    assert "secrets" not in containers()["egress"]


def test_what_is_mounted_exists() -> None:
    for container in containers().values():
        for mount in container.get("volumes", []):
            source = mount.split(":")[0]
            assert (DEPLOY / source).exists() if source.startswith(".") else source in compose()["volumes"], (
                mount
            )


def test_partitions_are_the_same_everywhere() -> None:
    given = {containers()[name]["environment"]["FOYER_PARTITIONS"] for name in (*SERVICES, "topology")}
    assert given == {"${FOYER_PARTITIONS:-1}"}


# -- What is watched


def test_dashboard_and_rules_use_metrics_that_exist() -> None:
    ours = {
        sample.name
        for metric in REGISTRY.collect()
        if metric.name.startswith("foyer_")
        for sample in metric.samples
    } | {
        f"{metric.name}{end}"
        for metric in REGISTRY.collect()
        for end in ("", "_total", "_bucket", "_sum", "_count")
    }
    used = set(
        re.findall(r"\bfoyer_\w+", read("grafana/dashboards/foyer.json") + read("prometheus/rules.yaml"))
    )
    assert used <= ours
    families = {re.sub("_(total|bucket|sum|count)$", "", name) for name in used}
    told = set(re.findall(r'"(foyer_\w+)"', Path(str(telemetry.__file__)).read_text()))
    assert families == {re.sub("_total$", "", name) for name in told}


def test_every_service_is_watched() -> None:
    jobs = {
        job["job_name"]: job for job in yaml.safe_load(read("prometheus/prometheus.yaml"))["scrape_configs"]
    }
    watched = {tuple(one["targets"]): one["labels"]["service"] for one in jobs["foyer"]["static_configs"]}
    assert watched == {(f"{name}:{PORT}",): name for name in SERVICES}
    prometheus = conf("rabbitmq/rabbitmq.conf")["prometheus.tcp.port"]
    assert jobs["rabbitmq"]["static_configs"] == [{"targets": [f"rabbitmq:{prometheus}"]}]


def test_the_dashboard_is_where_grafana_looks_and_asks_the_source_that_is_there() -> None:
    source = yaml.safe_load(read("grafana/provisioning/datasources/prometheus.yaml"))["datasources"][0]
    provider = yaml.safe_load(read("grafana/provisioning/dashboards/foyer.yaml"))["providers"][0]
    assert f"./grafana/dashboards:{provider['options']['path']}:ro" in containers()["grafana"]["volumes"]
    for panel in json.loads(read("grafana/dashboards/foyer.json"))["panels"]:
        assert panel["datasource"]["uid"] == source["uid"]
