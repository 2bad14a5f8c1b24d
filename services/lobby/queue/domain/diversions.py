"""Customers served by a machine or the phone, and those who come back from there (D2, D8)."""

from dataclasses import dataclass
from datetime import datetime

from services.lobby.branch.domain.halls import Hall, NotWaiting
from services.lobby.queue.domain.triage import Why
from services.lobby.queue.domain.visits import State, Visit, diverted, seconds_between
from shared.contracts.base import Event
from shared.contracts.lobby import CustomerReturned, SelfServiceCompleted, TriageOverridden
from shared.contracts.words import Care, Channel, TicketClass
from shared.domain import Decision
from shared.errors import Refusal


class NotDiverted(Refusal):
    code, status = "not_diverted", 409
    en, zh = "This customer was not sent to a machine.", "该客户未被分流。"


@dataclass(frozen=True)
class Override:
    """The lobby manager decides: another channel, or the green channel with its reason (D10)."""

    visit: str
    by: str
    reason: str
    channel: Channel
    care: Care | None = None


def come_back(visit: Visit, hall: Hall, now: datetime) -> Decision:
    """Who was diverted was not served there: they wait, and their wait counts from when they came (D8)."""
    hall = _leave_machine(visit, hall)
    again = visit.evolve(state=State.WAITING, channel=Channel.COUNTER)
    waiting = again.waits(visit.since or visit.arrived)
    return Decision().save(hall.enter(waiting)).save(again, returned(visit, now))


def served_there(visit: Visit, hall: Hall, now: datetime) -> Decision:
    """The machine, or the phone, did it."""
    event = SelfServiceCompleted(
        branch=visit.branch, visit=visit.id, ticket=visit.ticket, channel=visit.channel
    )
    served = visit.evolve(state=State.SERVED, ended=now)
    return Decision().save(_leave_machine(visit, hall)).save(served, event)


def override(visit: Visit, hall: Hall, wish: Override, now: datetime) -> Decision:
    """Send a customer another way than the rules did; both ways are told (D2)."""
    told: list[Event] = [
        TriageOverridden(
            branch=visit.branch,
            visit=visit.id,
            ticket=visit.ticket,
            advised=visit.channel,
            channel=wish.channel,
            by=wish.by,
            reason=wish.reason,
        )
    ]
    kept = _cared_for(visit.evolve(channel=wish.channel), wish.care)
    if visit.state is State.DIVERTED:
        hall, waiting = _leave_machine(visit, hall), kept.waits(visit.since or visit.arrived)
    else:
        hall, found = hall.leave(visit.id)
        if found.parked_at is not None:
            raise NotWaiting
        waiting = found.evolve(ticket_class=kept.ticket_class)
    if wish.channel in (Channel.SELF_SERVICE, Channel.PHONE_BANK):
        gone = kept.evolve(state=State.DIVERTED, since=waiting.since)
        told.append(diverted(gone, Why.BY_HAND))
        return Decision().save(hall.evolve(diverted=(*hall.diverted, visit.id))).save(gone, *told)
    if visit.state is State.DIVERTED:
        told.append(returned(visit, now))
    return Decision().save(hall.enter(waiting)).save(kept.evolve(state=State.WAITING), *told)


def _cared_for(visit: Visit, care: Care | None) -> Visit:
    """With the reason for the green channel on record (D10); a VIP stays one."""
    if care is None or care in visit.care:
        return visit
    vip = visit.ticket_class is TicketClass.VIP
    return visit.evolve(care=(*visit.care, care), ticket_class=TicketClass.VIP if vip else TicketClass.CARE)


def _leave_machine(visit: Visit, hall: Hall) -> Hall:
    if visit.state is not State.DIVERTED:
        raise NotDiverted
    return hall.evolve(diverted=tuple(one for one in hall.diverted if one != visit.id))


def returned(visit: Visit, now: datetime) -> CustomerReturned:
    """The word that somebody who was sent elsewhere is back."""
    return CustomerReturned(
        branch=visit.branch,
        visit=visit.id,
        ticket=visit.ticket,
        channel=visit.channel,
        away_seconds=seconds_between(visit.since or visit.arrived, now),
    )
