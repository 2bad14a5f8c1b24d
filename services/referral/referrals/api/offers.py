"""The answers of who is asked, over HTTP (D5)."""

from fastapi import APIRouter, Request
from pydantic import Field

from services.referral.referrals.api.referrals import Id, ReferralNow, look_up, referral_for
from services.referral.referrals.domain.offers import Answer
from services.referral.referrals.handlers.offers import accept_referral, decline_referral
from shared.access import SignedIn
from shared.contracts.words import Role
from shared.fields import Given
from shared.runtime import Runtime

router = APIRouter(prefix="/api/referral/referrals/{referral}", tags=["referrals"])


class Reason(Given):
    """Why not, as a word of the catalogue."""

    reason: str = Field(max_length=64, pattern=r"^[a-z0-9_]+$")


@router.post("/accept")
async def accept(referral: Id, request: Request, runtime: Runtime, person: SignedIn) -> ReferralNow:
    """Take it."""
    found = await referral_for(runtime, person, referral, Role.ACCOUNT_MANAGER)
    answer = Answer(referral, person.staff)
    await runtime.command(request, person, found.branch, accept_referral, answer)
    return await look_up(runtime, referral)


@router.post("/decline")
async def decline(
    referral: Id, reason: Reason, request: Request, runtime: Runtime, person: SignedIn
) -> ReferralNow:
    """Leave it to the next one."""
    found = await referral_for(runtime, person, referral, Role.ACCOUNT_MANAGER)
    answer = Answer(referral, person.staff, reason.reason)
    await runtime.command(request, person, found.branch, decline_referral, answer)
    return await look_up(runtime, referral)
