"""Sending an SMS through a gateway over HTTP: the outcome is only what the gateway has really said (W5).

Nothing of a message is logged, nor put into an error. A redirect is not followed, and the environment names
no proxy: what leaves goes to the one address of the settings, or to the proxy that lets through to it.
"""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import httpx

from services.customer.messages.domain.message import (
    NO_ANSWER,
    NOT_REACHED,
    REJECTED,
    Outcome,
    OutcomeKind,
)
from services.customer.messages.gateways.settings import SmsGateway
from shared.contracts.customer import MessageFault
from shared.outside import is_loopback

LARGEST_ANSWER = 64 * 1024
LONGEST_REFERENCE = 128
NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
GATEWAY_ERROR = Outcome(OutcomeKind.UNKNOWN, fault=MessageFault.GATEWAY_ERROR)
BUSY = Outcome(OutcomeKind.NOT_TAKEN, fault=MessageFault.GATEWAY_ERROR)


async def send_sms(gateway: SmsGateway, message: str, phone: str, text: str, *, proxy: str = "") -> Outcome:
    """Send one SMS under our id `message`. A connection that never came about is no attempt; one that broke
    off, or an answer that nobody understands, leaves the outcome unknown."""
    content = filled(gateway.body, {"phone": phone, "text": text, "message": message})
    through = None if is_loopback(httpx.URL(gateway.url).host) else proxy or None
    headers = {name: value.get_secret_value() for name, value in gateway.headers.items()}
    given: dict[str, Any] = {"data": content} if gateway.form else {"json": content}
    try:
        async with (
            asyncio.timeout(gateway.timeout * 2),
            httpx.AsyncClient(
                timeout=gateway.timeout, follow_redirects=False, trust_env=False, proxy=through
            ) as client,
            client.stream("POST", gateway.url, headers=headers, **given) as answer,
        ):
            body = await _bounded(answer)
            return outcome_of(gateway, answer.status_code, body)
    except NEVER_LEFT:
        return NOT_REACHED
    except (httpx.HTTPError, TimeoutError, OSError):
        return NO_ANSWER


def outcome_of(gateway: SmsGateway, status: int, body: bytes) -> Outcome:
    """Read the answer of a gateway."""
    mapping = gateway.answer
    if status in mapping.again:
        return BUSY
    if status not in mapping.taken:
        return REJECTED if 300 <= status < 500 else GATEWAY_ERROR
    if not mapping.field and not mapping.reference:
        return Outcome(OutcomeKind.SENT)
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return GATEWAY_ERROR if mapping.field else Outcome(OutcomeKind.SENT)
    if mapping.field:
        code = member(said, mapping.field)
        if code is None:
            return GATEWAY_ERROR
        if code not in mapping.values:
            return REJECTED
    reference = member(said, mapping.reference)
    return Outcome(OutcomeKind.SENT, reference=reference[:LONGEST_REFERENCE] if reference else None)


def filled(body: Any, values: Mapping[str, str]) -> Any:
    """Fill the placeholders of a body; a value that is filled in is never looked through again."""
    if isinstance(body, dict):
        return {name: filled(one, values) for name, one in body.items()}
    if isinstance(body, list):
        return [filled(one, values) for one in body]
    if not isinstance(body, str):
        return body
    parts = body.split("{")
    done = parts[0]
    for part in parts[1:]:
        name, closed, rest = part.partition("}")
        done += f"{values[name]}{rest}" if closed and name in values else f"{{{part}"
    return done


def member(content: Any, path: str) -> str | None:
    """Return the member of a JSON at a path such as ``data.code``, as text; None if it is not there."""
    for name in path.split(".") if path else ():
        if isinstance(content, list) and name.isdecimal() and int(name) < len(content):
            content = content[int(name)]
        elif isinstance(content, dict):
            content = content.get(name)
        else:
            return None
    if isinstance(content, bool):
        return "true" if content else "false"
    return str(content) if path and isinstance(content, str | int | float) else None


async def _bounded(answer: httpx.Response) -> bytes:
    """Read an answer as far as anybody needs it."""
    body = bytearray()
    async for piece in answer.aiter_bytes():
        body += piece
        if len(body) > LARGEST_ANSWER:
            break
    return bytes(body[:LARGEST_ANSWER])
