"""The refusals in a service's OpenAPI document are those that are sent."""

from collections.abc import Iterator
from typing import Any

import httpx
import jsonschema
import pytest

from deploy.local.secrets import SERVICES
from tests.apps import app_of, operations

PLACE = "http://service"


@pytest.fixture(params=SERVICES)
def document(request: pytest.FixtureRequest) -> dict[str, Any]:
    return app_of(request.param).openapi()


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from (value for key, value in node.items() if key == "$ref")
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_every_refusal_is_described_as_a_problem(document: dict[str, Any]):
    for name, operation in operations(document):
        for status, answer in operation["responses"].items():
            if status >= "400" and name != "get /ready":
                assert list(answer["content"]) == ["application/problem+json"], (name, status)
        assert {"401", "422", "503"} <= operation["responses"].keys(), name


def test_every_reference_leads_to_a_schema_and_the_framework_s_own_form_is_gone(document: dict[str, Any]):
    schemas = document["components"]["schemas"]
    assert {one.rpartition("/")[2] for one in references(document)} <= schemas.keys()
    assert "HTTPValidationError" not in schemas


def contents(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects that requests may have as their content or within it, by name."""
    schemas = document["components"]["schemas"]
    wanted = [operation.get("requestBody") for _, operation in operations(document)]
    seen: set[str] = set()
    while wanted:
        for name in {one.rpartition("/")[2] for one in references(wanted.pop())} - seen:
            seen.add(name)
            wanted.append(schemas[name])
            if schemas[name].get("type") == "object":
                yield name, schemas[name]


def test_a_field_that_is_not_known_is_refused_wherever_something_is_sent(document: dict[str, Any]):
    found = dict(contents(document))
    assert {"Replay", "Ids"} < set(found)
    assert [name for name, schema in found.items() if schema.get("additionalProperties") is not False] == []


def device_body() -> Any:
    document = app_of("lobby").openapi()
    return document["paths"]["/api/lobby/device-events"]["post"]["requestBody"]["content"][
        "application/json"
    ]["schema"]


def sent(**changes: Any) -> dict[str, Any]:
    envelope = {"id": "event-01", "type": "foyer.device.customer_arrived.v1", "source": "/device/B1/K1"}
    return {**envelope, "data": {"need": "cash"}, **changes}


@pytest.mark.parametrize(
    "content", [sent(), [sent(), sent(id="event-02")], sent(time=None, traceparent=None)]
)
def test_what_devices_send_is_described(content: Any):
    jsonschema.validate(content, device_body())


@pytest.mark.parametrize(
    "content",
    [
        sent(comexampleother="1"),
        sent(type="foyer.device.nothing.v1"),
        sent(data={"nede": "cash"}),
        sent(type="foyer.device.loiterer_seen.v1"),
        [sent()] * 101,
        "event",
    ],
)
def test_what_no_device_may_send_is_not_described(content: Any):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content, device_body())


@pytest.mark.parametrize(
    ("method", "path", "content", "status"),
    [
        ("GET", "/api/notify/staff", None, 401),
        ("POST", "/api/notify/session", b'{"staff": 7}', 422),
        ("POST", "/api/notify/session", b'{"staff": "li", "password": "x", "pasword": "y"}', 422),
        ("POST", "/api/notify/session", b"{", 422),
        ("POST", "/api/notify/session", b'{"staff": "' + b"x" * 70_000 + b'"}', 413),
        ("GET", "/nowhere", None, 404),
        ("GET", "/nowhere/%ff", None, 422),
    ],
)
async def test_a_refusal_has_the_form_that_is_described(
    method: str, path: str, content: bytes | None, status: int
):
    app = app_of("notify")
    schemas = app.openapi()["components"]["schemas"]
    kind = {"content-type": "application/json"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=PLACE) as client:
        answer = await client.request(method, path, content=content, headers=kind)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    jsonschema.validate(answer.json(), schemas["Problem"])
    assert answer.json()["status"] == status
