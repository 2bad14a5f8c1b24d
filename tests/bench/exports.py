"""The exports benchmark: tellers call the next while twenty reports of a long day are asked for at a time.

    ./foyer bench exports [--json] [--rounds 8] [--lines 5000]

The branch has a day of many lines in its log. Twenty tellers call, serve and complete; then they do the same
while twenty people ask for the day's workbook, one after the other without a pause, from a process of their
own. Printed are p50 and p99 of the calls without and with that, and their ratio, within one run.
"""

import asyncio
import json as jsons
import os
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from itertools import islice
from multiprocessing import get_context
from statistics import median

import httpx

from services.lobby.branch.domain.branches import day_of
from services.lobby.journal.domain import LogLine, place_of
from shared import clock
from shared.access import Person, sign
from shared.contracts.words import Role
from shared.settings import Settings
from shared.store import Store, to_raw
from tests.bench.by_hand import ByHand
from tests.bench.calling import API, BRANCH, COUNTERS, LASTS, Desk, Times, lobby_at_work, p99
from tests.bench.options import options

ZONE = "Asia/Shanghai"
READERS = 20
NICE = 10
KINDS = ("ticket_issued", "ticket_called", "service_completed")
Figures = dict[str, float]


async def lay_down_log(settings: Settings, lines: int) -> str:
    """Write a day's lines, three for each visit; return the day."""
    store, now = Store(settings, "lobby"), clock.now()
    day = day_of(ZONE, now)
    made = (
        LogLine(
            id=(id := f"line-{number:06}"),
            branch=BRANCH,
            day=day,
            at=(at := now - timedelta(milliseconds=lines - number)),
            place=place_of(at, id),
            group="visits",
            kind=KINDS[number % 3],
            actor="system",
            visit=f"V{number // 3}",
            facts={"ticket_class": "A", "channel": "counter", "need": "cash", "waited_seconds": 300},
        )
        for number in range(lines)
    )
    while some := [to_raw(one) for one in islice(made, 500)]:
        await store.db[LogLine.collection].insert_many(some, ordered=False)
    await store.close()
    return day


def read_reports(url: str, private_key: str, day: str, seconds: float) -> dict[str, int]:
    """Ask for the workbook of the day, as many people, until the time is up; return the answers by status."""
    os.nice(NICE)
    return dict(asyncio.run(_read_reports(url, private_key, day, seconds)))


async def _read_reports(url: str, private_key: str, day: str, seconds: float) -> Counter[str]:
    answers: Counter[str] = Counter()

    async def read(client: httpx.AsyncClient, number: int) -> None:
        head = Person(f"head{number}", frozenset([Role.BRANCH_HEAD]), (BRANCH,))
        headers = {"authorization": f"Bearer {sign(head, private_key, clock.now(), LASTS)}"}
        while True:
            answer = await client.get(f"{API}/reports/{day}.xlsx", headers=headers)
            answers[str(answer.status_code)] += 1
            if answer.status_code == 503:
                await asyncio.sleep(0.2)

    async with httpx.AsyncClient(base_url=url, timeout=60, trust_env=False) as client:
        tasks = [asyncio.create_task(read(client, number)) for number in range(READERS)]
        await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_EXCEPTION)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return answers


async def called(desk: Desk, hands: list[ByHand], rounds: int) -> list[float]:
    """Let all tellers work; return the milliseconds of their calls."""
    times = Times()
    await desk.fill()
    await asyncio.gather(*(desk.work(number, rounds, hand, times) for number, hand in enumerate(hands, 1)))
    return times.calls


async def run(url: str, private_key: str, settings: Settings, rounds: int, lines: int) -> Figures:
    """Measure without and with readers."""
    desk, store = Desk(url, private_key), Store(settings, "lobby")
    hands = [ByHand(store, BRANCH, number) for number in range(COUNTERS)]
    try:
        await desk.set_up()
        day = await lay_down_log(settings, lines)
        await called(desk, hands, 1)
        alone = await called(desk, hands, rounds)
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            seconds = rounds * 10.0
            reading = pool.submit(read_reports, url, private_key, day, seconds)
            beside = await called(desk, hands, rounds)
            answers = await asyncio.wrap_future(reading)
    finally:
        await desk.close()
        await store.close()
    return {
        "p50_ms": round(median(alone), 1),
        "p99_ms": round(p99(alone), 1),
        "p50_ms_beside": round(median(beside), 1),
        "p99_ms_beside": round(p99(beside), 1),
        "ratio_p99": round(p99(beside) / p99(alone), 2),
        "made": answers.get("200", 0),
        "refused": answers.get("503", 0),
    }


def main(json: bool, *, rounds: int = 8, lines: int = 5000) -> None:
    """Run the benchmark and print what it found; the last line is JSON when `json`."""
    with lobby_at_work("exports") as (url, private, settings):
        found = asyncio.run(run(url, private, settings, rounds, lines))
    for name, figure in found.items():
        print(f"{name:16}{figure:10}")
    if json:
        print(jsons.dumps(found))


if __name__ == "__main__":
    asked = options("exports", __doc__)
    asked.add_argument("--rounds", type=int, default=8, help="rounds of calls")
    asked.add_argument("--lines", type=int, default=5000, help="lines of an export")
    given = asked.parse_args()
    main(given.json, rounds=given.rounds, lines=given.lines)
