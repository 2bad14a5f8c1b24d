"""Personal data: sealed under a key, found by a blind index, erased with its key."""

import hashlib
import hmac
import os
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.contracts.devices import CredentialKind
from shared.identifiers import FORMS, is_invisible

NONCE = 12
LETTERS = frozenset(("Lu", "Ll", "Lt", "Lo", "Co", "Cn"))
VERSIONED = {CredentialKind.QR: "qr.2"}
"""Kinds whose form has changed, so that an index of before stands for nobody now: of a code, only A to Z and
0 to 9 counted, and codes of several customers had one index."""


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
    """Seal free text, bound to its place (``enquiries/<id>/answer``); None for no text or an empty one."""
    return seal(key, words.encode(), place=place) if words else None


def open_words(key: bytes, place: str, sealed: bytes | None) -> str | None:
    """The words in the clear, if there are any; `Tampered` as for `unseal`."""
    return None if sealed is None else unseal(key, sealed, place=place).decode()


def blind_index(key: bytes, kind: str, value: str) -> str:
    """A keyed hash by which a card, number, phone or code is found without being known: ``kind:32 hex``.

    What a machine reads equals what a person types: the hash is that of the value's form in
    `shared.identifiers`, whose refusals it raises.
    """
    form = CredentialKind(kind)
    plain, name = FORMS[form](value), VERSIONED.get(form, form.value)
    digest = hmac.new(key, f"{name}/{plain}".encode(), hashlib.sha256).hexdigest()
    return f"{name}:{digest[:32]}"


def kind_of(index: str) -> str:
    """The kind of credential that a blind index stands for, such as ``card``."""
    return index.partition(":")[0].partition(".")[0]


def mask_name(name: str) -> str:
    """``王小明`` is ``王**``, ``Jane Doe`` is ``J***``: enough to greet, too little to find.

    At most the first letter stays, whatever stands between the parts of a name; of one letter, nothing. At
    most three stars say that there is more.
    """
    letters = [mark for mark in unicodedata.normalize("NFKC", name) if _is_letter(mark)]
    return letters[0] + "*" * min(len(letters) - 1, 3) if len(letters) > 1 else "*"


def _is_letter(mark: str) -> bool:
    """Letters of every script; also those that only a bank's own fonts know (private use, or newer than the
    tables), as rare names are written."""
    return unicodedata.category(mark) in LETTERS and not is_invisible(mark)
