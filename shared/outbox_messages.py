"""Messages of the outbox: an event as the store keeps it, and as the broker takes it."""

from collections.abc import Mapping
from dataclasses import dataclass

import aio_pika

from shared import bus_names as names
from shared.clock import partition_of
from shared.contracts.base import CONTENT_TYPE, Envelope, Event, encode
from shared.errors import EventTooLarge
from shared.store import Raw


@dataclass(frozen=True)
class OutboxMessage:
    """One event as the broker takes it. `pending_batch` is the id of its batch; a replayed one has none."""

    id: str
    exchange: str
    key: str
    type: str
    body: bytes
    mandatory: bool
    pending_batch: str = ""

    @classmethod
    def of(cls, raw: Raw, pending_batch: str = "") -> "OutboxMessage":
        id, exchange, key, type = raw["_id"], raw["exchange"], raw["key"], raw["type"]
        return cls(id, exchange, key, type, raw["body"], raw["mandatory"], pending_batch)

    def to_amqp(self) -> aio_pika.Message:
        return aio_pika.Message(
            self.body,
            message_id=self.id,
            type=self.type,
            content_type=CONTENT_TYPE,
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        )


def messages_of(envelope: Envelope[Event], partitions: int, own_ids: Mapping[str, str]) -> list[Raw]:
    """Render an event for the outbox, with a copy for the device that it answers. `own_ids` are, by cause,
    the ids that their senders gave them: a device knows no others. Raises `EventTooLarge` for one that the
    broker would never take: it would hold up all that is behind it."""
    body = encode(envelope)
    if len(body) > names.LARGEST_MESSAGE:
        raise EventTooLarge(envelope.type)
    raw = {
        "_id": envelope.id,
        "exchange": names.EVENTS,
        "key": f"{partition_of(envelope.branch, partitions)}.{envelope.data.key()}",
        "type": envelope.type,
        "body": body,
        "correlation_id": envelope.correlationid,
        "causation_id": envelope.causationid,
        "branch": envelope.branch,
        "mandatory": envelope.data.must_be_routed,
        "names": envelope.data.names(),
    }
    if (device := envelope.data.answers()) is None:
        return [raw]
    cause = own_ids.get(envelope.causationid, envelope.causationid)
    own = {"data": envelope.data.as_answer(), "causationid": cause}
    if envelope.actor.startswith("staff:"):  # it answers nothing, and who did it is no machine's business
        own |= {"causationid": "", "actor": "system"}
    answer = envelope.model_copy(update=own)
    copy = {
        "_id": f"{envelope.id}:answer",
        "exchange": names.MQTT,
        "key": names.answer_key(device),
        "body": encode(answer),
        "mandatory": False,
    }
    return [raw, {**raw, **copy}]
