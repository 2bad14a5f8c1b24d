"""Expected waits that audit themselves (D2, D8): by several methods, chosen by their own record, announced as
a range, and compared with what came.

All times are seconds of the clock on the wall, whatever the pace.
"""

from datetime import datetime, timedelta
from math import ceil
from typing import Any

import msgspec
from pydantic import BaseModel, ConfigDict

from services.lobby.branch.domain.branches import day_of, end_of
from services.lobby.branch.domain.halls import Hall, Waiting
from services.lobby.forecasts.domain.clues import unpacked
from services.lobby.forecasts.domain.methods import (
    FREE,
    LEARNED,
    LES,
    QL,
    WaitRange,
    best,
    ends,
    estimates,
    learned,
    lets_in,
    reach_of,
    spread_of,
    turn_of,
)
from services.lobby.forecasts.domain.queue_snapshot import QueuePosition, QueueSnapshot, serving
from services.lobby.forecasts.domain.wait_history import LONG_RUN, RECENT, Experience, WaitHistory
from shared.clock import Moment
from shared.contracts.lobby import ForecastsChanged, NewForecast
from shared.contracts.words import ForecastMethod, TicketClass

MUCH, QUARTER = timedelta(minutes=2), 0.25
LATE = timedelta(minutes=1)
AT_ONCE = 1 / 30  # of a turn: no wait
CLOSINGS = 2.0  # days with their weight, before it is known when a branch closes
DAY = timedelta(days=1).total_seconds()


class Forecast(BaseModel):
    """The forecast for a customer, and those of every method: kept, to be compared with the wait.

    `gap` is the mean time between completions when it was announced, `turn` the time for which a customer
    keeps a counter; `clues` are what was seen then.
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


def forecast(
    history: WaitHistory, ticket_class: TicketClass, position: QueuePosition | None
) -> Forecast | None:
    """Return the forecast for a customer who comes now; None where nobody serves their class."""
    if position is None:
        return None
    experience, need = history.of(ticket_class), history.need(position.need)
    found, weighed = learned(history, ticket_class, position)
    if lets_in(experience, position, weighed):
        known, method = {FREE: 0.0}, FREE
        reach = reach_of(experience, need, ticket_class, method)
        low, high = 0, max(1, ceil(reach.free * position.gap))
    else:
        known = estimates(experience, position)
        if weighed is not None:
            known[LEARNED] = round(max(0.0, weighed), 1)
        method = best(experience, known)
        low, high = ends(reach_of(experience, need, ticket_class, method), known[method], position.gap)
        if position.free:
            known[FREE] = 0.0
    return Forecast(
        method=method,
        low=low,
        high=high,
        gap=round(position.gap, 1),
        turn=round(turn_of(position), 1),
        clues=found,
        estimates=known,
    )


def learn(
    history: WaitHistory,
    ticket_class: TicketClass,
    given: Forecast | None,
    waited: float,
    counters: int,
    day: str,
    need: str = "",
) -> WaitHistory:
    """Learn from a customer who was called after `waited` seconds, while `counters` served their class."""
    experience = history.of(ticket_class)
    records, pairs, let_in = dict(experience.records), experience.pairs, experience.let_in
    at_once = False
    if given is not None:
        for method, expected in given.estimates.items():
            spread = spread_of(expected, given.gap)
            records[method] = experience.record(method).plus(waited - expected, spread)
        if LES in given.estimates:
            pairs = pairs.plus(given.estimates[LES], waited)
        if FREE in given.estimates:
            at_once = waited <= given.turn * AT_ONCE
            let_in = let_in.plus(float(at_once), RECENT)
    work = waited * max(1, counters)
    known = Experience(
        latest=round(waited, 1),
        long_run=experience.long_run if at_once else experience.long_run.plus(work, LONG_RUN),
        let_in=let_in,
        pairs=pairs,
        records=records,
    )
    today = of_day(history, day)
    today = today.evolve(classes={**today.classes, ticket_class: known})
    return today if given is None else _of_need(today, ticket_class, given, waited, need, called=True)


def _of_need(
    history: WaitHistory, of: TicketClass, given: Forecast, waited: float, need: str, *, called: bool
) -> WaitHistory:
    """Learn of a need from a customer who was called, or gave up, after `waited` seconds."""
    known, weights = history.need(need), history.weights
    of_need = known.weights
    if given.clues and given.turn:
        seen, came = unpacked(given.clues), waited / given.turn
        if called or weights.expected(of, of_need, seen) < came:
            weights, of_need = weights.after(of, of_need, seen, came)
    late = waited > given.high
    reaches = dict(known.reaches)
    if called or late:
        reach = reach_of(history.of(of), known, of, given.method)
        reaches[of] = reach.plus(early=waited < given.low, late=late, at_once=given.method is FREE)
    known = known.after(waited) if called else known
    known = msgspec.structs.replace(known, weights=of_need, reaches=reaches)
    return history.evolve(weights=weights).with_need(need, known)


def of_day(history: WaitHistory, day: str) -> WaitHistory:
    """On a new day nobody has entered service yet; what else is known stays."""
    if history.day == day:
        return history
    classes = {name: one.model_copy(update={"latest": None}) for name, one in history.classes.items()}
    return history.evolve(day=day, classes=classes)


def remaining(
    history: WaitHistory, ticket_class: TicketClass, position: QueuePosition | None
) -> WaitRange | None:
    """Return the remaining wait of a customer who has waited for a while: at least one completion."""
    if position is None:
        return None
    experience = history.of(ticket_class)
    if lets_in(experience, position, None):
        return ends(experience.record(FREE), 0.0, position.gap)
    known = estimates(experience, position)
    method = best(experience, known)
    left = known[method] if method is QL else max(known[method] - position.waited, position.gap)
    return ends(experience.record(method), left, position.gap)


def forecast_on_arrival(one: Waiting, hall: Hall, history: WaitHistory, moment: Moment) -> Forecast | None:
    """Return the forecast for a customer who has just entered the queue of `hall`, which ends with the day.
    One whose arrival is received late, from a machine that was cut off, has long had their ticket; one of a
    later time has a machine whose clock is wrong."""
    if abs(moment.now - one.since) > LATE:
        return None
    left = until_midnight(hall, moment.now)
    position = QueueSnapshot(hall, history, moment).position_on_arrival(one, before_closing(history, left))
    given = forecast(of_day(history, hall.day), one.ticket_class, position)
    ends_today = by_midnight(WaitRange(given.low, given.high), left) if given else None
    return given.model_copy(update={"high": ends_today.high}) if given and ends_today else None


def forecast_from_now(one: Waiting, hall: Hall, history: WaitHistory, moment: Moment) -> WaitRange | None:
    """Return the remaining wait of a customer, which ends with the day."""
    known = of_day(history, hall.day)
    left = remaining(known, one.ticket_class, QueueSnapshot(hall, known, moment).position_of(one))
    return by_midnight(left, until_midnight(hall, moment.now))


def until_midnight(hall: Hall, now: datetime) -> float:
    """Seconds of the branch's day that are left; nobody is called after it."""
    return (end_of(day_of(hall.timezone, now), hall.timezone) - now).total_seconds()


def by_midnight(given: WaitRange | None, left: float) -> WaitRange | None:
    """A range that ends with the day, `left` seconds on; None for who would be called after it."""
    return None if given is None or given.low >= left else WaitRange(given.low, min(given.high, ceil(left)))


def before_closing(history: WaitHistory, left: float) -> float | None:
    """Seconds until the branch usually closes, if that is known, `left` seconds before midnight."""
    if history.closes.value is None or history.closes.weight < CLOSINGS:
        return None
    return max(0.0, left - (DAY - history.closes.value))


def ticket_fields(given: Forecast | None) -> dict[str, Any]:
    """Return the fields of `TicketIssued`."""
    return {"wait_low_seconds": given.low, "wait_high_seconds": given.high} if given else {}


def call_fields(given: Forecast | None) -> dict[str, Any]:
    """Return the fields of `TicketCalled`."""
    if given is None:
        return {}
    return {
        "forecast_low_seconds": given.low,
        "forecast_high_seconds": given.high,
        "expected_seconds": round(given.expected),
        "forecast_method": given.method,
    }


def is_unbroken(one: Waiting, arrived: datetime) -> bool:
    """Return whether this is still the wait that was announced: not interrupted, not moved, not tied to one
    counter."""
    return one.since == arrived and not one.credit and one.counter is None


def learn_from_call(
    history: WaitHistory, given: Forecast | None, one: Waiting, hall: Hall, now: datetime
) -> WaitHistory:
    """Learn from a call: the wait is compared with the forecasts of all methods."""
    waited = max(0.0, (now - one.since).total_seconds())
    return learn(history, one.ticket_class, given, waited, serving(hall, one), hall.day, one.need)


def learn_from_leaving(history: WaitHistory, given: Forecast, one: Waiting, now: datetime) -> WaitHistory:
    """Learn from a customer who gave up: they would have waited longer."""
    waited = max(0.0, (now - one.since).total_seconds())
    return _of_need(history, one.ticket_class, given, waited, one.need, called=False)


def changes(before: Hall, after: Hall, history: WaitHistory, moment: Moment) -> list[NewForecast]:
    """For whom it makes much of a difference that the hall is no longer as it was `before`: a quarter of what
    they had before them and two minutes, or whether they are served at all."""
    history = of_day(history, after.day)
    was, sees = QueueSnapshot(before, history, moment), QueueSnapshot(after, history, moment)
    known, left = {one.visit: one for one in before.waiting}, until_midnight(after, moment.now)
    found = []
    for one in after.waiting:
        before_it = was.position_of(known.get(one.visit, one))
        old = by_midnight(remaining(history, one.ticket_class, before_it), left)
        new = by_midnight(remaining(history, one.ticket_class, sees.position_of(one)), left)
        if differs(old, new, moment.lasting(MUCH).total_seconds()):
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


def differs(old: WaitRange | None, new: WaitRange | None, much: float) -> bool:
    """Return whether the middle of the range moved by `much` seconds and by a quarter; or there is none any
    more."""
    if old is None or new is None:
        return old is not new
    moved = abs(sum(new) - sum(old)) / 2
    return moved >= much and moved >= sum(old) / 2 * QUARTER


def forecasts_changed(
    hall: Hall, tickets: list[NewForecast], reason: str, counter: str | None = None, device: str | None = None
) -> ForecastsChanged:
    """Build one event for all of them."""
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
