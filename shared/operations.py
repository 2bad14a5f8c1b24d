"""HTTP for operations: health, metrics, dead letters, replay and traces."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi import Query as Parameter
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import Field
from pymongo.errors import PyMongoError

from shared import clock
from shared.broker_errors import BrokerAway, name_of
from shared.contracts import SERVICES
from shared.contracts.words import Role
from shared.dead_letters import DeadLetter
from shared.errors import Malformed, NotFound, Refusal
from shared.fields import Given
from shared.missed import Replay
from shared.rights import Query, Rights, anywhere, may_somewhere
from shared.store import INBOX, KEEP_SEEN, OUTBOX

router = APIRouter(tags=["operations"])


class ViewDeadLetters(Query, name="view_dead_letters"):
    """The dead letters of a service, without their content."""


class SettleDeadLetter(Query, name="settle_dead_letter"):
    """A dead letter sent again, or dropped."""


class ReplayEvents(Query, name="replay_events"):
    """Kept events, sent once more to one service."""


class ViewTrace(Query, name="view_trace"):
    """Events and commands with their causes."""


RIGHTS: Rights = {
    ViewDeadLetters: anywhere(Role.OPS),
    SettleDeadLetter: anywhere(Role.OPS),
    ReplayEvents: anywhere(Role.OPS),
    ViewTrace: anywhere(Role.OPS, Role.AUDITOR),
}
"""The rights to these routes, the same in every service, beside the service's own."""
PAGE = 200
"""Dead letters, and events of a trace, in one answer."""
AWAY = (PyMongoError, BrokerAway, OSError, TimeoutError)
"""Errors of a call whose server is away."""


def _runtime(request: Request) -> Any:
    return request.app.state.runtime


Runtime = Annotated[Any, Depends(_runtime)]
DeadLetterId = Annotated[str, Path(min_length=1)]


@router.get("/live")
async def live() -> dict[str, str]:
    """Answer, which only a process that is alive does."""
    return {"status": "ok"}


@router.get("/ready", responses={503: {"description": "Not yet, or not any more.", "model": dict[str, Any]}})
async def ready(runtime: Runtime, response: Response) -> dict[str, Any]:
    """Tell whether store and broker answer, and every queue of the service has a consumer."""
    store, broker = await asyncio.gather(_asked(runtime.store.ping()), _asked(runtime.bus.consumers()))
    consumers = {} if isinstance(broker, Exception) else broker
    state: dict[str, Any] = {
        "started": runtime.ready,
        "store": not isinstance(store, Exception),
        "broker": bool(consumers),
        "consumers": consumers,
    }
    if why := {name_of(one) for one in (store, broker) if isinstance(one, Exception)}:
        state["why"] = ", ".join(sorted(why))
    well = runtime.ready and state["store"] and state["broker"] and all(consumers.values())
    response.status_code = 200 if well else 503
    return state


async def _asked(question: Awaitable[Any]) -> Any:
    """Return the answer of a server, or the error that says it is away; each has three seconds."""
    try:
        async with asyncio.timeout(3):
            return await question
    except AWAY as error:
        return error


@router.get("/metrics")
async def metrics() -> Response:
    """Render the metrics for Prometheus."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


@router.get("/dead-letters", dependencies=[may_somewhere(ViewDeadLetters)])
async def dead_letters(
    runtime: Runtime,
    before: Annotated[str | None, Parameter(max_length=256)] = None,
    limit: Annotated[int, Parameter(ge=1, le=PAGE)] = PAGE,
) -> list[DeadLetter]:
    """List the dead letters, newest first, without their content, a page at a time: `before` is the id of the
    last one of the page before."""
    found: list[DeadLetter] = await runtime.dead_letters.list(limit, before)
    return found


@router.post("/dead-letters/{id:path}/retry", status_code=202, dependencies=[may_somewhere(SettleDeadLetter)])
async def retry(id: DeadLetterId, runtime: Runtime) -> dict[str, str]:
    """Send a dead letter again, by the route it first came; its id may hold slashes."""
    taken = await runtime.dead_letters.take(id)
    if taken is None:
        raise NotFound
    if await runtime.send_again(*taken):
        await runtime.dead_letters.drop(id, taken[0]["attempts"])
        return {"status": "sent"}
    return {"status": "dead-lettered again"}


@router.delete("/dead-letters/{id:path}", status_code=204, dependencies=[may_somewhere(SettleDeadLetter)])
async def drop(id: DeadLetterId, runtime: Runtime) -> None:
    """Delete a dead letter."""
    if not await runtime.dead_letters.drop(id):
        raise NotFound


class ServiceUnknown(Refusal):
    code, status = "service_unknown", 404
    en = f"There is no such service: name one of {', '.join(SERVICES)}."
    zh = f"没有该服务：请从 {'、'.join(SERVICES)} 中选择。"


@router.post("/replay", status_code=202, dependencies=[may_somewhere(ReplayEvents)])
async def replay(wanted: Replay, runtime: Runtime) -> dict[str, int]:
    """Send kept events once more to one service that lost its copy; it passes over those that it knows."""
    if wanted.service not in SERVICES:
        raise ServiceUnknown(wanted.service)
    if wanted.since < clock.now() - timedelta(days=KEEP_SEEN):
        raise Malformed(f"since: at most {KEEP_SEEN} days back; what came before is no longer known as seen")
    return {"events": await runtime.relay.replay(wanted.service, wanted.types, wanted.since)}


@router.get("/trace/{id:path}", dependencies=[may_somewhere(ViewTrace)])
async def trace(
    id: str, runtime: Runtime, after: Annotated[str | None, Parameter(max_length=80)] = None
) -> dict[str, Any]:
    """List what this service handled and published under a correlation id, or that of an event, `id`: 200
    events at most, and the next ones `after` the last of these, which ``next`` names."""
    db, name = runtime.store.db, runtime.service.name
    one = await db[OUTBOX].find_one({"_id": id}, {"correlation_id": 1})
    correlation_id = one["correlation_id"] if one else None
    if correlation_id is None and runtime.service.correlation_of is not None:
        correlation_id = await runtime.service.correlation_of(runtime.store, id)
    correlation_id = correlation_id or id
    query: dict[str, Any] = {"correlation_id": correlation_id}
    if after is not None:
        query["_id"] = {"$gt": after}
    fields = {"type": 1, "causation_id": 1}
    published = await db[OUTBOX].find(query, fields).sort("_id").limit(PAGE).to_list()
    causes = {*([id] if after is None else []), *(raw["causation_id"] for raw in published)}
    return {
        "service": name,
        "correlation_id": correlation_id,
        "handled": await _handled(runtime, causes),
        "published": [
            {"id": raw["_id"], "type": raw["type"], "causation_id": raw["causation_id"]} for raw in published
        ],
        "next": published[-1]["_id"] if len(published) == PAGE else None,
    }


class Ids(Given):
    ids: set[str] = Field(max_length=1000)


@router.post("/trace/handled", dependencies=[may_somewhere(ViewTrace)])
async def handled(asked: Ids, runtime: Runtime) -> list[dict[str, Any]]:
    """List those of these events and commands that this service handled, and when."""
    return await _handled(runtime, asked.ids)


async def _handled(runtime: Any, causes: set[str]) -> list[dict[str, Any]]:
    name = runtime.service.name
    query = {"_id": {"$in": [f"{name}:{cause}" for cause in causes]}}
    found = runtime.store.db[INBOX].find(query, {"fingerprint": 0, "stated_time": 0})
    return [{**raw, "_id": raw["_id"].removeprefix(f"{name}:")} async for raw in found]
