"""Offering a referral to one account manager after the other, until one says yes (D5)."""

from dataclasses import dataclass
from datetime import datetime

from services.referral.referrals.domain.referral import AcceptanceDue, Declined, Referral, State
from services.referral.staff.domain.roster import Roster
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


@dataclass(frozen=True)
class Answer:
    """Yes, or no with a `reason`, of who was asked."""

    referral: str
    by: str
    reason: str = ""


def open_referral(
    id: str, event: ProspectIdentified, roster: Roster, *, now: datetime, answer_by: datetime
) -> Decision:
    """A prospect becomes the business of the branch's account managers."""
    referral = Referral(
        id=id,
        branch=event.branch,
        visit=event.visit,
        need=event.need,
        found_by=event.found_by,
        customer=event.customer,
        opened_at=now,
    )
    opened = ReferralOpened(
        branch=event.branch, referral=id, visit=event.visit, need=event.need, found_by=event.found_by
    )
    return _ask_next(referral, roster, opened, now=now, answer_by=answer_by)


def accept(referral: Referral, by: str, roster: Roster, *, now: datetime) -> Decision:
    """Who is asked takes it. Late is in time while nobody else was asked."""
    referral.must_wait_for(by)
    taken = referral.evolve(state=State.ACCEPTED, answer_by=None, accepted_at=now)
    told = ReferralAccepted(
        branch=referral.branch,
        referral=referral.id,
        visit=referral.visit,
        account_manager=by,
        found_by=referral.found_by,
    )
    return Decision().save(taken, told).save(roster.accepted_by(by)).cancel(referral.acceptance_timer)


def decline(
    referral: Referral, answer: Answer, roster: Roster, *, now: datetime, answer_by: datetime
) -> Decision:
    """Who is asked says no; the next one is asked."""
    referral.must_wait_for(answer.by)
    told = ReferralDeclined(
        branch=referral.branch, referral=referral.id, account_manager=answer.by, reason=answer.reason
    )
    declined = referral.evolve(declined=(*referral.declined, Declined(staff=answer.by, reason=answer.reason)))
    return _ask_next(declined, roster.refused_by(answer.by), told, now=now, answer_by=answer_by)


def expire(
    referral: Referral, due: AcceptanceDue, roster: Roster, *, now: datetime, answer_by: datetime
) -> Decision:
    """Who is asked did not answer in time; the next one is asked. A deadline that comes late, after an
    answer, changes nothing."""
    silent = referral.account_manager
    if referral.state is not State.OFFERED or referral.round != due.round or silent is None:
        return Decision()
    told = ReferralExpired(branch=referral.branch, referral=referral.id, account_manager=silent)
    return _ask_next(referral, roster.refused_by(silent), told, now=now, answer_by=answer_by)


def _ask_next(
    referral: Referral, roster: Roster, told: Event, *, now: datetime, answer_by: datetime
) -> Decision:
    """Ask who is next, or the branch head if nobody is left."""
    chosen = roster.next_to_ask(referral.asked)
    if chosen is None:
        left = referral.evolve(state=State.ESCALATED, account_manager=None, answer_by=None)
        decision = Decision().save(left, told, _escalated(left)).cancel(left.acceptance_timer)
        return decision.save(roster) if roster.members else decision
    offered = referral.evolve(
        account_manager=chosen,
        asked=(*referral.asked, chosen),
        round=referral.round + 1,
        answer_by=answer_by,
    )
    due = AcceptanceDue(branch=offered.branch, referral=offered.id, round=offered.round)
    return (
        Decision()
        .save(offered, told, _offered(offered, chosen, answer_by))
        .save(roster.asks(chosen, now))
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
    )


def _escalated(referral: Referral) -> ReferralEscalated:
    return ReferralEscalated(
        branch=referral.branch,
        referral=referral.id,
        visit=referral.visit,
        need=referral.need,
        asked=referral.asked,
    )
