"""Names of exchanges and queues on the broker, and its address."""

from yarl import URL

LARGEST_MESSAGE = 256 * 1024
"""Bytes of a message that the broker takes; a larger event of ours is refused before it is committed. A
device's own events are smaller: `contracts.devices.LARGEST`."""
HEARTBEAT = 10
"""Seconds; a link that is half open is noticed after some 33 (with 60, after 183; both measured)."""

EVENTS = "foyer.events"
DEVICES = "foyer.devices"
DEAD_LETTERS = "foyer.dead_letters"
MQTT = "amq.topic"
EXCHANGES = {EVENTS: "topic", DEVICES: "topic", DEAD_LETTERS: "direct"}
"""The exchanges that are ours, all durable, with their types; `MQTT` is the broker's own."""


def queue_of(service: str, partition: int) -> str:
    """Name the queue from which `service` consumes the events of a partition."""
    return f"foyer.{service}.{partition}"


def dead_letter_queue_of(service: str) -> str:
    """Name the queue of messages that killed their consumer too often, until the service stores them."""
    return f"foyer.{service}.dead_letters"


def answer_key(device: str) -> str:
    """Return the key of answers to a device (``<branch>.<device>``) on `MQTT`, ``foyer/answers/…`` there."""
    return f"foyer.answers.{device}"


def known_exchange_of(service: str, partition: int) -> str:
    """Name the exchange by which `service` knows a queue again: it goes with the queue, whoever makes that
    anew. Nothing is sent to it."""
    return f"foyer.{service}.{partition}.known"


DEVICE_QUEUE = "foyer.lobby.devices"


def address(amqp_url: str) -> str:
    """Add the heartbeat to the broker's address, unless it names one."""
    url = URL(amqp_url)
    return str(url if "heartbeat" in url.query else url.update_query(heartbeat=HEARTBEAT))
