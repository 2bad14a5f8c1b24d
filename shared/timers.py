"""Deadlines: an event that comes back when it is due, written and taken with everything else."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from pydantic import ValidationError
from pymongo import DeleteOne
from pymongo.errors import PyMongoError

from shared.clock import now
from shared.contracts.base import Event, model_of
from shared.domain import Timer
from shared.errors import UnknownType
from shared.store import TIMERS, Raw, Store
from shared.telemetry import log
from shared.unit_of_work import Cause

AT_ONCE = 200
LOOK_EVERY = timedelta(seconds=1)
"""Of the branch's time; but at most four times a second."""


def timer_of(timer: Timer, cause: Cause) -> Raw:
    """A deadline as it is kept."""
    return {
        "_id": timer.id,
        "due": timer.due,
        "type": timer.event.type_name(),
        "data": timer.event.model_dump(mode="json"),
        "branch": timer.event.branch,
        "correlation_id": timer.correlation_id,
        "causation_id": cause.id,
        "traceparent": cause.traceparent,
    }


def fired(raw: Raw) -> tuple[Cause, Event | None, bytes]:
    """Turn a due timer into its cause, its event (None if this version does not know it) and its content.

    The id names the deadline, so it fires once, however often it is found.
    """
    cause = Cause(
        id=f"timer:{raw['_id']}:{int(raw['due'].timestamp() * 1000)}",
        kind=raw["type"],
        time=raw["due"],
        branch=raw["branch"],
        correlation_id=raw["correlation_id"],
        causation_id=raw["causation_id"],
        traceparent=raw["traceparent"],
    )
    try:
        event = model_of(raw["type"]).model_validate(raw["data"])
    except (UnknownType, ValidationError):
        event = None
    return cause, event, json.dumps(raw["data"]).encode()


Fire = Callable[[Cause, Event | None, bytes], Awaitable[object]]


async def fire_due(store: Store, at: datetime, every: timedelta, fire: Fire) -> datetime:
    """Hand every deadline that is due `at` a time to `fire`, wait for all, and remove them. Gives when to
    look again: at once where there may be more, at the next deadline, at the latest after `every`.

    Removing comes after the commit of what it caused: a crash between the two finds the timer again, and
    its cause among the seen.
    """
    soon = await store.db[TIMERS].find({"due": {"$lte": at + every}}).sort("due").limit(AT_ONCE).to_list()
    due = [raw for raw in soon if raw["due"] <= at]
    if not due:
        dues: list[datetime] = [raw["due"] for raw in soon]
        return min([at + every, *dues])
    await asyncio.gather(*(fire(*fired(raw)) for raw in due))
    await store.db[TIMERS].bulk_write([DeleteOne({"_id": raw["_id"], "due": raw["due"]}) for raw in due])
    return at


async def keep_time(store: Store, pace: float, fire: Fire, clock: Callable[[], datetime] = now) -> None:
    """Meet each deadline at its moment, for ever. One that is nearer than `LOOK_EVERY` when it is set may
    be met so much later."""
    every = LOOK_EVERY / min(pace, 4)
    while True:
        again = clock() + every
        try:
            again = await fire_due(store, clock(), every, fire)
        except PyMongoError as error:
            log.warning("timers_wait", error=type(error).__name__)
        await asyncio.sleep(min(again - clock(), every).total_seconds())
