"""Offering a referral to one account manager after the other, until one accepts (D5)."""

from datetime import datetime

from services.referral.referrals.domain.referral import (
    ANSWER_WITHIN,
    AcceptanceDue,
    DeclinedOffer,
    Referral,
    ReferralState,
)
from services.referral.referrals.domain.workloads import Workloads, next_to_ask
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


def open_referral(
    id: str,
    prospect: ProspectIdentified,
    roster: Roster,
    workloads: Workloads,
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
    return _offer_next(referral, roster, workloads, opened, moment=moment)


def accept(referral: Referral, by: str, workloads: Workloads, *, now: datetime) -> Decision:
    """Accept an offer. A late answer is in time while nobody else was asked.

    Raises `ReferralNotYours`, `ReferralPassedOn`, `ReferralAlreadyAnswered`.
    """
    referral.must_wait_for(by)
    accepted = referral.evolve(state=ReferralState.ACCEPTED, answer_by=None, accepted_at=now)
    event = ReferralAccepted(
        branch=referral.branch,
        referral=referral.id,
        visit=referral.visit,
        account_manager=by,
        found_by=referral.found_by,
        customer=referral.customer,
    )
    return Decision().save(accepted, event).save(workloads.accepted_by(by)).cancel(referral.acceptance_timer)


def decline(
    referral: Referral,
    by: str,
    reason: str,
    roster: Roster,
    workloads: Workloads,
    *,
    moment: Moment,
) -> Decision:
    """Decline an offer, which goes to the next account manager. Raises as `accept` does."""
    referral.must_wait_for(by)
    event = ReferralDeclined(
        branch=referral.branch,
        referral=referral.id,
        account_manager=by,
        reason=reason,
        customer=referral.customer,
    )
    declined = referral.evolve(declined=(*referral.declined, DeclinedOffer(staff=by, reason=reason)))
    return _offer_next(declined, roster, workloads.refused_by(by), event, moment=moment)


def expire(
    referral: Referral,
    due: AcceptanceDue,
    roster: Roster,
    workloads: Workloads,
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
    )
    return _offer_next(referral, roster, workloads.refused_by(silent), event, moment=moment)


def _offer_next(
    referral: Referral,
    roster: Roster,
    workloads: Workloads,
    event: Event,
    *,
    moment: Moment,
) -> Decision:
    """Offer the referral to the next account manager, or escalate it to the branch head if there is none."""
    chosen = next_to_ask(roster, workloads, referral.asked)
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
        .save(offered, event, _offered(offered, chosen, answer_by))
        .save(workloads.offered_to(chosen, moment.now))
        .schedule(offered.acceptance_timer, answer_by, due, correlation_id=offered.correlation_id)
    )


def _offered(referral: Referral, account_manager: str, answer_by: datetime) -> ReferralOffered:
    return ReferralOffered(
        branch=referral.branch,
        referral=referral.id,
        visit=referral.visit,
        need=referral.need,
        account_manager=account_manager,
        round=referral.round,
        answer_by=answer_by,
        customer=referral.customer,
    )


def _escalated(referral: Referral) -> ReferralEscalated:
    return ReferralEscalated(
        branch=referral.branch,
        referral=referral.id,
        visit=referral.visit,
        need=referral.need,
        asked=referral.asked,
        customer=referral.customer,
    )
