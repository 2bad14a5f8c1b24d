"""Visits: somebody comes, has a number, is called, is served or does not show up (D1, D2, D6, D10)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from services.lobby.domain.guests import Guest
from services.lobby.domain.halls import Choice, Hall, Waiting
from shared.contracts.lobby import (
    ComplaintRaised,
    CustomerArrived,
    CustomerNoShow,
    ProspectIdentified,
    ServiceCompleted,
    TicketCalled,
    TicketIssued,
    TicketRecalled,
)
from shared.contracts.words import Care, Channel, ComplaintTopic, Segment, TicketClass
from shared.domain import Decision, Document
from shared.errors import Refusal


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
    CALLED = "called"
    SERVED = "served"
    NO_SHOW = "no_show"


class Visit(Document):
    """One customer's stay. Its id is the id of the event that brought it."""

    collection: ClassVar[str] = "visits"

    branch: str
    day: str
    ticket: str
    ticket_class: TicketClass
    channel: Channel
    place: int
    need: str
    care: tuple[Care, ...] = ()
    customer: str | None = None
    masked_name: str | None = None
    segment: Segment | None = None
    account_manager: str | None = None
    device: str | None = None
    arrived: datetime
    state: State = State.WAITING
    counter: str | None = None
    called: datetime | None = None
    recalls: int = 0
    ended: datetime | None = None
    prospect: str | None = None

    def at_counter(self) -> str:
        """The counter where this visit is; `NotAtCounter` if it is at none."""
        if self.state is not State.CALLED or self.counter is None:
            raise NotAtCounter
        return self.counter


@dataclass(frozen=True)
class Arrival:
    """Who came and what for, as `lobby` accepted it: the credential is a keyed hash by now.

    Its id is that of the event, and becomes the visit's.
    """

    id: str
    branch: str
    need: str
    arrived: datetime
    care: tuple[Care, ...] = ()
    credential: str | None = None
    device: str | None = None


def class_of(care: tuple[Care, ...], guest: Guest | None) -> tuple[TicketClass, Channel]:
    """Which line, and where to be served: a VIP's card before care flags before the ordinary line."""
    if guest is not None and guest.is_vip:
        return TicketClass.VIP, Channel.VIP_WINDOW
    return (TicketClass.CARE if care else TicketClass.ORDINARY), Channel.COUNTER


def welcome(arrival: Arrival, hall: Hall, guest: Guest | None, now: datetime) -> tuple[Decision, Visit]:
    """Open a visit and give it a number and a place in line."""
    known = guest if guest is not None and not guest.revoked else None
    ticket_class, channel = class_of(arrival.care, known)
    hall, ticket = hall.take_number(ticket_class, now)
    waiting = Waiting(visit=arrival.id, ticket=ticket, ticket_class=ticket_class, since=arrival.arrived)
    hall = hall.enter(waiting)
    visit = Visit(
        id=arrival.id,
        branch=arrival.branch,
        day=hall.day,
        ticket=ticket,
        ticket_class=ticket_class,
        channel=channel,
        place=hall.place_of(arrival.id),
        need=arrival.need,
        care=arrival.care,
        customer=known.customer if known else None,
        masked_name=known.masked_name if known else None,
        segment=known.segment if known else None,
        account_manager=known.account_manager if known else None,
        device=arrival.device,
        arrived=arrival.arrived,
    )
    came = CustomerArrived(
        branch=arrival.branch,
        visit=visit.id,
        need=arrival.need,
        care=arrival.care,
        credential=arrival.credential,
        device=arrival.device,
    )
    told = TicketIssued.model_validate({**visit.model_dump(), "visit": visit.id})
    return Decision().put(hall).put(visit, came, told), visit


def called(visit: Visit, counter: str, choice: Choice, now: datetime) -> Decision:
    """A ticket is wanted at a counter."""
    at_counter = visit.but(state=State.CALLED, counter=counter, called=now)
    event = TicketCalled(
        branch=visit.branch,
        visit=visit.id,
        ticket=visit.ticket,
        ticket_class=visit.ticket_class,
        counter=counter,
        waited_seconds=max(0, int((now - visit.arrived).total_seconds())),
        score=choice.score,
        runner_up=choice.runner_up.ticket if choice.runner_up else None,
        reason=choice.reason,
    )
    return Decision().put(at_counter, event)


def recall(visit: Visit, at_most: int) -> Decision:
    """Call once more who did not come."""
    counter = visit.at_counter()
    if visit.recalls >= at_most:
        raise RecalledTooOften
    again = visit.but(recalls=visit.recalls + 1)
    event = TicketRecalled(
        branch=visit.branch, visit=visit.id, ticket=visit.ticket, counter=counter, times=again.recalls
    )
    return Decision().put(again, event)


def no_show(visit: Visit, hall: Hall, now: datetime) -> Decision:
    """Who was called did not come."""
    counter = visit.at_counter()
    event = CustomerNoShow(branch=visit.branch, visit=visit.id, ticket=visit.ticket, counter=counter)
    gone = visit.but(state=State.NO_SHOW, ended=now)
    return Decision().put(hall.release(counter)).put(gone, event)


def complete(visit: Visit, hall: Hall, now: datetime) -> Decision:
    """The customer was served."""
    counter = visit.at_counter()
    event = ServiceCompleted(
        branch=visit.branch,
        visit=visit.id,
        ticket=visit.ticket,
        ticket_class=visit.ticket_class,
        counter=counter,
        served_seconds=int((now - (visit.called or now)).total_seconds()),
    )
    served = visit.but(state=State.SERVED, ended=now)
    return Decision().put(hall.release(counter)).put(served, event)


def mark_prospect(visit: Visit, need: str, found_by: str) -> Decision:
    """Somebody of promise: the account managers' side begins here (D5). Marking the same need again
    changes nothing."""
    if visit.prospect == need:
        return Decision()
    event = ProspectIdentified(
        branch=visit.branch, visit=visit.id, need=need, found_by=found_by, customer=visit.customer
    )
    return Decision().put(visit.but(prospect=need), event)


class Complaint(Document):
    """Somebody pressed "complaint" at a machine; the case is `customer`'s."""

    collection: ClassVar[str] = "complaints"

    branch: str
    topic: ComplaintTopic
    raised: datetime
    visit: str | None = None
    device: str | None = None

    @property
    def story(self) -> str:
        return self.visit or self.id


def hear_complaint(complaint: Complaint) -> Decision:
    """A complaint at a machine is passed on at once (D9)."""
    event = ComplaintRaised(
        branch=complaint.branch,
        complaint=complaint.id,
        topic=complaint.topic,
        visit=complaint.visit,
        device=complaint.device,
    )
    return Decision().put(complaint, event)
