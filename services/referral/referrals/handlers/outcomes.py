"""What becomes of a referral after the asking (D5)."""

from services.referral.referrals.domain.outcomes import Assignment, Closing, assign, close
from services.referral.referrals.domain.referral import Referral
from services.referral.staff.handlers.roster import roster_of
from shared.unit_of_work import UnitOfWork


async def assign_referral(assignment: Assignment, work: UnitOfWork) -> None:
    referral = await work.get(Referral, assignment.referral)
    roster = await roster_of(referral.branch, work)
    work.apply(assign(referral, assignment, roster, now=work.now))


async def close_referral(closing: Closing, work: UnitOfWork) -> None:
    referral = await work.get(Referral, closing.referral)
    roster = await roster_of(referral.branch, work)
    work.apply(close(referral, closing, roster, now=work.now))
