"""Rows about consents and messages to customers (W5)."""

from services.notify.feed.domain.rule import INFO, NOTICE, URGENT, Named, Rows, Rule
from shared.contracts import customer
from shared.contracts.base import Event

SENDER = Named("queued_by")

ROWS: Rows = {
    customer.ContactRefused: (
        Rule(
            Named("account_manager"), NOTICE, "contact_refused",
            "您的客户已明确拒绝（{purpose}，{channel}），不得再以同样方式联系。",
            "A customer of yours refused for good ({purpose}, {channel}).",
        ),
    ),
    customer.MessageFailed: (
        Rule(
            SENDER, NOTICE, "message_failed",
            "发给客户的消息未成功（{channel}）：{reason}。",
            "Your message to a customer failed ({channel}): {reason}.",
        ),
    ),
    customer.MessageOutcomeUnknown: (
        Rule(
            SENDER, URGENT, "message_unknown",
            "发给客户的消息（{channel}）结果未知：{reason}，系统不会重发，请与客户确认。",
            "It is not known whether your message ({channel}) arrived: {reason}. It is not sent again.",
        ),
    ),
    customer.MessageWithheld: (
        Rule(
            SENDER, NOTICE, "message_withheld",
            "发给客户的消息（{channel}）未发送：{reason}。",
            "Your message to a customer ({channel}) was not sent: {reason}.",
        ),
    ),
    customer.MessageDelivered: (
        Rule(
            SENDER, INFO, "message_delivered",
            "发给客户的消息（{channel}）已送达。",
            "Your message to a customer ({channel}) was delivered.",
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = (
    customer.ConsentGiven,
    customer.ConsentWithdrawn,
    customer.ContactPreferencesChanged,
    customer.ContactRulesChanged,
    customer.MessageTemplatePublished,
    customer.MessageQueued,
    customer.MessageSent,
)
