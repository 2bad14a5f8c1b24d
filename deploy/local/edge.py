"""The one way in on a machine without Caddy: ``/api/<service>/*`` goes to that service, the rest to `notify`.

Bodies are passed on as they come, both ways, so a stream of events is not held up; when the client goes
away, the service is told at once. What is meant for machines (``/broker``, ``/metrics``) is never passed on.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import unquote

import anyio
import httpx
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import Receive, Scope, Send

from shared.errors import NotFound, Unavailable
from shared.server import serve
from shared.web import problem

INTERNAL = {"broker", "metrics"}
HOP_BY_HOP = {
    b"connection",
    b"keep-alive",
    b"proxy-authenticate",
    b"proxy-authorization",
    b"proxy-connection",
} | {
    b"te",
    b"trailer",
    b"transfer-encoding",
    b"upgrade",
}
FORWARDED = {b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"forwarded"}
# Idle connections are let go before the services do so (uvicorn: 5 s): a request must not meet a closed one.
LIMITS = httpx.Limits(max_connections=2000, max_keepalive_connections=50, keepalive_expiry=2)
TIMEOUT = httpx.Timeout(30, read=None)  # a stream may be silent; the client decides how long it waits


class Edge:
    """An ASGI application that passes requests on. `services` gives each service's address."""

    def __init__(self, services: dict[str, str]) -> None:
        self._services = services
        self._client = httpx.AsyncClient(limits=LIMITS, timeout=TIMEOUT, trust_env=False)

    async def close(self) -> None:
        await self._client.aclose()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        upstream = self._upstream(scope["path"])
        if upstream is None:
            await problem(NotFound())(scope, receive, send)
            return
        try:
            answer = await self._client.send(_passed_on(request, upstream), stream=True)
        except ClientDisconnect:
            return
        except httpx.TransportError:
            await problem(Unavailable())(scope, receive, send)
            return
        try:
            await _pass_back(answer, receive, send)
        finally:
            with anyio.CancelScope(shield=True):
                await answer.aclose()

    def _upstream(self, path: str) -> str | None:
        """The address of the service that answers `path`; None for what is not passed on."""
        rooms = [room for room in unquote(path).split("/") if room]
        if ".." in rooms or "." in rooms or not INTERNAL.isdisjoint(rooms[:1]):
            return None
        if rooms[:1] == ["api"]:
            return self._services.get(rooms[1]) if len(rooms) > 1 else None
        return self._services["notify"]


def _passed_on(request: Request, upstream: str) -> httpx.Request:
    hops = ",".join(request.headers.getlist("connection")).lower()  # what it names goes no further, either
    stays = HOP_BY_HOP | FORWARDED | {name.strip().encode("latin-1") for name in hops.split(",")}
    headers = [it for it in request.headers.raw if it[0] not in stays]
    client = request.client.host if request.client else "unknown"
    headers += [(b"x-forwarded-for", client.encode()), (b"x-forwarded-proto", request.url.scheme.encode())]
    target = request.scope["raw_path"]
    if request.scope["query_string"]:
        target += b"?" + request.scope["query_string"]
    has_body = "content-length" in request.headers or "transfer-encoding" in request.headers
    return httpx.Request(
        request.method,
        httpx.URL(upstream).copy_with(raw_path=target),
        headers=headers,
        content=request.stream() if has_body else None,
    )


async def _pass_back(answer: httpx.Response, receive: Receive, send: Send) -> None:
    """Hand the answer on, piece by piece, until it ends or the client has gone."""
    async with anyio.create_task_group() as both:

        async def watch_client() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass
            both.cancel_scope.cancel()

        both.start_soon(watch_client)
        headers = [(key.lower(), value) for key, value in answer.headers.raw]
        kept = [it for it in headers if it[0] not in HOP_BY_HOP]
        await send({"type": "http.response.start", "status": answer.status_code, "headers": kept})
        with suppress(httpx.TransportError):  # the service broke off: so do we, and the client sees it
            async for piece in answer.aiter_raw():
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        both.cancel_scope.cancel()


async def _ready(request: Request) -> Response:
    return JSONResponse({"ready": True})


def make_app(services: dict[str, str]) -> Starlette:
    """The application; `services` gives each service's address."""
    edge = Edge(services)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        await edge.close()

    return Starlette(routes=[Route("/ready", _ready), Mount("/", edge)], lifespan=lifespan)


def main() -> None:
    """Serve ``FOYER_PORT`` on loopback; the services' addresses are ``FOYER_<SERVICE>_URL``."""
    names = ("lobby", "customer", "referral", "notify")
    services = {name: os.environ[f"FOYER_{name.upper()}_URL"] for name in names}
    serve(
        make_app(services),
        host=os.environ.get("FOYER_HOST", "127.0.0.1"),
        port=int(os.environ.get("FOYER_PORT", "8100")),
        log_level="warning",
        timeout_graceful_shutdown=2,
        date_header=False,
        proxy_headers=False,
    )


if __name__ == "__main__":
    main()
