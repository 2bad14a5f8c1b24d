"""Rounds after a change of a product or of the rules of suitability (A3): first through what is open and may
suit no more, then, after a re-rating, through all who hold the product.

A round goes a page at a time, each page one transaction with the timer of the next, so that it goes on after
a crash where it stopped. Another change of the same product begins a round of its own.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from services.referral.products.domain.catalogue import BANK
from services.referral.products.domain.risks import NewRisk
from services.referral.recommendations.domain.recommendation import PLACES
from shared.contracts.referral import RecommendationWithdrawal, ReferralEvent, RiskLevel
from shared.domain import Decision, Document

PAGE = 25
"""Documents of one page, at most."""
FIRST_AFTER = timedelta(seconds=2)
"""The time before the first page: longer than what another process read before the change can count as new
(`shared.cache.MAX_STALENESS`), so that nothing is proposed behind the round by the terms of before."""
PAUSE = timedelta(milliseconds=300)
"""The time between two pages."""


class Phase(StrEnum):
    """The part of a round that is under way."""

    RECOMMENDATIONS = "recommendations"
    HOLDERS = "holders"
    ENDED = "ended"


class RatingStepDue(ReferralEvent):
    """The next page of a round is due: those whose places begin at `place`."""

    round: str
    phase: str
    place: int


class RatingRound(Document):
    """A round about a product; the id is that of the event that began it, and the product. `number` is the
    version of the product, `before` and `after` its risk, after a re-rating. `seen` counts the documents of
    all pages, `acted` those of which something came; `thread` is the correlation id of the event."""

    collection: ClassVar[str] = "rating_rounds"

    product: str
    number: int
    reason: RecommendationWithdrawal
    before: RiskLevel | None = None
    after: RiskLevel | None = None
    thread: str = ""
    phase: Phase = Phase.RECOMMENDATIONS
    place: int = 0
    width: int = PLACES
    seen: int = 0
    acted: int = 0
    began: datetime
    ended: datetime | None = None

    @property
    def correlation_id(self) -> str:
        return self.thread or self.id

    @property
    def risk(self) -> NewRisk | None:
        """The other risk that began it, if one did."""
        if self.before is None or self.after is None:
            return None
        return NewRisk(self.product, self.number, self.before, self.after)

    def waits_for(self, step: RatingStepDue) -> bool:
        """Tell whether this page is the next one: a page that comes twice is turned once."""
        return (self.phase.value, self.place) == (step.phase, step.place) and self.ended is None


def begin(round: RatingRound) -> Decision:
    """Begin a round."""
    return Decision().save(round).then(_next(round, round.began + FIRST_AFTER))


def after_page(round: RatingRound, width: int, seen: int, acted: int, *, now: datetime) -> Decision:
    """Go on with the next page, with the next phase, or end the round. A page that was less than half full
    makes the next one wider."""
    place = round.place + width
    turned = round.evolve(
        place=place,
        width=min(width * 2, PLACES) if seen * 2 < PAGE else width,
        seen=round.seen + seen,
        acted=round.acted + acted,
    )
    if place >= PLACES:
        more = round.phase is Phase.RECOMMENDATIONS and round.after is not None
        phase = Phase.HOLDERS if more else Phase.ENDED
        turned = turned.evolve(phase=phase, place=0, width=PLACES, ended=None if more else now)
    if turned.phase is Phase.ENDED:
        return Decision().save(turned)
    return Decision().save(turned).then(_next(turned, now + PAUSE))


def _next(round: RatingRound, due: datetime) -> Decision:
    step = RatingStepDue(branch=BANK, round=round.id, phase=round.phase.value, place=round.place)
    return Decision().schedule(f"rating-step:{round.id}", due, step, correlation_id=round.correlation_id)
