"""The methods by which a wait is expected, which of them is believed, and how far off it may be (D2, D8).

- queue length, QL: one more than those ahead, times the mean time between completions; last to enter
  service, LES: what they waited (both: Ibrahim and Whitt 2009, "Real-time delay estimation based on delay
  history", Manufacturing & Service Operations Management 11)
- the long-run mean, and the blend, a mean of it and LES weighted by correlation, made for queues with
  priorities (Bassamboo and Ibrahim 2021, "A general framework to compare announcement accuracy: static vs.
  LES-based announcement", Management Science 67)
- learned: all that is seen of the line, weighed by what the branch's own waits taught (`clues`)
"""

from collections.abc import Mapping
from math import ceil, floor, sqrt
from typing import NamedTuple

import msgspec

from services.lobby.forecasts.domain.clues import clues, packed, unpacked
from services.lobby.forecasts.domain.queue_snapshot import Sight
from services.lobby.forecasts.domain.wait_history import ENOUGH, Experience, Need, Outlook, Reach, Record
from shared.contracts.words import ForecastMethod, TicketClass

QL, LES = ForecastMethod.QUEUE_LENGTH, ForecastMethod.LAST_SERVED
MEAN, BLEND = ForecastMethod.LONG_RUN_MEAN, ForecastMethod.BLEND
LEARNED, FREE = ForecastMethod.LEARNED, ForecastMethod.FREE_COUNTER
HONEST = 0.9  # of those who find a counter free are called at once
NO_WAIT = 0.01  # of a turn: what is expected of somebody who is let in at once


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
    """For how long a customer keeps a counter."""
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
