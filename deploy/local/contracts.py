"""``./foyer contracts``: the public documents of the events, made from their models and kept in ``docs``.

One JSON schema per event, and an AsyncAPI 3 document. A published version may only grow: a change that would
break whoever publishes or consumes it today is named, and nothing is written.
"""

import inspect
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from deploy.local import words
from deploy.local.processes import ROOT
from deploy.local.secrets import SERVICES
from deploy.topology import service
from shared import bus_names as names
from shared.contracts import Event, types_of
from shared.contracts.base import CONTENT_TYPE
from shared.contracts.schemas import Schema, data_of, device_envelope, envelope

DOCS = ROOT / "docs"
BROKER = ROOT / "deploy/rabbitmq/rabbitmq.conf"
OWNERS = ("device", "core", *SERVICES)


def schemas() -> dict[str, Schema]:
    """The JSON schema of every event's ``data``, by type."""
    return {event.type_name(): _schema(event) for event in types_of(OWNERS)}


def published() -> dict[str, Schema]:
    """The schemas as they stand in ``docs/schemas``."""
    return {path.stem: json.loads(path.read_text()) for path in sorted((DOCS / "schemas").glob("*.json"))}


def breaks(old: Schema, new: Schema) -> list[str]:
    """List the changes in `new` that would break those who rely on `old`: fields gone, changed, or newly
    required."""
    before, after = _plain(old), _plain(new)
    wrong = [f"{name} is gone" for name in before["properties"] if name not in after["properties"]]
    wrong += [
        f"{name} has changed"
        for name, form in before["properties"].items()
        if name in after["properties"] and after["properties"][name] != form
    ]
    required = set(before.get("required", ())) ^ set(after.get("required", ()))
    return wrong + [f"{name} is required, or not required, any more" for name in sorted(required)]


def all_breaks() -> list[str]:
    """Every break of what is published, over all events."""
    now = schemas()
    wrong: list[str] = []
    for name, old in published().items():
        wrong += [f"{name}: {one}" for one in (breaks(old, now[name]) if name in now else ["is gone"])]
    return wrong


def asyncapi() -> dict[str, Any]:
    """Build the AsyncAPI 3 document: a channel per event, its sender and its consumers."""
    consumed = {name: {event.type_name() for event in service(name).events} for name in SERVICES}
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    for event in types_of(OWNERS):
        id = event.key().replace(".", "_")
        channels[id] = _channel(event)
        reference = {"$ref": f"#/channels/{id}"}
        if event.owner in SERVICES:
            operations[f"{event.owner}_publishes_{id}"] = {"action": "send", "channel": reference}
        for name, types in consumed.items():
            if event.type_name() in types or (event.owner == "device" and name == "lobby"):
                operations[f"{name}_consumes_{id}"] = {"action": "receive", "channel": reference}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Foyer",
            "version": "1.0.0",
            "description": "Events of bank branches as CloudEvents 1.0, structured JSON.",
        },
        "defaultContentType": CONTENT_TYPE,
        "servers": _servers(),
        "channels": channels,
        "operations": operations,
        "components": {
            "schemas": {name: make() for name, make in ENVELOPES.items()},
            "securitySchemes": SECURITY,
        },
    }


def write() -> list[str]:
    """Bring ``docs`` and the page's words up to date, unless that would break a published version; return the
    breaks."""
    if wrong := all_breaks():
        return wrong
    for path, text in documents().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return []


def documents() -> dict[Path, str]:
    """Every file that `write` makes, with its text."""
    made = {
        DOCS / "schemas" / f"{name}.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for name, schema in schemas().items()
    }
    text = yaml.safe_dump(asyncapi(), sort_keys=False, allow_unicode=True, width=110)
    return {**made, DOCS / "asyncapi.yaml": text, **words.documents()}


def stale() -> list[str]:
    """The made files that are not what the code says."""
    return [path.name for path, text in documents().items() if not path.exists() or path.read_text() != text]


def _schema(event: type[Event]) -> Schema:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{event.type_name().replace('.', ':')}",
        **data_of(event),
    }


ENVELOPES: dict[str, Callable[[], Schema]] = {
    "envelope": envelope,
    "deviceEnvelope": device_envelope,
}
"""Envelopes by name. Services send every member; a device may leave out what has a default."""


def _payload(event: type[Event]) -> Schema:
    """The message as it goes over the wire: the envelope, with the event's own `type` and `data`."""
    head = "deviceEnvelope" if event.owner == "device" else "envelope"
    own = {"type": {"const": event.type_name()}, "data": {"$ref": f"schemas/{event.type_name()}.json"}}
    required = ["type", "data"]
    payload: Schema = {
        "allOf": [
            {"$ref": f"#/components/schemas/{head}"},
            {"type": "object", "properties": own, "required": required},
        ]
    }
    return {**payload, "unevaluatedProperties": False} if event.owner == "device" else payload


def _channel(event: type[Event]) -> dict[str, Any]:
    device = event.owner == "device"
    address = (
        f"foyer.devices.{{branch}}.{{device}}.{event.name()}" if device else f"{{partition}}.{event.key()}"
    )
    parameters = ("branch", "device") if device else ("partition",)
    servers = ("devicesAmqp", "devicesMqtt") if device else ("services",)
    return {
        "address": address,
        "servers": [{"$ref": f"#/servers/{name}"} for name in servers],
        "parameters": {name: {} for name in parameters},
        "description": inspect.cleandoc(event.__doc__ or ""),
        "messages": {
            event.name(): {
                "name": event.type_name(),
                "contentType": CONTENT_TYPE,
                "payload": _payload(event),
            }
        },
        "bindings": {
            "amqp": {
                "is": "routingKey",
                "exchange": {
                    "name": names.DEVICES if device else names.EVENTS,
                    "type": "topic",
                    "durable": True,
                },
            }
        },
    }


SECURITY: dict[str, Any] = {
    "deviceAccount": {
        "type": "userPassword",
        "description": "User `<branch>.<device>`, and the secret that the device got when it was enrolled. "
        "It may publish under its own name and receive its own answers, and nothing else.",
    },
    "serviceAccount": {
        "type": "userPassword",
        "description": "The account of a service, which publishes its own events and consumes its own "
        "queues.",
    },
}


def _servers() -> dict[str, Any]:
    """Build the ways to the broker, at the ports that its configuration opens."""

    def server(setting: str, account: str, words: str, **protocol: str) -> dict[str, Any]:
        of_devices = account == "deviceAccount"
        name = {"default": "foyer.example", "description": "The name under which devices reach the broker."}
        return {
            "host": f"{'{host}' if of_devices else 'rabbitmq'}:{_port(setting)}",
            **protocol,
            "description": words,
            "security": [{"$ref": f"#/components/securitySchemes/{account}"}],
            **({"variables": {"host": name}} if of_devices else {}),
        }

    return {
        "devicesAmqp": server(
            "listeners.ssl.default",
            "deviceAccount",
            "Devices, over TLS: AMQP with publisher confirms.",
            protocol="amqps",
            protocolVersion="0-9-1",
        ),
        "devicesMqtt": server(
            "mqtt.listeners.ssl.default",
            "deviceAccount",
            "Devices, over TLS: the address with `/` for `.` is the topic; quality of service 1.",
            protocol="secure-mqtt",
            protocolVersion="3.1.1",
        ),
        "services": server(
            "listeners.ssl.default",
            "serviceAccount",
            "The services of Foyer, over TLS, on the inner network alone.",
            protocol="amqps",
            protocolVersion="0-9-1",
        ),
    }


def _port(setting: str) -> str:
    found = re.search(rf"^{re.escape(setting)} *= *([0-9]+)$", BROKER.read_text(), re.MULTILINE)
    if found is None:
        raise ValueError(f"{BROKER.name} has no {setting}")
    return found[1]


def _plain(schema: Schema) -> Schema:
    """The schema without words that bind nobody, its references put in place."""
    definitions = schema.get("$defs", {})

    def plain(node: Any) -> Any:
        if isinstance(node, dict):
            if "$ref" in node:
                return plain(definitions[node["$ref"].rpartition("/")[2]])
            return {
                key: plain(value)
                for key, value in node.items()
                if key not in {"title", "description", "default", "$defs", "$id", "$schema"}
                or (key in {"title", "description"} and isinstance(value, dict))
            }
        return [plain(one) for one in node] if isinstance(node, list) else node

    flat: Schema = plain(schema)
    flat.setdefault("properties", {})
    return flat
