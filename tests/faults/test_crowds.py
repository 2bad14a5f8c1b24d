"""Crowds: a thousand streams and a thousand devices come back at once, and readers read nothing."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from deploy.local.clients import Account, Staff, event
from deploy.local.ledger import audit
from deploy.local.seed import BRANCH, Seeded
from deploy.local.stack import EDGE
from shared.access import Person, sign
from shared.clock import now
from shared.contracts.devices import correlation_of
from shared.contracts.words import Role
from tests.faults import load
from tests.faults.hurt import Hurt
from tests.faults.test_faults import settled

CROWD = 1000
READERS = 100
"""Readers who read nothing."""
BACK_WITHIN = 10.0
"""Seconds until somebody is served, on a machine that does nothing else."""
ALL_WITHIN = 60.0
DROPPED_WITHIN = 45.0
"""Seconds after which a reader who takes nothing is given up: 20, and what buffers hold."""
GROWS_BY = 150 * 2**20
"""Bytes by which `notify` may grow meanwhile."""


@pytest.fixture(autouse=True)
def by_name(request: pytest.FixtureRequest) -> None:
    """Skip unless every kind of trouble is wanted."""
    if not request.config.getoption("--all"):
        pytest.skip("crowds come with --all")


@dataclass
class Follower:
    """A member of staff who follows their entries, and comes back where they were."""

    url: str
    token: str
    last: int = 0
    numbers: list[int] = field(default_factory=list)
    hellos: int = 0

    async def follow(self, client: httpx.AsyncClient) -> None:
        """Follow for ever; what breaks off is begun anew a moment later."""
        while True:
            with suppress(httpx.HTTPError):
                async for kind, data in self._stream(client):
                    if kind == "hello":
                        self.hellos += 1
                        self.last = max(self.last, data["after"])
                    elif kind == "entry":
                        self.numbers.append(data["n"])
                        self.last = data["n"]
            await asyncio.sleep(0.5)

    async def _stream(self, client: httpx.AsyncClient) -> AsyncIterator[tuple[str, Any]]:
        query = {"after": self.last} if self.hellos else {}
        headers = {"authorization": f"bearer {self.token}"}
        async with client.stream("GET", self.url, params=query, headers=headers) as answer:
            answer.raise_for_status()
            kind = ""
            async for line in answer.aiter_lines():
                if line.startswith("event:"):
                    kind = line[6:].strip()
                elif line.startswith("data:"):
                    yield kind, json.loads(line[5:])


def token_of(stack: Hurt, staff: str) -> str:
    """Sign a token for a member of staff, as `notify` does."""
    key = (stack.state / "secrets" / "notify" / "foyer_token_private_key").read_text()
    return sign(Person(staff, frozenset({Role.TELLER}), (BRANCH,)), key, now())


async def until(condition: Any, within: float) -> float:
    """Wait until a condition holds; return the seconds that it took."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110 - many tasks, no event
            await asyncio.sleep(0.05)
    return loop.time() - began


async def arrive(stack: Hurt, account: Account, client: httpx.AsyncClient) -> str:
    """Send an arrival until it has its number; return its correlation id."""
    id = str(uuid4())
    body = event(account, "customer_arrived", {"need": "enquiry"}, id)
    auth = httpx.BasicAuth(account.user, account.secret)

    async def number() -> None:
        address = f"{stack.url()}/api/lobby/device-events"
        answer = await client.post(address, content=body, auth=auth)
        answer.raise_for_status().json()["ticket"]

    await load.until_confirmed(number)
    return correlation_of(account.branch, account.device, id)


@pytest.mark.timeout(600)
async def test_a_thousand_streams_and_devices_come_back_at_once(hurt: Hurt, seeded: Seeded) -> None:
    address = f"{hurt.url()}/api/notify/stream"
    known = await Staff(hurt.url(), "wang.fang", seeded.password).sign_in()
    people = [token_of(hurt, f"crowd.{number}") for number in range(CROWD - 1)]
    followers = [Follower(address, token) for token in (known.token, *people)]
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
    accounts = [seeded.devices[name] for name in ("K1", "K2", "K3", "K4")]
    timeout = httpx.Timeout(30, read=60)
    async with httpx.AsyncClient(limits=limits, timeout=timeout, trust_env=False) as client:
        tasks = [asyncio.create_task(one.follow(client)) for one in followers]
        try:
            slower = hurt.slower
            await until(lambda: all(one.hellos for one in followers), ALL_WITHIN * slower)
            for name in (EDGE, "lobby", "notify"):
                await asyncio.to_thread(hurt.kill, name)
            for name in (EDGE, "lobby", "notify"):
                await asyncio.to_thread(hurt.launch, name)
            arriving = [
                asyncio.create_task(arrive(hurt, accounts[number % 4], client)) for number in range(CROWD)
            ]
            first = await until(lambda: any(one.done() for one in arriving), BACK_WITHIN * slower)
            back = await until(lambda: all(one.hellos > 1 for one in followers), ALL_WITHIN * slower)
            async with asyncio.timeout(2 * ALL_WITHIN * slower):
                arrived = list(await asyncio.gather(*arriving))
            print(f"first number after {first:.1f} s, all streams after {back:.1f} s more", flush=True)
            ledger = load.Ledger(correlation_ids=arrived)
            books = await settled(hurt, ledger)
            last = (await known.get("/api/notify/feed"))["last"]
            await until(lambda: followers[0].last >= last, BACK_WITHIN * slower)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await known.close()
    assert books.complaints() == []
    assert len(set(arrived)) == CROWD
    numbers = followers[0].numbers
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


@pytest.mark.timeout(300)
async def test_readers_who_read_nothing_are_given_up_and_hold_nobody_up(hurt: Hurt, seeded: Seeded) -> None:
    head = await Staff(hurt.url(), "liu.wei", seeded.password).sign_in()
    account, slower = seeded.devices["K4"], hurt.slower
    before = memory_of(hurt, "notify")
    with ExitStack() as open:
        readers = [open.enter_context(Idle(hurt, head.token)) for _ in range(READERS)]
        reader = Follower(f"{hurt.url()}/api/notify/stream", head.token)
        async with httpx.AsyncClient(timeout=httpx.Timeout(30, read=60), trust_env=False) as client:
            following = asyncio.create_task(reader.follow(client))
            try:
                await until(lambda: reader.hellos, BACK_WITHIN * slower)
                since = reader.last
                for number in range(40):
                    complaint = {"branch": BRANCH, "topic": "waiting", "words": f"等候过久 {number}"}
                    path = "/api/customer/complaints"
                    await load.until_confirmed(partial(head.post, path, complaint, key=uuid4().hex))
                last = (await head.get("/api/notify/feed"))["last"]
                took = await until(lambda: reader.last >= last, BACK_WITHIN * slower)
                print(f"{last - since} entries, the last read {took:.1f} s after it was there", flush=True)
                await arrive(hurt, account, client)
                grown = memory_of(hurt, "notify") - before
                await asyncio.to_thread(all_ended, readers, DROPPED_WITHIN * slower)
            finally:
                following.cancel()
                await asyncio.gather(following, return_exceptions=True)
                await head.close()
    assert reader.numbers == list(range(since + 1, since + 1 + len(reader.numbers)))
    assert grown < GROWS_BY
    books = await asyncio.to_thread(audit, hurt.store.uri, [])
    assert books.twice == []


class Idle:
    """A stream from the first entry on, of which nothing is read: not even by the kernel, beyond its
    least."""

    def __init__(self, stack: Hurt, token: str) -> None:
        self._stack, self._token = stack, token

    def __enter__(self) -> socket.socket:
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        host, _, port = self._stack.url("notify").removeprefix("http://").partition(":")
        self._socket.connect((host, int(port)))
        words = f"GET /api/notify/stream?after=0 HTTP/1.1\r\nhost: x\r\nauthorization: bearer {self._token}"
        self._socket.sendall(f"{words}\r\n\r\n".encode())
        return self._socket

    def __exit__(self, *_: object) -> None:
        self._socket.close()


def all_ended(readers: list[socket.socket], within: float) -> None:
    """Wait until the service has closed every stream. TimeoutError after so many seconds."""
    for one in readers:
        one.settimeout(within)
        with suppress(ConnectionResetError):
            while one.recv(65536):
                pass


def memory_of(stack: Hurt, name: str) -> int:
    """Return the bytes of memory that a service has."""
    status = Path(f"/proc/{stack.processes[name].pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) * 1024
