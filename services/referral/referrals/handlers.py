"""Handlers of referrals (D5): load a referral with its branch's roster and workloads, decide, apply."""

import asyncio

from services.referral.referrals.commands import (
    AcceptReferral,
    AssignReferral,
    CloseReferral,
    DeclineReferral,
)
from services.referral.referrals.domain import offers, outcomes
from services.referral.referrals.domain.referral import AcceptanceDue, Referral
from services.referral.referrals.domain.workloads import Workloads
from shared.contracts.lobby import ProspectIdentified
from shared.roster import Roster, roster_of
from shared.unit_of_work import UnitOfWork


async def open_referral(event: ProspectIdentified, work: UnitOfWork) -> None:
    """Open a referral for a prospect and offer it (D5). It has the id of the event, which opens no second."""
    if await work.find(Referral, work.cause.id) is not None:
        return
    roster, workloads = await _staff_of(event.branch, work)
    work.apply(offers.open_referral(work.cause.id, event, roster, workloads, moment=work.moment))


async def accept_referral(command: AcceptReferral, work: UnitOfWork) -> None:
    referral = await work.get(Referral, command.referral)
    workloads = await _workloads_of(referral.branch, work)
    work.apply(offers.accept(referral, command.by, workloads, now=work.now))


async def decline_referral(command: DeclineReferral, work: UnitOfWork) -> None:
    referral = await work.get(Referral, command.referral)
    roster, workloads = await _staff_of(referral.branch, work)
    work.apply(
        offers.decline(
            referral,
            command.by,
            command.reason,
            roster,
            workloads,
            moment=work.moment,
        )
    )


async def expire_offer(due: AcceptanceDue, work: UnitOfWork) -> None:
    """Pass on an offer that was not answered in time (D5)."""
    referral = await work.get(Referral, due.referral)
    roster, workloads = await _staff_of(referral.branch, work)
    work.apply(offers.expire(referral, due, roster, workloads, moment=work.moment))


async def assign_referral(command: AssignReferral, work: UnitOfWork) -> None:
    referral = await work.get(Referral, command.referral)
    roster, workloads = await _staff_of(referral.branch, work)
    work.apply(
        outcomes.assign(referral, command.account_manager, command.by, roster, workloads, now=work.now)
    )


async def close_referral(command: CloseReferral, work: UnitOfWork) -> None:
    referral = await work.get(Referral, command.referral)
    workloads = await _workloads_of(referral.branch, work)
    work.apply(
        outcomes.close(
            referral, command.outcome, command.by, workloads, as_head=command.as_head, now=work.now
        )
    )


async def _staff_of(branch: str, work: UnitOfWork) -> tuple[Roster, Workloads]:
    return await asyncio.gather(roster_of(branch, work), _workloads_of(branch, work))


async def _workloads_of(branch: str, work: UnitOfWork) -> Workloads:
    return await work.find(Workloads, branch) or Workloads(id=branch)
