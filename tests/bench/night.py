"""The night benchmark: a branch's customers are scored while arrivals go on being recognised.

    ./foyer bench night [--json] [--customers 50000] [--rate 5]

The service runs as it does at work, on a store of its own. Customers with a year of visits are laid down;
then arrivals come at `rate` a second, first for some time alone, then while the first night runs, in which
every band is new and published, then while a second one does. Each is timed from its delivery to its commit:
what the hall waits for. Memory is the highest that the process had.
"""

import asyncio
import base64
import json as jsons
import os
import random
import resource
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from time import perf_counter

from pydantic import SecretStr

from deploy.topology import declare_all
from services.customer.analysis.commands import ScoreBranch
from services.customer.analysis.domain.activity import Activity, lot_of
from services.customer.analysis.domain.nights import Night
from services.customer.app import SERVICE
from services.customer.files.domain.credentials import CredentialRecord
from services.customer.files.domain.customer import Customer, PersonalData
from services.customer.files.handlers import recognise_customer
from shared import clock, telemetry
from shared.contracts.lobby import CustomerArrived
from shared.contracts.words import Segment
from shared.domain import Document
from shared.runtime import ServiceRuntime
from shared.settings import Settings
from shared.store import to_raw
from shared.unit_of_work import Cause
from shared.work import MessageItem
from tests.bench.options import options
from tests.bench.servers import servers

BRANCH, MANAGERS, AT_ONCE, ALONE = "B001", 10, 500, 30.0
SEGMENTS = [Segment.MASS] * 6 + [Segment.AFFLUENT] * 2 + [Segment.VIP, Segment.PRIVATE]


@dataclass(frozen=True)
class Findings:
    """All of a run: milliseconds of an arrival before and during the nights, seconds of each night, megabytes
    before and at the end."""

    customers: int
    scores: int
    alone_p50_ms: float
    alone_p99_ms: float
    first_night_s: float
    first_p50_ms: float
    first_p99_ms: float
    night_s: float
    night_p50_ms: float
    night_p99_ms: float
    memory_before_mb: float
    memory_mb: float


def quantile(values: Sequence[float], share: float) -> float:
    """Of these values."""
    return round(sorted(values)[min(len(values) - 1, int(len(values) * share))], 1)


def customers(many: int, today: date) -> list[Document]:
    """Customers of a branch, each with a card and up to a year of visits at a rhythm of their own."""
    chance, found = random.Random(1), list[Document]()
    for number in range(many):
        id, segment, manager = f"C{number:06}", SEGMENTS[number % 10], f"am.{number % MANAGERS}"
        day, gap, days = chance.uniform(0, 90), chance.gammavariate(2, 20), list[str]()
        while day < 365 and len(days) < 24:
            days.append((today - timedelta(days=int(day))).isoformat())
            day += 1 + chance.expovariate(1 / gap)
        recent = tuple(sorted(set(days)))
        found.append(
            Customer(
                id=id,
                version=1,
                branch=BRANCH,
                masked_name="王**",
                segment=segment,
                account_manager=manager,
                sealed=PersonalData(name=b"x" * 60, phone=b"x" * 40),
                opened_at=clock.now(),
            )
        )
        found.append(
            Activity(
                id=id,
                version=1,
                branch=BRANCH,
                segment=segment,
                account_manager=manager,
                lot=lot_of(id),
                first=recent[0],
                count=len(recent),
                recent=recent,
            )
        )
        if number < 1000:
            found.append(CredentialRecord(id=f"card:{number}", version=1, customer=id))
    return found


async def lay_down(runtime: ServiceRuntime, documents: Sequence[Document]) -> None:
    """Write documents past the service."""
    for model in {type(one) for one in documents}:
        raws = [to_raw(one) for one in documents if type(one) is model]
        for first in range(0, len(raws), AT_ONCE):
            await runtime.store.db[model.collection].insert_many(raws[first : first + AT_ONCE])


async def arrive(runtime: ServiceRuntime) -> float:
    """One customer of the branch arrives; milliseconds until that is committed."""
    event = CustomerArrived(
        branch=BRANCH, visit=clock.new_id(), need="cash", credential=f"card:{random.randrange(1000)}"
    )
    cause = Cause(clock.new_id(), event.type_name(), clock.now(), branch=BRANCH, correlation_id=event.visit)
    began = perf_counter()
    item = MessageItem(cause=cause, content=event, handler=recognise_customer, body=b"")
    await runtime.event_workers[0].submit(item)
    return 1000 * (perf_counter() - began)


async def arrivals(runtime: ServiceRuntime, rate: float, until: asyncio.Event) -> list[float]:
    """Arrivals at random moments until told to stop, each timed by itself."""
    under_way: list[asyncio.Task[float]] = []
    while not until.is_set():
        under_way.append(asyncio.create_task(arrive(runtime)))
        await asyncio.sleep(random.expovariate(rate))
    return list(await asyncio.gather(*under_way))


async def has_ended(runtime: ServiceRuntime) -> bool:
    """Tell whether the night of the branch is over."""
    night = await runtime.store.find(Night, BRANCH)
    return night is not None and night.ended is not None


async def one_night(runtime: ServiceRuntime, run: str, rate: float) -> tuple[float, list[float]]:
    """Let a night run while arrivals come; its seconds, and their times."""
    ends = asyncio.Event()
    coming = asyncio.create_task(arrivals(runtime, rate, ends))
    began = perf_counter()
    await runtime.execute(ScoreBranch(BRANCH), Cause(run, "score_branch", clock.now(), branch=BRANCH))
    while not await has_ended(runtime):  # noqa: ASYNC110 - the night has no event for it
        await asyncio.sleep(1)
    ends.set()
    return round(perf_counter() - began, 1), await coming


async def measure(runtime: ServiceRuntime, many: int, rate: float) -> Findings:
    """Lay down the customers, and time arrivals before and during two nights."""
    await lay_down(runtime, customers(many, clock.now().date()))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ends = asyncio.Event()
    asyncio.get_running_loop().call_later(ALONE, ends.set)
    alone = await arrivals(runtime, rate, ends)
    first_s, first = await one_night(runtime, "first", rate)
    night_s, second = await one_night(runtime, "second", rate)
    night = await runtime.store.find(Night, BRANCH)
    return Findings(
        many,
        night.seen if night else 0,
        quantile(alone, 0.5),
        quantile(alone, 0.99),
        first_s,
        quantile(first, 0.5),
        quantile(first, 0.99),
        night_s,
        quantile(second, 0.5),
        quantile(second, 0.99),
        round(memory / 1024, 1),
        round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    )


async def run(mongo_uri: str, amqp_url: str, many: int, rate: float) -> Findings:
    """One run on these servers."""
    telemetry.set_up("customer", level="WARNING", otlp_endpoint="")
    key = SecretStr(base64.b64encode(os.urandom(32)).decode())
    settings = Settings(
        mongo_uri=SecretStr(mongo_uri),
        amqp_url=SecretStr(amqp_url),
        database_prefix=f"night_{secrets.token_hex(3)}",
        partitions=1,
        master_key=key,
        blind_key=key,
    )
    await declare_all(settings)
    runtime = ServiceRuntime(SERVICE, settings)
    await runtime.start()
    try:
        return await measure(runtime, many, rate)
    finally:
        await runtime.stop()


def main(*, json: bool, many: int, rate: float) -> None:
    """Run the benchmark and print what it found; the last line is JSON when `json`."""
    with servers() as own, own.store("night") as mongo_uri, own.vhost("night") as amqp_url:
        found = asyncio.run(run(mongo_uri, amqp_url, many, rate))
    for name, value in asdict(found).items():
        print(f"{name:18}{value:>10}")
    if json:
        print(jsons.dumps(asdict(found)))


if __name__ == "__main__":
    asked = options("night", __doc__)
    asked.add_argument("--customers", type=int, default=50_000, help="customers of the branch")
    asked.add_argument("--rate", type=float, default=5.0, help="arrivals a second")
    given = asked.parse_args()
    main(json=given.json, many=given.customers, rate=given.rate)
