"""Branches: set up by operations; the live floor for those who work there."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, Field

from services.lobby import store
from services.lobby.domain.branches import Branch, Rules
from services.lobby.domain.visits import Visit
from services.lobby.handlers.branches import set_up_branch
from shared import clock
from shared.access import SignedIn
from shared.contracts.words import Role, TicketClass
from shared.errors import Malformed, NotFound
from shared.service import Here

router = APIRouter(prefix="/api/lobby/branches", tags=["branches"])
BranchPath = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
STAFF = (Role.TELLER, Role.LOBBY_MANAGER, Role.ACCOUNT_MANAGER, Role.BRANCH_HEAD, Role.OPS)
ALL_CLASSES = (TicketClass.VIP, TicketClass.CARE, TicketClass.ORDINARY)


class BranchSettings(BaseModel):
    """What operations sets for a branch. `counters`: which classes each one serves."""

    name_zh: str = Field(max_length=64)
    name_en: str = Field(max_length=64)
    timezone: str = "Asia/Shanghai"
    counters: dict[Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,8}$")], tuple[TicketClass, ...]] = Field(
        default={"1": ALL_CLASSES}, max_length=100
    )
    rules: Rules = Rules()


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


class ServingNow(BaseModel):
    counter: str
    staff: str | None
    visit: str
    ticket: str
    ticket_class: TicketClass
    called_at: datetime | None
    recalls: int


class CounterNow(BaseModel):
    counter: str
    state: str
    staff: str | None
    serves: tuple[TicketClass, ...]
    visit: str | None
    ticket: str | None


class Floor(BaseModel):
    """The hall at this moment; `now` is the server's time, to count waits from."""

    branch: str
    name_zh: str
    name_en: str
    timezone: str
    day: str
    now: datetime
    waiting: list[WaitingNow]
    serving: list[ServingNow]
    counters: list[CounterNow]


@router.put("/{branch}", status_code=204)
async def put_branch(
    branch: BranchPath, settings: BranchSettings, request: Request, here: Here, person: SignedIn
) -> None:
    """A branch joins, or its settings change and apply from now on."""
    person.must(branch, Role.OPS)
    try:
        document = Branch(id=branch, **dict(settings))
    except ValueError:
        raise Malformed("timezone: not in the IANA list") from None
    await here.command(request, person, branch, set_up_branch, document)


@router.get("/{branch}/floor")
async def floor(branch: BranchPath, here: Here, person: SignedIn) -> Floor:
    """Who waits and who is served, now."""
    person.must(branch, *STAFF)
    found = await store.floor(here.store, branch)
    if found is None:
        raise NotFound(f"branches/{branch}")
    place, hall = found
    at_counters = [counter.visit for counter in hall.counters.values() if counter.visit]
    visits = await store.visits(here.store, [*(one.visit for one in hall.waiting), *at_counters])
    return Floor(
        branch=branch,
        name_zh=place.name_zh,
        name_en=place.name_en,
        timezone=place.timezone,
        day=hall.day,
        now=clock.now(),
        waiting=[
            WaitingNow(**one.model_dump(), place=hall.place_of(one.visit), **_shown(visits.get(one.visit)))
            for one in hall.waiting
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
            )
            for name, counter in sorted(hall.counters.items())
            if counter.visit and (visit := visits.get(counter.visit))
        ],
        counters=[
            CounterNow(counter=name, state="open" if counter.staff else "closed", **counter.model_dump())
            for name, counter in sorted(hall.counters.items())
        ],
    )


def _shown(visit: Visit | None) -> dict[str, object]:
    """What the floor shows of a customer: never more than a masked name and a segment."""
    if visit is None:
        return {"need": "", "care": (), "masked_name": None, "segment": None}
    return {
        "need": visit.need,
        "care": visit.care,
        "masked_name": visit.masked_name,
        "segment": visit.segment,
    }
