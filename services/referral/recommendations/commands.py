"""Commands of recommendations and holders (A3). `by` is the staff id of the person who asks."""

from dataclasses import dataclass

from shared.commands import Command
from shared.contracts.referral import RecommendationDecline, RecommendationReason


@dataclass(frozen=True)
class ProposeRecommendation(Command, name="propose_recommendation"):
    """Propose a product to a customer, under an id that is made by its sender (A3)."""

    recommendation: str
    customer: str
    product: str
    reasons: tuple[RecommendationReason, ...]
    by: str
    expires_on: str | None = None
    need_id: str | None = None
    prospect: str | None = None


@dataclass(frozen=True)
class PresentRecommendation(Command, name="present_recommendation"):
    """Note that a product was presented; `recording` refers to a recording of sound and picture (A3)."""

    recommendation: str
    by: str
    recording: str | None = None


@dataclass(frozen=True)
class NoteInterest(Command, name="note_interest"):
    """Note that the customer is interested (A3)."""

    recommendation: str
    by: str


@dataclass(frozen=True)
class DeclineRecommendation(Command, name="decline_recommendation"):
    """Note that the customer declined (A3)."""

    recommendation: str
    reason: RecommendationDecline
    by: str


@dataclass(frozen=True)
class BuyRecommended(Command, name="buy_recommended"):
    """Note that the customer bought what was recommended; `amount` in hundredths of the currency (A3)."""

    recommendation: str
    amount: int
    currency: str
    by: str


@dataclass(frozen=True)
class WithdrawRecommendation(Command, name="withdraw_recommendation"):
    """Take a recommendation back (A3)."""

    recommendation: str
    by: str


@dataclass(frozen=True)
class FinishHolderTask(Command, name="finish_holder_task"):
    """Note that a holder of a product was told of its new risk (A3)."""

    holder_task: str
    by: str
