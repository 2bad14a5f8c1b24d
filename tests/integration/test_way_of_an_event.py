"""The way of an event on a real broker and a real store: nothing lost, nothing twice, nothing in the way."""

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import unquote, urlsplit

import aio_pika
import httpx
import pytest

from shared import bus_names as names
from shared import runtime as service_runtime
from shared import worker
from shared.broker_errors import QueueMissing
from shared.clock import new_id, now
from shared.contracts import encode
from shared.domain import Decision
from shared.errors import Refusal, Unavailable
from shared.runtime import ServiceRuntime
from shared.settings import Settings
from shared.store import DEAD_LETTERS, PENDING, TIMERS
from shared.store_errors import Busy
from shared.unit_of_work import Cause, UnitOfWork
from shared.work import MessageItem
from tests.conftest import Bus, VHost
from tests.integration.tally import (
    SERVICE,
    NotThisWord,
    Press,
    Pressed,
    Sender,
    Tally,
    at_work,
    count,
    pressed,
    settings,
)


@pytest.fixture
def place(vhost: VHost, mongo_uri: str, database: str) -> Settings:
    return settings(vhost.url, mongo_uri, database)


@pytest.fixture(autouse=True)
def nobody_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make commands wait for as long as it takes; a test that is about their patience sets its own."""
    monkeypatch.setattr(service_runtime, "COMMAND_WITHIN", 3600.0)
    monkeypatch.setattr(worker, "COMMAND_WAITS", 3600.0)


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 60.0) -> None:
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def tally(runtime, id: str = "t") -> Tally | None:
    found = await runtime.store.load(Tally, [id])
    return found[0] if found else None


async def counted(runtime, expected: int, id: str = "t") -> Tally:
    async def is_there() -> bool:
        found = await tally(runtime, id)
        return found is not None and found.count >= expected

    await until(is_there)
    found = await tally(runtime, id)
    assert found is not None
    return found


async def outlet(sender: Sender) -> aio_pika.abc.AbstractQueue:
    queue = await sender.channel.declare_queue("outlet", durable=True)
    await queue.bind(names.EVENTS, "*.tally.counted")
    return queue


async def take(
    queue: aio_pika.abc.AbstractQueue, messages: int
) -> list[aio_pika.abc.AbstractIncomingMessage]:
    taken: list[aio_pika.abc.AbstractIncomingMessage] = []

    async def all_came() -> bool:
        while (message := await queue.get(no_ack=True, fail=False)) is not None:
            taken.append(message)
        return len(taken) >= messages

    await until(all_came)
    return taken


async def test_a_thousand_events_are_counted_once_each_and_in_order(place: Settings):
    async with at_work(place) as runtime, Sender.on(place.amqp_url.get_secret_value()) as sender:
        queue = await outlet(sender)
        for number in range(1000):
            await sender.send(pressed(str(number)))
        found = await counted(runtime, 1000)
        assert list(found.words) == [str(number) for number in range(1000)]
        told = await take(queue, 1000)
        assert [message.delivery_mode for message in told] == [aio_pika.DeliveryMode.PERSISTENT] * 1000
        words = [message.body.decode().partition('"word":"')[2].partition('"')[0] for message in told]
        assert words == [str(number) for number in range(1000)]


async def test_a_message_seen_before_changes_nothing(place: Settings):
    async with at_work(place) as runtime, Sender.on(place.amqp_url.get_secret_value()) as sender:
        again = pressed("once")
        for _ in range(5):
            await sender.send(again)
        await sender.send(pressed("after"))
        assert (await counted(runtime, 2)).words == ("once", "after")
        await sender.send(again)
        await sender.send(pressed("last"))
        assert (await counted(runtime, 3)).words == ("once", "after", "last")


async def test_a_repeat_within_one_batch_changes_nothing(place: Settings):
    async with at_work(place) as runtime:
        cause = Cause(new_id(), "count", now(), branch="B1")
        event = Pressed(branch="B1", word="x")
        first, second = await asyncio.gather(
            runtime.execute(Press(word=event.word, tally=event.tally), cause),
            runtime.execute(Press(word=event.word, tally=event.tally), cause),
        )
        assert (first.repeated, second.repeated) == (False, True)
        assert (await counted(runtime, 1)).count == 1


async def test_a_refusal_undoes_its_unit_of_work_alone_and_dead_letters_its_message(place: Settings):
    async with at_work(place) as runtime, Sender.on(place.amqp_url.get_secret_value()) as sender:
        for word in ("a", "bad", "b", "bug", "c"):
            await sender.send(pressed(word))
        assert (await counted(runtime, 3)).words == ("a", "b", "c")
        dead_letters = {one.code: one for one in await runtime.dead_letters.list()}
        assert set(dead_letters) == {"not_this_word", "failed"}
        assert dead_letters["failed"].detail == "ZeroDivisionError"
        assert "ZeroDivisionError" in dead_letters["failed"].stack
        assert dead_letters["failed"].handler == "count"


@pytest.mark.parametrize(
    ("spoilt", "code"),
    [
        ({"body": b"{not json"}, "malformed"),
        ({"body": b'{"specversion":"1.0"}'}, "malformed"),
        ({"body": b"\xff\xfe"}, "malformed"),
        ({"type": "foyer.tally.unheard_of.v1"}, "unknown_type"),
        ({"type": "foyer.tally.pressed.v9"}, "unknown_type"),
        ({"type": None}, "unknown_type"),
        ({"message_id": "somebody-elses"}, "malformed"),
    ],
)
async def test_what_cannot_be_read_is_dead_lettered_and_blocks_nobody(
    place: Settings, spoilt: dict, code: str
):
    async with at_work(place) as runtime, Sender.on(place.amqp_url.get_secret_value()) as sender:
        await sender.send(pressed("before"))
        await sender.send(pressed("spoilt"), **spoilt)
        await sender.send(pressed("after"))
        assert (await counted(runtime, 2)).words == ("before", "after")
        assert [one.code for one in await runtime.dead_letters.list()] == [code]


async def test_a_message_without_an_id_is_dead_lettered(place: Settings, vhost: VHost, bus: Bus):
    """Sent through the broker's HTTP API: aiormq would put in an id of its own."""
    async with at_work(place) as runtime:
        address = urlsplit(bus.url)
        auth = (unquote(address.username or ""), unquote(address.password or ""))
        content = {
            "properties": {"type": Pressed.type_name(), "delivery_mode": 2},
            "routing_key": "0.tally.pressed",
            "payload": encode(pressed("x")).decode(),
            "payload_encoding": "string",
        }
        async with httpx.AsyncClient(auth=auth, trust_env=False) as client:
            where = f"{bus.management}/api/exchanges/{vhost.name}/{names.EVENTS}/publish"
            assert (await client.post(where, json=content)).json() == {"routed": True}
        await until(lambda: _has_dead_letters(runtime, 1))
        assert [one.code for one in await runtime.dead_letters.list()] == ["missing_id"]


async def test_a_dead_letter_is_sealed_and_can_be_sent_again(place: Settings):
    async with at_work(place) as runtime, Sender.on(place.amqp_url.get_secret_value()) as sender:
        envelope = pressed("bad")
        await sender.send(envelope)
        await until(lambda: _has_dead_letters(runtime, 1))
        raw = await runtime.store.db[DEAD_LETTERS].find_one({"_id": envelope.id})
        assert b"pressed" not in raw["body"]
        record, body = await runtime.dead_letters.take(envelope.id)
        await runtime.send_again(record, body.replace(b"bad", b"now"))
        assert (await counted(runtime, 1)).words == ("now",)


async def _has_dead_letters(runtime, many: int) -> bool:
    return await runtime.dead_letters.count() == many


async def test_the_same_message_is_dead_lettered_once_and_its_attempts_counted(place: Settings):
    async with at_work(place) as runtime, Sender.on(place.amqp_url.get_secret_value()) as sender:
        envelope = pressed("bad")
        for _ in range(3):
            await sender.send(envelope)

        async def three_attempts() -> bool:
            return [one.attempts for one in await runtime.dead_letters.list()] == [3]

        await until(three_attempts)


async def test_what_a_command_is_refused_for_is_told_to_its_caller(place: Settings):
    async with at_work(place) as runtime:
        with pytest.raises(NotThisWord):
            await runtime.execute(Press(word="bad"), Cause(new_id(), "count", now(), branch="B1"))
        assert await runtime.dead_letters.count() == 0
        assert await tally(runtime) is None


async def test_two_writers_of_one_document_lose_no_change(place: Settings):
    async with at_work(place) as one, at_work(place) as other:
        causes = [Cause(new_id(), "count", now(), branch="B1") for _ in range(60)]
        await asyncio.gather(
            *(
                runtime.execute(Press(word=str(number)), cause)
                for number, cause in enumerate(causes)
                for runtime in [(one, other)[number % 2]]
            )
        )
        found = await counted(one, 60)
        assert (found.count, found.version) == (60, 60)
        assert sorted(found.words, key=int) == [str(number) for number in range(60)]


class OnlyOnce(Refusal):
    code = "only_once"


async def look(event: Pressed, work: UnitOfWork) -> int:
    found = await work.find(Tally, event.tally)
    return found.count if found else 0


async def look_once(event: Pressed, work: UnitOfWork) -> int:
    if seen := await look(event, work):
        raise OnlyOnce(str(seen))
    return 0


async def begin_anew(event: Pressed, work: UnitOfWork) -> None:
    work.apply(Decision().save((await work.get(Tally, event.tally)).evolve(count=0)))


async def test_an_event_is_judged_by_what_another_replica_made_true_a_moment_ago(place: Settings):
    async with at_work(place) as one, at_work(place) as other:
        for expected in range(3):
            assert (await one.event_workers[0].submit(_message("x", look))).answer == expected
            assert (await other.command_workers[0].submit(_message("x", count))).answer == expected + 1
        assert (await one.command_workers[0].submit(_message("x", count))).answer == 4


async def test_nobody_is_refused_for_what_is_true_no_more(place: Settings):
    async with at_work(place) as one, at_work(place) as other:
        await other.command_workers[0].submit(_message("x", count))
        assert (await one.command_workers[0].submit(_message("x", look_once))).dead_lettered
        await other.command_workers[0].submit(_message("x", begin_anew))
        assert not (await one.command_workers[0].submit(_message("x", look_once))).dead_lettered


async def test_what_was_committed_and_not_published_goes_out_at_the_next_start(place: Settings):
    async with Sender.on(place.amqp_url.get_secret_value()) as sender:
        async with at_work(place) as runtime:
            queue = await outlet(sender)
            runtime.relay.enqueue = lambda messages: None  # the process dies between commit and publish
            await runtime.execute(Press(word="x"), Cause(new_id(), "count", now(), branch="B1"))
            assert await runtime.store.db[PENDING].count_documents({}) == 1
        async with at_work(place) as runtime:
            assert len(await take(queue, 1)) == 1
            await until(lambda: _nothing_pending(runtime))


async def _nothing_pending(runtime) -> bool:
    return await runtime.store.db[PENDING].count_documents({}) == 0


async def test_an_unroutable_event_stays_pending_until_a_queue_is_bound(place: Settings):
    async with at_work(place) as runtime, Sender.on(place.amqp_url.get_secret_value()) as sender:
        await runtime.execute(Press(word="x"), Cause(new_id(), "count", now(), branch="B1"))
        await until(lambda: _is_idle(runtime))
        assert await runtime.store.db[PENDING].count_documents({}) == 1
        queue = await outlet(sender)
        assert len(await take(queue, 1)) == 1


async def _is_idle(runtime) -> bool:
    return runtime.relay.idle


async def test_a_timer_fires_once_though_two_replicas_watch(place: Settings):
    async with at_work(place) as runtime, at_work(place):
        await runtime.execute(Press(word="later"), Cause(new_id(), "count", now(), branch="B1"))

        async def rang() -> bool:
            found = await tally(runtime)
            return (
                found is not None
                and found.bells > 0
                and await runtime.store.db[TIMERS].count_documents({}) == 0
            )

        await until(rang)
        found = await tally(runtime)
        assert found is not None
        assert found.bells == 1


async def test_a_reply_address_in_a_message_is_not_served(place: Settings):
    async with at_work(place) as runtime, Sender.on(place.amqp_url.get_secret_value()) as sender:
        bait = await sender.channel.declare_queue("bait")
        await sender.send(pressed("x"), reply_to="bait", correlation_id="1")
        await counted(runtime, 1)
        await sender.send(pressed("y"))
        await counted(runtime, 2)
        assert await bait.get(fail=False) is None


async def test_a_store_that_loses_the_answer_to_a_commit_is_asked_what_happened(
    place: Settings, monkeypatch: pytest.MonkeyPatch
):
    from shared.store_errors import CommitUnknown

    async with at_work(place) as runtime:
        real, lost = runtime.store.commit, []

        async def commit(writes):
            await real(writes)
            if not lost:
                lost.append(True)
                raise CommitUnknown

        monkeypatch.setattr(runtime.store, "commit", commit)
        done = await runtime.command_workers[0].submit(_message("x"))
        assert lost
        assert done.repeated
        assert (await counted(runtime, 1)).count == 1


async def test_a_transaction_left_open_by_somebody_is_waited_for_and_dead_letters_nothing(
    place: Settings, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(worker, "LONGEST_PAUSE", 0.02)
    async with at_work(place) as runtime:
        real, refused = runtime.store.commit, []

        async def commit(writes):
            if len(refused) < 2 * worker.MOST_RERUNS:
                refused.append(True)
                raise Busy
            await real(writes)

        monkeypatch.setattr(runtime.store, "commit", commit)
        done = await runtime.command_workers[0].submit(_message("x"))
        assert (done.repeated, done.dead_lettered) == (False, False)
        assert (await counted(runtime, 1)).count == 1


async def test_while_something_is_in_the_way_a_command_is_told_to_come_again(
    place: Settings, monkeypatch: pytest.MonkeyPatch
):
    """The same holds if it is tried itself, or waits behind a message that is."""
    monkeypatch.setattr(worker, "COMMAND_WAITS", 0.05)
    async with at_work(place) as runtime:
        real, in_the_way = runtime.store.commit, asyncio.Event()
        in_the_way.set()

        async def commit(writes):
            if in_the_way.is_set():
                raise Busy
            await real(writes)

        monkeypatch.setattr(runtime.store, "commit", commit)
        message = runtime.command_workers[0].submit(_message("x"))
        await asyncio.sleep(0)
        command = Cause(new_id(), "count", now(), branch="B1")
        with pytest.raises(Unavailable):
            await runtime.execute(Press(), command)
        assert not message.done()
        in_the_way.clear()
        await message
        assert (await counted(runtime, 1)).words == ("x",)


async def test_a_service_that_has_not_come_up_tells_a_command_to_come_again(
    place: Settings, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(service_runtime, "WHILE_STARTING", 0.05)
    runtime = ServiceRuntime(SERVICE, place)
    with pytest.raises(Unavailable):
        await runtime.execute(Press(), Cause(new_id(), "count", now(), branch="B1"))
    await runtime.store.close()


async def test_an_id_that_stays_taken_is_the_fault_of_one_alone(
    place: Settings, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(worker, "LONGEST_PAUSE", 0.02)

    async def blind(event: Pressed, work: UnitOfWork) -> None:
        work.apply(Decision().save(Tally(id=event.tally)))  # without having read it

    async with at_work(place) as runtime:
        await runtime.execute(Press(), Cause(new_id(), "count", now(), branch="B1"))
        good, bad = _message("good"), _message("bad")
        bad.handler = blind
        good.content = Pressed(branch="B1", tally="other", word="good")
        first, second = await asyncio.gather(
            *(runtime.command_workers[0].submit(work) for work in (bad, good))
        )
        assert (first.dead_lettered, second.dead_lettered) == (True, False)
        assert (await counted(runtime, 1, "other")).words == ("good",)


def _message(word: str, handler=count):
    envelope = pressed(word)
    return MessageItem(
        cause=Cause(envelope.id, envelope.type, now(), branch="B1"),
        handler=handler,
        content=envelope.data,
        body=b"{}",
    )


async def test_a_stop_ends_what_was_begun(place: Settings):
    async with Sender.on(place.amqp_url.get_secret_value()) as sender:
        async with at_work(place) as runtime:
            queue = await outlet(sender)
            for number in range(300):
                await sender.send(pressed(str(number)))
        async with at_work(place) as runtime:
            found = await counted(runtime, 300)
            assert list(found.words) == [str(number) for number in range(300)]
            assert len({message.message_id for message in await take(queue, 300)}) == 300


async def test_readiness_counts_consumers_and_sees_a_deleted_queue(place: Settings):
    async with at_work(place) as runtime, Sender.on(place.amqp_url.get_secret_value()) as sender:
        assert await runtime.bus.consumers() == {"foyer.tally.0": 1, "foyer.tally.dead_letters": 1}
        await sender.channel.queue_delete("foyer.tally.0")
        with pytest.raises(QueueMissing):
            await runtime.bus.consumers()
