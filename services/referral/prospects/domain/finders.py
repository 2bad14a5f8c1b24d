"""Finders of prospects (D5, A2): how many of theirs were won, and how much that says.

The score of a finder is the posterior of the share of their ended prospects that are won, with a Jeffreys
prior, Beta(1/2, 1/2): its mean is never 0 or 1, and its equal-tailed interval covers well for few trials too
(Brown, Cai and DasGupta, Statistical Science 2001). Under `FEW` ended prospects there is no score.
"""

from dataclasses import dataclass
from math import exp, lgamma, log, log1p
from typing import ClassVar

from shared.domain import Document

FEW = 5
"""Ended prospects from which on there is a score."""
PRIOR = 0.5
"""Both parameters of the prior."""
LOW, HIGH = 0.05, 0.95
"""The bounds of the interval: nine of ten."""
STEPS = 200
TINY = 1e-300


class FinderRecord(Document):
    """The prospects that one person found at a branch, by what became of them; the id is
    ``<branch>:<staff>``."""

    collection: ClassVar[str] = "finder_records"

    branch: str
    staff: str
    open: int = 0
    won: int = 0
    lost: int = 0

    def counting(self, had: str | None, has: str | None) -> "FinderRecord":
        """Count a prospect as what it `has` become instead of what it `had` been."""
        changes = {
            word: getattr(self, word) + (word == has) - (word == had)
            for word in ("open", "won", "lost")
            if word in (had, has)
        }
        return self.evolve(**changes)

    @property
    def ended(self) -> int:
        return self.won + self.lost


@dataclass(frozen=True)
class Score:
    """The share of ended prospects that are won: `mean` of the posterior, and its interval."""

    mean: float
    low: float
    high: float


def new_record(branch: str, staff: str) -> FinderRecord:
    """Make the empty record of a finder."""
    return FinderRecord(id=f"{branch}:{staff}", branch=branch, staff=staff)


def score_of(won: int, ended: int) -> Score | None:
    """Return the score of who found `ended` prospects, of which so many were `won`; None for too few."""
    if ended < FEW:
        return None
    a, b = won + PRIOR, ended - won + PRIOR
    return Score(mean=a / (a + b), low=beta_quantile(LOW, a, b), high=beta_quantile(HIGH, a, b))


def beta_quantile(p: float, a: float, b: float) -> float:
    """Return the value below which a Beta(a, b) variable lies with probability `p`, by bisection."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if beta_share_below(middle, a, b) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def beta_share_below(x: float, a: float, b: float) -> float:
    """Return the probability that a Beta(a, b) variable lies below `x`: the regularised incomplete beta
    function, by its continued fraction (Press et al., Numerical Recipes, 6.4)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction of the incomplete beta function, by Lentz's method."""
    c, d = 1.0, 1 / _apart(1 - (a + b) * x / (a + 1))
    total = d
    for m in range(1, STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d, c = 1 / _apart(1 + term * d), _apart(1 + term / c)
            total *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return total


def _apart(value: float) -> float:
    """Keep a divisor off zero."""
    return value if abs(value) > TINY else TINY
