"""Time is kept: timers fire at their moment, whatever the pace, and wait for a store that is away."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest

from shared.contracts.base import Event
from shared.domain import Timer
from shared.store import TIMERS
from shared.timers import AT_ONCE, keep_time, timer_of
from shared.unit_of_work import Cause
from tests.fakes import FakeStore
from tests.unit.shared.shelf import NOON, JarEmptyDue, cause


class Clock:
    """The time of the branch, which goes with the test's loop; and what fired when."""

    def __init__(self) -> None:
        self.store, self.fired = FakeStore(), list[tuple[str, float]]()
        self._began = asyncio.get_running_loop().time()

    @property
    def seconds(self) -> float:
        return asyncio.get_running_loop().time() - self._began

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.seconds)

    def schedule(self, id: str, seconds: float) -> None:
        timer = Timer(id, NOON + timedelta(seconds=seconds), JarEmptyDue(branch="B1", jar=id), "V1")
        self.store.database[TIMERS].put(timer_of(timer, cause("c0")))

    async def fire(self, cause: Cause, event: Event | None, body: bytes) -> None:
        assert isinstance(event, JarEmptyDue)
        self.fired.append((event.jar, round(self.seconds, 1)))

    @asynccontextmanager
    async def kept(self, pace: float = 1.0) -> AsyncIterator[None]:
        task = asyncio.create_task(keep_time(self.store, pace, self.fire, self.now))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def test_timers_fire_at_their_moment():
    clock = Clock()
    for id, seconds in (("a", 0.3), ("b", 2.7), ("c", 60.0)):
        clock.schedule(id, seconds)
    async with clock.kept():
        await asyncio.sleep(59.9)
        assert clock.fired == [("a", 0.3), ("b", 2.7)]
        await asyncio.sleep(0.2)
    assert clock.fired[2:] == [("c", 60.0)]
    assert clock.store.raws(TIMERS) == []


@pytest.mark.parametrize(("pace", "late"), [(1.0, 1.0), (4.0, 0.25), (100.0, 0.25)])
async def test_one_that_is_set_for_now_fires_at_the_next_look(pace: float, late: float):
    clock = Clock()
    async with clock.kept(pace):
        await asyncio.sleep(10.05)
        clock.schedule("a", 10.05)
        await asyncio.sleep(2)
    ((_, at),) = clock.fired
    assert 10.05 <= at <= 10.1 + late


async def test_more_than_can_be_fired_at_once_fire_one_after_the_other():
    clock = Clock()
    for number in range(AT_ONCE + 10):
        clock.schedule(f"t{number:03}", number / 1000)
    async with clock.kept():
        await asyncio.sleep(2)
    assert len({id for id, _ in clock.fired}) == len(clock.fired) == AT_ONCE + 10


async def test_a_store_that_is_away_is_waited_for():
    clock = Clock()
    clock.schedule("a", 1)
    clock.store.database.away = True
    async with clock.kept():
        await asyncio.sleep(30)
        assert clock.fired == []
        clock.store.database.away = False
        await asyncio.sleep(2)
    assert [id for id, _ in clock.fired] == ["a"]


def test_a_timer_is_kept_with_its_cause_and_its_trace():
    timer = Timer("t", NOON, JarEmptyDue(branch="B1", jar="a"), "V1")
    assert timer_of(timer, cause("c0", traceparent="t1")) == {
        "_id": "t",
        "due": NOON,
        "type": "foyer.shelf.jar_empty_due.v1",
        "data": {"branch": "B1", "jar": "a"},
        "branch": "B1",
        "correlation_id": "V1",
        "causation_id": "c0",
        "traceparent": "t1",
    }
