"""Expected waits that audit themselves (D2, D8): five methods, chosen by their own record, told as a range.

- queue length, QL: one more than those ahead, times the mean time between completions; last to enter
  service, LES: what they waited (both: Ibrahim and Whitt 2009, "Real-time delay estimation based on delay
  history", Manufacturing & Service Operations Management 11)
- the long-run mean, and the blend, a mean of it and LES weighted by correlation, made for queues with
  priorities (Bassamboo and Ibrahim 2021, "A general framework to compare announcement accuracy: static vs.
  LES-based announcement", Management Science 67)
- learned: all that is seen of the line, weighed by what the branch's own waits taught (`clues`)

All times are seconds of the clock on the wall, whatever the pace.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import ceil, floor, sqrt
from typing import Any, NamedTuple

import msgspec
from pydantic import BaseModel, ConfigDict

from services.lobby.domain.branches import day_of, end_of
from services.lobby.domain.clues import clues, packed, unpacked
from services.lobby.domain.halls import Hall, Waiting
from services.lobby.domain.outlooks import (
    ENOUGH,
    LONG_RUN,
    RECENT,
    Experience,
    Need,
    Outlook,
    Reach,
    Record,
)
from services.lobby.domain.sights import Lookout, Sight, serving
from shared.contracts.lobby import ForecastsChanged, NewForecast
from shared.contracts.words import ForecastMethod, TicketClass

QL, LES = ForecastMethod.QUEUE_LENGTH, ForecastMethod.LAST_SERVED
MEAN, BLEND = ForecastMethod.LONG_RUN_MEAN, ForecastMethod.BLEND
LEARNED, FREE = ForecastMethod.LEARNED, ForecastMethod.FREE_COUNTER
MUCH, QUARTER = timedelta(minutes=2), 0.25
LATE = timedelta(minutes=1)
AT_ONCE, HONEST = 1 / 30, 0.9  # of a turn: no wait; of those who find a counter free: all
NO_WAIT = 0.01  # of a turn: what is expected of somebody who is let in at once
CLOSINGS = 2.0  # days with their weight, before it is known when a branch closes
DAY = timedelta(days=1).total_seconds()


class Forecast(BaseModel):
    """What a customer is told, and what every method would have told: kept, to be compared with what comes.

    `gap` is the mean time between completions when it was told, `turn` the time for which a customer keeps a
    counter; `clues` are what was seen then.
    """

    model_config = ConfigDict(frozen=True)

    method: ForecastMethod
    low: int
    high: int
    gap: float
    turn: float = 0.0
    clues: bytes = b""
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


def last_served(experience: Experience) -> float | None:
    """LES: what the last of the class who came to a counter had waited."""
    return experience.latest


def long_run_mean(experience: Experience, sight: Sight) -> float | None:
    """What the class waits in the long run, for the counters of now."""
    work = experience.long_run.value
    return None if work is None else work / sight.counters


def blend(experience: Experience, sight: Sight) -> float | None:
    """The long-run mean, moved towards LES by as much as the two waits go together."""
    latest, mean = last_served(experience), long_run_mean(experience, sight)
    if latest is None or mean is None:
        return mean
    return mean + experience.pairs.correlation * (latest - mean)


def learned(outlook: Outlook, ticket_class: TicketClass, sight: Sight) -> tuple[bytes, float | None]:
    """What is seen by who has just come, and what the branch's past waits make of it."""
    if sight.view is None:
        return b"", None
    turn, known = turn_of(sight), outlook.need(sight.need)
    found = packed(clues(sight.view, turn, known.lately))
    return found, outlook.weights.expected(ticket_class, known.weights, unpacked(found)) * turn


def turn_of(sight: Sight) -> float:
    return sight.gap * sight.counters


def estimates(experience: Experience, sight: Sight) -> dict[ForecastMethod, float]:
    """What each method expects, without the bias that it has shown."""
    every = {
        QL: queue_length(sight),
        LES: last_served(experience),
        MEAN: long_run_mean(experience, sight),
        BLEND: blend(experience, sight),
    }
    return {
        method: round(straightened(experience.record(method), one, sight.gap), 1)
        for method, one in every.items()
        if one is not None
    }


def straightened(record: Record, expected: float, gap: float) -> float:
    """What is expected, moved to the middle of what came, once enough came."""
    if record.error.weight < ENOUGH:
        return expected
    return max(0.0, expected + record.mid * spread_of(expected, gap))


def lets_in(experience: Experience, sight: Sight, learned: float | None) -> bool:
    """Whether somebody will be called at once: a counter is free, and those who find one free are, here, or
    the weights know of no wait either."""
    if not sight.free:
        return False
    share = experience.let_in.value if experience.let_in.weight >= ENOUGH else None
    honest = share is None or share >= HONEST
    return honest or (learned is not None and learned <= NO_WAIT * turn_of(sight))


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


def ends(reach: Record | Reach, expected: float, gap: float) -> Told:
    """The range around what is expected, by the method's own record, in whole seconds."""
    spread = spread_of(expected, gap)
    low, high = expected + min(0.0, reach.low) * spread, expected + max(0.0, reach.high) * spread
    return Told(max(0, floor(low)), max(1, ceil(high)))


def reach_of(experience: Experience, need: Need, ticket_class: TicketClass, method: ForecastMethod) -> Reach:
    """How far off what was told is, for the class with this need; at first, for the class."""
    known = need.reaches.get(ticket_class)
    if known is not None and known.calls >= ENOUGH:
        return known
    record, free = experience.record(method), experience.record(FREE)
    if known is not None:
        return msgspec.structs.replace(known, low=record.low, high=record.high, free=free.high)
    return Reach(record.low, record.high, free.high)


def forecast(outlook: Outlook, ticket_class: TicketClass, sight: Sight | None) -> Forecast | None:
    """What somebody who comes now is told; None where nobody serves their class."""
    if sight is None:
        return None
    experience, need = outlook.of(ticket_class), outlook.need(sight.need)
    found, weighed = learned(outlook, ticket_class, sight)
    if lets_in(experience, sight, weighed):
        known, method = {FREE: 0.0}, FREE
        reach = reach_of(experience, need, ticket_class, method)
        low, high = 0, max(1, ceil(reach.free * sight.gap))
    else:
        known = estimates(experience, sight)
        if weighed is not None:
            known[LEARNED] = round(max(0.0, weighed), 1)
        method = best(experience, known)
        low, high = ends(reach_of(experience, need, ticket_class, method), known[method], sight.gap)
        if sight.free:
            known[FREE] = 0.0
    return Forecast(
        method=method,
        low=low,
        high=high,
        gap=round(sight.gap, 1),
        turn=round(turn_of(sight), 1),
        clues=found,
        estimates=known,
    )


def learn(
    outlook: Outlook,
    ticket_class: TicketClass,
    told: Forecast | None,
    waited: float,
    counters: int,
    day: str,
    need: str = "",
) -> Outlook:
    """Somebody was called after `waited` seconds, while `counters` served their class."""
    experience = outlook.of(ticket_class)
    records, pairs, let_in = dict(experience.records), experience.pairs, experience.let_in
    at_once = False
    if told is not None:
        for method, expected in told.estimates.items():
            spread = spread_of(expected, told.gap)
            records[method] = experience.record(method).plus(waited - expected, spread)
        if LES in told.estimates:
            pairs = pairs.plus(told.estimates[LES], waited)
        if FREE in told.estimates:
            at_once = waited <= told.turn * AT_ONCE
            let_in = let_in.plus(float(at_once), RECENT)
    work = waited * max(1, counters)
    known = Experience(
        latest=round(waited, 1),
        long_run=experience.long_run if at_once else experience.long_run.plus(work, LONG_RUN),
        let_in=let_in,
        pairs=pairs,
        records=records,
    )
    today = of_day(outlook, day)
    today = today.but(classes={**today.classes, ticket_class: known})
    return today if told is None else _of_need(today, ticket_class, told, waited, need, called=True)


def _of_need(
    outlook: Outlook, ticket_class: TicketClass, told: Forecast, waited: float, need: str, *, called: bool
) -> Outlook:
    """What is known of a need when somebody was called, or gave up, after `waited` seconds."""
    known, weights = outlook.need(need), outlook.weights
    of_need = known.weights
    if told.clues and told.turn:
        seen, came = unpacked(told.clues), waited / told.turn
        if called or weights.expected(ticket_class, of_need, seen) < came:
            weights, of_need = weights.after(ticket_class, of_need, seen, came)
    late = waited > told.high
    reaches = dict(known.reaches)
    if called or late:
        reach = reach_of(outlook.of(ticket_class), known, ticket_class, told.method)
        reaches[ticket_class] = reach.plus(early=waited < told.low, late=late, at_once=told.method is FREE)
    known = msgspec.structs.replace(
        known.after(waited) if called else known, weights=of_need, reaches=reaches
    )
    return outlook.but(weights=weights).with_need(need, known)


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
    if lets_in(experience, sight, None):
        return ends(experience.record(FREE), 0.0, sight.gap)
    known = estimates(experience, sight)
    method = best(experience, known)
    left = known[method] if method is QL else max(known[method] - sight.waited, sight.gap)
    return ends(experience.record(method), left, sight.gap)


def told_on_arrival(
    one: Waiting, hall: Hall, outlook: Outlook, pace: float, now: datetime
) -> Forecast | None:
    """What somebody who has just entered the line of `hall` is told, which ends with the day. One whose
    arrival is heard late, from a machine that was cut off, has long had their slip; one of a later time has
    a machine whose clock is wrong."""
    if abs(now - one.since) > LATE:
        return None
    left = (end_of(day_of(hall.timezone, now), hall.timezone) - now).total_seconds()
    sees = Lookout(hall, outlook, pace, now)
    sight = sees.arrival(one, before_closing(outlook, left))
    told = forecast(of_day(outlook, hall.day), one.ticket_class, sight)
    if told is None or told.low >= left:
        return None
    return told.model_copy(update={"high": min(told.high, ceil(left))})


def before_closing(outlook: Outlook, left: float) -> float | None:
    """Seconds until the branch usually closes, if that is known, `left` seconds before midnight."""
    if outlook.closes.value is None or outlook.closes.weight < CLOSINGS:
        return None
    return max(0.0, left - (DAY - outlook.closes.value))


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
    """Somebody was called: what came is compared with what they, and all methods, had said."""
    waited = max(0.0, (now - one.since).total_seconds())
    return learn(outlook, one.ticket_class, told, waited, serving(hall, one), hall.day, one.need)


def heed_gone(outlook: Outlook, told: Forecast, one: Waiting, now: datetime) -> Outlook:
    """Somebody gave up: they would have waited longer. What was told as less was too short."""
    waited = max(0.0, (now - one.since).total_seconds())
    return _of_need(outlook, one.ticket_class, told, waited, one.need, called=False)


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
