"""The watch over consumers, background tasks that end, and the exit code of a process."""

import asyncio
import os
import signal

import pytest
from aio_pika.exceptions import AMQPConnectionError, ChannelNotFoundEntity

from shared import supervision
from shared.broker_errors import broker_errors
from shared.layout import WRONG_LAYOUT, WrongLayout


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
        with broker_errors():
            if isinstance(answer, Exception):
                raise answer
        return answer

    async def answers(self) -> bool:
        return self._takes_others


LOST = RuntimeError("no connection")


@pytest.mark.parametrize(
    "silence",
    [{}, {"foyer.lobby.0": 0}, LOST, AMQPConnectionError(), TimeoutError()],
    ids=["no connection", "no consumer", "runtime error", "amqp error", "no answer"],
)
async def test_a_process_ends_when_it_has_no_consumer_three_times_and_the_broker_takes_others(
    silence: object,
):
    bus = FakeBus(*[silence] * supervision.SILENT_FOR)
    with pytest.raises(RuntimeError, match="no consumer"):
        await supervision.watch_consumers(bus, every=0)
    assert bus.asked == supervision.SILENT_FOR


async def test_a_process_ends_when_its_queue_is_not_there_twice():
    bus = FakeBus(ChannelNotFoundEntity(), {"foyer.lobby.0": 1}, *[ChannelNotFoundEntity()] * 2)
    with pytest.raises(RuntimeError, match="no consumer"):
        await supervision.watch_consumers(bus, every=0)
    assert bus.asked == 4


@pytest.mark.parametrize("silence", [{}, LOST, AMQPConnectionError()], ids=["{}", "runtime", "amqp"])
async def test_a_broker_that_is_away_is_waited_for(silence: object):
    bus = FakeBus(*[silence] * 10, takes_others=False)
    with pytest.raises(AsksOn):
        await supervision.watch_consumers(bus, every=0)
    assert bus.asked == 11


async def test_silence_counts_only_in_a_row():
    well = {"foyer.lobby.0": 1}
    bus = FakeBus({}, LOST, well, {}, LOST, well)
    with pytest.raises(AsksOn):
        await supervision.watch_consumers(bus, every=0)
    assert bus.asked == 7


async def test_a_task_that_loses_its_cancellation_is_cancelled_again():
    asked = []

    async def stubborn() -> None:
        while len(asked) < 3:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                asked.append(True)

    tasks = [asyncio.create_task(stubborn()) for _ in range(2)]
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await supervision.end_tasks(tasks)
    assert all(task.done() for task in tasks)


@pytest.fixture
def killed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """The signals that this process sent, which do not arrive."""
    sent: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "kill", lambda pid, number: sent.append((pid, number)))
    monkeypatch.setattr(supervision, "_exit_code", 0)
    return sent


async def ended(error: Exception | None) -> "asyncio.Task[None]":
    async def end() -> None:
        if error is not None:
            raise error

    task = asyncio.create_task(end(), name="a part")
    await asyncio.wait([task])
    return task


@pytest.mark.parametrize(
    ("error", "code"),
    [(None, 1), (ZeroDivisionError(), 1), (WrongLayout("foyer_lobby", 1), WRONG_LAYOUT)],
    ids=["ended", "failed", "wrong layout"],
)
async def test_a_part_that_ends_ends_the_process(
    error: Exception | None, code: int, killed: list[tuple[int, int]]
):
    assert supervision.exit_code() == 0
    supervision.end_process(await ended(error))
    assert killed == [(os.getpid(), signal.SIGTERM)]
    assert supervision.exit_code() == code


async def test_a_start_that_is_done_or_cancelled_ends_nothing(killed: list[tuple[int, int]]):
    supervision.end_process_if_failed(await ended(None))
    cancelled = asyncio.create_task(asyncio.Event().wait())
    cancelled.cancel()
    await asyncio.wait([cancelled])
    supervision.end_process_if_failed(cancelled)  # type: ignore[arg-type]
    assert (killed, supervision.exit_code()) == ([], 0)
    supervision.end_process_if_failed(await ended(ZeroDivisionError()))
    assert (len(killed), supervision.exit_code()) == (1, 1)


async def test_data_of_another_layout_are_named_in_one_clear_line(
    killed: list[tuple[int, int]], capsys: pytest.CaptureFixture[str]
):
    supervision.end_process(await ended(WrongLayout("foyer_lobby", 1)))
    (line,) = capsys.readouterr().out.splitlines()
    assert "wrong_layout" in line
    assert "foyer_lobby has data of layout 1" in line
    assert "docs/guide/operations.md" in line
