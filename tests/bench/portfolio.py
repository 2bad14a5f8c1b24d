"""The portfolio benchmark: what an account manager asks all day, at a branch of 50,000 customers.

    python -m tests.bench.portfolio [--json] [--rounds 100] [--customers 50000]

Ten account managers share the customers. A branch with a tenth of them stands beside, with a store and a
service of its own, and is asked in turn with the large one, so that what else the machine does hits both
alike. Over HTTP to the running service: today's list, which is full; a search by each of the ways, half of
them for one's own customers; a file with a timeline of 500 lines; a contact that is recorded. Between them,
on the same stores: a bare find of one file, and a bare commit, which replaces one document.
"""

import argparse
import asyncio
import json as jsons
import os
import sys
import time
from collections.abc import Sequence
from statistics import median

from deploy.topology import declare_all
from tests.bench.calling import p99
from tests.bench.office import ASKED, SEARCHES, Office, office
from tests.bench.servers import servers

SHARE_OF_SMALL = 10
WARM = 10
SAID_EVERY = 25
KEPT = ("list", "search", "file", "contact", "find", "commit")
GROWING = ("list", "search")


def say(what: str) -> None:
    """Print a line of progress."""
    print(f"{what}; load {os.getloadavg()[0]:.1f}", file=sys.stderr, flush=True)


async def run(offices: Sequence[Office], rounds: int) -> None:
    """Fill the stores, start the services, and ask them in turn, after a warming up."""
    try:
        for one in offices:
            await declare_all(one.settings)
            began = time.monotonic()
            await one.fill()
            say(f"{one.many} customers laid down in {time.monotonic() - began:.0f} s")
        for one in offices:
            await one.open()
        for number in range(WARM + rounds):
            if number == WARM:
                for one in offices:
                    one.times.clear()
            for one in offices:
                await one.round()
            if (number + 1) % SAID_EVERY == 0:
                say(f"round {number + 1} of {WARM + rounds}")
    finally:
        for one in offices:
            await one.close()


def found(one: Office) -> dict[str, list[float]]:
    """Return the times of a branch, those of all searches as `search`."""
    return {**one.times, "search": [time for way in SEARCHES for time in one.times[way]]}


def summary(small: Office, large: Office) -> dict[str, float]:
    """The figures of the large branch; growth is that of the median, against the small one."""
    few, many = found(small), found(large)
    p99s = {f"{what}_p99_ms": round(p99(many[what]), 1) for what in KEPT}
    growth = {f"{what}_growth": round(median(many[what]) / median(few[what]), 2) for what in GROWING}
    return {**p99s, **growth}


def table(small: Office, large: Office) -> str:
    """For people: p50 and p99, and those of p99 against a bare find and a bare commit."""
    few, many = found(small), found(large)
    heads = ("p50", "p99", "/ find", "/ commit", f"p50 of {small.many}", "p99", "growth")
    lines = [f"{large.many} customers, ms", "", f"{'':10}" + "".join(f"{head:>12}" for head in heads)]
    find, commit = p99(many["find"]), p99(many["commit"])
    for what in (*ASKED, "search"):
        p50, last = median(many[what]), p99(many[what])
        before = median(few[what])
        row = (p50, last, last / find, last / commit, before, p99(few[what]), p50 / before)
        lines.append(f"{what:10}" + "".join(f"{figure:12.2f}" for figure in row))
    return "\n".join(lines)


def main(json: bool, *, rounds: int = 100, customers: int = 50_000) -> None:
    """Run the benchmark and print what it found; the last line is JSON when `json`."""
    with (
        servers() as given,
        office(given, customers // SHARE_OF_SMALL) as small,
        office(given, customers) as large,
    ):
        asyncio.run(run((small, large), rounds))
        print(table(small, large))
        if json:
            print(jsons.dumps(summary(small, large)))


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--json", action="store_true")
    asked.add_argument("--rounds", type=int, default=100)
    asked.add_argument("--customers", type=int, default=50_000)
    given = asked.parse_args()
    main(given.json, rounds=given.rounds, customers=given.customers)
