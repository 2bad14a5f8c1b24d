"""The calling benchmark: one branch with 500 waiting and 20 counters that all call.

    ./foyer bench calling [--json] [--rounds 30] [--days 400]

A call is what a teller meets: HTTP to the running service, its line, its handlers, one durable transaction,
and the answer. Every counter calls, serves for some seconds, completes and calls again, thirty times as fast
as tellers do; for everybody called somebody comes. Meanwhile, on the same store and just as often, at moments
as random: one bare commit, a transaction that replaces one document; and by hand what a call asks of the
store. Then, some times, all counters call at the same moment, which they do not at a branch. Then the branch
gets its past, and all is measured again.
"""

import asyncio
import base64
import json as jsons
import math
import os
import random
import secrets
import sys
import time
from collections.abc import Awaitable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import median
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from pydantic import SecretStr
from pymongo import AsyncMongoClient
from pymongo.errors import PyMongoError
from pymongo.write_concern import WriteConcern

from deploy.local.processes import ROOT, Process, free_port
from deploy.topology import declare_all
from shared import clock
from shared.access import Person, sign
from shared.contracts.words import Role
from shared.settings import Settings
from shared.store import Raw, Store
from shared.store_errors import Conflict
from tests.bench.by_hand import ByHand, timed_ms
from tests.bench.options import options
from tests.bench.past import lay_down
from tests.bench.servers import servers

BRANCH, COUNTERS, WAITING, A_DAY = "B001", 20, 500, 500
API = f"/api/lobby/branches/{BRANCH}"
LASTS = timedelta(hours=4)
READY_WITHIN = 60.0
AT_REST_WITHIN = 600.0
CHECKPOINT_WITHIN = 70.0
SERVES = 4.0, 12.0
PAUSE = 0.2
PATIENCE_MS = 180_000
"""For what lays down the past: a checkpoint of the embedded store may hold one insert for a minute."""


@dataclass(frozen=True)
class Times:
    """Milliseconds: of every call, of bare commits and of calls by hand beside them, of calls all at once."""

    calls: list[float] = field(default_factory=list)
    commits: list[float] = field(default_factory=list)
    by_hand: list[float] = field(default_factory=list)
    at_once: list[float] = field(default_factory=list)


class Desk:
    """The branch and its people, over HTTP."""

    def __init__(self, url: str, private_key: str) -> None:
        limits = httpx.Limits(max_connections=COUNTERS)
        self._client = httpx.AsyncClient(base_url=url, timeout=30, limits=limits, trust_env=False)
        self._key = private_key
        self._called: dict[int, str] = {}
        self._tokens = {
            name: self._token(name, role)
            for name, role in [
                ("ops", Role.OPS),
                ("manager", Role.LOBBY_MANAGER),
                *((f"teller{number}", Role.TELLER) for number in range(1, COUNTERS + 1)),
            ]
        }

    async def set_up(self) -> None:
        """The branch, with somebody at every counter."""
        await self._until_ready()
        counters = {str(number): ["V", "G", "A"] for number in range(1, COUNTERS + 1)}
        await self._do("ops", "PUT", API, {"name_zh": "网点", "name_en": "Branch", "counters": counters})
        for number in range(1, COUNTERS + 1):
            await self._do(f"teller{number}", "POST", f"{API}/counters/{number}/open")

    async def fill(self) -> None:
        """Customers come until `WAITING` wait; of ten, one is for the green channel."""
        floor = await self._do("manager", "GET", f"{API}/floor")
        missing = WAITING - len(floor["waiting"])
        care = [{"care": ["elderly"]} if number % 10 == 0 else {} for number in range(missing)]
        await asyncio.gather(*(self._do("manager", "POST", f"{API}/visits", one) for one in care))

    async def work(self, number: int, rounds: int, hand: ByHand, times: Times) -> None:
        """One teller calls, serves and completes, `rounds` times; and for everybody called somebody comes.
        What is done by `hand` is done while they serve."""
        await asyncio.sleep(random.uniform(0, SERVES[1]))
        for _ in range(rounds):
            times.calls.append(await self.call(number))
            care = {"care": ["elderly"]} if random.random() < 0.1 else {}
            await self._do("manager", "POST", f"{API}/visits", care)
            await asyncio.sleep(random.uniform(*SERVES) / 3)
            times.commits.append(await timed_ms(hand.commit))
            await asyncio.sleep(random.uniform(*SERVES) / 3)
            times.by_hand.append(await timed_ms(hand.call))
            await asyncio.sleep(random.uniform(*SERVES) / 3)
            await self.complete(number)

    async def complete(self, number: int) -> None:
        await self._do(f"teller{number}", "POST", f"/api/lobby/visits/{self._called.pop(number)}/complete")

    async def call(self, number: int) -> float:
        """One teller calls; milliseconds until they know whom."""
        began = time.perf_counter()
        visit = await self._do(f"teller{number}", "POST", f"{API}/counters/{number}/call-next")
        took = (time.perf_counter() - began) * 1000
        self._called[number] = visit["visit"]
        return took

    async def call_all(self) -> list[float]:
        """Call at every counter at the same moment, then complete at every counter; return the times of the
        calls."""
        took = await asyncio.gather(*(self.call(number) for number in range(1, COUNTERS + 1)))
        if len(set(self._called.values())) != COUNTERS:
            raise RuntimeError("somebody was called twice: the figures mean nothing")
        await asyncio.gather(*(self.complete(number) for number in range(1, COUNTERS + 1)))
        return list(took)

    async def close(self) -> None:
        await self._client.aclose()

    async def _do(self, who: str, method: str, path: str, content: Any = None) -> Any:
        headers = {"authorization": f"Bearer {self._tokens[who]}"}
        response = await self._client.request(method, path, json=content, headers=headers)
        if response.status_code >= 400:
            raise RuntimeError(f"{method} {path}: {response.status_code} {response.text[:300]}")
        return response.json() if response.content else None

    async def _until_ready(self) -> None:
        end = time.monotonic() + READY_WITHIN
        while True:
            try:
                if (await self._client.get("/ready")).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            if time.monotonic() > end:
                raise RuntimeError("the service did not become ready")
            await asyncio.sleep(0.1)

    def _token(self, name: str, role: Role) -> str:
        return sign(Person(name, frozenset([role]), (BRANCH,)), self._key, clock.now(), LASTS)


async def until_at_rest(hand: ByHand, usual: float) -> None:
    """The store has taken in what was laid down: for longer than from one of its checkpoints to the next,
    commits take not much longer than they did."""
    began = time.monotonic()
    while p99(await commits_of(hand, CHECKPOINT_WITHIN)) > 3 * usual:
        if time.monotonic() - began > AT_REST_WITHIN:
            raise RuntimeError(f"the store is not at rest after {AT_REST_WITHIN:g} s")


async def commits_of(hand: ByHand, seconds: float) -> list[float]:
    """Time bare commits, one after the other, in ms; infinite where the store did not answer."""
    times: list[float] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            times.append(await timed_ms(hand.commit))
        except (PyMongoError, Conflict):
            times.append(math.inf)
        await asyncio.sleep(PAUSE)
    return times


async def measure(desk: Desk, hands: Sequence[ByHand], rounds: int) -> Times:
    """Measure with all counters at work, each with a hand beside it, then all at once; after a warming up."""
    times = Times()
    await desk.fill()
    for often, noted in ((1, Times()), (rounds, times)):
        work = (desk.work(number, often, hand, noted) for number, hand in enumerate(hands, 1))
        await asyncio.gather(*work)
    for _ in range(max(1, rounds // 4)):
        await desk.fill()
        times.at_once.extend(await desk.call_all())
    return times


async def run(url: str, private_key: str, settings: Settings, rounds: int, days: int) -> list[Times]:
    """With one day behind it, and with many."""
    desk, store, now = Desk(url, private_key), Store(settings, "lobby"), clock.now()
    hands = [ByHand(store, BRANCH, number) for number in range(COUNTERS)]
    patient = AsyncMongoClient[Raw](settings.mongo_uri.get_secret_value(), socketTimeoutMS=PATIENCE_MS)
    past = patient[store.db.name].with_options(write_concern=WriteConcern(w=1, j=False))
    try:
        await desk.set_up()
        await lay_down(past, BRANCH, now, 1, 1, A_DAY)
        young = await timed("with one day behind it", measure(desk, hands, rounds))
        filling = lay_down(past, BRANCH, now, 2, days, A_DAY)
        await timed(f"laying down {days} days of {A_DAY} visits", filling)
        await timed("until the store is at rest", until_at_rest(hands[0], p99(young.commits)))
        old = await timed(f"with {days} days behind it", measure(desk, hands, rounds))
    finally:
        await desk.close()
        await store.close()
        await patient.close()
    return [young, old]


async def timed(what: str, work: Awaitable[Any]) -> Any:
    """Say how long it took."""
    began = time.monotonic()
    found = await work
    print(f"{what}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return found


def p99(times: Sequence[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(0.99 * len(times)))]


def summary(found: Sequence[Times], days: int) -> dict[str, float]:
    """The figures of the run."""
    young, old = found
    return {
        "p50_ms": round(median(young.calls), 1),
        "p99_ms": round(p99(young.calls), 1),
        "commit_p99_ms": round(p99(young.commits), 1),
        f"p99_ms_after_{days}_days": round(p99(old.calls), 1),
    }


def table(found: Sequence[Times], days: int) -> str:
    """For people."""
    lines = [f"{WAITING} waiting, {COUNTERS} counters; ms", ""]
    heads = (
        "call p50",
        "p99",
        "commit p50",
        "p99",
        "ratio of p99",
        "by hand p50",
        "p99",
        "at once p50",
        "p99",
    )
    lines.append(f"{'':18}" + "".join(f"{head:>13}" for head in heads))
    for name, it in zip(("1 day of history", f"{days} days"), found, strict=True):
        all_of = (it.calls, it.commits, it.by_hand, it.at_once)
        call, commit, by_hand, at_once = ((median(of), p99(of)) for of in all_of)
        row = (*call, *commit, call[1] / commit[1], *by_hand, *at_once)
        lines.append(f"{name:18}" + "".join(f"{figure:13.2f}" for figure in row))
    return "\n".join(lines)


def key_pair() -> tuple[str, str]:
    """A signing key of this run, as PEM: private and public."""
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return (
        private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
        public.decode(),
    )


def random_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


@contextmanager
def lobby_at_work(name: str) -> Iterator[tuple[str, str, Settings]]:
    """`lobby` alone, on a broker and a store of its own: its address, the key that signs its people's tokens,
    and its settings."""
    private, public = key_pair()
    port = free_port()
    with servers() as given, given.vhost(name) as amqp_url, given.store(name) as mongo_uri:
        prefix = f"{name}_{secrets.token_hex(3)}"
        said = {
            "FOYER_MONGO_URI": mongo_uri,
            "FOYER_AMQP_URL": amqp_url,
            "FOYER_DATABASE_PREFIX": prefix,
            "FOYER_PORT": str(port),
            "FOYER_LOG_LEVEL": "WARNING",
            "FOYER_TOKEN_PUBLIC_KEY": public,
            "FOYER_BLIND_KEY": random_key(),
            "FOYER_MASTER_KEY": random_key(),
        }
        settings = Settings(
            mongo_uri=SecretStr(mongo_uri), amqp_url=SecretStr(amqp_url), database_prefix=prefix
        )
        asyncio.run(declare_all(settings))
        service = Process("lobby", given.folder)
        service.start([sys.executable, "-m", "services.lobby"], {**os.environ, **said}, ROOT)
        try:
            yield f"http://127.0.0.1:{port}", private, settings
        finally:
            service.stop()


def main(json: bool, *, rounds: int = 30, days: int = 400) -> None:
    """Run the benchmark and print what it found; the last line is JSON when `json`."""
    with lobby_at_work("calling") as (url, private, settings):
        found = asyncio.run(run(url, private, settings, rounds, days))
    print(table(found, days))
    if json:
        print(jsons.dumps(summary(found, days)))


if __name__ == "__main__":
    asked = options("calling", __doc__)
    asked.add_argument("--rounds", type=int, default=30, help="calls of each counter")
    asked.add_argument("--days", type=int, default=400, help="days of 500 visits in the past of the branch")
    given = asked.parse_args()
    main(given.json, rounds=given.rounds, days=given.days)
