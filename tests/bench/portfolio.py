"""The portfolio benchmark: what an account manager asks all day, at a branch of 50,000 customers.

    ./foyer bench portfolio [--json] [--rounds 100] [--customers 50000]

Ten account managers share the customers. A branch with a tenth of them stands beside, with a store and a
service of its own, and is asked in turn with the large one, so that what else the machine does hits both
alike. Over HTTP to the running service: today's list, which is full; a search by each of the ways, half of
them for one's own customers; a file with a timeline of 500 lines; a contact that is recorded. Between them,
on the same stores: a bare find of one file, and a bare commit, which replaces one document.
"""

import asyncio
import json as jsons

from tests.bench.beside import SHARE_OF_SMALL, growth, run, table
from tests.bench.calling import p99
from tests.bench.office import ASKED, SEARCHES, Office, office
from tests.bench.options import options
from tests.bench.servers import servers

KEPT = ("list", "search", "file", "contact", "find", "commit")
GROWING = ("list", "search")


def found(one: Office) -> dict[str, list[float]]:
    """Return the times of a branch, those of all searches as `search`."""
    return {**one.times, "search": [time for way in SEARCHES for time in one.times[way]]}


def summary(small: Office, large: Office) -> dict[str, float]:
    """The figures of the large branch; growth is that of the median, against the small one."""
    few, many = found(small), found(large)
    p99s = {f"{what}_p99_ms": round(p99(many[what]), 1) for what in KEPT}
    grown = {f"{what}_growth": round(growth(few, many, what), 2) for what in GROWING}
    return {**p99s, **grown}


def main(json: bool, *, rounds: int = 100, customers: int = 50_000) -> None:
    """Run the benchmark and print what it found; the last line is JSON when `json`."""
    with (
        servers() as given,
        office(given, customers // SHARE_OF_SMALL) as small,
        office(given, customers) as large,
    ):
        asyncio.run(run((small, large), rounds))
        title = f"{large.many} customers, ms"
        print(table(title, (*ASKED, "search"), small.many, found(small), found(large)))
        if json:
            print(jsons.dumps(summary(small, large)))


if __name__ == "__main__":
    asked = options("portfolio", __doc__)
    asked.add_argument("--rounds", type=int, default=100, help="requests of each kind")
    asked.add_argument("--customers", type=int, default=50_000, help="customers of the large branch")
    given = asked.parse_args()
    main(given.json, rounds=given.rounds, customers=given.customers)
