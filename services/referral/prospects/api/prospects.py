"""Prospects over HTTP (A2): the board, and what is done with each."""

import asyncio
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query

from services.referral.covers import acting_for
from services.referral.fields import STAFF
from services.referral.prospects.api.acting import may_act, may_view
from services.referral.prospects.api.forms import (
    CampaignForm,
    GiveForm,
    LoseForm,
    MoveForm,
    OpenForm,
    ParkForm,
    StepForm,
    WinForm,
)
from services.referral.prospects.api.shown import (
    BoardNow,
    Page,
    ProspectNow,
    ProspectWhole,
    counts_of,
    shown,
    shown_whole,
)
from services.referral.prospects.commands import (
    GiveProspect,
    ListCampaign,
    LoseProspect,
    MoveProspect,
    OpenProspect,
    ParkProspect,
    SetNextStep,
    WinProspect,
)
from services.referral.prospects.domain.campaign import Campaign, digest_of
from services.referral.prospects.domain.ending import Business
from services.referral.prospects.domain.opening import NewProspect
from services.referral.prospects.domain.prospect import OPEN, Prospect
from services.referral.prospects.queries import (
    PAGE,
    ListAllProspects,
    ListProspects,
    OpenOwnProspect,
    ViewProspect,
    find_prospect,
    log_of,
    overdue_of,
    page_of,
    tallies_of,
)
from shared.access import Person
from shared.branch_places import place_of
from shared.commands import Command
from shared.contracts.devices import correlation_of
from shared.contracts.referral import ProspectOrigin, ProspectStage
from shared.errors import NotAllowed, NotFound
from shared.rights import may_at_queried_branch, may_on, may_somewhere, require, right_of
from shared.runtime import Asking, Caller, ServiceRuntime

router = APIRouter(prefix="/api/referral/prospects", tags=["prospects"])
MONTH = r"^[0-9]{4}-[0-9]{2}$"
NOBODY = "-"
"""Stands for the head's list where an account manager is named."""
StaffOrNobody = Annotated[str | None, Query(pattern=rf"^-$|{STAFF}")]
Month = Annotated[str | None, Query(pattern=MONTH)]


@router.get("")
async def list_prospects(
    branch: Annotated[str, may_at_queried_branch(ListProspects)],
    stage: ProspectStage,
    caller: Caller,
    staff: StaffOrNobody = None,
    month: Month = None,
    after: Annotated[str, Query(max_length=200)] = "",
) -> Page:
    """A page of a stage: open ones by the day of their next step, ended ones of a month by the time of their
    end. Mine, unless I see those of the branch: then all, or those of one account manager (`-` for
    nobody)."""
    period = (month or await _month(branch, caller.runtime)) if stage.is_end else OPEN
    whole, owner = await _whose(caller, branch, staff)
    found = await page_of(caller.runtime.store, branch, stage.value, period, owner, after, whole=whole)
    return _page(found, caller.runtime.moment.now)


@router.get("/overdue")
async def list_overdue(
    branch: Annotated[str, may_at_queried_branch(ListProspects)],
    caller: Caller,
    staff: StaffOrNobody = None,
    after: Annotated[str, Query(max_length=200)] = "",
) -> Page:
    """A page of the prospects whose next step is overdue, the longest first."""
    whole, owner = await _whose(caller, branch, staff)
    found = await overdue_of(caller.runtime.store, branch, owner, after, whole=whole)
    return _page(found, caller.runtime.moment.now)


@router.get("/board")
async def view_board(
    branch: Annotated[str, may_at_queried_branch(ListProspects)], caller: Caller, month: Month = None
) -> BoardNow:
    """The numbers by stage of my prospects, and of those whom I cover; for those who see the whole branch, of
    all, and of each account manager."""
    month = month or await _month(branch, caller.runtime)
    store = caller.runtime.store
    open, ended = await asyncio.gather(tallies_of(store, branch), tallies_of(store, branch, month))
    tallies = [*open, *ended]
    counted = tallies
    if not caller.may(ListAllProspects, branch):
        seen = await acting_for(caller, branch)
        tallies = [one for one in tallies if one.staff in seen]
        counted = [one for one in tallies if one.staff == caller.person.staff]
    staff = sorted({one.staff for one in tallies})
    return BoardNow(
        month=month,
        all=counts_of(counted, None),
        managers=[counts_of([one for one in tallies if one.staff == name], name or None) for name in staff],
    )


@router.post("", status_code=201)
async def open_prospect(
    form: OpenForm, person: Annotated[Person, may_somewhere(OpenProspect)], caller: Caller
) -> ProspectNow:
    """Open a prospect for oneself or, as its finder, for an account manager of the branch. The same
    Idempotency-Key opens no second."""
    require(person, right_of(caller.request, OpenProspect), form.branch)
    account_manager = form.account_manager or person.staff
    if form.origin in (ProspectOrigin.HALL, ProspectOrigin.CAMPAIGN):
        raise NotAllowed  # these come with their referral, or by a list
    if form.origin is not ProspectOrigin.COLLEAGUE and not caller.may(OpenOwnProspect, form.branch):
        raise NotAllowed
    cause = caller.cause(OpenProspect, form.branch)
    new = NewProspect(
        id=correlation_of(form.branch, person.staff, cause.id),
        opened_by=person.staff,
        found_by=person.staff if account_manager != person.staff else None,
        **form.model_dump(exclude={"account_manager"}),
        account_manager=account_manager,
    )
    await caller.runtime.execute(OpenProspect(new), cause)
    return await _now(caller, new.id)


@router.post("/campaigns", status_code=202)
async def list_campaign(
    form: CampaignForm, person: Annotated[Person, may_somewhere(ListCampaign)], caller: Caller
) -> dict[str, int]:
    """Give a list of customers with a need to an account manager: a prospect is opened for each who has none
    with that need. Answers with how many customers stand on it."""
    require(person, right_of(caller.request, ListCampaign), form.branch)
    cause = caller.cause(ListCampaign, form.branch)
    customers = tuple(dict.fromkeys(form.customers))
    new = Campaign(
        id=correlation_of(form.branch, person.staff, cause.id),
        customers=customers,
        digest=digest_of(customers),
        listed_by=person.staff,
        listed_at=caller.runtime.moment.now,
        **form.model_dump(exclude={"customers"}),
    )
    await caller.runtime.execute(ListCampaign(new), cause)
    return {"customers": len(customers)}


@router.get("/{prospect}")
async def view_prospect(
    prospect: Annotated[Prospect, may_on(find_prospect, ViewProspect, "prospect")], caller: Caller
) -> ProspectWhole:
    """A prospect with its log."""
    await may_view(caller, prospect)
    return shown_whole(prospect, await log_of(caller.runtime.store, prospect.id), caller.runtime.moment.now)


@router.post("/{prospect}/move")
async def move(
    prospect: Annotated[Prospect, may_on(find_prospect, MoveProspect, "prospect")],
    form: MoveForm,
    caller: Caller,
) -> ProspectNow:
    """Take a prospect to another open stage, with its next step."""
    return await _execute(
        caller, MoveProspect(prospect.id, form.stage, form.step, caller.person.staff), prospect
    )


@router.post("/{prospect}/next-step")
async def set_next_step(
    prospect: Annotated[Prospect, may_on(find_prospect, SetNextStep, "prospect")],
    form: StepForm,
    caller: Caller,
) -> ProspectNow:
    """Set the next step of a prospect."""
    return await _execute(caller, SetNextStep(prospect.id, form.step, caller.person.staff), prospect)


@router.post("/{prospect}/park")
async def park(
    prospect: Annotated[Prospect, may_on(find_prospect, ParkProspect, "prospect")],
    form: ParkForm,
    caller: Caller,
) -> ProspectNow:
    """Let a prospect rest until a day."""
    return await _execute(caller, ParkProspect(prospect.id, form.step, caller.person.staff), prospect)


@router.post("/{prospect}/win")
async def win(
    prospect: Annotated[Prospect, may_on(find_prospect, WinProspect, "prospect")],
    form: WinForm,
    caller: Caller,
) -> ProspectNow:
    """End a prospect that became business without a deal; one with a deal is won when that closes."""
    business = Business(product=form.product, amount=form.amount, currency=form.currency)
    return await _execute(caller, WinProspect(prospect.id, business, caller.person.staff), prospect)


@router.post("/{prospect}/lose")
async def lose(
    prospect: Annotated[Prospect, may_on(find_prospect, LoseProspect, "prospect")],
    form: LoseForm,
    caller: Caller,
) -> ProspectNow:
    """End a prospect that became no business, with the reason."""
    return await _execute(caller, LoseProspect(prospect.id, form.reason, caller.person.staff), prospect)


@router.post("/{prospect}/give")
async def give(
    prospect: Annotated[Prospect, may_on(find_prospect, GiveProspect, "prospect")],
    form: GiveForm,
    caller: Caller,
) -> ProspectNow:
    """Give a prospect to another account manager of the branch."""
    await caller.execute(
        GiveProspect(prospect.id, form.account_manager, caller.person.staff), prospect.branch
    )
    return await _now(caller, prospect.id)


async def _whose(caller: Asking, branch: str, staff: str | None) -> tuple[bool, str | None]:
    """Return whether the whole branch is meant, and else whose prospects are: None for the head's list."""
    if caller.may(ListAllProspects, branch):
        return staff is None, None if staff == NOBODY else staff
    if staff is not None and staff not in await acting_for(caller, branch):
        raise NotAllowed
    return False, staff or caller.person.staff


async def _month(branch: str, runtime: ServiceRuntime) -> str:
    """Return the month of today at a branch."""
    place = await place_of(branch, runtime.store)
    return place.day_of(runtime.moment.now).isoformat()[:7]


async def _execute(caller: Asking, command: Command, prospect: Prospect) -> ProspectNow:
    """Carry out a command on a prospect of those who may act on it, and show it after."""
    await may_act(caller, prospect)
    await caller.execute(command, prospect.branch)
    return await _now(caller, prospect.id)


async def _now(caller: Asking, id: str) -> ProspectNow:
    prospect = await find_prospect(caller.runtime.store, id)
    if prospect is None:
        raise NotFound(f"prospects/{id}")
    return shown(prospect, caller.runtime.moment.now)


def _page(found: list[Prospect], now: datetime) -> Page:
    return Page(
        prospects=[shown(one, now) for one in found[:PAGE]],
        next=found[PAGE - 1].place if len(found) > PAGE else None,
    )
