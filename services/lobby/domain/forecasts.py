"""Expected waits that audit themselves (D2, D8): four methods, chosen by their own record, told as a range.

- queue length, QL: one more than those ahead, times the mean time between completions; last to enter
  service, LES: what they waited (both: Ibrahim and Whitt 2009, "Real-time delay estimation based on delay
  history", Manufacturing & Service Operations Management 11)
- the long-run mean, and the blend, a mean of it and LES weighted by correlation, made for queues with
  priorities (Bassamboo and Ibrahim 2021, "A general framework to compare announcement accuracy: static vs.
  LES-based announcement", Management Science 67)

All times are seconds of the clock on the wall, whatever the pace.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import ceil, floor, sqrt
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict

from services.lobby.domain.halls import Hall, Waiting
from services.lobby.domain.outlooks import LONG_RUN, Experience, Outlook, Record
from services.lobby.domain.sights import Lookout, Sight, serving
from shared.contracts.lobby import ForecastsChanged, NewForecast
from shared.contracts.words import ForecastMethod, TicketClass

QL, LES = ForecastMethod.QUEUE_LENGTH, ForecastMethod.LAST_SERVED
MEAN, BLEND = ForecastMethod.LONG_RUN_MEAN, ForecastMethod.BLEND
FREE = ForecastMethod.FREE_COUNTER
MUCH, QUARTER = timedelta(minutes=2), 0.25
LATE = timedelta(minutes=1)


class Forecast(BaseModel):
    """What a customer is told, and what every method would have told: kept, to be compared with what comes.

    `gap` is the mean time between completions when it was told.
    """

    model_config = ConfigDict(frozen=True)

    method: ForecastMethod
    low: int
    high: int
    gap: float
    estimates: dict[ForecastMethod, float]

    @property
    def expected(self) -> float:
        return self.estimates[self.method]


class Told(NamedTuple):
    """A range, in seconds from now."""

    low: int
    high: int


def queue_length(sight: Sight) -> float:
    """QL: everybody ahead, and the one whose completion lets this customer in."""
    return (sight.ahead + 1) * sight.gap


def last_served(experience: Experience, sight: Sight) -> float | None:
    """LES: what the last of the class who came to a counter had waited, for the counters of now."""
    return None if experience.latest is None else experience.latest / sight.counters


def long_run_mean(experience: Experience, sight: Sight) -> float | None:
    """What the class waits in the long run, for the counters of now."""
    work = experience.long_run.value
    return None if work is None else work / sight.counters


def blend(experience: Experience, sight: Sight) -> float | None:
    """The long-run mean, moved towards LES by as much as the two waits go together."""
    latest, mean = last_served(experience, sight), long_run_mean(experience, sight)
    if latest is None or mean is None:
        return mean
    return mean + experience.pairs.correlation * (latest - mean)


def estimates(experience: Experience, sight: Sight) -> dict[ForecastMethod, float]:
    """What each method expects; at a counter that is free, all know that nobody waits."""
    if sight.free:
        return {FREE: 0.0}
    every = {
        QL: queue_length(sight),
        LES: last_served(experience, sight),
        MEAN: long_run_mean(experience, sight),
        BLEND: blend(experience, sight),
    }
    return {method: round(one, 1) for method, one in every.items() if one is not None}


def best(experience: Experience, known: Mapping[ForecastMethod, float]) -> ForecastMethod:
    """The method with the smallest mean absolute error on this branch, in whole seconds; the blend among
    equals. Queue length, where nothing is on record."""

    def rank(method: ForecastMethod) -> tuple[int, bool]:
        error = experience.record(method).error.value
        return (round(error) if error is not None else 10**9), method is not BLEND

    proven = [method for method in known if experience.record(method).error.weight]
    return min(proven, key=rank) if proven else next(iter(known))


def spread_of(expected: float, gap: float) -> float:
    """The unit of errors: the standard deviation of so long a wait if completions came at random (of QL: that
    of n + 1 exponential gaps, Ibrahim and Whitt 2009)."""
    return max(1.0, sqrt((expected + gap) * gap))


def ends(record: Record, expected: float, gap: float) -> Told:
    """The range around what is expected, by the method's own record, in whole seconds."""
    spread = spread_of(expected, gap)
    low, high = expected + record.low * spread, expected + record.high * spread
    return Told(max(0, floor(low)), max(1, ceil(high)))


def forecast(outlook: Outlook, ticket_class: TicketClass, sight: Sight | None) -> Forecast | None:
    """What somebody who comes now is told; None where nobody serves their class."""
    if sight is None:
        return None
    experience = outlook.of(ticket_class)
    known = estimates(experience, sight)
    method = best(experience, known)
    low, high = ends(experience.record(method), known[method], sight.gap)
    return Forecast(method=method, low=low, high=high, gap=round(sight.gap, 1), estimates=known)


def learn(
    outlook: Outlook, ticket_class: TicketClass, told: Forecast | None, waited: float, counters: int, day: str
) -> Outlook:
    """Somebody was called in their turn after `waited` seconds, while `counters` served their class."""
    experience = outlook.of(ticket_class)
    records = dict(experience.records)
    pairs = experience.pairs
    if told is not None:
        for method, expected in told.estimates.items():
            spread = spread_of(expected, told.gap)
            records[method] = experience.record(method).plus(waited - expected, spread)
        if LES in told.estimates:
            pairs = pairs.plus(told.estimates[LES], waited)
    work = waited * max(1, counters)
    at_once = told is not None and told.method is FREE  # they did not have to wait
    known = Experience(
        latest=round(work, 1),
        long_run=experience.long_run if at_once else experience.long_run.plus(work, LONG_RUN),
        pairs=pairs,
        records=records,
    )
    today = of_day(outlook, day)
    return today.but(classes={**today.classes, ticket_class: known})


def of_day(outlook: Outlook, day: str) -> Outlook:
    """On a new day nobody has entered service yet; what else is known stays."""
    if outlook.day == day:
        return outlook
    classes = {name: one.model_copy(update={"latest": None}) for name, one in outlook.classes.items()}
    return outlook.but(day=day, classes=classes)


def remaining(outlook: Outlook, ticket_class: TicketClass, sight: Sight | None) -> Told | None:
    """What somebody who has waited for a while still has before them: by history, at least one completion."""
    if sight is None:
        return None
    experience = outlook.of(ticket_class)
    known = estimates(experience, sight)
    method = best(experience, known)
    by_line = method in (QL, FREE)
    left = known[method] if by_line else max(known[method] - sight.waited, sight.gap)
    return ends(experience.record(method), left, sight.gap)


def told_on_arrival(
    one: Waiting, hall: Hall, outlook: Outlook, pace: float, now: datetime
) -> Forecast | None:
    """What somebody who has just entered the line of `hall` is told. One whose arrival is heard late, from a
    machine that was cut off, has long had their slip."""
    if now - one.since > LATE:
        return None
    return forecast(of_day(outlook, hall.day), one.ticket_class, Lookout(hall, outlook, pace, now).sight(one))


def on_ticket(told: Forecast | None) -> dict[str, Any]:
    """What `TicketIssued` says of it."""
    return {"wait_low_seconds": told.low, "wait_high_seconds": told.high} if told else {}


def at_call(told: Forecast | None) -> dict[str, Any]:
    """What `TicketCalled` says of it."""
    if told is None:
        return {}
    expected = round(told.expected)
    found = {"told_low_seconds": told.low, "told_high_seconds": told.high, "expected_seconds": expected}
    return {**found, "forecast_method": told.method}


def is_unbroken(one: Waiting, arrived: datetime) -> bool:
    """Whether this is still the wait that was told: not interrupted, not moved, not tied to one counter."""
    return one.since == arrived and not one.credit and one.counter is None


def heed(outlook: Outlook, told: Forecast | None, one: Waiting, hall: Hall, now: datetime) -> Outlook:
    """Somebody was called in their turn: what came is compared with what they, and all methods, had said."""
    waited = max(0.0, (now - one.since).total_seconds())
    return learn(outlook, one.ticket_class, told, waited, serving(hall, one), hall.day)


def changes(before: Hall, after: Hall, outlook: Outlook, pace: float, now: datetime) -> list[NewForecast]:
    """For whom it makes much of a difference that the hall is no longer as it was `before`: a quarter of what
    they had before them and two minutes, or whether they are served at all."""
    outlook = of_day(outlook, after.day)
    was, sees = Lookout(before, outlook, pace, now), Lookout(after, outlook, pace, now)
    known = {one.visit: one for one in before.waiting}
    found = []
    for one in after.waiting:
        old = remaining(outlook, one.ticket_class, was.sight(known.get(one.visit, one)))
        new = remaining(outlook, one.ticket_class, sees.sight(one))
        if differs(old, new, MUCH.total_seconds() / pace):
            low, high = new or (None, None)
            found.append(
                NewForecast(
                    visit=one.visit,
                    ticket=one.ticket,
                    ticket_class=one.ticket_class,
                    wait_low_seconds=low,
                    wait_high_seconds=high,
                )
            )
    return found


def differs(old: Told | None, new: Told | None, much: float) -> bool:
    """Whether the middle of the range moved by `much` seconds and by a quarter; or there is none any more."""
    if old is None or new is None:
        return old is not new
    moved = abs(sum(new) - sum(old)) / 2
    return moved >= much and moved >= sum(old) / 2 * QUARTER


def told_anew(
    hall: Hall, tickets: list[NewForecast], reason: str, counter: str | None = None, device: str | None = None
) -> ForecastsChanged:
    """One event for all of them."""
    longest = max((one.wait_high_seconds for one in tickets if one.wait_high_seconds), default=None)
    return ForecastsChanged(
        branch=hall.id,
        reason=reason,
        counter=counter,
        device=device,
        affected=len(tickets),
        minutes=ceil(longest / 60) if longest else None,
        tickets=tuple(tickets),
    )
