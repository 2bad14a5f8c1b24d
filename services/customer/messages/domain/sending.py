"""The way of a message from the queue to its end (W5)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.customer.consents.domain.permission import Permission
from services.customer.files.domain.customer import Customer
from services.customer.messages.domain.message import (
    LEASE,
    MOST_ATTEMPTS,
    RETRY_AFTER,
    AttemptExpired,
    LatestPassed,
    MayNotContact,
    Message,
    MessageDue,
    Outcome,
    OutcomeKind,
)
from services.customer.messages.domain.templates import TemplateVersion
from shared.contracts.customer import (
    ContactReason,
    MessageDelivered,
    MessageFailed,
    MessageFault,
    MessageOutcomeUnknown,
    MessageQueued,
    MessageSent,
    MessageState,
    MessageWithheld,
)
from shared.domain import Decision

ERASED, TOO_LATE = Permission(ContactReason.ERASED), Permission(ContactReason.TOO_LATE)


@dataclass(frozen=True)
class NewMessage:
    """A message that is to be sent; `values` are sealed. `latest` cuts the template's own useful time."""

    id: str
    customer: str
    template: str
    number: int
    language: str
    values: bytes
    by: str
    latest: datetime | None = None


def queue(
    new: NewMessage, customer: Customer, version: TemplateVersion, permission: Permission, *, now: datetime
) -> Decision:
    """Queue a message, until the customer may be contacted if that is later.

    Raises `FileErased`, `MayNotContact` where that would never be in time, `LatestPassed`.
    """
    customer.must_exist()
    latest = min(now + version.useful_for, new.latest or now + version.useful_for)
    if latest <= now:
        raise LatestPassed
    not_before = now if permission.allowed else permission.next_allowed
    if not_before is None or not_before >= latest:
        raise MayNotContact(permission.reason.value)
    message = Message(
        id=new.id,
        branch=customer.branch,
        customer=customer.id,
        template=version.name,
        number=version.number,
        purpose=version.content.purpose,
        channel=version.content.channel,
        language=new.language,
        values=new.values,
        queued_at=now,
        queued_by=new.by,
        not_before=not_before,
        latest=latest,
        changed_at=now,
        reason=None if permission.allowed else permission.reason.value,
    )
    event = MessageQueued(**_fields(message), not_before=not_before, latest=latest)
    return Decision().save(message, event).then(_due(message, not_before))


def begin_attempt(message: Message, permission: Permission, *, now: datetime) -> Decision:
    """Commit to sending a message now, for the time of a lease; or hold it, where the customer may not be
    contacted. One that does not wait to be sent stays as it is."""
    if message.state is not MessageState.QUEUED:
        return Decision()
    if now >= message.latest:
        return _hold(message, TOO_LATE, now=now)
    if not permission.allowed:
        return _hold(message, permission, now=now)
    attempt, until = message.attempts + 1, now + LEASE
    sending = message.evolve(
        state=MessageState.SENDING, attempts=attempt, lease_until=until, changed_at=now, reason=None
    )
    expired = AttemptExpired(branch=message.branch, message=message.id, attempt=attempt)
    return (
        Decision()
        .save(sending)
        .schedule(message.timer, until, expired, correlation_id=message.correlation_id)
    )


def settle(message: Message, attempt: int, outcome: Outcome, *, now: datetime) -> Decision:
    """Take down the end of an attempt. One that is told late still counts, if nothing else is known since."""
    open_to_it = message.state in (MessageState.SENDING, MessageState.UNKNOWN)
    if not open_to_it or message.attempts != attempt:
        return Decision()
    match outcome.kind:
        case OutcomeKind.SENT:
            return _end(message, MessageState.SENT, None, now=now, reference=outcome.reference)
        case OutcomeKind.FAILED:
            return _end(message, MessageState.FAILED, outcome.fault, now=now)
        case OutcomeKind.UNKNOWN:
            return expire(message, attempt, outcome.fault, now=now)
    if message.state is MessageState.UNKNOWN:
        return Decision()  # its end was told as unknown, and a person may have acted on that
    if outcome.kind is OutcomeKind.HELD and outcome.permission is not None:
        return _hold(message, outcome.permission, now=now)
    return _try_again(message, outcome.fault, now=now)


def expire(message: Message, attempt: int, fault: MessageFault, *, now: datetime) -> Decision:
    """Tell that the end of an attempt is not known."""
    if message.state is not MessageState.SENDING or message.attempts != attempt:
        return Decision()
    return _end(message, MessageState.UNKNOWN, fault, now=now)


def receive_receipt(message: Message, *, delivered: bool, now: datetime) -> Decision:
    """Take down the gateway's receipt. A message that has ended, or never left, stays as it is."""
    if message.state not in (MessageState.SENDING, MessageState.SENT, MessageState.UNKNOWN):
        return Decision()
    if delivered:
        return _end(message, MessageState.DELIVERED, None, now=now)
    return _end(message, MessageState.FAILED, MessageFault.NOT_DELIVERED, now=now)


def erase_message(message: Message, *, now: datetime) -> Decision:
    """Erase what a message says; one that waits is withheld. One that is being sent may have left."""
    blank = message.evolve(values=None)
    match message.state:
        case MessageState.QUEUED:
            return _hold(blank, ERASED, now=now)
        case MessageState.SENDING:
            return _end(blank, MessageState.UNKNOWN, MessageFault.INTERRUPTED, now=now)
    return Decision().save(blank) if message.values is not None else Decision()


def _hold(message: Message, permission: Permission, *, now: datetime) -> Decision:
    """Wait for the next moment that is allowed, if it comes in time; withhold the message if not."""
    again = permission.next_allowed
    if again is not None and now < again < message.latest:
        return _requeue(message, again, permission.reason.value, now=now)
    withheld = _ended(message, MessageState.WITHHELD, permission.reason.value, now=now)
    event = MessageWithheld(**_fields(message), reason=permission.reason)
    return Decision().save(withheld, event).cancel(message.timer)


def _try_again(message: Message, fault: MessageFault, *, now: datetime) -> Decision:
    again = now + RETRY_AFTER * 2 ** (message.attempts - 1)
    if message.attempts >= MOST_ATTEMPTS or again >= message.latest:
        return _end(message, MessageState.FAILED, fault, now=now)
    return _requeue(message, again, fault.value, now=now)


def _requeue(message: Message, at: datetime, reason: str, *, now: datetime) -> Decision:
    waiting = message.evolve(
        state=MessageState.QUEUED, not_before=at, lease_until=None, changed_at=now, reason=reason
    )
    return Decision().save(waiting).then(_due(waiting, at))


def _due(message: Message, at: datetime) -> Decision:
    due = MessageDue(branch=message.branch, message=message.id)
    return Decision().schedule(message.timer, at, due, correlation_id=message.correlation_id)


def _end(
    message: Message,
    state: MessageState,
    fault: MessageFault | None,
    *,
    now: datetime,
    reference: str | None = None,
) -> Decision:
    ended = _ended(message, state, fault.value if fault else None, now=now)
    ended = ended.evolve(reference=reference or message.reference)
    fields = _fields(message)
    match state:
        case MessageState.SENT:
            return Decision().save(ended, MessageSent(**fields)).cancel(message.timer)
        case MessageState.DELIVERED:
            return Decision().save(ended, MessageDelivered(**fields)).cancel(message.timer)
        case MessageState.UNKNOWN if fault is not None:
            unknown = MessageOutcomeUnknown(**fields, reason=fault)
            return Decision().save(ended, unknown).cancel(message.timer)
    failed = MessageFailed(**fields, reason=fault or MessageFault.REJECTED)
    return Decision().save(ended, failed).cancel(message.timer)


def _ended(message: Message, state: MessageState, reason: str | None, *, now: datetime) -> Message:
    return message.evolve(state=state, lease_until=None, changed_at=now, reason=reason)


def _fields(message: Message) -> dict[str, Any]:
    """The fields that all events of a message have."""
    return {
        "branch": message.branch,
        "customer": message.customer,
        "message": message.id,
        "template": message.template,
        "purpose": message.purpose,
        "channel": message.channel,
        "queued_by": message.queued_by,
    }
