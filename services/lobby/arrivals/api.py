"""Messages of devices over HTTP, answered at once."""

import asyncio
import base64
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pymongo.errors import PyMongoError

from services.lobby.arrivals import ingress
from services.lobby.arrivals.commands import GrantNumberBlock
from services.lobby.arrivals.messages import AcceptedCommand, AcceptedHeartbeat, id_of, read_message
from services.lobby.arrivals.queries import find_stay
from services.lobby.arrivals.refused_tickets import note_refused
from services.lobby.branch.queries import find_hall
from services.lobby.devices.bounds import TooFast, bounds_of
from services.lobby.devices.domain.devices import DeviceRefused, must_be_whole
from services.lobby.devices.queries import find_device, find_number_block
from services.lobby.forecasts.domain.forecasts import forecast_from_now
from services.lobby.forecasts.domain.wait_history import WaitHistory
from services.lobby.queue.api.visits import customer_answer
from services.lobby.queue.domain.visits import Visit, VisitState
from services.lobby.queue.queries import find_visit
from shared import clock, strict_json
from shared.contracts.lobby import NumberBlockGranted
from shared.contracts.schemas import device_message
from shared.errors import Malformed, Refusal, TooLarge, Unavailable
from shared.runtime import Runtime, ServiceRuntime
from shared.telemetry import REFUSED, log
from shared.web import problem_of

router = APIRouter(prefix="/api/lobby", tags=["devices"])
BATCH = 100
LETS_WAIT = 1.0
"""Seconds until a device that is too fast is told so."""
CONTENT = {
    kind: {
        "schema": {
            "oneOf": [device_message(), {"type": "array", "items": device_message(), "maxItems": BATCH}]
        }
    }
    for kind in ("application/json", "application/cloudevents+json")
}
"""The content of a request for OpenAPI: the route reads it itself, to answer each event by itself."""


@router.post("/device-events", openapi_extra={"requestBody": {"required": True, "content": CONTENT}})
async def device_events(request: Request, runtime: Runtime) -> JSONResponse:
    """Take one event (an object) or up to 100 (an array), answered in the same order.

    Sent again under the same id, an event gets the same answer; something else under that id is refused. Of
    an array, each is accepted or refused by itself.
    """
    branch, device = await _sender(request, runtime)
    must_be_whole(request.headers, request.headers.get("content-type"))
    await _in_time(runtime, branch, device, 0)
    body = await request.body()
    traceparent = request.headers.get("traceparent", "")[:64]
    bodies = strict_json.elements(body)
    if len(bodies or ()) > BATCH:
        bounds_of(runtime).refused(f"{branch}.{device}")
        raise Malformed(f"content: more than {BATCH} events")
    await _in_time(runtime, branch, device, 1 if bodies is None else len(bodies))
    if bodies is None:
        return JSONResponse(await _take(runtime, body, branch, device, traceparent))
    # Side by side, in their order: each is submitted before the next, and they are committed together.
    answers = await asyncio.gather(*(_take_one(runtime, one, branch, device, traceparent) for one in bodies))
    return JSONResponse(answers)


async def _in_time(runtime: ServiceRuntime, branch: str, device: str, events: int) -> None:
    """Count events of a device. Raises `TooFast`, after a second: who asks at once again is not answered at
    once."""
    try:
        bounds_of(runtime).must_not_hurry(f"{branch}.{device}", events)
    except TooFast:
        await asyncio.sleep(LETS_WAIT)
        raise


async def _take_one(
    runtime: ServiceRuntime, body: bytes, branch: str, device: str, traceparent: str
) -> dict[str, Any]:
    """Return the answer to one of many, whatever it meets: the others keep theirs."""
    try:
        return await _take(runtime, body, branch, device, traceparent)
    except Refusal as error:
        refusal = error
    except PyMongoError as error:
        log.warning("store_away", error=type(error).__name__, path="/device-events")
        refusal = Unavailable()
    except Exception as error:
        log.error("event_failed", exc_info=error)
        refusal = Unavailable()
    REFUSED.labels("http", refusal.code).inc()
    return {"id": id_of(body), **problem_of(refusal)}


async def _take(
    runtime: ServiceRuntime, body: bytes, branch: str, device: str, traceparent: str
) -> dict[str, Any]:
    try:
        return await _handle(runtime, body, branch, device, traceparent)
    except Refusal as refusal:
        if refusal.status < 500:
            bounds_of(runtime).refused(f"{branch}.{device}")
        if not isinstance(refusal, TooLarge):  # it sends what fits
            await note_refused(runtime, body, branch, device, refusal)
        raise


async def _handle(
    runtime: ServiceRuntime, body: bytes, branch: str, device: str, traceparent: str
) -> dict[str, Any]:
    known = ingress.known_clock(runtime, branch, device)
    message = read_message(body, branch, device, runtime.settings.key("blind_key"), known)
    cause = message.cause if message.cause.traceparent else message.cause.with_trace(traceparent)
    answer: dict[str, Any] = {"id": message.id, "correlation_id": cause.correlation_id}
    ingress.note_contact(runtime, branch, device, message)
    if isinstance(message, AcceptedHeartbeat):
        return answer
    outcome = await runtime.execute(message.command, cause)
    found = await _found_again(runtime, message) if outcome.repeated else outcome.answer
    if isinstance(found, NumberBlockGranted):
        answer["block"] = found.model_dump(mode="json")
    if isinstance(visit := found, Visit):
        answer |= {
            "visit": visit.id,
            "ticket": visit.ticket,
            "ticket_class": visit.ticket_class,
            "channel": visit.channel,
            "place": visit.place,
            "already_had": (had := visit.id != cause.correlation_id),
            **customer_answer(visit.evolve(forecast=None) if had else visit),
        }
        if had:
            answer |= await _present_state(runtime, visit)
    return answer


async def _present_state(runtime: ServiceRuntime, visit: Visit) -> dict[str, Any]:
    """Return where a customer is who has a ticket already, and their expected wait from now on."""
    found, known = await asyncio.gather(
        find_hall(runtime.store, visit.branch), runtime.store.find(WaitHistory, visit.branch)
    )
    hall = found[1] if found else None
    waiting, left = hall.find(visit.id) if hall else None, None
    if hall and waiting:
        history = known or WaitHistory(id=visit.branch)
        left = forecast_from_now(waiting, hall, history, runtime.moment)
    return {
        "state": visit.state,
        "counter": visit.counter if visit.state is VisitState.CALLED else None,
        "place": hall.place_of(visit.id) if hall else 0,
        **({"wait_low_seconds": left.low, "wait_high_seconds": left.high} if left else {}),
    }


async def _found_again(
    runtime: ServiceRuntime, message: AcceptedCommand
) -> Visit | NumberBlockGranted | None:
    """Return the answer to a message that was sent before."""
    store, id = runtime.store, message.cause.correlation_id
    if isinstance(block := message.command, GrantNumberBlock):
        return await find_number_block(store, block.branch, block.device, block.memory, clock.now())
    stay = await find_stay(store, id)  # of a customer who had a ticket
    return await find_visit(store, stay.visit if stay else id)


async def _sender(request: Request, runtime: ServiceRuntime) -> tuple[str, str]:
    """Return branch and name of the device behind HTTP Basic. Raises `DeviceRefused`."""
    scheme, _, coded = request.headers.get("authorization", "").partition(" ")
    try:
        user, _, secret = base64.b64decode(coded, validate=True).decode().partition(":")
    except ValueError:  # no ASCII, no base64, no UTF-8
        raise DeviceRefused from None
    device = await find_device(runtime.store, user) if scheme.lower() == "basic" else None
    if device is None or not device.knows(secret):
        raise DeviceRefused
    return device.branch, device.name
