"""The way in of devices over the broker, AMQP 0-9-1 and MQTT.

kiosk ──HTTP──▶ api ────────────┐
      ──AMQP──▶ foyer.devices ──┼─▶ messages.read_message ─▶ a command, or a heartbeat
      ──MQTT──▶ amq.topic ──────┘
"""

import re

from faststream.rabbit import RabbitMessage

from services.lobby.arrivals.messages import AcceptedHeartbeat, AcceptedMessage, id_of, read_message
from services.lobby.arrivals.refused_tickets import note_refused
from services.lobby.devices.bounds import TooFast, bounds_of
from services.lobby.devices.domain.device_clocks import DeviceClock
from services.lobby.devices.domain.devices import must_be_whole, refusal_of
from services.lobby.equipment.heartbeats import heartbeats_of
from shared import bus_names as names
from shared import clock
from shared.bus import Receive, Subscription
from shared.contracts.base import Envelope, Event, encode
from shared.contracts.devices import EVENT_ID
from shared.errors import IdReused, Refusal
from shared.fingerprint import Fingerprint
from shared.outbox_messages import OutboxMessage
from shared.runtime import ServiceRuntime
from shared.telemetry import REFUSED
from shared.unit_of_work import Cause
from shared.work import Delivery, MessageItem, UnreadableItem

AT_ONCE = 50
"""Messages under way: a flood of them is taken in so small pieces that what comes over HTTP goes between."""


def note_contact(runtime: ServiceRuntime, branch: str, device: str, message: AcceptedMessage) -> None:
    """Note that the device was seen, and the state of its clock (D7)."""
    is_heartbeat = isinstance(message, AcceptedHeartbeat)
    heartbeats_of(runtime).note(branch, device, is_heartbeat=is_heartbeat, clock=message.clock)


def known_clock(runtime: ServiceRuntime, branch: str, device: str) -> DeviceClock:
    """Return the state of the clock of a device."""
    return heartbeats_of(runtime).clock_of(branch, device)


def subscription(runtime: ServiceRuntime) -> Subscription:
    """Subscribe to the messages of devices; the broker has asked this service who may send what."""
    return Subscription(names.DEVICE_QUEUE, _receive(runtime), AT_ONCE)


def _receive(runtime: ServiceRuntime) -> Receive:
    blind_key = runtime.settings.key("blind_key")

    async def receive(message: RabbitMessage) -> None:
        raw = message.raw_message
        order = raw.delivery_tag or 0
        # The broker lets only the device that it names use this key: it alone gets the refusal.
        _, _, branch, device, *_ = [*(raw.routing_key or "").split("."), "", "", "", ""]
        route = (names.DEVICES, raw.routing_key or "")  # from MQTT it came through another
        if "x-death" in raw.headers:  # a queue of its own sent it on, under whatever name it was told to
            REFUSED.labels("bus", "sent_on").inc()
            return
        try:
            bounds_of(runtime).must_not_hurry(f"{branch}.{device}")
        except TooFast as refusal:
            await _tell_at_once(runtime, branch, device, message, refusal)
            return
        try:
            must_be_whole(raw.headers, raw.content_type)
            known = known_clock(runtime, branch, device)
            accepted = read_message(raw.body, branch, device, blind_key, known, direct=False)
        except Refusal as refusal:
            id = id_of(raw.body) or (raw.message_id or "").removeprefix(f"{branch}.{device}:") or None
            item: Delivery = UnreadableItem(
                cause=_unreadable(branch, device, id),
                order=order,
                refusal=refusal,
                body=raw.body,
                route=route,
                refusal_event=refusal_of(branch, device, id),
            )
        else:
            note_contact(runtime, branch, device, accepted)
            if isinstance(accepted, AcceptedHeartbeat):
                return
            item = MessageItem(
                cause=accepted.cause,
                order=order,
                content=accepted.command,
                handler=runtime.service.commands[type(accepted.command)],
                body=raw.body,
                route=route,
                refusal_event=refusal_of(branch, device, accepted.id),
            )
        outcome = await runtime.worker_of(branch).submit(item)
        if outcome.repeated:
            await runtime.relay.answer_again(item.cause.correlation_id, item.cause.id)
        if outcome.dead_lettered:
            bounds_of(runtime).refused(f"{branch}.{device}")
        if outcome.dead_lettered and isinstance(outcome.answer, Refusal):
            await note_refused(runtime, raw.body, branch, device, outcome.answer)

    return receive


async def _tell_at_once(
    runtime: ServiceRuntime, branch: str, device: str, message: RabbitMessage, refusal: TooFast
) -> None:
    """Answer a device that it is too fast, without the store and not for ever: this must cost nearly
    nothing."""
    REFUSED.labels("bus", refusal.code).inc()
    if not bounds_of(runtime).may_answer(f"{branch}.{device}"):
        return
    id = id_of(message.raw_message.body)
    if (event_of := refusal_of(branch, device, id)) is None:
        return
    event = event_of(refusal)
    envelope = Envelope[Event](
        id=clock.new_id(),
        source=f"/lobby/{branch}",
        type=event.type_name(),
        subject=f"device:{device}",
        time=clock.now(),
        branch=branch,
        causationid=id or "",
        data=event,
    )
    key = names.answer_key(f"{branch}.{device}")
    answer = OutboxMessage(envelope.id, names.MQTT, key, envelope.type, encode(envelope), mandatory=False)
    runtime.relay.enqueue([answer])


def _unreadable(branch: str, device: str, id: str | None) -> Cause:
    """Build the cause for a message that cannot be read: never a repeat of one that could."""
    own = id if id and re.fullmatch(EVENT_ID, id) else clock.new_id()
    said = Fingerprint(id or own, b"", reused=IdReused)
    return Cause(
        f"{branch}.{device}:{own}", "unreadable", clock.now(), f"device:{device}", branch, fingerprint=said
    )
