"""The naive way: a FastStream application as its documentation shows one, a transaction a message.

It is given what the others have: the same queue and prefetch, a persistent publish with confirm, and no line
of log per message (FastStream's default, which would cost it a third). It has no outbox: it does less.
"""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

from faststream.rabbit import Channel, ExchangeType, RabbitBroker, RabbitExchange, RabbitMessage, RabbitQueue
from pydantic import AwareDatetime, BaseModel
from pymongo import AsyncMongoClient
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import DuplicateKeyError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from shared.bus_names import EVENTS
from shared.clock import new_id
from tests.bench.work import BRANCH, KEY_OUT, PREFETCH, QUEUE, TYPE_OUT, Meter, Plan, Result, contest

Raw = dict[str, Any]


class Passage(BaseModel):
    branch: str
    gate: str
    people: int
    sensor: str
    direction: str


class Count(BaseModel):
    branch: str
    gate: str
    passages: int
    people: int


class CloudEvent(BaseModel):
    specversion: str = "1.0"
    id: str
    source: str
    type: str
    subject: str
    time: AwareDatetime
    datacontenttype: str = "application/json"
    branch: str
    correlationid: str
    causationid: str = ""
    sequence: int = 0
    actor: str = "system"
    traceparent: str = ""


class GatePassed(CloudEvent):
    data: Passage


class GateCounted(CloudEvent):
    data: Count


async def decode(message: RabbitMessage) -> Any:
    """FastStream takes only ``application/json`` for JSON, and not CloudEvents' type."""
    return json.loads(message.body)


async def run(plan: Plan) -> Result:
    meter = Meter(plan)
    client: AsyncMongoClient[Raw] = AsyncMongoClient(plan.mongo_uri, tz_aware=True)
    db = client[plan.database]
    await db.inbox.create_index("at", expireAfterSeconds=30 * 86400)
    broker = RabbitBroker(plan.amqp_url, decoder=decode, logger=None)
    exchange = RabbitExchange(EVENTS, type=ExchangeType.TOPIC, durable=True)

    async def change(event: GatePassed, session: AsyncClientSession) -> Raw:
        await db.inbox.insert_one(
            {"_id": event.id, "at": datetime.now(UTC), "kind": event.type}, session=session
        )
        gate = await db.gates.find_one({"_id": event.data.gate}, session=session)
        assert gate is not None
        version = gate["version"]
        gate["version"] += 1
        gate["passages"] += 1
        gate["people"] += event.data.people
        await db.gates.replace_one({"_id": gate["_id"], "version": version}, gate, session=session)
        return gate

    @broker.subscriber(RabbitQueue(QUEUE, declare=False), channel=Channel(prefetch_count=PREFETCH))
    async def handle(event: GatePassed) -> None:
        async with client.start_session() as session:
            try:
                gate = await session.with_transaction(
                    lambda session: change(event, session),
                    read_concern=ReadConcern("snapshot"),
                    write_concern=WriteConcern(w="majority", j=True),
                )
            except DuplicateKeyError:
                return
        told = GateCounted(
            id=new_id(),
            source=f"/bench/{BRANCH}",
            type=TYPE_OUT,
            subject=gate["_id"],
            time=datetime.now(UTC),
            branch=BRANCH,
            correlationid=gate["_id"],
            causationid=event.id,
            sequence=gate["version"],
            actor=event.actor,
            traceparent=event.traceparent,
            data=Count(branch=BRANCH, gate=gate["_id"], passages=gate["passages"], people=gate["people"]),
        )
        await broker.publish(
            told,
            routing_key=KEY_OUT,
            exchange=exchange,
            persist=True,
            message_id=told.id,
            message_type=told.type,
        )
        meter.count(1)

    async with broker:
        await broker.start()
        while not meter.complete:  # noqa: ASYNC110 - cheaper than an event, and the same for all
            await asyncio.sleep(0.01)
        result = meter.result()
        await asyncio.sleep(0.5)  # the last acknowledgements
    await client.close()
    return result


if __name__ == "__main__":
    contest(run)
