"""Customers, tellers and machines who do not give up: everything is sent again until it is confirmed.

Every command has a key and every event an id: what was done although the answer was lost is not done twice.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any, TypeVar
from uuid import uuid4

from deploy.devices import Machine, NoNumbers
from deploy.local.clients import Account, AmqpKiosk, Kiosk, MqttKiosk, Refused, Staff
from deploy.local.seed import BRANCH, CUSTOMERS, Seeded
from deploy.local.stack import Stack
from shared.contracts.devices import correlation_of
from tests.faults.business import DESK, OFFICE, RISK, Businesses, Trade
from tests.faults.portfolio import COLLEAGUE, HEAD, MANAGER, Desk, Portfolios

T = TypeVar("T")
LOAN = {"need": "loan"}
PARTS = {
    "1": "li.na",
    "2": "zhao.lei",
    MANAGER: "chen.jie",
    COLLEAGUE: "sun.yue",
    HEAD: "liu.wei",
    OFFICE: "he.jun",
    RISK: "ma.lin",
    DESK: "tang.yi",
}
"""The people at work, by their part; tellers by their counter."""
PASSING = ('"status":429', '"status":500', '"status":502', '"status":503', '"status":504', "stream:", ": 50")


@dataclass
class Ledger:
    """The results that were confirmed to those outside."""

    correlation_ids: list[str] = field(default_factory=list)
    slips: dict[str, str] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    served: list[str] = field(default_factory=list)
    prospects: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    portfolios: Portfolios = field(default_factory=Portfolios)
    businesses: Businesses = field(default_factory=Businesses)


async def until_confirmed(attempt: Callable[[], Awaitable[T]]) -> T:
    """Try again what failed in passing; a refusal that will stay is raised."""
    while True:
        try:
            async with asyncio.timeout(15):
                return await attempt()
        except Refused as refused:
            if not any(sign in str(refused) for sign in PASSING):
                raise
        except Exception as error:
            if isinstance(error, AssertionError):
                raise
        await asyncio.sleep(0.3)


async def machine(
    make: Callable[[], Kiosk], account: Account, chance: Random, ledger: Ledger, end: asyncio.Event
) -> None:
    """A kiosk that connects anew and sends again until it is confirmed."""
    cards = [customer[5] for customer in CUSTOMERS]
    waiting: list[tuple[str, str, dict[str, Any]]] = []
    while waiting or not end.is_set():
        try:
            async with asyncio.timeout(20), make() as kiosk:
                while waiting or not end.is_set():
                    if not waiting:
                        await asyncio.sleep(chance.uniform(0.05, 0.4))
                        waiting.append(_event(chance, cards))
                    id, kind, data = waiting[0]
                    async with asyncio.timeout(8):
                        await kiosk.send(kind, id=id, **data)
                    waiting.pop(0)
                    correlation_id = correlation_of(account.branch, account.device, id)
                    (ledger.correlation_ids if kind == "customer_arrived" else ledger.complaints).append(
                        correlation_id
                    )
        except Exception as error:
            if isinstance(error, Refused) and not any(sign in str(error) for sign in PASSING):
                raise
            await asyncio.sleep(0.5)


async def queue_machine(
    stack: Stack, account: Account, chance: Random, ledger: Ledger, end: asyncio.Event
) -> None:
    """A machine that goes on whatever happens, with numbers of its own; ends when all of it is confirmed."""
    file = stack.state / "queue-machine.sqlite"
    own = Machine(stack.url(), account.branch, account.device, account.secret, file, patience=1.0)
    try:
        while not end.is_set():
            await asyncio.sleep(chance.uniform(0.05, 0.4))
            try:
                slip = await asyncio.to_thread(own.arrive, "cash")
            except NoNumbers:  # it never had a block
                continue
            ledger.slips[slip.visit] = slip.ticket
            ledger.correlation_ids.append(slip.visit)
        while not own.is_up or own.memory.unsent():  # noqa: ASYNC110 - a thread, no event to wait for
            await asyncio.sleep(0.2)
        assert own.memory.refusals() == {}
    finally:
        await asyncio.to_thread(own.close)


def _event(chance: Random, cards: list[str]) -> tuple[str, str, dict[str, Any]]:
    if chance.random() < 0.05:
        return str(uuid4()), "complaint_raised", {"topic": "waiting"}
    data: dict[str, Any] = {"need": chance.choice(("cash", "card", "enquiry"))}
    if chance.random() < 0.25:
        data["credential"] = {"kind": "card", "value": chance.choice(cards)}
    return str(uuid4()), "customer_arrived", data


async def teller(staff: Staff, counter: str, chance: Random, ledger: Ledger, end: asyncio.Event) -> None:
    """Calls, serves, completes; finds a prospect now and then."""
    at = f"/api/lobby/branches/{BRANCH}/counters/{counter}"
    await until_confirmed(lambda: staff.post(f"{at}/open"))
    while not end.is_set():
        try:
            called = await until_confirmed(partial(staff.post, f"{at}/call-next", key=uuid4().hex))
        except Refused as refused:
            if '"nobody_waits"' not in str(refused):
                ledger.refusals.append(str(refused))
            await asyncio.sleep(0.3)
            continue
        visit = called["visit"]
        await asyncio.sleep(chance.uniform(0.05, 0.3))
        if chance.random() < 0.2:
            await until_confirmed(
                partial(staff.post, f"/api/lobby/visits/{visit}/prospect", LOAN, key=uuid4().hex)
            )
            ledger.prospects.append(visit)
        await until_confirmed(partial(staff.post, f"/api/lobby/visits/{visit}/complete", key=uuid4().hex))
        ledger.served.append(visit)


async def run(
    stack: Stack,
    seeded: Seeded,
    seed: int,
    ledger: Ledger,
    trouble: Awaitable[None],
    *,
    offline: bool = True,
) -> None:
    """Run the whole load while `trouble` happens, with a machine that gives numbers of its own unless it is
    left out; ends when it is over and all that was begun is confirmed."""
    end = asyncio.Event()
    amqp = stack.amqp
    mqtt = stack.mqtt
    devices = seeded.devices
    makers: list[tuple[Account, Callable[[], Kiosk]]] = [
        (devices["K1"], lambda: Kiosk(devices["K1"], stack.url())),
        (devices["K2"], lambda: AmqpKiosk(devices["K2"], amqp)),
        (devices["K3"], lambda: MqttKiosk(devices["K3"], mqtt)),
    ]
    people = {part: Staff(stack.url(), name, seeded.password) for part, name in PARTS.items()}
    for person in people.values():
        await until_confirmed(person.sign_in)
    desk = Desk(people, Random(f"{seed}-m"), until_confirmed, ledger.portfolios)
    trade = Trade(people, Random(f"{seed}-b"), until_confirmed, ledger.businesses)
    try:
        async with asyncio.TaskGroup() as at_work:
            for number, (account, make) in enumerate(makers):
                at_work.create_task(machine(make, account, Random(f"{seed}-{number}"), ledger, end))
            for number in ("1", "2"):
                own = Random(f"{seed}-t{number}")
                at_work.create_task(teller(people[number], number, own, ledger, end))
            at_work.create_task(desk.run(end))
            at_work.create_task(trade.run(end))
            if offline:
                own = Random(f"{seed}-q")
                at_work.create_task(queue_machine(stack, devices["K1"], own, ledger, end))
            try:
                await trouble
            finally:
                end.set()
    finally:
        for staff in people.values():
            await staff.close()
