"""Tickets that leave their turn: parked, transferred, sent back, cancelled (D2, D6, D8, D10)."""

from dataclasses import dataclass
from datetime import datetime

from services.lobby.branch.domain.halls import CounterClosed, Hall, NotWaiting, UnknownCounter, Waiting
from services.lobby.queue.domain.priority import credit_for, worker_of
from services.lobby.queue.domain.visits import State, Visit, seconds_between
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


@dataclass(frozen=True)
class Transfer:
    """Where a ticket goes: to a counter, to another transaction, or both; `position` 1 is next, None keeps
    the wait that it has."""

    visit: str
    counter: str | None = None
    need: str | None = None
    position: int | None = None


def park(visit: Visit, hall: Hall, now: datetime) -> Decision:
    """The customer is away for a while; until they are back, the time does not count."""
    hall, found = hall.leave(visit.id)
    if found.parked_at is not None:
        raise NotWaiting
    away = found.evolve(parked_at=now)
    event = TicketParked(branch=visit.branch, visit=visit.id, ticket=visit.ticket)
    return (
        Decision()
        .save(hall.evolve(parked=(*hall.parked, away)))
        .save(visit.evolve(state=State.PARKED), event)
    )


def resume(visit: Visit, hall: Hall, now: datetime) -> Decision:
    """The customer is back: the wait goes on where it stood."""
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
    return Decision().save(hall.enter(back)).save(visit.evolve(state=State.WAITING), event)


def transfer(visit: Visit, hall: Hall, to: Transfer, pace: float, now: datetime) -> Decision:
    """Somebody at a counter or in line goes to another counter or transaction, with their wait.

    A position holds at this moment; who has waited beyond the limit of their class still comes first. Raises
    `NobodyServesThat`, `UnknownCounter`, and `CounterClosed` where nobody sits.
    """
    if to.counter is None and to.need is None:
        raise NobodyServesThat
    if to.counter is not None:
        wanted = hall.counter(to.counter)
        if wanted.gone:
            raise UnknownCounter(to.counter)
        if wanted.staff is None:
            raise CounterClosed(to.counter)
    from_counter, need = None, to.need or visit.need
    if visit.state is State.CALLED:
        from_counter = visit.at_counter()
        hall = hall.release(from_counter)
        served = now - (visit.called or now)
        waiting = visit.evolve(need=need).waits((visit.since or visit.arrived) + served)
    else:
        hall, found = hall.leave(visit.id)
        if found.parked_at is not None:
            raise NotWaiting
        waiting = found.evolve(need=need)
    waiting = placed(waiting.evolve(counter=to.counter), hall, to.position, pace, now)
    moved = visit.evolve(state=State.WAITING, counter=None, called=None, recalls=0, need=need)
    event = TicketTransferred(
        branch=visit.branch,
        visit=visit.id,
        ticket=visit.ticket,
        from_counter=from_counter,
        to_counter=to.counter,
        need=need,
        position=to.position,
    )
    return Decision().save(hall.enter(waiting)).save(moved, event)


def placed(one: Waiting, hall: Hall, position: int | None, pace: float, now: datetime) -> Waiting:
    """Somebody who is to be at a `position` of the line at this moment; without one, where their wait puts
    them."""
    if position is None:
        return one
    counters = [name for name in hall.counters if hall.can_serve(name, one)]
    rivals = {rival.visit: rival for name in counters for rival in worker_of(hall, name)}
    credit = credit_for(position, one, list(rivals.values()), hall.rules, pace, now)
    return one.evolve(credit=credit)


def send_back(visit: Visit, hall: Hall, now: datetime) -> Decision:
    """Who was called and is not there waits anew, as often as the branch allows (once)."""
    counter = visit.at_counter()
    if visit.sent_back >= hall.rules.sent_back_at_most:
        raise SentBackTooOften
    again = visit.evolve(
        state=State.WAITING, counter=None, called=None, recalls=0, sent_back=visit.sent_back + 1, since=now
    )
    event = TicketSentBack(
        branch=visit.branch, visit=visit.id, ticket=visit.ticket, counter=counter, times=again.sent_back
    )
    return Decision().save(hall.release(counter).enter(again.waits(now))).save(again, event)


def cancel(visit: Visit, hall: Hall, reason: str, now: datetime) -> Decision:
    """The customer gave up."""
    hall, found = hall.leave(visit.id)
    return Decision().save(hall).save(*cancelled(visit, found, reason, now))


def cancelled(visit: Visit, found: Waiting, reason: str, now: datetime) -> tuple[Visit, VisitCancelled]:
    """A visit that is over without service, and what is told of it."""
    event = VisitCancelled(
        branch=visit.branch,
        visit=visit.id,
        ticket=visit.ticket,
        reason=reason,
        waited_seconds=seconds_between(found.since, found.parked_at or now),
    )
    return visit.evolve(state=State.CANCELLED, ended=now, since=found.since), event
