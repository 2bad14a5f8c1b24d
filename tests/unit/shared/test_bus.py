"""Deliveries of the broker, read before they are handled."""

from types import SimpleNamespace
from typing import Any

from shared.bus import consume_events
from shared.bus_names import LARGEST_MESSAGE
from shared.errors import TooLarge
from shared.work import UnreadableItem


class Taking:
    """A worker that keeps what it is given."""

    def __init__(self) -> None:
        self.items: list[Any] = []

    async def submit(self, item: Any) -> None:
        self.items.append(item)


async def send_nothing(body: bytes) -> None:
    """Answer nobody who missed events."""


async def test_a_message_that_is_larger_than_ours_may_be_is_not_read():
    worker: Any = Taking()
    receive: Any = consume_events({}, [worker], 0, send_nothing)
    delivery = {"message_id": "m1", "type": "foyer.lobby.ticket_issued.v1", "delivery_tag": 1}
    raw = SimpleNamespace(**delivery, body=bytes(LARGEST_MESSAGE + 1), exchange="events", routing_key="0.any")
    await receive(SimpleNamespace(raw_message=raw))
    (item,) = worker.items
    assert isinstance(item, UnreadableItem)
    assert isinstance(item.refusal, TooLarge)
