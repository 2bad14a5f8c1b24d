"""Ways in for gateways, and for customers who unsubscribe (W5).

A gateway shows the bearer token of the secret ``gateway_secret``. All of it may come twice: a receipt that is
known changes nothing, nor does a withdrawal of what is withdrawn. Nothing that comes in is logged.
"""

import hmac
import json
from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import HTMLResponse

from services.customer.consents.commands import WithdrawConsent
from services.customer.consents.domain.records import Word
from services.customer.consents.queries import find_standing
from services.customer.files.domain.customer import Customer
from services.customer.files.queries import find_customer, find_holders
from services.customer.messages.commands import ReceiveReceipt
from services.customer.messages.domain.message import Message
from services.customer.messages.gateways.settings import ReceiptMapping, ReplyMapping
from services.customer.messages.gateways.sms import member
from services.customer.messages.queries import find_by_reference, find_message
from services.customer.messages.sealing import message_of_token
from services.customer.messages.sender import sender_of
from shared.clock import new_id, now
from shared.commands import Command
from shared.contracts.customer import ConsentSource, ConsentState, ContactChannel, ContactPurpose
from shared.contracts.devices import CredentialKind
from shared.errors import Malformed, NotFound, NotSignedIn, Refusal
from shared.identifiers import visible
from shared.privacy import blind_index
from shared.runtime import Runtime, ServiceRuntime
from shared.unit_of_work import Cause

router = APIRouter(prefix="/api/customer", tags=["gateways"])
MOST_IN_ONE = 100
"""Receipts or replies in one request."""
UNSUBSCRIBE = r"^[A-Za-z0-9_-]{1,64}\.[0-9a-f]{32}$"
PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>退订 · Unsubscribe</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<h1>{title}</h1>{form}</html>"""
ASKED = PAGE.format(
    title="退订营销邮件 · Unsubscribe",
    form='<form method="post"><button>确认退订 · Unsubscribe</button></form>',
)
DONE = PAGE.format(title="已退订 · You are unsubscribed", form="")


def by_gateway(request: Request, runtime: Runtime) -> None:
    """FastAPI dependency: raises `NotSignedIn` unless the request shows the token of the gateways."""
    secret = runtime.settings.gateway_secret.get_secret_value().strip()
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    genuine = hmac.compare_digest(token.encode(errors="replace"), secret.encode())
    if not secret or scheme.lower() != "bearer" or not genuine:
        raise NotSignedIn


@router.post("/gateways/sms/receipts", status_code=204, dependencies=[Depends(by_gateway)])
async def receive_receipts(request: Request, runtime: Runtime) -> None:
    """Take down receipts: one as JSON or as a form, or a list of them. Those of a state that means nothing to
    us are passed over, as are those of messages that we do not know."""
    sms = sender_of(runtime).gateways.sms
    mapping = sms.receipt if sms else ReceiptMapping()
    for one in await _content(request):
        state = member(one, mapping.state)
        delivered = state in mapping.delivered
        if not delivered and state not in mapping.failed:
            continue
        message = await _message(runtime, one, mapping)
        if message is not None:
            id = f"receipt:{message.id}:{message.attempts}:{message.state}:{delivered}"
            await _execute(runtime, ReceiveReceipt(message.id, delivered), message.branch, id)


@router.post("/gateways/sms/replies", status_code=204, dependencies=[Depends(by_gateway)])
async def receive_replies(request: Request, runtime: Runtime) -> None:
    """Take down replies: one that unsubscribes withdraws the consent of everybody who holds the number. Other
    replies are passed over."""
    sms = sender_of(runtime).gateways.sms
    mapping = sms.reply if sms else ReplyMapping()
    stop = {_plain(word) for word in mapping.stop}
    for one in await _content(request):
        phone, text = member(one, mapping.phone), member(one, mapping.text)
        if phone is None or text is None or _plain(text) not in stop:
            continue
        message = await _message(runtime, one, sms.receipt if sms else ReceiptMapping())
        purposes = {ContactPurpose.MARKETING, *([message.purpose] if message else [])}
        for customer in await _holders(runtime, phone):
            for purpose in sorted(purposes):
                await _withdraw(runtime, customer, purpose, ContactChannel.SMS, ConsentSource.REPLY)


@router.get("/unsubscribe/{token}")
async def ask_to_unsubscribe(token: Annotated[str, Path(pattern=UNSUBSCRIBE)]) -> HTMLResponse:
    """A page with a button: following a link, as the scanners of mail servers do, changes nothing."""
    return HTMLResponse(ASKED)


@router.post("/unsubscribe/{token}")
async def unsubscribe(token: Annotated[str, Path(pattern=UNSUBSCRIBE)], runtime: Runtime) -> HTMLResponse:
    """Withdraw the consent by which an e-mail was sent (RFC 8058)."""
    id = message_of_token(runtime.settings.keys("hash_key"), token)
    message = await find_message(runtime.store, id) if id else None
    customer = await find_customer(runtime.store, message.customer) if message else None
    if message is None or customer is None:
        raise NotFound("unsubscribe")
    await _withdraw(runtime, customer, message.purpose, message.channel, ConsentSource.UNSUBSCRIBE)
    return HTMLResponse(DONE)


async def _content(request: Request) -> list[Mapping[str, Any]]:
    """Read what a gateway sends: an object, a list of objects, or a form. Raises `Malformed`."""
    body = await request.body()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if kind == "application/x-www-form-urlencoded":
            said: Any = dict(parse_qsl(body.decode(), max_num_fields=50))
        else:
            said = json.loads(body)
    except (ValueError, RecursionError):
        raise Malformed("content: neither JSON nor a form") from None
    found = said if isinstance(said, list) else [said]
    if len(found) > MOST_IN_ONE or not all(isinstance(one, dict) for one in found):
        raise Malformed(f"content: an object, or a list of {MOST_IN_ONE} at most")
    return found


async def _message(
    runtime: ServiceRuntime, said: Mapping[str, Any], mapping: ReceiptMapping
) -> Message | None:
    """Find the message that a gateway means, by our id or by its own."""
    ours, theirs = member(said, mapping.message), member(said, mapping.reference)
    if ours and (found := await find_message(runtime.store, ours[:64])):
        return found
    return await find_by_reference(runtime.store, theirs[:128]) if theirs else None


async def _holders(runtime: ServiceRuntime, phone: str) -> list[Customer]:
    """Find the customers who hold a number; none for what is no number."""
    try:
        hashed = blind_index(runtime.settings.key("blind_key"), CredentialKind.PHONE, phone[:64])
    except Refusal:
        return []
    return await find_holders(runtime.store, hashed)


async def _withdraw(
    runtime: ServiceRuntime,
    customer: Customer,
    purpose: ContactPurpose,
    channel: ContactChannel,
    source: ConsentSource,
) -> None:
    """Record a withdrawal, unless the consent does not hold anyway."""
    standing = await find_standing(runtime.store, customer.id)
    if (
        customer.erased_at
        or standing is None
        or standing.of(purpose, channel).state is not ConsentState.GIVEN
    ):
        return
    word = Word(new_id(), customer.id, purpose, channel, source, now(), "system")
    await _execute(runtime, WithdrawConsent(word), customer.branch, new_id())


async def _execute(runtime: ServiceRuntime, command: Command, branch: str, id: str) -> None:
    cause = Cause(id=id, kind=command.name, time=now(), actor="gateway:sms", branch=branch)
    await runtime.execute(command, cause)


def _plain(text: str) -> str:
    return visible(text[:64]).strip().strip(".。!！").casefold()
