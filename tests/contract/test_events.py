"""Published events: what was sent once is read for ever, and a version only grows."""

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from deploy.devices.link import Link
from deploy.devices.memory import Written
from deploy.local import contracts
from services.lobby.arrivals.messages import read_message
from shared.contracts import decode, encode, model_of
from shared.contracts.base import MODELS
from shared.contracts.devices import DeviceEvent, DeviceMessage
from shared.errors import Malformed, UnknownType

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.json"))
PUBLIC = [
    event.type_name()
    for event in contracts.types_of(contracts.OWNERS)
    if "shared.contracts" in event.__module__
]


def test_every_event_has_a_golden_file():
    assert sorted(PUBLIC) == [path.stem for path in GOLDEN]


def test_no_two_events_have_a_class_of_the_same_name():
    named = [event.__name__ for event in MODELS.values() if event.__module__.startswith("shared.contracts.")]
    assert sorted(named) == sorted(set(named))


def test_devices_send_the_types_that_kiosk_makers_know():
    """Their classes are called otherwise than those of the events of `lobby`."""
    types = {"customer_arrived", "customer_returned", "self_service_completed", "complaint_raised"}
    sent = {event.name() for event in MODELS.values() if issubclass(event, DeviceEvent) and event.wire_name}
    assert sent == types
    assert all(model_of(f"foyer.device.{name}.v1").name() == name for name in types)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_golden_event_is_read_and_written_as_it_was(path: Path):
    """Later versions may only add to it."""
    was = json.loads(path.read_text())
    written = json.loads(encode(decode(path.read_bytes().strip(), path.stem)))
    added = written["data"].keys() - was["data"].keys()
    assert {**written, "data": {k: v for k, v in written["data"].items() if k not in added}} == was
    assert all(value is not None for value in was["data"].values())


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_golden_event_keeps_to_its_published_schema(path: Path):
    schema = json.loads((contracts.DOCS / "schemas" / path.name).read_text())
    jsonschema.validate(json.loads(path.read_text())["data"], schema)


def test_the_published_documents_are_those_of_the_code():
    assert not contracts.stale(), "run ./foyer contracts"
    assert {path.stem for path in (contracts.DOCS / "schemas").glob("*.json")} == set(contracts.schemas())


def test_no_published_version_is_broken():
    assert contracts.all_breaks() == []


@pytest.mark.parametrize("name", PUBLIC)
def test_a_field_taken_away_or_changed_or_newly_required_is_a_break(name: str):
    old = contracts.schemas()[name]
    gone, changed, required = deepcopy(old), deepcopy(old), deepcopy(old)
    del gone["properties"]["branch"]
    changed["properties"]["branch"] = {"type": "integer"}
    required["properties"]["extra"] = {"type": "string"}
    assert contracts.breaks(old, required) == []
    required["required"] = [*required["required"], "extra"]
    for new in (gone, changed, required):
        assert contracts.breaks(old, new)


def test_an_unknown_field_is_passed_over():
    text = json.loads(GOLDEN[0].read_text())
    text["data"]["from_a_newer_version"] = 1
    assert decode(json.dumps(text).encode(), GOLDEN[0].stem).data


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace('"specversion": "1.0"', '"specversion": "0.3"'),
        lambda text: text.replace('"branch": "', '"branch": "X', 1),
        lambda text: text[:-20],
        lambda text: text.replace('"id"', '"identity"', 1),
    ],
)
def test_an_envelope_that_is_not_right_is_malformed(spoil):
    path = next(path for path in GOLDEN if "ticket_issued" in path.stem)
    spoiled = spoil(json.dumps(json.loads(path.read_text())))
    with pytest.raises(Malformed):
        decode(spoiled.encode(), path.stem)


def test_wrong_utf8_is_malformed():
    body = GOLDEN[0].read_bytes().replace(b"B001", b"B\xff\xfe1")
    with pytest.raises(Malformed):
        decode(body, GOLDEN[0].stem)


def test_an_unknown_type_is_said_to_be_unknown():
    with pytest.raises(UnknownType):
        decode(GOLDEN[0].read_bytes(), "foyer.lobby.something_else.v1")


def test_what_is_malformed_is_named_without_its_content():
    path = next(path for path in GOLDEN if path.stem == "foyer.device.customer_arrived.v1")
    content = json.loads(path.read_text())
    content["data"]["credential"] = {"kind": "card", "value": "622" + "9" * 300}
    with pytest.raises(Malformed) as refused:
        decode(json.dumps(content).encode(), path.stem)
    assert "credential.value" in refused.value.detail
    assert "6229" not in refused.value.detail


def test_every_event_says_what_it_is_for():
    silent = [model_of(name).__name__ for name in PUBLIC if not (MODELS[name].__doc__ or "").strip()]
    assert silent == []


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_what_goes_over_the_wire_is_what_the_asyncapi_document_describes(path: Path):
    document = contracts.asyncapi()
    payload = next(
        message["payload"]
        for channel in document["channels"].values()
        for message in channel["messages"].values()
        if message["name"] == path.stem
    )
    runtime = {"components": document["components"], **payload}
    data = (contracts.DOCS / "schemas" / path.name).read_text()
    beside = [(f"schemas/{path.name}", Resource.from_contents(json.loads(data)))]
    known = Registry().with_resources([("", DRAFT202012.create_resource(runtime)), *beside])
    check = jsonschema.Draft202012Validator(runtime, registry=known)
    message = json.loads(path.read_text())
    if path.stem.startswith("foyer.device."):  # what the machine sends, not what is made of it
        own = {name: value for name, value in message.items() if name in DeviceMessage.model_fields}
        message = {**own, "source": "/device/B001/K1"}
    check.validate(message)
    for spoilt in (message["data"], {**message, "type": "foyer.lobby.other.v1"}, {**message, "data": 1}):
        assert not check.is_valid(spoilt)


def payload_of(type_name: str) -> tuple[dict[str, Any], Registry[Any]]:
    """The whole message as the AsyncAPI document has it, and what it refers to."""
    document = contracts.asyncapi()
    whole = Resource.from_contents(document, default_specification=DRAFT202012)
    parts = [
        (f"schemas/{name}.json", Resource.from_contents(schema))
        for name, schema in contracts.published().items()
    ]
    found = [
        name
        for name, channel in document["channels"].items()
        for one in channel["messages"].values()
        if one["name"] == type_name
    ]
    message = type_name.split(".")[2]
    reference = f"asyncapi#/channels/{found[0]}/messages/{message}/payload"
    return {"$ref": reference}, Registry().with_resources([("asyncapi", whole), *parts])


SENT = [
    ("customer_arrived", {"need": "cash", "care": [], "wants_counter": False, "amount": 5}),
    ("customer_arrived", {"need": "cash", "ticket": "AA001", "instead_of": "event-01"}),
    ("customer_arrived", {"need": None, "care": None, "ticket": None, "instead_of": None}),
    ("number_block_requested", {"memory": "a" * 32}),
    ("heartbeat", {}),
    ("device_status", {"status": 0, "checks": {"paper": True}}),
    ("device_status", {"status": 0, "checks": None}),
    ("complaint_raised", {"topic": "waiting"}),
    ("connection_restored", {"since": "2026-03-02T01:00:00.000+00:00", "numbers": 2, "missing": 0}),
    ("record_set_aside", {"record": "customer_arrived", "reason": "corrupted"}),
]


@pytest.mark.parametrize(("kind", "data"), SENT)
def test_what_the_machines_own_client_sends_keeps_to_the_published_documents(kind: str, data: dict[str, Any]):
    link = Link("http://127.0.0.1:9", "B1", "K1", "s")
    body = link._encoded(Written("event-02", kind, "2026-03-02T01:00:00.000+00:00", data))
    link.close()
    sent = json.loads(body)
    jsonschema.validate(sent["data"], contracts.published()[f"foyer.device.{kind}.v1"])
    schema, registry = payload_of(f"foyer.device.{kind}.v1")
    jsonschema.Draft202012Validator(schema, registry=registry).validate(sent)
    assert read_message(body, "B1", "K1", b"k" * 32).id == "event-02"


def test_null_for_absent_keeps_to_the_published_envelope():
    schema, registry = payload_of("foyer.device.heartbeat.v1")
    sent = {"id": "event-02", "type": "foyer.device.heartbeat.v1", "source": "/device/B1/K1", "data": {}}
    validator = jsonschema.Draft202012Validator(schema, registry=registry)
    validator.validate({**sent, "time": None, "traceparent": None, "subject": None, "specversion": None})
    with pytest.raises(jsonschema.ValidationError):
        validator.validate({**sent, "tme": None})


def test_what_stands_for_another_arrival_has_a_number_in_the_schema():
    schema = contracts.published()["foyer.device.customer_arrived.v1"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"instead_of": "event-01"}, schema)


def test_every_channel_says_where_it_is_and_by_which_account():
    document = contracts.asyncapi()
    servers, schemes = document["servers"], document["components"]["securitySchemes"]
    for channel in document["channels"].values():
        named = {one["$ref"].removeprefix("#/servers/") for one in channel["servers"]}
        of_devices = channel["bindings"]["amqp"]["exchange"]["name"] == "foyer.devices"
        assert named == ({"devicesAmqp", "devicesMqtt"} if of_devices else {"services"})
    for server in servers.values():
        accounts = [one["$ref"].removeprefix("#/components/securitySchemes/") for one in server["security"]]
        assert accounts
        assert set(accounts) <= schemes.keys()
    assert {name: server["host"].partition(":")[2] for name, server in servers.items()} == {
        "devicesAmqp": "5671",
        "devicesMqtt": "8883",
        "services": "5671",
    }
    assert (
        set(re.findall(r"{(\w+)}", servers["devicesAmqp"]["host"]))
        == servers["devicesAmqp"]["variables"].keys()
    )
