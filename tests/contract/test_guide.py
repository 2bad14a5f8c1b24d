"""The guide for makers of machines says what is so: its examples are read as the hall would read them."""

import json
import re
from typing import Any

import jsonschema
import pytest

from deploy.local import contracts
from deploy.local.contracts import OWNERS
from services.lobby.devices import bounds
from services.lobby.devices.domain import devices
from services.lobby.devices.domain import number_blocks as blocks
from services.lobby.queue.domain import diversions
from shared import errors
from shared.contracts import Envelope, Event, decode, model_of, types_of
from shared.contracts.base import CONTENT_TYPE
from shared.contracts.devices import DeviceEvent, DeviceMessage
from shared.errors import Refusal

GUIDE = (contracts.DOCS / "guide" / "devices.md").read_text()
BLOCKS = re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)
SENT_BY_CURL = re.findall(r" -d '(.*?)'\n", GUIDE, re.DOTALL)
EXAMPLES = [json.loads(text) for text in (*BLOCKS, *SENT_BY_CURL)]
EVENTS = [one for one in EXAMPLES if "type" in one]
SENT = [one for one in EVENTS if one["type"].startswith("foyer.device.")]
"""The events that a machine sends; the rest is what it receives."""


def schema_of(type_name: str) -> Any:
    return json.loads((contracts.DOCS / "schemas" / f"{type_name}.json").read_text())


def test_the_guide_shows_what_is_sent_and_what_is_heard():
    assert {model_of(one["type"]).name() for one in SENT} >= {"customer_arrived", "device_status"}
    assert len(EVENTS) > len(SENT)


@pytest.mark.parametrize("example", EVENTS, ids=lambda one: one["type"])
def test_the_data_of_an_example_keeps_to_the_published_schema(example: dict[str, Any]):
    jsonschema.validate(example["data"], schema_of(example["type"]))


@pytest.mark.parametrize("example", SENT, ids=lambda one: one["type"])
def test_an_example_of_what_is_sent_is_taken(example: dict[str, Any]):
    message = DeviceMessage.model_validate_json(json.dumps(example), strict=True)
    model = model_of(message.type)
    assert issubclass(model, DeviceEvent)
    assert model.model_validate_json(json.dumps(message.data), strict=True)
    assert message.source == f"/device/{message.data['branch']}/K1"


@pytest.mark.parametrize("example", [one for one in EVENTS if one not in SENT], ids=lambda one: one["type"])
def test_an_example_of_what_is_heard_is_an_event(example: dict[str, Any]):
    envelope = decode(json.dumps(example).encode(), example["type"])
    assert envelope.data.answers() == f"{envelope.branch}.K1"


def test_the_block_of_the_guide_is_one():
    (block,) = [one["block"] for one in EXAMPLES if "block" in one]
    jsonschema.validate(block, schema_of("foyer.lobby.number_block_granted.v1"))


def answering() -> list[type[Event]]:
    """The events that go to machines."""
    return [event for event in types_of(OWNERS) if event.answers is not Event.answers]


@pytest.mark.parametrize("event", answering(), ids=lambda event: event.name())
def test_every_answer_is_named(event: type[Event]):
    assert f"`{event.name()}`" in GUIDE


@pytest.mark.parametrize("event", types_of(["device"]), ids=lambda event: event.name())
def test_every_event_that_a_machine_may_send_is_named_with_its_members(event: type[Event]):
    assert f"`{event.name()}`" in GUIDE
    for member in event.model_fields.keys() - {"branch"}:
        assert f"`{member}`" in GUIDE, member


def test_every_code_of_the_table_is_that_of_a_refusal_with_its_status():
    table = re.findall(r"^\| `(\w+)` \| (\d{3}) \|", GUIDE, re.MULTILINE)
    known = {
        one.code: one.status
        for room in (errors, bounds, devices, blocks, diversions)
        for one in vars(room).values()
        if isinstance(one, type) and issubclass(one, Refusal)
    }
    assert {code: int(status) for code, status in table}.items() <= known.items()
    assert {"id_reused", "malformed", "binary_mode", "unavailable"} <= dict(table).keys()


def test_the_guide_names_what_an_answer_is_matched_by():
    assert "causationid" in Envelope.model_fields
    assert "`causationid` is the `id` that the machine sent" in GUIDE
    assert CONTENT_TYPE.startswith("application/cloudevents+json")
