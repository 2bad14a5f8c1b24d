"""Referrals over HTTP (D5)."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field

from services.referral.referrals.commands import (
    AcceptReferral,
    AssignReferral,
    CloseReferral,
    DeclineReferral,
)
from services.referral.referrals.domain.referral import (
    DeclinedOffer,
    Referral,
    ReferralState,
)
from services.referral.referrals.queries import (
    CloseReferralOfOthers,
    ListOwnReferrals,
    ListReferrals,
    ViewReferral,
    find_referral,
    open_referrals_of,
    referrals_of_branch,
)
from shared.access import SignedIn
from shared.commands import Command
from shared.contracts.referral import ReferralOutcome
from shared.errors import Malformed, NotFound
from shared.fields import Given
from shared.rights import BRANCH, may_on, require, right_of
from shared.runtime import Asking, Caller, Runtime

router = APIRouter(prefix="/api/referral/referrals", tags=["referrals"])


class ReferralNow(BaseModel):
    """A referral as it stands. `account_manager` is the one who is asked or has it, `asked` are all who ever
    were, in order."""

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

    account_manager: str = Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")


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
) -> list[ReferralNow]:
    """One's own open referrals (`mine=1`), or all of a branch (`branch=`), newest first."""
    if mine:
        require(person, right_of(request, ListOwnReferrals))
        found = await open_referrals_of(runtime.store, person.staff)
    else:
        if branch is None:
            raise Malformed("branch: missing")
        require(person, right_of(request, ListReferrals), branch)
        found = await referrals_of_branch(runtime.store, branch)
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
