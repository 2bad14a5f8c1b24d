"""Events of messages to customers (W5). A number, an address and a text stay with `customer`."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel

from shared.contracts.customer.base import CustomerEvent
from shared.contracts.customer.consents import ContactChannel, ContactPurpose, ContactReason
from shared.contracts.labelled import Words


class MessageState(Words):
    """The state of a message (W5). `UNKNOWN` is told as it is: such a message may have arrived, and is never
    sent again by itself."""

    QUEUED = "queued", "待发送", "Waits to be sent"
    SENDING = "sending", "发送中", "Being sent"
    SENT = "sent", "已发送", "Sent"
    DELIVERED = "delivered", "已送达", "Delivered"
    FAILED = "failed", "发送失败", "Failed"
    UNKNOWN = "unknown", "结果未知", "Outcome unknown"
    WITHHELD = "withheld", "未发送", "Withheld"


class MessageFault(Words):
    """The reason why a message failed, or why its outcome is not known (W5)."""

    REJECTED = "rejected", "网关拒绝", "The gateway rejected it"
    NOT_REACHED = "not_reached", "无法连接网关", "The gateway could not be reached"
    NOT_DELIVERED = "not_delivered", "未能送达", "It could not be delivered"
    NO_ANSWER = "no_answer", "网关未确认", "The gateway did not confirm"
    INTERRUPTED = "interrupted", "发送时中断", "It was interrupted while it was sent"
    GATEWAY_ERROR = "gateway_error", "网关出错", "The gateway failed"


class _OfMessage(BaseModel):
    """The fields that all events of one message have."""

    must_be_routed: ClassVar[bool] = False

    customer: str
    message: str
    template: str
    purpose: ContactPurpose
    channel: ContactChannel
    queued_by: str


class MessageTemplatePublished(CustomerEvent, zh="消息模板发布", en="A template was published"):
    """A version of a template was published (W5); it never changes again. `branch` is ``bank``."""

    must_be_routed: ClassVar[bool] = False

    template: str
    number: int
    purpose: ContactPurpose
    channel: ContactChannel
    published_by: str


class MessageQueued(_OfMessage, CustomerEvent, zh="消息待发送", en="A message waits to be sent"):
    """A message to a customer waits to be sent (W5)."""

    not_before: datetime
    latest: datetime


class MessageSent(_OfMessage, CustomerEvent, zh="消息已发送", en="A message was sent"):
    """The gateway took a message to a customer (W5)."""


class MessageDelivered(_OfMessage, CustomerEvent, zh="消息已送达", en="A message was delivered"):
    """A message has reached the customer (W5), by the receipt of the gateway."""


class MessageFailed(_OfMessage, CustomerEvent, zh="消息发送失败", en="A message failed"):
    """A message did not reach the customer (W5)."""

    reason: MessageFault


class MessageOutcomeUnknown(
    _OfMessage, CustomerEvent, zh="消息结果未知", en="The outcome of a message is unknown"
):
    """A message may have reached the customer, or not (W5): nobody knows, and it is not sent again."""

    reason: MessageFault


class MessageWithheld(_OfMessage, CustomerEvent, zh="消息未发送", en="A message was withheld"):
    """A message was not sent because the customer may not be contacted (W5)."""

    reason: ContactReason
