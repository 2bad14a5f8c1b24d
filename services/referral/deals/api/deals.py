"""Deals over HTTP (A4): lists, the strip, opening, the team, and the end."""

from typing import Annotated

from fastapi import APIRouter, Query

from services.referral.covers import acting_for
from services.referral.deals.api import access
from services.referral.deals.api.forms import (
    CancelForm,
    DealForm,
    GiveForm,
    GroupForm,
    MemberForm,
    StaffInPath,
)
from services.referral.deals.api.shown import DealsPage, StripNow, line_of
from services.referral.deals.api.strip import after, strip, today_at
from services.referral.deals.commands import (
    AddToTeam,
    CancelDeal,
    CloseDeal,
    FormWorkingGroup,
    GiveDeal,
    OpenDeal,
    RemoveFromTeam,
)
from services.referral.deals.domain.deal import Deal
from services.referral.deals.domain.opening import Business
from services.referral.deals.queries import (
    PAGE,
    HandleAnyDeal,
    ListAllDeals,
    ListDeals,
    ViewDeal,
    deals_of_branch,
    deals_of_prospects,
    deals_of_team,
    find_deal,
)
from services.referral.fields import Key
from shared.contracts.devices import correlation_of
from shared.contracts.referral import DealState
from shared.errors import NotFound
from shared.rights import may_at_queried_branch, may_on
from shared.runtime import Caller

router = APIRouter(prefix="/api/referral", tags=["deals"])


@router.get("/deals")
async def list_deals(
    branch: Annotated[str, may_at_queried_branch(ListDeals)],
    caller: Caller,
    state: DealState = DealState.OPEN,
    team: bool = False,
    prospect: Annotated[list[Key] | None, Query(max_length=PAGE)] = None,
    before: Annotated[str | None, Query(max_length=128)] = None,
) -> DealsPage:
    """My deals at a branch and those of whom I cover, or those of my teams (`team=1`); all of the branch for
    those who may see them. The latest first, by pages; or those that come from some prospects, 50 at once."""
    store = caller.runtime.store
    if prospect is not None:
        acting = await acting_for(caller, branch)
        several = await deals_of_prospects(store, branch, prospect, state)
        found = [one for one in several if access.sees(caller, acting, one)][:PAGE]
    elif team:
        found = await deals_of_team(store, branch, state, caller.person.staff, before=before)
    elif caller.may(ListAllDeals, branch):
        found = await deals_of_branch(store, branch, state, before=before)
    else:
        found = [
            deal
            for staff in await acting_for(caller, branch)
            for deal in await deals_of_branch(store, branch, state, staff=staff, before=before)
        ]
        found = sorted(found, key=lambda deal: deal.place, reverse=True)[: PAGE + 1]
    place, today = await today_at(caller.runtime, branch)
    page, more = found[:PAGE], len(found) > PAGE
    lines = [line_of(deal, place, today) for deal in page]
    return DealsPage(deals=lines, next=page[-1].place if more else None)


@router.post("/deals", status_code=201)
async def open_deal(
    branch: Annotated[str, may_at_queried_branch(OpenDeal)], form: DealForm, caller: Caller
) -> StripNow:
    """Open a deal; its first tasks are offered at once."""
    cause, staff = caller.cause(OpenDeal, branch), caller.person.staff
    manager = await access.manager_for(caller, branch, form.account_manager)
    id = correlation_of(branch, staff, cause.id)
    business = Business(
        branch=branch,
        product=form.product,
        amount=form.amount,
        currency=form.currency,
        customer=form.customer,
        account_manager=manager,
        prospect=form.prospect,
    )
    team = [one.member() for one in form.team]
    covers = manager != staff and not caller.may(HandleAnyDeal, branch)
    command = OpenDeal(id, business, form.template, team, staff, covers)
    await caller.runtime.execute(command, cause)
    deal = await find_deal(caller.runtime.store, id)
    if deal is None:
        raise NotFound(f"deals/{id}")
    return await strip(caller, deal)


@router.get("/deals/{deal}")
async def view_deal(deal: Annotated[Deal, may_on(find_deal, ViewDeal, "deal")], caller: Caller) -> StripNow:
    """A deal whole, in one strip."""
    await access.must_see(caller, deal)
    return await strip(caller, deal)


@router.post("/deals/{deal}/team")
async def add_to_team(
    deal: Annotated[Deal, may_on(find_deal, AddToTeam, "deal")], form: MemberForm, caller: Caller
) -> StripNow:
    """Add a colleague to the team, or change their purpose."""
    await access.must_lead(caller, deal)
    return await after(caller, AddToTeam(deal.id, form.staff, form.purpose, caller.person.staff), deal)


@router.post("/deals/{deal}/team/{staff}/remove")
async def remove_from_team(
    deal: Annotated[Deal, may_on(find_deal, RemoveFromTeam, "deal")], member: StaffInPath, caller: Caller
) -> StripNow:
    """Take a colleague out of the team."""
    await access.must_lead(caller, deal)
    return await after(caller, RemoveFromTeam(deal.id, member, caller.person.staff), deal)


@router.post("/deals/{deal}/groups", status_code=201)
async def form_working_group(
    deal: Annotated[Deal, may_on(find_deal, FormWorkingGroup, "deal")], form: GroupForm, caller: Caller
) -> StripNow:
    """Let members of the team work together until the end of a day."""
    await access.must_lead(caller, deal)
    cause = caller.cause(FormWorkingGroup, deal.branch)
    id = correlation_of(deal.branch, deal.id, cause.id)
    members = list(dict.fromkeys(form.members))
    command = FormWorkingGroup(deal.id, id, form.purpose, members, form.ends_on, caller.person.staff)
    return await after(caller, command, deal)


@router.post("/deals/{deal}/give")
async def give_deal(
    deal: Annotated[Deal, may_on(find_deal, GiveDeal, "deal")], form: GiveForm, caller: Caller
) -> StripNow:
    """Give an open deal to another account manager of the branch."""
    return await after(caller, GiveDeal(deal.id, form.account_manager, caller.person.staff), deal)


@router.post("/deals/{deal}/close")
async def close_deal(deal: Annotated[Deal, may_on(find_deal, CloseDeal, "deal")], caller: Caller) -> StripNow:
    """Close a deal that is done."""
    await access.must_lead(caller, deal)
    return await after(caller, CloseDeal(deal.id, caller.person.staff), deal)


@router.post("/deals/{deal}/cancel")
async def cancel_deal(
    deal: Annotated[Deal, may_on(find_deal, CancelDeal, "deal")], form: CancelForm, caller: Caller
) -> StripNow:
    """Give a deal up."""
    await access.must_lead(caller, deal)
    return await after(caller, CancelDeal(deal.id, caller.person.staff, form.reason), deal)
