"""How a process ends what it does in the background."""

import asyncio
from types import SimpleNamespace

import pytest
from aio_pika.exceptions import AMQPConnectionError, ChannelNotFoundEntity

from shared import health
from shared.access import Person
from shared.clock import now
from shared.contracts.words import Role


class AsksOn(Exception):
    """The watch went on beyond the answers that the test has."""


class FakeBus:
    """A broker that gives the answers it was told to give, and counts how often it was asked."""

    def __init__(self, *answers: dict[str, int] | Exception, takes_others: bool = True) -> None:
        self._answers, self._takes_others, self.asked = list(answers), takes_others, 0

    async def consumers(self) -> dict[str, int]:
        self.asked += 1
        if not self._answers:
            raise AsksOn
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def answers(self) -> bool:
        return self._takes_others


LOST = RuntimeError("no connection")


@pytest.mark.parametrize(
    "silence",
    [{}, {"foyer.lobby.0": 0}, LOST, AMQPConnectionError(), ChannelNotFoundEntity(), TimeoutError()],
    ids=["no connection", "no consumer", "runtime error", "amqp error", "no queue", "no answer"],
)
async def test_a_process_ends_when_it_is_deaf_three_times_and_the_broker_takes_others(silence: object):
    bus = FakeBus(*[silence] * health.SILENT_FOR)
    with pytest.raises(RuntimeError, match="no consumer"):
        await health.watch_consumers(bus, every=0)
    assert bus.asked == health.SILENT_FOR


@pytest.mark.parametrize("silence", [{}, LOST, AMQPConnectionError()], ids=["{}", "runtime", "amqp"])
async def test_a_broker_that_is_away_is_waited_for(silence: object):
    bus = FakeBus(*[silence] * 10, takes_others=False)
    with pytest.raises(AsksOn):
        await health.watch_consumers(bus, every=0)
    assert bus.asked == 11


async def test_silence_counts_only_in_a_row():
    well = {"foyer.lobby.0": 1}
    bus = FakeBus({}, LOST, well, {}, LOST, well)
    with pytest.raises(AsksOn):
        await health.watch_consumers(bus, every=0)
    assert bus.asked == 7


async def test_what_does_not_hear_that_it_is_to_end_is_asked_again():
    asked = []

    async def deaf() -> None:
        while len(asked) < 3:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                asked.append(True)

    tasks = [asyncio.create_task(deaf()) for _ in range(2)]
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await health.end_tasks(tasks)
    assert all(task.done() for task in tasks)


@pytest.mark.parametrize("service", ["nosuch", "gateway", "devices"])
async def test_nothing_is_sent_again_to_a_service_that_is_none(service: str):
    asked: list[str] = []

    async def replay(to: str, *_: object) -> int:
        asked.append(to)
        return 3

    runtime = SimpleNamespace(relay=SimpleNamespace(replay=replay))
    ops = Person("ops", frozenset((Role.OPS,)), ())
    with pytest.raises(health.ServiceUnknown, match=service):
        await health.replay(health.Replay(service=service, types=[], since=now()), runtime, ops)
    known = health.Replay(service="referral", types=[], since=now())
    assert await health.replay(known, runtime, ops) == {"events": 3}
    assert asked == ["referral"]
