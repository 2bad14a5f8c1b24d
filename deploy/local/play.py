"""A branch day, played by device clients and people at ten times speed, until it is interrupted."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from random import Random
from typing import Any

from deploy.local.clients import AmqpKiosk, Kiosk, MqttKiosk, Refused, Staff
from deploy.local.once import NEEDS
from deploy.local.seed import BRANCH, CUSTOMERS, Seeded
from deploy.local.stack import Stack

SPEED = 10.0
BETWEEN_ARRIVALS = 75.0  # seconds of branch time, on average
SERVICE_TAKES = 180.0
TELLERS = (("li.na", "1"), ("zhao.lei", "2"))
MANAGERS = ("chen.jie", "sun.yue")


async def play_day(stack: Stack, seeded: Seeded, say: Callable[[str], None]) -> None:
    """People come, tellers call, prospects are found, a complaint is made now and then. Ends by interrupt."""
    chance = Random()  # noqa: S311 - a day like any other
    async with AsyncExitStack() as end:
        people = {}
        for name in (*(teller for teller, _ in TELLERS), *MANAGERS, "wang.fang", "liu.wei"):
            people[name] = await Staff(stack.url(), name, seeded.password).sign_in()
            end.push_async_callback(people[name].close)
        kiosks = [
            await end.enter_async_context(Kiosk(seeded.devices["K1"], stack.url())),
            await end.enter_async_context(
                AmqpKiosk(seeded.devices["K2"], f"amqp://127.0.0.1:{stack.plan.broker.amqp}")
            ),
            await end.enter_async_context(
                MqttKiosk(seeded.devices["K3"], f"mqtt://127.0.0.1:{stack.plan.broker.mqtt}")
            ),
        ]
        async with asyncio.TaskGroup() as day:
            day.create_task(_doors(kiosks, chance))
            for teller, counter in TELLERS:
                day.create_task(_counter(people[teller], counter, chance))
            for manager in MANAGERS:
                day.create_task(_answer_referrals(people[manager], chance))
            day.create_task(_complaints(people["wang.fang"], chance))
            day.create_task(_stay_signed_in(people.values()))


async def _rest(branch_seconds: float) -> None:
    await asyncio.sleep(branch_seconds / SPEED)


async def _doors(kiosks: list[Kiosk], chance: Random) -> None:
    """Customers come in and take a number."""
    cards = [customer[5] for customer in CUSTOMERS]
    while True:
        await _rest(chance.expovariate(1 / BETWEEN_ARRIVALS))
        data: dict[str, Any] = {"need": chance.choice(NEEDS)}
        if chance.random() < 0.15:
            data["credential"] = {"kind": "card", "value": chance.choice(cards)}
        elif chance.random() < 0.15:
            data["care"] = [chance.choice(("elderly", "mobility", "pregnant"))]
        await _try(chance.choice(kiosks).send("customer_arrived", **data))


async def _counter(teller: Staff, counter: str, chance: Random) -> None:
    """A teller calls, serves, and now and then finds somebody of promise."""
    at = f"/api/lobby/branches/{BRANCH}/counters/{counter}"
    await _try(teller.post(f"{at}/open"))
    while True:
        called = await _try(teller.post(f"{at}/call-next"))
        if called is None:
            await _rest(30)
            continue
        visit = f"/api/lobby/visits/{called['visit']}"
        await _rest(20)
        if chance.random() < 0.08:
            await _try(teller.post(f"{visit}/recall"))
            await _rest(20)
            await _try(teller.post(f"{visit}/no-show"))
            continue
        await _rest(chance.expovariate(1 / SERVICE_TAKES))
        if chance.random() < 0.15:
            await _try(teller.post(f"{visit}/prospect", {"need": chance.choice(("wealth", "loan", "card"))}))
        await _try(teller.post(f"{visit}/complete"))


async def _answer_referrals(manager: Staff, chance: Random) -> None:
    """An account manager accepts most of what is offered, declines some, and misses a few."""
    async for kind, entry in _entries(manager):
        if kind != "referral_offered" or chance.random() < 0.15:
            continue
        await _rest(60)
        address = f"/api/referral/referrals/{entry['facts']['referral']}"
        if chance.random() < 0.75:
            await _try(manager.post(f"{address}/accept"))
        else:
            await _try(manager.post(f"{address}/decline", {"reason": "no_time"}))


async def _complaints(manager: Staff, chance: Random) -> None:
    """Somebody is dissatisfied about once an hour; the lobby manager takes most cases over."""
    while True:
        await _rest(chance.expovariate(1 / 3600) + 300)
        topic = chance.choice(("waiting", "service", "fees"))
        content = {"branch": BRANCH, "topic": topic, "words": "等候太久"}
        case = await _try(manager.post("/api/customer/complaints", content))
        await _rest(120)
        if case and chance.random() < 0.7:
            await _try(manager.post(f"/api/customer/complaints/{case['case']}/take-over"))


async def _stay_signed_in(people: Any) -> None:
    """Tokens last a quarter of an hour."""
    while True:
        await asyncio.sleep(600)
        for one in people:
            await one.sign_in()


async def _entries(who: Staff) -> Any:
    """The entries of a person's feed as they come, over as many streams as it takes."""
    after: int | None = None
    while True:
        try:
            async for kind, data in who.stream(after):
                if kind == "entry":
                    after = data["n"]
                    yield data["kind"], data
        except (Refused, OSError):
            await asyncio.sleep(1)


async def _try(command: Any) -> Any:
    """What is refused in a played day is part of the day: a ticket was quicker, nobody waits."""
    try:
        return await command
    except Refused:
        return None
