"""Tickets that leave their turn: parked, transferred, sent back, cancelled (D2, D6, D8, D10)."""

from datetime import datetime

from services.lobby.branch.domain.halls import CounterNotOpen, Hall, NotWaiting, UnknownCounter, Waiting
from services.lobby.queue.domain.priority import credit_for, waiting_for
from services.lobby.queue.domain.visits import Visit, VisitState, seconds_between
from shared.clock import Moment
from shared.contracts.lobby import (
    TicketParked,
    TicketResumed,
    TicketSentBack,
    TicketTransferred,
    VisitCancelled,
)
from shared.domain import Decision
from shared.errors import Refusal

BRANCH_CLOSED = "branch_closed"


class NotParked(Refusal):
    code, status = "not_parked", 409
    en, zh = "This ticket is not parked.", "该号未被暂存。"


class SentBackTooOften(Refusal):
    code, status = "sent_back_too_often", 409
    en, zh = (
        "It was sent back as often as the branch allows; mark it as no-show.",
        "退回次数已达上限，请标记为未到。",
    )


class NobodyServesThat(Refusal):
    code, status = "nobody_serves_that", 409
    en, zh = "Name a counter or a transaction to go to.", "请指定转往的柜台或业务。"


def park(visit: Visit, hall: Hall, now: datetime) -> Decision:
    """Set a ticket aside while its customer is away; the time does not count as waiting. Raises
    `NotWaiting`."""
    hall, found = hall.leave(visit.id)
    if found.parked_at is not None:
        raise NotWaiting
    away = found.evolve(parked_at=now)
    event = TicketParked(branch=visit.branch, visit=visit.id, ticket=visit.ticket)
    return (
        Decision()
        .save(hall.evolve(parked=(*hall.parked, away)))
        .save(visit.evolve(state=VisitState.PARKED), event)
    )


def resume(visit: Visit, hall: Hall, now: datetime) -> Decision:
    """Put a parked ticket back: the wait goes on where it stood. Raises `NotParked`."""
    found = next((one for one in hall.parked if one.visit == visit.id), None)
    if found is None or found.parked_at is None:
        raise NotParked
    hall, _ = hall.leave(visit.id)
    away = max(now, found.parked_at) - found.parked_at
    back = found.evolve(parked_at=None, since=found.since + away)
    event = TicketResumed(
        branch=visit.branch,
        visit=visit.id,
        ticket=visit.ticket,
        parked_seconds=int(away.total_seconds()),
    )
    return Decision().save(hall.enter(back)).save(visit.evolve(state=VisitState.WAITING), event)


def transfer(
    visit: Visit,
    hall: Hall,
    *,
    to_counter: str | None,
    need: str | None,
    position: int | None,
    moment: Moment,
) -> Decision:
    """Send a called or waiting customer to another counter or need, with their wait.

    A `position` holds at this moment; customers who wait beyond the limit of their class still come first.
    Raises `NobodyServesThat`, `UnknownCounter`, `NotWaiting`, and `CounterNotOpen` where nobody sits.
    """
    if to_counter is None and need is None:
        raise NobodyServesThat
    if to_counter is not None:
        wanted = hall.counter(to_counter)
        if wanted.gone:
            raise UnknownCounter(to_counter)
        if wanted.staff is None:
            raise CounterNotOpen(to_counter)
    from_counter, need = None, need or visit.need
    if visit.state is VisitState.CALLED:
        from_counter = visit.at_counter()
        hall = hall.release(from_counter)
        served = moment.now - (visit.called or moment.now)
        waiting = visit.evolve(need=need).waits((visit.since or visit.arrived) + served)
    else:
        hall, found = hall.leave(visit.id)
        if found.parked_at is not None:
            raise NotWaiting
        waiting = found.evolve(need=need)
    waiting = at_position(waiting.evolve(counter=to_counter), hall, position, moment)
    moved = visit.evolve(state=VisitState.WAITING, counter=None, called=None, recalls=0, need=need)
    event = TicketTransferred(
        branch=visit.branch,
        visit=visit.id,
        ticket=visit.ticket,
        from_counter=from_counter,
        to_counter=to_counter,
        need=need,
        position=position,
    )
    return Decision().save(hall.enter(waiting)).save(moved, event)


def at_position(one: Waiting, hall: Hall, position: int | None, moment: Moment) -> Waiting:
    """Return the entry with the credit that puts it at a `position` of the queue at this moment; without one,
    unchanged."""
    if position is None:
        return one
    counters = [name for name in hall.counters if hall.can_serve(name, one)]
    rivals = {rival.visit: rival for name in counters for rival in waiting_for(hall, name)}
    credit = credit_for(position, one, list(rivals.values()), hall.rules, moment)
    return one.evolve(credit=credit)


def send_back(visit: Visit, hall: Hall, now: datetime) -> Decision:
    """Let a called customer who is not there wait anew, as often as the branch allows. Raises
    `SentBackTooOften`."""
    counter = visit.at_counter()
    if visit.sent_back >= hall.rules.sent_back_at_most:
        raise SentBackTooOften
    again = visit.evolve(
        state=VisitState.WAITING,
        counter=None,
        called=None,
        recalls=0,
        sent_back=visit.sent_back + 1,
        since=now,
    )
    event = TicketSentBack(
        branch=visit.branch, visit=visit.id, ticket=visit.ticket, counter=counter, times=again.sent_back
    )
    return Decision().save(hall.release(counter).enter(again.waits(now))).save(again, event)


def cancel(visit: Visit, hall: Hall, reason: str, now: datetime) -> Decision:
    """End the visit of a customer who gave up. Raises `NotWaiting`."""
    hall, found = hall.leave(visit.id)
    return Decision().save(hall).save(*cancelled(visit, found, reason, now))


def cancelled(visit: Visit, found: Waiting, reason: str, now: datetime) -> tuple[Visit, VisitCancelled]:
    """Return a visit that ended without service, and its event."""
    event = VisitCancelled(
        branch=visit.branch,
        visit=visit.id,
        ticket=visit.ticket,
        reason=reason,
        waited_seconds=seconds_between(found.since, found.parked_at or now),
    )
    return visit.evolve(state=VisitState.CANCELLED, ended=now, since=found.since), event
