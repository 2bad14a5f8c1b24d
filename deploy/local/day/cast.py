"""The cast of the branch day: the staff with their apps, the machines in the hall."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any, TypeVar

import httpx

from deploy.devices import Machine
from deploy.local.clients import AmqpKiosk, Kiosk, MqttKiosk, Refused, Staff
from deploy.local.seed import BRANCH, STAFF, Seeded
from deploy.local.stack import Stack

SPEED = 10.0
BEATS_EVERY = 20.0  # seconds of branch time
PATIENCE = 60.0
PART_OF_THE_DAY = {
    "nobody_waits",  # a teller is quicker than the customers
    "not_found",  # another service has not consumed the event yet
    "referral_already_answered",  # a person plays in two scenes at once
    "task_is_over",  # what it was for happened by itself
}
T = TypeVar("T")


@dataclass(frozen=True)
class Cast:
    """The people by staff id, signed in; the machines by name."""

    people: dict[str, Staff]
    machines: dict[str, Kiosk]
    queue_machine: Machine
    """K4: the one that goes on while it is cut off."""
    chance: Random
    say: Callable[[str], None]

    async def tried(self, command: Awaitable[T]) -> T | None:
        """Await a command; None if it is refused. A refusal for a reason of `PART_OF_THE_DAY` is passed over,
        any other is shown, and the day goes on."""
        try:
            return await command
        except Refused as refused:
            if refused.code not in PART_OF_THE_DAY:
                self.line(f"一项操作被拒绝：{refused.zh}", f"something was refused: {refused.en}")
            return None

    def line(self, zh: str, en: str) -> None:
        """Say what happens, in one short sentence of each language; people by role and name: `Colleague`."""
        self.say(f"  {zh} · {en}")

    @property
    def manager(self) -> Staff:
        return self.people["wang.fang"]

    @property
    def head(self) -> Staff:
        return self.people["liu.wei"]

    @property
    def tellers(self) -> dict[str, Staff]:
        """By counter."""
        return {"1": self.people["li.na"], "2": self.people["zhao.lei"]}

    @property
    def account_managers(self) -> list[Staff]:
        return [self.people["chen.jie"], self.people["sun.yue"]]


def lobby(path: str) -> str:
    """An address of the branch at `lobby`."""
    return f"/api/lobby/branches/{BRANCH}{path}"


@asynccontextmanager
async def assembled(stack: Stack, seeded: Seeded, say: Callable[[str], None]) -> AsyncIterator[Cast]:
    """Sign all staff in and connect every machine: K2 over AMQP, K3 over MQTT, the others over HTTP; K4 has a
    memory of its own. All are closed at the end."""
    chance = Random()  # noqa: S311 - a day like any other
    async with AsyncExitStack() as end:
        people = {}
        for one in STAFF:
            people[one.staff] = await Staff(stack.url(), one.staff, seeded.password).sign_in()
            end.push_async_callback(people[one.staff].close)
        ways: dict[str, Callable[[], Kiosk]] = {
            "K2": lambda: AmqpKiosk(seeded.devices["K2"], stack.amqp),
            "K3": lambda: MqttKiosk(seeded.devices["K3"], stack.mqtt),
        }
        machines = {}
        k4 = seeded.devices["K4"]
        beats = timedelta(seconds=BEATS_EVERY / SPEED)
        memory = stack.state / "K4.sqlite"
        queue_machine = await asyncio.to_thread(
            Machine, stack.url(), k4.branch, k4.device, k4.secret, memory, beat_every=beats
        )
        end.push_async_callback(asyncio.to_thread, queue_machine.close)
        for name, account in seeded.devices.items():
            way = ways.get(name, lambda account=account: Kiosk(account, stack.url()))
            machines[name] = await end.enter_async_context(way())
        yield Cast(people, machines, queue_machine, chance, say)


async def rest(branch_seconds: float) -> None:
    """Let time of the branch pass."""
    await asyncio.sleep(branch_seconds / SPEED)


async def until(look: Callable[[], Awaitable[T]], *, within: float = PATIENCE) -> T:
    """Look until there is something to see; TimeoutError after `within` seconds."""
    async with asyncio.timeout(within):
        while True:
            if seen := await look():
                return seen
            await asyncio.sleep(0.2)


async def known(keeper: Staff, customer: str) -> None:
    """Wait until `referral` knows a customer whom `keeper` keeps: it hears of a file a moment after that was
    opened."""

    async def profiles() -> bool:
        try:
            await keeper.get(f"/api/referral/customers/{customer}/profiles")
        except Refused as refused:
            if refused.code != "not_found":
                raise
            return False
        return True

    await until(profiles)


async def entries(who: Staff) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    """The entries of a person's feed as they come, over as many streams as it takes: (kind, entry)."""
    after: int | None = None
    while True:
        try:
            async for kind, data in who.stream(after):
                if kind == "hello" and after is None:
                    after = data["after"]
                elif kind == "entry":
                    after = data["n"]
                    yield data["kind"], data
        except (Refused, httpx.TransportError):  # it comes back where it was
            await asyncio.sleep(1)
