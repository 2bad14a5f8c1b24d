"""Visits: somebody comes, is sent the right way, is called, is served or not there (D1, D2, D6, D10)."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from services.lobby.branch.domain.halls import Hall, Waiting
from services.lobby.branch.domain.transactions import Paper
from services.lobby.forecasts.domain.forecasts import (
    Forecast,
    at_call,
    is_unbroken,
    on_ticket,
    told_on_arrival,
)
from services.lobby.forecasts.domain.wait_history import Outlook
from services.lobby.queue.domain.acts import LastAct
from services.lobby.queue.domain.arrivals import Arrival
from services.lobby.queue.domain.card_holders import Guest
from services.lobby.queue.domain.priority import Choice, overtake
from services.lobby.queue.domain.triage import Advice, Why
from shared.contracts.lobby import (
    CustomerArrived,
    CustomerDiverted,
    CustomerNoShow,
    NextServiceWaited,
    ServiceCompleted,
    TicketCalled,
    TicketIssued,
    TicketRecalled,
    VipReceived,
)
from shared.contracts.words import Care, Channel, Segment, TicketClass
from shared.domain import Decision, Document
from shared.errors import Refusal

SLIP = "M"
"""The series of those diverted: they have a slip, to come back with."""


class NotAtCounter(Refusal):
    code, status = "not_at_counter", 409
    en, zh = "This ticket is not at a counter.", "该号当前不在柜台。"


class RecalledTooOften(Refusal):
    code, status = "recalled_too_often", 409
    en, zh = (
        "It was recalled as often as the branch allows; mark it as no-show.",
        "重呼次数已达上限，请标记为未到。",
    )


class State(StrEnum):
    WAITING = "waiting"
    PARKED = "parked"
    CALLED = "called"
    DIVERTED = "diverted"
    SERVED = "served"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    HEARD_LATE = "heard_late"  # 补记


OPEN = frozenset((State.WAITING, State.PARKED, State.CALLED, State.DIVERTED))
"""Where somebody is who is still in the branch."""


class Visit(Document):
    """One customer's stay. Its id is the id of the event that brought it. `advised` is where the rules sent
    them and `why`, `channel` where they are served; `since` is when the wait counted from, as of the last
    call; `done` are the matters served before the present `need`; `forecast` is the wait that they were told
    when they came; `replaced` is ``<day>/<ticket>`` of a hall's number that nobody held, since the machine
    had printed one. `amount` (whole yuan) stays here."""

    collection: ClassVar[str] = "visits"

    branch: str
    day: str
    ticket: str
    ticket_class: TicketClass
    channel: Channel
    advised: Channel = Channel.COUNTER
    why: Why = Why.COUNTER_ONLY
    documents: tuple[Paper, ...] = ()
    forms: tuple[Paper, ...] = ()
    place: int
    need: str
    amount: int | None = None
    done: tuple[str, ...] = ()
    care: tuple[Care, ...] = ()
    customer: str | None = None
    masked_name: str | None = None
    segment: Segment | None = None
    account_manager: str | None = None
    device: str | None = None
    arrived: datetime
    since: datetime | None = None
    state: State = State.WAITING
    counter: str | None = None
    called: datetime | None = None
    recalls: int = 0
    sent_back: int = 0
    ended: datetime | None = None
    prospect: str | None = None
    replaced: str | None = None
    needs: tuple[str, ...] = ()
    """What the customer is known to want beside what they came for, as `customer` says (D6)."""
    also_wants: tuple[str, ...] = ()
    """What they said they want when they asked for a ticket again."""
    also_holds: tuple[str, ...] = ()
    """Other numbers that they hold: printed by machines that were cut off."""
    forecast: Forecast | None = None
    last: LastAct | None = None

    def at_counter(self) -> str:
        """The counter where this visit is; `NotAtCounter` if it is at none."""
        if self.state is not State.CALLED or self.counter is None:
            raise NotAtCounter
        return self.counter

    def waits(self, since: datetime) -> Waiting:
        """This visit in line, with a wait that counts from `since`."""
        return Waiting(
            visit=self.id, ticket=self.ticket, ticket_class=self.ticket_class, since=since, need=self.need
        )


def welcome(
    arrival: Arrival,
    hall: Hall,
    guest: Guest | None,
    advice: Advice,
    outlook: Outlook,
    pace: float,
    now: datetime,
) -> tuple[Decision, Visit]:
    """Open a visit: a number, a place in line and an expected wait, or a slip for who is served elsewhere."""
    known = guest if guest is not None and not guest.revoked else None
    day, ticket = arrival.day, arrival.ticket
    if ticket is None:
        hall, ticket = hall.take_number(SLIP if advice.diverts else advice.ticket_class, now)
        day = hall.day
    visit = Visit(
        id=arrival.id,
        branch=arrival.branch,
        day=day,
        ticket=ticket,
        ticket_class=advice.ticket_class,
        channel=advice.channel,
        advised=advice.channel,
        why=advice.why,
        documents=advice.documents,
        forms=advice.forms,
        place=0,
        need=arrival.need,
        amount=arrival.amount,
        care=arrival.care,
        customer=known.customer if known else None,
        masked_name=known.masked_name if known else None,
        segment=known.segment if known else None,
        account_manager=known.account_manager if known else None,
        device=arrival.device,
        arrived=arrival.arrived,
        since=arrival.arrived,
        state=State.DIVERTED if advice.diverts else State.WAITING,
    )
    came = CustomerArrived(
        branch=arrival.branch,
        visit=visit.id,
        need=arrival.need,
        care=arrival.care,
        credential=arrival.credential,
        device=arrival.device,
        arrived=arrival.arrived,
    )
    if advice.diverts:
        hall = hall.evolve(diverted=(*hall.diverted, visit.id))
        return Decision().save(hall).save(visit, came, diverted(visit, advice.why)), visit
    waiting = visit.waits(arrival.arrived)
    hall = hall.enter(waiting)
    forecast = told_on_arrival(waiting, hall, outlook, pace, now)
    visit = visit.evolve(place=hall.place_of(visit.id), forecast=forecast)
    told = TicketIssued.model_validate({**visit.model_dump(), "visit": visit.id, **on_ticket(forecast)})
    received = [received_vip(visit, hall)] if visit.ticket_class is TicketClass.VIP else []
    return Decision().save(hall).save(visit, came, told, *received), visit


def diverted(visit: Visit, why: Why) -> CustomerDiverted:
    """The word that a visit is served elsewhere."""
    return CustomerDiverted(
        branch=visit.branch,
        visit=visit.id,
        ticket=visit.ticket,
        channel=visit.channel,
        need=visit.need,
        reason=why,
        device=visit.device,
    )


def received_vip(visit: Visit, hall: Hall) -> VipReceived:
    """A VIP goes to the window if one is free for them, else to the lounge (D6)."""
    waiting = hall.find(visit.id)
    free = waiting is not None and any(
        counter.is_free and hall.can_serve(name, waiting) for name, counter in hall.counters.items()
    )
    return VipReceived(
        branch=visit.branch,
        visit=visit.id,
        ticket=visit.ticket,
        place="window" if free else "lounge",
        customer=visit.customer,
        masked_name=visit.masked_name,
    )


def called(visit: Visit, hall: Hall, counter: str, choice: Choice, now: datetime) -> Decision:
    """A ticket is wanted at a counter; those who came before it and still wait were overtaken."""
    hall, chosen = hall.take(counter, visit.id)
    hall = overtake(hall, choice.overtook)
    at_counter = visit.evolve(state=State.CALLED, counter=counter, called=now, since=chosen.since)
    forecast = visit.forecast if is_unbroken(chosen, visit.arrived) else None
    event = TicketCalled(
        branch=visit.branch,
        visit=visit.id,
        ticket=visit.ticket,
        ticket_class=visit.ticket_class,
        counter=counter,
        waited_seconds=seconds_between(chosen.since, now),
        score=choice.score,
        runner_up=choice.runner_up.ticket if choice.runner_up else None,
        reason=choice.reason,
        need=visit.need,
        overtook=len(choice.overtook),
        overtaken=chosen.overtaken,
        also_holds=visit.also_holds,
        **at_call(forecast),
    )
    return Decision().save(hall).save(at_counter, event)


def recall(visit: Visit, at_most: int) -> Decision:
    """Call once more who did not come."""
    counter = visit.at_counter()
    if visit.recalls >= at_most:
        raise RecalledTooOften
    again = visit.evolve(recalls=visit.recalls + 1)
    event = TicketRecalled(
        branch=visit.branch, visit=visit.id, ticket=visit.ticket, counter=counter, times=again.recalls
    )
    return Decision().save(again, event)


def no_show(visit: Visit, hall: Hall, now: datetime) -> Decision:
    """Who was called did not come."""
    counter = visit.at_counter()
    event = CustomerNoShow(branch=visit.branch, visit=visit.id, ticket=visit.ticket, counter=counter)
    gone = visit.evolve(state=State.NO_SHOW, ended=now)
    return Decision().save(hall.release(counter)).save(gone, event)


def complete(visit: Visit, hall: Hall, now: datetime) -> Decision:
    """The customer was served."""
    counter = visit.at_counter()
    event = ServiceCompleted(
        branch=visit.branch,
        visit=visit.id,
        ticket=visit.ticket,
        ticket_class=visit.ticket_class,
        counter=counter,
        served_seconds=seconds_between(visit.called or now, now),
    )
    served = visit.evolve(state=State.SERVED, ended=now)
    return Decision().save(hall.release(counter)).save(served, event)


def go_on(visit: Visit, hall: Hall, need: str, now: datetime) -> Decision:
    """One matter is done, and the customer waits for another, with the wait that they had: the time at the
    counter does not count."""
    counter = visit.at_counter()
    served = now - (visit.called or now)
    again = visit.evolve(
        state=State.WAITING, counter=None, called=None, recalls=0, need=need, done=(*visit.done, visit.need)
    )
    event = NextServiceWaited(
        branch=visit.branch,
        visit=visit.id,
        ticket=visit.ticket,
        ticket_class=visit.ticket_class,
        need=need,
        counter=counter,
        served_seconds=seconds_between(now - served, now),
    )
    waiting = again.waits((visit.since or visit.arrived) + served)
    return Decision().save(hall.release(counter).enter(waiting)).save(again, event)


def seconds_between(begin: datetime, end: datetime) -> int:
    """Whole seconds, never less than 0: clocks of machines differ."""
    return max(0, int((end - begin) / timedelta(seconds=1)))
