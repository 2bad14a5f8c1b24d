"""What devices send, by whichever way it comes: read, checked, and made into something to do.

    kiosk ──HTTP──▶ api/devices ─┐
          ──AMQP──▶ foyer.devices ┼─▶ read ─▶ handlers/arrivals, …
          ──MQTT──▶ amq.topic ────┘

The credential that a customer showed becomes a keyed hash here, and goes no further.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from faststream.rabbit import RabbitMessage
from pydantic import ValidationError

from services.lobby.arrivals.handlers.arrivals import come
from services.lobby.arrivals.handlers.number_blocks import (
    BlockWish,
    Missed,
    Return,
    come_back_on_line,
    grant_block,
    miss_record,
)
from services.lobby.arrivals.refused_tickets import note_refused
from services.lobby.devices.domain.device_clocks import DeviceClock, Sent, possible, readable
from services.lobby.devices.domain.devices import SpeaksForAnother, must_be_whole, refusal_of
from services.lobby.equipment.domain.faults import Saying
from services.lobby.equipment.handlers.faults import Heard as HeardOf
from services.lobby.equipment.handlers.faults import Told, hear_again, hear_status
from services.lobby.equipment.heartbeats import pulses_of
from services.lobby.journal.commands import PassOnComplaint
from services.lobby.journal.handlers import pass_on_complaint
from services.lobby.queue.domain.arrivals import Arrival
from services.lobby.queue.handlers.diversions import AtMachine, come_back_by_machine, serve_by_machine
from services.lobby.safety.commands import ReportLoiterer
from services.lobby.safety.handlers import report_loiterer
from shared import bus_names as names
from shared import clock, strict_json
from shared.bus import LARGEST_EVENT, Receive, Subscription
from shared.contracts.base import faults, model_of
from shared.contracts.devices import (
    EVENT_ID,
    LARGEST,
    ComplaintRaised,
    ConnectionRestored,
    CustomerArrived,
    CustomerReturned,
    DeviceEvent,
    DeviceMessage,
    DeviceStatus,
    Heartbeat,
    LoitererSeen,
    NumberBlockRequested,
    RecordSetAside,
    SelfServiceCompleted,
    correlation_of,
)
from shared.errors import IdReused, Malformed, MissingId, Refusal, TooLarge, UnknownType
from shared.fingerprint import Fingerprint
from shared.privacy import blind_index
from shared.runtime import ServiceRuntime
from shared.unit_of_work import Cause, Handler
from shared.work import Delivery, MessageItem, UnreadableItem


@dataclass(frozen=True)
class Heard:
    """An accepted message of a device, as a command; and its clock, as far as it is known by now."""

    cause: Cause
    handler: Handler
    content: Any
    clock: DeviceClock | None = None

    @property
    def id(self) -> str:
        """The id that the device gave it."""
        return self.cause.fingerprint.id if self.cause.fingerprint else self.cause.id


def read(
    body: bytes,
    branch: str,
    device: str,
    blind_key: bytes,
    known: DeviceClock | None = None,
    *,
    direct: bool = True,
) -> Heard:
    """Read what `device` of `branch` sent; who it is was checked before. Its time counts as far as what is
    `known` of its clock bears it out, else the hall's does. `direct`: no broker could have held it back.

    Raises `TooLarge`, `Malformed`, `MissingId`, `UnknownType`, `SpeaksForAnother`.
    """
    message = _message(body)
    model = model_of(message.type)
    if not issubclass(model, DeviceEvent):
        raise UnknownType(message.type)
    if message.source != f"/device/{branch}/{device}" or message.data.get("branch", branch) != branch:
        raise SpeaksForAnother
    event, left_out = _content(model, {**message.data, "branch": branch})
    now = clock.now()
    stated = readable(clock.kept(message.time), now) if message.time else None
    if known is None:
        time, learned = possible(stated, now), None
    else:
        time, learned = known.judge(stated, now, _sent(event), direct=direct)
    correlation_id = correlation_of(branch, device, message.id)
    if isinstance(event, CustomerReturned | SelfServiceCompleted):
        correlation_id = event.visit
    if isinstance(event, CustomerArrived) and event.instead_of:
        if event.ticket is None:
            raise Malformed("data.instead_of: only with a ticket")
        correlation_id = correlation_of(branch, device, event.instead_of)
    plain = event.model_dump(mode="json", exclude_defaults=True)
    moment = clock.kept(message.time) if message.time else None
    said = Fingerprint.of(
        blind_key, message.id, message.source, message.type, plain, time=moment, reused=IdReused
    )
    cause = Cause(
        id=f"{branch}.{device}:{message.id}",
        kind=message.type,
        time=time,
        actor=f"device:{device}",
        branch=branch,
        correlation_id=correlation_id,
        traceparent=message.traceparent,
        fingerprint=said,
    )
    match event:
        case CustomerArrived():
            shown = event.credential
            try:
                hashed = blind_index(blind_key, shown.kind, shown.value) if shown else None
            except Refusal:
                if event.ticket is None:
                    raise
                hashed, left_out = None, (*left_out, "credential")
            arrival = Arrival(
                id=correlation_id,
                branch=branch,
                need=event.need,
                arrived=time,
                care=event.care,
                credential=hashed,
                device=device,
                amount=event.amount,
                wants_counter=event.wants_counter,
                ticket=event.ticket,
                stated=stated,
                left_out=left_out,
            )
            return Heard(cause, come, arrival, learned)
        case NumberBlockRequested():
            return Heard(cause, grant_block, BlockWish(branch, device, event.memory), learned)
        case ConnectionRestored():
            since = readable(clock.kept(event.since), now)
            since = known.judge(since, now, Sent.HELD)[0] if known else possible(since, now)
            back = Return(branch, device, since, event.numbers, correlation_id, event.missing)
            return Heard(cause, come_back_on_line, back, learned)
        case RecordSetAside():
            missed = Missed(branch, device, event.record, event.reason, event.ticket, correlation_id)
            return Heard(cause, miss_record, missed, learned)
        case CustomerReturned():
            return Heard(cause, come_back_by_machine, AtMachine(branch, event.visit, device), learned)
        case SelfServiceCompleted():
            return Heard(cause, serve_by_machine, AtMachine(branch, event.visit, device), learned)
        case ComplaintRaised():
            complaint = PassOnComplaint(
                id=correlation_id,
                branch=branch,
                topic=event.topic,
                raised=time,
                visit=event.visit,
                device=device,
            )
            return Heard(cause, pass_on_complaint, complaint, learned)
        case DeviceStatus():
            saying = Saying(event.status, event.checks, time)
            return Heard(cause, hear_status, Told(correlation_id, branch, device, saying), learned)
        case Heartbeat():
            return Heard(cause, hear_again, HeardOf(branch, (device,), (device,)), learned)
        case LoitererSeen():
            sighting = ReportLoiterer(correlation_id, branch, device, event.place, event.minutes)
            return Heard(cause, report_loiterer, sighting, learned)
    raise UnknownType(message.type)


def id_of(body: bytes) -> str | None:
    """The id of an event that may be wrong in every other respect, if it can be told."""
    try:
        content = json.loads(body, parse_int=len) if len(body) <= LARGEST_EVENT else None
    except (ValueError, RecursionError):
        return None
    id = content.get("id") if isinstance(content, dict) else None
    return id if isinstance(id, str) and re.fullmatch("[ -~]{1,64}", id) else None


def _message(body: bytes) -> DeviceMessage:
    if len(body) > LARGEST:
        raise TooLarge
    content = strict_json.read(body)
    if not isinstance(content, dict):
        raise Malformed("content: an event is an object")
    if "id" not in content:
        raise MissingId
    try:
        return DeviceMessage.model_validate_json(strict_json.write(content), strict=True)
    except ValidationError as error:
        raise Malformed(faults(error)) from None


def _content(model: type[DeviceEvent], data: dict[str, Any]) -> tuple[DeviceEvent, tuple[str, ...]]:
    """The content, and what had to be left out: whoever holds a printed number waits with it, whatever else
    cannot be read. Raises `Malformed`."""
    try:
        return model.model_validate_json(strict_json.write(data), strict=True), ()
    except ValidationError as error:
        wrong = tuple(sorted({str(fault["loc"][0]) for fault in error.errors() if fault["loc"]}))
        if model is not CustomerArrived or "ticket" in wrong or data.get("ticket") is None:
            raise Malformed(faults(error, within="data")) from None
    rest = {name: value for name, value in data.items() if name not in wrong}
    return model.model_validate_json(strict_json.write(rest), strict=True), wrong


def _sent(event: DeviceEvent) -> Sent:
    if isinstance(event, Heartbeat | NumberBlockRequested):
        return Sent.LIVE
    if isinstance(event, CustomerArrived):
        return Sent.ASKED if event.ticket is None else Sent.HELD
    return Sent.HELD if isinstance(event, ConnectionRestored) else Sent.SAID


def noted(runtime: ServiceRuntime, branch: str, device: str, heard: Heard) -> bool:
    """Note that the device is alive, and what its clock is like; whether it had nothing else to say (D7)."""
    beats = heard.handler is hear_again
    pulses_of(runtime).note(branch, device, beats=beats, clock=heard.clock)
    return beats


def known_clock(runtime: ServiceRuntime, branch: str, device: str) -> DeviceClock:
    """What is known of the clock of a device."""
    return pulses_of(runtime).clock_of(branch, device)


def ear(runtime: ServiceRuntime) -> Subscription:
    """Where messages of devices arrive from the broker, which has asked us who may send what."""
    return Subscription(names.DEVICE_QUEUE, _receive(runtime))


def _receive(runtime: ServiceRuntime) -> Receive:
    blind_key = runtime.settings.key("blind_key")

    async def receive(message: RabbitMessage) -> None:
        raw = message.raw_message
        order = raw.delivery_tag or 0
        # The broker let nobody use this key but the device it names: it alone is told of a refusal.
        _, _, branch, device, *_ = [*(raw.routing_key or "").split("."), "", "", "", ""]
        way = (names.DEVICES, raw.routing_key or "")  # from MQTT it came through another
        try:
            must_be_whole(raw.headers, raw.content_type)
            known = known_clock(runtime, branch, device)
            heard = read(raw.body, branch, device, blind_key, known, direct=False)
        except Refusal as refusal:
            id = id_of(raw.body) or (raw.message_id or "").removeprefix(f"{branch}.{device}:") or None
            tells = refusal_of(branch, device, id)
            item: Delivery = UnreadableItem(
                cause=_unreadable(branch, device, id),
                order=order,
                refusal=refusal,
                body=raw.body,
                route=way,
                refusal_event=tells,
            )
        else:
            if noted(runtime, branch, device, heard):
                return
            tells = refusal_of(branch, device, heard.id)
            item = MessageItem(
                cause=heard.cause,
                order=order,
                content=heard.content,
                handler=heard.handler,
                body=raw.body,
                route=way,
                refusal_event=tells,
            )
        done = await runtime.worker_of(branch).submit(item)
        if done.repeated:
            await runtime.relay.answer_again(item.cause.correlation_id, item.cause.id)
        if done.dead_lettered and isinstance(done.answer, Refusal):
            await note_refused(runtime, raw.body, branch, device, done.answer)

    return receive


def _unreadable(branch: str, device: str, id: str | None) -> Cause:
    """The cause that a message is which cannot be read: never a repeat of one that could."""
    own = id if id and re.fullmatch(EVENT_ID, id) else clock.new_id()
    said = Fingerprint(id or own, b"", reused=IdReused)
    return Cause(
        f"{branch}.{device}:{own}", "unreadable", clock.now(), f"device:{device}", branch, fingerprint=said
    )
