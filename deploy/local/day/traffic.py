"""The ordinary business of the day: customers come, tellers serve, referrals are answered, tasks done."""

import asyncio
from functools import partial
from typing import Any

from deploy.local.clients import Staff
from deploy.local.day.cast import BEATS_EVERY, Cast, entries, lobby, rest
from deploy.local.day.portfolios import PORTFOLIO
from deploy.local.once import NEEDS
from deploy.local.seed import CUSTOMERS

BETWEEN_ARRIVALS = 75.0  # seconds of branch time, on average
SERVICE_TAKES = 180.0
KIOSKS = ("K1", "K2", "K3")


async def doors(cast: Cast) -> None:
    """Customers come in and take a number."""
    chance = cast.chance
    cards = [*(customer[5] for customer in CUSTOMERS), *(one.card for one in PORTFOLIO)]
    while True:
        await rest(chance.expovariate(1 / BETWEEN_ARRIVALS))
        data: dict[str, Any] = {"need": chance.choice(NEEDS), "amount": chance.choice((200, 3_000, 80_000))}
        if chance.random() < 0.15:
            data["credential"] = {"kind": "card", "value": chance.choice(cards)}
        elif chance.random() < 0.15:
            data["care"] = [chance.choice(("elderly", "mobility", "pregnant"))]
        await cast.tried(cast.machines[chance.choice(KIOSKS)].send("customer_arrived", **data))


async def counter(cast: Cast, name: str) -> None:
    """A teller calls, serves, and now and then finds somebody of promise."""
    chance, teller, at = cast.chance, cast.tellers[name], lobby(f"/counters/{name}")
    await cast.tried(teller.post(f"{at}/open"))
    while True:
        called = await cast.tried(teller.post(f"{at}/call-next"))
        if called is None:
            await rest(30)
            continue
        visit = f"/api/lobby/visits/{called['visit']}"
        await rest(20)
        if called["ticket_class"] != "V" and chance.random() < 0.08:
            await cast.tried(teller.post(f"{visit}/recall"))
            await rest(20)
            await cast.tried(teller.post(f"{visit}/no-show"))
            continue
        await rest(chance.expovariate(1 / SERVICE_TAKES))
        if chance.random() < 0.15:
            await cast.tried(
                teller.post(f"{visit}/prospect", {"need": chance.choice(("wealth", "loan", "card"))})
            )
        await cast.tried(teller.post(f"{visit}/complete"))


async def answer_referrals(cast: Cast, manager: Staff) -> None:
    """An account manager accepts most of what is offered, declines some, and misses a few."""
    async for kind, entry in entries(manager):
        if kind != "referral_offered" or cast.chance.random() < 0.15:
            continue
        await rest(60)
        address = f"/api/referral/referrals/{entry['facts']['referral']}"
        if cast.chance.random() < 0.75:
            await cast.tried(manager.post(f"{address}/accept"))
        else:
            await cast.tried(manager.post(f"{address}/decline", {"reason": "no_time"}))


async def take_note(cast: Cast, who: Staff) -> None:
    """Acknowledge every entry that asks for it, after a while."""
    async for _, entry in entries(who):
        if entry["needs_ack"]:
            await rest(30)
            await cast.tried(who.post(f"/api/notify/entries/{entry['id']}/acknowledge"))


async def do_tasks(cast: Cast) -> None:
    """The lobby manager takes the tasks of the floor as they come, and does them."""
    answers: dict[str, dict[str, Any]] = {"farewell": {"need": "wealth"}, "care": {"interest": ["wealth"]}}
    while True:
        await rest(20)
        seen = await cast.tried(cast.manager.get(lobby("/tasks")))
        for task in seen["open"] if seen else []:
            if task["role"] == "lobby_manager":
                at = f"/api/lobby/tasks/{task['task']}"
                await cast.tried(cast.manager.post(f"{at}/take"))
                await rest(20)
                await cast.tried(
                    cast.manager.post(f"{at}/done", {"outcome": "done", **answers.get(task["kind"], {})})
                )


async def beat(cast: Cast, machine: str) -> None:
    """A machine says that it is alive."""
    while True:
        await cast.tried(cast.machines[machine].send("heartbeat"))
        await rest(BEATS_EVERY)


async def stay_signed_in(cast: Cast) -> None:
    """Tokens last a quarter of an hour."""
    while True:
        await asyncio.sleep(600)
        for one in cast.people.values():
            await one.sign_in()


def ordinary(cast: Cast) -> list[partial[Any]]:
    """All of it, each to be run until the day ends."""
    return [
        *(partial(beat, cast, machine) for machine in ("K1", "S1")),
        *(partial(answer_referrals, cast, manager) for manager in cast.account_managers),
        *(partial(take_note, cast, who) for who in (cast.manager, cast.head, *cast.account_managers)),
        partial(do_tasks, cast),
        partial(stay_signed_in, cast),
    ]


def open_hours(cast: Cast) -> list[partial[Any]]:
    """The activities that go on only while the branch is open."""
    return [partial(doors, cast), *(partial(counter, cast, name) for name in cast.tellers)]
