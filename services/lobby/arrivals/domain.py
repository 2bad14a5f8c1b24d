"""Arrivals at machines: offline tickets, arrivals received late, and customers who have a ticket already (D1,
D2).

Offline tickets: a machine asks, and gets no answer, so it cannot know whether its event was received. It
prints a number of its own and says so with another event that stands `instead_of` the first. Whichever of the
two is received first makes the visit, and the printed number counts, since it is the one that the customer
holds.

Stays: a card, an identity document and a code of the bank's app stand for one person, who has one ticket at a
time. A phone number does not: a family may share it.
"""

from datetime import datetime, timedelta
from typing import ClassVar

from services.lobby.branch.domain.branches import day_of
from services.lobby.branch.domain.halls import Hall
from services.lobby.day.domain.days import BranchDay, DayState
from services.lobby.devices.domain.device_clocks import UNDER_WAY
from services.lobby.devices.domain.number_blocks import NumberUsed, PrintedNumber
from services.lobby.queue.domain.admission import Arrival, vip_received
from services.lobby.queue.domain.card_holders import CardHolder
from services.lobby.queue.domain.diversions import customer_returned, return_to_queue
from services.lobby.queue.domain.visits import OPEN, Visit, VisitState
from shared.contracts.base import Event
from shared.contracts.devices import CredentialKind
from shared.contracts.lobby import ArrivalReceivedLate, TicketGivenAgain, TicketIssued, TicketReplaced
from shared.contracts.words import Channel, TicketClass
from shared.domain import Decision, Document
from shared.privacy import kind_of

OF_ONE_PERSON = frozenset((CredentialKind.CARD, CredentialKind.IDENTITY, CredentialKind.QR))
KEEP = timedelta(days=2)  # a stay ends with its day
KEEP_ARRIVALS = timedelta(days=30)  # as the inbox, which knows repeated events


class Stay(Document):
    """The visit that a credential or a customer stands for; its id is ``<branch>/<credential>``, or
    ``<branch>/customer:<id>``; or the visit that an arrival led to which made none of its own, under the id
    of the arrival. It is forgotten at `until`."""

    collection: ClassVar[str] = "stays"

    visit: str
    until: datetime


def is_over(arrived: datetime, timezone: str, day: BranchDay | None, now: datetime) -> bool:
    """Return whether the branch day of an arrival is over: its midnight passed, or the branch closed after
    it."""
    if now - arrived <= UNDER_WAY:
        return False
    closed = day is not None and day.state is DayState.CLOSED and arrived <= day.steps[-1].at
    return closed or day_of(timezone, arrived) < day_of(timezone, now)


def record_late(arrival: Arrival, day: str, ticket: str, now: datetime) -> tuple[Decision, Visit]:
    """Record an arrival that is received when the customer is long gone, with its own day."""
    printed = PrintedNumber.read(ticket)
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
        state=VisitState.RECEIVED_LATE,
        ended=now,
    )
    event = ArrivalReceivedLate.model_validate({**visit.model_dump(), "visit": visit.id})
    return Decision().save(visit, event), visit


def renumber(
    visit: Visit, hall: Hall, day: str, printed: PrintedNumber, over: bool, now: datetime
) -> Decision:
    """Give a visit the printed number, which the customer holds. A customer who was thought not to have come,
    since nobody held the other number, waits again; so does one who was sent to a machine without knowing it.
    Raises `NumberUsed`."""
    if PrintedNumber.read(visit.ticket) is not None:
        raise NumberUsed(f"{visit.ticket} was given to this customer")
    before = f"{visit.day}/{visit.ticket}"
    held = visit.evolve(day=day, ticket=printed.ticket, replaced=before)
    events: list[Event] = []
    waits_again = not over and visit.state in (VisitState.NO_SHOW, VisitState.CANCELLED, VisitState.DIVERTED)
    if waits_again:
        if visit.state is VisitState.DIVERTED:
            events.append(customer_returned(held, now))
        hall = hall.evolve(diverted=tuple(one for one in hall.diverted if one != visit.id))
        held = held.evolve(
            state=VisitState.WAITING,
            channel=Channel.COUNTER,
            counter=None,
            called=None,
            recalls=0,
            ended=None,
        )
        hall = hall.enter(held.waits(visit.since or visit.arrived))
    else:
        hall = _renamed(hall, visit, printed.ticket)
    events.append(
        TicketReplaced(
            branch=visit.branch,
            visit=visit.id,
            ticket=printed.ticket,
            replaced=visit.ticket,
            ticket_class=visit.ticket_class,
            counter=held.counter if visit.state is VisitState.CALLED else None,
            waits_again=waits_again,
            device=visit.device,
        )
    )
    return Decision().save(hall).save(held, *events)


def _renamed(hall: Hall, visit: Visit, ticket: str) -> Hall:
    """Return the hall with another number for this visit, wherever it is."""
    waiting, parked = (
        tuple(one.evolve(ticket=ticket) if one.visit == visit.id else one for one in those)
        for those in (hall.waiting, hall.parked)
    )
    counters = {
        name: one.model_copy(update={"ticket": ticket}) if one.visit == visit.id else one
        for name, one in hall.counters.items()
    }
    return hall.evolve(waiting=waiting, parked=parked, counters=counters)


def stays_of(arrival: Arrival, card_holder: CardHolder | None) -> tuple[str, ...]:
    """Return the ids of stays under which a customer may be known; the last is the one to keep."""
    shown = arrival.credential or ""
    if kind_of(shown) not in OF_ONE_PERSON:
        return ()
    known = card_holder is not None and not card_holder.revoked
    names = (shown, f"customer:{card_holder.customer}") if card_holder is not None and known else (shown,)
    return tuple(f"{arrival.branch}/{name}" for name in names)


def begin_stay(arrival: Arrival, card_holder: CardHolder | None, visit: Visit, now: datetime) -> Decision:
    """Keep a stay for the visit, if the credential stands for one person."""
    ids = stays_of(arrival, card_holder)
    return Decision().save(Stay(id=ids[-1], visit=visit.id, until=now + KEEP)) if ids else Decision()


def is_same(visit: Visit, arrival: Arrival, day: str, hall: Hall) -> bool:
    """Return whether an arrival on a `day` is of the customer of this visit: it goes on that day, or it ended
    after they had asked at this machine, whose event is late. A customer who was thought not to have come
    did, if they hold a printed number. A corrected time zone gives the hall's day another date, and its
    visits stay."""
    day = max(day, hall.day)
    if visit.branch != arrival.branch or day not in (visit.day, hall.day):
        return False
    if visit.state in OPEN:
        return True
    if visit.day != day or visit.ended is None or arrival.arrived >= visit.ended:
        return False
    return visit.state is VisitState.SERVED or waits_under_printed(visit, arrival)


def waits_under_printed(visit: Visit, arrival: Arrival) -> bool:
    """Return whether the printed number counts from now on: nobody came under the other one, or it led to a
    machine."""
    lost = visit.state in (VisitState.NO_SHOW, VisitState.CANCELLED, VisitState.DIVERTED)
    return lost and arrival.ticket is not None and PrintedNumber.read(visit.ticket) is None


def back_in_queue(visit: Visit, hall: Hall, need: str, now: datetime) -> Decision:
    """Let a diverted customer wait who asks for a need that takes a counter; their first need is kept."""
    first = (visit.need,) if visit.need != need else ()
    return return_to_queue(visit.evolve(need=need, also_wants=_more(visit.also_wants, *first)), hall, now)


def is_vip_by_now(visit: Visit, card_holder: CardHolder | None) -> bool:
    """Return whether a customer waits under an ordinary number whose card says meanwhile that they are a
    VIP."""
    waits = visit.state is VisitState.WAITING and visit.ticket_class is not TicketClass.VIP
    return (
        waits and card_holder is not None and card_holder.is_vip and PrintedNumber.read(visit.ticket) is None
    )


def as_vip(visit: Visit, hall: Hall, card_holder: CardHolder, now: datetime) -> Decision:
    """Replace the number of a customer by a VIP number, with their wait (D6)."""
    hall, ticket = hall.take_number(TicketClass.VIP, now)
    hall, found = hall.leave(visit.id)
    hall = hall.enter(found.evolve(ticket=ticket, ticket_class=TicketClass.VIP))
    known = visit.evolve(
        ticket=ticket,
        ticket_class=TicketClass.VIP,
        channel=Channel.VIP_WINDOW,
        place=hall.place_of(visit.id),
        replaced=f"{visit.day}/{visit.ticket}",
        forecast=None,
        last=None,
        **card_holder.model_dump(include={"customer", "masked_name", "segment", "account_manager"}),
    )
    replaced = TicketReplaced(
        branch=visit.branch,
        visit=visit.id,
        ticket=ticket,
        replaced=visit.ticket,
        ticket_class=TicketClass.VIP,
        device=visit.device,
    )
    issued = TicketIssued.model_validate({**known.model_dump(), "visit": visit.id})
    return Decision().save(hall).save(known, replaced, issued, vip_received(known, hall))


def give_again(visit: Visit, hall: Hall, arrival: Arrival, now: datetime) -> Decision:
    """Give a customer the ticket again that they have; note what they need besides, and a number that was
    printed for them. A printed number may show that they came earlier than was known."""
    wants = arrival.need if arrival.need not in (visit.need, *visit.done, *visit.also_wants) else None
    printed = arrival.ticket if arrival.ticket not in (None, visit.ticket, *visit.also_holds) else None
    changed = visit.evolve(
        also_wants=_more(visit.also_wants, wants) if wants and visit.state in OPEN else visit.also_wants,
        also_holds=_more(visit.also_holds, printed) if printed else visit.also_holds,
    )
    decision = Decision()
    waiting = hall.find(visit.id)
    if printed and waiting and waiting.since == visit.arrived > arrival.arrived:
        hall = hall.leave(visit.id)[0].enter(waiting.evolve(since=arrival.arrived))
        changed = changed.evolve(arrived=arrival.arrived, since=arrival.arrived, last=None)
        decision.save(hall)
    event = TicketGivenAgain(
        branch=visit.branch,
        visit=visit.id,
        ticket=visit.ticket,
        ticket_class=visit.ticket_class,
        channel=visit.channel,
        place=hall.place_of(visit.id),
        state=visit.state,
        counter=visit.counter if visit.state is VisitState.CALLED else None,
        also_wants=wants,
        printed=printed,
        device=arrival.device,
    )
    again = Stay(id=arrival.id, visit=visit.id, until=now + KEEP_ARRIVALS)
    return decision.save(again).save(changed, event)


def _more(known: tuple[str, ...], *words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *words)))
