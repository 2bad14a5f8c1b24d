"""Requests with canaries for every route of a service, built from its OpenAPI document: a route that is added
is asked by itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

NAME, PHONE, WORDS = "欧阳金丝雀", "13912345679", "金丝雀说的话"
PLAIN = "canary-7412"
"""A canary for where ids go: some are chosen by who asks, and kept, but none is printed."""
CANARIES = (NAME, PHONE, WORDS, "金丝雀")
BY_NAME = {"phone": PHONE, "name": NAME, "branch": "B1"}
AT_ONCE = 8
"""The depth to which a body is built."""


@dataclass(frozen=True)
class Ask:
    """One request: `json` is sent as JSON, `content` as it stands."""

    method: str
    path: str
    json: Any = None
    content: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


def every_ask(document: dict[str, Any]) -> Iterator[Ask]:
    """Yield requests for all routes: with canaries wherever text goes, and wherever it does not."""
    for path, methods in document["paths"].items():
        for name, operation in methods.items():
            method = name.upper()
            address = f"{_filled(path)}?branch=B1"
            typed = f"{address}&words={quote(WORDS)}&day={quote(NAME)}&customer={PLAIN}"
            yield Ask(method, typed, headers={"Idempotency-Key": PLAIN, "traceparent": PLAIN})
            schema = _schema_of(operation)
            if schema is None:
                continue
            whole = _example(document, schema, "", 0)
            yield Ask(method, address, json=whole)
            yield Ask(method, address, json={**_wrong(whole), WORDS: NAME, PHONE: WORDS})
            yield Ask(method, address, content=f'{{"name": "{NAME}", {PHONE}'.encode())


def with_canaries(body: Any, name: str = "") -> Any:
    """Return a body that a route takes with canaries for the words in it."""
    if isinstance(body, dict):
        return {one: with_canaries(value, one) for one, value in body.items()}
    if isinstance(body, list):
        return [with_canaries(one, name) for one in body]
    if name in ("name", "phone"):
        return BY_NAME[name]
    return WORDS if isinstance(body, str) and not body.isascii() else body


def _filled(path: str) -> str:
    filled = path
    for part in path.split("{")[1:]:
        name = part.partition("}")[0]
        filled = filled.replace("{" + name + "}", "B1" if name == "branch" else PLAIN)
    return filled


def _schema_of(operation: dict[str, Any]) -> dict[str, Any] | None:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    schema: dict[str, Any] | None = content and content["schema"]
    return schema


def _example(document: dict[str, Any], schema: dict[str, Any], name: str, depth: int) -> Any:
    """Return a value of a schema with every member that it may have; text is a canary."""
    if "$ref" in schema:
        found = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return _example(document, found, name, depth)
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return _example(document, schema[several][0], name, depth)
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            members = schema.get("properties", {}) if depth < AT_ONCE else {}
            return {one: _example(document, of, one, depth + 1) for one, of in members.items()}
        case "array":
            return [_example(document, schema.get("items", {}), name, depth + 1)]
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return True
    return BY_NAME.get(name) or (PLAIN if "pattern" in schema else WORDS)


def _wrong(whole: Any) -> dict[str, Any]:
    """Return the members of a body with a canary in place of each."""
    return {name: [NAME, {PHONE: WORDS}] for name in whole} if isinstance(whole, dict) else {}
