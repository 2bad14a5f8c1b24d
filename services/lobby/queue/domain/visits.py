"""Visits: one customer's stay, from the ticket to the farewell (D1, D2, D6, D10)."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from services.lobby.branch.domain.halls import Hall, Waiting, WaitingList
from services.lobby.branch.domain.transactions import Paper
from services.lobby.forecasts.domain.forecasts import Forecast, call_fields, is_unbroken
from services.lobby.queue.domain.priority import Choice, overtake
from shared.clock import Moment
from shared.contracts.lobby import (
    CustomerDiverted,
    CustomerNoShow,
    NextServiceWaited,
    ServiceCompleted,
    TicketCalled,
    TicketRecalled,
)
from shared.contracts.lobby.words import AdviceReason
from shared.contracts.words import Care, Channel, Segment, TicketClass
from shared.domain import Decision, Document
from shared.errors import Refusal

UNDO_WITHIN = timedelta(minutes=5)
"""Branch time after a change for which it can be undone."""


class NotAtCounter(Refusal):
    code, status = "not_at_counter", 409
    en, zh = "This ticket is not at a counter.", "该号当前不在柜台。"


class RecalledTooOften(Refusal):
    code, status = "recalled_too_often", 409
    en, zh = (
        "It was recalled as often as the branch allows; mark it as no-show.",
        "重呼次数已达上限，请标记为未到。",
    )


class VisitState(StrEnum):
    WAITING = "waiting"
    PARKED = "parked"
    CALLED = "called"
    DIVERTED = "diverted"
    SERVED = "served"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    RECEIVED_LATE = "received_late"  # 补记


OPEN = frozenset((VisitState.WAITING, VisitState.PARKED, VisitState.CALLED, VisitState.DIVERTED))
"""States of a customer who is still in the branch."""


class LastChange(BaseModel):
    """The last change of a visit that can be undone; its `id` is that of its cause.

    `published` are the names of its events, the first says what it was. `state` is the state in which it left
    the visit: a visit in another one was changed by something else since. `before` are the fields of the
    visit as they had been, `waiting` its place in the queue, behind those who had come in the same moment
    (`behind`); `overtook` are the visits that this call overtook, `learned` is what it changed in the wait
    history of the branch, value by value.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    by: str
    at: datetime
    published: tuple[str, ...]
    state: str
    before: dict[str, Any]
    waiting: WaitingList = ()
    behind: tuple[str, ...] = ()
    overtook: tuple[str, ...] = ()
    learned: dict[str, Any] = {}
    undone: bool = False

    def ends(self, moment: Moment) -> datetime:
        """Return until when it can be undone, at the pace of `moment`."""
        return self.at + moment.lasting(UNDO_WITHIN)


class Visit(Document):
    """One customer's stay; its id is that of the event that began it.

    `advised` is the channel that triage advised and `why`, `channel` the one where the customer is served.
    `since` is when the wait began that ended with the last call. `done` are the needs served before the
    present `need`. `forecast` is the wait announced on arrival. `replaced` is ``<day>/<ticket>`` of a number
    of the hall that the customer does not hold, since the machine had printed one. `amount` (whole yuan) is
    published nowhere.
    """

    collection: ClassVar[str] = "visits"

    branch: str
    day: str
    ticket: str
    ticket_class: TicketClass
    channel: Channel
    advised: Channel = Channel.COUNTER
    why: AdviceReason = AdviceReason.COUNTER_ONLY
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
    state: VisitState = VisitState.WAITING
    counter: str | None = None
    called: datetime | None = None
    recalls: int = 0
    sent_back: int = 0
    ended: datetime | None = None
    prospect: str | None = None
    replaced: str | None = None
    needs: tuple[str, ...] = ()
    """Further needs of the customer, as `customer` knows them (D6)."""
    also_wants: tuple[str, ...] = ()
    """Further needs that the customer named when asking for a ticket again."""
    also_holds: tuple[str, ...] = ()
    """Other numbers that the customer holds, printed by machines that were cut off."""
    forecast: Forecast | None = None
    last: LastChange | None = None

    def at_counter(self) -> str:
        """Return the counter of this visit. Raises `NotAtCounter`."""
        if self.state is not VisitState.CALLED or self.counter is None:
            raise NotAtCounter
        return self.counter

    def waits(self, since: datetime) -> Waiting:
        """Return the entry in the queue for this visit, with a wait that counts from `since`."""
        return Waiting(
            visit=self.id, ticket=self.ticket, ticket_class=self.ticket_class, since=since, need=self.need
        )


def customer_diverted(visit: Visit, why: AdviceReason) -> CustomerDiverted:
    """Build the event that a customer was sent to a machine or the phone."""
    return CustomerDiverted(
        branch=visit.branch,
        visit=visit.id,
        ticket=visit.ticket,
        channel=visit.channel,
        need=visit.need,
        reason=why,
        device=visit.device,
    )


def call_to_counter(visit: Visit, hall: Hall, counter: str, choice: Choice, now: datetime) -> Decision:
    """Call a ticket to a counter; those who came before it and still wait are overtaken."""
    hall, chosen = hall.take(counter, visit.id)
    hall = overtake(hall, choice.overtook)
    at_counter = visit.evolve(state=VisitState.CALLED, counter=counter, called=now, since=chosen.since)
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
        **call_fields(forecast),
    )
    return Decision().save(hall).save(at_counter, event)


def recall(visit: Visit, at_most: int) -> Decision:
    """Call a customer once more who did not come. Raises `RecalledTooOften`."""
    counter = visit.at_counter()
    if visit.recalls >= at_most:
        raise RecalledTooOften
    again = visit.evolve(recalls=visit.recalls + 1)
    event = TicketRecalled(
        branch=visit.branch, visit=visit.id, ticket=visit.ticket, counter=counter, times=again.recalls
    )
    return Decision().save(again, event)


def no_show(visit: Visit, hall: Hall, now: datetime) -> Decision:
    """End the visit of a called customer who did not come."""
    counter = visit.at_counter()
    event = CustomerNoShow(branch=visit.branch, visit=visit.id, ticket=visit.ticket, counter=counter)
    gone = visit.evolve(state=VisitState.NO_SHOW, ended=now)
    return Decision().save(hall.release(counter)).save(gone, event)


def complete(visit: Visit, hall: Hall, now: datetime) -> Decision:
    """End the visit of a customer who was served."""
    counter = visit.at_counter()
    event = ServiceCompleted(
        branch=visit.branch,
        visit=visit.id,
        ticket=visit.ticket,
        ticket_class=visit.ticket_class,
        counter=counter,
        served_seconds=seconds_between(visit.called or now, now),
    )
    served = visit.evolve(state=VisitState.SERVED, ended=now)
    return Decision().save(hall.release(counter)).save(served, event)


def queue_for_next(visit: Visit, hall: Hall, need: str, now: datetime) -> Decision:
    """Let a customer wait for another `need`, with the wait that they had; the time at the counter does not
    count."""
    counter = visit.at_counter()
    served = now - (visit.called or now)
    again = visit.evolve(
        state=VisitState.WAITING,
        counter=None,
        called=None,
        recalls=0,
        need=need,
        done=(*visit.done, visit.need),
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
    """Return whole seconds, never less than 0: clocks of machines differ."""
    return max(0, int((end - begin) / timedelta(seconds=1)))
