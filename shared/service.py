"""The life of a service: what it is made of, how it starts, how it says that it is well, how it ends."""

import asyncio
import gc
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any, cast

from aio_pika.exceptions import AMQPError
from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi_offline import FastAPIOffline
from pymongo.errors import PyMongoError

from shared import bus_names as names
from shared import clock, health, telemetry, web
from shared.access import Gate, Person
from shared.bus import Bus, Ear, declare, hear, land, never
from shared.cache import TRUSTED_FOR, Cache
from shared.contracts.base import Event, event_of
from shared.errors import Unavailable, UnknownType
from shared.line import Line
from shared.openapi import describe_refusals
from shared.outbox import Letter, Relay
from shared.parking import Parking
from shared.revocations import keep_gate
from shared.server import serve
from shared.settings import Settings
from shared.store import Index, Raw, Store
from shared.telemetry import log
from shared.timers import keep_time
from shared.unit import Batch, Cause, Handler
from shared.work import Done, Work

COMMAND_WITHIN = 10.0
WHILE_STARTING = 1.5  # seconds that a command waits for a service that has not come up yet
DRAIN_WITHIN = 12.0
TIDY_EVERY = 3600.0
Hears = Mapping[type[Event], Handler]


@dataclass(frozen=True)
class Service:
    """What distinguishes one service from another. Wired in its ``app.py``.

    `hears` are events from the bus, `reminded` the deadlines that come back; `ingress` receives what
    devices send; `after_commit` is told of every batch, once it is true; `story_of` finds the story of a
    thing that people call by another name (a ticket, a case, an entry).
    """

    name: str
    port: int
    hears: Hears
    reminded: Hears = field(default_factory=dict)
    indexes: Sequence[Index] = ()
    routers: Sequence[APIRouter] = ()
    ingress: "Callable[[Running], Ear] | None" = None
    after_commit: "Callable[[Running, Batch], None] | None" = None
    story_of: "Callable[[Store, str], Awaitable[str | None]] | None" = None
    on_start: "Callable[[Running], Awaitable[None]] | None" = None
    mounts: Mapping[str, Any] = field(default_factory=dict)


class Running:
    """A service at work: its store, its lines, its relay, its ears."""

    def __init__(self, service: Service, settings: Settings, gate: Gate | None = None) -> None:
        self.service, self.settings, self.gate = service, settings, gate
        self.store = Store(settings, service.name)
        self.parking = Parking(self.store, settings.key("master_key"))
        amqp_url = names.address(settings.amqp_url.get_secret_value())
        self.relay = Relay(self.store, amqp_url)
        self.bus = Bus(amqp_url)
        self.cache = Cache(self.store)
        self.asked = self._make_lines(TRUSTED_FOR)
        """Of each partition, for what is asked: by people, and by devices."""
        self.heard = self._make_lines(0.0)
        """Of each partition, for what is heard from the bus and what falls due: nobody waits behind it, and
        it is judged by nothing older than what caused it."""
        self._reminded = {event.type_name(): handler for event, handler in service.reminded.items()}
        self._tasks: list[asyncio.Task[None]] = []
        self.ready = False

    def _make_lines(self, trusted_for: float) -> list[Line]:
        after = self.service.after_commit
        return [
            Line(
                self.store,
                self.cache,
                self.relay,
                self.parking,
                service=self.service.name,
                partitions=self.settings.partitions,
                pace=self.settings.pace,
                trusted_for=trusted_for,
                clock=clock.now,
                after_commit=(lambda batch: after(self, batch)) if after else None,
            )
            for _ in range(self.settings.partitions)
        ]

    def line_of(self, branch: str) -> Line:
        return self._line_of(self.asked, branch)

    def _line_of(self, lines: list[Line], branch: str) -> Line:
        return lines[clock.partition_of(branch, self.settings.partitions)]

    async def do(self, handler: Handler, content: Any, cause: Cause) -> Done:
        """Run a command through the line of its branch. Raises its refusal, or `Unavailable` when it
        could not be committed in time: whether it was is then unknown, and a repeat with the same
        Idempotency-Key is harmless."""
        work = Work(cause, handler, content)
        try:
            async with asyncio.timeout(COMMAND_WITHIN if self.ready else WHILE_STARTING):
                return await self.line_of(cause.branch).submit(work)
        except TimeoutError:
            raise Unavailable from None

    async def command(
        self, request: Request, person: Person, branch: str, handler: Handler, content: Any
    ) -> Done:
        """Run what a person asked for."""
        return await self.do(handler, content, self.cause(request, person, branch, handler))

    def cause(self, request: Request, person: Person, branch: str, handler: Handler) -> Cause:
        """The cause that a person's request is; its ``Idempotency-Key`` makes a repeat harmless, and covers
        who asks for what of which target."""
        return Cause(
            id=web.command_id(request, person, handler.__name__),
            kind=handler.__name__,
            time=clock.now(),
            actor=person.actor,
            branch=branch,
            traceparent=request.headers.get("traceparent", "")[:64],
            said=web.said(request, self.settings.key("master_key")),
        )

    async def send_again(self, letter: Raw, body: bytes) -> bool:
        """Bring a parked message back the way it came; a deadline, which came over no wire, runs at once.

        Gives whether it is on its way: the broker has it, or the deadline was met. Raises `Unavailable`.
        """
        cause = Cause(
            id=letter["_id"],
            kind=letter["type"],
            time=clock.now(),
            actor=letter["actor"],
            branch=letter["branch"],
            story=letter["story"],
            leads_from=letter["leads_from"],
        )
        if letter["key"]:
            exchange, key = letter["exchange"], letter["key"]
            await self.relay.publish(Letter(cause.id, exchange, key, cause.kind, body, mandatory=True))
            return True
        handler = self._reminded.get(cause.kind)
        if handler is None:
            raise UnknownType(cause.kind)
        work = Work(cause, handler, event_of(cause.kind, body), body=body)
        return not (await self.line_of(cause.branch).submit(work)).parked

    async def start(self) -> None:
        """Come up: store, topology, what a crash left unsent, ears. Waits for a store or broker that is
        away."""
        await _until(self.store.take_over, "store")
        await _until(lambda: self.store.prepare(self.service.indexes), "store")
        amqp_url = self.settings.amqp_url.get_secret_value()
        hears = self.service.hears
        await _until(lambda: declare(amqp_url, self.service.name, hears, self.settings.partitions), "broker")
        if self.service.on_start is not None:
            await self.service.on_start(self)
        await _until(self.relay.recover, "store")
        for line in (*self.asked, *self.heard):
            self._watch(line.run(), "line")
        self._watch(self.relay.run(), "relay")
        self._watch(self.relay.keep_clearing(), "clearing")
        self._watch(self.relay.keep_sweeping(), "sweeping")
        self._watch(keep_time(self.store, self.settings.pace, self._fire), "timers")
        self._watch(self._keep_tidy(), "tidying")
        if self.gate is not None:
            self._watch(keep_gate(self.gate, self.store), "gate")
        for partition in range(self.settings.partitions):
            queue = names.queue_of(self.service.name, partition)
            self.bus.listen(Ear(queue, hear(dict(hears), self.heard, partition)))
        self.bus.listen(Ear(names.parked_queue_of(self.service.name), land(self.parking)), prefetch=10)
        if self.service.ingress is not None:
            self.bus.listen(self.service.ingress(self))
        await _until(self.bus.start, "broker")
        self._watch(health.watch_consumers(self.bus), "consumers")
        gc.collect()
        gc.freeze()  # to look through what was made at the start would stop a call for 0.2 s (measured)
        self.ready = True
        log.info("started", partitions=self.settings.partitions)

    async def stop(self) -> None:
        """Take nothing new, end what was begun, hand over what is committed."""
        self.ready = False
        try:
            async with asyncio.timeout(DRAIN_WITHIN):
                await self.bus.stop()
                while not (all(line.idle for line in (*self.asked, *self.heard)) and self.relay.idle):  # noqa: ASYNC110
                    await asyncio.sleep(0.02)
        except (TimeoutError, AMQPError, PyMongoError) as error:
            log.warning("drained_in_part", error=type(error).__name__)  # what is left is in the store
        await health.end_tasks(self._tasks)
        await self.relay.close()
        await self.store.close()
        log.info("stopped")

    def _watch(self, work: Any, name: str) -> None:
        """Run in the background; if it ever ends, so does the process, to be started afresh."""
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(health.end_process)
        self._tasks.append(task)

    async def _fire(self, cause: Cause, event: Event | None, body: bytes) -> None:
        known = self._reminded.get(cause.kind)
        refusal = UnknownType(cause.kind) if event is None or known is None else None
        work = Work(cause, known or never, event, body=body, refusal=refusal)
        await self._line_of(self.heard, cause.branch).submit(work)

    async def _keep_tidy(self) -> None:
        while True:
            try:
                await self.store.forget_old(clock.now())
            except PyMongoError as error:
                log.warning("tidying_waits", error=type(error).__name__)
            await asyncio.sleep(TIDY_EVERY)


async def _until(attempt: Callable[[], Any], what: str) -> None:
    """Try until it works, with a growing pause."""
    pause = 0.2
    while True:
        try:
            await attempt()
        except (AMQPError, PyMongoError, OSError, TimeoutError, asyncio.CancelledError) as error:
            names.raise_if_cancelled(error)
            log.warning("waiting", what=what, error=type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 1.0)
        else:
            return


def make_app(service: Service, settings: Settings) -> FastAPI:
    """The service as an ASGI application; its life begins and ends with the lifespan."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        telemetry.set_up(service.name, level=settings.log_level, otlp_endpoint=settings.otlp_endpoint)
        running = Running(service, settings, app.state.gate)
        app.state.running = running
        starting = asyncio.create_task(running.start())
        starting.add_done_callback(health.end_process_if_failed)
        try:
            yield
        finally:
            starting.cancel()
            await running.stop()

    shown = {"title": f"Foyer {service.name}", "version": "1", "static_url": "/docs/files", "redoc_url": None}
    app = FastAPIOffline(lifespan=life, dependencies=[Depends(web.readable)], **shown)
    app.state.gate = Gate(settings.token_public_key.get_secret_value())
    web.set_up(app)
    app.include_router(health.router)
    for router in service.routers:
        app.include_router(router)
    for path, mount in service.mounts.items():
        app.mount(path, mount)
    describe_refusals(app)
    return app


def running(request: Request) -> Running:
    """FastAPI dependency: the service behind a request."""
    return cast(Running, request.app.state.running)


Here = Annotated[Running, Depends(running)]


def run(service: Service) -> None:
    """Run as a process: HTTP on its port, until SIGTERM, which drains within 20 s. Ends with 0, or with 1
    when a part of it had failed."""
    telemetry.set_up(service.name, level="INFO", otlp_endpoint="")  # settings that are wrong are told in it
    settings = Settings()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(int(health.has_failed())))  # uvicorn raises it again
    serve(
        make_app(service, settings),
        host=settings.host,
        port=settings.port or service.port,
        log_config=None,
        access_log=False,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=5,
    )
