"""Rows about the segments of customers (W2)."""

from services.notify.feed.domain.rule import HEAD, INFO, Named, Rows, Rule
from shared.contracts import customer
from shared.contracts.base import Event
from shared.contracts.customer import MoveCause


def is_of_one(event: Event) -> bool:
    """Return whether a move is about one customer, not one of many that new rules move."""
    return getattr(event, "cause", None) is not MoveCause.RULES


ROWS: Rows = {
    customer.SegmentChanged: (
        Rule(
            Named("account_manager"), INFO, "segment_changed",
            "{masked_name}由{before}调整为{after}（{cause}）。",
            "{masked_name} moved from {before} to {after} ({cause}).",
            when=is_of_one,
        ),
    ),
    customer.SegmentRulesActivated: (
        Rule(
            HEAD, INFO, "segment_rules_activated",
            "分层规则第{rules_version}版自{from_day}起生效（{activated_by}）。",
            "Version {rules_version} of the segment rules applies from {from_day} ({activated_by}).",
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = (
    customer.SegmentHeld,  # the file shows it; a move by it is told
    customer.SegmentHoldEnded,
)
