"""The pipeline benchmark: an event in, one changed document, an event out; three contestants, in turn.

    ./foyer bench pipeline [--json] [--profile] [--rounds 3] [--events 2500]

Rates of one run may be compared with each other, and with nothing else: broker, store and contestant share
the processors of one machine.
"""

import asyncio
import json as jsons
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median

from deploy.local.processes import ROOT
from tests.bench.course import Course
from tests.bench.options import options
from tests.bench.servers import Servers, servers
from tests.bench.work import SERVICE, Plan, Result

WITHIN = 300.0
WARM = 400


@dataclass(frozen=True)
class Contestant:
    """`share` of the events is what it is given, so that every run lasts about as long."""

    name: str
    share: float
    outbox: bool
    ordered: bool


CONTESTANTS = (
    Contestant("floor", 1.0, outbox=True, ordered=True),
    Contestant("foyer", 1.0, outbox=True, ordered=True),
    Contestant("naive", 0.5, outbox=False, ordered=False),
)


def main(
    json: bool,
    *,
    profile: bool = False,
    rounds: int = 3,
    events: int = 2500,
    names: Sequence[str] = ("floor", "foyer", "naive"),
) -> None:
    """Run the benchmark and print what it found; the last line is JSON when `json`."""
    with servers() as given:
        if profile:
            print(run(given, CONTESTANTS[1], 0, events, profile=True).profile)
            return
        found: dict[str, list[Result]] = {name: [] for name in names}
        for number in range(rounds):
            for contestant in CONTESTANTS:
                if contestant.name in found:
                    result = run(given, contestant, number, events)
                    found[contestant.name].append(result)
                    print(line(contestant.name, result), file=sys.stderr if json else sys.stdout, flush=True)
    if set(found) != {contestant.name for contestant in CONTESTANTS}:
        return
    print(jsons.dumps(summary(found)) if json else table(found))


def run(given: Servers, contestant: Contestant, number: int, events: int, *, profile: bool = False) -> Result:
    """One contestant, once, in a process, a vhost and a database of its own."""
    name = f"bench_{contestant.name}_{number}"
    with given.vhost(name) as amqp_url, given.store(name) as mongo_uri:
        count = int(events * contestant.share)
        plan = Plan(amqp_url, mongo_uri, f"{name}_{SERVICE}", WARM, count, profile)
        course = Course(plan)
        asyncio.run(course.lay())
        try:
            result = race(contestant.name, plan)
            asyncio.run(course.check(outbox=contestant.outbox, ordered=contestant.ordered))
        finally:
            asyncio.run(course.clear())
    return result


def race(name: str, plan: Plan) -> Result:
    """The contestant's process; RuntimeError with what it said when it fails."""
    ended = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{name}"],
        input=jsons.dumps(asdict(plan)),
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=WITHIN,
        check=False,
    )
    if ended.returncode:
        raise RuntimeError(f"{name} failed:\n{ended.stdout[-2000:]}\n{ended.stderr[-4000:]}")
    return Result(**jsons.loads(ended.stdout.splitlines()[-1]))


def summary(found: dict[str, list[Result]]) -> dict[str, float]:
    """Medians of the rounds, and what Foyer reaches of the others."""
    floor, naive, foyer = (median(it.eps for it in found[name]) for name in ("floor", "naive", "foyer"))
    return {
        "floor_eps": round(floor, 1),
        "naive_eps": round(naive, 1),
        "foyer_eps": round(foyer, 1),
        "vs_floor": round(foyer / floor, 3),
        "vs_naive": round(foyer / naive, 2),
        "cpu_us_per_event": round(median(it.cpu_us for it in found["foyer"]), 1),
    }


def table(found: dict[str, list[Result]]) -> str:
    """For people."""
    head = f"{'':8}{'events/s':>10}{'lowest':>10}{'highest':>10}{'CPU us/event':>14}"
    rows = [
        row(name, [it.eps for it in runs], median(it.cpu_us for it in runs)) for name, runs in found.items()
    ]
    ratios = summary(found)
    end = f"foyer is {ratios['vs_floor']:.2f} of the floor and {ratios['vs_naive']:.1f} times the naive way"
    return "\n".join(["", head, *rows, "", end])


def row(name: str, rates: list[float], cpu_us: float) -> str:
    """A contestant in the table."""
    return f"{name:8}{median(rates):10.0f}{min(rates):10.0f}{max(rates):10.0f}{cpu_us:14.0f}"


def line(name: str, it: Result) -> str:
    """One run in a line."""
    return f"{name:6} {it.eps:7.0f} events/s, {it.cpu_us:5.0f} us of CPU each ({it.seconds:.1f} s)"


if __name__ == "__main__":
    asked = options("pipeline", __doc__)
    asked.add_argument("--profile", action="store_true", help="say where the time goes")
    asked.add_argument("--rounds", type=int, default=3, help="runs of each contestant")
    asked.add_argument("--events", type=int, default=2500, help="events of a run")
    asked.add_argument("--only", nargs="*", default=["floor", "foyer", "naive"], help="contestants")
    given = asked.parse_args()
    main(given.json, profile=given.profile, rounds=given.rounds, events=given.events, names=given.only)
