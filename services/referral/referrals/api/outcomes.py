"""Assigning and closing referrals over HTTP (D5)."""

from fastapi import APIRouter, Request
from pydantic import Field

from services.referral.referrals.api.referrals import Id, ReferralNow, look_up, referral_for
from services.referral.referrals.domain.outcomes import Assignment, Closing
from services.referral.referrals.domain.referral import Outcome
from services.referral.referrals.handlers.outcomes import assign_referral, close_referral
from shared.access import SignedIn
from shared.contracts.words import Role
from shared.fields import Given
from shared.runtime import Runtime

router = APIRouter(prefix="/api/referral/referrals/{referral}", tags=["referrals"])


class AssignTo(Given):
    account_manager: str = Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")


class Close(Given):
    outcome: Outcome


@router.post("/assign")
async def assign(
    referral: Id, to: AssignTo, request: Request, runtime: Runtime, person: SignedIn
) -> ReferralNow:
    """The branch head gives a referral that nobody accepted to an account manager."""
    found = await referral_for(runtime, person, referral, Role.BRANCH_HEAD)
    assignment = Assignment(referral, to.account_manager, person.staff)
    await runtime.command(request, person, found.branch, assign_referral, assignment)
    return await look_up(runtime, referral)


@router.post("/close")
async def close(
    referral: Id, closing: Close, request: Request, runtime: Runtime, person: SignedIn
) -> ReferralNow:
    """It became business, or it did not."""
    found = await referral_for(runtime, person, referral, Role.ACCOUNT_MANAGER, Role.BRANCH_HEAD)
    as_head = Role.BRANCH_HEAD in person.roles
    content = Closing(referral, closing.outcome, person.staff, as_head)
    await runtime.command(request, person, found.branch, close_referral, content)
    return await look_up(runtime, referral)
