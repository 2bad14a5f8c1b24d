"""How a process ends what it does in the background."""

import asyncio

from shared import health


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
