"""What becomes of a referral after the asking (D5)."""

from services.referral.referrals.domain.outcomes import Assignment, Closing, assign, close
from services.referral.referrals.domain.referral import Referral
from services.referral.staff.handlers.roster import roster_of
from shared.unit import Unit


async def assign_referral(assignment: Assignment, unit: Unit) -> None:
    referral = await unit.get(Referral, assignment.referral)
    roster = await roster_of(referral.branch, unit)
    unit.keep(assign(referral, assignment, roster, now=unit.now))


async def close_referral(closing: Closing, unit: Unit) -> None:
    referral = await unit.get(Referral, closing.referral)
    roster = await roster_of(referral.branch, unit)
    unit.keep(close(referral, closing, roster, now=unit.now))
