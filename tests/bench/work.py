"""The work that every contestant does, and how it is measured.

People pass the gates of a branch. Each event changes one of 200 gates (read, changed, version checked,
replaced), is remembered by its id, and makes one event of its own, which is stored, and published with
confirm.
"""

import json
import resource
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass

import uvloop

BRANCH = "B001"
GATES = [f"{BRANCH}-G{number:03d}" for number in range(200)]
SERVICE = "bench"
QUEUE = "foyer.bench.0"
KEY_OUT = "0.bench.gate_counted"
TYPE_IN = "foyer.bench.gate_passed.v1"
TYPE_OUT = "foyer.bench.gate_counted.v1"
PREFETCH = 250
LARGEST = 100
MARK_EVERY = 1.0


@dataclass(frozen=True)
class Plan:
    """One run: `warm` events that do not count, then `events` that do."""

    amqp_url: str
    mongo_uri: str
    database: str
    warm: int
    events: int
    profile: bool = False

    @property
    def total(self) -> int:
        return self.warm + self.events


@dataclass(frozen=True)
class Result:
    """The measures of a run; `cpu_us` is the processor time of the contestant's own process per event."""

    eps: float
    cpu_us: float
    events: int
    seconds: float
    profile: str = ""


class Meter:
    """Counts committed events. The clock runs from the end of the warm-up to `result`, which the contestant
    asks for when everything is committed, published and confirmed; marking lags by a second at both ends."""

    def __init__(self, plan: Plan, on_warm: Callable[[], None] = lambda: None) -> None:
        self._plan = plan
        self._on_warm = on_warm
        self._counted = 0
        self._from: tuple[int, float, float] | None = None

    @property
    def complete(self) -> bool:
        return self._counted >= self._plan.total

    def count(self, events: int) -> None:
        """So many more are committed."""
        self._counted += events
        if self._from is None and self._counted >= self._plan.warm:
            self._on_warm()
            self._from = (self._counted, time.perf_counter(), _processor_time())

    def result(self, profile: str = "") -> Result:
        """Return the measures up to now."""
        assert self._from is not None
        counted, clock, processor = self._from
        events, seconds = self._counted - counted, time.perf_counter() - clock
        used = _processor_time() - processor
        return Result(events / seconds, used / events * 1e6, events, seconds, profile)


def _processor_time() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def contest(run: Callable[[Plan], Awaitable[Result]]) -> None:
    """The main function of a contestant's process: from a plan on standard input to a result on output.

    All run on uvloop, as uvicorn and FastStream's command line do.
    """

    async def race() -> Result:
        return await run(Plan(**json.load(sys.stdin)))

    print(json.dumps(asdict(uvloop.run(race()))))
