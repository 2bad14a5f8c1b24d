"""Counters: one person at one counter, calling whoever deserves it most (D2, D6, D8)."""

from datetime import datetime

from services.lobby.domain.halls import (
    Choice,
    CounterBusy,
    CounterClosed,
    CounterTaken,
    Hall,
    most_deserving,
)
from shared.contracts import lobby as contracts
from shared.domain import Decision


def open_counter(hall: Hall, name: str, staff: str) -> Decision:
    """`staff` takes a counter, and leaves the one they had, if nobody is being served there."""
    counter = hall.counter(name)
    if counter.staff not in (None, staff):
        raise CounterTaken
    for other, had in hall.counters.items():
        if other != name and had.staff == staff:
            if had.visit is not None:
                raise CounterBusy(other)
            hall = hall.with_counter(other, had.model_copy(update={"staff": None}))
    if counter.staff == staff:
        return Decision()
    event = contracts.CounterOpened(branch=hall.id, counter=name, staff=staff, serves=counter.serves)
    return Decision().put(hall.with_counter(name, counter.model_copy(update={"staff": staff})), event)


def close_counter(hall: Hall, name: str, staff: str) -> Decision:
    """`staff` leaves the counter; not while somebody is served there."""
    counter = hall.counter(name)
    if counter.staff not in (None, staff):
        raise CounterTaken
    if counter.visit is not None:
        raise CounterBusy
    if counter.staff is None:
        return Decision()
    event = contracts.CounterClosed(branch=hall.id, counter=name, staff=staff)
    return Decision().put(hall.with_counter(name, counter.model_copy(update={"staff": None})), event)


def choose(hall: Hall, name: str, staff: str, visit: str | None, pace: float, now: datetime) -> Choice:
    """Who is served next at a counter that has come free: the one asked for, or the most deserving.

    Raises `CounterClosed`, `CounterTaken`, `CounterBusy`, `NobodyWaits`.
    """
    counter = hall.counter(name)
    if counter.staff is None:
        raise CounterClosed
    if counter.staff != staff:
        raise CounterTaken
    if counter.visit is not None:
        raise CounterBusy
    if visit is not None:
        _, chosen = hall.take(name, visit)
        score = most_deserving([chosen], hall.rules, pace, now).score
        return Choice(chosen, score, None, "called_by_hand")
    line = [one for one in hall.waiting if one.ticket_class in counter.serves]
    return most_deserving(line, hall.rules, pace, now)
