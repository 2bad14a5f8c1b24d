"""The risk that a customer has left (W4), read out of their activity, with a part for each factor."""

from dataclasses import dataclass
from math import exp

from pydantic import BaseModel, ConfigDict

from services.customer.analysis.domain.activity import Activity
from services.customer.analysis.domain.models import SegmentModel
from services.customer.analysis.domain.silence import (
    History,
    comes_within,
    log_odds_left,
    log_still_silent,
)
from shared.contracts.customer import RiskFactor

HORIZON = 90
"""Days within which a customer is said to come again or not: what is said can be held against what came."""
UTMOST, RUNG = 35.0, 4
"""Bounds of the log odds of a risk, and the rungs of each of them by which customers are ranked."""
COMPLAINT_WEIGHT = 0.7
"""Log odds that open complaints add: they double the odds of leaving. A judgement, as the next two are, to be
held against the table of reliability."""
FALL, FALL_WEIGHT = 0.2, 2.0
"""The share by which balances must have fallen to count, and the log odds that a fall to nothing adds."""
MATURES_WITHIN, MATURING, MATURING_WEIGHT = 60, 0.1, 1.0
"""Days, the share of the total that must mature within them to count, and the log odds that all adds."""


class Factor(BaseModel):
    """A part of the risk: `log_odds` are what it adds, `points` by how many percentage points the risk would
    be lower without it; `since` is the day on which it began, if it has one."""

    model_config = ConfigDict(frozen=True)

    factor: RiskFactor
    log_odds: float
    points: float
    since: str | None = None


@dataclass(frozen=True)
class Reading:
    """The findings of the model in a customer's activity on a day."""

    history: History
    risk: float
    still_silent: float
    comes: float
    factors: tuple[Factor, ...]


def read(activity: Activity, model: SegmentModel, day: str) -> Reading | None:
    """Read the risk out of a customer's activity; None of a customer who never came."""
    history = activity.history(day)
    if history is None:
        return None
    silence = log_still_silent(model.prior, history)
    parts: list[tuple[RiskFactor, float, str | None]] = [
        (RiskFactor.RHYTHM, log_odds_left(model.prior, history.repeats), activity.first),
        (RiskFactor.SILENCE, -silence, activity.last),
    ]
    fallen, maturing = falling(activity), maturing_share(activity, day)
    if activity.wealth is not None and fallen >= FALL:
        fell = activity.wealth.totals[-1].day
        parts.append((RiskFactor.FALLING_BALANCES, FALL_WEIGHT * fallen, fell))
    if activity.wealth is not None and maturing >= MATURING:
        first = activity.wealth.due_within(day, MATURES_WITHIN)[0].day
        parts.append((RiskFactor.MATURING, MATURING_WEIGHT * min(1.0, maturing), first))
    if activity.complaints:
        since = min(one.since for one in activity.complaints)
        parts.append((RiskFactor.OPEN_COMPLAINT, COMPLAINT_WEIGHT, since))
    total = sum(log_odds for _, log_odds, _ in parts)
    risk = chance_of(total)
    factors = tuple(
        Factor(factor=factor, log_odds=one, points=100 * (risk - chance_of(total - one)), since=since)
        for factor, one, since in parts
        if factor is not RiskFactor.SILENCE or one > 0
    )
    return Reading(history, risk, exp(silence), comes_within(model.prior, history, risk, HORIZON), factors)


def falling(activity: Activity) -> float:
    """Return the share by which the balances of a customer have fallen within the last months."""
    return activity.wealth.fallen if activity.wealth else 0.0


def maturing_share(activity: Activity, day: str) -> float:
    """Return the share of a customer's total that matures soon."""
    if activity.wealth is None or activity.wealth.total <= 0:
        return 0.0
    due = activity.wealth.due_within(day, MATURES_WITHIN)
    return sum(one.amount for one in due) / activity.wealth.total


def chance_of(log_odds: float) -> float:
    """Return the probability with these log odds; never 0 or 1."""
    odds = exp(bounded(log_odds))
    return odds / (1 + odds)


def bounded(log_odds: float) -> float:
    """Return log odds within `UTMOST`, beyond which a chance would be 0 or 1 in floating point."""
    return min(UTMOST, max(-UTMOST, log_odds))
