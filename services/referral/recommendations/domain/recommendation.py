"""A recommendation (推荐, A3): its document, its timer, and its refusals."""

from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar

from shared.contracts.referral import (
    RecommendationDecline,
    RecommendationReason,
    RecommendationState,
    RecommendationWithdrawal,
    ReferralEvent,
)
from shared.domain import Document
from shared.errors import Refusal

OPEN_AT_MOST = 20
DAYS = 30
"""Days for which a recommendation is open, if nobody says otherwise."""
FARTHEST = 92
PLACES = 2**52
S = RecommendationState


class RecommendationClosed(Refusal):
    code, status = "recommendation_closed", 409
    en, zh = "This recommendation has come to its end.", "该推荐已结束。"


class RecommendationNotThere(Refusal):
    code, status = "recommendation_step_missing", 409
    en, zh = "A step before this one is missing.", "前一步骤尚未完成。"


class AlreadyRecommended(Refusal):
    code, status = "already_recommended", 409
    en, zh = "This product is being recommended to this customer already.", "已在向该客户推荐此产品。"


class TooManyRecommendations(Refusal):
    code, status = "too_many_recommendations", 409
    en, zh = "Bring others to an end first: 20 are open.", "未结束的推荐已达 20 项，请先了结。"


class PresentedAlready(Refusal):
    code, status = "recommendation_presented", 409
    en, zh = "A colleague has presented this product already.", "该产品已由其他同事介绍。"


class RecordingNeeded(Refusal):
    code, status = "recording_needed", 422
    en = "This product is presented with sound and picture recorded: give the recording's reference."
    zh = "介绍该产品须双录，请填写双录编号。"


class AmountTooSmall(Refusal):
    """`detail` names the smallest amount, in hundredths, and the currency."""

    code, status = "amount_too_small", 422
    en, zh = (
        "The amount is below the product's smallest, or of another currency.",
        "金额低于起购金额，或币种不符。",
    )


class RecommendationDayOutOfReach(Refusal):
    code, status = "recommendation_day_out_of_reach", 422
    en, zh = "Choose a day from today on, at most 92 days away.", "请选择今天起 92 天以内的日期。"


class RecommendationEnds(ReferralEvent):
    """The last day of a recommendation has passed."""

    recommendation: str


class Recommendation(Document):
    """A product that is recommended to a customer, open until the end of `expires_on`. `product_version` is
    the one by which it was judged last, by the rules of `rules_version`; `recording` refers to a recording of
    sound and picture, `thread` is the correlation id of what it came from; `place` is its place in rounds."""

    collection: ClassVar[str] = "recommendations"

    branch: str
    customer: str
    account_manager: str
    product: str
    product_version: int
    rules_version: int
    reasons: tuple[RecommendationReason, ...]
    need_id: str | None = None
    prospect: str | None = None
    thread: str = ""
    state: RecommendationState = RecommendationState.PROPOSED
    open: bool = True
    proposed_by: str
    proposed_at: datetime
    expires_on: str
    presented_at: datetime | None = None
    presented_by: str | None = None
    recording: str | None = None
    amount: int | None = None
    currency: str | None = None
    declined: RecommendationDecline | None = None
    withdrawn: RecommendationWithdrawal | None = None
    ended_at: datetime | None = None
    place: int

    @property
    def correlation_id(self) -> str:
        return self.thread or self.id

    @property
    def timer(self) -> str:
        return f"recommendation:{self.id}"

    @property
    def facts(self) -> dict[str, Any]:
        """Return the fields that every event about it has."""
        names = ("branch", "product", "product_version", "customer", "account_manager", "prospect", "need_id")
        return {"recommendation": self.id, **{name: getattr(self, name) for name in names}}

    def must_be_open(self) -> None:
        """Raises `RecommendationClosed`."""
        if not self.open:
            raise RecommendationClosed

    def must_be(self, *states: RecommendationState) -> None:
        """Raises `RecommendationClosed`, `RecommendationNotThere`."""
        self.must_be_open()
        if self.state not in states:
            raise RecommendationNotThere


class OpenRecommendations(Document):
    """The open recommendations of a customer by product; the id is the customer's."""

    collection: ClassVar[str] = "open_recommendations"

    of: dict[str, str] = {}

    def with_one(self, product: str, id: str) -> "OpenRecommendations":
        """Add one. Raises `AlreadyRecommended`, `TooManyRecommendations`."""
        if product in self.of:
            raise AlreadyRecommended
        if len(self.of) >= OPEN_AT_MOST:
            raise TooManyRecommendations
        return self.evolve(of={**self.of, product: id})

    def without(self, product: str) -> "OpenRecommendations":
        """Take one out."""
        return self.evolve(of={name: id for name, id in self.of.items() if name != product})


def place_of(id: str) -> int:
    """Return the place of a thing in rounds, from 0 to `PLACES`, by a hash of its id."""
    return int.from_bytes(sha256(id.encode()).digest()[:8]) % PLACES
