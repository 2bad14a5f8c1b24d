"""The worker of a partition: whatever has arrived is one batch, one transaction, one after the other.

    submit ─▶ queue ─▶ up to 100 ─▶ repeated? ─▶ handlers in turn ─▶ commit ─▶ answers, outbox

A refusal undoes its unit of work alone. A conflict runs the batch again from fresh state. A store that is
away is waited for, in place. A batch that fails for another reason is run item by item, so that only the one
at fault is dead-lettered.
"""

import asyncio
import random
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from pymongo.errors import PyMongoError

from shared.cache import Cache
from shared.clock import elapsed, new_id
from shared.dead_letters import DeadLetters, reason_of
from shared.errors import Refusal, Unavailable
from shared.line import Line
from shared.outbox import Relay
from shared.outbox_messages import OutboxMessage, messages_of
from shared.store import Commit, Raw, Store
from shared.store_errors import Busy, CommitUnknown, Conflict
from shared.telemetry import BATCH, COMMIT, HANDLED, LAG, RERUNS, Step, log
from shared.timers import timer_of
from shared.unit_of_work import Batch, Cause, UnitOfWork
from shared.work import CommandItem, Delivery, MessageItem, Outcome, UnreadableItem, WorkItem

MOST_RERUNS, LONGEST_PAUSE = 30, 2.0
REFUSED_AGAIN_AFTER = timedelta(minutes=1)
"""A message that is refused again, for the same reason, sooner than this is not answered again."""
COMMAND_WAITS = 1.5
"""Seconds that a command waits for another transaction; then it is refused, to be sent again."""


class PartitionWorker:
    """Runs the work of one partition, one batch after the other; a `fair` one looks at who sent it."""

    def __init__(
        self,
        store: Store,
        cache: Cache,
        relay: Relay,
        dead_letters: DeadLetters,
        *,
        service: str,
        partitions: int,
        pace: float,
        max_staleness: float,
        fair: bool,
        clock: Callable[[], datetime],
        after_commit: Callable[[Batch], None] | None = None,
    ) -> None:
        self._store, self._cache, self._relay, self._dead_letters = store, cache, relay, dead_letters
        self._service, self._partitions, self._pace = service, partitions, pace
        self._max_staleness, self._clock, self._after_commit = max_staleness, clock, after_commit
        self._waiting = Line(fair=fair)
        self._arrived, self._busy = asyncio.Event(), False

    def submit(self, item: WorkItem) -> "asyncio.Future[Outcome]":
        """Queue `item`; its future ends when it is committed, dead-lettered or refused. Raises `Unavailable`
        for a command when the line is full, or holds too many of the same person or device."""
        self._waiting.put(item)
        self._arrived.set()
        return item.done

    @property
    def idle(self) -> bool:
        return not self._waiting and not self._busy

    async def run(self) -> None:
        """Commit what has arrived, batch by batch, for ever."""
        while True:
            await self._arrived.wait()
            self._busy = True
            items = self._waiting.take()
            if not self._waiting:
                self._arrived.clear()
            items.sort(key=lambda item: item.order)
            await self._settle(items)
            self._busy = False

    async def _settle(self, items: list[WorkItem]) -> None:
        """Bring a batch to its end, however often that takes."""
        pause, reruns, doubt, unknown, began = 0.02, 0, False, False, elapsed()
        while items := [item for item in items if not item.done.done()]:
            try:
                await self._run_once(items, doubt)
            except Busy:
                RERUNS.labels("busy").inc()
                pause = min(pause, COMMAND_WAITS / 5)
                if elapsed() - began > COMMAND_WAITS:
                    self._give_up_commands(items)
            except Conflict:
                RERUNS.labels("conflict").inc()
                reruns += 1
                if reruns >= MOST_RERUNS:
                    return await self._one_by_one(items, Unavailable("others keep changing the same thing"))
            except (PyMongoError, CommitUnknown) as error:
                RERUNS.labels("store").inc()
                log.warning("store_away", error=type(error).__name__, waiting=len(self._waiting))
                unknown = unknown or isinstance(error, CommitUnknown)
                self._give_up_commands(items)
            except Exception as error:
                log.exception("batch_failed", items=len(items))
                return await self._one_by_one(items, error)
            else:
                doubt = True
                continue  # with the repeats within this batch: the first of them decides
            doubt = True
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - spreads retries
            pause = min(pause * 1.6, LONGEST_PAUSE)
        if unknown:
            await self._relay.sweep(timedelta(0))  # its events, before the next batch publishes any
        return None

    def _give_up_commands(self, items: Sequence[WorkItem]) -> None:
        """Refuse the commands: a person does not wait for a store that is away, nor behind a message that
        does."""
        for item in (*items, *self._waiting):
            if isinstance(item, CommandItem) and not item.done.done():
                item.done.set_exception(Unavailable())

    async def _one_by_one(self, items: list[WorkItem], error: Exception) -> None:
        """Find the item at fault; alone, it is refused with `error`."""
        if len(items) == 1:
            if items[0].refusal is not None:
                raise error  # even its dead letter cannot be written: nothing here can help
            items[0].refusal = error
        for item in items:
            await self._settle([item])

    async def _run_once(self, items: Sequence[WorkItem], doubt: bool) -> None:
        """Run and commit a batch. The inbox is looked up for its causes only where there is `doubt`, or where
        one was refused; otherwise the commit itself meets a repeat as a conflict."""
        with COMMIT.time():
            now, began = self._clock(), elapsed()
            firsts: dict[str, WorkItem] = {}
            for item in items:
                firsts.setdefault(self._inbox_id(item.cause), item)
            known = await self._store.seen(list(firsts)) if doubt else {}
            repeats = [item for id, item in firsts.items() if _is_repeat(item, known.get(id))]
            fresh = [item for item in firsts.values() if item not in repeats]
            batch = Batch(self._cache)
            steps = [Step(item.cause.traceparent, item.cause.kind) for item in fresh]
            works = [
                UnitOfWork(
                    item.cause, now, self._service, self._pace, batch=batch, traceparent=step.traceparent
                )
                for item, step in zip(fresh, steps, strict=True)
            ]
            answers = await batch.run(works, [item.run for item in fresh])
            if batch.failure is not None:
                raise batch.failure
            refused = [
                self._inbox_id(item.cause)
                for item, answer in zip(fresh, answers, strict=True)
                if isinstance(answer, Exception)
            ]
            if refused and not doubt and await self._store.seen(refused):
                raise Conflict
            await self._publish_refusals(batch, fresh, answers, now)
            commit, messages = self._commit_of(batch, fresh, answers, now)
            if fresh:
                await self._cache.commit(batch, commit, began - (0.0 if refused else self._max_staleness))
        BATCH.observe(len(items))
        for item in repeats:
            _finish(item, Outcome(repeated=True), "repeat")
        for item, answer in zip(fresh, answers, strict=True):
            self._answer(item, answer, now)
        self._relay.enqueue(messages)
        for step in steps:
            step.end()
        if self._after_commit is not None:
            self._after_commit(batch)

    def _answer(self, item: WorkItem, answer: Any, now: datetime) -> None:
        if not isinstance(answer, Exception):
            LAG.labels(item.cause.kind).observe(max(0.0, (now - item.cause.time).total_seconds()))
            _finish(item, Outcome(answer), "done")
        elif isinstance(item, Delivery):
            _finish(item, Outcome(answer, dead_lettered=True), "dead_lettered")
        else:
            HANDLED.labels(item.cause.kind, "refused").inc()
            if not isinstance(answer, Refusal):
                log.error("command_failed", command=item.cause.kind, exc_info=answer)
            if not item.done.done():
                item.done.set_exception(answer)

    async def _publish_refusals(
        self, batch: Batch, fresh: Sequence[WorkItem], answers: Sequence[Any], now: datetime
    ) -> None:
        """Tell the senders of refused messages, once in a while, however often they send them."""
        refused = {
            item.cause.id: (item, answer)
            for item, answer in zip(fresh, answers, strict=True)
            if isinstance(answer, Exception) and isinstance(item, Delivery) and item.refusal_event
        }
        since = now - REFUSED_AGAIN_AFTER
        lately = await self._dead_letters.notified_since(list(refused), since) if refused else set()
        for id, (item, error) in refused.items():
            if (id, *reason_of(error)) not in lately and item.refusal_event is not None:
                event = item.refusal_event(error if isinstance(error, Refusal) else Unavailable())
                cause = item.cause
                work = UnitOfWork(cause, now, self._service, batch=batch, traceparent=cause.traceparent)
                work.publish(event, subject=cause.actor, correlation_id=cause.correlation_id)
                batch.events += work.events
                item.notified = now

    def _commit_of(
        self, batch: Batch, fresh: Sequence[WorkItem], answers: Sequence[Any], now: datetime
    ) -> tuple[Commit, list[OutboxMessage]]:
        commit = Commit(self._store.db.name)
        for item, answer in zip(fresh, answers, strict=True):
            if not isinstance(answer, Exception):
                commit.see({"_id": self._inbox_id(item.cause), "at": now, **item.cause.record()})
            elif isinstance(item, Delivery):
                commit.dead_letter(item.cause.id, self._dead_letter(item, answer))
        for key, document in batch.documents.items():
            commit.put(document, batch.base_version(key))
        for id, entry in batch.timers.items():
            if entry:
                commit.schedule(timer_of(*entry))
            else:
                commit.cancel(id)
        own_ids = {item.cause.id: item.cause.fingerprint.id for item in fresh if item.cause.fingerprint}
        events = [raw for one in batch.events for raw in messages_of(one, self._partitions, own_ids)]
        pending = new_id()
        if events:
            commit.publish(events, {"_id": pending, "at": now, "ids": [raw["_id"] for raw in events]})
        return commit, [OutboxMessage.of(raw, pending) for raw in events]

    def _inbox_id(self, cause: Cause) -> str:
        return f"{self._service}:{cause.id}"

    def _dead_letter(self, item: Delivery, error: Exception) -> Raw:
        stack = "" if isinstance(error, Refusal) else "".join(traceback.format_tb(error.__traceback__))
        code, detail = reason_of(error)
        handler = getattr(item.handler, "__name__", "") if isinstance(item, MessageItem) else ""
        return self._dead_letters.record_of(
            item.cause,
            body=item.body,
            code=code,
            detail=detail,
            handler=handler,
            stack=stack,
            route=item.route,
            notified=item.notified,
        )


def _is_repeat(item: WorkItem, record: Raw | None) -> bool:
    """Tell whether the inbox has a `record` of this very cause. Another content under its id is refused."""
    if record is None:
        return False
    try:
        if item.cause.fingerprint is not None:
            item.cause.fingerprint.must_match(record)
    except Refusal as refusal:
        item.refusal = item.refusal or refusal
        return False
    return True


def _finish(item: WorkItem, outcome: Outcome, word: str) -> None:
    unreadable = isinstance(item, UnreadableItem) or item.refusal is not None
    HANDLED.labels("unreadable" if unreadable else item.cause.kind, word).inc()
    if not item.done.done():
        item.done.set_result(outcome)
