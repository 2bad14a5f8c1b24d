"""Wiring of a service: what distinguishes it from the others, as an ASGI application and as a process."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, Depends, FastAPI
from fastapi_offline import FastAPIOffline

from shared import accesses, operations, rights, supervision, telemetry, web
from shared.access import Gate
from shared.bus import Subscription
from shared.commands import Commands
from shared.linking import Chain
from shared.openapi import describe_refusals
from shared.reseal import Seals
from shared.rights import OnDenial, Rights
from shared.runtime import EventHandlers, ServiceRuntime, TimerHandlers
from shared.server import serve
from shared.settings import Settings
from shared.store import Index, Store
from shared.unit_of_work import Batch


@dataclass(frozen=True)
class Service:
    """The parts of a service that distinguish it from another. Written down in its ``app.py``.

    `commands`, `events` and `timers` say which handlers react to what, `rights` who may ask what. `seals`
    says where what the `master_key` sealed lies. `ingress`
    subscribes to what devices send; `after_commit` is called with every batch, once it is committed;
    `background` runs beside all else, by name, for as long as the process lives;
    `correlation_of` finds the correlation id of a thing that people call by another name (a ticket, a case).
    `dependencies` run before every route; `on_denial` is awaited before a person is refused a document;
    `chains` are those of its records, beside that of denials and exports.
    """

    name: str
    port: int
    events: EventHandlers
    commands: Commands = field(default_factory=dict)
    timers: TimerHandlers = field(default_factory=dict)
    rights: Rights = field(default_factory=dict)
    indexes: Sequence[Index] = ()
    seals: Sequence[Seals] = ()
    routers: Sequence[APIRouter] = ()
    ingress: Callable[[ServiceRuntime], Subscription] | None = None
    after_commit: Callable[[ServiceRuntime, Batch], None] | None = None
    correlation_of: Callable[[Store, str], Awaitable[str | None]] | None = None
    on_start: Callable[[ServiceRuntime], Awaitable[None]] | None = None
    background: Mapping[str, Callable[[ServiceRuntime], Coroutine[Any, Any, None]]] = field(
        default_factory=dict
    )
    mounts: Mapping[str, Any] = field(default_factory=dict)
    dependencies: Sequence[Callable[..., Any]] = ()
    on_denial: OnDenial | None = None
    chains: Sequence[Chain] = ()


def make_app(service: Service, settings: Settings) -> FastAPI:
    """The service as an ASGI application; its life begins and ends with the lifespan."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        telemetry.set_up(service.name, level=settings.log_level, otlp_endpoint=settings.otlp_endpoint)
        runtime = ServiceRuntime(service, settings, app.state.gate)
        app.state.runtime = runtime
        starting = asyncio.create_task(runtime.start())
        starting.add_done_callback(supervision.end_process_if_failed)
        try:
            yield
        finally:
            starting.cancel()
            await runtime.stop()

    shown = {"title": f"Foyer {service.name}", "version": "1", "static_url": "/docs/files", "redoc_url": None}
    before = [Depends(one) for one in (web.readable, *service.dependencies)]
    app = FastAPIOffline(lifespan=life, dependencies=before, **shown)
    app.state.rights = {**operations.RIGHTS, **accesses.RIGHTS, **service.rights}
    app.state.on_denial = service.on_denial
    app.state.gate = Gate(settings.token_public_key.get_secret_value())
    web.set_up(app)
    app.include_router(operations.router)
    for router in (rights.routes_of(service.name), accesses.routes_of(service.name), *service.routers):
        app.include_router(router)
    for path, mount in service.mounts.items():
        app.mount(path, mount)
    describe_refusals(app)
    return app


def run(service: Service) -> None:
    """Run as a process: HTTP on its port, until SIGTERM, which drains within 20 s. Exits with 0; with 1
    when a part of it had failed; with `WRONG_LAYOUT` on data of another layout."""
    telemetry.set_up(service.name, level="INFO", otlp_endpoint="")  # settings that are wrong are told in it
    settings = Settings()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(supervision.exit_code()))  # uvicorn raises it again
    serve(
        make_app(service, settings),
        host=settings.host,
        port=settings.port or service.port,
        ssl_certfile=settings.tls_pem or None,
        log_config=None,
        access_log=False,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=5,
    )
