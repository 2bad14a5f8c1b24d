"""Offering a referral to one account manager after the other, until one accepts (D5)."""

from dataclasses import dataclass, replace
from datetime import datetime

from services.referral.referrals.domain.referral import (
    ANSWER_WITHIN,
    AcceptanceDue,
    DeclinedOffer,
    Referral,
    ReferralState,
)
from services.referral.referrals.domain.served import ServedNeeds
from services.referral.referrals.domain.workloads import Workloads, next_to_ask, present_cover_of
from shared.clock import Moment
from shared.contracts.base import Event
from shared.contracts.lobby import ProspectIdentified
from shared.contracts.referral import (
    ReferralAccepted,
    ReferralDeclined,
    ReferralEscalated,
    ReferralExpired,
    ReferralOffered,
    ReferralOpened,
)
from shared.domain import Decision
from shared.roster import Roster


@dataclass(frozen=True)
class Staff:
    """The people of a branch, by whom the next to be asked is chosen."""

    roster: Roster
    workloads: Workloads
    served: ServedNeeds

    def refused_by(self, account_manager: str) -> "Staff":
        """Take an offer off somebody who declined it, or did not answer in time."""
        return replace(self, workloads=self.workloads.refused_by(account_manager))


def open_referral(
    id: str,
    prospect: ProspectIdentified,
    staff: Staff,
    *,
    moment: Moment,
) -> Decision:
    """Open a referral for a prospect, and offer it to the first account manager."""
    referral = Referral(
        id=id,
        branch=prospect.branch,
        visit=prospect.visit,
        need=prospect.need,
        found_by=prospect.found_by,
        customer=prospect.customer,
        opened_at=moment.now,
    )
    opened = ReferralOpened(
        branch=referral.branch,
        referral=id,
        visit=referral.visit,
        need=referral.need,
        found_by=referral.found_by,
        customer=referral.customer,
    )
    return _offer_next(referral, staff, opened, moment=moment)


def accept(referral: Referral, by: str, staff: Staff, *, now: datetime) -> Decision:
    """Accept an offer, for oneself or for an account manager whom one covers, who has it then. A late answer
    is in time while nobody else was asked.

    Raises `ReferralNotYours`, `ReferralPassedOn`, `ReferralAlreadyAnswered`.
    """
    account_manager = referral.must_wait_for(by, staff.roster)
    accepted = referral.evolve(state=ReferralState.ACCEPTED, answer_by=None, accepted_at=now)
    event = ReferralAccepted(
        branch=referral.branch,
        referral=referral.id,
        visit=referral.visit,
        account_manager=account_manager,
        found_by=referral.found_by,
        customer=referral.customer,
        need=referral.need,
        answered_by=by if by != account_manager else None,
    )
    loads = staff.workloads.accepted_by(account_manager)
    return Decision().save(accepted, event).save(loads).cancel(referral.acceptance_timer)


def decline(
    referral: Referral,
    by: str,
    reason: str,
    staff: Staff,
    *,
    moment: Moment,
) -> Decision:
    """Decline an offer, which goes to the next account manager. Raises as `accept` does."""
    account_manager = referral.must_wait_for(by, staff.roster)
    event = ReferralDeclined(
        branch=referral.branch,
        referral=referral.id,
        account_manager=account_manager,
        reason=reason,
        customer=referral.customer,
        need=referral.need,
        found_by=referral.found_by,
        answered_by=by if by != account_manager else None,
    )
    offer = DeclinedOffer(staff=account_manager, reason=reason)
    declined = referral.evolve(declined=(*referral.declined, offer))
    return _offer_next(declined, staff.refused_by(account_manager), event, moment=moment)


def expire(
    referral: Referral,
    due: AcceptanceDue,
    staff: Staff,
    *,
    moment: Moment,
) -> Decision:
    """Pass an offer that was not answered in time to the next account manager. A timer that fires after the
    answer, or for an earlier round, changes nothing."""
    silent = referral.account_manager
    if referral.state is not ReferralState.OFFERED or referral.round != due.round or silent is None:
        return Decision()
    event = ReferralExpired(
        branch=referral.branch,
        referral=referral.id,
        account_manager=silent,
        customer=referral.customer,
        need=referral.need,
        found_by=referral.found_by,
    )
    expired = referral.evolve(expired=(*referral.expired, silent))
    return _offer_next(expired, staff.refused_by(silent), event, moment=moment)


def _offer_next(
    referral: Referral,
    staff: Staff,
    event: Event,
    *,
    moment: Moment,
) -> Decision:
    """Offer the referral to the next account manager, or escalate it to the branch head if there is none."""
    workloads = staff.workloads
    chosen = next_to_ask(staff.roster, workloads, staff.served, referral.need, referral.asked)
    if chosen is None:
        escalated = referral.evolve(state=ReferralState.ESCALATED, account_manager=None, answer_by=None)
        decision = Decision().save(escalated, event, _escalated(escalated)).cancel(escalated.acceptance_timer)
        return decision.save(workloads) if workloads.loads else decision
    answer_by = moment.after(ANSWER_WITHIN)
    offered = referral.evolve(
        account_manager=chosen,
        asked=(*referral.asked, chosen),
        round=referral.round + 1,
        answer_by=answer_by,
    )
    due = AcceptanceDue(branch=offered.branch, referral=offered.id, round=offered.round)
    return (
        Decision()
        .save(offered, event, _offered(offered, chosen, answer_by, staff.roster))
        .save(workloads.offered_to(chosen, moment.now))
        .schedule(offered.acceptance_timer, answer_by, due, correlation_id=offered.correlation_id)
    )


def _offered(
    referral: Referral, account_manager: str, answer_by: datetime, roster: Roster
) -> ReferralOffered:
    return ReferralOffered(
        branch=referral.branch,
        referral=referral.id,
        visit=referral.visit,
        need=referral.need,
        account_manager=account_manager,
        round=referral.round,
        answer_by=answer_by,
        customer=referral.customer,
        covered_by=present_cover_of(roster, account_manager),
    )


def _escalated(referral: Referral) -> ReferralEscalated:
    return ReferralEscalated(
        branch=referral.branch,
        referral=referral.id,
        visit=referral.visit,
        need=referral.need,
        asked=referral.asked,
        customer=referral.customer,
        found_by=referral.found_by,
    )
