"""Admission: an arrival becomes a visit with a number and a place in the queue (D1, D2, D6)."""

from dataclasses import dataclass, replace
from datetime import datetime

from services.lobby.branch.domain.halls import Hall
from services.lobby.devices.domain.number_blocks import PrintedNumber
from services.lobby.forecasts.domain.forecasts import forecast_on_arrival, ticket_fields
from services.lobby.forecasts.domain.wait_history import WaitHistory
from services.lobby.queue.domain.card_holders import CardHolder
from services.lobby.queue.domain.triage import Advice
from services.lobby.queue.domain.visits import Visit, VisitState, customer_diverted
from shared.clock import Moment
from shared.contracts.lobby import CustomerArrived, TicketIssued, VipReceived
from shared.contracts.lobby.words import AdviceReason
from shared.contracts.words import Care, Channel, TicketClass
from shared.domain import Decision

DIVERTED_SERIES = "M"
"""The series of diverted customers: they get a number to come back with."""
LATE_SERIES = "L"
"""The series of customers without a number whose arrival is received when their day is over."""


@dataclass(frozen=True)
class Arrival:
    """An arrival as `lobby` accepted it; the credential is a keyed hash.

    Its id is that of the event, and becomes the visit's. `amount` is in whole yuan; a customer who
    `wants_counter` is sent to no machine. `ticket` is the number that the device printed, `day` its branch
    day; `stated` is the time of arrival by the device's own clock. `left_out` names what could not be read.
    """

    id: str
    branch: str
    need: str
    arrived: datetime
    care: tuple[Care, ...] = ()
    credential: str | None = None
    device: str | None = None
    amount: int | None = None
    wants_counter: bool = False
    ticket: str | None = None
    day: str = ""
    stated: datetime | None = None
    left_out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Keep each kind of care once."""
        object.__setattr__(self, "care", tuple(dict.fromkeys(self.care)))


def open_visit(
    arrival: Arrival,
    hall: Hall,
    card_holder: CardHolder | None,
    advice: Advice,
    history: WaitHistory,
    moment: Moment,
) -> tuple[Decision, Visit]:
    """Open a visit: a number, a place in the queue and an expected wait; or only a number for a customer who
    is served by a machine or the phone (D1, D2, D6, D8)."""
    known = card_holder if card_holder is not None and not card_holder.revoked else None
    day, ticket = arrival.day, arrival.ticket
    if ticket is None:
        hall, ticket = hall.take_number(
            DIVERTED_SERIES if advice.diverts else advice.ticket_class, moment.now
        )
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
        state=VisitState.DIVERTED if advice.diverts else VisitState.WAITING,
    )
    arrived = CustomerArrived(
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
        return Decision().save(hall).save(visit, arrived, customer_diverted(visit, advice.why)), visit
    waiting = visit.waits(arrival.arrived)
    hall = hall.enter(waiting)
    forecast = forecast_on_arrival(waiting, hall, history, moment)
    visit = visit.evolve(place=hall.place_of(visit.id), forecast=forecast)
    issued = TicketIssued.model_validate({**visit.model_dump(), "visit": visit.id, **ticket_fields(forecast)})
    received = [vip_received(visit, hall)] if visit.ticket_class is TicketClass.VIP else []
    return Decision().save(hall).save(visit, arrived, issued, *received), visit


def vip_received(visit: Visit, hall: Hall) -> VipReceived:
    """Build the event that a VIP came: to the window if one is free for them, else to the lounge (D6)."""
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


def keep_printed_number(advice: Advice, ticket: str) -> Advice:
    """Return the advice for a customer who holds a printed number: they wait for a counter, in the class of
    the number, or as a VIP when the card says so."""
    printed = PrintedNumber.read(ticket)
    if printed is None:
        return advice
    ticket_class = TicketClass.VIP if advice.ticket_class is TicketClass.VIP else printed.ticket_class
    channel = Channel.VIP_WINDOW if ticket_class is TicketClass.VIP else Channel.COUNTER
    why = advice.why if channel is advice.channel else AdviceReason.PRINTED
    return replace(advice, ticket_class=ticket_class, channel=channel, why=why)
