"""Visits whose number comes from a machine that was cut off: put in the place of another, or heard too late
(D1, D2).

A machine asks, and gets no answer: it cannot know whether it was heard. It prints a number of its own and
says so with another event that stands `instead_of` the first. Whichever of the two is heard first makes the
visit, and the printed number counts, since it is the one that the customer holds.
"""

from datetime import datetime

from services.lobby.branch.domain.branches import day_of
from services.lobby.branch.domain.halls import Hall
from services.lobby.day.domain.days import BranchDay, DayState
from services.lobby.devices.domain.device_clocks import UNDER_WAY
from services.lobby.devices.domain.number_blocks import NumberUsed, Printed
from services.lobby.queue.domain.arrivals import Arrival
from services.lobby.queue.domain.diversions import returned
from services.lobby.queue.domain.visits import State, Visit
from shared.contracts.base import Event
from shared.contracts.lobby import ArrivalHeardLate, TicketReplaced
from shared.contracts.words import Channel, TicketClass
from shared.domain import Decision


def is_over(arrived: datetime, timezone: str, day: BranchDay | None, now: datetime) -> bool:
    """Whether the branch day of an arrival is over: its midnight passed, or the branch closed after it."""
    if now - arrived <= UNDER_WAY:
        return False
    closed = day is not None and day.state is DayState.CLOSED and arrived <= day.steps[-1].at
    return closed or day_of(timezone, arrived) < day_of(timezone, now)


def heard_late(arrival: Arrival, day: str, ticket: str, now: datetime) -> tuple[Decision, Visit]:
    """Somebody came, and is long gone: on record, with their own day."""
    printed = Printed.read(ticket)
    ticket_class = printed.ticket_class if printed else TicketClass.ORDINARY
    visit = Visit(
        id=arrival.id,
        branch=arrival.branch,
        day=day,
        ticket=ticket,
        ticket_class=ticket_class,
        channel=Channel.COUNTER,
        place=0,
        need=arrival.need,
        amount=arrival.amount,
        care=arrival.care,
        device=arrival.device,
        arrived=arrival.arrived,
        since=arrival.arrived,
        state=State.HEARD_LATE,
        ended=now,
    )
    event = ArrivalHeardLate.model_validate({**visit.model_dump(), "visit": visit.id})
    return Decision().save(visit, event), visit


def renumber(visit: Visit, hall: Hall, day: str, printed: Printed, over: bool, now: datetime) -> Decision:
    """The customer holds the printed number. Who was thought not to have come, because nobody held the other
    one, waits again, and so does who was sent to a machine without knowing it. Raises `NumberUsed`."""
    if Printed.read(visit.ticket) is not None:
        raise NumberUsed(f"{visit.ticket} was given to this customer")
    before = f"{visit.day}/{visit.ticket}"
    held = visit.evolve(day=day, ticket=printed.ticket, replaced=before)
    told: list[Event] = []
    waits_again = not over and visit.state in (State.NO_SHOW, State.CANCELLED, State.DIVERTED)
    if waits_again:
        if visit.state is State.DIVERTED:
            told.append(returned(held, now))
        hall = hall.evolve(diverted=tuple(one for one in hall.diverted if one != visit.id))
        held = held.evolve(
            state=State.WAITING, channel=Channel.COUNTER, counter=None, called=None, recalls=0, ended=None
        )
        hall = hall.enter(held.waits(visit.since or visit.arrived))
    else:
        hall = _renamed(hall, visit, printed.ticket)
    told.append(
        TicketReplaced(
            branch=visit.branch,
            visit=visit.id,
            ticket=printed.ticket,
            replaced=visit.ticket,
            ticket_class=visit.ticket_class,
            counter=held.counter if visit.state is State.CALLED else None,
            waits_again=waits_again,
            device=visit.device,
        )
    )
    return Decision().save(hall).save(held, *told)


def _renamed(hall: Hall, visit: Visit, ticket: str) -> Hall:
    """The hall with another number for this visit, wherever it is."""
    line, parked = (
        tuple(one.evolve(ticket=ticket) if one.visit == visit.id else one for one in those)
        for those in (hall.waiting, hall.parked)
    )
    counters = {
        name: one.model_copy(update={"ticket": ticket}) if one.visit == visit.id else one
        for name, one in hall.counters.items()
    }
    return hall.evolve(waiting=line, parked=parked, counters=counters)
