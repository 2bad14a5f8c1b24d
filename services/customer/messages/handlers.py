"""Handlers of messages: from the template to the receipt (W5)."""

import asyncio

from services.customer.consents.domain.permission import Permission, may_contact
from services.customer.consents.handlers import circumstances_of
from services.customer.files.domain.customer import Customer
from services.customer.messages.commands import (
    DraftTemplate,
    PublishTemplate,
    ReceiveReceipt,
    SendMessage,
    SettleAttempt,
)
from services.customer.messages.domain import sending, templates
from services.customer.messages.domain.message import AttemptExpired, Message, MessageDue
from services.customer.messages.domain.templates import MessageTemplate, TemplateUnknown, TemplateVersion
from services.customer.messages.queries import message_ids_of
from shared.contracts.customer import (
    ContactChannel,
    ContactPurpose,
    CustomerErased,
    CustomerLocked,
    MessageFault,
)
from shared.editions import must_be_as_marked
from shared.unit_of_work import UnitOfWork


async def draft_template(command: DraftTemplate, work: UnitOfWork) -> None:
    known = await work.find(MessageTemplate, command.template)
    now, by = (known.mark, known.drafted_by) if known else ("", "")
    decision = templates.draft_template(known, command.template, command.content, command.by)
    if decision.changes:
        must_be_as_marked(command.seen, now, by)
    work.apply(decision)


async def publish_template(command: PublishTemplate, work: UnitOfWork) -> None:
    template = await work.get(MessageTemplate, command.template)
    if command.seen and template.draft is None:
        latest = await work.find(TemplateVersion, f"{template.id}:{template.published}")
        if latest is not None and latest.mark_of_draft == command.seen:
            return  # what was read has been published
    must_be_as_marked(command.seen, template.mark, template.drafted_by)
    work.apply(templates.publish_template(template, command.by, now=work.now))


async def send_message(command: SendMessage, work: UnitOfWork) -> None:
    new = command.message
    customer = await work.get(Customer, new.customer)
    version = await work.find(TemplateVersion, f"{new.template}:{new.number}")
    if version is None:
        raise TemplateUnknown
    permission = await _permission(customer, version.content.purpose, version.content.channel, work)
    work.apply(sending.queue(new, customer, version, permission, now=work.now))


async def begin_attempt(due: MessageDue, work: UnitOfWork) -> None:
    """Ask once more whether the customer may be contacted, and commit to sending the message (W5). It leaves
    after the commit, by `services.customer.messages.sender`."""
    message = await work.get(Message, due.message)
    customer = await work.get(Customer, message.customer)
    permission = await _permission(customer, message.purpose, message.channel, work)
    work.apply(sending.begin_attempt(message, permission, now=work.now))


async def expire_attempt(due: AttemptExpired, work: UnitOfWork) -> None:
    """Tell that the end of an attempt is not known: its process has not told it in time (W5)."""
    message = await work.get(Message, due.message)
    work.apply(sending.expire(message, due.attempt, MessageFault.INTERRUPTED, now=work.now))


async def settle_attempt(command: SettleAttempt, work: UnitOfWork) -> None:
    message = await work.get(Message, command.message)
    work.apply(sending.settle(message, command.attempt, command.outcome, now=work.now))


async def receive_receipt(command: ReceiveReceipt, work: UnitOfWork) -> None:
    message = await work.get(Message, command.message)
    work.apply(sending.receive_receipt(message, delivered=command.delivered, now=work.now))


async def erase_messages(event: CustomerErased | CustomerLocked, work: UnitOfWork) -> None:
    """Erase what messages say to a customer whose file was locked or erased; none of them is sent any more
    (Q1)."""
    ids = await work.query(message_ids_of, event.customer)
    for message in await asyncio.gather(*(work.find(Message, id) for id in ids)):
        if message is not None:
            work.apply(sending.erase_message(message, now=work.now))


async def _permission(
    customer: Customer, purpose: ContactPurpose, channel: ContactChannel, work: UnitOfWork
) -> Permission:
    return may_contact(await circumstances_of(customer, work), purpose, channel, work.now)
