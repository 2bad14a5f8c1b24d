"""Sealing of what proves a consent, and of the address for e-mail, under the customer's data key (Q1)."""

import hmac
import re
import unicodedata

from services.customer.files.domain.customer import DataKey
from services.customer.files.sealing import open_text, seal_text
from shared.errors import Refusal
from shared.privacy import SealingKey, every_key

EMAIL = re.compile(
    r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)
LONGEST_EMAIL = 254


class BadEmail(Refusal):
    code, status = "bad_email", 422
    en, zh = "This is no e-mail address; check each character.", "邮箱地址有误，请逐字核对。"


def normal_email(value: str) -> str:
    """An e-mail address with its domain in small letters, as RFC 5321 lets it be delivered. Raises
    `BadEmail`."""
    text = unicodedata.normalize("NFKC", value).strip()
    name, _, domain = text.rpartition("@")
    if len(text) > LONGEST_EMAIL or not EMAIL.fullmatch(text) or ".." in name or name.strip(".") != name:
        raise BadEmail
    return f"{name}@{domain.lower()}"


def seal_evidence(master: SealingKey, customer: str, key: DataKey, record: str, words: str) -> bytes:
    """Seal a reference to evidence. Raises `FileErased`."""
    return seal_text(master, customer, key, _evidence(record), words) or b""


def marks_of(hash_key: SealingKey, customer: str, words: str) -> tuple[str, ...]:
    """Return the keyed hashes of a reference to evidence, by which its second use is noticed: under the
    current key, then under those before it."""
    plain = "".join(unicodedata.normalize("NFKC", words).split()).casefold()
    place = f"consent evidence/{customer}".encode()
    own = (hmac.digest(key, place, "sha256") for key in every_key(hash_key))
    return tuple(hmac.digest(key, plain.encode(), "sha256").hex()[:32] for key in own)


def open_evidence(master: SealingKey, customer: str, key: DataKey, record: str, sealed: bytes) -> str:
    """Open a reference to evidence. Raises `FileErased`, `Tampered`."""
    return open_text(master, customer, key, _evidence(record), sealed) or ""


def seal_email(master: SealingKey, customer: str, key: DataKey, address: str) -> bytes | None:
    """Seal an e-mail address."""
    return seal_text(master, customer, key, _email(customer), address)


def open_email(master: SealingKey, customer: str, key: DataKey, sealed: bytes | None) -> str | None:
    """Open an e-mail address, if there is one. Raises `FileErased`, `Tampered`."""
    return open_text(master, customer, key, _email(customer), sealed)


def _evidence(record: str) -> str:
    return f"consents/{record}/evidence"


def _email(customer: str) -> str:
    return f"contact_standings/{customer}/email"
