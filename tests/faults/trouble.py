"""Troubles that can happen, each as something that is done and then over."""

import asyncio
from collections.abc import Awaitable, Callable
from random import Random

from deploy.local.secrets import SERVICES
from deploy.local.stack import Stack

PAUSE = 15.0  # longer than the heartbeat's lease (3 s, noticed within 9) and than the store's socket timeout
DIES_WITHIN = 180.0  # it dies at its fourth message at the latest, and only now and then there is one for it
Trouble = Callable[[], Awaitable[str]]


def troubles(stack: Stack, chance: Random) -> dict[str, Trouble]:
    """Every kind of trouble by name."""
    found: dict[str, Trouble] = {}
    for name in SERVICES:
        found[f"kill {name}"] = lambda name=name: _kill_service(stack, name, chance)
        found[f"pause {name}"] = lambda name=name: _pause(stack, name)
        for point in ("commit", "publish"):
            found[f"{name} dies after {point}"] = lambda name=name, point=point: _fragile(
                stack, name, point, chance
            )
    found["kill broker"] = lambda: _kill_server(stack, "broker", chance)
    found["kill store"] = lambda: _kill_server(stack, "store", chance)
    found["pause broker"] = lambda: _pause(stack, "broker")
    found["pause store"] = lambda: _pause(stack, "store")
    return found


def chosen(stack: Stack, seed: int) -> list[tuple[str, Trouble]]:
    """Choose the troubles of run `seed`. Over the runs every kind comes: they are dealt out in turn, two a
    run."""
    chance = Random(seed)
    kinds = troubles(stack, chance)
    names = sorted(kinds)
    Random(7).shuffle(names)
    return [
        (name, kinds[name]) for name in (names[(2 * seed) % len(names)], names[(2 * seed + 1) % len(names)])
    ]


async def _kill_service(stack: Stack, name: str, chance: Random) -> str:
    await asyncio.to_thread(stack.kill, name)
    await asyncio.sleep(chance.uniform(0, 2))
    await asyncio.to_thread(stack.start, name)
    return f"killed {name}"


async def _fragile(stack: Stack, name: str, point: str, chance: Random) -> str:
    """Replace a service by one that dies at a point; start it again when it has."""
    await asyncio.to_thread(stack.stop, name)
    after = chance.randrange(0, 4)
    command = ["tests.faults.fragile", f"services.{name}", point, str(after)]
    await asyncio.to_thread(stack.launch, name, command)
    async with asyncio.timeout(DIES_WITHIN):
        while stack.processes[name].pid is not None:  # noqa: ASYNC110 - another process, no event to wait for
            await asyncio.sleep(0.05)
    await asyncio.to_thread(stack.start, name)
    return f"{name} died after {point}"


async def _kill_server(stack: Stack, name: str, chance: Random) -> str:
    server = stack.broker if name == "broker" else stack.store
    await asyncio.to_thread(server.kill)
    await asyncio.sleep(chance.uniform(0, 1))
    await asyncio.to_thread(server.start)
    for service in SERVICES:
        await asyncio.to_thread(stack.wait_ready, service)
    return f"killed {name}"


async def _pause(stack: Stack, name: str) -> str:
    process = stack.processes[name]
    process.pause()
    try:
        await asyncio.sleep(PAUSE)
    finally:
        process.resume()
    for service in SERVICES:
        await asyncio.to_thread(stack.wait_ready, service)
    return f"paused {name}"
