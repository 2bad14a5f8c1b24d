"""RabbitMQ asks who a device is and what it may do (``rabbitmq_auth_backend_http``). Inner network only.

A device may publish under ``foyer.devices.<branch>.<device>.#`` and hear ``foyer.answers.<branch>.<device>``,
what is its own, and ``foyer.answers.<branch>``, what is for all devices of its branch; over MQTT its client
id is its user name, alone or with something behind a dot.
"""

import re
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from services.lobby import store
from services.lobby.devices.domain.devices import Device
from shared import bus_names as names
from shared.runtime import Runtime, ServiceRuntime

router = APIRouter(prefix="/broker", tags=["broker"], default_response_class=PlainTextResponse)
ALLOW, DENY = "allow", "deny"


@router.post("/user")
async def user(request: Request, runtime: Runtime) -> str:
    """Whether this is a device that may speak."""
    asked = await _form(request)
    device = await _device(asked, runtime)
    if device is None or not device.knows(asked.get("password", "")):
        return DENY
    client = asked.get("client_id", device.id)  # MQTT: a foreign one would take over its session
    return ALLOW if re.fullmatch(re.escape(device.id) + r"(\..+)?", client) else DENY


@router.post("/vhost")
async def vhost(request: Request, runtime: Runtime) -> str:
    """Whether it may come in at all."""
    return ALLOW if await _device(await _form(request), runtime) else DENY


@router.post("/resource")
async def resource(request: Request, runtime: Runtime) -> str:
    """Whether it may use an exchange or a queue."""
    asked = await _form(request)
    device = await _device(asked, runtime)
    if device is None:
        return DENY
    match asked.get("resource"), asked.get("permission"), asked.get("name", ""):
        case "exchange", "write", name if name in (names.DEVICES, names.MQTT):
            return ALLOW
        case "exchange", "read", names.MQTT:
            return ALLOW
        case "queue", _, name if _is_own(device, name):
            return ALLOW
    return DENY


@router.post("/topic")
async def topic(request: Request, runtime: Runtime) -> str:
    """Whether it may write or hear under a routing key."""
    asked = await _form(request)
    device = await _device(asked, runtime)
    key = asked.get("routing_key", "")
    if device is None:
        return DENY
    if asked.get("permission") == "write":
        return ALLOW if key.startswith(f"foyer.devices.{device.id}.") else DENY
    return ALLOW if key in (names.answer_key(device.id), names.answer_key(device.branch)) else DENY


def _is_own(device: Device, name: str) -> bool:
    """Whether a queue (or MQTT session) is the device's: its id, alone or with something behind a dot."""
    own = re.escape(device.id) + r"(\..+)?"
    answers = re.escape(names.answer_key("")) + own
    return bool(re.fullmatch(f"{answers}|mqtt-subscription-{own}qos[01]", name))


async def _form(request: Request) -> dict[str, str]:
    form = parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in form.items()}


async def _device(asked: dict[str, str], runtime: ServiceRuntime) -> Device | None:
    device = await store.device(runtime.store, asked.get("username", ""))
    return device if device is not None and not device.revoked and device.secret_hash else None
