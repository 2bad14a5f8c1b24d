"""Referrals over HTTP (D5)."""

import asyncio
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, Field

from services.referral.fields import STAFF, Limit, Skip, Staff
from services.referral.referrals.commands import (
    AcceptReferral,
    AssignReferral,
    CloseReferral,
    DeclineReferral,
    SetServedNeeds,
)
from services.referral.referrals.domain.referral import (
    DeclinedOffer,
    Referral,
    ReferralState,
)
from services.referral.referrals.queries import (
    LISTED,
    CloseReferralOfOthers,
    ListAccountManagers,
    ListOwnReferrals,
    ListReferrals,
    ViewReferral,
    ViewServedNeeds,
    find_referral,
    find_served_needs,
    open_referrals_of,
    referrals_of_branch,
)
from shared.access import Person, SignedIn
from shared.commands import Command
from shared.contracts.needs import Need
from shared.contracts.referral import ReferralOutcome
from shared.contracts.words import Role
from shared.errors import Malformed, NotFound
from shared.fields import Given
from shared.rights import BRANCH, may_at_branch, may_at_queried_branch, may_on, require, right_of
from shared.roster import Roster
from shared.runtime import Asking, Caller, Runtime, ServiceRuntime

router = APIRouter(prefix="/api/referral/referrals", tags=["referrals"])
staff_router = APIRouter(prefix="/api/referral/account-managers", tags=["referrals"])
served_router = APIRouter(prefix="/api/referral/served-needs", tags=["referrals"])


class ReferralNow(BaseModel):
    """A referral as it stands. `account_manager` is the one who is asked or has it, `asked` are all who ever
    were, in order; `declined` and `expired` are those who said no, and who did not answer."""

    referral: str
    branch: str
    visit: str
    need: str
    found_by: str
    customer: str | None
    state: ReferralState
    account_manager: str | None
    asked: tuple[str, ...]
    declined: tuple[DeclinedOffer, ...]
    expired: tuple[str, ...]
    round: int
    answer_by: datetime | None
    opened_at: datetime
    accepted_at: datetime | None
    closed_at: datetime | None
    outcome: ReferralOutcome | None


class DeclineForm(Given):
    """The reason to decline, as a word of the catalogue."""

    reason: str = Field(max_length=64, pattern=r"^[a-z0-9_]+$")


class AssignForm(Given):
    """The account manager to whom a referral is given."""

    account_manager: Staff


class ServedForm(Given):
    """The needs that an account manager serves, as words of the catalogue. `seen` are those that were shown
    before: the new ones are refused if those are others by now."""

    needs: tuple[Need, ...] = Field(max_length=40)
    seen: tuple[Need, ...] | None = Field(default=None, max_length=40)


class CloseForm(Given):
    """The outcome of a referral."""

    outcome: ReferralOutcome


@router.get("")
async def list_referrals(
    request: Request,
    runtime: Runtime,
    person: SignedIn,
    mine: bool = False,
    branch: Annotated[str | None, Query(pattern=BRANCH)] = None,
    skip: Skip = 0,
    limit: Limit = LISTED,
) -> list[ReferralNow]:
    """One's own open referrals and those of whom one covers (`mine=1`), or those of a branch (`branch=`), so
    many from `skip` on; newest first."""
    if mine:
        require(person, right_of(request, ListOwnReferrals))
        staff = [person.staff, *await _covered_by(person, runtime)]
        several = await asyncio.gather(*(open_referrals_of(runtime.store, one) for one in staff))
        found = [referral for some in several for referral in some]
    else:
        if branch is None:
            raise Malformed("branch: missing")
        require(person, right_of(request, ListReferrals), branch)
        found = await referrals_of_branch(runtime.store, branch, skip=skip, limit=limit)
    return [shown(referral) for referral in found]


@router.get("/{referral}")
async def view_referral(
    referral: Annotated[Referral, may_on(find_referral, ViewReferral, "referral")],
) -> ReferralNow:
    """A referral as it stands."""
    return shown(referral)


@router.post("/{referral}/accept")
async def accept(
    referral: Annotated[Referral, may_on(find_referral, AcceptReferral, "referral")], caller: Caller
) -> ReferralNow:
    """Take a referral that is offered to one."""
    return await _execute(caller, AcceptReferral(referral.id, caller.person.staff), referral)


@router.post("/{referral}/decline")
async def decline(
    referral: Annotated[Referral, may_on(find_referral, DeclineReferral, "referral")],
    form: DeclineForm,
    caller: Caller,
) -> ReferralNow:
    """Leave a referral to the next account manager."""
    return await _execute(caller, DeclineReferral(referral.id, caller.person.staff, form.reason), referral)


@router.post("/{referral}/assign")
async def assign(
    referral: Annotated[Referral, may_on(find_referral, AssignReferral, "referral")],
    form: AssignForm,
    caller: Caller,
) -> ReferralNow:
    """Give a referral that nobody accepted to an account manager."""
    command = AssignReferral(referral.id, form.account_manager, caller.person.staff)
    return await _execute(caller, command, referral)


@router.post("/{referral}/close")
async def close(
    referral: Annotated[Referral, may_on(find_referral, CloseReferral, "referral")],
    form: CloseForm,
    caller: Caller,
) -> ReferralNow:
    """Close a referral that became business, or did not."""
    as_head = caller.may(CloseReferralOfOthers, referral.branch)
    command = CloseReferral(referral.id, form.outcome, caller.person.staff, as_head)
    return await _execute(caller, command, referral)


@staff_router.get("")
async def list_account_managers(
    branch: Annotated[str, may_at_queried_branch(ListAccountManagers)], runtime: Runtime
) -> list[str]:
    """The account managers of a branch, by staff id."""
    roster = await runtime.store.find(Roster, branch)
    members = roster.members if roster is not None else ()
    return [one.staff for one in members if Role.ACCOUNT_MANAGER in one.roles]


@served_router.get("/{branch}")
async def view_served_needs(
    branch: Annotated[str, may_at_branch(ViewServedNeeds)], runtime: Runtime
) -> dict[str, tuple[str, ...]]:
    """The needs that each account manager of the branch serves; one who is not named may serve any."""
    return (await find_served_needs(runtime.store, branch)).by_staff


@served_router.put("/{branch}/{staff}")
async def set_served_needs(
    branch: Annotated[str, may_at_branch(SetServedNeeds)],
    staff: Annotated[str, Path(pattern=STAFF)],
    form: ServedForm,
    caller: Caller,
) -> dict[str, tuple[str, ...]]:
    """Write down which needs an account manager serves; none for any."""
    await caller.execute(SetServedNeeds(branch, staff, form.needs, caller.person.staff, form.seen), branch)
    return (await find_served_needs(caller.runtime.store, branch)).by_staff


def shown(referral: Referral) -> ReferralNow:
    """Show a referral as it stands."""
    fields = ReferralNow.model_fields.keys() - {"referral"}
    return ReferralNow(referral=referral.id, **referral.model_dump(include=fields))


async def _execute(caller: Asking, command: Command, referral: Referral) -> ReferralNow:
    """Carry out a command and show the referral after it."""
    await caller.execute(command, referral.branch)
    after = await find_referral(caller.runtime.store, referral.id)
    if after is None:
        raise NotFound(f"referrals/{referral.id}")
    return shown(after)


async def _covered_by(person: Person, runtime: ServiceRuntime) -> list[str]:
    """Return the account managers whom a person covers now."""
    branches = [branch for branch, role in person.covers if role is Role.ACCOUNT_MANAGER]
    rosters = await asyncio.gather(*(runtime.store.find(Roster, branch) for branch in branches))
    members = [roster.member(person.staff) for roster in rosters if roster is not None]
    return [
        absent
        for member in members
        for absent, role in (member.covers.items() if member else ())
        if role is Role.ACCOUNT_MANAGER
    ]
