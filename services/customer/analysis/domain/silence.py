"""The rhythm of a customer, and how unusual a silence is (W4).

Visits follow a Poisson process whose rate differs by customer, Gamma distributed within a segment; after each
visit a customer may leave for good, with a chance that differs by customer, Beta distributed. That is the
MBG/NBD model (Batislam, Denizel, Filiztekin 2007; Hoppe and Wagner 2007), a form of BG/NBD (Fader, Hardie,
Lee 2005) in which somebody may leave after the first visit, too. All times are in days.
"""

from collections.abc import Callable, Sequence
from math import exp, inf, lgamma, log, log1p
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

ENOUGH = 40
"""Histories with a second visit that a prior is fitted from; with fewer, `DEFAULT` holds."""
STEPS = 240
NARROW = 1e-4
LOWEST, HIGHEST = -5.0, 9.0
"""Bounds of the logarithm of a parameter: a sample that fixes it badly must not drive it to infinity."""


class Prior(BaseModel):
    """The rhythm of a segment: rates are Gamma(`alpha`, `beta` days), chances to leave Beta(`a`, `b`)."""

    model_config = ConfigDict(frozen=True)

    alpha: float
    beta: float
    a: float
    b: float


DEFAULT = Prior(alpha=1.5, beta=60.0, a=0.5, b=9.5)
"""A visit each 40 days on average, and one customer of 20 who leaves: until a segment has its own."""


class History(NamedTuple):
    """The visits of a customer after the first: `repeats` of them within `active` days, the last `silent`
    days ago."""

    repeats: int
    active: float
    silent: float


def still_silent(prior: Prior, history: History) -> float:
    """Return P(gap >= silent) of a customer who has not left: ((β+T)/(β+T+t))^(α+x)."""
    return exp(log_still_silent(prior, history))


def log_still_silent(prior: Prior, history: History) -> float:
    """Return the logarithm of `still_silent`, which stays exact where that is 0 in floating point."""
    known = prior.beta + history.active
    return -(prior.alpha + history.repeats) * log1p(history.silent / known)


def log_odds_left(prior: Prior, repeats: int) -> float:
    """Return the log odds that a customer left right after the last of `repeats` visits after the first."""
    return log(prior.a) - log(prior.b + repeats)


def comes_within(prior: Prior, history: History, left: float, days: float) -> float:
    """Return the chance of a visit within `days` of a customer who has left with the chance `left`."""
    known = prior.beta + history.active + history.silent
    stays_away = exp(-(prior.alpha + history.repeats) * log1p(days / known))
    return (1 - left) * (1 - stays_away)


def log_likelihood(prior: Prior, histories: Sequence[History]) -> float:
    """Return the log likelihood of histories that were watched from the first visit to now."""
    alpha, beta, a, b = prior.alpha, prior.beta, prior.a, prior.b
    fixed = alpha * log(beta) - lgamma(alpha) + lgamma(a + b) - lgamma(b)
    total = 0.0
    for x, active, silent in histories:
        stays = lgamma(b + x + 1) - lgamma(a + b + x + 1)
        of_leaving = log(a) - log(b + x) + (alpha + x) * log1p(silent / (beta + active))
        seen = lgamma(alpha + x) - (alpha + x) * log(beta + active + silent)
        total += fixed + stays + seen + _log1pexp(of_leaving)
    return total


def fit(histories: Sequence[History], start: Prior = DEFAULT) -> Prior | None:
    """Fit the prior of a segment by maximum likelihood; None where the histories are too few."""
    if sum(history.repeats > 0 for history in histories) < ENOUGH:
        return None

    def loss(logs: Sequence[float]) -> float:
        if not all(LOWEST <= one <= HIGHEST for one in logs):
            return inf
        return -log_likelihood(_prior(logs), histories)

    return _prior(minimise(loss, [log(start.alpha), log(start.beta), log(start.a), log(start.b)]))


def minimise(loss: Callable[[Sequence[float]], float], start: Sequence[float]) -> list[float]:
    """Find a minimum by the simplex of Nelder and Mead (1965), in at most `STEPS` steps."""
    moved = ([value + 0.4 * (place == at) for at, value in enumerate(start)] for place in range(len(start)))
    points = [list(start), *moved]
    simplex = sorted((loss(point), point) for point in points)
    for _ in range(STEPS):
        if simplex[-1][0] - simplex[0][0] < NARROW:
            break
        simplex = sorted(_step(loss, simplex))
    return simplex[0][1]


Simplex = list[tuple[float, list[float]]]


def _step(loss: Callable[[Sequence[float]], float], simplex: Simplex) -> Simplex:
    """Move the worst point of a sorted simplex to a better place, or draw all towards the best."""
    *kept, (worst_loss, worst) = simplex
    centre = [sum(values) / len(kept) for values in zip(*(point for _, point in kept), strict=True)]

    def towards(factor: float) -> tuple[float, list[float]]:
        point = [c + factor * (c - w) for c, w in zip(centre, worst, strict=True)]
        return loss(point), point

    reflected = towards(1.0)
    if reflected[0] < kept[0][0]:
        return [*kept, min(reflected, towards(2.0))]
    if reflected[0] < kept[-1][0]:
        return [*kept, reflected]
    contracted = towards(0.5 if reflected[0] < worst_loss else -0.5)
    if contracted[0] < min(reflected[0], worst_loss):
        return [*kept, contracted]
    best = kept[0][1]
    nearer = [[b + (p - b) / 2 for p, b in zip(point, best, strict=True)] for _, point in simplex[1:]]
    return [kept[0], *((loss(point), point) for point in nearer)]


def _prior(logs: Sequence[float]) -> Prior:
    alpha, beta, a, b = (exp(one) for one in logs)
    return Prior(alpha=alpha, beta=beta, a=a, b=b)


def _log1pexp(value: float) -> float:
    return value if value > 35 else log1p(exp(value))
