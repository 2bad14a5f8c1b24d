"""Sealing of what a message says, under the customer's data key, and the tokens by which they unsubscribe."""

import hmac
import json

from services.customer.files.domain.customer import DataKey
from services.customer.files.sealing import open_text, seal_text
from shared.privacy import SealingKey, every_key


def seal_values(
    master: SealingKey, customer: str, key: DataKey, message: str, values: dict[str, str]
) -> bytes:
    """Seal the values of a message. Raises `FileErased`."""
    return seal_text(master, customer, key, _place(message), json.dumps(values)) or b""


def open_values(
    master: SealingKey, customer: str, key: DataKey, message: str, sealed: bytes
) -> dict[str, str]:
    """Open the values of a message. Raises `FileErased`, `Tampered`."""
    values: dict[str, str] = json.loads(open_text(master, customer, key, _place(message), sealed) or "{}")
    return values


def unsubscribe_token(hash_key: bytes, message: str) -> str:
    """Return the token by which the receiver of a message unsubscribes: its id and a keyed hash of it."""
    digest = hmac.digest(hmac.digest(hash_key, b"unsubscribe", "sha256"), message.encode(), "sha256").hex()
    return f"{message}.{digest[:32]}"


def message_of_token(hash_key: SealingKey, token: str) -> str | None:
    """Return the message whose receiver holds this token; None for a token that is not ours."""
    message = token.partition(".")[0]
    genuine = (unsubscribe_token(key, message).encode() for key in every_key(hash_key))
    given = token.encode(errors="replace")
    return message if any(hmac.compare_digest(one, given) for one in genuine) else None


def _place(message: str) -> str:
    return f"messages/{message}/values"
