"""A service that is starting: what it answers meanwhile is true."""

import asyncio
from dataclasses import replace

from shared.runtime import ServiceRuntime
from tests.integration.tally import SERVICE, settings


async def test_what_is_set_up_at_the_start_does_not_wait_for_a_broker_that_is_away(
    mongo_uri: str, database: str
):
    done = asyncio.Event()

    async def set_up(runtime: ServiceRuntime) -> None:
        done.set()

    service = replace(SERVICE, on_start=set_up)
    runtime = ServiceRuntime(service, settings("amqp://127.0.0.1:1/", mongo_uri, database))
    starting = asyncio.create_task(runtime.start())
    try:
        async with asyncio.timeout(20):
            await done.wait()
        assert not runtime.ready
    finally:
        starting.cancel()
        await runtime.stop()
