"""The fairness benchmark: the same customers under three policies, and how true the told waits were.

    ./foyer bench fairness [--json] [--seed 1] [--days 10]

Simulated (see `tests.bench.day`): figures of queueing, not of speed.
"""

import json as jsons
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import fmean

from services.lobby.branch.domain.branches import Rules
from services.lobby.forecasts.domain.forecasts import Forecast
from services.lobby.forecasts.domain.methods import WaitRange
from services.lobby.forecasts.domain.wait_history import LONGER, SHORTER
from shared.contracts.words import ForecastMethod, TicketClass
from tests.bench.day import POLICIES, Day, Stay, days
from tests.bench.options import options

METHODS: dict[str, ForecastMethod | None] = {
    "as told": None,
    "queue length": ForecastMethod.QUEUE_LENGTH,
    "last served": ForecastMethod.LAST_SERVED,
    "long-run mean": ForecastMethod.LONG_RUN_MEAN,
    "blend": ForecastMethod.BLEND,
    "learned": ForecastMethod.LEARNED,
}
Said = tuple[Forecast, ForecastMethod, WaitRange, Stay]
WARM = 2
"""Days from which the forecasts learn, and which do not count for them."""


@dataclass(frozen=True)
class Waits:
    """The waits of a class under a policy, in minutes, and how it was passed over. `beyond`: how many waited
    beyond the limit of their class; `overtaken`: how often each was, on average and at most."""

    policy: str
    ticket_class: TicketClass
    customers: int
    p50: float
    p90: float
    max: float
    overtaken: float
    overtaken_max: int
    beyond: int


@dataclass(frozen=True)
class Forecasts:
    """The accuracy of a method for a class, of those who had to wait: mean absolute error in minutes, the
    share told too short, and the share within the range, whose mean width is in minutes."""

    ticket_class: TicketClass
    method: str
    customers: int
    error: float
    too_short: float
    covered: float
    width: float


@dataclass(frozen=True)
class Findings:
    """All of a run. `breaches`: calls of somebody while another, who came earlier, was beyond their limit."""

    seed: int
    days: int
    breaches: dict[str, int]
    waits: list[Waits]
    forecasts: list[Forecasts]


def find(seed: int, number: int) -> Findings:
    """Play the days under every policy."""
    played = {name: days(policy, seed, number) for name, policy in POLICIES.items()}
    return Findings(
        seed,
        number,
        {name: sum(day.breaches for day in all) for name, all in played.items()},
        [waits(name, kind, all) for name, all in played.items() for kind in TicketClass],
        [one for kind in TicketClass for one in forecasts(kind, played["accumulating"][WARM:])],
    )


def of_class(kind: TicketClass, all: Sequence[Day]) -> list[Stay]:
    return [stay for day in all for stay in day.stays.values() if stay.ticket_class is kind]


def waits(policy: str, kind: TicketClass, all: Sequence[Day]) -> Waits:
    """A row of the first table."""
    stays = of_class(kind, all)
    minutes = sorted(stay.waited.total_seconds() / 60 for stay in stays)
    return Waits(
        policy,
        kind,
        len(stays),
        round(share(minutes, 0.5), 1),
        round(share(minutes, 0.9), 1),
        round(minutes[-1], 1),
        round(fmean(stay.overtaken for stay in stays), 2),
        max(stay.overtaken for stay in stays),
        sum(one > Rules().limits[kind] for one in minutes),
    )


def forecasts(kind: TicketClass, all: Sequence[Day]) -> list[Forecasts]:
    """The rows of the second table: what was told, and what each method would have told."""
    waited = [
        (stay.told, stay)
        for stay in of_class(kind, all)
        if stay.told is not None and stay.told.method is not ForecastMethod.FREE_COUNTER
    ]
    return [
        audit(
            kind, name, [_by(method, told, stay) for told, stay in waited if method in (None, *stay.ranges)]
        )
        for name, method in METHODS.items()
    ]


def _by(method: ForecastMethod | None, told: Forecast, stay: Stay) -> Said:
    """The forecast that a method would have made; None is what was told."""
    if method is None:
        return told, told.method, WaitRange(told.low, told.high), stay
    return told, method, stay.ranges[method], stay


def audit(kind: TicketClass, name: str, told: Sequence[Said]) -> Forecasts:
    """One method, against what came."""
    known = [
        (it.estimates[method], *range, stay.waited.total_seconds())
        for it, method, range, stay in told
        if method in it.estimates
    ]
    return Forecasts(
        kind,
        name,
        len(known),
        error=round(fmean(abs(came - expected) for expected, _, _, came in known) / 60, 2),
        too_short=round(fmean(came > high for _, _, high, came in known), 3),
        covered=round(fmean(low <= came <= high for _, low, high, came in known), 3),
        width=round(fmean(high - low for _, low, high, _ in known) / 60, 1),
    )


def share(ranked: Sequence[float], part: float) -> float:
    """The value below which this part of them lies."""
    return ranked[min(len(ranked) - 1, int(part * len(ranked)))]


def tables(found: Findings) -> str:
    """For people."""
    head = f"{'policy':17}{'class':6}{'customers':>10}{'p50':>8}{'p90':>8}{'max':>8}"
    lines = [
        f"{found.days} days of 400 customers at six counters, waits in minutes (seed {found.seed})",
        "",
        head + f"{'overtaken':>11}{'at most':>9}{'beyond limit':>14}",
    ]
    for it in found.waits:
        row = (
            f"{it.policy:17}{it.ticket_class.value:6}{it.customers:10}{it.p50:8.1f}{it.p90:8.1f}{it.max:8.1f}"
        )
        lines.append(row + f"{it.overtaken:11.2f}{it.overtaken_max:9}{it.beyond:14}")
    lines.append("")
    for policy, times in found.breaches.items():
        lines.append(f"{policy}: {times} times called while one who came earlier was beyond their limit")
    promise = f"{1 - SHORTER - LONGER:.0%} are to lie within, {LONGER:.0%} after"
    lines += [
        "",
        f"what those were told who had to wait, and what each method would have told; {promise}",
        "",
    ]
    lines.append(
        f"{'class':6}{'method':17}{'customers':>10}{'error':>8}{'too short':>11}{'within':>9}{'width':>8}"
    )
    for one in found.forecasts:
        row = f"{one.ticket_class.value:6}{one.method:17}{one.customers:10}{one.error:8.2f}"
        lines.append(row + f"{one.too_short:11.1%}{one.covered:9.1%}{one.width:8.1f}")
    return "\n".join(lines)


def main(json: bool, *, seed: int = 1, number: int = 10) -> None:
    """Run the benchmark and print what it found; the last line is JSON when `json`."""
    found = find(seed, number)
    print(tables(found))
    if json:
        print(jsons.dumps(asdict(found)))


if __name__ == "__main__":
    asked = options("fairness", __doc__)
    asked.add_argument("--seed", type=int, default=1, help="another seed makes other days")
    asked.add_argument("--days", type=int, default=10, help="simulated days")
    given = asked.parse_args()
    main(given.json, seed=given.seed, number=given.days)
