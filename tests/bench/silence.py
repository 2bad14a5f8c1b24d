"""The silence benchmark: does the analysis tell who buys again, on real purchases.

    ./foyer bench silence --data FOLDER [--json] [--sample 500]

39 weeks of purchases of a shop are the history, the 39 weeks after them the truth. The method of the
analysis, fitted on a sample as a branch does it in the night, is held against a rule ("silent for longer than
usual") and against BG/NBD (see `tests.bench.bgnbd`). The data are the CDNOW sample of Fader and Hardie, 2,357
customers whose first purchase was in the first quarter of 1997: http://www.brucehardie.com/datasets/
(CDNOW_sample.zip). FOLDER holds it as ``CDNOW_sample.txt``: id, id in the sample, day, number, value.
"""

import json as jsons
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from statistics import fmean, median
from time import perf_counter

from services.customer.analysis.domain.activity import lot_of
from services.customer.analysis.domain.models import SAMPLE
from services.customer.analysis.domain.risk import chance_of
from services.customer.analysis.domain.silence import (
    DEFAULT,
    History,
    Prior,
    comes_within,
    fit,
    log_odds_left,
    log_still_silent,
    still_silent,
)
from tests.bench import bgnbd
from tests.bench.bgnbd import BgNbd, Bought
from tests.bench.options import options

FILE = "CDNOW_sample.txt"
FIT_UNTIL, TEST_UNTIL = date(1997, 9, 30), date(1998, 6, 30)
HORIZON = (TEST_UNTIL - FIT_UNTIL).days
BINS = 10
Score = Callable[["Shopper"], float]


@dataclass(frozen=True)
class Shopper:
    """A customer: the days of purchases in the weeks to fit and in those to test, as numbers of days."""

    id: str
    fitted: tuple[int, ...]
    tested: tuple[int, ...]

    @property
    def history(self) -> History:
        """As the analysis takes it, in days."""
        first, last = self.fitted[0], self.fitted[-1]
        return History(len(self.fitted) - 1, last - first, FIT_UNTIL.toordinal() - last)

    @property
    def bought(self) -> Bought:
        """As BG/NBD takes it, in weeks."""
        first, last = self.fitted[0], self.fitted[-1]
        watched = FIT_UNTIL.toordinal() - first
        return Bought(len(self.fitted) - 1, (last - first) / 7, watched / 7)


@dataclass(frozen=True)
class Judged:
    """A way to tell who buys again: the area under its curve, over all and over who had bought again before;
    of one that says a chance, its Brier score and how many buyers it expects."""

    auc: float
    auc_repeaters: float
    brier: float | None = None
    buyers: float | None = None


@dataclass(frozen=True)
class Bin:
    """Customers with a chance within one tenth: how many, the mean chance said, the share that bought."""

    low: float
    customers: int
    said: float
    bought: float


@dataclass(frozen=True)
class Findings:
    """All of a run. `prior` is fitted on `sample` customers in `fit_ms`."""

    customers: int
    bought_again: int
    sample: int
    fit_ms: float
    prior: dict[str, float]
    ways: dict[str, Judged]
    calibration: list[Bin]
    oracle: dict[str, float]
    expected_purchases: float
    purchases: int


def read(folder: Path) -> list[Shopper]:
    """The customers of the file who bought in the weeks to fit; purchases of one day are one."""
    days: dict[str, set[int]] = defaultdict(set)
    for line in (folder / FILE).read_text().splitlines():
        fields = line.split()
        if len(fields) == 5:
            days[fields[1]].add(date.fromisoformat(fields[2]).toordinal())
    bound = FIT_UNTIL.toordinal()
    return [
        Shopper(
            id,
            tuple(sorted(one for one in on if one <= bound)),
            tuple(sorted(one for one in on if bound < one <= TEST_UNTIL.toordinal())),
        )
        for id, on in sorted(days.items())
        if min(on) <= bound
    ]


def area(scores: Sequence[float], truth: Sequence[bool]) -> float:
    """The area under the ROC curve: the chance that who bought has a higher score than who did not."""
    ranked = sorted(zip(scores, truth, strict=True))
    total, at = 0.0, 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        total += sum(came for _, came in ranked[at:end]) * (at + end + 1) / 2
        at = end
    came = sum(truth)
    return (total - came * (came + 1) / 2) / (came * (len(truth) - came))


def risk_of(prior: Prior, history: History) -> float:
    """The chance that a customer has left, by silence alone, as the analysis finds it."""
    return chance_of(log_odds_left(prior, history.repeats) - log_still_silent(prior, history))


def comes(prior: Prior) -> Score:
    """The chance that the analysis says."""
    return lambda one: comes_within(prior, one.history, risk_of(prior, one.history), HORIZON)


def usual(shoppers: Sequence[Shopper]) -> Score:
    """Days between purchases: a customer's own mean, or the median of all who have one."""
    gaps = [one.history.active / one.history.repeats for one in shoppers if one.history.repeats]
    common = median(gaps)
    return lambda one: one.history.active / one.history.repeats if one.history.repeats else common


def judge(shoppers: Sequence[Shopper], score: Score, *, chance: bool = False) -> Judged:
    """One way, by its scores."""
    scores, truth = [score(one) for one in shoppers], [bool(one.tested) for one in shoppers]
    again = [(it, came) for one, it, came in zip(shoppers, scores, truth, strict=True) if one.history.repeats]
    return Judged(
        round(area(scores, truth), 4),
        round(area([it for it, _ in again], [came for _, came in again]), 4),
        round(fmean((it - came) ** 2 for it, came in zip(scores, truth, strict=True)), 4) if chance else None,
        round(sum(scores), 1) if chance else None,
    )


def calibrated(shoppers: Sequence[Shopper], score: Score) -> list[Bin]:
    """Chances that were said against what came, by tenths."""
    by: dict[int, list[Shopper]] = defaultdict(list)
    for one in shoppers:
        by[min(BINS - 1, int(score(one) * BINS))].append(one)
    return [
        Bin(
            place / BINS,
            len(ones),
            round(fmean(map(score, ones)), 3),
            round(fmean(bool(one.tested) for one in ones), 3),
        )
        for place, ones in sorted(by.items())
    ]


def find(shoppers: Sequence[Shopper], sample: int) -> Findings:
    """Fit on the weeks before, and judge by those after."""
    drawn = sorted(shoppers, key=lambda one: lot_of(one.id))[:sample]
    began = perf_counter()
    prior = fit(sorted(one.history for one in drawn)) or DEFAULT
    took = perf_counter() - began
    model = bgnbd.fit([one.bought for one in shoppers])
    habit, share = usual(shoppers), fmean(bool(one.tested) for one in shoppers)
    everybody = fit(sorted(one.history for one in shoppers)) or DEFAULT
    said = comes(prior)
    return Findings(
        customers=len(shoppers),
        bought_again=sum(bool(one.tested) for one in shoppers),
        sample=len(drawn),
        fit_ms=round(1000 * took, 1),
        prior={name: round(value, 4) for name, value in prior.model_dump().items()},
        ways={
            "analysis: comes within": judge(shoppers, said, chance=True),
            "the same, fitted on all": judge(shoppers, comes(everybody), chance=True),
            "analysis: has not left": judge(shoppers, lambda one: 1 - risk_of(prior, one.history)),
            "analysis: silence alone": judge(shoppers, lambda one: still_silent(prior, one.history)),
            "rule: longer than usual": judge(
                shoppers, lambda one: float(one.history.silent <= habit(one)), chance=True
            ),
            "rule, by how much longer": judge(shoppers, lambda one: -one.history.silent / max(1, habit(one))),
            "always the mean": judge(shoppers, lambda one: share, chance=True),
            "BG/NBD: buys within": judge(shoppers, _buys(model), chance=True),
            "BG/NBD: alive": judge(shoppers, lambda one: model.alive(one.bought)),
            "BG/NBD: expected purchases": judge(shoppers, _expects(model)),
        },
        calibration=calibrated(shoppers, said),
        oracle={
            **{name: round(value, 4) for name, value in asdict(model).items()},
            "log_likelihood": round(model.log_likelihood([one.bought for one in shoppers]), 1),
        },
        expected_purchases=round(sum(map(_expects(model), shoppers)), 1),
        purchases=sum(len(one.tested) for one in shoppers),
    )


def _buys(model: BgNbd) -> Score:
    return lambda one: model.buys_within(one.bought, HORIZON / 7)


def _expects(model: BgNbd) -> Score:
    return lambda one: model.expected(one.bought, HORIZON / 7)


def tables(found: Findings) -> str:
    """For people."""
    lines = [
        f"{found.customers} customers, of whom {found.bought_again} bought again in the weeks to test",
        f"fitted on {found.sample} of them in {found.fit_ms} ms: {found.prior}",
        "",
        f"{'':28}{'AUC':>8}{'repeaters':>11}{'Brier':>8}{'buyers':>9}",
    ]
    for name, it in found.ways.items():
        brier = f"{it.brier:8.4f}{it.buyers:9.1f}" if it.brier is not None else ""
        lines.append(f"{name:28}{it.auc:8.4f}{it.auc_repeaters:11.4f}{brier}")
    lines += ["", "chance said     customers    said  bought"]
    lines += [
        f"{one.low:.1f} to {one.low + 1 / BINS:.1f}{one.customers:15}{one.said:8.3f}{one.bought:8.3f}"
        for one in found.calibration
    ]
    lines += ["", f"BG/NBD, fitted: {found.oracle}", f"BG/NBD, published: {bgnbd.PUBLISHED}"]
    lines += [f"BG/NBD expects {found.expected_purchases} purchases; there were {found.purchases}"]
    return "\n".join(lines)


def main(data: Path | None, *, json: bool, sample: int = SAMPLE) -> None:
    """Run the benchmark and print what it found; the last line is JSON when `json`. Skips without data."""
    if data is None or not (data / FILE).is_file():
        print(f"skipped: {data or 'no folder (--data)'} holds no {FILE}.\n{__doc__}")
        if json:
            print(jsons.dumps({"skipped": True}))
        return
    found = find(read(data), sample)
    print(tables(found))
    if json:
        print(jsons.dumps(asdict(found)))


if __name__ == "__main__":
    asked = options("silence", __doc__)
    asked.add_argument("--data", type=Path, help="folder with the purchases")
    asked.add_argument("--sample", type=int, default=SAMPLE, help="customers that the prior is fitted on")
    given = asked.parse_args()
    main(given.data, json=given.json, sample=given.sample)
