"""A line of a partition: whatever has arrived is one batch, one transaction, one after the other.

    submit ─▶ waiting ─▶ up to 100 ─▶ seen before? ─▶ handlers in turn ─▶ commit ─▶ answers, relay

A refusal undoes its unit alone. A conflict runs the batch again from fresh state. A store that is away is
waited for, in place. A batch that fails for another reason is run unit by unit, so that only the guilty
one is parked.
"""

import asyncio
import random
import time
import traceback
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from pymongo.errors import PyMongoError

from shared.cache import Cache
from shared.clock import new_id
from shared.errors import Refusal, Unavailable
from shared.outbox import Letter, Relay, letters_of
from shared.parking import Parking, reason_of
from shared.store import Busy, Commit, CommitUnknown, Conflict, Raw, Store
from shared.telemetry import BATCH, COMMIT, HANDLED, LAG, RERUNS, Step, log
from shared.timers import timer_of
from shared.unit import Batch, Cause, Unit
from shared.work import Done, Work

LARGEST, LARGEST_KEPT = 100, 1024 * 1024
RERUNS_AT_MOST, PAUSE_AT_MOST = 30, 2.0
TOLD_AGAIN_AFTER = timedelta(minutes=1)
"""A message that is refused again, for the same reason, sooner than this is not answered again."""
A_COMMAND_WAITS = 1.5  # seconds, for what is in its way; then its caller is told to come again


class Line:
    """Runs units of one partition, one batch after the other."""

    def __init__(
        self,
        store: Store,
        cache: Cache,
        relay: Relay,
        parking: Parking,
        *,
        service: str,
        partitions: int,
        pace: float,
        trusted_for: float,
        clock: Callable[[], datetime],
        after_commit: Callable[[Batch], None] | None = None,
    ) -> None:
        self._store, self._cache, self._relay, self._parking = store, cache, relay, parking
        self._service, self._partitions, self._pace = service, partitions, pace
        self._trusted_for, self._clock, self._after_commit = trusted_for, clock, after_commit
        self._waiting: deque[Work] = deque()
        self._arrived, self._busy = asyncio.Event(), False

    def submit(self, work: Work) -> "asyncio.Future[Done]":
        """Put `work` in line at once; its future ends when it is committed, parked or refused."""
        self._waiting.append(work)
        self._arrived.set()
        return work.done

    @property
    def idle(self) -> bool:
        return not self._waiting and not self._busy

    async def run(self) -> None:
        """Take what has arrived, commit it, for ever."""
        while True:
            await self._arrived.wait()
            self._busy = True
            group = [self._waiting.popleft() for _ in range(min(LARGEST, len(self._waiting)))]
            if not self._waiting:
                self._arrived.clear()
            group.sort(key=lambda work: work.order)
            await self._settle(group)
            self._busy = False

    async def _settle(self, group: list[Work]) -> None:
        """Bring a batch to its end, however often that takes."""
        pause, reruns, doubt, in_doubt, began = 0.02, 0, False, False, time.monotonic()
        while group := [work for work in group if not work.done.done()]:
            try:
                await self._once(group, doubt)
            except Busy:
                RERUNS.labels("busy").inc()
                pause = min(pause, A_COMMAND_WAITS / 5)
                if time.monotonic() - began > A_COMMAND_WAITS:
                    self._give_up_commands(group)
            except Conflict:
                RERUNS.labels("conflict").inc()
                reruns += 1
                if reruns >= RERUNS_AT_MOST:
                    return await self._one_by_one(group, Unavailable("others keep changing the same thing"))
            except (PyMongoError, CommitUnknown) as error:
                RERUNS.labels("store").inc()
                log.warning("store_away", error=type(error).__name__, waiting=len(self._waiting))
                in_doubt = in_doubt or isinstance(error, CommitUnknown)
                self._give_up_commands(group)
            except Exception as error:
                log.exception("batch_failed", units=len(group))
                return await self._one_by_one(group, error)
            else:
                doubt = True
                continue  # with what came twice in this batch: its first decides what it is
            doubt = True
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - spreads retries
            pause = min(pause * 1.6, PAUSE_AT_MOST)
        if in_doubt:
            await self._relay.sweep(timedelta(0))  # what it told, before the next batch tells anything
        return None

    def _give_up_commands(self, group: Sequence[Work]) -> None:
        """A person does not wait for a store that is away, nor behind a message that does."""
        for work in (*group, *self._waiting):
            if work.body is None and not work.done.done():
                work.done.set_exception(Unavailable())

    async def _one_by_one(self, group: list[Work], error: Exception) -> None:
        """Find the guilty one; alone, it is refused with what it led to."""
        if len(group) == 1:
            if group[0].refusal is not None:
                raise error  # even parking it fails: nothing here can help
            group[0].refusal = error
        for work in group:
            await self._settle([work])

    async def _once(self, group: Sequence[Work], doubt: bool) -> None:
        """Run and commit a batch. Whether its causes were seen before is asked only where there is `doubt`,
        or where one was refused; otherwise the inbox itself says so, by a conflict."""
        with COMMIT.time():
            now, began = self._clock(), time.monotonic()
            firsts: dict[str, Work] = {}
            for work in group:
                firsts.setdefault(self._seen_id(work.cause), work)
            known = await self._store.seen(list(firsts)) if doubt else {}
            repeats = [work for seen_id, work in firsts.items() if _is_repeat(work, known.get(seen_id))]
            fresh = [work for work in firsts.values() if work not in repeats]
            batch = Batch(self._cache)
            steps = [Step(work.cause.traceparent, work.cause.kind) for work in fresh]
            units = [
                Unit(work.cause, now, self._service, self._pace, batch=batch, traceparent=step.traceparent)
                for work, step in zip(fresh, steps, strict=True)
            ]
            answers = await batch.play(units, [_act(work) for work in fresh])
            if batch.failure is not None:
                raise batch.failure
            refused = [
                self._seen_id(work.cause)
                for work, answer in zip(fresh, answers, strict=True)
                if isinstance(answer, Exception)
            ]
            if refused and not doubt and await self._store.seen(refused):
                raise Conflict
            await self._tell_refusals(batch, fresh, answers, now)
            commit, letters = self._written(batch, fresh, answers, now)
            if fresh:
                await self._cache.commit(batch, commit, began - (0.0 if refused else self._trusted_for))
        BATCH.observe(len(group))
        for work in repeats:
            _finish(work, Done(seen=True), "repeat")
        for work, answer in zip(fresh, answers, strict=True):
            self._answer(work, answer, now)
        self._relay.offer(letters)
        for step in steps:
            step.end()
        if self._after_commit is not None:
            self._after_commit(batch)

    def _answer(self, work: Work, answer: Any, now: datetime) -> None:
        if not isinstance(answer, Exception):
            LAG.labels(work.cause.kind).observe(max(0.0, (now - work.cause.time).total_seconds()))
            _finish(work, Done(answer), "done")
        elif work.body is not None:
            _finish(work, Done(answer, parked=True), "parked")
        else:
            HANDLED.labels(work.cause.kind, "refused").inc()
            if not isinstance(answer, Refusal):
                log.error("command_failed", command=work.cause.kind, exc_info=answer)
            if not work.done.done():
                work.done.set_exception(answer)

    async def _tell_refusals(
        self, batch: Batch, fresh: Sequence[Work], answers: Sequence[Any], now: datetime
    ) -> None:
        """Tell those who sent a message that is refused, once in a while, however often they send it."""
        refused = {
            work.cause.id: (work, answer)
            for work, answer in zip(fresh, answers, strict=True)
            if isinstance(answer, Exception) and work.if_refused is not None
        }
        lately = await self._parking.told_since(list(refused), now - TOLD_AGAIN_AFTER) if refused else set()
        for id, (work, error) in refused.items():
            if (id, *reason_of(error)) not in lately and work.if_refused is not None:
                told = work.if_refused(error if isinstance(error, Refusal) else Unavailable())
                unit = Unit(work.cause, now, self._service, batch=batch, traceparent=work.cause.traceparent)
                unit.tell(told, subject=work.cause.actor, story=work.cause.story)
                batch.events += unit.events
                work.told = now

    def _written(
        self, batch: Batch, fresh: Sequence[Work], answers: Sequence[Any], now: datetime
    ) -> tuple[Commit, list[Letter]]:
        commit = Commit(self._store.db.name)
        for work, answer in zip(fresh, answers, strict=True):
            if not isinstance(answer, Exception):
                commit.see({"_id": self._seen_id(work.cause), "at": now, **work.cause.record()})
            elif work.body is not None:
                commit.park(work.cause.id, self._park(work, answer))
        for key, document in batch.documents.items():
            commit.put(document, batch.base_version(key))
        for id, entry in batch.reminders.items():
            if entry:
                commit.remind(timer_of(*entry))
            else:
                commit.forget(id)
        own_ids = {work.cause.id: work.cause.said.id for work in fresh if work.cause.said}
        events = [raw for one in batch.events for raw in letters_of(one, self._partitions, own_ids)]
        slip = new_id()
        if events:
            commit.tell(events, {"_id": slip, "at": now, "ids": [raw["_id"] for raw in events]})
        return commit, [Letter.of(raw, slip) for raw in events]

    def _seen_id(self, cause: Cause) -> str:
        return f"{self._service}:{cause.id}"

    def _park(self, work: Work, error: Exception) -> Raw:
        stack = "" if isinstance(error, Refusal) else "".join(traceback.format_tb(error.__traceback__))
        code, detail = reason_of(error)
        return self._parking.letter(
            work.cause,
            body=(work.body or b"")[:LARGEST_KEPT],
            code=code,
            detail=detail,
            handler=getattr(work.handler, "__name__", "handler"),
            stack=stack,
            way=work.way,
            told=work.told,
        )


def _is_repeat(work: Work, record: Raw | None) -> bool:
    """Whether the inbox has a `record` of this very cause. Something else that took its id is refused."""
    if record is None:
        return False
    try:
        if work.cause.said is not None:
            work.cause.said.must_repeat(record)
    except Refusal as refusal:
        work.refusal = work.refusal or refusal
        return False
    return True


def _act(work: Work) -> Callable[[Unit], Awaitable[Any]]:
    async def act(unit: Unit) -> Any:
        if work.refusal is not None:
            raise work.refusal
        return await work.handler(work.content, unit)

    return act


def _finish(work: Work, done: Done, outcome: str) -> None:
    HANDLED.labels(work.cause.kind if work.refusal is None else "unreadable", outcome).inc()
    if not work.done.done():
        work.done.set_result(done)
