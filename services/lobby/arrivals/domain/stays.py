"""Who asks for a ticket again while they have one: the same card twice, or at two machines (D1, D2).

A card, an identity document and a code of the bank's app stand for one person. A phone number does not: a
family may share it.
"""

from datetime import datetime, timedelta
from typing import ClassVar

from services.lobby.branch.domain.halls import Hall
from services.lobby.devices.domain.number_blocks import Printed
from services.lobby.queue.domain.arrivals import Arrival
from services.lobby.queue.domain.card_holders import Guest
from services.lobby.queue.domain.diversions import come_back
from services.lobby.queue.domain.visits import OPEN, State, Visit, received_vip
from shared.contracts.devices import CredentialKind
from shared.contracts.lobby import TicketGivenAgain, TicketIssued, TicketReplaced
from shared.contracts.words import Channel, TicketClass
from shared.domain import Decision, Document
from shared.privacy import kind_of

OF_ONE_PERSON = frozenset((CredentialKind.CARD, CredentialKind.IDENTITY, CredentialKind.QR))
KEEP = timedelta(days=2)  # a stay ends with its day
KEEP_ARRIVALS = timedelta(days=30)  # as the inbox, which a repeated event is told from


class Stay(Document):
    """The visit that a credential or a customer stands for; its id is ``<branch>/<credential>``, or
    ``<branch>/customer:<id>``. Or that of an arrival which led to no visit of its own; then its id is that of
    the arrival. It is forgotten at `until`."""

    collection: ClassVar[str] = "stays"

    visit: str
    until: datetime


def stays_of(arrival: Arrival, guest: Guest | None) -> tuple[str, ...]:
    """The ids of the stays by which somebody who comes may be known; the last is the one to know them by."""
    shown = arrival.credential or ""
    if kind_of(shown) not in OF_ONE_PERSON:
        return ()
    known = guest is not None and not guest.revoked
    names = (shown, f"customer:{guest.customer}") if guest is not None and known else (shown,)
    return tuple(f"{arrival.branch}/{name}" for name in names)


def begin(arrival: Arrival, guest: Guest | None, visit: Visit, now: datetime) -> Decision:
    """Remember whose visit it is, if what they showed says so."""
    ids = stays_of(arrival, guest)
    return Decision().save(Stay(id=ids[-1], visit=visit.id, until=now + KEEP)) if ids else Decision()


def is_same(visit: Visit, arrival: Arrival, day: str, hall: Hall) -> bool:
    """Whether somebody who comes on a `day` is here already: their visit of the day goes on, or it ended
    after they had asked at this machine, which was heard late. Who was thought not to have come did, if they
    hold a printed number. A corrected time zone gives the hall's day another date, and its visits stay."""
    day = max(day, hall.day)
    if visit.branch != arrival.branch or day not in (visit.day, hall.day):
        return False
    if visit.state in OPEN:
        return True
    if visit.day != day or visit.ended is None or arrival.arrived >= visit.ended:
        return False
    return visit.state is State.SERVED or waits_under_printed(visit, arrival)


def waits_under_printed(visit: Visit, arrival: Arrival) -> bool:
    """Whether the printed number counts from now on: nobody came under the other, or it led to a machine."""
    lost = visit.state in (State.NO_SHOW, State.CANCELLED, State.DIVERTED)
    return lost and arrival.ticket is not None and Printed.read(visit.ticket) is None


def back_in_line(visit: Visit, hall: Hall, need: str, now: datetime) -> Decision:
    """Somebody was sent to a machine, and asks for what needs a counter: they wait, and what they had come
    for first is not forgotten."""
    first = (visit.need,) if visit.need != need else ()
    return come_back(visit.evolve(need=need, also_wants=_more(visit.also_wants, *first)), hall, now)


def is_vip_by_now(visit: Visit, guest: Guest | None) -> bool:
    """Whether somebody waits under an ordinary number whose card says meanwhile that they are a VIP."""
    waits = visit.state is State.WAITING and visit.ticket_class is not TicketClass.VIP
    return waits and guest is not None and guest.is_vip and Printed.read(visit.ticket) is None


def as_vip(visit: Visit, hall: Hall, guest: Guest, now: datetime) -> Decision:
    """A number of the VIP line takes the place of the one that they have, with their wait (D6)."""
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
        **guest.model_dump(include={"customer", "masked_name", "segment", "account_manager"}),
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
    return Decision().save(hall).save(known, replaced, issued, received_vip(known, hall))


def give_again(visit: Visit, hall: Hall, arrival: Arrival, now: datetime) -> Decision:
    """They keep the ticket that they have; what they want besides, and a number that was printed for them,
    are noted. A printed number may show that they came earlier than it was known."""
    wants = arrival.need if arrival.need not in (visit.need, *visit.done, *visit.also_wants) else None
    printed = arrival.ticket if arrival.ticket not in (None, visit.ticket, *visit.also_holds) else None
    noted = visit.evolve(
        also_wants=_more(visit.also_wants, wants) if wants and visit.state in OPEN else visit.also_wants,
        also_holds=_more(visit.also_holds, printed) if printed else visit.also_holds,
    )
    decision = Decision()
    waiting = hall.find(visit.id)
    if printed and waiting and waiting.since == visit.arrived > arrival.arrived:
        hall = hall.leave(visit.id)[0].enter(waiting.evolve(since=arrival.arrived))
        noted = noted.evolve(arrived=arrival.arrived, since=arrival.arrived, last=None)
        decision.save(hall)
    event = TicketGivenAgain(
        branch=visit.branch,
        visit=visit.id,
        ticket=visit.ticket,
        ticket_class=visit.ticket_class,
        channel=visit.channel,
        place=hall.place_of(visit.id),
        state=visit.state,
        counter=visit.counter if visit.state is State.CALLED else None,
        also_wants=wants,
        printed=printed,
        device=arrival.device,
    )
    again = Stay(id=arrival.id, visit=visit.id, until=now + KEEP_ARRIVALS)
    return decision.save(again).save(noted, event)


def _more(known: tuple[str, ...], *words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *words)))
