"""The partition worker: batches, refusals, repeats, conflicts, and a store that is busy or away."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pymongo.errors import AutoReconnect

from shared.bus_names import LARGEST_MESSAGE
from shared.contracts.devices import LARGEST
from shared.dead_letters import HEAD, NotWhole
from shared.domain import Decision
from shared.errors import IdReused, KeyReused, Malformed, Refusal, Unavailable
from shared.fingerprint import Fingerprint
from shared.line import LARGEST_BATCH, MOST_IN_BATCH, MOST_OF_ONE, MOST_WAITING
from shared.store import DEAD_LETTERS, INBOX, OUTBOX, PENDING, TIMERS
from shared.store_errors import Busy, CommitUnknown, Conflict
from shared.unit_of_work import Batch, UnitOfWork
from shared.work import Outcome, WorkItem
from shared.worker import COMMAND_WAITS, MOST_RERUNS
from tests.unit.shared.shelf import (
    NOON,
    Bench,
    EatingRefused,
    Jar,
    JarEmptyDue,
    NoSweets,
    SweetEaten,
    command,
    eat,
    fail,
    message,
    unreadable,
)


@asynccontextmanager
async def running(bench: Bench) -> AsyncIterator[Bench]:
    task = asyncio.create_task(bench.worker.run())
    try:
        yield bench
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def settled(bench: Bench, *items: WorkItem) -> list[Any]:
    """The outcomes of items that arrive together; a refusal stands for itself."""
    async with running(bench):
        futures = [bench.worker.submit(item) for item in items]
        return await asyncio.gather(*futures, return_exceptions=True)


async def codes(bench: Bench) -> dict[str, str]:
    return {one.id: one.code for one in await bench.dead_letters.list()}


def fingerprint(word: str, reused: type[Refusal] = KeyReused) -> Fingerprint:
    return Fingerprint.of(b"key", "id", word, reused=reused)


# -- Batches


async def test_what_has_arrived_is_one_commit_with_its_events_its_causes_and_its_pending_batch():
    bench = Bench(Jar(id="a", version=1, sweets=5))
    outcomes = await settled(bench, command("c1"), message("m1"), command("c2"))
    assert outcomes == [Outcome(4), Outcome(3), Outcome(2)]
    assert (bench.store.commits, bench.sweets()) == (1, 2)
    assert [raw["_id"] for raw in bench.store.raws(INBOX)] == ["shelf:c1", "shelf:c2", "shelf:m1"]
    (pending,) = bench.store.raws(PENDING)
    assert (pending["ids"], pending["at"]) == ([raw["_id"] for raw in bench.store.raws(OUTBOX)], NOON)
    assert [raw["causation_id"] for raw in bench.store.raws(OUTBOX)] == ["c1", "m1", "c2"]


async def test_a_batch_has_a_largest_size_and_the_rest_follows():
    bench = Bench(Jar(id="a", version=1, sweets=1000))
    many = LARGEST_BATCH + 1
    outcomes = await settled(bench, *(message(f"m{number:03}") for number in range(many)))
    assert [one.answer for one in outcomes] == [999 - number for number in range(many)]
    assert bench.store.commits == 2


async def test_items_run_in_the_order_of_the_queue_they_came_from():
    bench = Bench(Jar(id="a", version=1, sweets=5))
    late, early = message("m2", order=2), message("m1", order=1)
    assert [one.answer for one in await settled(bench, late, early)] == [3, 4]


async def test_after_the_commit_the_batch_is_handed_on_and_the_events_are_enqueued():
    seen: list[list[object]] = []

    def after_commit(batch: Batch) -> None:
        seen.append([one.data for one in batch.events])

    bench = Bench(Jar(id="a", version=1, sweets=5), after_commit=after_commit)
    await settled(bench, command("c1"))
    assert seen == [[SweetEaten(branch="B1", jar="a", left=4)]]
    assert not bench.relay.idle


async def test_a_worker_is_idle_when_nothing_waits_and_nothing_runs():
    bench = Bench(Jar(id="a", version=1, sweets=5))
    assert bench.worker.idle
    async with running(bench):
        future = bench.worker.submit(command("c1"))
        assert not bench.worker.idle
        await future
        await asyncio.sleep(0)
        assert bench.worker.idle


async def test_timers_are_scheduled_and_cancelled_with_the_batch():
    async def set_timer(jar: str, work: UnitOfWork) -> None:
        due = work.due(timedelta(minutes=1))
        work.apply(
            Decision().schedule(f"empty:{jar}", due, JarEmptyDue(branch="B1", jar=jar), correlation_id=jar)
        )

    async def cancel_timer(jar: str, work: UnitOfWork) -> None:
        work.apply(Decision().cancel(f"empty:{jar}"))

    bench = Bench()
    await settled(bench, command("c1", "a", set_timer), command("c2", "b", set_timer))
    assert [(raw["_id"], raw["due"], raw["causation_id"]) for raw in bench.store.raws(TIMERS)] == [
        ("empty:a", NOON + timedelta(minutes=1), "c1"),
        ("empty:b", NOON + timedelta(minutes=1), "c2"),
    ]
    await settled(bench, command("c3", "a", cancel_timer))
    assert [raw["_id"] for raw in bench.store.raws(TIMERS)] == ["empty:b"]


# -- Refusals


async def test_a_refusal_undoes_its_own_work_alone():
    bench = Bench(Jar(id="a", version=1, sweets=1), Jar(id="b", version=1, sweets=1))
    first, refused, other = await settled(bench, command("c1"), command("c2"), command("c3", "b"))
    assert (first, other) == (Outcome(0), Outcome(0))
    assert isinstance(refused, NoSweets)
    assert [raw["_id"] for raw in bench.store.raws(INBOX)] == ["shelf:c1", "shelf:c3"]
    assert len(bench.store.raws(OUTBOX)) == 2
    assert bench.store.raws(DEAD_LETTERS) == []


async def test_a_handler_that_fails_after_a_change_leaves_nothing_behind():
    bench = Bench(Jar(id="a", version=1, sweets=5))
    failed, after = await settled(bench, command("c1", handler=fail), command("c2"))
    assert isinstance(failed, ZeroDivisionError)
    assert (after.answer, bench.sweets(), len(bench.store.raws(OUTBOX))) == (4, 4, 1)


async def test_a_refused_message_is_dead_lettered_in_the_commit_of_its_batch():
    bench = Bench(Jar(id="a", version=1, sweets=1))
    good, refused, failed = await settled(bench, message("m1"), message("m2"), message("m3", "a", fail))
    assert (good.dead_lettered, refused.dead_lettered, failed.dead_lettered) == (False, True, True)
    assert isinstance(refused.answer, NoSweets)
    assert bench.store.commits == 1
    letters = {one.id: one for one in await bench.dead_letters.list()}
    assert [(one.code, one.detail, one.handler) for _, one in sorted(letters.items())] == [
        ("no_sweets", "a", "eat"),
        ("no_sweets", "a", "fail"),
    ]
    taken = await bench.dead_letters.take("m2")
    assert taken is not None
    assert (taken[1], taken[0]["exchange"], taken[0]["key"]) == (b"as it came", "foyer.events", "0.shelf.eat")


async def test_a_dead_letter_of_a_fault_names_it_and_where_it_arose():
    bench = Bench(Jar(id="a", version=1, sweets=5))
    await settled(bench, message("m1", handler=fail))
    (letter,) = await bench.dead_letters.list()
    assert (letter.code, letter.detail) == ("failed", "ZeroDivisionError")
    assert "in fail" in letter.stack


async def test_a_refused_message_is_no_cause_and_may_be_sent_again():
    bench = Bench(Jar(id="a", version=1, sweets=0))
    for attempts in (1, 2):
        (refused,) = await settled(bench, message("m1"))
        assert refused.dead_lettered
        assert [one.attempts for one in await bench.dead_letters.list()] == [attempts]
    bench.store.put(Jar(id="a", version=2, sweets=1))
    assert await settled(bench, message("m1")) == [Outcome(0)]


async def test_an_unreadable_message_is_dead_lettered_beside_its_neighbours():
    bench = Bench(Jar(id="a", version=1, sweets=5))
    outcomes = await settled(bench, message("m1"), unreadable("m2", Malformed("body")), message("m3"))
    assert [one.dead_lettered for one in outcomes] == [False, True, False]
    assert await codes(bench) == {"m2": "malformed"}
    assert bench.store.commits == 1


async def test_of_a_device_the_beginning_is_kept_of_a_message_that_is_too_large():
    bench = Bench()
    item = unreadable("m1", Malformed("body"))
    item.cause = replace(item.cause, actor="device:K1")
    item.body = b"x" * (LARGEST + 1)
    await settled(bench, item)
    assert [one.size for one in await bench.dead_letters.list()] == [LARGEST + 1]
    (raw,) = bench.store.raws(DEAD_LETTERS)
    assert HEAD < len(raw["body"]) < HEAD + 100
    with pytest.raises(NotWhole):
        await bench.dead_letters.take("m1")


async def test_an_event_that_the_broker_would_never_take_is_refused_alone_and_before_it_is_committed():
    async def tell_too_much(jar: str, work: UnitOfWork) -> None:
        event = SweetEaten(branch="B1", jar="x" * LARGEST_MESSAGE, left=0)
        work.publish(event, subject=jar, correlation_id="V1")

    bench = Bench(Jar(id="a", version=1, sweets=5))
    outcomes = await settled(bench, message("m1"), message("m2", handler=tell_too_much), message("m3"))
    assert [one.dead_lettered for one in outcomes] == [False, True, False]
    assert await codes(bench) == {"m2": "event_too_large"}
    assert all(len(raw["body"]) < LARGEST_MESSAGE for raw in bench.store.raws(OUTBOX))


# -- Lines that are long or full


async def test_of_one_sender_a_few_are_in_a_batch_and_in_their_order():
    bench = Bench(Jar(id="a", version=1, sweets=500), fair=True)
    seen: list[str] = []

    async def note(word: str, work: UnitOfWork) -> None:
        seen.append(word)

    items = [command(f"t{number}", f"t{number}", note, actor="device:thief") for number in range(90)]
    items.append(command("other", "other", note, actor="staff:li.na"))
    await settled(bench, *items)
    assert seen.index("other") == MOST_IN_BATCH
    assert [word for word in seen if word != "other"] == [f"t{number}" for number in range(90)]


async def test_events_of_the_bus_keep_their_order_whoever_caused_them():
    bench = Bench(Jar(id="a", version=1, sweets=500))
    await settled(bench, *(message(f"m{number}") for number in range(90)), message("last", "none"))
    assert bench.store.commits == 1


async def test_a_command_is_refused_at_once_when_too_many_wait_and_messages_are_not():
    bench = Bench(Jar(id="a", version=1, sweets=5))
    for number in range(MOST_WAITING):
        bench.worker.submit(command(f"c{number}", actor=f"staff:{number}"))
    with pytest.raises(Unavailable) as refused:
        bench.worker.submit(command("late"))
    assert refused.value.headers == {"Retry-After": "2"}
    bench.worker.submit(message("m1"))


async def test_one_person_leaves_room_in_the_line_for_the_others():
    bench = Bench(Jar(id="a", version=1, sweets=5))
    for number in range(MOST_OF_ONE):
        bench.worker.submit(command(f"c{number}", actor="staff:li.na"))
    with pytest.raises(Unavailable):
        bench.worker.submit(command("late", actor="staff:li.na"))
    outcome = bench.worker.submit(command("another", actor="staff:zhao.lei"))
    async with running(bench):
        await asyncio.gather(outcome, return_exceptions=True)
        await asyncio.sleep(0)
        bench.worker.submit(command("again", actor="staff:li.na"))


# -- Telling senders of refusals


def refusing(id: str, jar: str = "a") -> WorkItem:
    """A message whose sender is told of its refusal."""
    return message(id, jar, refusal_event=lambda refusal: EatingRefused(branch="B1", code=refusal.code))


def answers(bench: Bench) -> list[str]:
    return [raw["causation_id"] for raw in bench.store.raws(OUTBOX) if raw["exchange"] == "amq.topic"]


async def test_the_sender_of_a_refused_message_is_told_once_a_minute():
    bench = Bench(Jar(id="a", version=1))
    await settled(bench, refusing("m1"))
    assert answers(bench) == ["m1"]
    bench.now += timedelta(seconds=59)
    await settled(bench, refusing("m1"))
    assert answers(bench) == ["m1"]
    bench.now += timedelta(seconds=2)
    await settled(bench, refusing("m1"))
    assert answers(bench) == ["m1", "m1"]
    assert [one.attempts for one in await bench.dead_letters.list()] == [3]


async def test_the_sender_is_told_at_once_of_another_reason_and_of_another_message():
    bench = Bench(Jar(id="a", version=1))
    await settled(bench, refusing("m1"), refusing("m2"))
    assert answers(bench) == ["m1", "m2"]
    await settled(bench, refusing("m1", "none"))
    assert answers(bench) == ["m1", "m2", "m1"]


async def test_a_message_that_is_handled_has_nobody_told():
    bench = Bench(Jar(id="a", version=1, sweets=1))
    await settled(bench, refusing("m1"))
    assert answers(bench) == []


async def test_a_fault_is_told_as_unavailable():
    bench = Bench(Jar(id="a", version=1, sweets=1))
    item = message("m1", "a", fail, refusal_event=lambda it: EatingRefused(branch="B1", code=it.code))
    await settled(bench, item)
    (body,) = [raw["body"] for raw in bench.store.raws(OUTBOX) if raw["exchange"] == "amq.topic"]
    assert b'"code":"unavailable"' in body


# -- Repeats


async def test_a_repeat_runs_nothing_and_says_so():
    bench = Bench(Jar(id="a", version=1, sweets=5))
    assert await settled(bench, command("c1")) == [Outcome(4)]
    assert await settled(bench, command("c1")) == [Outcome(repeated=True)]
    assert bench.sweets() == 4


async def test_a_repeat_within_one_batch_runs_nothing():
    bench = Bench(Jar(id="a", version=1, sweets=5))
    outcomes = await settled(bench, message("m1"), message("m1"), command("c2"))
    assert outcomes == [Outcome(4), Outcome(repeated=True), Outcome(3)]


async def test_a_repeat_of_what_is_refused_by_now_is_a_repeat():
    bench = Bench(Jar(id="a", version=1, sweets=1))
    await settled(bench, command("c1"))
    assert await settled(bench, command("c1")) == [Outcome(repeated=True)]


@pytest.mark.parametrize("together", [True, False], ids=["in one batch", "in two"])
async def test_another_content_under_an_id_is_refused(together: bool):
    bench = Bench(Jar(id="a", version=1, sweets=5))
    first = command("c1", fingerprint=fingerprint("this"))
    other = command("c1", fingerprint=fingerprint("that"))
    again = command("c1", fingerprint=fingerprint("this"))
    if together:
        outcomes = await settled(bench, first, other, again)
    else:
        outcomes = [(await settled(bench, one))[0] for one in (first, other, again)]
    assert outcomes[0] == Outcome(4)
    assert isinstance(outcomes[1], KeyReused)
    assert outcomes[2] == Outcome(repeated=True)
    assert bench.sweets() == 4


async def test_another_content_under_the_id_of_a_message_is_dead_lettered():
    bench = Bench(Jar(id="a", version=1, sweets=5))
    first = message("m1", fingerprint=fingerprint("this", IdReused))
    other = message("m1", fingerprint=fingerprint("that", IdReused))
    assert [one.dead_lettered for one in await settled(bench, first, other)] == [False, True]
    assert await codes(bench) == {"m1": "id_reused"}


# -- Conflicts, and a store that is busy or away


async def test_a_conflict_runs_the_batch_again_from_fresh_state():
    bench = Bench(Jar(id="a", version=1, sweets=5))
    await settled(bench, command("c1"))
    bench.store.put(Jar(id="a", version=9, sweets=100))  # by another replica, behind the cache
    assert await settled(bench, command("c2")) == [Outcome(99)]
    assert bench.sweets() == 99


async def test_conflicts_without_end_are_the_fault_of_one_alone():
    async def blind(jar: str, work: UnitOfWork) -> None:
        """Write without having read."""
        work.apply(Decision().save(Jar(id=jar)))

    bench = Bench(Jar(id="a", version=1, sweets=5), Jar(id="b", version=1, sweets=5))
    good, bad = await settled(bench, message("m1", "b"), message("m2", "a", blind))
    assert (good, bad.dead_lettered) == (Outcome(4), True)
    assert await codes(bench) == {"m2": "unavailable"}
    assert (bench.sweets("a"), bench.sweets("b")) == (5, 4)


async def test_a_conflict_may_come_often_and_the_batch_still_ends():
    bench = Bench(Jar(id="a", version=1, sweets=5))
    bench.store.failures += [Conflict()] * (MOST_RERUNS - 1)
    assert await settled(bench, command("c1")) == [Outcome(4)]
    assert bench.store.failures == []


async def test_a_busy_store_is_waited_for_by_a_message_and_not_for_long_by_a_command():
    bench = Bench(Jar(id="a", version=1, sweets=5))
    bench.store.failures += [Busy()] * 40
    loop = asyncio.get_running_loop()
    began, refused_after = loop.time(), 0.0

    async def refused_at() -> float:
        with pytest.raises(Unavailable):
            await bench.worker.submit(command("c1"))
        return loop.time() - began

    async with running(bench):
        waiting = bench.worker.submit(message("m1"))
        refused_after = await refused_at()
        assert not waiting.done()
        assert await waiting == Outcome(4)
    assert COMMAND_WAITS < refused_after < COMMAND_WAITS * 1.5
    assert [raw["_id"] for raw in bench.store.raws(INBOX)] == ["shelf:m1"]
    assert loop.time() - began > COMMAND_WAITS * 2


async def test_a_command_behind_a_message_that_waits_is_refused_as_well():
    bench = Bench(Jar(id="a", version=1, sweets=5))
    bench.store.failures += [Busy()] * 40
    async with running(bench):
        waiting = bench.worker.submit(message("m1"))
        await asyncio.sleep(0.05)
        with pytest.raises(Unavailable):
            await bench.worker.submit(command("c1"))
        assert not waiting.done()
        assert await waiting == Outcome(4)


async def test_a_store_that_is_away_is_waited_for_by_messages_and_refuses_commands_at_once():
    bench = Bench(Jar(id="a", version=1, sweets=5))
    bench.store.database.away = True
    loop = asyncio.get_running_loop()
    async with running(bench):
        began = loop.time()
        waiting = bench.worker.submit(message("m1"))
        with pytest.raises(Unavailable):
            await bench.worker.submit(command("c1"))
        assert loop.time() - began < COMMAND_WAITS
        await asyncio.sleep(60)
        assert not waiting.done()
        bench.store.database.away = False
        assert await waiting == Outcome(4)
    assert bench.sweets() == 4


async def test_while_the_store_is_away_it_is_tried_every_few_seconds():
    bench = Bench(Jar(id="a", version=1, sweets=5))
    tries = 0

    async def load(*_: object) -> list[Jar]:
        nonlocal tries
        tries += 1
        raise AutoReconnect

    bench.store.load = load  # type: ignore[method-assign, assignment]
    async with running(bench):
        bench.worker.submit(message("m1"))
        await asyncio.sleep(60)
        assert 20 < tries < 80


async def test_a_commit_of_unknown_end_is_found_in_the_inbox_and_its_events_go_out():
    bench = Bench(Jar(id="a", version=1, sweets=5))
    bench.store.lost_answers.append(CommitUnknown())
    async with running(bench):
        assert await bench.worker.submit(message("m1")) == Outcome(repeated=True)
        await asyncio.sleep(1)
    assert (bench.store.commits, bench.sweets()) == (1, 4)
    assert not bench.relay.idle  # its events are enqueued before the next batch publishes any


async def test_a_commit_of_unknown_end_that_did_not_happen_is_run_again():
    bench = Bench(Jar(id="a", version=1, sweets=5))
    bench.store.failures.append(CommitUnknown())
    assert await settled(bench, message("m1")) == [Outcome(4)]
    assert (bench.store.commits, bench.sweets()) == (1, 4)


async def test_one_item_at_fault_is_found_and_the_others_are_committed():
    class Unstorable(Exception):
        """An error of no kind that a store is known to raise."""

    bench = Bench(Jar(id="a", version=1, sweets=9))
    commit = bench.store.commit

    async def refuse_m2(one: Any) -> None:
        if any(raw._doc["_id"] == "shelf:m2" for raw in one.writes.get(INBOX, [])):
            raise Unstorable
        await commit(one)

    bench.store.commit = refuse_m2  # type: ignore[method-assign]
    outcomes = await settled(bench, *(message(f"m{number}") for number in range(4)))
    assert [one.dead_lettered for one in outcomes] == [False, False, True, False]
    assert await codes(bench) == {"m2": "failed"}
    assert bench.sweets() == 6


async def test_a_cancelled_item_is_left_out():
    bench = Bench(Jar(id="a", version=1, sweets=5))
    gone, stays = command("c1"), command("c2")
    async with running(bench):
        bench.worker.submit(gone).cancel()
        assert await bench.worker.submit(stays) == Outcome(4)
    assert [raw["_id"] for raw in bench.store.raws(INBOX)] == ["shelf:c2"]


async def test_documents_are_read_once_for_a_batch_and_kept_for_the_next():
    bench = Bench(Jar(id="a", version=1, sweets=5), Jar(id="b", version=1, sweets=5), max_staleness=1.0)
    loads: list[list[str]] = []
    load = bench.store.load

    async def counted(model: Any, ids: list[str]) -> Any:
        loads.append(ids)
        return await load(model, ids)

    bench.store.load = counted  # type: ignore[method-assign]
    await settled(bench, message("m1", "a"), message("m2", "b"), message("m3", "a", eat))
    await settled(bench, message("m4", "a"))
    assert loads == [["a", "b"]]
