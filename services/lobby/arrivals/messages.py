"""Messages of devices, whichever way they come: read, checked, and made into commands.

The credential that a customer showed becomes a keyed hash here, and goes no further.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from services.lobby.arrivals.commands import EndCutOff, GrantNumberBlock, NoteMissingRecord, RegisterArrival
from services.lobby.devices.domain.device_clocks import DeviceClock, Sent, possible, readable
from services.lobby.devices.domain.devices import SpeaksForAnother
from services.lobby.equipment.commands import ReportStatus
from services.lobby.equipment.domain import SelfReport
from services.lobby.journal.commands import PassOnComplaint
from services.lobby.queue.commands import CompleteAtMachine, ReturnFromMachine
from services.lobby.queue.domain.admission import Arrival
from services.lobby.safety.commands import ReportLoiterer
from shared import clock, strict_json
from shared.bus_names import LARGEST_MESSAGE
from shared.commands import Command
from shared.contracts.base import faults, model_of
from shared.contracts.devices import (
    LARGEST,
    ArrivalAtDevice,
    ComplaintAtDevice,
    CompletionAtDevice,
    ConnectionRestored,
    DeviceEvent,
    DeviceMessage,
    DeviceStatus,
    Heartbeat,
    LoitererSeen,
    NumberBlockRequested,
    RecordSetAside,
    ReturnAtDevice,
    correlation_of,
)
from shared.errors import IdReused, Malformed, MissingId, Refusal, TooLarge, UnknownType
from shared.fingerprint import Fingerprint
from shared.privacy import blind_index
from shared.unit_of_work import Cause


@dataclass(frozen=True)
class AcceptedMessage:
    """An accepted message of a device; `clock` is the state of its clock by now, where it was known
    before."""

    cause: Cause
    clock: DeviceClock | None

    @property
    def id(self) -> str:
        """The id that the device gave it."""
        return self.cause.fingerprint.id if self.cause.fingerprint else self.cause.id


@dataclass(frozen=True)
class AcceptedHeartbeat(AcceptedMessage):
    """A heartbeat: it is noted, and no command follows."""


@dataclass(frozen=True)
class AcceptedCommand(AcceptedMessage):
    """A message that asks for something."""

    command: Command


def read_message(
    body: bytes,
    branch: str,
    device: str,
    blind_key: bytes,
    known: DeviceClock | None = None,
    *,
    direct: bool = True,
) -> AcceptedHeartbeat | AcceptedCommand:
    """Read a message of `device` of `branch`, whose identity was checked before.

    Its time counts as far as what is `known` of its clock bears it out, else the hall's does. `direct`: no
    broker could have held it back. Raises `TooLarge`, `Malformed`, `MissingId`, `UnknownType`,
    `SpeaksForAnother`.
    """
    message = _message(body)
    model = model_of(message.type)
    if not issubclass(model, DeviceEvent):
        raise UnknownType(message.type)
    if message.source != f"/device/{branch}/{device}" or message.data.get("branch", branch) != branch:
        raise SpeaksForAnother
    event, left_out = _event(model, {**message.data, "branch": branch})
    now = clock.now()
    moment = clock.to_milliseconds(message.time) if message.time else None
    stated = readable(moment, now) if moment else None
    if known is None:
        time, learned = possible(stated, now), None
    else:
        time, learned = known.judge(stated, now, _sent(event), direct=direct)
    correlation_id = _correlation_of(event, branch, device, message.id)
    plain = event.model_dump(mode="json", exclude_defaults=True)
    cause = Cause(
        id=f"{branch}.{device}:{message.id}",
        kind=message.type,
        time=time,
        actor=f"device:{device}",
        branch=branch,
        correlation_id=correlation_id,
        traceparent=message.traceparent,
        fingerprint=Fingerprint.of(
            blind_key, message.id, message.source, message.type, plain, time=moment, reused=IdReused
        ),
    )
    if isinstance(event, Heartbeat):
        return AcceptedHeartbeat(cause, learned)
    if isinstance(event, ArrivalAtDevice):
        arrival = _arrival(event, cause, device, stated, left_out, blind_key)
        return AcceptedCommand(cause, learned, RegisterArrival(arrival))
    if isinstance(event, ConnectionRestored):
        since = readable(clock.to_milliseconds(event.since), now)
        since = known.judge(since, now, Sent.HELD)[0] if known else possible(since, now)
        end = EndCutOff(branch, device, since, event.numbers, correlation_id, event.missing)
        return AcceptedCommand(cause, learned, end)
    return AcceptedCommand(cause, learned, _command_of(event, cause, device))


def _correlation_of(event: DeviceEvent, branch: str, device: str, id: str) -> str:
    """Return the visit that an event is about, or one that its id stands for."""
    if isinstance(event, ReturnAtDevice | CompletionAtDevice):
        return event.visit
    if isinstance(event, ArrivalAtDevice) and event.instead_of:
        if event.ticket is None:
            raise Malformed("data.instead_of: only with a ticket")
        return correlation_of(branch, device, event.instead_of)
    return correlation_of(branch, device, id)


def _arrival(
    event: ArrivalAtDevice,
    cause: Cause,
    device: str,
    stated: datetime | None,
    left_out: tuple[str, ...],
    blind_key: bytes,
) -> Arrival:
    shown = event.credential
    try:
        hashed = blind_index(blind_key, shown.kind, shown.value) if shown else None
    except Refusal:
        if event.ticket is None:
            raise
        hashed, left_out = None, (*left_out, "credential")
    return Arrival(
        id=cause.correlation_id,
        branch=cause.branch,
        need=event.need,
        arrived=cause.time,
        care=event.care,
        credential=hashed,
        device=device,
        amount=event.amount,
        wants_counter=event.wants_counter,
        ticket=event.ticket,
        stated=stated,
        left_out=left_out,
    )


def _command_of(event: DeviceEvent, cause: Cause, device: str) -> Command:
    branch, id = cause.branch, cause.correlation_id
    match event:
        case NumberBlockRequested():
            return GrantNumberBlock(branch, device, event.memory)
        case RecordSetAside():
            return NoteMissingRecord(branch, device, event.record, event.reason, event.ticket, id)
        case ReturnAtDevice():
            return ReturnFromMachine(branch, event.visit, device)
        case CompletionAtDevice():
            return CompleteAtMachine(branch, event.visit, device)
        case ComplaintAtDevice():
            return PassOnComplaint(
                id=id,
                branch=branch,
                topic=event.topic,
                raised=cause.time,
                visit=event.visit,
                device=device,
            )
        case DeviceStatus():
            return ReportStatus(id, branch, device, SelfReport(event.status, event.checks, cause.time))
        case LoitererSeen():
            return ReportLoiterer(id, branch, device, event.place, event.minutes)
    raise UnknownType(event.type_name())


def id_of(body: bytes) -> str | None:
    """Return the id of an event that may be wrong in every other respect, if it can be read."""
    try:
        content = json.loads(body, parse_int=len) if len(body) <= LARGEST_MESSAGE else None
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


def _event(model: type[DeviceEvent], data: dict[str, Any]) -> tuple[DeviceEvent, tuple[str, ...]]:
    """Return the event, and the fields that had to be left out: a customer who holds a printed number waits
    with it, whatever else cannot be read. Raises `Malformed`."""
    try:
        return model.model_validate_json(strict_json.write(data), strict=True), ()
    except ValidationError as error:
        wrong = tuple(sorted({str(fault["loc"][0]) for fault in error.errors() if fault["loc"]}))
        if model is not ArrivalAtDevice or "ticket" in wrong or data.get("ticket") is None:
            raise Malformed(faults(error, within="data")) from None
    rest = {name: value for name, value in data.items() if name not in wrong}
    return model.model_validate_json(strict_json.write(rest), strict=True), wrong


def _sent(event: DeviceEvent) -> Sent:
    if isinstance(event, Heartbeat | NumberBlockRequested):
        return Sent.LIVE
    if isinstance(event, ArrivalAtDevice):
        return Sent.ASKED if event.ticket is None else Sent.HELD
    return Sent.HELD if isinstance(event, ConnectionRestored) else Sent.SAID
