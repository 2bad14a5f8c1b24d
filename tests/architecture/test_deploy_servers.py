"""Broker and store are set as the code expects, and each service may do there what it does."""

import asyncio
import io
import re
import urllib.error
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute

from deploy import topology
from deploy.local import broker
from deploy.local.store import TRANSACTION_LIVES
from deploy.mongo import users as store_users
from deploy.rabbitmq import users as broker_users
from deploy.rabbitmq.limits import LIMITS
from deploy.topology import SERVICES
from shared import bus, bus_names
from shared.contracts.base import MODELS
from shared.settings import Settings
from tests.architecture.deployed import PORT, conf, containers, read, secrets_of


def test_the_broker_asks_lobby_who_a_device_is() -> None:
    given = conf("rabbitmq/rabbitmq.conf")
    wanted = {"1": "internal", "2.authn": "http", "2.authz": "cache"}
    assert {name: given[f"auth_backends.{name}"] for name in wanted} == wanted
    assert given["auth_cache.cached_backend"] == "http"
    assert int(given["auth_cache.cache_ttl"]) <= 15_000
    assert given["auth_http.http_method"] == "post"
    routes = {
        (route.path, method)
        for router in topology.service("lobby").routers
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }
    for what in ("user", "vhost", "resource", "topic"):
        assert given[f"auth_http.{what}_path"] == f"https://lobby:{PORT}/broker/{what}"
        assert (f"/broker/{what}", "POST") in routes


def test_the_integrator_of_the_core_systems_publishes_its_own_events_and_no_more() -> None:
    may = broker_users.grant(broker_users.INTEGRATOR)
    write, read = may.topics[bus_names.EVENTS]
    assert re.search(write, "3.core.holdings_reported")
    assert not re.search(write, "3.customer.customer_erased")
    assert not re.search(write, "3.lobby.core.ticket_issued")
    assert {may.configure, may.read, read} == {broker_users.NOTHING}
    assert not re.search(may.write, bus_names.DEVICES)


def test_the_broker_is_set_as_the_code_expects() -> None:
    given = conf("rabbitmq/rabbitmq.conf")
    assert given["heartbeat"] == str(bus_names.HEARTBEAT)
    assert given["disk_free_limit.absolute"] == "2GB"
    assert int(given["max_message_size"]) == bus_names.LARGEST_MESSAGE
    assert int(given["channel_max"]) == broker.MOST_CHANNELS
    assert given["mqtt.retained_message_store"] == broker.NOTHING_RETAINED
    assert given["mqtt.exchange"] == bus_names.MQTT
    assert given["mqtt.vhost"] == broker_users.VHOST
    assert given["mqtt.allow_anonymous"] == "false"
    assert int(given["consumer_timeout"]) > 30 * 60 * 1000
    assert conf("rabbitmq/v4.conf")["anonymous_login_user"] == "none"
    assert set(given) & set(conf("rabbitmq/v4.conf")) == set()


LONGEST_PATTERN = 500
"""Characters: RabbitMQ 4.3 refuses patterns that are much longer."""
MEMORY = 512 * 1024 * 1024
"""Bytes that a service may have, by compose."""


@pytest.mark.parametrize("partitions", [1, 4, 8, 16, 32])
def test_what_is_under_way_to_a_service_fits_its_memory_at_the_largest_size(partitions: int) -> None:
    under_way = bus.prefetch_of(partitions) * partitions + bus.PREFETCH
    assert under_way * bus_names.LARGEST_MESSAGE <= MEMORY // 2
    assert containers()["lobby"]["mem_limit"] == "512m"


@pytest.mark.parametrize(
    "queue",
    [
        *(bus_names.queue_of(name, partition) for name in SERVICES for partition in (0, 31)),
        *(bus_names.dead_letter_queue_of(name) for name in SERVICES),
        bus_names.DEVICE_QUEUE,
        bus_names.answer_key("B001.K1"),
        bus_names.answer_key("B001.K1.aside"),
        "mqtt-subscription-B001.K1qos1",
        "of-somebody-else",
    ],
)
def test_every_queue_is_bounded_in_bytes(queue: str) -> None:
    fitting = [limit for limit in LIMITS.values() if re.search(limit.pattern, queue)]
    (first, *others) = sorted(fitting, key=lambda limit: -limit.priority)
    assert first.definition["max-length-bytes"] >= bus_names.LARGEST_MESSAGE
    assert all(limit.priority < first.priority for limit in others)


def test_the_queues_that_devices_fill_are_bounded_in_number_and_refuse_what_is_beyond() -> None:
    unbounded = [name for name, limit in LIMITS.items() if "max-length" not in limit.definition]
    assert unbounded == ["foyer-events"]
    assert bus.quorum("lobby")["x-overflow"] == "reject-publish"


def test_devices_reach_the_broker_over_tls_alone() -> None:
    given = conf("rabbitmq/rabbitmq.conf")
    inside = {port.rpartition(":")[2] for port in containers()["rabbitmq"]["ports"]}
    assert inside == {given["listeners.ssl.default"], given["mqtt.listeners.ssl.default"]}
    assert given["mqtt.listeners.tcp"] == "none"
    files = re.findall(r'"/run/secrets/(\w+)"', read("rabbitmq/advanced.config"))
    assert {"tls_certificate", "tls_key", "inner_pem_rabbitmq", "inner_ca"} == set(files)
    assert set(files) <= set(secrets_of("rabbitmq"))
    assert given["listeners.tcp"] == "none"
    assert not [key for key in given if key.startswith("management.tcp")]


def test_the_plugins_are_those_that_the_settings_are_for() -> None:
    plugins = set(re.findall(r"rabbitmq_\w+", read("rabbitmq/enabled_plugins")))
    expected = ("mqtt", "management", "prometheus", "auth_backend_http", "auth_backend_cache")
    assert plugins == {f"rabbitmq_{name}" for name in expected}
    assert re.fullmatch(r"\[[a-z_,]+\]\.\n", read("rabbitmq/enabled_plugins"))


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_may_do_on_the_broker_what_it_does_and_no_more(name: str) -> None:
    may = broker_users.grant(name)
    own = [bus_names.queue_of(name, 0), bus_names.dead_letter_queue_of(name)]
    foreign = [bus_names.queue_of(other, 0) for other in SERVICES if other != name]
    for queue in own:
        assert all(re.search(pattern, queue) for pattern in (may.configure, may.write, may.read))
    for other in [*foreign, f"foyer.{name}x.0", f"x.foyer.{name}.0", "other"]:
        assert not any(re.search(pattern, other) for pattern in (may.configure, may.write, may.read))
    assert all(re.search(may.configure, exchange) for exchange in bus_names.EXCHANGES)
    assert not re.search(may.configure, bus_names.MQTT)
    assert not re.search(may.write, "amq.default")  # which leads to every queue
    write, read = may.topics[bus_names.EVENTS]
    for event in MODELS.values():
        assert bool(re.search(write, f"3.{event.key()}")) is (event.owner == name)
        heard = {"notify", *(one.owner for one in topology.service(name).events)}
        assert bool(re.search(read, f"3.{event.key()}")) is (event.owner in heard)
    assert max(map(len, (write, read, may.configure, may.write, may.read))) < LONGEST_PATTERN
    assert not re.search(read, "#")
    assert not re.search(read, "3.#")
    takes_devices = name == "lobby"
    write, read = may.topics[bus_names.DEVICES]
    assert bool(re.search(write, "foyer.devices.B001.K1.x")) is takes_devices
    assert bool(re.search(read, "foyer.devices.#")) is takes_devices
    assert bool(re.search(may.write, bus_names.MQTT)) is takes_devices
    assert bool(re.search(may.topics[bus_names.MQTT][0], bus_names.answer_key("B001.K1"))) is takes_devices
    assert not re.search(may.topics[bus_names.MQTT][0], "foyer.devices.B001.K1.x")


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_sends_once_more_in_its_own_name_and_reads_what_is_for_it(name: str) -> None:
    write, read = broker_users.grant(name).topics[bus_names.REPLAY]
    for other in SERVICES:
        assert re.search(write, bus_names.replay_key(other, 3, name))
        assert bool(re.search(write, bus_names.replay_key(name, 3, other))) is (other == name)
        assert bool(re.search(read, bus_names.replay_key(other, 3, "*"))) is (other == name)
    for key in ("#", "*.*.*", f"{name}.#", f"lobby.0.{name}x", f"x.0.y.{name}"):
        assert not re.search(write, key)
    assert not re.search(read, "#")


def test_every_topic_exchange_is_bounded_since_it_is_open_until_then() -> None:
    topics = {name for name, kind in bus_names.EXCHANGES.items() if kind == "topic"}
    for user in (*SERVICES, "topology"):
        assert set(broker_users.grant(user).topics) == {*topics, bus_names.MQTT}


def test_the_topology_job_publishes_nothing() -> None:
    for write, _ in broker_users.grant("topology").topics.values():
        assert not re.search(write, "0.lobby.ticket_issued")
        assert not re.search(write, "foyer.devices.B001.K1.x")


def test_the_topology_job_declares_the_queues_of_every_service(monkeypatch: pytest.MonkeyPatch) -> None:
    declared = []

    async def declare(url: str, name: str, event_handlers: Any, partitions: int) -> None:
        declared.append((url, name, set(event_handlers), partitions))

    monkeypatch.setattr(topology, "declare", declare)
    asyncio.run(topology.declare_all(Settings(amqp_url="amqp://there/", partitions=4)))
    assert declared == [("amqp://there/", name, set(topology.service(name).events), 4) for name in SERVICES]


def test_the_topology_job_waits_for_a_broker_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([ConnectionRefusedError(), *[None] * len(SERVICES)])

    async def declare(*_: Any) -> None:
        if (error := next(answers)) is not None:
            raise error

    async def at_once(_: float) -> None:
        return None

    monkeypatch.setattr(topology, "declare", declare)
    monkeypatch.setattr(asyncio, "sleep", at_once)
    asyncio.run(topology.declare_all(Settings()))
    assert next(answers, "none left") == "none left"


# -- The store


def test_what_was_left_open_is_in_nobodys_way_for_longer_than_on_one_machine() -> None:
    limit = containers()["mongo"]["command"][-2:]
    assert limit == ["--setParameter", f"transactionLifetimeLimitSeconds={TRANSACTION_LIVES}"]


def test_every_service_has_a_store_user_in_its_own_database_alone(made: Path) -> None:
    users = {name: store_users.user_of(name, (made / f"mongo_uri_{name}").read_text()) for name in SERVICES}
    for name, (database, user) in users.items():
        assert database == f"{Settings().database_prefix}_{name}"
        assert user["roles"] == [{"role": "readWrite", "db": database}]
    assert len({user["pwd"] for _, user in users.values()}) == len(SERVICES)
    for name in SERVICES:
        assert f"mongo_uri_{name}" in secrets_of("mongo-users")
        assert f"amqp_url_{name}" in secrets_of("broker-users")


def test_an_address_that_is_not_the_services_own_makes_no_user() -> None:
    for address in (
        "mongodb://customer:x@mongo:27017/?authSource=foyer_lobby",
        "mongodb://lobby:x@mongo:27017/?authSource=admin",
        "mongodb://lobby@mongo:27017/?authSource=foyer_lobby",
    ):
        with pytest.raises(ValueError, match="mongo_uri_lobby"):
            store_users.user_of("lobby", address)


def test_the_store_is_a_replica_set_with_authentication(made: Path) -> None:
    mongo = containers()["mongo"]
    command = mongo["command"]
    assert command[command.index("--replSet") + 1] == store_users.REPLICA_SET
    assert command[command.index("--keyFile") + 1].removeprefix("/run/secrets/") in secrets_of("mongo")
    assert list(store_users.MEMBERS) == [f"{mongo['hostname']}:27017"]
    assert len((made / "mongo_keyfile").read_text()) <= 1024 + 16
    for name in SERVICES:
        address = (made / f"mongo_uri_{name}").read_text()
        assert f"@{store_users.MEMBERS[0]}/?replicaSet={store_users.REPLICA_SET}&" in address


class FakeApi:
    """A management API like RabbitMQ 4.3's: no topic permission on an exchange that is not there."""

    def __init__(self) -> None:
        self.exchanges: dict[str, dict[str, object]] = {}

    def wait(self) -> None:
        """It answers at once."""

    def call(self, method: str, path: str, content: object = None) -> None:
        _, kind, _vhost, *name = path.split("/")
        if kind == "exchanges":
            assert isinstance(content, dict)
            self.exchanges[name[0]] = content
        if kind == "topic-permissions":
            assert isinstance(content, dict)
            assert content["exchange"] in {*self.exchanges, bus_names.MQTT}, "400 bad_request"


def test_the_exchanges_are_there_before_rights_on_them_are_given(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = FakeApi()
    monkeypatch.setattr(broker_users, "Api", lambda address, authority: api)
    broker_users.main(made)
    assert {name: it["type"] for name, it in api.exchanges.items()} == bus_names.EXCHANGES
    assert all(it["durable"] for it in api.exchanges.values())


def test_the_broker_s_reason_for_a_refusal_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        reason = io.BytesIO(b'{"error": "bad_request", "reason": "no exchange"}')
        raise urllib.error.HTTPError("http://x", 400, "Bad Request", Message(), reason)

    monkeypatch.setattr("urllib.request.urlopen", refuse)
    with pytest.raises(broker_users.Refused, match=r"PUT /users/x: 400 .*no exchange"):
        broker_users.Api("http://a:b@localhost:15672").call("PUT", "/users/x", {})
