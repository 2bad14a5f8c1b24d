"""Rows about recommendations of products (A3)."""

from services.notify.feed.domain.rule import INFO, NOTICE, Named, Rows, Rule
from shared.contracts import referral
from shared.contracts.base import Event

MANAGER = Named("account_manager")


def by_another(event: Event) -> bool:
    """Return whether somebody else than the account manager did it."""
    by = getattr(event, "proposed_by", None) or getattr(event, "withdrawn_by", None)
    return by != getattr(event, "account_manager", None)


ROWS: Rows = {
    referral.RecommendationProposed: (
        Rule(
            MANAGER, INFO, "recommendation_proposed",
            "{proposed_by}为您的客户拟推荐产品{product}：{reasons}，有效至{expires_on}。",
            "{proposed_by} proposes {product} for a customer of yours: {reasons}; until {expires_on}.",
            when=by_another,
        ),
    ),
    referral.RecommendationWithdrawn: (
        Rule(
            MANAGER, NOTICE, "recommendation_withdrawn",
            "产品{product}的推荐已撤回：{reason}。",
            "The recommendation of {product} was withdrawn: {reason}.",
            when=by_another,
        ),
    ),
    referral.RecommendationExpired: (
        Rule(
            MANAGER, INFO, "recommendation_expired",
            "产品{product}的推荐已到期失效（{state}）。",
            "The recommendation of {product} expired ({state}).",
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = (
    referral.RecommendationPresented,
    referral.RecommendationInterested,
    referral.RecommendationDeclined,
    referral.RecommendationBought,
)
