"""Offering a referral to one account manager after the other (D5)."""

from services.referral.referrals.domain import offers
from services.referral.referrals.domain.offers import Answer
from services.referral.referrals.domain.referral import ANSWER_WITHIN, AcceptanceDue, Referral
from services.referral.staff.handlers.roster import roster_of
from shared.contracts.lobby import ProspectIdentified
from shared.unit import Unit


async def open_referral(event: ProspectIdentified, unit: Unit) -> None:
    """The referral has the id of the event that began it: the same event opens no second one."""
    if await unit.find(Referral, unit.cause.id) is not None:
        return
    roster = await roster_of(event.branch, unit)
    answer_by = unit.due(ANSWER_WITHIN)
    unit.keep(offers.open_referral(unit.cause.id, event, roster, now=unit.now, answer_by=answer_by))


async def accept_referral(answer: Answer, unit: Unit) -> None:
    referral = await unit.get(Referral, answer.referral)
    roster = await roster_of(referral.branch, unit)
    unit.keep(offers.accept(referral, answer.by, roster, now=unit.now))


async def decline_referral(answer: Answer, unit: Unit) -> None:
    referral = await unit.get(Referral, answer.referral)
    roster = await roster_of(referral.branch, unit)
    unit.keep(offers.decline(referral, answer, roster, now=unit.now, answer_by=unit.due(ANSWER_WITHIN)))


async def expire_offer(due: AcceptanceDue, unit: Unit) -> None:
    referral = await unit.get(Referral, due.referral)
    roster = await roster_of(referral.branch, unit)
    unit.keep(offers.expire(referral, due, roster, now=unit.now, answer_by=unit.due(ANSWER_WITHIN)))
