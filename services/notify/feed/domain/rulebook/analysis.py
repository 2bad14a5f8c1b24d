"""Rows about the analysis of customers (W4)."""

from services.notify.feed.domain.rule import NOTICE, Named, Rows, Rule
from shared.contracts import customer
from shared.contracts.base import Event

ROWS: Rows = {
    customer.CustomerGoingSilent: (
        Rule(
            Named("account_manager"), NOTICE, "customer_going_silent",
            "{masked_name}（{segment}）平均每{every}天来一次，已{silent}天未来：类似客户每100人中仅{of_hundred}人会如此，请主动联系。",
            "{masked_name} ({segment}) came every {every} {every|day|days} and is silent for {silent}: "
            "only {of_hundred} "
            "of 100 like this are. Please get in touch.",
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = (
    customer.CustomerScored,  # the list by risk shows it; a message for each would drown the rest
)
