"""Funnel plots (Spiegelhalter, Statistics in Medicine 2005): each branch's conversion against its number of
cases, with the limits within which chance alone leaves 95 and 99.8 of 100 branches.

The limits are exact binomial ones around the region's own share: the lowest is the smallest share whose
probability of being no more than it is at least half of what is left outside, the highest likewise. A branch
beyond them deserves a look; an order of branches would tell nothing.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from math import exp, lgamma, log

from pydantic import BaseModel, ConfigDict

WARNING, ALARM = 0.05, 0.002
"""The shares that are left outside the limits of 95 and of 99.8 %."""
CURVE = 40
"""Points of the curves of limits."""


class Standing(StrEnum):
    """The place of a branch in the funnel."""

    WITHIN = "within"  # 正常波动范围内
    ABOVE_95 = "above_95"
    BELOW_95 = "below_95"
    ABOVE_998 = "above_998"
    BELOW_998 = "below_998"
    NO_CASES = "no_cases"


class Limits(BaseModel):
    """The limits of the share for so many cases, from 0 to 1."""

    model_config = ConfigDict(frozen=True)

    cases: int
    low_998: float
    low_95: float
    high_95: float
    high_998: float


class FunnelPoint(BaseModel):
    """A branch: `won` of its `cases`, and where that stands."""

    branch: str
    cases: int
    won: int
    share: float | None
    limits: Limits | None
    standing: Standing


class Funnel(BaseModel):
    """The branches of a region in the order of their ids, the `share` of them all, and the curves."""

    cases: int
    won: int
    share: float | None
    points: list[FunnelPoint]
    curve: list[Limits]


def funnel(branches: Iterable[tuple[str, int, int]]) -> Funnel:
    """Make the funnel of branches, each with its number of cases and how many of them were won."""
    known = sorted(branches)
    cases, won = sum(one[1] for one in known), sum(one[2] for one in known)
    if not cases:
        empty = [_point(*one, None) for one in known]
        return Funnel(cases=0, won=0, share=None, points=empty, curve=[])
    share = won / cases
    largest = max(one[1] for one in known)
    return Funnel(
        cases=cases,
        won=won,
        share=round(share, 4),
        points=[_point(*one, share) for one in known],
        curve=[limits(count, share) for count in _grid(largest)],
    )


def limits(cases: int, share: float) -> Limits:
    """Return the exact limits for so many cases around a share."""
    below = cumulated(cases, share)
    low_998, low_95, high_95, high_998 = (
        _quantile(below, part) / cases for part in (ALARM / 2, WARNING / 2, 1 - WARNING / 2, 1 - ALARM / 2)
    )
    return Limits(cases=cases, low_998=low_998, low_95=low_95, high_95=high_95, high_998=high_998)


def cumulated(cases: int, share: float) -> list[float]:
    """Return the probabilities of at most 0, 1, … `cases` of so many cases, each with this share."""
    if share <= 0 or share >= 1:
        return [1.0 if share <= 0 or count == cases else 0.0 for count in range(cases + 1)]
    whole, yes, no = lgamma(cases + 1), log(share), log(1 - share)
    sums, reached = [], 0.0
    for count in range(cases + 1):
        ways = whole - lgamma(count + 1) - lgamma(cases - count + 1)
        reached = min(1.0, reached + exp(ways + count * yes + (cases - count) * no))
        sums.append(reached)
    return sums


def _quantile(below: Sequence[float], part: float) -> int:
    last = len(below) - 1
    return next((count for count, reached in enumerate(below) if reached >= part - 1e-12), last)


def _point(branch: str, cases: int, won: int, share: float | None) -> FunnelPoint:
    if not cases or share is None:
        return FunnelPoint(
            branch=branch, cases=cases, won=won, share=None, limits=None, standing=Standing.NO_CASES
        )
    bounds, own = limits(cases, share), won / cases
    return FunnelPoint(
        branch=branch,
        cases=cases,
        won=won,
        share=round(own, 4),
        limits=bounds,
        standing=_standing(own, bounds),
    )


def _standing(own: float, bounds: Limits) -> Standing:
    if own > bounds.high_998:
        return Standing.ABOVE_998
    if own < bounds.low_998:
        return Standing.BELOW_998
    if own > bounds.high_95:
        return Standing.ABOVE_95
    return Standing.BELOW_95 if own < bounds.low_95 else Standing.WITHIN


def _grid(largest: int) -> list[int]:
    """Return the numbers of cases at which the curves are drawn, from 1 to a little beyond the largest."""
    last = max(largest + max(largest // 10, 1), 5)
    steps = (1 + round((last - 1) * (step / (CURVE - 1)) ** 2) for step in range(CURVE))
    return sorted(set(steps))
