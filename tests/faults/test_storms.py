"""A thousand streams and a thousand devices come back at the same moment: nothing is missed, and nothing
comes twice."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Iterable
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx
import pytest

from deploy.local.clients import Account, Kiosk, Staff, event
from deploy.local.seed import BRANCH, HEAD, Seeded
from tests.faults.hurt import Hurt
from tests.faults.storms import Listener, Machine, all_at_once
from tests.stage import PASSWORD, signed_in_as

PEOPLE, PAGES = 84, 12
BRANCHES, MACHINES = 10, 100
TOLD = 3
AT_ONCE = 20
BACK_WITHIN = 10.0
"""Seconds from the moment at which what they want answers again, until the last is in."""


@pytest.fixture(autouse=True)
def by_name(request: pytest.FixtureRequest) -> None:
    """Skip unless every kind of trouble is wanted."""
    if not request.config.getoption("--all"):
        pytest.skip("storms come with --all")


async def enrolled(hurt: Hurt, staff: str, branches: list[str]) -> Staff:
    """A head of these branches, signed in."""
    admin = await signed_in_as(hurt, "admin")
    known = {"staff": staff, "name": "赵磊", "password": PASSWORD, "roles": ["branch_head"]}
    await admin.post("/api/notify/staff", {**known, "branches": branches})
    await admin.close()
    return await Staff(hurt.url(), staff, PASSWORD).sign_in()


async def some_at_a_time(acts: Iterable[Awaitable[Any]]) -> list[Any]:
    """Do all of them, `AT_ONCE` at a time; what they give, in their order."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(act: Awaitable[Any]) -> Any:
        async with turns:
            return await act

    return await asyncio.gather(*map(one, acts))


async def heads(hurt: Hurt) -> list[Listener]:
    """The pages of all who hear of complaints, a dozen each."""
    port = httpx.URL(hurt.url("notify")).port or 80

    async def one(number: int) -> list[Listener]:
        staff = await enrolled(hurt, f"storm{number}", [BRANCH])
        await staff.close()
        return [Listener("127.0.0.1", port, staff.token) for _ in range(PAGES)]

    return [page for pages in await some_at_a_time(map(one, range(PEOPLE))) for page in pages]


async def machines(hurt: Hurt, ops: Staff) -> list[Machine]:
    """Devices of ten branches."""
    port = hurt.plan.broker.mqtt
    settings = {"name_zh": "风暴支行", "name_en": "Storm", "counters": {"1": ["V", "G", "A"]}}
    for branch in range(BRANCHES):
        await ops.put(f"/api/lobby/branches/ST{branch}", settings)

    async def one(number: int) -> Machine:
        branch, device = f"ST{number // MACHINES}", f"M{number % MACHINES}"
        code = (await ops.post(f"/api/lobby/branches/{branch}/devices", {"device": device}))["code"]
        enrolment = {"branch": branch, "device": device, "code": code}
        secret = (await ops.post("/api/lobby/devices/enrol", enrolment))["secret"]
        return Machine(Account(branch, device, secret), port)

    return await some_at_a_time(map(one, range(BRANCHES * MACHINES)))


@asynccontextmanager
async def served_meanwhile(hurt: Hurt, device: Account) -> AsyncIterator[list[float]]:
    """Ask for numbers at another branch, one after the other; the seconds that each took."""
    took: list[float] = []

    async def ask() -> None:
        async with Kiosk(device, hurt.url()) as kiosk:
            while True:
                began = time.monotonic()
                await kiosk.send("customer_arrived", need="cash")
                took.append(time.monotonic() - began)
                await asyncio.sleep(0.2)

    asking = asyncio.create_task(ask())
    yield took
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)


def say(who: str, back: float, took: list[float]) -> None:
    """Print a figure."""
    print(f"{who} back after {back:.1f} s, another branch waited {max(took):.1f} s at most", flush=True)


@pytest.mark.timeout(600)
async def test_a_thousand_streams_come_back_and_miss_nothing(hurt: Hurt, seeded: Seeded) -> None:
    pages = await heads(hurt)
    await some_at_a_time(page.connect() for page in pages)
    first = [page.last or 0 for page in pages]
    head = await Staff(hurt.url(), HEAD, seeded.password).sign_in()
    await asyncio.to_thread(hurt.kill, "notify")
    for _ in range(TOLD):
        said = {"topic": "fees", "words": "多收了十元", "branch": BRANCH}
        await head.post("/api/customer/complaints", said)
    async with served_meanwhile(hurt, seeded.devices["K4"]) as took:
        await asyncio.to_thread(hurt.launch, "notify")
        coming = asyncio.create_task(all_at_once(pages))
        await asyncio.to_thread(hurt.wait_ready, "notify")
        began = time.monotonic()
        await coming
        back = time.monotonic() - began
        async with asyncio.timeout(120):
            await asyncio.gather(*(page.listen(last + TOLD) for page, last in zip(pages, first, strict=True)))
    say(f"{len(pages)} streams", back, took)
    for page, last in zip(pages, first, strict=True):
        page.close()
        assert page.entries == [*range(last + 1, last + 1 + len(page.entries))]
        assert len(page.entries) >= TOLD
    assert back <= BACK_WITHIN * hurt.slower
    await head.close()


@pytest.mark.timeout(600)
async def test_a_thousand_devices_come_back_and_each_is_heard_once(hurt: Hurt, seeded: Seeded) -> None:
    ops = await signed_in_as(hurt, "ops")
    devices = await machines(hurt, ops)
    head = await enrolled(hurt, "storms", [f"ST{branch}" for branch in range(BRANCHES)])
    await some_at_a_time(one.connect() for one in devices)
    async with served_meanwhile(hurt, seeded.devices["K4"]) as took:
        await asyncio.to_thread(hurt.kill, "broker")
        starting = asyncio.create_task(asyncio.to_thread(hurt.broker.start))
        coming = asyncio.create_task(all_at_once(devices))
        await starting
        began = time.monotonic()
        await coming
        back = time.monotonic() - began
        sent = [event(one.account, "customer_arrived", {"need": "cash"}, str(uuid4())) for one in devices]
        bodies = zip(devices, sent, strict=True)
        await some_at_a_time(one.send("customer_arrived", body) for one, body in bodies)
        async with asyncio.timeout(120):
            while sum(await waiting(head)) < len(devices):  # noqa: ASYNC110 - the service's, not ours
                await asyncio.sleep(0.2)
    say(f"{len(devices)} devices", back, took)
    assert await waiting(head) == [MACHINES] * BRANCHES
    assert back <= BACK_WITHIN * hurt.slower
    for one in devices:
        one.close()


async def waiting(head: Staff) -> list[int]:
    """The customers who wait at each of the branches."""
    floors = [await head.get(f"/api/lobby/branches/ST{branch}/floor") for branch in range(BRANCHES)]
    return [len(floor["waiting"]) for floor in floors]
