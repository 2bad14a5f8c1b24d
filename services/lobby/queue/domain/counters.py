"""Counters: one teller at one counter, calling the customer with the highest priority (D2, D6, D8)."""

from datetime import datetime

from services.lobby.branch.domain.halls import (
    Counter,
    CounterBusy,
    CounterIsPaused,
    CounterNotOpen,
    CounterTaken,
    Hall,
    TicketAlreadyCalled,
    UnknownCounter,
)
from services.lobby.queue.domain.priority import BY_HAND, Choice, explain, highest_priority, waiting_for
from services.lobby.queue.domain.tickets import at_position
from services.lobby.queue.domain.visits import Visit, VisitState, seconds_between
from shared.clock import Moment
from shared.contracts import lobby as contracts
from shared.contracts.lobby import CounterLeft
from shared.contracts.lobby.words import PauseReason
from shared.contracts.words import Role
from shared.domain import Decision

LEFT = {"staff": None, "since": None, "paused": None, "paused_at": None}
MAY_SERVE = frozenset((Role.TELLER, Role.LOBBY_MANAGER))
"""Roles that may sit at a counter."""


def open_counter(hall: Hall, name: str, staff: str, now: datetime) -> Decision:
    """Seat `staff` at a counter; they leave the one they had. Raises `CounterTaken`, `UnknownCounter`, and
    `CounterBusy` while somebody is served at the one they had."""
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
    """Let `staff` leave the counter. Raises `CounterTaken`, and `CounterBusy` while somebody is served
    there."""
    counter = hall.counter(name)
    if counter.staff not in (None, staff):
        raise CounterTaken
    if counter.staff is None:
        return Decision()
    return Decision().save(*_left(hall, name, staff))


def free_counter(
    hall: Hall,
    name: str,
    visit: Visit | None,
    reason: CounterLeft,
    by: str | None,
    moment: Moment,
) -> Decision:
    """Free a counter whose teller is there no longer, for a `reason`, `by` a person or by rule.

    The `visit` that was served there is not lost: it waits for every counter that can serve it, with the wait
    that it had, at the head of the queue. Only customers who wait beyond the limit of their class come
    before.
    """
    counter = hall.counter(name)
    if counter.staff is None:
        return Decision()
    decision = Decision()
    if visit is not None:
        hall = hall.release(name)
        again = visit.evolve(state=VisitState.WAITING, counter=None, called=None, recalls=0)
        waiting = again.waits((visit.since or visit.arrived) + (moment.now - (visit.called or moment.now)))
        handed_over = contracts.TicketHandedOver(
            branch=hall.id,
            visit=visit.id,
            ticket=visit.ticket,
            counter=name,
            had_by=counter.staff,
            reason=reason,
        )
        decision.save(again, handed_over)
    hall, left = _left(hall, name, counter.staff, reason, by)
    if visit is not None:  # when nobody is bound to this counter any more
        hall = hall.enter(at_position(waiting, hall, 1, moment))
    return decision.save(hall, left)


def _left(
    hall: Hall, name: str, staff: str, reason: CounterLeft = CounterLeft.CLOSED, by: str | None = None
) -> tuple[Hall, contracts.CounterClosed]:
    """Return the hall with nobody at the counter, and the event. Customers who were sent to this counter
    alone wait for all from now on; a counter that is gone is removed."""
    counter = hall.counter(name)
    if counter.visit is not None:
        raise CounterBusy(name)
    if counter.gone:
        hall = hall.evolve(counters={other: one for other, one in hall.counters.items() if other != name})
    else:
        hall = hall.with_counter(name, counter.model_copy(update=LEFT))
    event = contracts.CounterClosed(branch=hall.id, counter=name, staff=staff, reason=reason, by=by)
    return hall.without_lost_preferences(), event


def taken_out(before: Hall, after: Hall) -> list[contracts.CounterClosed]:
    """Build the events for counters with a teller that the settings have no more."""
    return [
        contracts.CounterClosed(branch=before.id, counter=name, staff=one.staff)
        for name, one in before.counters.items()
        if one.staff is not None and name not in after.counters
    ]


def pause_counter(hall: Hall, name: str, staff: str, reason: PauseReason, now: datetime) -> Decision:
    """Call nobody for a while; the present customer is served to the end."""
    counter = _own(hall, name, staff)
    if counter.paused is not None:
        return Decision()
    event = contracts.CounterPaused(branch=hall.id, counter=name, staff=staff, reason=reason)
    paused = counter.model_copy(update={"paused": reason.value, "paused_at": now})
    return Decision().save(hall.with_counter(name, paused), event)


def resume_counter(hall: Hall, name: str, staff: str, now: datetime) -> Decision:
    """Serve again at a paused counter."""
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


def choose(hall: Hall, name: str, staff: str, visit: str | None, moment: Moment) -> Choice:
    """Choose who is served next at a counter that has come free: the `visit` asked for, or else the customer
    with the highest priority.

    Raises `CounterNotOpen`, `CounterTaken`, `CounterIsPaused`, `CounterBusy`, `NobodyWaits`,
    `TicketAlreadyCalled`.
    """
    counter = _own(hall, name, staff)
    if counter.visit is not None:
        raise CounterBusy
    if counter.gone:
        raise UnknownCounter(name)
    if counter.paused is not None:
        raise CounterIsPaused
    queue = waiting_for(hall, name)
    if visit is None:
        return highest_priority(queue, hall.rules, moment)
    wanted = hall.find(visit)
    if wanted is None:
        raise TicketAlreadyCalled
    return explain(wanted, queue, hall.rules, moment, runner_up=None, reason=BY_HAND)


def _own(hall: Hall, name: str, staff: str) -> Counter:
    """Return the counter, if it is open and `staff` sits there. Raises `CounterNotOpen`, `CounterTaken`."""
    counter = hall.counter(name)
    if counter.staff is None:
        raise CounterNotOpen
    if counter.staff != staff:
        raise CounterTaken
    return counter
