"""The business benchmark: what a region of 50 branches asks all day of its prospects, deals and plans.

    ./foyer bench business [--json] [--rounds 100] [--prospects 20000]

There is a deal for ten prospects. A region of as many branches with a tenth of both stands beside, with a
store and a service of its own, and is asked in turn with the large one, so that what else the machine does
hits both alike. The boards that are asked for have full pages in both, and ten times as much behind them in
the large one: a growth is that of the store, not of the answer. Over HTTP to the running service: the board
of an account manager and that of a head, the strip of a deal, the tasks of a department, the goals of a
branch and of the region, a report and the region's list of them. Between them, on the same stores: a bare
find of one prospect, and a bare commit, which replaces one document.
"""

import asyncio
import json as jsons

from tests.bench.beside import SHARE_OF_SMALL, growth, run, table
from tests.bench.calling import p99
from tests.bench.options import options
from tests.bench.region import ROWS, Region, region, sizes
from tests.bench.servers import servers

PROSPECTS_PER_DEAL = 10
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


def summary(small: Region, large: Region) -> dict[str, float]:
    """The figures of the large region; growth is that of the median, against the small one."""
    few, many = small.times, large.times
    p99s = {f"{what}_p99_ms": round(max(p99(many[row]) for row in rows), 1) for what, rows in FIGURES.items()}
    grown = {
        f"{what}_growth": round(max(growth(few, many, row) for row in FIGURES[what]), 2) for what in GROWING
    }
    return {**p99s, **grown}


def main(json: bool, *, rounds: int = 100, prospects: int = 20_000) -> None:
    """Run the benchmark and print what it found; the last line is JSON when `json`."""
    few, many = sizes(prospects, prospects // PROSPECTS_PER_DEAL, SHARE_OF_SMALL)
    with servers() as given, region(given, few) as small, region(given, many) as large:
        asyncio.run(run((small, large), rounds))
        title = f"{large.size.prospects} prospects, {large.size.deals} deals; ms"
        print(table(title, ROWS, small.many, small.times, large.times))
        if json:
            print(jsons.dumps(summary(small, large)))


if __name__ == "__main__":
    asked = options("business", __doc__)
    asked.add_argument("--rounds", type=int, default=100, help="requests of each kind")
    asked.add_argument("--prospects", type=int, default=20_000, help="open prospects in the large region")
    given = asked.parse_args()
    main(given.json, rounds=given.rounds, prospects=given.prospects)
