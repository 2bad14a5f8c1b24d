"""What a branch remembers of its waits, in order to tell the next ones (D2, D8).

Means that fade and ranges that follow what comes: the document stays as small after a year as it was after a
day.
"""

from math import sqrt
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from shared.contracts.words import ForecastMethod, TicketClass
from shared.domain import Document

LONG_RUN = 0.995  # half of its weight lies in the last 140 calls
RECENT = 0.98  # half of its weight lies in the last 35
ENOUGH = 10  # pairs, before a correlation says anything
SHORTER, LONGER = 0.13, 0.07  # shares to lie beyond the range: 80 % within it, and few wait longer than told
STEP = 0.05  # of the ends of a range, in spreads


class Mean(BaseModel):
    """A mean whose past fades."""

    model_config = ConfigDict(frozen=True)

    total: float = 0.0
    weight: float = 0.0

    def plus(self, value: float, keep: float) -> "Mean":
        return Mean(total=round(self.total * keep + value, 4), weight=round(self.weight * keep + 1, 4))

    @property
    def value(self) -> float | None:
        return self.total / self.weight if self.weight else None


class Pairs(BaseModel):
    """How what the last customer waited goes together with what the next one waits: fading sums."""

    model_config = ConfigDict(frozen=True)

    n: float = 0.0
    x: float = 0.0
    y: float = 0.0
    xx: float = 0.0
    xy: float = 0.0
    yy: float = 0.0

    def plus(self, x: float, y: float) -> "Pairs":
        added = {"n": 1.0, "x": x, "y": y, "xx": x * x, "xy": x * y, "yy": y * y}
        return Pairs(**{name: round(getattr(self, name) * LONG_RUN + one, 3) for name, one in added.items()})

    @property
    def correlation(self) -> float:
        """Between 0 and 1; a half while it is not known."""
        spread = (self.n * self.xx - self.x**2) * (self.n * self.yy - self.y**2)
        if self.n < ENOUGH or spread <= 0:
            return 0.5
        return min(1.0, max(0.0, (self.n * self.xy - self.x * self.y) / sqrt(spread)))


class Record(BaseModel):
    """How a method did for a class: its mean absolute error in seconds, the shares of those whose wait came
    within the range and after it.

    The range runs from `low` to `high`, in spreads from what was expected. Every wait moves its ends: a miss
    outwards by much, a hit inwards by little, in the ratio of the shares that are to lie beyond; so these
    shares come true in the long run, however the days change (quantile tracking: Angelopoulos, Candès,
    Tibshirani 2023, "Conformal PID control for time series prediction").
    """

    model_config = ConfigDict(frozen=True)

    error: Mean = Mean()
    within: Mean = Mean()
    too_short: Mean = Mean()
    low: float = -1.2
    high: float = 1.6

    def plus(self, error: float, spread: float) -> "Record":
        """The record with one more wait, that came `error` seconds later than expected."""
        early, late = error < self.low * spread, error > self.high * spread
        return Record(
            error=self.error.plus(abs(error), RECENT),
            within=self.within.plus(float(not early and not late), RECENT),
            too_short=self.too_short.plus(float(late), RECENT),
            low=round(self.low + STEP * (SHORTER - early), 4),
            high=round(self.high + STEP * (late - LONGER), 4),
        )


class Experience(BaseModel):
    """What a branch knows of the waits of one class.

    Waits are kept as work: seconds times the counters that served the class when the wait ended, so that
    they can be told for another number of counters (Ibrahim and Whitt 2011, "Wait-time predictors for
    customer service systems with time-varying demand and capacity").
    """

    model_config = ConfigDict(frozen=True)

    latest: float | None = None
    long_run: Mean = Mean()
    pairs: Pairs = Pairs()
    records: dict[ForecastMethod, Record] = {}

    def record(self, method: ForecastMethod) -> Record:
        return self.records.get(method, Record())


class Outlook(Document):
    """What a branch remembers of its waits; its id is the branch's. `turn` is the time for which a customer
    keeps a counter, in seconds."""

    collection: ClassVar[str] = "outlooks"

    day: str = ""
    turn: Mean = Mean()
    classes: dict[TicketClass, Experience] = {}

    def of(self, ticket_class: TicketClass) -> Experience:
        return self.classes.get(ticket_class, Experience())

    def after_turn(self, seconds: float) -> "Outlook":
        """A counter is free again, `seconds` after it had called."""
        return self.but(turn=self.turn.plus(max(0.0, seconds), RECENT))
