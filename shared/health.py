"""Whether a service is well, what it has parked, what it has told: for operations."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Iterable
from datetime import timedelta
from typing import Annotated, Any

from aio_pika.exceptions import AMQPError, ChannelNotFoundEntity
from fastapi import APIRouter, Depends, Path, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import AwareDatetime, Field
from pymongo.errors import PyMongoError

from shared import clock
from shared.access import SignedIn
from shared.bus import Bus
from shared.contracts import SERVICES
from shared.contracts.words import Role
from shared.dead_letters import DeadLetter
from shared.errors import Malformed, NotFound, Refusal
from shared.fields import Given
from shared.store import INBOX, KEEP_SEEN, OUTBOX
from shared.telemetry import log

router = APIRouter(tags=["operations"])
SILENT_FOR = 3  # checks in a row
ASK_AGAIN = 0.2
AWAY = (PyMongoError, AMQPError, OSError, TimeoutError, RuntimeError)
"""What a call raises when its server is away, or its connection is."""


def _runtime(request: Request) -> Any:
    return request.app.state.runtime


Runtime = Annotated[Any, Depends(_runtime)]
ParkedId = Annotated[str, Path(min_length=1)]


@router.get("/live")
async def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/ready", responses={503: {"description": "Not yet, or not any more.", "model": dict[str, Any]}})
async def ready(runtime: Runtime, response: Response) -> dict[str, Any]:
    """Store and broker answer, and the broker counts a consumer on every queue of ours."""
    store, broker = await asyncio.gather(_asked(runtime.store.ping()), _asked(runtime.bus.consumers()))
    consumers = {} if isinstance(broker, Exception) else broker
    state: dict[str, Any] = {
        "started": runtime.ready,
        "store": not isinstance(store, Exception),
        "broker": bool(consumers),
        "consumers": consumers,
    }
    if why := {type(one).__name__ for one in (store, broker) if isinstance(one, Exception)}:
        state["why"] = ", ".join(sorted(why))
    well = runtime.ready and state["store"] and state["broker"] and all(consumers.values())
    response.status_code = 200 if well else 503
    return state


async def _asked(question: Awaitable[Any]) -> Any:
    """The answer of a server, or the error that says it is away; each has three seconds."""
    try:
        async with asyncio.timeout(3):
            return await question
    except AWAY as error:
        return error


@router.get("/metrics")
async def metrics() -> Response:
    """Prometheus."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


@router.get("/parked")
async def parked(runtime: Runtime, person: SignedIn) -> list[DeadLetter]:
    """What could not be handled, newest first, without its content."""
    person.must_be(Role.OPS)
    found: list[DeadLetter] = await runtime.dead_letters.list()
    return found


@router.post("/parked/{id:path}/retry", status_code=202)
async def retry(id: ParkedId, runtime: Runtime, person: SignedIn) -> dict[str, str]:
    """Send a parked message again, the way it first came; its id may hold slashes."""
    person.must_be(Role.OPS)
    taken = await runtime.dead_letters.take(id)
    if taken is None:
        raise NotFound
    if await runtime.send_again(*taken):
        await runtime.dead_letters.drop(id, taken[0]["attempts"])
        return {"status": "sent"}
    return {"status": "parked again"}


@router.delete("/parked/{id:path}", status_code=204)
async def drop(id: ParkedId, runtime: Runtime, person: SignedIn) -> None:
    """Give a parked message up."""
    person.must_be(Role.OPS)
    if not await runtime.dead_letters.drop(id):
        raise NotFound


class ServiceUnknown(Refusal):
    code, status = "service_unknown", 404
    en = f"There is no such service: name one of {', '.join(SERVICES)}."
    zh = f"没有该服务：请从 {'、'.join(SERVICES)} 中选择。"


class Replay(Given):
    """Which kept events to send again, and to whom."""

    service: str = Field(pattern=r"^[a-z]{1,32}$")
    types: list[str] = Field(max_length=200)
    since: AwareDatetime


@router.post("/replay", status_code=202)
async def replay(wanted: Replay, runtime: Runtime, person: SignedIn) -> dict[str, int]:
    """Send kept events once more to one service that lost its copy; what it knows, it passes over."""
    person.must_be(Role.OPS)
    if wanted.service not in SERVICES:
        raise ServiceUnknown(wanted.service)
    if wanted.since < clock.now() - timedelta(days=KEEP_SEEN):
        raise Malformed(f"since: at most {KEEP_SEEN} days back; what came before is no longer known as seen")
    return {"events": await runtime.relay.replay(wanted.service, wanted.types, wanted.since)}


@router.get("/trace/{id:path}")
async def trace(id: str, runtime: Runtime, person: SignedIn) -> dict[str, Any]:
    """What this service took in and told in a story, by the id of the story or of an event in it."""
    person.must_be(Role.OPS, Role.AUDITOR)
    db, name = runtime.store.db, runtime.service.name
    one = await db[OUTBOX].find_one({"_id": id}, {"correlation_id": 1})
    correlation_id = one["correlation_id"] if one else None
    if correlation_id is None and runtime.service.correlation_of is not None:
        correlation_id = await runtime.service.correlation_of(runtime.store, id)
    correlation_id = correlation_id or id
    told = await db[OUTBOX].find({"correlation_id": correlation_id}).sort("_id").to_list()
    causes = {id, *(raw["causation_id"] for raw in told)}
    return {
        "service": name,
        "correlation_id": correlation_id,
        "took": await _took(runtime, causes),
        "told": [{"id": raw["_id"], "type": raw["type"], "cause": raw["causation_id"]} for raw in told],
    }


class Ids(Given):
    ids: set[str] = Field(max_length=1000)


@router.post("/trace/took")
async def took(asked: Ids, runtime: Runtime, person: SignedIn) -> list[dict[str, Any]]:
    """Which of these events and commands this service took in, and when."""
    person.must_be(Role.OPS, Role.AUDITOR)
    return await _took(runtime, asked.ids)


async def _took(runtime: Any, causes: set[str]) -> list[dict[str, Any]]:
    name = runtime.service.name
    query = {"_id": {"$in": [f"{name}:{cause}" for cause in causes]}}
    found = runtime.store.db[INBOX].find(query, {"said": 0, "said_time": 0})
    return [
        {**raw, "_id": raw["_id"].removeprefix(f"{name}:"), "cause": raw["causation_id"]}
        async for raw in found
    ]


async def watch_consumers(bus: Bus, every: float = 10.0) -> None:
    """End the process when it has lost a consumer or its connection for good, so that it starts afresh.

    A deleted queue cancels its consumer silently, and RabbitMQ 4.3 may close the connection with it, after
    which aio-pika 10.2.1 no longer reconnects (measured). A broker that is away is waited for: silence
    counts only where the broker answers to somebody new.
    """
    silent = 0
    while silent < SILENT_FOR:
        await asyncio.sleep(every)
        silent = silent + 1 if await _is_silent(bus) else 0
    raise RuntimeError("a queue has no consumer")


async def _is_silent(bus: Bus) -> bool:
    """Whether a queue of ours is without a consumer although the broker is there."""
    try:
        async with asyncio.timeout(5):
            counted = await bus.consumers()
    except ChannelNotFoundEntity:
        return True
    except AWAY:
        counted = {}
    return not all(counted.values()) if counted else await bus.answers()


_failed: list[str] = []


def has_failed() -> bool:
    """Whether a background task has ended this process."""
    return bool(_failed)


def end_process_if_failed(task: "asyncio.Task[Any]") -> None:
    """A task that fails ends the process, in order: compose starts it afresh."""
    if not task.cancelled() and task.exception() is not None:
        end_process(task)


def end_process(task: "asyncio.Task[Any]") -> None:
    """A background task that ends, however it does, ends the process."""
    error = None if task.cancelled() else task.exception()
    _failed.append(task.get_name())
    log.error("task_failed", task=task.get_name(), exc_info=error, at=clock.now().isoformat())
    os.kill(os.getpid(), signal.SIGTERM)


async def end_tasks(tasks: Iterable["asyncio.Task[Any]"]) -> None:
    """Cancel background tasks until they have ended. To ask once is not enough: what PyMongo sends with
    (`asyncio.wait_for`) loses a cancellation now and then under Python 3.11 (measured)."""
    left = set(tasks)
    for task in left:
        task.remove_done_callback(end_process)
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=ASK_AGAIN)
