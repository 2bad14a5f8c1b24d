"""The sender's fault is told to the sender: whatever is sent to whichever route, no answer is the service's
own failure, and every refusal has the form that the OpenAPI describes."""

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, quote_from_bytes

import httpx
import jsonschema
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from deploy.local.secrets import SERVICES
from deploy.local.stack import Stack
from shared.access import Person, sign
from shared.clock import now
from shared.contracts.words import Role
from tests.apps import app_of, operations

pytestmark = pytest.mark.own_stack  # it asks the services themselves, and reads their logs
BRANCH = "Fuzzed"
HERE = "\ue000"
"""Stands where something bad is put in; nobody sends it."""
TEXTS = (
    b"\x00", b"a\x00b", b"\xff", b"\xed\xa0\x80", b"%", b"%zz", "café".encode(), "café".encode("latin-1"),
    b"9" * 5000, b"-1", str(2**63).encode(), str(2**64).encode(), b"-" + str(2**63 + 1).encode(), b"1e999",
    b"NaN", b"null", b"", b" ", b"a" * 3000, b"..", b"../..", b"a/b", b"$where", b"{}",
    "２０２６-11-26".encode(), b"0001-01-01", b"9999-12-31", b"0000-00-00", b"2026-02-30",
    b"0001-01-01T00:00:00+14:00",
    b"9999-12-31T23:59:59-14:00", "😀".encode(), "e\u0301".encode(), "\u202e\u200b".encode(),
)  # fmt: skip
"""Put into a path, a query, a header."""
VALUES = (
    b'"\\ud800"', b'"\\udfff\\ud800"', b'"a\\u0000b"', b'"\xff"', b'"\xed\xa0\x80"', b"NaN", b"-Infinity",
    b"1e999", b"-1e999", b"1e-999", b"9" * 5000, str(2**63).encode(), str(-(2**63) - 1).encode(),
    str(2**53 + 1).encode(), b"1" + b"0" * 60, b"-1", b"0", b"1.5", b"true", b"null", b"{}", b"[]", b'""',
    b'" "', b"[" * 20_000, b"[" * 90 + b"]" * 90, b'{"a":' * 20_000, b'{"a":' * 900 + b"1" + b"}" * 900,
    b'{"a\\u0000":1}', b'{"\\ud800":1}', b'{"$where":"1"}', b'{"a.b":{"$gt":""}}', b'["' + b"a" * 500 + b'"]',
    b'"' + b"x" * 60_000 + b'"', b'"' + b"x" * 70_000 + b'"', b'"0001-01-01"', b'"9999-12-31"',
    b'"0000-00-00"', b'"2026-02-30"', b'"0001-01-01T00:00:00+14:00"', b'"9999-12-31T23:59:59-14:00"',
    b'"2026-11-26T00:00:00"', b'"2026-11-26T24:00:00Z"', b'"' + "２０２６-11-26".encode() + b'"', b"1e15",
    '"😀\u202e\u200b"'.encode(), b'"Asia/Nowhere"', b'"../etc/passwd"', b"[null]", b"[[]]", b"[{}]",
)  # fmt: skip
"""Put into a JSON body, in the place of a value or of all of it."""
KINDS = ("application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "",
         "application/json; charset=utf-16", "application/json; charset=nonsense", "café/json")  # fmt: skip
READ = (
    "authorization",
    "idempotency-key",
    "traceparent",
    "last-event-id",
    "cookie",
    "accept",
    "content-type",
)
OWN = {"post /api/lobby/device-events", "post /broker/user", "post /broker/vhost", "post /broker/resource"}


@dataclass(frozen=True)
class Sending:
    """One request, as bytes."""

    method: str
    target: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes | None = None


def resolved(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def valid(schema: dict[str, Any], document: dict[str, Any], deep: int = 0) -> st.SearchStrategy[Any]:
    """Values that a schema allows, or nearly: what is optional is left out now and then."""
    schema = resolved(schema, document)
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "const" in schema:
        return st.just(schema["const"])
    if one_of := schema.get("anyOf") or schema.get("oneOf"):
        return st.one_of([valid(one, document, deep) for one in one_of])
    match schema.get("type"):
        case "object":
            fields = {
                name: valid(one, document, deep + 1) for name, one in schema.get("properties", {}).items()
            }
            needed = set(schema.get("required", ()))
            return st.fixed_dictionaries(
                {name: one for name, one in fields.items() if name in needed},
                optional={name: one for name, one in fields.items() if name not in needed},
            )
        case "array":
            return st.lists(valid(schema.get("items", {}), document, deep + 1), max_size=2)
        case "integer":
            return st.integers(schema.get("minimum", 0), schema.get("maximum", 100))
        case "number":
            return st.sampled_from((schema.get("minimum", 0), schema.get("maximum", 1), 1.5))
        case "boolean":
            return st.booleans()
        case "null":
            return st.none()
        case "string":
            return text_of(schema)
    return st.sampled_from(("a", 1, None))


def text_of(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    if schema.get("format") == "date-time":
        return st.just("2026-11-26T08:00:00Z")
    if "pattern" in schema:
        return st.from_regex(re.compile(schema["pattern"], re.ASCII), fullmatch=True).filter(
            lambda text: "\n" not in text
        )
    return st.sampled_from(("2026-11-26", "B1", "Asia/Shanghai", "x" * max(8, schema.get("minLength", 0))))


@st.composite
def sendings(draw: st.DrawFn, service: str) -> Sending:
    """A request to any route of a service that is right but for one place."""
    document = app_of(service).openapi()
    name, operation = draw(st.sampled_from(sorted(operations(document), key=lambda one: one[0])))
    method, _, path = name.partition(" ")
    places = [one for one in operation.get("parameters", ()) if one["in"] in ("path", "query")]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    worse = draw(st.sampled_from([*range(len(places)), *(["body"] * 4 if body else []), "header", "extra"]))
    query = []
    for number, place in enumerate(places):
        if place["name"] == "branch":
            text = BRANCH.encode()
        else:
            text = str(draw(valid(place["schema"], document))).encode()
        if number == worse:
            text = draw(st.sampled_from(TEXTS))
        coded = draw(st.sampled_from((quote_from_bytes(text, safe=""), quote_from_bytes(text, safe="%/"))))
        if place["in"] == "path":
            path = re.sub(rf"\{{{place['name']}(:path)?\}}", lambda _, coded=coded: coded, path)
        elif place["required"] or number == worse or draw(st.booleans()):
            query += [f"{place['name']}={coded}"] * draw(st.sampled_from((1, 1, 2)))
    if worse == "extra":
        query.append(f"x={quote_from_bytes(draw(st.sampled_from(TEXTS)), safe='%')}")
    headers = {b"content-type": b"application/json"}
    if worse == "header":
        which = draw(st.sampled_from(READ)).encode()
        headers_only = (b"Basic caf\xe9", b"Bearer caf\xc3\xa9", b"Bearer " + b"W1sb" * 4000 + b".e30.x")
        texts = [one for one in TEXTS if not {0, 10, 13} & set(one)] + [kind.encode() for kind in KINDS]
        texts += headers_only
        headers[which] = draw(st.sampled_from(texts))
    content = None
    if body is not None:
        plain = draw(valid(body, document))
        content = json.dumps(spoilt(draw, plain) if worse == "body" else plain).encode()
        content = content.replace(json.dumps(HERE).encode(), draw(st.sampled_from(VALUES)))
        if worse == "header" and draw(st.booleans()):
            headers[b"content-type"] = draw(st.sampled_from(KINDS)).encode("latin-1")
    target = path + ("?" + "&".join(query) if query else "")
    return Sending(method.upper(), target.encode(), tuple(headers.items()), content)


def spoilt(draw: st.DrawFn, content: Any) -> Any:
    """The content with `HERE` in the place of all of it, of one value in it, or beside them."""
    if not isinstance(content, dict | list) or not draw(st.integers(0, 5)):
        return HERE
    if isinstance(content, list):
        return [spoilt(draw, content[0]), *content[1:]] if content else [HERE]
    if not content or not draw(st.integers(0, 5)):
        return {**content, "beside": HERE}
    name = draw(st.sampled_from(sorted(content)))
    return {**content, name: spoilt(draw, content[name])}


@pytest.fixture(scope="module")
def token(stack: Stack) -> str:
    """Of somebody who may do everything at the branch, which is open."""
    found = sign(Person("fuzz", frozenset(Role), (BRANCH,)), stack.secret("token_private_key"), now())
    branch = {"name_zh": "测试", "name_en": "Test", "counters": {"1": ["V", "G", "A"]}}
    headers = {"authorization": f"Bearer {found}"}
    done = httpx.put(f"{stack.url('lobby')}{PLACE}", json=branch, headers=headers, trust_env=False)
    assert done.status_code == 204, done.text
    return found


def answer_to(
    sending: Sending, stack: Stack, service: str, token: str, client: httpx.Client
) -> httpx.Response:
    # No client sends blanks around a value, and no server sees them (RFC 9110, 5.5).
    given = {name: value.strip() for name, value in sending.headers}
    headers = {b"authorization": f"Bearer {token}".encode(), **given}
    url = httpx.URL(stack.url(service)).copy_with(raw_path=sending.target)
    request = httpx.Request(sending.method, url, headers=list(headers.items()), content=sending.body)
    answer = client.send(request, stream=True)
    try:
        if "event-stream" not in answer.headers.get("content-type", ""):
            answer.read()
    finally:
        answer.close()
    return answer


def is_told_to_the_sender(answer: httpx.Response, service: str) -> None:
    assert answer.status_code < 500 or answer.url.path == "/ready", answer.text
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        jsonschema.validate(answer.json(), app_of(service).openapi()["components"]["schemas"]["Problem"])


@pytest.mark.timeout(600)
@pytest.mark.parametrize("service", SERVICES)
def test_whatever_is_sent_no_answer_is_a_failure_of_the_service(stack: Stack, service: str, token: str):
    quiet = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much)

    @settings(max_examples=250, deadline=None, derandomize=True, suppress_health_check=quiet,
              phases=(Phase.explicit, Phase.generate), database=None)  # fmt: skip
    @given(sendings(service))
    def sent(sending: Sending) -> None:
        is_told_to_the_sender(answer_to(sending, stack, service, token, client), service)

    with httpx.Client(timeout=60, trust_env=False) as client:
        sent()


DEEP = b"[" * 20_000
NESTED = b"Bearer " + b"W1tb" * 9000 + b".e30.x"
PLACE = f"/api/lobby/branches/{BRANCH}"
SEEN = (
    ("notify", Sending("GET", f"/api/notify/feed?before={2**63}".encode())),
    ("notify", Sending("GET", f"/api/notify/stream?after={2**63}".encode())),
    ("notify", Sending("GET", b"/api/notify/stream", ((b"last-event-id", b"9" * 5000),))),
    ("notify", Sending("POST", b"/api/notify/session", body=b'{"staff": "ops", "password": "\\ud800"}')),
    ("notify", Sending("POST", b"/api/notify/session", body=DEEP)),
    ("notify", Sending("GET", b"/static/%00")),
    ("notify", Sending("GET", b"/api/notify/me", ((b"authorization", b"Bearer caf\xe9"),))),
    ("notify", Sending("GET", b"/api/notify/me", ((b"authorization", b"Basic caf\xe9"),))),
    ("notify", Sending("GET", b"/api/notify/me", ((b"authorization", NESTED),))),
    ("lobby", Sending("GET", f"{PLACE}/checklist-templates/opening?edition={2**63}".encode())),
    ("lobby", Sending("POST", f"{PLACE}/visits".encode(), body=DEEP)),
    ("lobby", Sending("POST", f"{PLACE}/log".encode(), body=b'{"words": "\\ud800"}')),
    ("lobby", Sending("GET", f"{PLACE}/log?day={quote('２０２６-11-26')}".encode())),
    ("customer", Sending("POST", b"/api/customer/customers", body=b'{"name": "\\u0000"}')),
    ("customer", Sending("POST", b"/trace/took", body=b'{"ids": ["\\ud800"]}')),
    ("referral", Sending("POST", b"/replay", body=b'{"service":"notify","types":[],"since":"0001-01-01"}')),
    ("referral", Sending("GET", b"/trace/%ff")),
)  # fmt: skip


@pytest.mark.parametrize(("service", "sending"), SEEN)
def test_what_was_seen_to_fail_is_refused(stack: Stack, service: str, sending: Sending, token: str):
    headers = ((b"content-type", b"application/json"), *sending.headers)
    with httpx.Client(timeout=60, trust_env=False) as client:
        whole = Sending(sending.method, sending.target, headers, sending.body)
        answer = answer_to(whole, stack, service, token, client)
    is_told_to_the_sender(answer, service)
    assert answer.status_code >= 400


@pytest.mark.parametrize("name", SERVICES)
def test_every_line_of_a_service_s_log_is_json(stack: Stack, name: str):
    lines = stack.processes[name].log.read_text().splitlines()
    assert lines
    for line in lines:
        assert json.loads(line)["service"] == name
