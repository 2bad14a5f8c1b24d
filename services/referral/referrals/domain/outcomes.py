"""Assigning and closing referrals (D5)."""

from datetime import datetime

from services.referral.referrals.domain.referral import (
    NotAnAccountManager,
    Referral,
    ReferralAlreadyClosed,
    ReferralNotAccepted,
    ReferralNotEscalated,
    ReferralNotYours,
    ReferralState,
)
from services.referral.referrals.domain.workloads import Workloads
from shared.contracts.referral import ReferralAccepted, ReferralClosed, ReferralOutcome
from shared.contracts.words import Role
from shared.domain import Decision
from shared.roster import Roster


def assign(
    referral: Referral,
    account_manager: str,
    by: str,
    roster: Roster,
    workloads: Workloads,
    *,
    now: datetime,
) -> Decision:
    """Give a referral that nobody accepted to an account manager of the branch, who is not asked any more.

    Raises `ReferralNotEscalated`, `NotAnAccountManager`.
    """
    if referral.state is not ReferralState.ESCALATED:
        raise ReferralNotEscalated
    if not roster.has(account_manager, Role.ACCOUNT_MANAGER):
        raise NotAnAccountManager
    assigned = referral.evolve(state=ReferralState.ACCEPTED, account_manager=account_manager, accepted_at=now)
    event = ReferralAccepted(
        branch=referral.branch,
        referral=referral.id,
        visit=referral.visit,
        account_manager=account_manager,
        found_by=referral.found_by,
        assigned_by=by,
        customer=referral.customer,
        need=referral.need,
    )
    return Decision().save(assigned, event).save(workloads.assigned_to(account_manager))


def close(
    referral: Referral,
    outcome: ReferralOutcome,
    by: str,
    workloads: Workloads,
    *,
    as_head: bool,
    now: datetime,
    prospect: str | None = None,
) -> Decision:
    """Close an accepted referral, which frees its account manager: by hand, or with its `prospect` that
    ended. `as_head` lets another close it.

    Raises `ReferralAlreadyClosed`, `ReferralNotAccepted`, `ReferralNotYours`.
    """
    if referral.state is ReferralState.CLOSED:
        raise ReferralAlreadyClosed
    if referral.state is not ReferralState.ACCEPTED or referral.account_manager is None:
        raise ReferralNotAccepted
    if referral.account_manager != by and not as_head:
        raise ReferralNotYours
    closed = referral.evolve(state=ReferralState.CLOSED, closed_at=now, outcome=outcome)
    event = ReferralClosed(
        branch=closed.branch,
        referral=closed.id,
        visit=closed.visit,
        need=closed.need,
        found_by=closed.found_by,
        account_manager=referral.account_manager,
        outcome=outcome,
        closed_by=by,
        customer=closed.customer,
        prospect=prospect,
    )
    return Decision().save(closed, event).save(workloads.closed_by(referral.account_manager))


def give(referral: Referral, account_manager: str, workloads: Workloads) -> Decision:
    """Let an accepted referral go with its prospect to another account manager."""
    had = referral.account_manager
    if referral.state is not ReferralState.ACCEPTED or had is None or had == account_manager:
        return Decision()
    given = referral.evolve(account_manager=account_manager)
    return Decision().save(given).save(workloads.closed_by(had).assigned_to(account_manager))


def link(referral: Referral, customer: str) -> Decision:
    """Note the customer to whom the visit of a referral led, unless one is known."""
    if referral.customer is not None:
        return Decision()
    return Decision().save(referral.evolve(customer=customer))


def forget(referral: Referral, workloads: Workloads) -> Decision:
    """Unlink a referral from a customer whose file was locked or erased; one that is open is closed without
    an outcome, and asks nobody any more."""
    unlinked = referral.evolve(customer=None)
    if referral.state is ReferralState.CLOSED:
        return Decision().save(unlinked)
    closed = unlinked.evolve(state=ReferralState.CLOSED, answer_by=None)
    decision = Decision().save(closed).cancel(referral.acceptance_timer)
    if referral.account_manager is None:
        return decision
    if referral.state is ReferralState.OFFERED:
        return decision.save(workloads.refused_by(referral.account_manager))
    return decision.save(workloads.closed_by(referral.account_manager))
