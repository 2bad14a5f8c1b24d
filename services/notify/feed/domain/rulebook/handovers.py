"""Rows about hand-overs, and about account managers who leave (W2)."""

from services.notify.feed.domain.rule import ALARM, HEAD, INFO, NOTICE, URGENT, Named, Rows, Rule
from shared.contracts import customer, notify
from shared.contracts.base import Event

RECEIVER, GIVER, PROPOSER = Named("receiver"), Named("giver"), Named("proposed_by")

ROWS: Rows = {
    customer.HandOverProposed: (
        Rule(
            RECEIVER, URGENT, "hand_over_proposed",
            "{proposed_by}提议将{customers}位客户交接给您（{effective_on}起），请逐一接收或退回。",
            "{proposed_by} proposes {customers} {customers|customer|customers} to you from "
            "{effective_on}. Accept or return each.",
        ),
        Rule(
            GIVER, NOTICE, "hand_over_proposed",
            "{proposed_by}提议将您的{customers}位客户交接给{receiver}（{effective_on}起）。",
            "{proposed_by} proposes {customers} of your customers to {receiver}, from {effective_on}.",
        ),
    ),
    customer.HandOverReturned: (
        Rule(
            PROPOSER, URGENT, "hand_over_returned",
            "{receiver}退回了一位交接客户：{reason}。",
            "{receiver} returned a customer: {reason}.",
        ),
        Rule(
            GIVER, NOTICE, "hand_over_returned",
            "{receiver}退回了您的一位交接客户：{reason}。",
            "{receiver} returned a customer of yours: {reason}.",
        ),
    ),
    customer.HandOverWithdrawn: (
        Rule(
            RECEIVER, INFO, "hand_over_withdrawn",
            "有{customers}位客户不再交接给您。",
            "{customers} {customers|customer is|customers are} not proposed to you any more.",
        ),
    ),
    customer.HandOverCompleted: (
        Rule(
            PROPOSER, NOTICE, "hand_over_completed",
            "交接已完成：{receiver}接收{accepted}位，退回{returned}位，撤回{withdrawn}位。",
            "The hand-over is complete: {receiver} took {accepted}, returned {returned}.",
        ),
        Rule(
            GIVER, NOTICE, "hand_over_completed",
            "您的客户交接已完成：{receiver}接收{accepted}位，退回{returned}位。",
            "The hand-over of your customers is complete: {receiver} took {accepted}, returned {returned}.",
        ),
    ),
    customer.PortfolioLeft: (
        Rule(
            HEAD, URGENT, "portfolio_left",
            "{staff}已离岗，{customers}位客户无人管理，请在限期内指定客户经理。",
            "{staff} has left, and {customers} {customers|customer has|customers have} nobody. Please "
            "give them to somebody in time.",
        ),
    ),
    customer.PortfolioUnkept: (
        Rule(
            HEAD, ALARM, "portfolio_unkept",
            "已逾期：{staff}离岗后仍有{customers}位客户无人管理。",
            "Overdue: {customers} {customers|customer|customers} of {staff}, who has left, still "
            "{customers|has|have} nobody.",
        ),
    ),
    notify.PortfolioWaived: (
        Rule(
            HEAD, URGENT, "portfolio_waived",
            "{waived_by}已为{staff}办理离岗（{reason}），{customers}位客户尚未交接。",
            "{waived_by} let {staff} go ({reason}) before {customers} "
            "{customers|customer was|customers were} handed over.",
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = (
    customer.HandOverAccepted,  # the end of the hand-over is told
    customer.CustomerHandedOver,
)
