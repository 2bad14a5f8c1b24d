"""Devices over HTTP: enrolment, revocation, and what they send."""

import asyncio
import base64
import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from pymongo.errors import PyMongoError

from services.lobby import store
from services.lobby.arrivals import ingress
from services.lobby.arrivals.handlers.number_blocks import BlockWish
from services.lobby.arrivals.refused_tickets import note_refused
from services.lobby.branch.api import BranchPath
from services.lobby.devices.domain.devices import CodeToldBefore, DeviceRefused, must_be_whole
from services.lobby.devices.handlers.devices import Enrolment, Invitation, enrol_device
from services.lobby.equipment.handlers.faults import LettingIn, Seen, let_in, shut_out
from services.lobby.forecasts.domain.forecasts import from_now
from services.lobby.forecasts.domain.wait_history import Outlook
from services.lobby.queue.api.visits import told_to_customer
from services.lobby.queue.domain.visits import State, Visit
from shared import clock, strict_json
from shared.access import SignedIn
from shared.contracts.lobby import NumberBlockGranted
from shared.contracts.words import DeviceSort, Role
from shared.errors import Malformed, Refusal, TooLarge, Unavailable
from shared.fields import Given
from shared.runtime import Runtime, ServiceRuntime
from shared.telemetry import REFUSED, log
from shared.unit_of_work import Cause
from shared.web import told

router = APIRouter(prefix="/api/lobby", tags=["devices"])
DeviceName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
Transaction = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,64}$")]
Transactions = Annotated[tuple[Transaction, ...], Field(max_length=50)]
BATCH = 100


class NewDevice(Given):
    """A device that is let in. Without `sort` and `transactions` those that are known stay as they are."""

    device: DeviceName
    sort: DeviceSort | None = None
    transactions: Transactions | None = None


class Code(BaseModel):
    """A one-time code, to be typed in at the device within 24 hours."""

    device: str
    code: str


class EnrolmentRequest(Given):
    branch: DeviceName
    device: DeviceName
    code: str = Field(max_length=64)


class Secret(BaseModel):
    """What the device signs in with from now on: as HTTP Basic, AMQP and MQTT user and password."""

    user: str
    secret: str


@router.post("/branches/{branch}/devices", status_code=201)
async def invite(
    branch: BranchPath, new: NewDevice, request: Request, runtime: Runtime, person: SignedIn
) -> Code:
    """Let a device in, or give one that is known a new secret: answers with a one-time code."""
    person.must(branch, Role.OPS)
    code = "-".join(f"{secrets.randbelow(10_000):04d}" for _ in range(4))
    letting = LettingIn(Invitation(branch, new.device, code), new.sort, new.transactions)
    if (await runtime.command(request, person, branch, let_in, letting)).repeated:
        raise CodeToldBefore
    return Code(device=new.device, code=code)


@router.post("/devices/enrol", status_code=201)
async def enrol(new: EnrolmentRequest, runtime: Runtime) -> Secret:
    """Trade the one-time code for the device's secret, which is told only now."""
    secret = secrets.token_urlsafe(32)
    user = f"{new.branch}.{new.device}"
    cause = Cause(clock.new_id(), "enrol_device", clock.now(), f"device:{new.device}", new.branch)
    await runtime.do(enrol_device, Enrolment(user, new.code, secret), cause)
    return Secret(user=user, secret=secret)


@router.delete("/branches/{branch}/devices/{device}", status_code=204)
async def revoke(
    branch: BranchPath,
    device: Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,32}$")],
    request: Request,
    runtime: Runtime,
    person: SignedIn,
) -> None:
    """Shut a device out, at once."""
    person.must(branch, Role.OPS)
    await runtime.command(request, person, branch, shut_out, Seen(branch, device, person.staff))


@router.post("/device-events")
async def device_events(request: Request, runtime: Runtime) -> JSONResponse:
    """Take one event (an object) or up to 100 (an array), answered in the same order.

    Sent again under the same id, an event gets the same answer; something else under that id is refused. Of
    an array, each is accepted or refused by itself.
    """
    branch, device = await _who(request, runtime)
    must_be_whole(request.headers, request.headers.get("content-type"))
    body = await request.body()
    traceparent = request.headers.get("traceparent", "")[:64]
    bodies = strict_json.elements(body)
    if bodies is None:
        return JSONResponse(await _take(runtime, body, branch, device, traceparent))
    if len(bodies) > BATCH:
        raise Malformed(f"content: more than {BATCH} events")
    # Side by side, in their order: each is put in line before the next, and they are committed together.
    answers = await asyncio.gather(*(_take_one(runtime, one, branch, device, traceparent) for one in bodies))
    return JSONResponse(answers)


async def _take_one(
    runtime: ServiceRuntime, body: bytes, branch: str, device: str, traceparent: str
) -> dict[str, Any]:
    """The answer to one of many, whatever it meets: the others keep theirs."""
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
    return {"id": ingress.id_of(body), **told(refusal)}


async def _take(
    runtime: ServiceRuntime, body: bytes, branch: str, device: str, traceparent: str
) -> dict[str, Any]:
    try:
        return await _hear(runtime, body, branch, device, traceparent)
    except Refusal as refusal:
        if not isinstance(refusal, TooLarge):  # it sends what fits
            await note_refused(runtime, body, branch, device, refusal)
        raise


async def _hear(
    runtime: ServiceRuntime, body: bytes, branch: str, device: str, traceparent: str
) -> dict[str, Any]:
    known = ingress.known_clock(runtime, branch, device)
    heard = ingress.read(body, branch, device, runtime.settings.key("blind_key"), known)
    cause = heard.cause if heard.cause.traceparent else heard.cause.with_trace(traceparent)
    answered: dict[str, Any] = {"id": heard.id, "correlation_id": cause.correlation_id}
    if ingress.noted(runtime, branch, device, heard):
        return answered
    done = await runtime.do(heard.handler, heard.content, cause)
    answer = await _as_before(runtime, heard) if done.repeated else done.answer
    if isinstance(answer, NumberBlockGranted):
        answered["block"] = answer.model_dump(mode="json")
    if isinstance(visit := answer, Visit):
        answered |= {
            "visit": visit.id,
            "ticket": visit.ticket,
            "ticket_class": visit.ticket_class,
            "channel": visit.channel,
            "place": visit.place,
            "already_had": (had := visit.id != cause.correlation_id),
            **told_to_customer(visit.evolve(forecast=None) if had else visit),
        }
        if had:
            answered |= await _where_they_are(runtime, visit)
    return answered


async def _where_they_are(runtime: ServiceRuntime, visit: Visit) -> dict[str, Any]:
    """Where somebody is who has a ticket, and what is before them from now on."""
    floor, outlooks = await asyncio.gather(
        store.floor(runtime.store, visit.branch), runtime.store.load(Outlook, [visit.branch])
    )
    hall, outlook = floor[1] if floor else None, next(iter(outlooks), None) or Outlook(id=visit.branch)
    one, left = hall.find(visit.id) if hall else None, None
    if hall and one and isinstance(outlook, Outlook):
        left = from_now(one, hall, outlook, runtime.settings.pace, clock.now())
    return {
        "state": visit.state,
        "counter": visit.counter if visit.state is State.CALLED else None,
        "place": hall.place_of(visit.id) if hall else 0,
        **({"wait_low_seconds": left.low, "wait_high_seconds": left.high} if left else {}),
    }


async def _as_before(runtime: ServiceRuntime, heard: ingress.Heard) -> Visit | NumberBlockGranted | None:
    """What is answered to an event that was sent before."""
    if isinstance(wish := heard.content, BlockWish):
        return await store.block(runtime.store, wish.branch, wish.device, wish.memory, clock.now())
    stay = await store.stay(runtime.store, heard.cause.correlation_id)  # of somebody who had a ticket
    return await store.visit(runtime.store, stay.visit if stay else heard.cause.correlation_id)


async def _who(request: Request, runtime: ServiceRuntime) -> tuple[str, str]:
    """The branch and name of the device behind HTTP Basic; `DeviceRefused` for everybody else."""
    scheme, _, coded = request.headers.get("authorization", "").partition(" ")
    try:
        user, _, secret = base64.b64decode(coded, validate=True).decode().partition(":")
    except ValueError:  # no ASCII, no base64, no UTF-8
        raise DeviceRefused from None
    device = await store.device(runtime.store, user) if scheme.lower() == "basic" else None
    if device is None or not device.knows(secret):
        raise DeviceRefused
    return device.branch, device.name
