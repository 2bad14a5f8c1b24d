"""Rows about visits to customers, what was promised there, and calendars (W1, Q2)."""

from services.notify.feed.domain.rule import HEAD, INFO, NOTICE, URGENT, Named, Rows, Rule
from shared.contracts import customer
from shared.contracts.base import Event

VISITOR, OWNER = Named("held_by"), Named("promise_owner")
AT_HEAD = 2


def at_head(event: Event) -> bool:
    """Return whether a late record has come to the branch head."""
    return getattr(event, "level", 0) >= AT_HEAD


ROWS: Rows = {
    # W1
    customer.CustomerVisitOverdue: (
        Rule(
            HEAD, URGENT, "visit_record_overdue",
            "{held_by}的一次客户拜访逾期两个工作日仍未登记记录。",
            "{held_by} has not recorded a visit to a customer for two working days.",
            when=at_head,
        ),
        Rule(
            VISITOR, URGENT, "visit_record_due",
            "一次客户拜访的记录已逾期，请尽快登记。",
            "The record of a visit to a customer is late; please write it.",
        ),
    ),
    customer.CustomerVisitGiven: (
        Rule(
            VISITOR, NOTICE, "customer_visit_given",
            "随客户移交，您接手了{had_by}的一次拜访。",
            "With a customer you were given a visit of {had_by}.",
        ),
    ),
    customer.PromiseMade: (
        Rule(
            OWNER, NOTICE, "promise_made",
            "对客户有一项承诺由您负责，最迟{due}。",
            "Something was promised to a customer and is yours to do, until {due}.",
        ),
    ),
    customer.PromiseGiven: (
        Rule(
            OWNER, NOTICE, "promise_given",
            "{had_by}对客户的一项承诺转由您负责，最迟{due}。",
            "What {had_by} promised to a customer is yours to do now, until {due}.",
        ),
    ),
    customer.PromiseOverdue: (
        Rule(
            OWNER, URGENT, "promise_overdue",
            "对客户的一项承诺已逾期（{due}）。",
            "What was promised to a customer is late ({due}).",
        ),
    ),
    # Q2
    customer.CalendarFeedIssued: (
        Rule(
            Named("staff"), INFO, "calendar_feed_issued",
            "您的日历订阅地址已生成；如非本人操作，请立即停用。",
            "An address for your calendar was issued; if it was not you, revoke it at once.",
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = (
    customer.CustomerVisitPlanned,  # it stands in the list of whoever goes
    customer.CustomerVisitMoved,
    customer.CustomerVisitConfirmed,
    customer.CustomerVisitBegun,
    customer.CustomerVisitHeld,
    customer.CustomerVisitNotHeld,
    customer.CustomerVisitCancelled,
    customer.CustomerVisitRecorded,
    customer.PromiseKept,
    customer.CalendarFeedRevoked,
)
