"""What things are called on the broker, where it is, and how its client says that it went away."""

import asyncio

from yarl import URL

HEARTBEAT = 10
"""Seconds; a link that is half open is noticed after some 33 (with 60, after 183; both measured)."""

EVENTS = "foyer.events"
DEVICES = "foyer.devices"
PARKED = "foyer.parked"
MQTT = "amq.topic"
EXCHANGES = {EVENTS: "topic", DEVICES: "topic", PARKED: "direct"}
"""The exchanges that are ours, all durable, with their types; `MQTT` is the broker's own."""


def queue_of(service: str, partition: int) -> str:
    """Where `service` hears the events of a partition."""
    return f"foyer.{service}.{partition}"


def parked_queue_of(service: str) -> str:
    """Where the broker puts what killed its consumer too often, until the service takes it into its store."""
    return f"foyer.{service}.parked"


def answer_key(device: str) -> str:
    """Where a device (``<branch>.<device>``) listens for answers on `MQTT`; ``foyer/answers/…`` in MQTT."""
    return f"foyer.answers.{device}"


DEVICE_QUEUE = "foyer.lobby.devices"


def address(amqp_url: str) -> str:
    """The broker's address with our heartbeat, unless it names one."""
    url = URL(amqp_url)
    return str(url if "heartbeat" in url.query else url.update_query(heartbeat=HEARTBEAT))


def raise_if_cancelled(error: BaseException) -> None:
    """Tell our own cancellation from aio-pika's answer to a channel that died under a call."""
    task = asyncio.current_task()
    if isinstance(error, asyncio.CancelledError) and task is not None and task.cancelling():
        raise error
