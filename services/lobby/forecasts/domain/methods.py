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
from services.lobby.forecasts.domain.queue_snapshot import QueuePosition
from services.lobby.forecasts.domain.wait_history import ENOUGH, Experience, Need, Reach, Record, WaitHistory
from shared.contracts.words import ForecastMethod, TicketClass

QL, LES = ForecastMethod.QUEUE_LENGTH, ForecastMethod.LAST_SERVED
MEAN, BLEND = ForecastMethod.LONG_RUN_MEAN, ForecastMethod.BLEND
LEARNED, FREE = ForecastMethod.LEARNED, ForecastMethod.FREE_COUNTER
HONEST = 0.9  # of those who find a counter free are called at once
NO_WAIT = 0.01  # of a turn: what is expected of somebody who is let in at once


class WaitRange(NamedTuple):
    """A range, in seconds from now."""

    low: int
    high: int


def queue_length(position: QueuePosition) -> float:
    """QL: everybody ahead, and the one whose completion lets this customer in."""
    return (position.ahead + 1) * position.gap


def last_served(experience: Experience) -> float | None:
    """LES: what the last of the class who came to a counter had waited."""
    return experience.latest


def long_run_mean(experience: Experience, position: QueuePosition) -> float | None:
    """Return the wait of the class in the long run, for the counters of now."""
    work = experience.long_run.value
    return None if work is None else work / position.counters


def blend(experience: Experience, position: QueuePosition) -> float | None:
    """The long-run mean, moved towards LES by as much as the two waits go together."""
    latest, mean = last_served(experience), long_run_mean(experience, position)
    if latest is None or mean is None:
        return mean
    return mean + experience.pairs.correlation * (latest - mean)


def learned(
    history: WaitHistory, ticket_class: TicketClass, position: QueuePosition
) -> tuple[bytes, float | None]:
    """Return the clues of a customer who has just come, and the wait that the weights make of them."""
    if position.view is None:
        return b"", None
    turn, known = turn_of(position), history.need(position.need)
    found = packed(clues(position.view, turn, known.lately))
    return found, history.weights.expected(ticket_class, known.weights, unpacked(found)) * turn


def turn_of(position: QueuePosition) -> float:
    """For how long a customer keeps a counter."""
    return position.gap * position.counters


def estimates(experience: Experience, position: QueuePosition) -> dict[ForecastMethod, float]:
    """Return the wait that each method expects, without the bias that it has shown."""
    every = {
        QL: queue_length(position),
        LES: last_served(experience),
        MEAN: long_run_mean(experience, position),
        BLEND: blend(experience, position),
    }
    return {
        method: round(straightened(experience.record(method), one, position.gap), 1)
        for method, one in every.items()
        if one is not None
    }


def straightened(record: Record, expected: float, gap: float) -> float:
    """Return the expected wait, moved to the middle of past waits, once enough are known."""
    if record.error.weight < ENOUGH:
        return expected
    return max(0.0, expected + record.mid * spread_of(expected, gap))


def lets_in(experience: Experience, position: QueuePosition, learned: float | None) -> bool:
    """Return whether a customer will be called at once: a counter is free, and those who find one free are,
    at this branch, or the weights know of no wait either."""
    if not position.free:
        return False
    share = experience.let_in.value if experience.let_in.weight >= ENOUGH else None
    honest = share is None or share >= HONEST
    return honest or (learned is not None and learned <= NO_WAIT * turn_of(position))


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


def ends(reach: Record | Reach, expected: float, gap: float) -> WaitRange:
    """The range around what is expected, by the method's own record, in whole seconds."""
    spread = spread_of(expected, gap)
    low, high = expected + min(0.0, reach.low) * spread, expected + max(0.0, reach.high) * spread
    return WaitRange(max(0, floor(low)), max(1, ceil(high)))


def reach_of(experience: Experience, need: Need, ticket_class: TicketClass, method: ForecastMethod) -> Reach:
    """Return the ends of the range, for the class with this need; at first, for the class."""
    known = need.reaches.get(ticket_class)
    if known is not None and known.calls >= ENOUGH:
        return known
    record, free = experience.record(method), experience.record(FREE)
    if known is not None:
        return msgspec.structs.replace(known, low=record.low, high=record.high, free=free.high)
    return Reach(record.low, record.high, free.high)
