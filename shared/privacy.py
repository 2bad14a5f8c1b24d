"""Personal data: sealed under a key, found by a blind index, erased with its key."""

import hashlib
import hmac
import os
import re
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12


class Tampered(Exception):
    """A sealed value was changed, moved to another place, or its key is not the right one."""


def new_key() -> bytes:
    """A fresh AES-256 key."""
    return AESGCM.generate_key(256)


def seal(key: bytes, clear: bytes, *, place: str) -> bytes:
    """AES-256-GCM under `key`: nonce (12 bytes), cipher text and tag. It opens only at the same `place`
    (such as ``files/C1/phone``), so it cannot be moved to another field or person."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, clear, place.encode())


def unseal(key: bytes, sealed: bytes, *, place: str) -> bytes:
    """The clear bytes; `Tampered` if the key, the place or the bytes are not the ones sealed."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())
    except (InvalidTag, ValueError) as error:
        raise Tampered(place) from error


def seal_words(key: bytes, place: str, words: str | None) -> bytes | None:
    """What somebody said or wrote, sealed at its place (``matters/<id>/answer``); nothing stays None."""
    return seal(key, words.encode(), place=place) if words else None


def open_words(key: bytes, place: str, sealed: bytes | None) -> str | None:
    """The words in the clear, if there are any; `Tampered` as for `unseal`."""
    return None if sealed is None else unseal(key, sealed, place=place).decode()


def blind_index(key: bytes, kind: str, value: str) -> str:
    """A keyed hash by which a card, number or phone is found without being known: ``kind:32 hex``.

    Only letters and digits count, without case or width, nor does China's prefix of a phone number: what a
    machine reads equals what a person types.
    """
    plain = re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", value).upper())
    if kind == "phone":
        plain = re.sub(r"^(00)?86(?=\d{11}$)", "", plain)
    digest = hmac.new(key, f"{kind}/{plain}".encode(), hashlib.sha256).hexdigest()
    return f"{kind}:{digest[:32]}"


def mask_name(name: str) -> str:
    """``王小明`` is ``王**``, ``Jane Doe`` is ``J*** D**``: enough to greet, too little to find."""
    words = name.split()
    return " ".join(word[0] + "*" * (len(word) - 1) for word in words) if words else "*"
