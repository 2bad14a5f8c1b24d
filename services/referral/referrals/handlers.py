"""Handlers of referrals (D5): load a referral with its branch's roster and workloads, decide, apply."""

import asyncio

from services.referral.customers import FORGOTTEN_AT_ONCE, ids_of
from services.referral.referrals.commands import (
    AcceptReferral,
    AssignReferral,
    CloseReferral,
    DeclineReferral,
    SetServedNeeds,
)
from services.referral.referrals.domain import offers, outcomes
from services.referral.referrals.domain.offers import Staff
from services.referral.referrals.domain.referral import (
    AcceptanceDue,
    Referral,
    ReferralState,
    answers_for,
)
from services.referral.referrals.domain.served import ServedNeeds, set_served
from services.referral.referrals.domain.workloads import Workloads
from services.referral.referrals.queries import referrals_of_visit
from shared.contracts.customer import LeadFollowed
from shared.contracts.lobby import ProspectIdentified
from shared.contracts.referral import ProspectGiven, ProspectLost, ProspectWon, ReferralOutcome
from shared.roster import roster_of
from shared.unit_of_work import UnitOfWork


async def open_referral(event: ProspectIdentified, work: UnitOfWork) -> None:
    """Open a referral for a prospect and offer it (D5). It has the id of the event, which opens no second."""
    if await work.find(Referral, work.cause.id) is not None:
        return
    staff = await _staff_of(event.branch, work)
    work.apply(offers.open_referral(work.cause.id, event, staff, moment=work.moment))


async def accept_referral(command: AcceptReferral, work: UnitOfWork) -> None:
    referral = await work.get(Referral, command.referral)
    staff = await _staff_of(referral.branch, work)
    work.apply(offers.accept(referral, command.by, staff, now=work.now))


async def decline_referral(command: DeclineReferral, work: UnitOfWork) -> None:
    referral = await work.get(Referral, command.referral)
    staff = await _staff_of(referral.branch, work)
    work.apply(offers.decline(referral, command.by, command.reason, staff, moment=work.moment))


async def expire_offer(due: AcceptanceDue, work: UnitOfWork) -> None:
    """Pass on an offer that was not answered in time (D5)."""
    referral = await work.get(Referral, due.referral)
    staff = await _staff_of(referral.branch, work)
    work.apply(offers.expire(referral, due, staff, moment=work.moment))


async def assign_referral(command: AssignReferral, work: UnitOfWork) -> None:
    referral = await work.get(Referral, command.referral)
    staff = await _staff_of(referral.branch, work)
    work.apply(
        outcomes.assign(
            referral, command.account_manager, command.by, staff.roster, staff.workloads, now=work.now
        )
    )


async def close_referral(command: CloseReferral, work: UnitOfWork) -> None:
    referral = await work.get(Referral, command.referral)
    staff = await _staff_of(referral.branch, work)
    covers = answers_for(staff.roster, command.by, referral.account_manager or "")
    work.apply(
        outcomes.close(
            referral,
            command.outcome,
            command.by,
            staff.workloads,
            as_head=command.as_head or covers,
            now=work.now,
        )
    )


async def close_with_prospect(event: ProspectWon | ProspectLost, work: UnitOfWork) -> None:
    """Close the referrals from which a prospect came, now that it has ended (D5)."""
    outcome = ReferralOutcome.WON if isinstance(event, ProspectWon) else ReferralOutcome.LOST
    for id in event.referrals:
        referral = await work.find(Referral, id)
        if referral is not None and referral.state is ReferralState.ACCEPTED:
            by = work.cause.actor.removeprefix("staff:")
            workloads = await _workloads_of(referral.branch, work)
            work.apply(
                outcomes.close(
                    referral, outcome, by, workloads, as_head=True, now=work.now, prospect=event.prospect
                )
            )


async def give_with_prospect(event: ProspectGiven, work: UnitOfWork) -> None:
    """Let the referrals from which a prospect came go with it to another account manager (W2)."""
    if event.account_manager is None:
        return
    for id in dict.fromkeys((event.prospect, *event.referrals)):
        referral = await work.find(Referral, id)
        if referral is not None:
            workloads = await _workloads_of(referral.branch, work)
            work.apply(outcomes.give(referral, event.account_manager, workloads))


async def follow_lead(event: LeadFollowed, work: UnitOfWork) -> None:
    """Note the customer to whom the visit of a referral led (D5)."""
    for one in await work.query(referrals_of_visit, event.visit):
        if (referral := await work.get(Referral, one.id)).branch == event.branch:
            work.apply(outcomes.link(referral, event.customer))


async def set_served_needs(command: SetServedNeeds, work: UnitOfWork) -> None:
    known, roster = await asyncio.gather(_served_of(command.branch, work), roster_of(command.branch, work))
    seen = command.seen
    work.apply(set_served(known, command.staff, command.needs, command.by, roster, seen=seen))


async def forget_customer(customer: str, work: UnitOfWork) -> None:
    """Close and unlink the referrals of a customer (Q1)."""
    for id in await work.query(ids_of, Referral, customer, FORGOTTEN_AT_ONCE):
        referral = await work.get(Referral, id)
        if referral.customer == customer:
            work.apply(outcomes.forget(referral, await _workloads_of(referral.branch, work)))


async def _staff_of(branch: str, work: UnitOfWork) -> Staff:
    return Staff(
        *await asyncio.gather(roster_of(branch, work), _workloads_of(branch, work), _served_of(branch, work))
    )


async def _workloads_of(branch: str, work: UnitOfWork) -> Workloads:
    return await work.find(Workloads, branch) or Workloads(id=branch)


async def _served_of(branch: str, work: UnitOfWork) -> ServedNeeds:
    return await work.find(ServedNeeds, branch) or ServedNeeds(id=branch)
