"""What the broker's client does when the link dies under a question."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from shared.bus import Bus
from shared.bus_names import raise_if_cancelled


class Dying:
    """A connection that closes while it is asked: aio-pika then cancels whoever waits for the answer."""

    is_closed = False

    @asynccontextmanager
    async def channel(self):
        raise asyncio.CancelledError
        yield


async def test_a_link_that_dies_under_the_count_of_consumers_is_a_broker_that_is_away():
    bus = Bus("amqp://nobody")
    bus._broker._connection = Dying()  # type: ignore[assignment]
    with pytest.raises(ConnectionError):
        await bus.consumers()


async def test_our_own_cancellation_stays_one():
    async def wait() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError as error:
            raise_if_cancelled(error)

    task = asyncio.create_task(wait())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
