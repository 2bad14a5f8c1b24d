"""Commands of referrals (D5). `by` is the staff id of the person who asks."""

from dataclasses import dataclass

from shared.commands import Command
from shared.contracts.referral import ReferralOutcome


@dataclass(frozen=True)
class AcceptReferral(Command, name="accept_referral"):
    """Take a referral that is offered to one (D5)."""

    referral: str
    by: str


@dataclass(frozen=True)
class DeclineReferral(Command, name="decline_referral"):
    """Decline a referral that is offered to one; `reason` is a word of the catalogue (D5)."""

    referral: str
    by: str
    reason: str


@dataclass(frozen=True)
class AssignReferral(Command, name="assign_referral"):
    """Give a referral that nobody accepted to an account manager (D5)."""

    referral: str
    account_manager: str
    by: str


@dataclass(frozen=True)
class CloseReferral(Command, name="close_referral"):
    """Close an accepted referral; `as_head` lets another than its account manager do so (D5)."""

    referral: str
    outcome: ReferralOutcome
    by: str
    as_head: bool


@dataclass(frozen=True)
class SetServedNeeds(Command, name="set_served_needs"):
    """Write down which needs an account manager serves, as words of the catalogue; none for any (D5). `seen`
    are those that the sender saw."""

    branch: str
    staff: str
    needs: tuple[str, ...]
    by: str
    seen: tuple[str, ...] | None = None
