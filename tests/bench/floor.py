"""The floor: the same work by hand on aio-pika and PyMongo, as fast as we would write it.

Batches of up to 100, one transaction each, dictionaries for models. The id is checked by its unique key
instead of a look-up, a whole batch is acknowledged by one frame, and publishing goes on beside the next
transaction.
"""

import asyncio
import json
from collections import deque
from datetime import UTC, datetime
from typing import Any

import aio_pika
from aio_pika.abc import AbstractExchange, AbstractIncomingMessage
from pymongo import AsyncMongoClient, InsertOne, ReplaceOne
from pymongo.errors import BulkWriteError, OperationFailure
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from shared.bus_names import EVENTS
from shared.clock import new_id
from tests.bench.work import (
    BRANCH,
    KEY_OUT,
    LARGEST,
    MARK_EVERY,
    PREFETCH,
    QUEUE,
    TYPE_IN,
    TYPE_OUT,
    Meter,
    Plan,
    Result,
    contest,
)

Raw = dict[str, Any]
CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"
SNAPSHOT = ReadConcern("snapshot")
MAJORITY = WriteConcern(w="majority", j=True)
LAZY = WriteConcern(w=1, j=False)


class Again(Exception):
    """Raised when another transaction changed what was read."""


class Floor:
    """One consumer, one batch after the other, one publisher beside it."""

    def __init__(self, plan: Plan) -> None:
        self.meter = Meter(plan)
        self._plan = plan
        self._client: AsyncMongoClient[Raw] = AsyncMongoClient(plan.mongo_uri, tz_aware=True)
        self._db = self._client[plan.database]
        self._waiting: deque[AbstractIncomingMessage] = deque()
        self._arrived = asyncio.Event()
        self._told: asyncio.Queue[list[Raw]] = asyncio.Queue(4)
        self._unconfirmed = 0
        self._sent: list[str] = []

    async def run(self) -> Result:
        await self._db.inbox.create_index("at", expireAfterSeconds=30 * 86400)
        await self._db.outbox.create_index("correlation_id")
        consuming = await aio_pika.connect(self._plan.amqp_url)
        publishing = await aio_pika.connect(self._plan.amqp_url)
        outgoing = await publishing.channel(on_return_raises=True)
        exchange = await outgoing.get_exchange(EVENTS, ensure=False)
        tasks = [asyncio.create_task(it) for it in (self._work(), self._publish(exchange), self._mark())]
        channel = await consuming.channel(publisher_confirms=False)
        await channel.set_qos(PREFETCH)
        queue = await channel.get_queue(QUEUE, ensure=False)
        await queue.consume(self._arrive)
        while not (self.meter.complete and not self._unconfirmed):
            await asyncio.wait(tasks, timeout=0.01, return_when=asyncio.FIRST_EXCEPTION)
            for task in tasks:
                if task.done():
                    task.result()
        result = self.meter.result()
        for task in tasks:
            task.cancel()
        await self._mark_sent()
        await consuming.close()
        await publishing.close()
        await self._client.close()
        return result

    async def _arrive(self, message: AbstractIncomingMessage) -> None:
        self._waiting.append(message)
        self._arrived.set()

    async def _work(self) -> None:
        while True:
            await self._arrived.wait()
            messages = [self._waiting.popleft() for _ in range(min(LARGEST, len(self._waiting)))]
            if not self._waiting:
                self._arrived.clear()
            events = [read(message) for message in messages]
            known: set[str] = set()
            while True:
                try:
                    outgoing = await self._commit([event for event in events if event["id"] not in known])
                    break
                except Again:
                    known = await self._seen(events)
            await messages[-1].ack(multiple=True)
            self._unconfirmed += len(outgoing)
            await self._told.put(outgoing)
            self.meter.count(len(messages))

    async def _seen(self, events: list[Raw]) -> set[str]:
        ids = [event["id"] for event in events]
        return {raw["_id"] async for raw in self._db.inbox.find({"_id": {"$in": ids}}, {"_id": 1})}

    async def _commit(self, events: list[Raw]) -> list[Raw]:
        """One transaction; the events it tells."""
        if not events:
            return []
        now = datetime.now(UTC)
        wanted = list({event["data"]["gate"] for event in events})
        gates = {raw["_id"]: raw async for raw in self._db.gates.find({"_id": {"$in": wanted}})}
        base = {id: gate["version"] for id, gate in gates.items()}
        outgoing = [
            record(event, pass_gate(gates[event["data"]["gate"]], event["data"]), now) for event in events
        ]
        inbox = [{"_id": event["id"], "at": now, "kind": event["type"]} for event in events]
        writes: list[InsertOne[Raw] | ReplaceOne[Raw]] = [
            ReplaceOne({"_id": id, "version": base[id]}, gate) for id, gate in gates.items()
        ]
        try:
            async with (
                self._client.start_session() as session,
                await session.start_transaction(SNAPSHOT, MAJORITY),
            ):
                await self._db.inbox.insert_many(inbox, ordered=False, session=session)
                replaced = await self._db.gates.bulk_write(writes, ordered=False, session=session)
                if replaced.matched_count != len(writes):
                    raise Again
                await self._db.outbox.insert_many(outgoing, ordered=False, session=session)
                batch = {"_id": outgoing[0]["_id"], "at": now, "ids": [raw["_id"] for raw in outgoing]}
                await self._db.pending.insert_one(batch, session=session)
        except (BulkWriteError, OperationFailure) as error:
            raise Again from error
        return outgoing

    async def _publish(self, exchange: AbstractExchange) -> None:
        while True:
            outgoing = await self._told.get()
            await asyncio.gather(
                *(exchange.publish(message(raw), KEY_OUT, mandatory=True) for raw in outgoing)
            )
            self._sent += [raw["_id"] for raw in outgoing[:1]]  # the id of their batch
            self._unconfirmed -= len(outgoing)

    async def _mark(self) -> None:
        while True:
            await asyncio.sleep(MARK_EVERY)
            await self._mark_sent()

    async def _mark_sent(self) -> None:
        ids, self._sent = self._sent, []
        if ids:
            pending = self._db.pending.with_options(write_concern=LAZY)
            await pending.delete_many({"_id": {"$in": ids}})


def read(message: AbstractIncomingMessage) -> Raw:
    """A checked CloudEvent."""
    event: Raw = json.loads(message.body)
    data = event["data"]
    if (
        event["specversion"] != "1.0"
        or event["id"] != message.message_id
        or event["type"] != TYPE_IN
        or event["branch"] != data["branch"]
        or not isinstance(data["gate"], str)
        or not isinstance(data["people"], int)
    ):
        raise ValueError("malformed")
    event["time"] = datetime.fromisoformat(event["time"])
    return event


def pass_gate(gate: Raw, data: Raw) -> Raw:
    """Change the gate; what is told about it."""
    gate["version"] += 1
    gate["passages"] += 1
    gate["people"] += data["people"]
    return {
        "branch": BRANCH,
        "gate": gate["_id"],
        "version": gate["version"],
        "passages": gate["passages"],
        "people": gate["people"],
    }


def record(cause: Raw, told: Raw, now: datetime) -> Raw:
    """An event as the outbox keeps it."""
    id = new_id()
    event = {
        "specversion": "1.0",
        "id": id,
        "source": f"/bench/{BRANCH}",
        "type": TYPE_OUT,
        "subject": told["gate"],
        "time": now.isoformat(),
        "datacontenttype": "application/json",
        "branch": BRANCH,
        "correlationid": told["gate"],
        "causationid": cause["id"],
        "sequence": told.pop("version"),
        "actor": cause["actor"],
        "traceparent": cause["traceparent"],
        "data": told,
    }
    return {
        "_id": id,
        "key": KEY_OUT,
        "type": TYPE_OUT,
        "body": json.dumps(event, separators=(",", ":")).encode(),
        "correlation_id": told["gate"],
        "causation_id": cause["id"],
    }


def message(raw: Raw) -> aio_pika.Message:
    """An event as the broker takes it."""
    return aio_pika.Message(
        raw["body"],
        message_id=raw["_id"],
        type=raw["type"],
        content_type=CONTENT_TYPE,
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
    )


async def run(plan: Plan) -> Result:
    return await Floor(plan).run()


if __name__ == "__main__":
    contest(run)
