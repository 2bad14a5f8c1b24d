"""Errors of the broker's client become one, and our own cancellation stays one."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from aio_pika.exceptions import AMQPConnectionError, ChannelNotFoundEntity

from shared.broker_errors import BrokerAway, QueueMissing, Unroutable, broker_errors, name_of
from shared.bus import Bus
from tests.fakes import Returned

LOST = [
    *(AMQPConnectionError(), OSError(), TimeoutError(), RuntimeError("closed"), asyncio.CancelledError()),
    StopAsyncIteration(),  # the link was closed before a word was said
]


@pytest.mark.parametrize("error", LOST, ids=lambda error: type(error).__name__)
async def test_whatever_a_lost_link_raises_is_a_broker_that_is_away(error: BaseException):
    with pytest.raises(BrokerAway) as raised, broker_errors():
        raise error
    assert raised.value.__cause__ is error
    assert type(raised.value) is BrokerAway
    assert name_of(raised.value) == type(error).__name__


@pytest.mark.parametrize(
    ("error", "kind"), [(ChannelNotFoundEntity(), QueueMissing), (Returned(), Unroutable)]
)
async def test_what_the_broker_itself_answers_is_told_apart(error: Exception, kind: type[BrokerAway]):
    with pytest.raises(kind), broker_errors():
        raise error


async def test_a_fault_of_ours_passes_unchanged():
    with pytest.raises(ZeroDivisionError) as raised, broker_errors():
        raise ZeroDivisionError
    assert name_of(raised.value) == "ZeroDivisionError"


async def test_our_own_cancellation_stays_one():
    async def wait() -> None:
        with broker_errors():
            await asyncio.Event().wait()

    task = asyncio.create_task(wait())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_timeout_around_it_stays_one():
    async def wait() -> None:
        async with asyncio.timeout(1):
            with broker_errors():
                await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        await wait()


class Dying:
    """A connection that closes while it is asked: aio-pika then cancels the call that waits."""

    is_closed = False

    @asynccontextmanager
    async def channel(self):
        raise asyncio.CancelledError
        yield


async def test_a_link_that_dies_under_the_count_of_consumers_is_a_broker_that_is_away():
    bus = Bus("amqp://nobody")
    bus._broker._connection = Dying()  # type: ignore[assignment]
    with pytest.raises(BrokerAway):
        await bus.consumers()
