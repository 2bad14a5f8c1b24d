"""JSON schemas of the events, for the documents that are published of them: AsyncAPI and OpenAPI."""

from typing import Any, Literal

from pydantic import BaseModel

from shared.contracts.base import Envelope, Event, types_of
from shared.contracts.devices import DeviceEvent, DeviceMessage

Schema = dict[str, Any]


def data_of(event: type[Event]) -> Schema:
    """Return the schema of an event's ``data``. A device may leave out its branch, which its source says."""
    schema = event.model_json_schema(mode="serialization")
    if not issubclass(event, DeviceEvent):
        return schema
    schema["required"] = [name for name in schema["required"] if name != "branch"]
    return _null_is_absent(schema)


def envelope() -> Schema:
    """Return the schema of what services publish, but for its ``data``, which is another for every event."""
    return _head(Envelope, "serialization")


def device_envelope() -> Schema:
    """Return the schema of what devices send, but for its ``data``; they may leave out what has a default."""
    return _null_is_absent(_head(DeviceMessage, "validation"))


def device_message() -> Schema:
    """Return the schema of any message of a device, whole and without references."""
    head = device_envelope()
    return {
        "oneOf": [
            {
                **head,
                "title": event.type_name(),
                "description": event.__doc__ or "",
                "properties": {
                    **head["properties"],
                    "type": {"const": event.type_name()},
                    "data": inlined(data_of(event)),
                },
                "required": sorted({*head["required"], "type", "data"}),
                "additionalProperties": False,
            }
            for event in types_of((DeviceEvent.owner,))
        ]
    }


def inlined(schema: Schema) -> Schema:
    """Return a schema with its references put in place."""
    definitions = schema.get("$defs", {})

    def put(node: Any) -> Any:
        if isinstance(node, dict):
            if "$ref" in node:
                beside = {key: put(value) for key, value in node.items() if key != "$ref"}
                return {**put(definitions[node["$ref"].rpartition("/")[2]]), **beside}
            return {key: put(value) for key, value in node.items() if key != "$defs"}
        return [put(one) for one in node] if isinstance(node, list) else node

    whole: Schema = put(schema)
    return whole


def _head(model: type[BaseModel], mode: Literal["validation", "serialization"]) -> Schema:
    schema = model.model_json_schema(mode=mode)
    schema.pop("$defs", None)
    schema.pop("additionalProperties", None)  # it would not see those beside it in an `allOf`
    del schema["properties"]["data"]
    required = [name for name in schema["required"] if name != "data"]
    return {**schema, "required": required}


def _null_is_absent(schema: Schema) -> Schema:
    """Return the schema of what a device sends, where null means absent."""
    for name, form in schema["properties"].items():
        null = {"type": "null"}
        if name not in schema["required"] and null not in form.get("anyOf", ()):
            words = {key: form[key] for key in ("title", "description", "default") if key in form}
            rest = {key: value for key, value in form.items() if key not in words}
            schema["properties"][name] = {"anyOf": [rest, null], **words}
    return schema
