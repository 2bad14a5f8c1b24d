"""The wait history of a branch, from which the next waits are forecast (D2, D8).

Means that fade, and ends and weights that follow what comes: the document stays as small after a year as it
was after a day.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import sqrt
from typing import Annotated, Any, ClassVar, Self

import msgspec
from pydantic import BaseModel, ConfigDict, PlainSerializer, PlainValidator

from services.lobby.forecasts.domain.clues import Weights
from shared.contracts.words import ForecastMethod, TicketClass
from shared.domain import Document

LONG_RUN = 0.995  # half of its weight lies in the last 140 calls
RECENT = 0.98  # half of its weight lies in the last 35
LATEST = 0.8  # half of its weight lies in the last three
ENOUGH = 10  # pairs, before a correlation says anything
SHORTER, LONGER = (
    0.13,
    0.07,
)  # shares to lie beyond the range: 80 % within it, and few wait longer than announced
STEP, NUDGE = 0.05, 0.004  # of the ends of a range, and of its middle, in spreads
NEEDS_AT_MOST = 16  # those that came last
LONGEST = 20  # usual turns: what takes longer was not ended in time
AT_WORK = timedelta(hours=1)


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
    """The correlation of the wait of a customer with that of the next one: fading sums."""

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
    """The record of a method for a class: its mean absolute error in seconds, the shares of those whose wait
    came within the range and after it.

    `mid` takes the bias from what is expected, and the range runs from `low` to `high`, all in spreads.
    Every wait moves them: the middle towards the error, half of which are to lie on each side; a miss moves
    an end outwards by much, a hit inwards by little, in the ratio of the shares that are to lie beyond; so
    these shares come true in the long run, however the days change (quantile tracking: Angelopoulos,
    Candès, Tibshirani 2023, "Conformal PID control for time series prediction").
    """

    model_config = ConfigDict(frozen=True)

    error: Mean = Mean()
    within: Mean = Mean()
    too_short: Mean = Mean()
    low: float = -1.2
    mid: float = 0.0
    high: float = 1.6

    def plus(self, error: float, spread: float) -> "Record":
        """The record with one more wait, that came `error` seconds later than expected."""
        early, late = error < self.low * spread, error > self.high * spread
        side = (error > 0) - (error < 0)
        return Record(
            error=self.error.plus(abs(error), LONG_RUN),
            within=self.within.plus(float(not early and not late), RECENT),
            too_short=self.too_short.plus(float(late), RECENT),
            low=round(self.low + STEP * (SHORTER - early), 4),
            mid=round(self.mid + NUDGE * side / 2, 4),
            high=round(self.high + STEP * (late - LONGER), 4),
        )


class Reach(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The ends of what is announced to one class with one need, in spreads, as in `Record`; `free`: the upper
    end where a counter is free, below which nothing lies."""

    low: float
    high: float
    free: float = 0.0
    calls: int = 0

    def plus(self, *, early: bool, late: bool, at_once: bool) -> Self:
        """With one wait more, that came within the range, or not; announced as `at_once` or not."""
        calls = min(self.calls + 1, ENOUGH)
        if at_once:
            beyond = STEP * (late - SHORTER - LONGER)
            return msgspec.structs.replace(self, free=max(0.0, self.free + beyond), calls=calls)
        low, high = self.low + STEP * (SHORTER - early), self.high + STEP * (late - LONGER)
        return msgspec.structs.replace(self, low=min(0.0, low), high=max(0.0, high), calls=calls)


class Need(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The waits for one need: its part of the weights, what those who were
    called last had waited in seconds (`lately`, of `calls`), and how far off it was, by class."""

    weights: bytes = b""
    lately: float = 0.0
    calls: int = 0
    reaches: dict[TicketClass, Reach] = {}

    def after(self, waited: float) -> Self:
        """With one more, who was called after `waited` seconds."""
        weight = max(1 - LATEST, 1 / (self.calls + 1))
        lately = self.lately + weight * (waited - self.lately)
        return msgspec.structs.replace(self, lately=lately, calls=min(self.calls + 1, ENOUGH))


_NEEDS = msgspec.msgpack.Decoder(dict[str, Need])


def _unpack(kept: Any) -> Any:
    return _NEEDS.decode(kept) if isinstance(kept, bytes) else dict(kept)


Needs = Annotated[
    Mapping[str, Need],
    PlainValidator(_unpack),
    PlainSerializer(msgspec.msgpack.encode, return_type=bytes),
]
"""Waits by need, the latest one at the end; kept in one piece, no store has to look into
it."""


class Experience(BaseModel):
    """The waits of one class. `latest`: what the last of them who came to a counter
    had waited, in seconds. `let_in`: the share called at once of those who found a counter free.

    The long run is kept as work: seconds times the counters that served the class when the wait ended, so
    that it can be announced for another number of counters (Ibrahim and Whitt 2011, "Wait-time predictors for
    customer service systems with time-varying demand and capacity").
    """

    model_config = ConfigDict(frozen=True)

    latest: float | None = None
    long_run: Mean = Mean()
    let_in: Mean = Mean()
    pairs: Pairs = Pairs()
    records: dict[ForecastMethod, Record] = {}

    def record(self, method: ForecastMethod) -> Record:
        return self.records.get(method, Record())


class WaitHistory(Document):
    """The wait history of a branch; its id is the branch's. `turn` is the time for which a customer
    keeps a counter, in seconds; `freed`: when counters at work last came free; `closes`: how many seconds
    after midnight the branch is closed."""

    collection: ClassVar[str] = "wait_histories"

    day: str = ""
    turn: Mean = Mean()
    freed: dict[str, datetime] = {}
    closes: Mean = Mean()
    classes: dict[TicketClass, Experience] = {}
    weights: Weights = Weights()
    needs: Needs = {}

    def of(self, ticket_class: TicketClass) -> Experience:
        return self.classes.get(ticket_class, Experience())

    def need(self, name: str) -> Need:
        return self.needs.get(name, Need())

    def with_need(self, name: str, known: Need) -> "WaitHistory":
        """Know this of a need; the needs that came longest ago are forgotten."""
        others = [(other, it) for other, it in self.needs.items() if other != name]
        return self.evolve(needs=dict([*others, (name, known)][-NEEDS_AT_MOST:]))

    def after_turn(
        self, seconds: float, counter: str | None = None, now: datetime | None = None
    ) -> "WaitHistory":
        """A counter is free again, `seconds` after it had called."""
        usual = self.turn.value if self.turn.weight >= ENOUGH else None
        counted = max(0.0, seconds if not usual else min(seconds, LONGEST * usual))
        freed = self.freed
        if counter is not None and now is not None:
            lately = {name: it for name, it in freed.items() if now - it < AT_WORK}
            freed = {**lately, counter: now}
        return self.evolve(turn=self.turn.plus(counted, LONG_RUN), freed=freed)
