"""Offering a referral to one account manager after the other (D5)."""

from services.referral.referrals.domain import offers
from services.referral.referrals.domain.offers import Answer
from services.referral.referrals.domain.referral import ANSWER_WITHIN, AcceptanceDue, Referral
from services.referral.staff.handlers.roster import roster_of
from shared.contracts.lobby import ProspectIdentified
from shared.unit_of_work import UnitOfWork


async def open_referral(event: ProspectIdentified, work: UnitOfWork) -> None:
    """The referral has the id of the event that began it: the same event opens no second one."""
    if await work.find(Referral, work.cause.id) is not None:
        return
    roster = await roster_of(event.branch, work)
    answer_by = work.due(ANSWER_WITHIN)
    work.apply(offers.open_referral(work.cause.id, event, roster, now=work.now, answer_by=answer_by))


async def accept_referral(answer: Answer, work: UnitOfWork) -> None:
    referral = await work.get(Referral, answer.referral)
    roster = await roster_of(referral.branch, work)
    work.apply(offers.accept(referral, answer.by, roster, now=work.now))


async def decline_referral(answer: Answer, work: UnitOfWork) -> None:
    referral = await work.get(Referral, answer.referral)
    roster = await roster_of(referral.branch, work)
    work.apply(offers.decline(referral, answer, roster, now=work.now, answer_by=work.due(ANSWER_WITHIN)))


async def expire_offer(due: AcceptanceDue, work: UnitOfWork) -> None:
    referral = await work.get(Referral, due.referral)
    roster = await roster_of(referral.branch, work)
    work.apply(offers.expire(referral, due, roster, now=work.now, answer_by=work.due(ANSWER_WITHIN)))
