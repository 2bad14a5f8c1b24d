"""Sealing of what a message says, under the customer's data key, and the tokens by which they unsubscribe."""

import hmac
import json

from services.customer.files.domain.customer import DataKey
from services.customer.files.sealing import open_text, seal_text


def seal_values(master: bytes, customer: str, key: DataKey, message: str, values: dict[str, str]) -> bytes:
    """Seal the values of a message. Raises `FileErased`."""
    return seal_text(master, customer, key, _place(message), json.dumps(values)) or b""


def open_values(master: bytes, customer: str, key: DataKey, message: str, sealed: bytes) -> dict[str, str]:
    """Open the values of a message. Raises `FileErased`, `Tampered`."""
    values: dict[str, str] = json.loads(open_text(master, customer, key, _place(message), sealed) or "{}")
    return values


def unsubscribe_token(master: bytes, message: str) -> str:
    """Return the token by which the receiver of a message unsubscribes: its id and a keyed hash of it."""
    digest = hmac.digest(hmac.digest(master, b"unsubscribe", "sha256"), message.encode(), "sha256").hex()
    return f"{message}.{digest[:32]}"


def message_of_token(master: bytes, token: str) -> str | None:
    """Return the message whose receiver holds this token; None for a token that is not ours."""
    message = token.partition(".")[0]
    genuine = unsubscribe_token(master, message).encode()
    return message if hmac.compare_digest(genuine, token.encode(errors="replace")) else None


def _place(message: str) -> str:
    return f"messages/{message}/values"
