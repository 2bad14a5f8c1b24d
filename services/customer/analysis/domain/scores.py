"""The score of a customer (W4): value, activity, silence, and the risk that they leave, with its factors."""

from datetime import date, datetime, timedelta
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from services.customer.analysis.domain.activity import Activity
from services.customer.analysis.domain.models import METHOD, SegmentModel
from services.customer.analysis.domain.risk import (
    HORIZON,
    RUNG,
    UTMOST,
    Factor,
    Reading,
    bounded,
    falling,
    maturing_share,
    read,
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

BANDS = ((0.6, RiskBand.HIGH), (0.3, RiskBand.WATCH), (0.0, RiskBand.STABLE))
"""The lowest risk of each band."""
ACTIVITIES = ((12, ActivityBand.FREQUENT), (2, ActivityBand.OCCASIONAL), (0, ActivityBand.DORMANT))
"""The fewest days of activity in a year of each band."""
GOING_SILENT, REPEATS = 0.10, 2
"""A silence is told when at most this share of customers like this one stay away so long, after so many
visits that a rhythm can be seen."""


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
    risk; `announced` is the last visit before the silence that was published last.
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
    announced: str | None = None


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
        announced=before.announced if before else None,
    )
    if states and score.said is None:
        score = score.evolve(said=_statement_of(score))
    events: list[CustomerScored | CustomerGoingSilent] = []
    known = (before.band, before.activity) if before else (RiskBand.STABLE, ActivityBand.DORMANT)
    if (score.band, score.activity) != known:
        events.append(_scored(score, before.band if before else None))
    if _is_going_silent(score, reading):
        score = score.evolve(announced=score.inputs.last)
        events.append(_going_silent(activity, score))
    return Decision().save(score, *events)


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
    return f"{RUNG * (bounded(log_odds) + UTMOST):010.6f}:{customer}"


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
    return seen and reading.still_silent <= GOING_SILENT and score.announced != score.inputs.last


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
