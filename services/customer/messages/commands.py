"""Commands of messages (W5)."""

from dataclasses import dataclass

from services.customer.messages.domain.message import Outcome
from services.customer.messages.domain.sending import NewMessage
from services.customer.messages.domain.templates import TemplateText
from shared.commands import Command


@dataclass(frozen=True)
class DraftTemplate(Command, name="draft_message_template"):
    """Keep the draft of a template (W5)."""

    template: str
    content: TemplateText
    by: str
    seen: str | None = None


@dataclass(frozen=True)
class PublishTemplate(Command, name="publish_message_template"):
    """Make the draft of a template a version that can be sent, and never changes (W5)."""

    template: str
    by: str
    seen: str | None = None


@dataclass(frozen=True)
class SendMessage(Command, name="send_message"):
    """Send a message to a customer, by a published template (W5)."""

    message: NewMessage


@dataclass(frozen=True)
class SettleAttempt(Command, name="settle_message_attempt"):
    """Take down the end of an attempt to send a message (W5)."""

    message: str
    attempt: int
    outcome: Outcome


@dataclass(frozen=True)
class ReceiveReceipt(Command, name="receive_message_receipt"):
    """Take down the receipt of a gateway (W5)."""

    message: str
    delivered: bool
