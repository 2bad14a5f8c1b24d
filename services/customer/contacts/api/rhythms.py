"""The rhythm of a branch over HTTP, and whether portfolios can be kept by it (A1)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from services.customer.contacts.commands import ChangeRhythm, DropRhythm
from services.customer.contacts.domain.plan import Terms
from services.customer.contacts.domain.portfolio import Portfolio, feasibility
from services.customer.contacts.domain.rhythm import AHEAD_AT_MOST, BANK, Rhythm, RhythmBook, must_be_whole
from services.customer.contacts.queries import (
    ViewFeasibility,
    ViewRhythm,
    due_by_week,
    find_rhythms,
    portfolios_of,
)
from services.customer.fields import AskedSeen
from services.customer.files.queries import ViewPersonalData
from shared import clock
from shared.branch_places import place_of
from shared.contracts.words import Segment
from shared.editions import Seen
from shared.fields import Given, Whole
from shared.rights import may_at_branch, may_at_queried_branch
from shared.runtime import Caller, Runtime, ServiceRuntime

router = APIRouter(prefix="/api/customer", tags=["contacts"])
WEEKS_SHOWN = 8


class RhythmForm(Given):
    """The rhythm of some segments, in days and working days; see `Rhythm`."""

    segments: list[Segment] = Field(min_length=1, max_length=len(Segment))
    every: Whole = Field(ge=1, le=730)
    grace: Whole = Field(default=5, ge=0, le=60)
    neglect: Whole = Field(default=10, ge=1, le=120)


class RhythmsForm(Given):
    """The rhythms of a branch: one for each segment; the contacts that an account manager can make in a
    working day; how many days before it is due a customer in the hall is told of; and how many days before
    an important date of theirs a customer is on today's list."""

    rhythms: list[RhythmForm] = Field(min_length=1, max_length=16)
    slots: Whole = Field(ge=1, le=200)
    soon: Whole = Field(default=14, ge=0, le=90)
    ahead: Whole = Field(default=7, ge=0, le=AHEAD_AT_MOST)
    seen: Seen

    def read(self) -> list[Rhythm]:
        """Return the rhythms as the domain has them."""
        return [Rhythm.model_validate(one.model_dump()) for one in self.rhythms]


class RhythmsNow(BaseModel):
    """The rhythms in force at a branch, or those of the scope ``bank``: `scope` says whose they are, a
    branch's or the bank's; `edition` is 0 for the standard ones."""

    branch: str
    scope: str
    edition: int
    rhythms: tuple[Rhythm, ...]
    slots: int
    soon: int
    ahead: int
    changed_by: str
    changed_at: datetime | None


class Week(BaseModel):
    """The steps that fall due in a week, and the contacts that can be made in it; `due` of the first week
    holds all that is due from before."""

    first: str
    last: str
    due: int
    slots: int


class PortfolioNow(BaseModel):
    """The customers of an account manager by segment, the contacts a week that their rhythms ask for, those
    that can be made, and the weeks ahead. `stretch`: the factor by which the rhythms would have to be
    longer."""

    account_manager: str
    customers: dict[Segment, int]
    contacts_per_week: dict[Segment, float]
    demand: float
    slots_per_week: float
    fits: bool
    stretch: float
    weeks: list[Week] = []


class FeasibilityNow(BaseModel):
    """The portfolios of a branch, under the rhythms of an edition."""

    branch: str
    edition: int
    portfolios: list[PortfolioNow]


@router.get("/branches/{branch}/rhythm")
async def view_rhythm(branch: Annotated[str, may_at_branch(ViewRhythm)], runtime: Runtime) -> RhythmsNow:
    """The rhythms in force at the branch: how often customers are contacted."""
    return _shown(branch, await find_rhythms(runtime.store, branch))


@router.put("/branches/{branch}/rhythm")
async def change_rhythm(
    branch: Annotated[str, may_at_branch(ChangeRhythm)], form: RhythmsForm, caller: Caller
) -> RhythmsNow:
    """Set the rhythms of the branch, or of the scope ``bank`` for all that have none of their own; the plans
    are computed anew."""
    by = caller.person.staff
    command = ChangeRhythm(branch, form.read(), form.slots, form.soon, by, form.ahead, form.seen)
    await caller.execute(command, branch)
    return _shown(branch, await find_rhythms(caller.runtime.store, branch))


@router.delete("/branches/{branch}/rhythm")
async def drop_rhythm(
    branch: Annotated[str, may_at_branch(DropRhythm)], caller: Caller, seen: AskedSeen = None
) -> RhythmsNow:
    """Let the branch follow the rhythms of the bank again; the plans are computed anew."""
    await caller.execute(DropRhythm(branch, caller.person.staff, seen), branch)
    return _shown(branch, await find_rhythms(caller.runtime.store, branch))


@router.post("/branches/{branch}/rhythm/check")
async def check_rhythm(
    branch: Annotated[str, may_at_branch(ChangeRhythm)], form: RhythmsForm, runtime: Runtime
) -> FeasibilityNow:
    """Say what the portfolios of the branch would be under these rhythms; nothing is changed."""
    must_be_whole(form.read())
    book = await find_rhythms(runtime.store, branch)
    tried = book.evolve(rhythms=tuple(form.read()), slots=form.slots)
    return await _feasibility(runtime, branch, tried, await portfolios_of(runtime.store, branch), ())


@router.get("/feasibility")
async def view_feasibility(
    branch: Annotated[str, may_at_queried_branch(ViewFeasibility)],
    caller: Caller,
) -> FeasibilityNow:
    """Portfolios, and whether their contacts fit into the time there is: my own, all of them for the head."""
    store = caller.runtime.store
    whole = caller.may(ViewPersonalData, branch)
    mine = [
        one
        for one in await portfolios_of(store, branch)
        if whole or one.account_manager == caller.person.staff
    ]
    book, place = await find_rhythms(store, branch), await place_of(branch, store)
    weeks = _weeks(place.day_of(clock.now()))
    return await _feasibility(caller.runtime, branch, book, mine, weeks)


async def _feasibility(
    runtime: ServiceRuntime,
    branch: str,
    book: RhythmBook,
    portfolios: Sequence[Portfolio],
    weeks: Sequence[tuple[date, date]],
) -> FeasibilityNow:
    place = await place_of(branch, runtime.store)
    terms, today = Terms(book, place), place.day_of(clock.now())
    shown = []
    for one in portfolios:
        found = feasibility(one, terms, today)
        due = await due_by_week(runtime.store, branch, one.account_manager, list(weeks))
        shown.append(
            PortfolioNow(
                account_manager=one.account_manager,
                customers=one.customers,
                contacts_per_week=found.contacts,
                demand=found.demand,
                slots_per_week=found.slots,
                fits=found.fits,
                stretch=max(1.0, round(found.demand / found.slots, 2)) if found.slots else 1.0,
                weeks=[
                    Week(
                        first=max(first, today).isoformat(),
                        last=last.isoformat(),
                        due=count,
                        slots=book.slots * place.calendar.count(max(first, today), last),
                    )
                    for (first, last), count in zip(weeks, due, strict=True)
                ],
            )
        )
    return FeasibilityNow(branch=branch, edition=book.edition, portfolios=shown)


def _weeks(today: date) -> list[tuple[date, date]]:
    """Return the weeks ahead, Monday to Sunday; the first begins with all that is due from before."""
    monday = today - timedelta(days=today.weekday())
    weeks = [(monday + timedelta(weeks=n), monday + timedelta(weeks=n, days=6)) for n in range(WEEKS_SHOWN)]
    return [(date(1900, 1, 1), weeks[0][1]), *weeks[1:]]


def _shown(branch: str, book: RhythmBook) -> RhythmsNow:
    fields = RhythmsNow.model_fields.keys() - {"branch", "scope"}
    return RhythmsNow(branch=branch, scope=book.id if book.own else BANK, **book.model_dump(include=fields))
