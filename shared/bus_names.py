"""What things are called on the broker."""

EVENTS = "foyer.events"
DEVICES = "foyer.devices"
PARKED = "foyer.parked"
MQTT = "amq.topic"


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
