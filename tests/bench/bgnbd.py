"""BG/NBD, as an oracle of the silence benchmark: fit, P(alive), the chance to buy again, what to expect.

P. S. Fader, B. G. S. Hardie, K. L. Lee: "Counting Your Customers" the Easy Way: An Alternative to the
Pareto/NBD Model. Marketing Science 24(2), 2005, 275-284. It gives, for the 2,357 customers of CDNOW in their
first 39 weeks, what stands in `PUBLISHED`. P(alive) is of the authors' note "Computing P(alive) Using the
BG/NBD Model" (2008). Times are in weeks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, expm1, lgamma, log, log1p
from typing import NamedTuple

PUBLISHED = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426, "log_likelihood": -9582.4}
ROUNDS, STEPS = 6, 400


class Bought(NamedTuple):
    """The purchases of a customer after the first: `repeats` of them, the last `recency` weeks after the
    first, which is `watched` weeks ago."""

    repeats: int
    recency: float
    watched: float


@dataclass(frozen=True)
class BgNbd:
    """The four parameters of the model."""

    r: float
    alpha: float
    a: float
    b: float

    def log_likelihood(self, of: Sequence[Bought]) -> float:
        """Equation 6 of the paper, in its form that no number overflows."""
        return sum(self._one(one) for one in of)

    def alive(self, one: Bought) -> float:
        """P(alive) of the note of 2008."""
        return 1 / (1 + exp(self._log_odds_gone(one))) if one.repeats else 1.0

    def buys_within(self, one: Bought, weeks: float) -> float:
        """The chance of a purchase within these weeks: alive, and then no gap of that length."""
        shape, rate = self.r + one.repeats, self.alpha + one.watched
        return -self.alive(one) * expm1(-shape * log1p(weeks / rate))

    def expected(self, one: Bought, weeks: float) -> float:
        """Equation 10 of the paper: the purchases to be expected within these weeks."""
        r, alpha, a, b, x = self.r, self.alpha, self.a, self.b, one.repeats
        rate = alpha + one.watched
        z = weeks / (rate + weeks)
        fall = exp((r + x) * log(rate / (rate + weeks))) * _hypergeometric(r + x, b + x, a + b + x - 1, z)
        return (a + b + x - 1) / (a - 1) * (1 - fall) * self.alive(one)

    def _one(self, one: Bought) -> float:
        r, alpha, a, b, x = self.r, self.alpha, self.a, self.b, one.repeats
        rates = lgamma(r + x) - lgamma(r) + r * log(alpha)
        stays = lgamma(a + b) + lgamma(b + x) - lgamma(b) - lgamma(a + b + x)
        kept = rates + stays - (r + x) * log(alpha + one.watched)
        return kept + (log1p(exp(self._log_odds_gone(one))) if x else 0.0)

    def _log_odds_gone(self, one: Bought) -> float:
        x = one.repeats
        gap = log((self.alpha + one.watched) / (self.alpha + one.recency))
        return log(self.a / (self.b + x - 1)) + (self.r + x) * gap


def fit(of: Sequence[Bought]) -> BgNbd:
    """The parameters of maximum likelihood."""

    def loss(logs: Sequence[float]) -> float:
        if max(map(abs, logs)) > 12:
            return float("inf")
        return -BgNbd(*map(exp, logs)).log_likelihood(of)

    point = [0.0, log(3), 0.0, log(3)]
    for _ in range(ROUNDS):
        point = _descend(loss, point)
    return BgNbd(*map(exp, point))


def _descend(loss: Callable[[Sequence[float]], float], start: Sequence[float]) -> list[float]:
    """A pattern search (Hooke and Jeeves, 1961): along each parameter, in steps that shrink."""
    point, best, width = list(start), loss(start), 0.5
    for _ in range(STEPS):
        before = list(point)
        for place in range(len(point)):
            for step in (width, -width):
                tried = [value + step * (at == place) for at, value in enumerate(point)]
                if (found := loss(tried)) < best:
                    point, best = tried, found
                    break
        if point == before:
            width /= 2
            if width < 1e-4:
                break
            continue
        leap = [2 * now - was for now, was in zip(point, before, strict=True)]
        if (found := loss(leap)) < best:
            point, best = leap, found
    return point


def _hypergeometric(a: float, b: float, c: float, z: float) -> float:
    """The Gaussian hypergeometric function by its series, for 0 <= z < 1."""
    total = term = 1.0
    number = 0
    while abs(term) > 1e-12 * abs(total) and number < 20_000:
        term *= (a + number) * (b + number) / ((c + number) * (number + 1)) * z
        total += term
        number += 1
    return total
