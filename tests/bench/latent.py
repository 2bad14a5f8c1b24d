"""The benchmark of latent needs: does the model tell who takes a product, on a bank's real contacts.

    ./foyer bench latent --data FOLDER [--json] [--step 1000]

The model is counted on the earlier contacts and judged by the later ones, against a plain logistic regression
on the same inputs in the same run: once with one cut at two thirds, once as the nights do it, anew after each
`step` contacts. The data are the telephone contacts of a Portuguese bank, in the order of their days, with
whether the customer took a term deposit: S. Moro, P. Cortez, P. Rita, "A data-driven approach to predict the
success of bank telemarketing", Decision Support Systems 62 (2014), https://archive.ics.uci.edu/dataset/222
(CC BY 4.0). FOLDER holds ``bank-additional-full.csv`` or ``contacts_first_36000.csv``, packed by gzip or not.

These are no holdings, so the nearest is taken: the job stands for the segment, the decade of age for that of
the birth; a housing loan and a personal loan are the products held, and so is a deposit taken in an earlier
campaign, which is left out in a second run. The length of the call is known only afterwards and is not used;
nor is the state of the economy, which is no input of the model. The share that takes the product more
than doubles over the time, for which any model of the past says too little.
"""

import csv
import gzip
import json as jsons
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean
from time import perf_counter

import numpy as np

from services.customer.latent.domain.model import Counts, Scorer, Traits, counted
from tests.bench.options import options
from tests.bench.silence import area

FILES = ("contacts_first_36000.csv", "bank-additional-full.csv")
PRODUCT, EARLIER = "deposit", "earlier_deposit"
SPLIT = 2 / 3
BINS = 10
RIDGE = 1e-3
STEP = 1000
Chances = Callable[[Sequence["Contact"]], list[float]]


@dataclass(frozen=True)
class Contact:
    """A contact: the inputs of the customer without the product, and whether they took it."""

    traits: Traits
    took: bool

    @property
    def after(self) -> Traits:
        """The inputs with what came of the contact."""
        held = self.traits.holds | ({PRODUCT} if self.took else set())
        return Traits(self.traits.segment, self.traits.born, held)


@dataclass(frozen=True)
class Judged:
    """A way to tell who takes the product: the area under its curve, its Brier score, the mean chance."""

    auc: float
    brier: float
    said: float
    fit_ms: float


@dataclass(frozen=True)
class Bin:
    """Contacts with a chance in a tenth of all, in the order of their chances: mean said, share that took."""

    contacts: int
    said: float
    took: float


@dataclass(frozen=True)
class Findings:
    """The findings of one set of inputs: the contacts judged, the share that took the product among those
    counted and judged, each way, and the reliability of each."""

    inputs: str
    counted: int
    judged: int
    took_before: float
    took: float
    ways: dict[str, Judged]
    reliability: dict[str, list[Bin]]


def read(folder: Path, *, earlier: bool) -> list[Contact]:
    """Read the contacts in their order; `earlier` counts a deposit of an earlier campaign as a product."""
    path = found_in(folder)
    assert path is not None
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        return [_contact(row, earlier) for row in csv.DictReader(lines, delimiter=";")]


def found_in(folder: Path | None) -> Path | None:
    """Return the file of the contacts, or None."""
    names = [f"{name}{packed}" for name in FILES for packed in ("", ".gz")]
    return next((folder / name for name in names if folder and (folder / name).is_file()), None)


def _contact(row: dict[str, str], earlier: bool) -> Contact:
    held = {name for name, of in (("mortgage", "housing"), ("loan", "loan")) if row[of] == "yes"}
    if earlier and row["poutcome"] == "success":
        held.add(EARLIER)
    return Contact(Traits(row["job"], int(row["age"]) // 10 * 10, frozenset(held)), row["y"] == "yes")


def by_model(known: Iterable[Contact]) -> Chances:
    """Count the model of latent needs, as a night does."""
    scorer = Scorer(counted(Counts(), (one.after for one in known)))
    return lambda some: [scorer.verdict(PRODUCT, one.traits).chance for one in some]


def by_regression(known: Sequence[Contact]) -> Chances:
    """Fit a logistic regression on indicators of the same inputs, by Newton's method."""
    names = sorted({value for one in known for value in one.traits.values})
    place = {name: at + 1 for at, name in enumerate(names)}

    def matrix(some: Sequence[Contact]) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
        of = np.zeros((len(some), len(place) + 1))
        of[:, 0] = 1
        for row, one in enumerate(some):
            for value in one.traits.values:
                if value in place:
                    of[row, place[value]] = 1
        return of

    inputs, took = matrix(known), np.array([one.took for one in known], dtype=float)
    weights = np.zeros(inputs.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (took - chance) - RIDGE * weights
        curve = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + RIDGE * np.eye(len(weights))
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    return lambda some: [float(it) for it in 1 / (1 + np.exp(-matrix(some) @ weights))]


def by_mean(known: Sequence[Contact]) -> Chances:
    """Say the share of those before, of everybody."""
    share = fmean(one.took for one in known)
    return lambda some: [share] * len(some)


WAYS: dict[str, Callable[[Sequence[Contact]], Chances]] = {
    "latent needs": by_model,
    "logistic regression": by_regression,
    "always the mean": by_mean,
}


def find(contacts: Sequence[Contact], inputs: str, step: int) -> Findings:
    """Judge all ways by the later contacts: with one cut, and anew after each `step`."""
    cut = int(len(contacts) * SPLIT)
    later = contacts[cut:]
    ways: dict[str, Judged] = {}
    reliability: dict[str, list[Bin]] = {}
    for name, way in WAYS.items():
        for how, chances in (("one cut", _at_once), ("each night", _anew)):
            began = perf_counter()
            said = list(chances(way, contacts, cut, step))
            took = 1000 * (perf_counter() - began)
            ways[f"{name}, {how}"] = judge(said, later, took)
            reliability[f"{name}, {how}"] = reliability_of(said, later)
    return Findings(
        inputs,
        cut,
        len(later),
        round(fmean(one.took for one in contacts[:cut]), 4),
        round(fmean(one.took for one in later), 4),
        ways,
        reliability,
    )


def _at_once(
    way: Callable[[Sequence[Contact]], Chances], contacts: Sequence[Contact], cut: int, step: int
) -> Iterator[float]:
    yield from way(contacts[:cut])(contacts[cut:])


def _anew(
    way: Callable[[Sequence[Contact]], Chances], contacts: Sequence[Contact], cut: int, step: int
) -> Iterator[float]:
    for first in range(cut, len(contacts), step):
        yield from way(contacts[:first])(contacts[first : first + step])


def judge(said: Sequence[float], contacts: Sequence[Contact], took_ms: float) -> Judged:
    """One way, by its chances."""
    truth = [one.took for one in contacts]
    return Judged(
        round(area(said, truth), 4),
        round(fmean((it - took) ** 2 for it, took in zip(said, truth, strict=True)), 4),
        round(fmean(said), 4),
        round(took_ms, 1),
    )


def reliability_of(said: Sequence[float], contacts: Sequence[Contact]) -> list[Bin]:
    """Compare what was said with what came, by tenths of the contacts."""
    ranked = sorted(zip(said, (one.took for one in contacts), strict=True))
    many = -(-len(ranked) // BINS)
    tenths = [ranked[first : first + many] for first in range(0, len(ranked), many)]
    return [
        Bin(len(some), round(fmean(it for it, _ in some), 3), round(fmean(took for _, took in some), 3))
        for some in tenths
    ]


def tables(found: Findings) -> str:
    """For people."""
    lines = [
        f"{found.inputs}: counted {found.counted} contacts ({found.took_before:.1%} took it), "
        f"judged {found.judged} later ones ({found.took:.1%})",
        f"{'':34}{'AUC':>8}{'Brier':>8}{'said':>8}{'ms':>10}",
    ]
    for name, it in found.ways.items():
        lines.append(f"{name:34}{it.auc:8.4f}{it.brier:8.4f}{it.said:8.4f}{it.fit_ms:10.1f}")
    for name in ("latent needs, each night", "logistic regression, each night"):
        tenths = ", ".join(f"{it.said} → {it.took}" for it in found.reliability[name])
        lines.append(f"{name}, said → took, by tenths: {tenths}")
    return "\n".join(lines)


def main(data: Path | None, *, json: bool, step: int = STEP) -> None:
    """Run the benchmark and print what it found; the last line is JSON when `json`. Skips without data."""
    if data is None or found_in(data) is None:
        print(f"skipped: {data or 'no folder (--data)'} holds none of {', '.join(FILES)}.\n{__doc__}")
        if json:
            print(jsons.dumps({"skipped": True}))
        return
    runs = {"with a deposit of an earlier campaign": True, "without it": False}
    found = [find(read(data, earlier=earlier), name, step) for name, earlier in runs.items()]
    print("\n\n".join(map(tables, found)))
    if json:
        print(jsons.dumps([asdict(one) for one in found]))


if __name__ == "__main__":
    asked = options("latent", __doc__)
    asked.add_argument("--data", type=Path, help="folder with the contacts")
    asked.add_argument("--step", type=int, default=STEP, help="contacts between two models")
    given = asked.parse_args()
    main(given.data, json=given.json, step=given.step)
