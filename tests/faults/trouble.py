"""Troubles that can happen, each as something that is done and then over."""

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from functools import partial
from random import Random
from typing import Any
from urllib.parse import quote

import httpx
from pymongo import MongoClient

from deploy.local.broker import USER
from deploy.local.processes import NotReady, says_ready, wait_until
from deploy.local.secrets import SERVICES
from shared.bus_names import queue_of
from tests.faults.hurt import Hurt, second
from tests.faults.links import DIRECTIONS, Direction

PAUSE = 15.0  # longer than the heartbeat's lease (3 s, noticed within 9) and than the store's socket timeout
DIES_WITHIN = 180.0  # it dies at its fourth message at the latest, and only now and then there is one for it
NOTICED_WITHIN = 30.0
AHEAD = 10.0
"""Seconds for which the clocks are ahead."""
BESIDE = 5.0
"""Seconds for which two of each service work beside each other, before and after one of them is killed."""
STEPPED_DOWN = 10
"""Seconds for which the store is no primary: an election takes as long at the most."""
Trouble = Callable[[Hurt, Random], Awaitable[float]]
"""Makes trouble, and returns the moment (monotonic) at which its cause was over: a process was started again,
a disk had room, a link was whole."""


async def kill(name: str, stack: Hurt, chance: Random) -> float:
    """A service is killed, and started a moment later."""
    await asyncio.to_thread(stack.kill, name)
    await asyncio.sleep(chance.uniform(0, 2))
    await asyncio.to_thread(stack.launch, name)
    return time.monotonic()


async def die_at(point: str, name: str, stack: Hurt, chance: Random) -> float:
    """A service dies by its own hand at a point, and is started again."""
    await asyncio.to_thread(stack.stop, name)
    await asyncio.to_thread(_launch_fragile, stack, name, point, chance.randrange(0, 4))
    await _ended(stack, name, DIES_WITHIN)
    await asyncio.to_thread(stack.launch, name)
    return time.monotonic()


async def die_preparing(name: str, stack: Hurt, chance: Random) -> float:
    """A service dies again and again while it makes the indexes that somebody has dropped."""
    await asyncio.to_thread(stack.stop, name)
    await asyncio.to_thread(_drop_indexes, stack, name)
    for after in sorted(chance.sample(range(7), 3)):
        await asyncio.to_thread(_launch_fragile, stack, name, "prepare", after)
        await _ended(stack, name, NOTICED_WITHIN * stack.slower)
    await asyncio.to_thread(stack.launch, name)
    return time.monotonic()


async def kill_server(name: str, stack: Hurt, chance: Random) -> float:
    """The broker or the store is killed, and answers again a moment later."""
    server = stack.broker if name == "broker" else stack.store
    await asyncio.to_thread(server.kill)
    await asyncio.sleep(chance.uniform(0, 1))
    await asyncio.to_thread(server.start)
    return time.monotonic()


async def pause(name: str, stack: Hurt, chance: Random) -> float:
    """A process is frozen: its connections stay open, nothing answers."""
    process = stack.processes[name]
    process.pause()
    try:
        await asyncio.sleep(PAUSE)
    finally:
        process.resume()
    return time.monotonic()


async def cut(way: Direction, name: str, stack: Hurt, chance: Random) -> float:
    """Nothing passes between a service and the broker, in one direction; what was sent arrives later."""
    stack.links.cut(name, way)
    try:
        await asyncio.sleep(chance.choice((2.0, PAUSE)))
    finally:
        stack.links.mend(name, way)
    return time.monotonic()


async def fill_disk(stack: Hurt, chance: Random) -> float:
    """The disk of the broker is full. With room again it goes on, or is started again where it does not, and
    so are services that ended because their queues were gone, as by their supervisor."""
    disk = stack.disks["broker"]
    disk.fill()
    try:
        await asyncio.sleep(PAUSE)
    finally:
        disk.free()
    over = time.monotonic()
    try:
        await asyncio.to_thread(wait_until, partial(_all_work, stack), 10 * stack.slower, "services")
    except NotReady:  # RabbitMQ 3.10 may give up a vhost whose files it could not write
        await asyncio.to_thread(stack.broker.kill)
        await asyncio.to_thread(stack.broker.start)
        over = time.monotonic()
        await asyncio.to_thread(wait_until, partial(_all_work, stack), 60 * stack.slower, "services")
    return over


def _all_work(stack: Hurt) -> bool:
    """Start the services that have ended, and tell whether all are ready."""
    for name in SERVICES:
        if stack.processes[name].pid is None:
            stack.launch(name)
    return all(stack.ready(name) for name in SERVICES)


async def step_down(stack: Hurt, chance: Random) -> float:
    """The store steps down: it answers, reads too, and refuses every write until it is the primary again."""
    await asyncio.to_thread(_step_down, stack)
    await asyncio.to_thread(wait_until, stack.store.answers, NOTICED_WITHIN * stack.slower, "a primary")
    return time.monotonic()


async def delete_queue(name: str, stack: Hurt, chance: Random) -> float:
    """The queue of a service is deleted with all that is in it. The service ends by itself, and is started
    again, as it would be by its supervisor."""
    began = time.monotonic()
    await asyncio.to_thread(delete_queues, stack, name)
    await _ended(stack, name, NOTICED_WITHIN * stack.slower)
    await asyncio.to_thread(stack.launch, name)
    print(f"  {name} noticed that its queue was gone in {time.monotonic() - began:.1f} s", flush=True)
    return time.monotonic()


async def jump(stack: Hurt, chance: Random) -> float:
    """The clocks of all services are ten minutes ahead for a while, and right again after it."""
    for number in (signal.SIGUSR1, signal.SIGUSR2):
        for name in SERVICES:
            if pid := stack.processes[name].pid:
                os.kill(pid, number)
        if number is signal.SIGUSR1:
            await asyncio.sleep(AHEAD)
    return time.monotonic()


async def two_of_each(stack: Hurt, chance: Random) -> float:
    """Of each service a second process works beside the first; one of the first is killed, and is back before
    the second ones end."""
    for name in SERVICES:
        await asyncio.to_thread(stack.launch_second, name)
    for name in SERVICES:
        await asyncio.to_thread(_wait_for_second, stack, name)
    await asyncio.sleep(BESIDE)
    killed = chance.choice(SERVICES)
    await asyncio.to_thread(stack.kill, killed)
    await asyncio.sleep(BESIDE)
    await asyncio.to_thread(stack.start, killed)
    for name in SERVICES:
        await asyncio.to_thread(stack.processes[second(name)].stop)
    return time.monotonic()


def _troubles() -> dict[str, Trouble]:
    """Every kind of trouble by name."""
    found: dict[str, Trouble] = {"clocks ahead": jump, "two of each": two_of_each}
    found |= {"full disk of the broker": fill_disk, "step-down of the store": step_down}
    for name in SERVICES:
        found[f"kill {name}"] = partial(kill, name)
        found[f"pause {name}"] = partial(pause, name)
        found[f"{name} dies while it makes its indexes"] = partial(die_preparing, name)
        found[f"queue of {name} deleted"] = partial(delete_queue, name)
        for point in ("commit", "publish"):
            found[f"{name} dies after {point}"] = partial(die_at, point, name)
        for way in DIRECTIONS:
            found[f"{name} cut, {way}"] = partial(cut, way, name)
    for name in ("broker", "store"):
        found[f"kill {name}"] = partial(kill_server, name)
        found[f"pause {name}"] = partial(pause, name)
    return found


TROUBLES = _troubles()
FIRST = (
    *("full disk of the broker", "queue of referral deleted"),
    *("customer cut, from broker", "kill broker"),
)
"""The troubles of the first two runs."""
A_RUN = 2
"""Troubles of a run."""


def in_order() -> list[str]:
    """Return the names of all troubles, in the order in which they are dealt out."""
    others = sorted(TROUBLES.keys() - set(FIRST))
    Random(7).shuffle(others)
    return [*FIRST, *others]


def runs_of_all() -> int:
    """Return the number of runs after which every trouble has come."""
    return -(-len(TROUBLES) // A_RUN)


def chosen(stack: Hurt, seed: int) -> list[tuple[str, Callable[[], Awaitable[float]]]]:
    """Choose the troubles of run `seed`: they are dealt out in turn, two a run. Without the right to mount
    there is no disk that can be full."""
    chance, names = Random(seed), in_order()
    dealt = [names[(A_RUN * seed + place) % len(names)] for place in range(A_RUN)]
    return [(name, partial(TROUBLES[name], stack, chance)) for name in dealt if _can_be(name, stack)]


def _can_be(name: str, stack: Hurt) -> bool:
    can = "full disk" not in name or bool(stack.disks)
    if not can:
        print(f"{name}: left out, since this user may not mount a disk", flush=True)
    return can


async def _ended(stack: Hurt, name: str, within: float) -> None:
    """Wait until a service has ended by itself."""
    async with asyncio.timeout(within):
        while stack.processes[name].pid is not None:  # noqa: ASYNC110 - another process, no event to wait for
            await asyncio.sleep(0.05)


def _launch_fragile(stack: Hurt, name: str, point: str, after: int) -> None:
    stack.launch(name, ["tests.faults.fragile", f"services.{name}", point, str(after)])


def _wait_for_second(stack: Hurt, name: str) -> None:
    stack.processes[second(name)].wait_ready(partial(says_ready, stack.url_of_second(name)), 120)


def delete_queues(stack: Hurt, *names: str) -> None:
    """Delete the queues of services with all that is in them."""
    at, auth = f"{stack.broker.management_url}/api/queues/%2F", (USER, stack.broker.password)
    with httpx.Client(auth=auth, timeout=30, trust_env=False) as api:
        for name in names:
            api.delete(f"{at}/{quote(queue_of(name, 0))}").raise_for_status()


def _step_down(stack: Hurt) -> None:
    with MongoClient[dict[str, Any]](stack.store.uri) as client:
        client.admin.command("replSetStepDown", STEPPED_DOWN, force=True)


def _drop_indexes(stack: Hurt, name: str) -> None:
    with MongoClient[dict[str, Any]](stack.store.uri) as client:
        db = client[f"foyer_{name}"]
        for collection in db.list_collection_names():
            db[collection].drop_indexes()
