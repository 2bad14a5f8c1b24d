"""The score of a customer (W4): value, activity, silence, and the risk that they leave, with its factors."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import exp
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from services.customer.analysis.domain.activity import Activity
from services.customer.analysis.domain.models import METHOD, SegmentModel
from services.customer.analysis.domain.silence import (
    History,
    comes_within,
    log_odds_left,
    log_still_silent,
)
from shared.contracts.customer import (
    ActivityBand,
    CustomerGoingSilent,
    CustomerScored,
    RiskBand,
    RiskFactor,
)
from shared.contracts.words import Segment
from shared.domain import Decision, Document

HORIZON = 90
"""Days within which a customer is said to come again or not: what is said can be held against what came."""
BANDS = ((0.6, RiskBand.HIGH), (0.3, RiskBand.WATCH), (0.0, RiskBand.STABLE))
"""The lowest risk of each band."""
ACTIVITIES = ((12, ActivityBand.FREQUENT), (2, ActivityBand.OCCASIONAL), (0, ActivityBand.DORMANT))
"""The fewest days of activity in a year of each band."""
GOING_SILENT, REPEATS = 0.10, 2
"""A silence is told when at most this share of customers like this one stay away so long, after so many
visits that a rhythm can be seen."""
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


class Statement(BaseModel):
    """A statement that time will judge: the customer comes again after `day` until `until`, with a
    `chance`."""

    model_config = ConfigDict(frozen=True)

    day: str
    until: str
    chance: float
    method: str


class Inputs(BaseModel):
    """All that a score was computed from, so that it can be computed again."""

    model_config = ConfigDict(frozen=True)

    first: str
    last: str
    repeats: int
    active: int
    silent: int
    per_year: float
    complaints: int
    total: int | None
    fallen: float
    maturing: float
    alpha: float
    beta: float
    a: float
    b: float
    fitted: bool
    model_day: str


class Score(Document):
    """The score of one customer as of `day`; the id is the customer's.

    `still_silent` is the share of customers like this one who stay away for so long, `risk` the chance that
    they have left, `comes` that they come within `HORIZON` days. `order` sorts the customers of a branch by
    risk; `told` is the last visit before the silence that was told last.
    """

    collection: ClassVar[str] = "scores"

    branch: str
    segment: Segment
    account_manager: str | None
    at: datetime
    day: str
    method: str
    inputs: Inputs
    still_silent: float
    risk: float
    comes: float
    band: RiskBand
    activity: ActivityBand
    factors: tuple[Factor, ...]
    recency: int
    frequency: int
    money: int | None
    order: str
    said: Statement | None = None
    told: str | None = None


@dataclass(frozen=True)
class Reading:
    """The findings of the model in a customer's activity on a day."""

    history: History
    risk: float
    still_silent: float
    comes: float
    factors: tuple[Factor, ...]


def score_customer(
    activity: Activity,
    model: SegmentModel,
    before: Score | None,
    *,
    day: str,
    now: datetime,
    states: bool = False,
) -> Decision:
    """Score a customer as of `day`. Computed again from the same, nothing but its time is new.

    A customer who never came has no score. Other bands than before (at first: than stable and dormant) are
    published, and a silence that was not told yet.
    With `states` a statement is made that time is to judge, unless one stands.
    """
    reading = read(activity, model, day)
    if reading is None:
        return Decision()
    score = _score(activity, model, reading, day=day, now=now)
    score = score.evolve(
        said=before.said if before else None,
        told=before.told if before else None,
    )
    if states and score.said is None:
        score = score.evolve(said=_statement_of(score))
    events: list[CustomerScored | CustomerGoingSilent] = []
    known = (before.band, before.activity) if before else (RiskBand.STABLE, ActivityBand.DORMANT)
    if (score.band, score.activity) != known:
        events.append(_scored(score, before.band if before else None))
    if _is_going_silent(score, reading):
        score = score.evolve(told=score.inputs.last)
        events.append(_going_silent(activity, score))
    return Decision().save(score, *events)


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
    odds = exp(_bounded(log_odds))
    return odds / (1 + odds)


def band_of(risk: float) -> RiskBand:
    """Return the band of a risk."""
    return next(band for lowest, band in BANDS if risk >= lowest)


def activity_band(per_year: float) -> ActivityBand:
    """Return the band of so many days of activity in a year."""
    return next(band for fewest, band in ACTIVITIES if per_year >= fewest)


def of_hundred(share: float) -> int:
    """Return a share as a number of 100, from 1 to 99: nothing is certain because it was rounded."""
    return min(99, max(1, round(100 * share)))


def order_of(log_odds: float, customer: str) -> str:
    """Return a text that sorts as the risk does, and begins with its rung; equal risks by the customer."""
    return f"{RUNG * (_bounded(log_odds) + UTMOST):010.6f}:{customer}"


def _bounded(log_odds: float) -> float:
    return min(UTMOST, max(-UTMOST, log_odds))


def raising(factors: tuple[Factor, ...]) -> tuple[RiskFactor, ...]:
    """Return the factors that raise a risk, the strongest first."""
    found = [one for one in factors if one.factor is not RiskFactor.RHYTHM and one.log_odds > 0]
    return tuple(one.factor for one in sorted(found, key=lambda one: -one.log_odds))


def _score(activity: Activity, model: SegmentModel, reading: Reading, *, day: str, now: datetime) -> Score:
    history, prior = reading.history, model.prior
    per_year = activity.per_year(day)
    return Score(
        id=activity.id,
        branch=activity.branch,
        segment=activity.segment,
        account_manager=activity.account_manager,
        at=now,
        day=day,
        method=METHOD,
        inputs=Inputs(
            first=activity.first or day,
            last=activity.last or day,
            repeats=history.repeats,
            active=int(history.active),
            silent=int(history.silent),
            per_year=per_year,
            complaints=len(activity.complaints),
            total=activity.wealth.total if activity.wealth else None,
            fallen=falling(activity),
            maturing=maturing_share(activity, day),
            **prior.model_dump(),
            fitted=model.fitted,
            model_day=model.day,
        ),
        still_silent=reading.still_silent,
        risk=reading.risk,
        comes=reading.comes,
        band=band_of(reading.risk),
        activity=activity_band(per_year),
        factors=reading.factors,
        recency=model.recency.quintile(-history.silent),
        frequency=model.frequency.quintile(per_year),
        money=model.money.quintile(activity.wealth.total) if activity.wealth else None,
        order=order_of(sum(one.log_odds for one in reading.factors), activity.id),
    )


def _is_going_silent(score: Score, reading: Reading) -> bool:
    seen = score.inputs.repeats >= REPEATS and score.account_manager is not None
    return seen and reading.still_silent <= GOING_SILENT and score.told != score.inputs.last


def every_days(inputs: Inputs) -> int:
    """Return how many days lay between visits on average, at least 1; 0 where there was one visit only."""
    return max(1, round(inputs.active / inputs.repeats)) if inputs.repeats else 0


def _statement_of(score: Score) -> Statement:
    until = date.fromisoformat(score.day) + timedelta(days=HORIZON)
    return Statement(day=score.day, until=until.isoformat(), chance=score.comes, method=score.method)


def _scored(score: Score, before: RiskBand | None) -> CustomerScored:
    return CustomerScored(
        branch=score.branch,
        customer=score.id,
        segment=score.segment,
        account_manager=score.account_manager,
        band=score.band,
        before=before,
        activity=score.activity,
        risk=of_hundred(score.risk),
        factors=raising(score.factors),
        day=score.day,
        method=score.method,
    )


def _going_silent(activity: Activity, score: Score) -> CustomerGoingSilent:
    return CustomerGoingSilent(
        branch=score.branch,
        customer=score.id,
        masked_name=activity.masked_name,
        segment=score.segment,
        account_manager=score.account_manager or "",
        every=every_days(score.inputs),
        silent=score.inputs.silent,
        of_hundred=of_hundred(score.still_silent),
        last=score.inputs.last,
        method=score.method,
    )
