"""Messages over HTTP (W5): a preview, sending by a template, the states of what was sent."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import NAMESPACE_OID, uuid5

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, Field

from services.customer.consents.api.consents import PermissionNow, permission_now
from services.customer.consents.queries import find_standing, permission_of
from services.customer.fields import ID
from services.customer.files.api.reading import data_key_of, must_keep, record_reading_of
from services.customer.files.domain.customer import Customer
from services.customer.files.queries import find_customer
from services.customer.messages.commands import SendMessage
from services.customer.messages.domain.message import ChannelNotSetUp, Message
from services.customer.messages.domain.sending import NewMessage
from services.customer.messages.domain.templates import (
    Rendered,
    TemplateUnknown,
    TemplateVersion,
    check_values,
    render,
)
from services.customer.messages.queries import (
    ListMessages,
    ViewMessageText,
    find_message,
    find_version,
    latest_version,
    messages_to,
)
from services.customer.messages.sealing import open_values, seal_values
from services.customer.messages.sender import sender_of
from shared.clock import now
from shared.contracts.customer import (
    ContactChannel,
    ContactPurpose,
    ContactReason,
    MessageFault,
    MessageState,
)
from shared.errors import NotFound
from shared.fields import Given
from shared.rights import may_on
from shared.runtime import Asking, Caller

router = APIRouter(prefix="/api/customer/customers/{customer}/messages", tags=["messages"])
PlaceName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
Value = Annotated[str, Field(max_length=200)]


class MessageForm(Given):
    """A message by a published template. Without a `language` it is in the customer's. `latest` is the time
    after which it is of no use, if that is sooner than the template says."""

    template: str = Field(pattern=r"^[a-z][a-z0-9_]{2,63}$")
    values: dict[PlaceName, Value] = Field(default={}, max_length=20, repr=False)
    language: Literal["zh", "en"] | None = None
    latest: AwareDatetime | None = None


class Preview(BaseModel):
    """A message as the customer would read it, and whether it would leave now."""

    subject: str
    text: str
    language: str
    number: int
    permission: PermissionNow


class SentMessage(BaseModel):
    """The id of a message that waits to be sent."""

    message: str


class MessageNow(BaseModel):
    """A message as it stands; its text is asked for apart. `en` and `zh` say the reason, if there is one."""

    message: str
    template: str
    number: int
    purpose: ContactPurpose
    channel: ContactChannel
    language: str
    state: MessageState
    queued_at: datetime
    queued_by: str
    not_before: datetime
    latest: datetime
    attempts: int
    changed_at: datetime
    reason: str | None
    en: str | None
    zh: str | None


@router.get("")
async def list_messages(
    customer: Annotated[Customer, may_on(find_customer, ListMessages, "customer")], caller: Caller
) -> list[MessageNow]:
    """The messages to a customer, the latest first; for those who keep the customer."""
    await must_keep(caller, customer, ("messages",), purpose="list_messages")
    return [shown(message) for message in await messages_to(caller.runtime.store, customer.id)]


@router.post("/preview")
async def preview_message(
    customer: Annotated[Customer, may_on(find_customer, SendMessage, "customer")],
    form: MessageForm,
    caller: Caller,
) -> Preview:
    """Show a message as the customer would read it, before it is sent; nothing is kept."""
    await must_keep(caller, customer, ("messages",), purpose="preview_message")
    version = await _version(caller, form)
    language = await _language(caller, customer, form)
    rendered = render(version.content, language, form.values)
    content = version.content
    permission = await permission_of(caller.runtime.store, customer, content.purpose, content.channel, now())
    return Preview(
        **rendered.model_dump(),
        language=language,
        number=version.number,
        permission=permission_now(permission),
    )


@router.post("", status_code=202)
async def send_message(
    customer: Annotated[Customer, may_on(find_customer, SendMessage, "customer")],
    form: MessageForm,
    caller: Caller,
) -> SentMessage:
    """Send a message: it waits until the customer may be contacted, which is asked again when it leaves."""
    await must_keep(caller, customer, ("messages",), purpose="send_message")
    version = await _version(caller, form)
    check_values(version.content, form.values)
    if not sender_of(caller.runtime).gateways.has(version.content.channel):
        raise ChannelNotSetUp
    cause = caller.cause(SendMessage, customer.branch)
    id = str(uuid5(NAMESPACE_OID, cause.id))  # the same for a repeat, which is answered as the first was
    key = await data_key_of(caller.runtime, customer.id)
    master = caller.runtime.settings.keys("master_key")
    new = NewMessage(
        id=id,
        customer=customer.id,
        template=version.name,
        number=version.number,
        language=await _language(caller, customer, form),
        values=seal_values(master, customer.id, key, id, form.values),
        by=caller.person.staff,
        latest=form.latest,
    )
    await caller.runtime.execute(SendMessage(new), cause)
    return SentMessage(message=id)


@router.get("/{message}/text")
async def view_text(
    customer: Annotated[Customer, may_on(find_customer, ViewMessageText, "customer")],
    message: Annotated[str, Field(pattern=ID)],
    caller: Caller,
) -> Rendered:
    """The text of a message, in the clear; the reading is put on record."""
    await must_keep(caller, customer, ("message_text",), purpose="view_message_text")
    store = caller.runtime.store
    found = await find_message(store, message)
    version = await find_version(store, found.version_id) if found else None
    if found is None or version is None or found.customer != customer.id or found.values is None:
        raise NotFound(f"messages/{message[:64]}")
    await record_reading_of(
        caller,
        customer,
        [customer.id],
        ("message_text",),
        purpose="view_message_text",
        cause=f"message/{found.id}",
    )
    key = await data_key_of(caller.runtime, customer.id)
    master = caller.runtime.settings.keys("master_key")
    values = open_values(master, customer.id, key, found.id, found.values)
    return render(version.content, found.language, values)


def shown(message: Message) -> MessageNow:
    """Show a message without its text."""
    reason = ContactReason.of(message.reason or "") or MessageFault.of(message.reason or "")
    hidden = {"message", "en", "zh"}
    return MessageNow(
        message=message.id,
        en=reason.en if reason else None,
        zh=reason.zh if reason else None,
        **message.model_dump(include=MessageNow.model_fields.keys() - hidden),
    )


async def _version(caller: Asking, form: MessageForm) -> TemplateVersion:
    version = await latest_version(caller.runtime.store, form.template)
    if version is None:
        raise TemplateUnknown
    return version


async def _language(caller: Asking, customer: Customer, form: MessageForm) -> str:
    if form.language is not None:
        return form.language
    standing = await find_standing(caller.runtime.store, customer.id)
    return (standing.preferences.language if standing else "") or "zh"
