"""Personal data: sealed under a key, found by a blind index, erased with its key.

A service's own keys rotate: each is a ring (`Keys`), and what a ring sealed names its key by an id (``kid``).
"""

import hashlib
import hmac
import os
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.contracts.devices import CredentialKind
from shared.identifiers import FORMS, is_invisible

NONCE = 12
MARK, KID = b"FK1:", 4
HEAD = len(MARK) + KID
"""Bytes before the nonce of what a ring sealed."""
LETTERS = frozenset(("Lu", "Ll", "Lt", "Lo", "Co", "Cn"))
VERSIONED = {CredentialKind.QR: "qr.2"}
"""Kinds whose form has changed, so that an index of before stands for nobody now: of a code, only A to Z and
0 to 9 counted, and codes of several customers had one index."""


class Tampered(Exception):
    """A sealed value was changed, moved to another place, or its key is not the right one."""


@dataclass(frozen=True)
class Keys:
    """A key of 32 bytes that seals, and others that only open: those before it, and one that is to come."""

    current: bytes = field(repr=False)
    others: tuple[bytes, ...] = field(default=(), repr=False)

    @property
    def every(self) -> tuple[bytes, ...]:
        """Return all of them, the current one first."""
        return self.current, *self.others

    @cached_property
    def by_kid(self) -> dict[str, bytes]:
        """Return all of them by their id."""
        return {kid_of_key(key): key for key in self.every}

    @cached_property
    def kid(self) -> str:
        """Return the id of the current key."""
        return kid_of_key(self.current)


SealingKey = bytes | Keys
"""One key, as each customer has, or a service's ring."""


def every_key(key: SealingKey) -> tuple[bytes, ...]:
    """Return all keys of a ring, the current one first, or the one that there is."""
    return key.every if isinstance(key, Keys) else (key,)


def new_key() -> bytes:
    """A fresh AES-256 key."""
    return AESGCM.generate_key(256)


def kid_of_key(key: bytes) -> str:
    """Return the id of a key, 8 hex digits: a keyed hash, which says nothing about the key."""
    return hmac.digest(key, b"kid", "sha256")[:KID].hex()


def kid_of(sealed: bytes) -> str | None:
    """Return the id of the key that sealed this; None for what one key alone sealed, or sealed before keys
    had ids."""
    return sealed[len(MARK) : HEAD].hex() if sealed.startswith(MARK) and len(sealed) >= HEAD else None


def seal(key: SealingKey, clear: bytes, *, place: str) -> bytes:
    """AES-256-GCM under `key`: nonce (12 bytes), cipher text and tag; before it, of a ring, a mark and the id
    of the key (8 bytes). It opens only at the same `place` (such as ``files/C1/phone``), so it cannot be
    moved to another field or person."""
    head = b""
    if isinstance(key, Keys):
        head, key = MARK + bytes.fromhex(key.kid), key.current
    nonce = os.urandom(NONCE)
    return head + nonce + AESGCM(key).encrypt(nonce, clear, place.encode())


def unseal(key: SealingKey, sealed: bytes, *, place: str) -> bytes:
    """The clear bytes; `Tampered` if the key, the place or the bytes are not the ones sealed, or the ring has
    lost the key. What names no key was sealed by the first one, whichever of the ring that is."""
    if isinstance(key, bytes):
        return _unseal(key, sealed, place)
    named = key.by_kid.get(kid_of(sealed) or "")
    if named is not None:
        return _unseal(named, sealed[HEAD:], place)
    for one in key.every:
        try:
            return _unseal(one, sealed, place)
        except Tampered:
            continue
    raise Tampered(place)


def _unseal(key: bytes, sealed: bytes, place: str) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())
    except (InvalidTag, ValueError) as error:
        raise Tampered(place) from error


def seal_words(key: SealingKey, place: str, words: str | None) -> bytes | None:
    """Seal free text, bound to its place (``enquiries/<id>/answer``); None for no text or an empty one."""
    return seal(key, words.encode(), place=place) if words else None


def open_words(key: SealingKey, place: str, sealed: bytes | None) -> str | None:
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
