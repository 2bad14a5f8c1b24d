"""The relay: order and confirms, pending batches, unroutable messages, a broker that is away, recovery."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest
from aio_pika.exceptions import DeliveryError
from pymongo.errors import AutoReconnect

from shared.clock import first_id_of
from shared.errors import Unavailable
from shared.outbox import AT_ONCE, CONFIRM_WITHIN, Relay
from shared.outbox_messages import OutboxMessage
from shared.store import OUTBOX, PENDING, Raw
from tests.fakes import FakeBroker, FakeStore
from tests.unit.shared.shelf import NOON


class Post:
    """A relay between a fake store and a fake broker."""

    def __init__(self) -> None:
        self.store, self.broker, self.now = FakeStore(), FakeBroker(), NOON
        self.relay = Relay(self.store, "amqp://fake", clock=lambda: self.now, connect=self.broker.connect)

    def committed(self, batch: str, *ids: str, at: datetime = NOON, **more: object) -> list[OutboxMessage]:
        """Put events into the store as a commit does; return their messages."""
        raws = [self.event(id, **more) for id in ids]
        for raw in raws:
            self.store.database[OUTBOX].put(raw)
        self.store.database[PENDING].put({"_id": batch, "at": at, "ids": list(ids)})
        return [OutboxMessage.of(raw, batch) for raw in raws]

    def event(self, id: str, **more: object) -> Raw:
        return {
            "_id": id,
            "exchange": "foyer.events",
            "key": "3.shelf.sweet_eaten",
            "type": "foyer.shelf.sweet_eaten.v1",
            "body": f"body of {id}".encode(),
            "correlation_id": "V1",
            "causation_id": "c1",
            "mandatory": True,
            **more,
        }

    def pending(self) -> dict[str, list[str]]:
        return {raw["_id"]: raw["ids"] for raw in self.store.raws(PENDING)}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(self.relay.run()), asyncio.create_task(self.relay.keep_clearing())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
def post() -> Post:
    return Post()


# -- Order, confirms, pending batches


async def test_events_are_published_in_order_and_their_pending_batches_deleted(post: Post):
    first, second = post.committed("p1", "e1", "e2"), post.committed("p2", "e3")
    post.relay.enqueue(first)
    post.relay.enqueue(second)
    async with post.running():
        await asyncio.sleep(2)
    assert post.broker.published == [("foyer.events", "3.shelf.sweet_eaten", id) for id in ("e1", "e2", "e3")]
    assert post.broker.bodies["e1"] == b"body of e1"
    assert (post.pending(), post.relay.idle) == ({}, True)


async def test_more_than_one_group_keeps_its_order(post: Post):
    ids = [f"e{number:04}" for number in range(AT_ONCE * 2 + 1)]
    post.relay.enqueue(post.committed("p1", *ids))
    async with post.running():
        await asyncio.sleep(2)
    assert post.broker.ids == ids
    assert (post.pending(), post.broker.connections) == ({}, 1)


async def test_a_pending_batch_stays_until_the_last_of_its_events_is_confirmed(post: Post):
    messages = post.committed("p1", "e1", "e2")
    post.relay.enqueue(messages[:1])
    post.relay.enqueue(messages[1:])
    post.broker.failures = [DeliveryError(None, None)]  # type: ignore[arg-type]
    await post.relay._publish(messages[:1])
    await post.relay._publish(messages[1:])
    await post.relay.clear()
    assert post.pending() == {"p1": ["e1", "e2"]}
    await post.relay._publish(messages[:1])
    await post.relay.clear()
    assert post.pending() == {}


async def test_pending_batches_are_deleted_later_while_the_store_is_away(post: Post):
    post.relay.enqueue(post.committed("p1", "e1"))
    post.store.database.away = True
    async with post.running():
        await asyncio.sleep(5)
        assert post.broker.ids == ["e1"]
        post.store.database.away = False
        assert post.pending() == {"p1": ["e1"]}
        await asyncio.sleep(2)
    assert post.pending() == {}


async def test_a_relay_that_closes_deletes_what_is_confirmed_and_its_connection(post: Post):
    messages = post.committed("p1", "e1")
    post.relay.enqueue(messages)
    assert await post.relay._publish(messages) == []
    await post.relay.close()
    assert (post.pending(), post.broker.closed) == ({}, 1)


async def test_an_answer_that_the_queue_of_its_device_refuses_is_in_nobodys_way(post: Post):
    answer = {"exchange": "amq.topic", "key": "foyer.answers.B1.K1", "mandatory": False}
    post.relay.enqueue(post.committed("p1", "e1", **answer))
    post.relay.enqueue(post.committed("p2", "e2"))
    post.broker.failures = [DeliveryError(None, None)]  # type: ignore[arg-type]
    async with post.running():
        await asyncio.sleep(2)
    assert post.broker.ids == ["e2"]
    assert (post.pending(), post.broker.connections) == ({}, 1)


async def test_an_event_that_a_full_queue_refuses_is_published_again(post: Post):
    post.relay.enqueue(post.committed("p1", "e1"))
    post.broker.failures = [DeliveryError(None, None)]  # type: ignore[arg-type]
    async with post.running():
        await asyncio.sleep(2)
    assert post.broker.ids == ["e1"]
    assert post.pending() == {}


# -- A broker that is away


async def test_a_broker_that_is_away_is_waited_for_in_place_and_in_order(post: Post):
    post.broker.away = True
    post.relay.enqueue(post.committed("p1", "e1", "e2"))
    async with post.running():
        await asyncio.sleep(30)
        post.relay.enqueue(post.committed("p2", "e3"))
        assert (post.broker.published, post.relay.idle) == ([], False)
        assert post.pending() == {"p1": ["e1", "e2"], "p2": ["e3"]}
        post.broker.away = False
        await asyncio.sleep(10)
    assert post.broker.ids == ["e1", "e2", "e3"]
    assert post.pending() == {}


async def test_a_broker_that_confirms_nothing_is_given_up_after_a_while_and_reached_anew(post: Post):
    post.broker.silent = True
    post.relay.enqueue(post.committed("p1", "e1"))
    async with post.running():
        await asyncio.sleep(CONFIRM_WITHIN - 1)
        assert (post.broker.connections, post.broker.closed) == (1, 0)
        post.broker.silent = False
        await asyncio.sleep(3)
        assert post.broker.closed == 1
    assert post.broker.ids == ["e1"]
    assert (post.broker.connections, post.pending()) == (2, {})


async def test_what_is_not_confirmed_goes_before_what_came_later(post: Post):
    post.broker.failures = [DeliveryError(None, None)]  # type: ignore[arg-type]
    post.relay.enqueue(post.committed("p1", "e1"))
    async with post.running():
        await asyncio.sleep(0.05)
        post.relay.enqueue(post.committed("p2", "e2"))
        await asyncio.sleep(2)
    assert post.broker.ids == ["e1", "e2"]


@pytest.mark.parametrize(
    "error", [RuntimeError("closed"), asyncio.CancelledError(), OSError(), TimeoutError()]
)
async def test_whatever_the_client_raises_for_a_lost_link_the_event_goes_out_later(
    post: Post, error: BaseException
):
    post.broker.failures = [error]
    post.relay.enqueue(post.committed("p1", "e1"))
    async with post.running():
        await asyncio.sleep(2)
    assert post.broker.ids == ["e1"]


# -- Unroutable messages


async def test_an_unroutable_event_stays_pending_alone_and_is_tried_again_by_the_sweep(post: Post):
    good = post.committed("p1", "e1", "e2", "e3")
    post.store.database[OUTBOX].put(post.event("e2", key="nobody"))
    post.broker.unbound = {"nobody"}
    good[1] = OutboxMessage.of(post.event("e2", key="nobody"), "p1")
    post.relay.enqueue(good)
    async with post.running():
        await asyncio.sleep(2)
        assert post.broker.ids == ["e1", "e3"]
        assert (post.pending(), post.relay.idle) == ({"p1": ["e2"]}, True)
        post.broker.unbound = set()
        post.now += timedelta(minutes=1)
        await post.relay.sweep(timedelta(seconds=5))
        await asyncio.sleep(2)
    assert post.broker.ids == ["e1", "e3", "e2"]
    assert post.pending() == {}


async def test_an_event_that_needs_no_queue_is_done_when_nothing_is_bound(post: Post):
    post.broker.unbound = {"3.shelf.sweet_eaten"}
    post.relay.enqueue(post.committed("p1", "e1", mandatory=False))
    async with post.running():
        await asyncio.sleep(2)
    assert post.broker.ids == ["e1"]
    assert post.pending() == {}


# -- What a process left behind


async def test_recovery_publishes_what_was_left_before_anything_new(post: Post):
    post.committed("p1", "e1", "e2")
    post.committed("p2", "e3")
    await post.relay.recover()
    post.relay.enqueue(post.committed("p3", "e4"))
    async with post.running():
        await asyncio.sleep(2)
    assert post.broker.ids == ["e1", "e2", "e3", "e4"]
    assert post.pending() == {}


async def test_recovery_waits_for_nobody_but_raises_while_the_store_is_away(post: Post):
    post.store.database.away = True
    with pytest.raises(AutoReconnect):
        await post.relay.recover()
    await post.relay.sweep(timedelta(0))
    assert post.relay.idle


async def test_a_sweep_leaves_out_what_is_young_and_what_is_under_way(post: Post):
    post.now = NOON + timedelta(seconds=5)
    post.committed("old", "e1", at=NOON)
    post.committed("young", "e2", at=NOON + timedelta(seconds=1))
    under_way = post.committed("mine", "e3", at=NOON)
    post.relay.enqueue(under_way)
    await post.relay.sweep(timedelta(seconds=5))
    async with post.running():
        await asyncio.sleep(2)
    assert post.broker.ids == ["e3", "e1"]
    assert post.pending() == {"young": ["e2"]}


async def test_what_is_confirmed_and_not_yet_deleted_is_not_swept_again(post: Post):
    post.relay.enqueue(post.committed("p1", "e1"))
    async with post.running():
        await asyncio.sleep(0.5)
        assert post.pending() == {"p1": ["e1"]}
        await post.relay.sweep(timedelta(0))
        await asyncio.sleep(0.1)
    assert post.broker.ids == ["e1"]


async def test_the_sweep_of_a_running_relay_comes_by_itself(post: Post):
    post.now = NOON + timedelta(minutes=1)
    post.committed("left", "e1", at=NOON)
    sweeping = asyncio.create_task(post.relay.keep_sweeping(every=2.0))
    async with post.running():
        await asyncio.sleep(1.9)
        assert post.broker.ids == []
        await asyncio.sleep(0.2)
    sweeping.cancel()
    assert post.broker.ids == ["e1"]


async def test_a_pending_batch_whose_events_were_dropped_is_deleted(post: Post):
    post.store.database[PENDING].put({"_id": "p1", "at": NOON, "ids": ["gone"]})
    await post.relay.sweep(timedelta(0))
    await post.relay.clear()
    assert post.pending() == {}


# -- Sending again


async def test_a_message_is_published_at_once_outside_of_a_batch(post: Post):
    message = OutboxMessage("m1", "foyer.devices", "foyer.devices.B1.K1", "t", b"body", mandatory=False)
    await post.relay.publish(message)
    assert post.broker.published == [("foyer.devices", "foyer.devices.B1.K1", "m1")]


async def test_a_message_that_cannot_be_published_at_once_is_refused(post: Post):
    message = OutboxMessage("m1", "foyer.events", "nobody", "t", b"body", mandatory=False)
    post.broker.unbound = {"nobody"}
    with pytest.raises(Unavailable):
        await post.relay.publish(message)
    post.broker.unbound, post.broker.silent = set(), True
    with pytest.raises(Unavailable):
        await post.relay.publish(message)
    assert post.broker.published == []


async def test_a_replay_goes_to_the_queue_of_one_service_alone(post: Post):
    ids = [first_id_of(NOON + timedelta(hours=hours)) for hours in (-1, 0, 1, 2)]
    post.committed("p", *ids[:3])
    post.committed("p", ids[3], type="foyer.shelf.other.v1")
    post.store.database[OUTBOX].put(post.event(f"{ids[2]}:answer", exchange="amq.topic"))
    post.store.database[PENDING].raws.clear()
    assert await post.relay.replay("notify", ["foyer.shelf.sweet_eaten.v1"], NOON) == 2
    async with post.running():
        await asyncio.sleep(2)
    assert post.broker.published == [("foyer.replay", "notify.3.shelf", id) for id in ids[1:3]]


async def test_the_answers_to_an_event_are_sent_once_more_without_refusals(post: Post):
    answer = {"exchange": "amq.topic", "key": "foyer.answers.B1.K1"}
    refused = {**answer, "type": "foyer.lobby.device_event_refused.v1"}
    for id, more in {
        "e1": {},
        "e1:answer": answer,
        "e2:answer": {**answer, "causation_id": "another"},
        "e3:answer": refused,
        "e4:answer": {**answer, "correlation_id": "V2"},
    }.items():
        post.store.database[OUTBOX].put(post.event(id, **more))
    await post.relay.answer_again("V1", "c1")
    async with post.running():
        await asyncio.sleep(2)
    assert post.broker.ids == ["e1:answer"]


async def test_while_the_store_is_away_nothing_is_answered_again_and_nothing_fails(post: Post):
    post.store.database[OUTBOX].put(post.event("e1:answer", exchange="amq.topic"))
    post.store.database.away = True
    await post.relay.answer_again("V1", "c1")
    assert post.relay.idle
