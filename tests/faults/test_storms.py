"""A thousand streams and a thousand devices come back at the same moment: nothing is missed, and nothing
comes twice."""

import asyncio
import time
from functools import partial
from uuid import uuid4

import httpx
import pytest

from deploy.local.clients import Account, Staff, event
from deploy.local.seed import BRANCH, HEAD, Seeded
from tests.faults.hurt import Hurt
from tests.faults.load import until_confirmed
from tests.faults.storms import Listener, Machine, all_at_once, served_meanwhile, some_at_a_time
from tests.stage import PASSWORD, signed_in_as

PEOPLE, PAGES = 84, 12
BRANCHES, MACHINES = 10, 100
TOLD = 3
BACK_WITHIN = 10.0
"""Seconds from the moment at which what they want answers again, until the last is in."""


@pytest.fixture(autouse=True)
def by_name(request: pytest.FixtureRequest) -> None:
    """Skip unless every kind of trouble is wanted."""
    if not request.config.getoption("--all"):
        pytest.skip("storms come with --all")


async def enrolled(hurt: Hurt, admin: Staff, staff: str, branches: list[str]) -> Staff:
    """A head of these branches, signed in; who is told to wait, since many sign in at once, comes again."""
    known = {"staff": staff, "name": "赵磊", "password": PASSWORD, "roles": ["branch_head"]}
    content, key = {**known, "branches": branches}, uuid4().hex
    await until_confirmed(partial(admin.post, "/api/notify/staff", content, key=key))
    return await until_confirmed(Staff(hurt.url(), staff, PASSWORD).sign_in)


async def heads(hurt: Hurt) -> list[Listener]:
    """The pages of all who hear of complaints, a dozen each."""
    admin = await signed_in_as(hurt, "admin")
    port = httpx.URL(hurt.url("notify")).port or 80

    async def one(number: int) -> list[Listener]:
        staff = await enrolled(hurt, admin, f"storm{number}", [BRANCH])
        await staff.close()
        return [Listener("127.0.0.1", port, staff.token) for _ in range(PAGES)]

    pages = [page for pages in await some_at_a_time(map(one, range(PEOPLE))) for page in pages]
    await admin.close()
    return pages


async def machines(hurt: Hurt, ops: Staff) -> list[Machine]:
    """Devices of ten branches."""
    port = hurt.plan.broker.mqtt
    settings = {"name_zh": "风暴支行", "name_en": "Storm", "counters": {"1": ["V", "G", "A"]}}
    for branch in range(BRANCHES):
        await ops.put(f"/api/lobby/branches/ST{branch}", settings)

    async def one(number: int) -> Machine:
        branch, device = f"ST{number // MACHINES}", f"M{number % MACHINES}"
        at = f"/api/lobby/branches/{branch}/devices"
        code = (await until_confirmed(partial(ops.post, at, {"device": device})))["code"]
        enrolment = {"branch": branch, "device": device, "code": code}
        secret = (await until_confirmed(partial(ops.post, "/api/lobby/devices/enrol", enrolment)))["secret"]
        return Machine(Account(branch, device, secret), port)

    devices: list[Machine] = await some_at_a_time(map(one, range(BRANCHES * MACHINES)))
    return devices


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
    admin = await signed_in_as(hurt, "admin")
    head = await enrolled(hurt, admin, "storms", [f"ST{branch}" for branch in range(BRANCHES)])
    await admin.close()
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
