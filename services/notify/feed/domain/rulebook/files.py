"""Rows about customer files (W2, Q1)."""

from services.notify.feed.domain.rule import HEAD, NOTICE, Named, Rows, Rule
from shared.contracts import customer
from shared.contracts.base import Event

OWN = Named("account_manager")

ROWS: Rows = {
    customer.RiskReviewFellDue: (
        Rule(
            OWN,
            NOTICE,
            "risk_review_due",
            "客户{masked_name}的洗钱风险等级到期复核。",
            "The money laundering risk of {masked_name} is to be assessed again.",
        ),
        Rule(
            HEAD,
            NOTICE,
            "risk_review_due",
            "客户{masked_name}的洗钱风险等级到期复核。",
            "The money laundering risk of {masked_name} is to be assessed again.",
        ),
    ),
}

SILENT: tuple[type[Event], ...] = (
    customer.ProfileChanged,
    customer.HoldingsChanged,
    customer.HouseholdChanged,
    customer.TagsChanged,
    customer.RiskReviewsChanged,
)
