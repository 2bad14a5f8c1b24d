"""Devices enrol; and RabbitMQ asks who a device is and what it may do (``rabbitmq_auth_backend_http``).

The routes of the broker are for the inner network only. A device may publish under
``foyer.devices.<branch>.<device>.#`` and read ``foyer.answers.<branch>.<device>``, its own answers, and
``foyer.answers.<branch>``, those for all devices of its branch; over MQTT its client id is its user name,
alone or with something behind a dot. Of such names, for client ids and queues, it has eight.
"""

import re
import secrets
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, Field

from services.lobby.devices.bounds import bounds_of
from services.lobby.devices.commands import EnrolDevice
from services.lobby.devices.domain.devices import Device
from services.lobby.devices.queries import find_device
from shared import bus_names as names
from shared import clock
from shared.fields import Given
from shared.runtime import Runtime, ServiceRuntime
from shared.unit_of_work import Cause

router = APIRouter(prefix="/api/lobby", tags=["devices"])
broker = APIRouter(prefix="/broker", tags=["broker"], default_response_class=PlainTextResponse)
DeviceName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
ALLOW, DENY = "allow", "deny"


class EnrolmentRequest(Given):
    branch: DeviceName
    device: DeviceName
    code: str = Field(max_length=64)


class Secret(BaseModel):
    """User and secret with which the device signs in from now on: HTTP Basic, AMQP and MQTT."""

    user: str
    secret: str


@router.post("/devices/enrol", status_code=201)
async def enrol(new: EnrolmentRequest, runtime: Runtime) -> Secret:
    """Trade the one-time code for the device's secret, which is shown only now."""
    secret = secrets.token_urlsafe(32)
    command = EnrolDevice(f"{new.branch}.{new.device}", new.code, secret)
    cause = Cause(clock.new_id(), command.name, clock.now(), f"device:{new.device}", new.branch)
    await runtime.execute(command, cause)
    return Secret(user=command.device, secret=secret)


@broker.post("/user")
async def user(request: Request, runtime: Runtime) -> str:
    """Say whether this is a device that may send."""
    form = await _form(request)
    device, bounds = await _device(form, runtime), bounds_of(runtime)
    if device is None or not device.knows(form.get("password", "")):
        return DENY
    client = form.get("client_id", device.id)  # MQTT: a foreign one would take over its session
    may = bounds.may_be_called(device.id, client) and bounds.may_sign_in(device.id)
    return ALLOW if may else DENY


@broker.post("/vhost")
async def vhost(request: Request, runtime: Runtime) -> str:
    """Say whether it may connect at all."""
    return ALLOW if await _device(await _form(request), runtime) else DENY


@broker.post("/resource")
async def resource(request: Request, runtime: Runtime) -> str:
    """Say whether it may use an exchange or a queue."""
    form = await _form(request)
    device = await _device(form, runtime)
    if device is None:
        return DENY
    match form.get("resource"), form.get("permission"), form.get("name", ""):
        case "exchange", "write", name if name in (names.DEVICES, names.MQTT):
            return ALLOW
        case "exchange", "read", names.MQTT:
            return ALLOW
        case "queue", _, name if bounds_of(runtime).may_be_called(device.id, _own_name_of(name)):
            return ALLOW
    return DENY


@broker.post("/topic")
async def topic(request: Request, runtime: Runtime) -> str:
    """Say whether it may write or read under a routing key."""
    form = await _form(request)
    device = await _device(form, runtime)
    key = form.get("routing_key", "")
    if device is None:
        return DENY
    if form.get("permission") == "write":
        return ALLOW if key.startswith(f"foyer.devices.{device.id}.") else DENY
    return ALLOW if key in (names.answer_key(device.id), names.answer_key(device.branch)) else DENY


def _own_name_of(queue: str) -> str:
    """Return the device, and what stands behind it, after which a queue of answers or an MQTT session is
    named."""
    found = re.fullmatch(rf"{re.escape(names.answer_key(''))}(.+)|mqtt-subscription-(.+)qos[01]", queue)
    return (found[1] or found[2]) if found else ""


async def _form(request: Request) -> dict[str, str]:
    form = parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in form.items()}


async def _device(form: dict[str, str], runtime: ServiceRuntime) -> Device | None:
    device = await find_device(runtime.store, form.get("username", ""))
    return device if device is not None and not device.revoked and device.secret_hash else None
