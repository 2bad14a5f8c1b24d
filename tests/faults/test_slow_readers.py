"""Readers and senders that crawl, or do not read at all: the memory of the services stays bounded, others are
served meanwhile, and the slow one has everything once, when it reads again or comes back."""

import asyncio
import base64
import json
import re
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import aio_pika
import httpx
import pytest

from deploy.local.clients import Account, Kiosk, Staff, amqp_of, event
from deploy.local.processes import Process
from deploy.local.seed import Seeded
from shared import bus_names as names
from tests.faults.hurt import Hurt
from tests.faults.load import until_confirmed
from tests.faults.storms import Listener, connected, served_meanwhile, some_at_a_time, until_done
from tests.stage import PASSWORD, Branch, open_branch

TOLD, PAGES = 260, 12
"""Entries, whose bytes are more than what waits on the way, and with what follows no more than a stream
replays; and pages, as many as one person may have."""
GIVEN_UP_WITHIN = 60.0
SERVED_WITHIN = 2.0
"""Seconds for which another branch waits at most, on a machine that does nothing else."""
MEMORY = 64
"""MiB that a service may have more than before."""
SLOW, TAKES = 20, 8.0
"""Clients that are slow at once, and the seconds that each takes to send its body."""
LISTED, ANSWERS = 200, 100


@pytest.fixture(autouse=True)
def by_name(request: pytest.FixtureRequest) -> None:
    """Skip unless every kind of trouble is wanted."""
    if not request.config.getoption("--all"):
        pytest.skip("slow readers come with --all")


def memory(process: Process) -> int:
    """Return the MiB that a process has in memory."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    found = re.search(r"^VmRSS:\s+(\d+)", status, re.M)
    assert found is not None
    return int(found[1]) // 1024


def port_of(hurt: Hurt, name: str) -> int:
    return httpx.URL(hurt.url(name)).port or 80


async def head_of(hurt: Hurt, branch: Branch) -> Staff:
    return await until_confirmed(Staff(hurt.url(), branch.who("branch_head"), PASSWORD).sign_in)


async def complain(head: Staff, branch: Branch, times: int) -> None:
    """Make an entry for the head, `times` over."""
    said = {"topic": "fees", "words": "多收了十元", "branch": branch.id}
    await some_at_a_time(
        until_confirmed(partial(head.post, "/api/customer/complaints", said, key=uuid4().hex))
        for _ in range(times)
    )


@pytest.mark.timeout(600)
async def test_streams_that_nobody_reads_are_given_up_and_miss_nothing(hurt: Hurt, seeded: Seeded) -> None:
    branch = await open_branch(hurt)
    head = await head_of(hurt, branch)
    before, port = memory(hurt.processes["notify"]), port_of(hurt, "notify")
    await complain(head, branch, TOLD)
    quick = Listener("127.0.0.1", port, head.token, last=0)
    async with asyncio.timeout(120 * hurt.slower):
        await quick.listen_on(TOLD)
    quick.close()
    pages = [Listener("127.0.0.1", port, head.token, last=0, slow=True) for _ in range(PAGES)]
    async with served_meanwhile(hurt, seeded.devices["K4"]) as took:
        await asyncio.gather(*(until_done(page.connect) for page in pages))
        async with asyncio.timeout(GIVEN_UP_WITHIN * hurt.slower):
            await until_done(quick.connect)  # refused as long as all twelve of the person are held
        quick.close()
        await complain(head, branch, TOLD // 10)
        most = memory(hurt.processes["notify"])
    last = TOLD + TOLD // 10
    async with asyncio.timeout(120 * hurt.slower):
        await asyncio.gather(*(page.listen_on(last) for page in pages))
    for page in pages:
        page.close()
        assert page.entries[:last] == [*range(1, last + 1)]
    assert most - before <= MEMORY
    assert max(took) <= SERVED_WITHIN * hurt.slower
    await head.close()


async def drip(port: int, kiosk: Account, body: bytes) -> str:
    """Send an event over HTTP byte by byte; gives the ticket."""
    reader, writer = await connected("127.0.0.1", port)
    signed = base64.b64encode(f"{kiosk.user}:{kiosk.secret}".encode()).decode()
    writer.write(
        f"POST /api/lobby/device-events HTTP/1.1\r\nhost: localhost\r\nauthorization: basic {signed}\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n".encode()
    )
    for place in range(len(body)):
        writer.write(body[place : place + 1])
        await asyncio.sleep(TAKES / len(body))
    answer = await reader.read()
    writer.close()
    return str(json.loads(answer.partition(b"\r\n\r\n")[2])["ticket"])


@pytest.mark.timeout(300)
async def test_bodies_that_come_byte_by_byte_hold_up_nobody(hurt: Hurt, seeded: Seeded) -> None:
    branch = await open_branch(hurt)
    before, port = memory(hurt.processes["lobby"]), port_of(hurt, "lobby")
    bodies = [event(branch.kiosk, "customer_arrived", {"need": "cash"}, str(uuid4())) for _ in range(SLOW)]
    async with served_meanwhile(hurt, seeded.devices["K4"]) as took:
        tickets = await asyncio.gather(*(drip(port, branch.kiosk, body) for body in bodies))
    assert len(set(tickets)) == SLOW
    assert max(took) <= SERVED_WITHIN * hurt.slower
    assert memory(hurt.processes["lobby"]) - before <= MEMORY


@pytest.mark.timeout(300)
async def test_large_answers_that_nobody_reads_hold_up_nobody_and_are_whole(
    hurt: Hurt, seeded: Seeded
) -> None:
    branch = await open_branch(hurt)
    head = await head_of(hurt, branch)
    before, port = memory(hurt.processes["notify"]), port_of(hurt, "notify")
    await complain(head, branch, LISTED)
    quick = Listener("127.0.0.1", port, head.token, last=0)
    async with asyncio.timeout(120 * hurt.slower):
        await quick.listen_on(LISTED)
    quick.close()
    ask = f"GET /api/notify/feed?limit={LISTED} HTTP/1.1\r\nhost: localhost\r\n"
    ask += f"authorization: bearer {head.token}\r\nconnection: close\r\n\r\n"
    async with served_meanwhile(hurt, seeded.devices["K4"]) as took:
        held = await asyncio.gather(*(connected("127.0.0.1", port, slow=True) for _ in range(SLOW)))
        for _, writer in held:
            writer.write(ask.encode())
        async with Kiosk(branch.kiosk, hurt.url()) as kiosk:  # work goes on at that branch, too
            for _ in range(SLOW):
                await kiosk.send("customer_arrived", need="cash")
        most = memory(hurt.processes["notify"])
    answers = await asyncio.gather(*(reader.read() for reader, _ in held))
    for (_, writer), answer in zip(held, answers, strict=True):
        writer.close()
        assert len(json.loads(answer.partition(b"\r\n\r\n")[2])["entries"]) == LISTED
    assert most - before <= MEMORY
    assert max(took) <= SERVED_WITHIN * hurt.slower
    await head.close()


@pytest.mark.timeout(300)
async def test_a_device_that_does_not_take_its_answers_finds_each_of_them_once(
    hurt: Hurt, seeded: Seeded
) -> None:
    branch = await open_branch(hurt)
    sent = [str(uuid4()) for _ in range(ANSWERS)]
    key = names.answer_key(branch.kiosk.user)
    async with await aio_pika.connect(**amqp_of(branch.kiosk, hurt.amqp)) as connection:
        channel = await connection.channel()
        queue = await channel.declare_queue(key, durable=True)
        await queue.bind(names.MQTT, key)
        exchange = await channel.get_exchange(names.DEVICES, ensure=False)
        route = f"foyer.devices.{branch.kiosk.user}.customer_arrived"
        async with served_meanwhile(hurt, seeded.devices["K4"]) as took:
            for id in sent:
                body = event(branch.kiosk, "customer_arrived", {"need": "cash"}, id)
                await exchange.publish(aio_pika.Message(body, delivery_mode=2), route)
        taken: list[dict[str, Any]] = []
        async with asyncio.timeout(60 * hurt.slower), queue.iterator() as answers:
            async for answer in answers:
                async with answer.process():
                    taken.append(json.loads(answer.body))
                if len(taken) == len(sent):
                    break
    assert sorted(one["causationid"] for one in taken) == sorted(sent)
    assert len({one["data"]["ticket"] for one in taken}) == ANSWERS
    assert max(took) <= SERVED_WITHIN * hurt.slower
