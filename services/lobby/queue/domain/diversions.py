"""Diversion: customers are served by a machine or the phone, or come back from there (D2, D8)."""

from datetime import datetime

from services.lobby.branch.domain.halls import Hall, NotWaiting
from services.lobby.queue.domain.visits import Visit, VisitState, customer_diverted, seconds_between
from shared.contracts.base import Event
from shared.contracts.lobby import CustomerReturned, SelfServiceCompleted, TriageOverridden
from shared.contracts.lobby.words import AdviceReason
from shared.contracts.words import Care, Channel, TicketClass
from shared.domain import Decision
from shared.errors import Refusal


class NotDiverted(Refusal):
    code, status = "not_diverted", 409
    en, zh = "This customer was not sent to a machine.", "该客户未被分流。"


def return_to_queue(visit: Visit, hall: Hall, now: datetime) -> Decision:
    """Let a diverted customer wait who was not served there; the wait counts from their arrival (D8)."""
    hall = _leave_machine(visit, hall)
    again = visit.evolve(state=VisitState.WAITING, channel=Channel.COUNTER)
    waiting = again.waits(visit.since or visit.arrived)
    return Decision().save(hall.enter(waiting)).save(again, customer_returned(visit, now))


def complete_self_service(visit: Visit, hall: Hall, now: datetime) -> Decision:
    """End the visit of a customer whom the machine, or the phone, has served."""
    event = SelfServiceCompleted(
        branch=visit.branch, visit=visit.id, ticket=visit.ticket, channel=visit.channel
    )
    served = visit.evolve(state=VisitState.SERVED, ended=now)
    return Decision().save(_leave_machine(visit, hall)).save(served, event)


def override(
    visit: Visit,
    hall: Hall,
    *,
    channel: Channel,
    care: Care | None,
    by: str,
    reason: str,
    now: datetime,
) -> Decision:
    """Send a customer by another channel than the rules did; the event has both (D2). Raises `NotWaiting`."""
    kept = _cared_for(visit.evolve(channel=channel), care)
    events: list[Event] = [
        TriageOverridden(
            branch=visit.branch,
            visit=visit.id,
            ticket=visit.ticket,
            advised=visit.channel,
            channel=channel,
            by=by,
            reason=reason,
            ticket_class=kept.ticket_class,
        )
    ]
    if visit.state is VisitState.DIVERTED:
        hall, waiting = _leave_machine(visit, hall), kept.waits(visit.since or visit.arrived)
    else:
        hall, found = hall.leave(visit.id)
        if found.parked_at is not None:
            raise NotWaiting
        waiting = found.evolve(ticket_class=kept.ticket_class)
    if channel in (Channel.SELF_SERVICE, Channel.PHONE_BANK):
        gone = kept.evolve(state=VisitState.DIVERTED, since=waiting.since)
        events.append(customer_diverted(gone, AdviceReason.BY_HAND))
        return Decision().save(hall.evolve(diverted=(*hall.diverted, visit.id))).save(gone, *events)
    if visit.state is VisitState.DIVERTED:
        events.append(customer_returned(visit, now))
    return Decision().save(hall.enter(waiting)).save(kept.evolve(state=VisitState.WAITING), *events)


def _cared_for(visit: Visit, care: Care | None) -> Visit:
    """Put the reason for the green channel on record (D10); a VIP stays one."""
    if care is None or care in visit.care:
        return visit
    vip = visit.ticket_class is TicketClass.VIP
    return visit.evolve(care=(*visit.care, care), ticket_class=TicketClass.VIP if vip else TicketClass.CARE)


def _leave_machine(visit: Visit, hall: Hall) -> Hall:
    if visit.state is not VisitState.DIVERTED:
        raise NotDiverted
    return hall.evolve(diverted=tuple(one for one in hall.diverted if one != visit.id))


def customer_returned(visit: Visit, now: datetime) -> CustomerReturned:
    """Build the event that a diverted customer is back."""
    return CustomerReturned(
        branch=visit.branch,
        visit=visit.id,
        ticket=visit.ticket,
        channel=visit.channel,
        away_seconds=seconds_between(visit.since or visit.arrived, now),
    )
