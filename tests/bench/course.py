"""The course of one run: queues and gates laid out, the messages put in, and what came out checked."""

import asyncio
import json
import random
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractIncomingMessage
from pymongo import AsyncMongoClient

from shared import bus_names as names
from shared.bus import declare
from shared.clock import new_id, now
from shared.contracts.base import CONTENT_TYPE
from shared.layout import check_layout
from shared.store import PENDING
from tests.bench.work import BRANCH, GATES, KEY_OUT, QUEUE, SERVICE, TYPE_IN, TYPE_OUT, Plan

OUT = "foyer.bench.out"
KEY_IN = names.replay_key(SERVICE, 0, SERVICE)
QUEUES = (QUEUE, OUT, names.dead_letter_queue_of(SERVICE))
AT_ONCE = 500
Raw = dict[str, Any]


class Wrong(Exception):
    """A contestant lost, doubled or miscounted something: its rate means nothing."""


@dataclass
class Course:
    """The messages of one run; the same seed makes the same work for everybody."""

    plan: Plan
    ids: list[str] = field(default_factory=list)
    people: int = 0

    async def lay(self) -> None:
        """Fresh queues with all messages in them, fresh gates."""
        await self.clear()
        await self._lay_gates()
        await declare(self.plan.amqp_url, SERVICE, [], 1)
        connection = await aio_pika.connect(self.plan.amqp_url)
        async with connection:
            channel = await connection.channel()
            out = await channel.declare_queue(OUT, durable=True, arguments={"x-queue-type": "quorum"})
            await out.bind(names.EVENTS, KEY_OUT)
            exchange, chance = await channel.get_exchange(names.REPLAY), random.Random(7)
            messages = [self._message(chance) for _ in range(self.plan.total)]
            for start in range(0, len(messages), AT_ONCE):
                group = messages[start : start + AT_ONCE]
                await asyncio.gather(*(exchange.publish(message, KEY_IN) for message in group))

    async def check(self, *, outbox: bool, ordered: bool) -> None:
        """Raises `Wrong` unless every event was handled exactly once, and told exactly once."""
        total = self.plan.total
        connection = await aio_pika.connect(self.plan.amqp_url)
        async with connection:
            channel = await connection.channel()
            for name in (QUEUE, names.dead_letter_queue_of(SERVICE)):
                left = await channel.declare_queue(name, passive=True)
                expect(left.declaration_result.message_count or 0, 0, f"messages in {name}")
            told = await drain(channel, total)
        expect(len(told), total, "events told")
        expect(Counter(event["causationid"] for event in told), Counter(self.ids), "causes of what was told")
        by_gate: dict[str, list[int]] = {gate: [] for gate in GATES}
        for event in told:
            expect(event["type"], TYPE_OUT, "type")
            by_gate[event["subject"]].append(event["sequence"])
        for gate, sequence in by_gate.items():
            found = sequence if ordered else sorted(sequence)
            expect(found, list(range(2, len(sequence) + 2)), f"sequence of {gate}")
        client: AsyncMongoClient[Raw] = AsyncMongoClient(self.plan.mongo_uri)
        async with client:
            db = client[self.plan.database]
            gates = await db.gates.find().to_list()
            expect(sum(gate["passages"] for gate in gates), total, "passages counted")
            expect(sum(gate["people"] for gate in gates), self.people, "people counted")
            expect(await db.inbox.count_documents({}), total, "events remembered")
            if outbox:
                expect(await db.outbox.count_documents({}), total, "events stored")
                expect(await db[PENDING].count_documents({}), 0, "pending batches left")

    async def clear(self) -> None:
        """Remove what was laid."""
        async with AsyncMongoClient[Raw](self.plan.mongo_uri) as client:
            await client.drop_database(self.plan.database)
        connection = await aio_pika.connect(self.plan.amqp_url)
        async with connection:
            channel = await connection.channel()
            for name in QUEUES:
                await channel.queue_delete(name)

    async def _lay_gates(self) -> None:
        async with AsyncMongoClient[Raw](self.plan.mongo_uri) as client:
            gates = [{"_id": gate, "version": 1, "passages": 0, "people": 0} for gate in GATES]
            await check_layout(client[self.plan.database])
            await client[self.plan.database].gates.insert_many(gates)

    def _message(self, chance: random.Random) -> aio_pika.Message:
        gate, people, id = chance.choice(GATES), chance.randint(1, 4), new_id()
        self.ids.append(id)
        self.people += people
        event = {
            "specversion": "1.0",
            "id": id,
            "source": f"/door/{BRANCH}",
            "type": TYPE_IN,
            "subject": gate,
            "time": now().isoformat(),
            "datacontenttype": "application/json",
            "branch": BRANCH,
            "correlationid": gate,
            "causationid": new_id(),
            "sequence": 1,
            "actor": f"device:{gate}",
            "traceparent": f"00-{chance.randbytes(16).hex()}-{chance.randbytes(8).hex()}-00",
            "data": {"branch": BRANCH, "gate": gate, "people": people, "sensor": "S1", "direction": "in"},
        }
        return aio_pika.Message(
            json.dumps(event, separators=(",", ":")).encode(),
            message_id=id,
            type=TYPE_IN,
            content_type=CONTENT_TYPE,
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        )


async def drain(channel: AbstractChannel, expected: int) -> list[Raw]:
    """Return the messages of the output queue, in order; waits a second for more than was expected."""
    found: deque[AbstractIncomingMessage] = deque()

    async def take(message: AbstractIncomingMessage) -> None:
        found.append(message)

    queue = await channel.get_queue(OUT, ensure=False)
    await queue.consume(take, no_ack=True)
    seen, quiet = -1, 0
    while quiet < (2 if len(found) >= expected else 10):
        quiet = quiet + 1 if len(found) == seen else 0
        seen = len(found)
        await asyncio.sleep(0.1)
    ordered = sorted(found, key=lambda message: message.delivery_tag or 0)
    return [json.loads(message.body) for message in ordered]


def expect(found: object, wanted: object, what: str) -> None:
    """Raises `Wrong` unless they are equal."""
    if found != wanted:
        raise Wrong(f"{what}: {str(found)[:200]}, not {str(wanted)[:200]}")
