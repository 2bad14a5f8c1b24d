"""The business benchmark: what a region of 50 branches asks all day of its prospects, deals and plans.

    python -m tests.bench.business [--json] [--rounds 100] [--prospects 20000]

There is a deal for ten prospects. A region of as many branches with a tenth of both stands beside, with a
store and a service of its own, and is asked in turn with the large one, so that what else the machine does
hits both alike. The boards that are asked for have full pages in both, and ten times as much behind them in
the large one: a growth is that of the store, not of the answer. Over HTTP to the running service: the board
of an account manager and that of a head, the strip of a deal, the tasks of a department, the goals of a
branch and of the region, a report and the region's list of them. Between them, on the same stores: a bare
find of one prospect, and a bare commit, which replaces one document.
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
from tests.bench.region import ROWS, Region, region, sizes
from tests.bench.servers import servers

SHARE_OF_SMALL = 10
PROSPECTS_PER_DEAL = 10
WARM = 10
SAID_EVERY = 25
FIGURES = {
    "board": ("board", "head's board"),
    "strip": ("strip",),
    "goals": ("goals", "region's goals"),
    "report": ("report", "region's reports"),
    "find": ("find",),
    "commit": ("commit",),
}
"""The rows behind each figure: it is that of the slowest, a growth that of the one that grows most."""
GROWING = ("board", "strip", "goals", "report")


def say(what: str) -> None:
    """Print a line of progress."""
    print(f"{what}; load {os.getloadavg()[0]:.1f}", file=sys.stderr, flush=True)


async def run(regions: Sequence[Region], rounds: int) -> None:
    """Fill the stores, start the services, and ask them in turn, after a warming up."""
    try:
        for one in regions:
            await declare_all(one.settings)
            began = time.monotonic()
            await one.fill()
            say(f"{one.size.prospects} prospects laid down in {time.monotonic() - began:.0f} s")
        for one in regions:
            await one.open()
        for number in range(WARM + rounds):
            if number == WARM:
                for one in regions:
                    one.times.clear()
            for one in regions:
                await one.round()
            if (number + 1) % SAID_EVERY == 0:
                say(f"round {number + 1} of {WARM + rounds}")
    finally:
        for one in regions:
            await one.close()


def summary(small: Region, large: Region) -> dict[str, float]:
    """The figures of the large region; growth is that of the median, against the small one."""
    few, many = small.times, large.times
    p99s = {f"{what}_p99_ms": round(max(p99(many[row]) for row in rows), 1) for what, rows in FIGURES.items()}
    growth = {
        f"{what}_growth": round(max(median(many[row]) / median(few[row]) for row in FIGURES[what]), 2)
        for what in GROWING
    }
    return {**p99s, **growth}


def table(small: Region, large: Region) -> str:
    """For people: p50 and p99, and those of p99 against a bare find and a bare commit."""
    few, many = small.times, large.times
    heads = ("p50", "p99", "/ find", "/ commit", f"p50 of {small.size.prospects}", "p99", "growth")
    lines = [f"{large.size.prospects} prospects, {large.size.deals} deals; ms", ""]
    lines.append(f"{'':18}" + "".join(f"{head:>13}" for head in heads))
    find, commit = p99(many["find"]), p99(many["commit"])
    for what in ROWS:
        p50, last, before = median(many[what]), p99(many[what]), median(few[what])
        row = (p50, last, last / find, last / commit, before, p99(few[what]), p50 / before)
        lines.append(f"{what:18}" + "".join(f"{figure:13.2f}" for figure in row))
    return "\n".join(lines)


def main(json: bool, *, rounds: int = 100, prospects: int = 20_000) -> None:
    """Run the benchmark and print what it found; the last line is JSON when `json`."""
    few, many = sizes(prospects, prospects // PROSPECTS_PER_DEAL, SHARE_OF_SMALL)
    with servers() as given, region(given, few) as small, region(given, many) as large:
        asyncio.run(run((small, large), rounds))
        print(table(small, large))
        if json:
            print(jsons.dumps(summary(small, large)))


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--json", action="store_true")
    asked.add_argument("--rounds", type=int, default=100)
    asked.add_argument("--prospects", type=int, default=20_000)
    given = asked.parse_args()
    main(given.json, rounds=given.rounds, prospects=given.prospects)
