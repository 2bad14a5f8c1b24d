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
REPLAY = "foyer.replay"
EXCHANGES = {EVENTS: "topic", DEVICES: "topic", DEAD_LETTERS: "direct", REPLAY: "topic"}
"""The exchanges that are ours, all durable, with their types; `MQTT` is the broker's own."""


def queue_of(service: str, partition: int) -> str:
    """Name the queue from which `service` consumes the events of a partition."""
    return f"foyer.{service}.{partition}"


def replay_key(service: str, partition: int, sender: str) -> str:
    """Return the key on `REPLAY` of what `sender` sends once more, or asks, to the queue of one service. The
    broker lets nobody publish under another's name (``deploy/rabbitmq/users.py``)."""
    return f"{service}.{partition}.{sender}"


def partition_in(exchange: str, key: str) -> int:
    """Return the partition of a message by its route: on `EVENTS`, on `REPLAY`, or straight to a queue."""
    words = key.split(".")
    return int(words[{EVENTS: 0, REPLAY: 1}.get(exchange, -1)])


def sender_in(exchange: str, key: str) -> str:
    """Return the sender of a message on `REPLAY` by its key, which the broker has checked; empty for another
    exchange."""
    return key.rpartition(".")[2] if exchange == REPLAY else ""


def dead_letter_queue_of(service: str) -> str:
    """Name the queue of messages that killed their consumer too often, until the service stores them."""
    return f"foyer.{service}.dead_letters"


def gate_queue_of(service: str, process: str) -> str:
    """Name the queue by which one process of `service` hears at once of tokens that are good no more."""
    return f"foyer.{service}.gate.{process}"


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
