"""The forecast benchmark: what customers of a bank's call centre would have been told, and what came.

    ./foyer bench forecasts --data FOLDER [--json] [--days 40] [--warm 1]

The first months (`warm`) teach and do not count, nor do days of fewer than 500 calls and calls that gave
up. The data, calls of 1999, are free for use (I. Guedj and A. Mandelbaum, Technion):
http://ie.technion.ac.il/serveng/callcenterdata/. FOLDER holds them as ``calls*.csv.gz`` with the columns
day, id, class, priority, arrival, q_exit, start, end, outcome and server. See `tests.bench.call_centre` for
how.
"""

import json as jsons
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean
from time import perf_counter

import bson

from services.lobby.forecasts.domain.wait_history import WaitHistory
from shared.contracts.words import ForecastMethod
from shared.store import to_raw
from tests.bench.call_centre import Replay, Simple, Stay, read, skills
from tests.bench.options import options

FEW, AT_ONCE = 500, 5
"""Calls of a day that does not count; seconds that are no wait."""


@dataclass(frozen=True)
class Error:
    """Mean absolute errors of a method in seconds, over all and over those who waited; `bias`: told minus
    came."""

    all: float
    waited: float
    bias: float


@dataclass(frozen=True)
class Range:
    """The shares of waits within the range that was told, and beyond it; its mean width in seconds."""

    calls: int
    within: float
    too_short: float
    width: float


@dataclass(frozen=True)
class Findings:
    """All of a run. `free`: the share told that a counter is free; `false_free`: that of them who waited
    longer than five seconds. `kilobytes` of what is remembered."""

    days: int
    calls: int
    told: Error
    by_month: dict[str, Error]
    free: float
    false_free: float
    range: Range
    ranges: dict[str, Range]
    methods: dict[str, float]
    baselines: dict[str, Error]
    kilobytes: float


def error(stays: Sequence[Stay], expected: Callable[[Stay], float]) -> Error:
    """Of one method."""
    off = [(expected(one) - one.waited, one.waited) for one in stays]
    waited = [abs(it) for it, came in off if came > 0]
    bias = fmean(it for it, _ in off)
    return Error(round(fmean(abs(it) for it, _ in off), 2), round(fmean(waited), 2), round(bias, 2))


def told(one: Stay) -> float:
    assert one.told is not None
    return one.told.expected


def within(stays: Sequence[Stay]) -> Range:
    """Of what was told."""
    ranges = [(one.told.low, one.told.high, one.waited) for one in stays if one.told is not None]
    return Range(
        len(ranges),
        round(fmean(low <= came <= high for low, high, came in ranges), 3),
        round(fmean(came > high for _, high, came in ranges), 3),
        round(fmean(high - low for low, high, _ in ranges)),
    )


def find(folder: Path, warm: int, most: int | None) -> Findings | None:
    """Play the days of `folder`; None when nothing of them counts."""
    days = read(folder)
    first = sorted({day[:7] for day in days})[warm:][:1]
    history, simple, counted, number = WaitHistory(id="B"), Simple(), [], 0
    began = perf_counter()
    for played, (day, calls) in enumerate(list(days.items())[:most], start=1):
        replay = Replay(calls, skills(days, day), history, simple)
        stays = replay.play()
        history = replay.history
        if first and day >= first[0] and len(calls) >= FEW:
            number += 1
            counted += [one for one in stays if one.told is not None and one.call.start is not None]
        if played % 10 == 0:
            so_far = f", mean error {error(counted, told).all} s" if counted else ""
            print(f"{day}: {played} of {len(days)} days{so_far} ({perf_counter() - began:.0f} s)", flush=True)
    return audit(number, counted, len(bson.encode(to_raw(history)))) if counted else None


def audit(days: int, stays: Sequence[Stay], size: int) -> Findings:
    """Compare all forecasts that were told with the waits that came of them."""
    free = [one for one in stays if one.told and one.told.method is ForecastMethod.FREE_COUNTER]
    methods = [one.told.method.value for one in stays if one.told]
    ranges = {
        **_split(stays, lambda one: "VIP" if one.call.vip else "ordinary"),
        **_split(stays, lambda one: one.call.kind),
        **_split(stays, lambda one: f"{one.call.kind} {'VIP' if one.call.vip else 'ordinary'}"),
    }
    months = sorted({one.call.day[:7] for one in stays})
    return Findings(
        days,
        len(stays),
        error(stays, told),
        {month: error([one for one in stays if one.call.day.startswith(month)], told) for month in months},
        round(len(free) / len(stays), 3),
        round(fmean(one.waited > AT_ONCE for one in free), 3) if free else 0.0,
        within(stays),
        ranges,
        {name: round(methods.count(name) / len(methods), 3) for name in sorted(set(methods))},
        {name: error(stays, lambda one, name=name: one.simple[name]) for name in stays[0].simple},
        round(size / 1000, 1),
    )


def _split(stays: Sequence[Stay], key: Callable[[Stay], str]) -> dict[str, Range]:
    by: dict[str, list[Stay]] = {}
    for one in stays:
        by.setdefault(key(one), []).append(one)
    return {name: within(of) for name, of in sorted(by.items())}


def tables(found: Findings) -> str:
    """For people."""
    lines = [f"{found.calls} calls of {found.days} days; errors in seconds, over all and who waited", ""]
    rows = {"as told": found.told, **found.baselines, **found.by_month}
    lines += [f"{name:14}{it.all:8.1f}{it.waited:8.1f}   bias {it.bias:6.1f}" for name, it in rows.items()]
    lines += ["", f"told that a counter is free: {found.free:.1%}; false: {found.false_free:.1%}", ""]
    for name, it in {"all": found.range, **found.ranges}.items():
        lines.append(
            f"{name:14}{it.calls:8} within {it.within:.1%}, too short {it.too_short:.1%}, width {it.width}"
        )
    return "\n".join(lines)


def main(data: Path | None, *, json: bool, warm: int = 1, days: int | None = None) -> None:
    """Run the benchmark and print what it found; the last line is JSON when `json`. Skips without data."""
    found = find(data, warm, days) if data is not None and any(data.glob("calls*.csv.gz")) else None
    if found is None:
        print(f"skipped: {data or 'no folder (--data)'} holds no days that count.\n{__doc__}")
        if json:
            print(jsons.dumps({"skipped": True}))
        return
    print(tables(found))
    if json:
        print(jsons.dumps(asdict(found)))


if __name__ == "__main__":
    asked = options("forecasts", __doc__)
    asked.add_argument("--data", type=Path, help="folder with the calls")
    asked.add_argument("--warm", type=int, default=1, help="months")
    asked.add_argument("--days", type=int, help="so many at most")
    given = asked.parse_args()
    main(given.data, json=given.json, warm=given.warm, days=given.days)
