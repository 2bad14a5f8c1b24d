"""Messages to customers: their document, their timers, their outcomes (W5).

    queued ──▶ sending ──▶ sent ──▶ delivered
       │          ├──▶ failed
       │          └──▶ unknown ──▶ (a receipt) delivered | failed
       └──▶ withheld

The intent to send (`SENDING`, with a number of the attempt and a lease) is committed before anything leaves.
An attempt whose end is not known by the end of its lease is `UNKNOWN`, and nothing sends it again: only what
certainly did not leave is queued once more.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from services.customer.consents.domain.permission import Permission
from shared.contracts.customer import (
    ContactChannel,
    ContactPurpose,
    ContactReason,
    CustomerEvent,
    MessageFault,
    MessageState,
)
from shared.domain import Document
from shared.errors import Refusal

LEASE = timedelta(seconds=60)
"""Time within which the process that begins an attempt must have told its end."""
MOST_ATTEMPTS = 5
RETRY_AFTER = timedelta(seconds=30)
"""Time until another attempt, where the last one certainly did not leave; it doubles with each."""
OPEN = (MessageState.QUEUED, MessageState.SENDING)
ENDED = (MessageState.DELIVERED, MessageState.FAILED, MessageState.WITHHELD)


class MayNotContact(Refusal):
    """`detail` is the word of the reason."""

    code, status = "may_not_contact", 409
    en = "The customer may not be contacted in this way: see the detail."
    zh = "不得以此方式联系该客户，请查看原因。"


class ChannelNotSetUp(Refusal):
    code, status = "channel_not_set_up", 409
    en = "No gateway is set up for this channel; ask operations."
    zh = "该渠道尚未配置发送网关，请联系运维。"


class LatestPassed(Refusal):
    code, status = "latest_passed", 422
    en, zh = "The latest useful time is past already.", "最迟发送时间已过。"


class MessageDue(CustomerEvent):
    """A message is to be sent now."""

    message: str


class AttemptExpired(CustomerEvent):
    """The lease of an attempt has run out, and its end is not known."""

    message: str
    attempt: int


class Message(Document):
    """One message. `values` are sealed, and gone once its text is of no use; `reason` says why it is where it
    is, as a word of `ContactReason` or `MessageFault`; `reference` is the gateway's own id for it."""

    collection: ClassVar[str] = "messages"

    branch: str
    customer: str
    template: str
    number: int
    purpose: ContactPurpose
    channel: ContactChannel
    language: str
    values: bytes | None
    state: MessageState = MessageState.QUEUED
    queued_at: datetime
    queued_by: str
    not_before: datetime
    latest: datetime
    attempts: int = 0
    lease_until: datetime | None = None
    changed_at: datetime
    reason: str | None = None
    reference: str | None = None

    @property
    def correlation_id(self) -> str:
        return self.customer

    @property
    def timer(self) -> str:
        return f"message:{self.id}"

    @property
    def version_id(self) -> str:
        """The id of the version of its template."""
        return f"{self.template}:{self.number}"


class OutcomeKind(StrEnum):
    """The kinds of ends that an attempt has."""

    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    NOT_TAKEN = "not_taken"
    """It certainly did not leave, and may be tried again."""
    HELD = "held"
    """It did not leave because the customer may not be contacted, or not now."""


@dataclass(frozen=True)
class Outcome:
    """The end of an attempt: the gateway's `reference` if it took the message, the `fault` if it did not,
    the `permission` by which it was held."""

    kind: OutcomeKind
    reference: str | None = None
    fault: MessageFault = MessageFault.REJECTED
    permission: Permission | None = None


SENT = Outcome(OutcomeKind.SENT)
NO_ANSWER = Outcome(OutcomeKind.UNKNOWN, fault=MessageFault.NO_ANSWER)
NOT_REACHED = Outcome(OutcomeKind.NOT_TAKEN, fault=MessageFault.NOT_REACHED)
REJECTED = Outcome(OutcomeKind.FAILED, fault=MessageFault.REJECTED)


def held(permission: Permission) -> Outcome:
    """The end of an attempt that never left because of `permission`."""
    return Outcome(OutcomeKind.HELD, permission=permission)


NO_ADDRESS = held(Permission(ContactReason.NO_ADDRESS))
