"""HTTP for people and devices: refusals as problem+json, a bound on what comes in, safe headers."""

import ipaddress
import json
import math
import re
from typing import Annotated, Any, NoReturn
from urllib.parse import unquote_to_bytes

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from pymongo.errors import PyMongoError
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.access import Person
from shared.accesses import put_denial_on_record
from shared.clock import new_id
from shared.contracts.base import plain_name
from shared.errors import Malformed, NoSuchMethod, NotFound, Refusal, TooLarge, Unavailable
from shared.fingerprint import Fingerprint
from shared.headers import safe_headers
from shared.privacy import SealingKey
from shared.telemetry import REFUSED, log

LARGEST_BODY = 64 * 1024
BODY = "foyer.body"
"""The key in the scope of a request under which its body is kept once read."""
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="foyer"'}
DEEPEST = 32
"""Lists and objects in one another; MongoDB keeps a hundred."""
LARGEST = 2**63 - 1
"""Whole numbers have 64 bits, in MongoDB and with most who read our JSON."""
Number = Annotated[int, Field(ge=0, le=LARGEST)]
"""A whole number of a query, such as that of an entry."""


def plain_path(scope: Scope) -> str:
    """Return the path of a request as it may be logged: that of its route, since what stands there for a name
    was typed by somebody, or is a secret; ``*`` for an address that has none."""
    return str(getattr(scope.get("route"), "path", "*"))


def command_id(request: Request, person: Person, kind: str) -> str:
    """The id of a command: the person's own ``Idempotency-Key`` for this kind of it, or a fresh one."""
    key = request.headers.get("idempotency-key")
    if key is None:
        return new_id()
    if not re.fullmatch(r"[A-Za-z0-9_-]{8,64}", key):
        raise Malformed("Idempotency-Key: 8 to 64 letters, digits, - or _")
    return f"{person.staff}:{kind}:{key}"


def fingerprint(request: Request, hash_key: SealingKey) -> Fingerprint | None:
    """Compute the fingerprint of a request with an ``Idempotency-Key``, over target and content; None without
    the header."""
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    body = bytes(request.scope.get(BODY, b""))
    try:
        content = json.dumps(json.loads(body), sort_keys=True)
    except (ValueError, RecursionError):
        content = body.hex()
    return Fingerprint.of(hash_key, key, request.method, request.url.path, request.url.query, content)


class Problem(BaseModel):
    """The body of every refusal: RFC 9457, with a stable `code` and a title in both languages."""

    type: str = Field(pattern=r"^urn:foyer:[a-z_]+$")
    code: str = Field(pattern=r"^[a-z_]+$")
    status: int
    title: str
    title_zh: str
    detail: str | None = None


def problem_of(refusal: Refusal) -> dict[str, Any]:
    """A refusal in the form of RFC 9457: a stable `code`, a title in both languages, and never a stack."""
    content: dict[str, Any] = {
        "type": f"urn:foyer:{refusal.code}",
        "code": refusal.code,
        "status": refusal.status,
        "title": refusal.en,
        "title_zh": refusal.zh,
    }
    if refusal.detail:
        content["detail"] = refusal.detail.encode(errors="backslashreplace").decode()
    return {**content, **refusal.more}


def problem(refusal: Refusal, **more: str) -> JSONResponse:
    """Build the response to a refusal, with `more` headers; a 401 carries a challenge (RFC 9110)."""
    REFUSED.labels("http", refusal.code).inc()
    headers = {**CHALLENGE, **refusal.headers} if refusal.status == 401 else refusal.headers
    return JSONResponse(
        problem_of(refusal),
        refusal.status,
        headers={**headers, **more},
        media_type="application/problem+json",
    )


def network_of(request: Request) -> str:
    """Return the network that asks, as our own edge tells it; see `network`."""
    return network(request.client.host if request.client else "")


def network(host: str) -> str:
    """Return the network of an address: of IPv6, where one user has 2^64 of them, the first half."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return "unknown"
    address = getattr(address, "ipv4_mapped", None) or address
    return str(ipaddress.ip_network((address, 64 if address.version == 6 else 32), strict=False))


async def readable(request: Request) -> None:
    """FastAPI dependency of every route: binds its path for the log, and raises `Malformed` for a body that
    is JSON, and holds what no store or reader takes. A route that reads its body itself sees to that too."""
    structlog.contextvars.bind_contextvars(path=plain_path(request.scope))
    if getattr(request.scope.get("route"), "body_field", None) and (body := await request.body()):
        try:
            content = json.loads(
                body.decode(), parse_constant=_no_number, parse_int=_whole, parse_float=_real
            )
        except ValueError:
            raise Malformed("content: not JSON in UTF-8") from None
        _check(content)


def _no_number(text: str) -> NoReturn:
    raise Malformed(f"content: {text} is no JSON")


def _whole(text: str) -> int:
    if len(text) > 20 or not -LARGEST - 1 <= int(text) <= LARGEST:
        raise Malformed("content: a whole number beyond 64 bits")
    return int(text)


def _real(text: str) -> float:
    if not math.isfinite(number := float(text)):
        raise Malformed("content: a number beyond what a double holds")
    return number


def _check(content: Any) -> None:
    """Raises `Malformed` for half characters, NUL, and what is too deep."""
    layer = [content]
    for _ in range(DEEPEST):
        for one in layer:
            if isinstance(one, str):
                _check_text(one)
        within = [one for one in layer if isinstance(one, dict | list)]
        layer = [part for one in within for part in (one if isinstance(one, list) else (*one, *one.values()))]
        if not layer:
            return
    raise Malformed(f"content: more than {DEEPEST} lists and objects in one another")


def _check_text(text: str) -> None:
    if "\0" in text or any("\ud800" <= message <= "\udfff" for message in text):
        raise Malformed("content: NUL, or half of a surrogate pair")


def set_up(app: FastAPI) -> None:
    """Give `app` the answers and bounds that every service has."""

    @app.exception_handler(Refusal)
    async def refused(request: Request, refusal: Refusal) -> Response:
        await put_denial_on_record(request, refusal)
        return problem(refusal)

    @app.exception_handler(RequestValidationError)
    async def malformed(request: Request, error: RequestValidationError) -> Response:
        wrong = [f"{'.'.join(map(plain_name, one['loc']))}: {one['type']}" for one in error.errors()[:8]]
        return problem(Malformed("; ".join(wrong)))

    @app.exception_handler(HTTPException)
    async def no_such_way(request: Request, error: HTTPException) -> Response:
        if isinstance(error.__cause__, Refusal):  # while the body was read
            return problem(error.__cause__)
        match error.status_code:
            case 404:
                return problem(NotFound("no such address"))
            case 405:
                return problem(NoSuchMethod(), Allow=_methods_of(request))
            case 400:
                return problem(Malformed("content: not JSON in UTF-8"))
        return problem(Malformed(str(error.detail)))

    @app.exception_handler(PyMongoError)
    async def store_away(request: Request, error: PyMongoError) -> Response:
        log.warning("store_away", error=type(error).__name__, path=plain_path(request.scope))
        return problem(Unavailable())

    @app.exception_handler(OverflowError)
    @app.exception_handler(RecursionError)
    @app.exception_handler(UnicodeError)
    async def beyond_bounds(request: Request, error: Exception) -> Response:
        log.warning("beyond_bounds", path=plain_path(request.scope), exc_info=error)
        return problem(Malformed("a number, a date or a text beyond what can be kept"))

    @app.exception_handler(Exception)
    async def failed(request: Request, error: Exception) -> Response:
        log.error("request_failed", path=plain_path(request.scope), exc_info=error)
        answer = problem(Unavailable())
        answer.raw_headers += safe_headers(request.scope, ())  # it goes out around `Bounds`
        return answer

    app.add_middleware(Bounds)


def _methods_of(request: Request) -> str:
    """List the methods that the address of a request takes, for ``Allow``; files, which are no route of ours,
    take GET and HEAD."""
    taken = [
        method
        for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
        if any(
            route.matches({**request.scope, "method": method})[0] is Match.FULL
            for route in request.app.routes
        )
    ]
    return ", ".join(taken if taken and request.method not in taken else ["GET", "HEAD"])


class Bounds:
    """Refuses addresses that are no text, and bodies over 64 KiB before they are read whole; keeps what was
    read of one, and sets the safe headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        structlog.contextvars.bind_contextvars(path="*")
        body = scope[BODY] = bytearray()
        started = False

        async def bounded() -> Message:
            message = await receive()
            body.extend(message.get("body", b""))
            if len(body) > LARGEST_BODY:
                raise TooLarge
            return message

        async def safe(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                safe_ones = safe_headers(scope, {name.lower() for name, _ in message["headers"]})
                message = {**message, "headers": [*message["headers"], *safe_ones]}
            await send(message)

        try:
            _check_address(scope)
            await self._app(scope, bounded, safe)
        except (TooLarge, Malformed) as refusal:
            if not started:
                await problem(refusal)(scope, receive, safe)


def _check_address(scope: Scope) -> None:
    """Raises `Malformed` for a path or query that is not UTF-8 when it is decoded, or holds NUL."""
    for coded in (scope.get("raw_path", b""), scope["query_string"]):
        plain = unquote_to_bytes(coded)
        try:
            plain.decode()
        except UnicodeDecodeError:
            raise Malformed("address: not UTF-8") from None
        if b"\0" in plain:
            raise Malformed("address: NUL")
