"""Counters: one person at one counter, calling whoever deserves it most (D2, D6, D8)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.lobby.branch.domain.halls import (
    Counter,
    CounterBusy,
    CounterClosed,
    CounterPausedNow,
    CounterTaken,
    Hall,
    TicketAlreadyCalled,
    UnknownCounter,
)
from services.lobby.queue.domain.priority import BY_HAND, Choice, choice_of, most_deserving, worker_of
from services.lobby.queue.domain.tickets import placed
from services.lobby.queue.domain.visits import State, Visit, seconds_between
from shared.contracts import lobby as contracts
from shared.contracts.lobby import CounterLeft
from shared.contracts.words import Role
from shared.domain import Decision

LEFT = {"staff": None, "since": None, "paused": None, "paused_at": None}
MAY_SERVE = frozenset((Role.TELLER, Role.LOBBY_MANAGER))
"""Who may sit at a counter."""


class PauseReason(StrEnum):
    """Why nobody is called at a counter for a while."""

    BREAK = "break"
    CASH = "cash_handling"
    TRAINING = "training"
    SYSTEM = "system_down"
    OTHER = "other"


@dataclass(frozen=True)
class Freeing:
    """Why whoever is at a counter is there no longer; `by` somebody who may free it."""

    reason: CounterLeft
    by: str | None = None


def open_counter(hall: Hall, name: str, staff: str, now: datetime) -> Decision:
    """`staff` takes a counter, and leaves the one they had, if nobody is being served there."""
    counter = hall.counter(name)
    if counter.gone:
        raise UnknownCounter(name)
    if counter.staff not in (None, staff):
        raise CounterTaken
    if counter.staff == staff:
        return Decision()
    decision = Decision()
    for other, had in hall.counters.items():
        if had.staff == staff:
            hall, left = _left(hall, other, staff)
            decision.save(hall, left)
    taken = counter.model_copy(update={"staff": staff, "since": now})
    event = contracts.CounterOpened(branch=hall.id, counter=name, staff=staff, serves=counter.serves)
    return decision.save(hall.with_counter(name, taken), event)


def close_counter(hall: Hall, name: str, staff: str) -> Decision:
    """`staff` leaves the counter; not while somebody is served there."""
    counter = hall.counter(name)
    if counter.staff not in (None, staff):
        raise CounterTaken
    if counter.staff is None:
        return Decision()
    return Decision().save(*_left(hall, name, staff))


def free_counter(
    hall: Hall, name: str, visit: Visit | None, why: Freeing, pace: float, now: datetime
) -> Decision:
    """Whoever is at a counter is there no longer. The `visit` that they were serving is not lost: it waits
    for all who can serve it, with the wait that it had, at the head of the line. Only who waits beyond the
    limit of their class comes before."""
    counter = hall.counter(name)
    if counter.staff is None:
        return Decision()
    decision = Decision()
    if visit is not None:
        hall = hall.release(name)
        again = visit.evolve(state=State.WAITING, counter=None, called=None, recalls=0)
        waiting = again.waits((visit.since or visit.arrived) + (now - (visit.called or now)))
        told = contracts.TicketHandedOver(
            branch=hall.id,
            visit=visit.id,
            ticket=visit.ticket,
            counter=name,
            had_by=counter.staff,
            reason=why.reason,
        )
        decision.save(again, told)
    hall, left = _left(hall, name, counter.staff, why)
    if visit is not None:  # when nobody is bound to this counter any more
        hall = hall.enter(placed(waiting, hall, 1, pace, now))
    return decision.save(hall, left)


def _left(
    hall: Hall, name: str, staff: str, why: Freeing = Freeing(CounterLeft.CLOSED)
) -> tuple[Hall, contracts.CounterClosed]:
    """Who was sent to this counter alone waits for all from now on; one that is gone is no more."""
    counter = hall.counter(name)
    if counter.visit is not None:
        raise CounterBusy(name)
    if counter.gone:
        hall = hall.evolve(counters={other: one for other, one in hall.counters.items() if other != name})
    else:
        hall = hall.with_counter(name, counter.model_copy(update=LEFT))
    event = contracts.CounterClosed(branch=hall.id, counter=name, staff=staff, reason=why.reason, by=why.by)
    return hall.without_lost_wishes(), event


def taken_out(before: Hall, after: Hall) -> list[contracts.CounterClosed]:
    """What is told of counters that somebody sat at and that the settings have no more."""
    return [
        contracts.CounterClosed(branch=before.id, counter=name, staff=one.staff)
        for name, one in before.counters.items()
        if one.staff is not None and name not in after.counters
    ]


def pause_counter(hall: Hall, name: str, staff: str, reason: PauseReason, now: datetime) -> Decision:
    """Nobody is called for a while; who is being served is served to the end."""
    counter = _own(hall, name, staff)
    if counter.paused is not None:
        return Decision()
    event = contracts.CounterPaused(branch=hall.id, counter=name, staff=staff, reason=reason)
    paused = counter.model_copy(update={"paused": reason.value, "paused_at": now})
    return Decision().save(hall.with_counter(name, paused), event)


def resume_counter(hall: Hall, name: str, staff: str, now: datetime) -> Decision:
    """The counter serves again."""
    counter = _own(hall, name, staff)
    if counter.paused is None:
        return Decision()
    event = contracts.CounterResumed(
        branch=hall.id,
        counter=name,
        staff=staff,
        paused_seconds=seconds_between(counter.paused_at or now, now),
    )
    again = counter.model_copy(update={"paused": None, "paused_at": None})
    return Decision().save(hall.with_counter(name, again), event)


def choose(hall: Hall, name: str, staff: str, visit: str | None, pace: float, now: datetime) -> Choice:
    """Who is served next at a counter that has come free: the one asked for, or the most deserving.

    Raises `CounterClosed`, `CounterTaken`, `CounterPausedNow`, `CounterBusy`, `NobodyWaits`,
    `TicketAlreadyCalled`.
    """
    counter = _own(hall, name, staff)
    if counter.visit is not None:
        raise CounterBusy
    if counter.gone:
        raise UnknownCounter(name)
    if counter.paused is not None:
        raise CounterPausedNow
    line = worker_of(hall, name)
    if visit is None:
        return most_deserving(line, hall.rules, pace, now)
    wanted = hall.find(visit)
    if wanted is None:
        raise TicketAlreadyCalled
    return choice_of(wanted, line, hall.rules, pace, now, runner_up=None, reason=BY_HAND)


def _own(hall: Hall, name: str, staff: str) -> Counter:
    """The counter, if it is open and `staff` sits there."""
    counter = hall.counter(name)
    if counter.staff is None:
        raise CounterClosed
    if counter.staff != staff:
        raise CounterTaken
    return counter
