"""The live floor: waiting, parked, diverted and served customers, and the counters."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

import msgspec
from fastapi import APIRouter
from pydantic import BaseModel

from services.lobby.branch.domain.halls import Counter, Waiting
from services.lobby.branch.queries import find_hall
from services.lobby.forecasts.domain.forecasts import ticket_fields
from services.lobby.queue.domain.priority import waiting_for
from services.lobby.queue.domain.stranded import SHOWN, strandings
from services.lobby.queue.domain.visits import Visit
from services.lobby.queue.queries import ViewFloor, find_visits
from shared import clock
from shared.clock import Moment
from shared.contracts.lobby import Lack
from shared.contracts.words import Channel, TicketClass
from shared.errors import NotFound
from shared.rights import may_at_branch
from shared.runtime import Runtime

router = APIRouter(prefix="/api/lobby/branches", tags=["floor"])


class WaitingNow(BaseModel):
    visit: str
    ticket: str
    ticket_class: TicketClass
    since: datetime
    place: int
    need: str
    care: tuple[str, ...]
    masked_name: str | None
    segment: str | None
    counter: str | None
    parked_at: datetime | None
    wait_low_seconds: int | None = None
    wait_high_seconds: int | None = None


class DivertedNow(BaseModel):
    """A customer who was sent to a machine or the phone, and is not known to be done there."""

    visit: str
    ticket: str
    channel: Channel
    need: str
    since: datetime


class ServingNow(BaseModel):
    counter: str
    staff: str | None
    visit: str
    ticket: str
    ticket_class: TicketClass
    called_at: datetime | None
    recalls: int
    sent_back: int
    need: str


class UndoableNow(BaseModel):
    """The last change of a visit, `by` an actor (``staff:li.na``), while it can be undone: `change` is its
    id, `what` the name of its event."""

    visit: str
    ticket: str
    ticket_class: TicketClass
    counter: str | None
    change: str
    what: str
    by: str
    until: datetime


class CounterNow(BaseModel):
    """A counter; `ready`: how many waiting customers it can call; `is_free`: somebody can be called there
    now."""

    counter: str
    state: str
    staff: str | None
    serves: tuple[TicketClass, ...]
    visit: str | None
    ticket: str | None
    paused: str | None
    paused_at: datetime | None
    ready: int
    is_free: bool


class StrandedNow(BaseModel):
    """Customers who wait where no open counter can call them; `longest` are tickets, the longest wait
    first."""

    reason: Lack
    ticket_class: TicketClass | None
    need: str | None
    counter: str | None
    waiting: int
    longest: list[str]


class Floor(BaseModel):
    """The hall at this moment; `now` is the server's time, to count waits from. `undoable` are changes that
    can be undone, the last first."""

    branch: str
    name_zh: str
    name_en: str
    timezone: str
    day: str
    now: datetime
    waiting: list[WaitingNow]
    parked: list[WaitingNow]
    diverted: list[DivertedNow]
    serving: list[ServingNow]
    undoable: list[UndoableNow]
    counters: list[CounterNow]
    stranded: list[StrandedNow]


@router.get("/{branch}/floor")
async def floor(branch: Annotated[str, may_at_branch(ViewFloor)], runtime: Runtime) -> Floor:
    """The hall at this moment."""
    found = await find_hall(runtime.store, branch)
    if found is None:
        raise NotFound(f"branches/{branch}")
    place, hall = found
    at_counters = [counter.visit for counter in hall.counters.values() if counter.visit]
    in_queue = [one.visit for one in (*hall.waiting, *hall.parked)]
    visits = await find_visits(runtime.store, [*in_queue, *hall.diverted, *at_counters, *hall.ended])
    places = hall.places()
    return Floor(
        branch=branch,
        name_zh=place.name_zh,
        name_en=place.name_en,
        timezone=place.timezone,
        day=hall.day,
        now=clock.now(),
        waiting=[_waiting(one, places, visits) for one in hall.waiting],
        parked=[_waiting(one, places, visits) for one in hall.parked],
        diverted=[
            DivertedNow(
                visit=id,
                ticket=visit.ticket,
                channel=visit.channel,
                need=visit.need,
                since=visit.since or visit.arrived,
            )
            for id in hall.diverted
            if (visit := visits.get(id))
        ],
        serving=[
            ServingNow(
                counter=name,
                staff=counter.staff,
                visit=visit.id,
                ticket=visit.ticket,
                ticket_class=visit.ticket_class,
                called_at=visit.called,
                recalls=visit.recalls,
                sent_back=visit.sent_back,
                need=visit.need,
            )
            for name, counter in sorted(hall.counters.items())
            if counter.visit and (visit := visits.get(counter.visit))
        ],
        undoable=_undoable(visits.values(), runtime.moment),
        counters=[
            CounterNow(
                counter=name,
                state=_state_of(counter),
                ready=len(waiting_for(hall, name)),
                is_free=counter.is_free,
                **counter.model_dump(),
            )
            for name, counter in sorted(hall.counters.items())
        ],
        stranded=[
            StrandedNow(
                **stranding._asdict(), waiting=len(those), longest=[one.ticket for one in those[:SHOWN]]
            )
            for stranding, those in strandings(hall).items()
        ],
    )


def _undoable(visits: Iterable[Visit], moment: Moment) -> list[UndoableNow]:
    changes = [(visit, visit.last) for visit in visits if visit.last and not visit.last.undone]
    fresh = [
        (visit, last)
        for visit, last in changes
        if last.state == visit.state and moment.now <= last.ends(moment)
    ]
    return [
        UndoableNow(
            visit=visit.id,
            ticket=visit.ticket,
            ticket_class=visit.ticket_class,
            counter=visit.counter,
            change=last.id,
            what=last.published[0],
            by=last.by,
            until=last.ends(moment),
        )
        for visit, last in sorted(fresh, key=lambda one: one[1].at, reverse=True)
    ]


def _state_of(counter: Counter) -> str:
    if not counter.is_staffed:
        return "closed"
    return "paused" if counter.paused else "open"


def _waiting(one: Waiting, places: dict[str, int], visits: dict[str, Visit]) -> WaitingNow:
    known = msgspec.structs.asdict(one)
    place = places.get(one.visit, 0)
    return WaitingNow.model_validate({**known, "place": place, **_shown(visits.get(one.visit))})


def _shown(visit: Visit | None) -> dict[str, object]:
    """Return what the floor shows of a customer: never more than a masked name and a segment."""
    if visit is None:
        return {"need": "", "care": (), "masked_name": None, "segment": None}
    return {
        "need": visit.need,
        "care": visit.care,
        "masked_name": visit.masked_name,
        "segment": visit.segment,
        **ticket_fields(visit.forecast),
    }
