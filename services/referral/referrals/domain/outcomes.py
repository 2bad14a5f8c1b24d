"""What becomes of a referral after the asking: the branch head gives it to somebody; it is closed (D5)."""

from dataclasses import dataclass
from datetime import datetime

from services.referral.referrals.domain.referral import (
    NotAnAccountManager,
    Outcome,
    Referral,
    ReferralAlreadyClosed,
    ReferralNotAccepted,
    ReferralNotEscalated,
    ReferralNotYours,
    State,
)
from services.referral.staff.domain.roster import Roster
from shared.contracts.referral import ReferralAccepted
from shared.domain import Decision


@dataclass(frozen=True)
class Assignment:
    referral: str
    account_manager: str
    by: str


@dataclass(frozen=True)
class Closing:
    """`as_head` lets another than the one who has it close a referral."""

    referral: str
    outcome: Outcome
    by: str
    as_head: bool


def assign(referral: Referral, assignment: Assignment, roster: Roster, *, now: datetime) -> Decision:
    """Nobody said yes, so the branch head decides; that is no question any more."""
    if referral.state is not State.ESCALATED:
        raise ReferralNotEscalated
    chosen = assignment.account_manager
    if not roster.is_account_manager(chosen):
        raise NotAnAccountManager
    given = referral.evolve(state=State.ACCEPTED, account_manager=chosen, accepted_at=now)
    told = ReferralAccepted(
        branch=referral.branch,
        referral=referral.id,
        visit=referral.visit,
        account_manager=chosen,
        found_by=referral.found_by,
        assigned_by=assignment.by,
    )
    return Decision().save(given, told).save(roster.assigned_to(chosen))


def close(referral: Referral, closing: Closing, roster: Roster, *, now: datetime) -> Decision:
    """It became business, or it did not; either way the account manager has a hand free."""
    if referral.state is State.CLOSED:
        raise ReferralAlreadyClosed
    if referral.state is not State.ACCEPTED or referral.account_manager is None:
        raise ReferralNotAccepted
    if referral.account_manager != closing.by and not closing.as_head:
        raise ReferralNotYours
    closed = referral.evolve(state=State.CLOSED, closed_at=now, outcome=closing.outcome)
    return Decision().save(closed).save(roster.closed_by(referral.account_manager))
