"""The steps of a recommendation (A3). Every step that offers something judges the product anew, in the
version that counts on that day: nothing unsuitable is proposed, presented or sold."""

from datetime import date, datetime, timedelta

from services.referral.products.domain.keepers import KeptCustomer
from services.referral.products.domain.suitability import Offer
from services.referral.recommendations.domain.recommendation import (
    DAYS,
    FARTHEST,
    AmountTooSmall,
    OpenRecommendations,
    PresentedAlready,
    Recommendation,
    RecommendationDayOutOfReach,
    RecommendationEnds,
    RecordingNeeded,
    S,
    place_of,
)
from shared.branch_places import BranchPlace
from shared.contracts.base import Event
from shared.contracts.referral import (
    RecommendationBought,
    RecommendationDecline,
    RecommendationDeclined,
    RecommendationExpired,
    RecommendationInterested,
    RecommendationPresented,
    RecommendationProposed,
    RecommendationReason,
    RecommendationWithdrawal,
    RecommendationWithdrawn,
)
from shared.domain import Decision
from shared.errors import Refusal


def propose(
    id: str,
    customer: KeptCustomer,
    offer: Offer,
    reasons: tuple[RecommendationReason, ...],
    by: str,
    known: OpenRecommendations,
    place: BranchPlace,
    *,
    expires_on: str | None = None,
    need_id: str | None = None,
    prospect: str | None = None,
    thread: str = "",
    now: datetime,
) -> Decision:
    """Propose a product to a customer, whom it suits.

    Raises `ProductNotOnSale` and what `must_suit` raises, `AlreadyRecommended`, `TooManyRecommendations`,
    `RecommendationDayOutOfReach`.
    """
    offer.must_be_right()
    version = offer.product_version
    made = Recommendation(
        id=id,
        branch=customer.branch,
        customer=customer.id,
        account_manager=customer.account_manager or by,
        product=version.product,
        product_version=version.number,
        rules_version=offer.rules.number,
        reasons=tuple(dict.fromkeys(reasons)),
        need_id=need_id,
        prospect=prospect,
        thread=thread,
        proposed_by=by,
        proposed_at=now,
        expires_on=_last_day(expires_on, offer.day),
        place=place_of(id),
    )
    event = RecommendationProposed(
        **made.facts, reasons=made.reasons, proposed_by=by, expires_on=made.expires_on
    )
    ends = place.end_of(date.fromisoformat(made.expires_on))
    timer = RecommendationEnds(branch=made.branch, recommendation=id)
    return (
        Decision()
        .save(made, event)
        .save(known.with_one(made.product, id))
        .schedule(made.timer, ends, timer, correlation_id=made.correlation_id)
    )


def present(one: Recommendation, offer: Offer, by: str, recording: str | None, *, now: datetime) -> Decision:
    """Note that the product was presented; doing it twice changes nothing.

    Raises `RecommendationClosed`, `PresentedAlready` by another, `RecordingNeeded`, `ProductNotOnSale` and
    what `must_suit` raises.
    """
    one.must_be_open()
    if one.state is not S.PROPOSED:
        if one.presented_by != by:
            raise PresentedAlready
        return Decision()
    judged = _judged(one, offer)
    if offer.product_version.terms.needs_recording and not recording:
        raise RecordingNeeded
    presented = judged.evolve(state=S.PRESENTED, presented_at=now, presented_by=by, recording=recording)
    event = RecommendationPresented(**presented.facts, presented_by=by, recorded=bool(recording))
    return Decision().save(presented, event)


def note_interest(one: Recommendation, offer: Offer, by: str) -> Decision:
    """Note that the customer is interested; doing it twice changes nothing.

    Raises `RecommendationClosed`, `RecommendationNotThere`, `ProductNotOnSale`, and what `must_suit` raises.
    """
    one.must_be(S.PRESENTED, S.INTERESTED)
    if one.state is S.INTERESTED:
        return Decision()
    interested = _judged(one, offer).evolve(state=S.INTERESTED)
    return Decision().save(interested, RecommendationInterested(**interested.facts, noted_by=by))


def decline(
    one: Recommendation,
    reason: RecommendationDecline,
    by: str,
    known: OpenRecommendations,
    *,
    now: datetime,
) -> Decision:
    """Note that the customer declined. Raises `RecommendationClosed`, `RecommendationNotThere`."""
    one.must_be(S.PRESENTED, S.INTERESTED)
    event = RecommendationDeclined(**one.facts, reason=reason, noted_by=by)
    return _end(one.evolve(state=S.DECLINED, declined=reason), event, known, now)


def buy(
    one: Recommendation,
    offer: Offer,
    amount: int,
    currency: str,
    by: str,
    known: OpenRecommendations,
    *,
    now: datetime,
) -> Decision:
    """Note that the customer bought the product.

    Raises `RecommendationClosed`, `RecommendationNotThere`, `AmountTooSmall`, `RecordingNeeded` where a later
    version than the one presented needs a recording, `ProductNotOnSale` and what `must_suit` raises.
    """
    one.must_be(S.PRESENTED, S.INTERESTED)
    judged, terms = _judged(one, offer), offer.product_version.terms
    if terms.needs_recording and not one.recording:
        raise RecordingNeeded
    if amount < terms.smallest_amount or currency != terms.currency:
        raise AmountTooSmall(f"{terms.smallest_amount} {terms.currency}")
    bought = judged.evolve(state=S.BOUGHT, amount=amount, currency=currency)
    event = RecommendationBought(**bought.facts, amount=amount, currency=currency, noted_by=by)
    return _end(bought, event, known, now)


def withdraw(
    one: Recommendation,
    reason: RecommendationWithdrawal,
    by: str,
    known: OpenRecommendations,
    *,
    rules_version: int | None = None,
    now: datetime,
) -> Decision:
    """Take a recommendation back; one that has ended stays as it is."""
    if not one.open:
        return Decision()
    event = RecommendationWithdrawn(**one.facts, reason=reason, withdrawn_by=by, rules_version=rules_version)
    return _end(one.evolve(state=S.WITHDRAWN, withdrawn=reason), event, known, now)


def judge(
    one: Recommendation,
    offer: Offer | None,
    reason: RecommendationWithdrawal,
    known: OpenRecommendations,
    *,
    now: datetime,
) -> Decision:
    """Withdraw an open recommendation, for this `reason`, if its product suits no more; None for an `offer`
    stands for a product that was withdrawn. One whose sale merely pauses stays, and cannot be presented."""
    if not one.open:
        return Decision()
    if offer is None:
        return withdraw(one, RecommendationWithdrawal.PRODUCT_WITHDRAWN, "system", known, now=now)
    try:
        offer.must_suit()
    except Refusal:
        return withdraw(one, reason, "system", known, rules_version=offer.rules.number, now=now)
    return Decision()


def expire(one: Recommendation, known: OpenRecommendations, *, now: datetime) -> Decision:
    """End a recommendation whose last day has passed; one that has ended stays as it is."""
    if not one.open:
        return Decision()
    event = RecommendationExpired(**one.facts, state=one.state)
    return _end(one.evolve(state=S.EXPIRED), event, known, now)


def give(one: Recommendation, account_manager: str | None) -> Decision:
    """Let an open recommendation go with the customer to another account manager."""
    if not one.open or account_manager in (None, one.account_manager):
        return Decision()
    return Decision().save(one.evolve(account_manager=account_manager))


def close_and_forget(one: Recommendation, *, now: datetime) -> Decision:
    """End a recommendation to a customer who was erased, without a word, and name them no more."""
    ended = one.ended_at or now
    state = S.WITHDRAWN if one.open else one.state
    left = one.evolve(
        customer="", recording=None, need_id=None, prospect=None, state=state, open=False, ended_at=ended
    )
    return Decision().save(left).cancel(one.timer)


def _judged(one: Recommendation, offer: Offer) -> Recommendation:
    """Judge the product anew; returns the recommendation with the versions by which it was."""
    offer.must_be_right()
    return one.evolve(product_version=offer.product_version.number, rules_version=offer.rules.number)


def _end(one: Recommendation, event: Event, known: OpenRecommendations, now: datetime) -> Decision:
    left = known.without(one.product)
    return Decision().save(one.evolve(open=False, ended_at=now), event).save(left).cancel(one.timer)


def _last_day(day: str | None, today: str) -> str:
    first = date.fromisoformat(today)
    chosen = day or (first + timedelta(days=DAYS)).isoformat()
    if not today <= chosen <= (first + timedelta(days=FARTHEST)).isoformat():
        raise RecommendationDayOutOfReach
    return chosen
