"""Keys and passwords of a stack on one machine: made once, kept under ``<state>/secrets``, mode 0600."""

import base64
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

SERVICES = ("lobby", "customer", "referral", "notify")

NEEDS = {
    "lobby": ("foyer_blind_key", "foyer_token_public_key"),
    "customer": ("foyer_blind_key", "foyer_token_public_key", "foyer_gateway_secret"),
    "referral": ("foyer_token_public_key",),
    "notify": (
        "foyer_token_public_key",
        "foyer_token_private_key",
        "foyer_admin_password",
        "foyer_ops_password",
    ),
}
"""Which service is given which secret; besides, each has a master key and a key for hashes of its own."""


def make(state: Path) -> Path:
    """Make what is missing; gives the folder. Nothing that is there is changed."""
    folder = state / "secrets"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    _once(folder / "foyer_blind_key", _key())
    _once(folder / "foyer_admin_password", secrets.token_urlsafe(12))
    _once(folder / "foyer_ops_password", secrets.token_urlsafe(12))
    _once(folder / "foyer_broker_password", secrets.token_urlsafe(24))
    _once(folder / "foyer_gateway_secret", secrets.token_urlsafe(24))
    _once(folder / "foyer_token_private_key", _private_key())
    private = load_pem_private_key((folder / "foyer_token_private_key").read_bytes(), None)
    public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    _once(folder / "foyer_token_public_key", public.decode())
    for service in SERVICES:
        master = folder / f"foyer_master_key_{service}"
        # A stack of before had one key for both; what it hashed stays good.
        _once(folder / f"foyer_hash_key_{service}", master.read_text() if master.exists() else _key())
        _once(master, _key())
        own = folder / service
        own.mkdir(exist_ok=True)
        own.chmod(0o700)
        for name in ("master_key", "hash_key"):
            _put(own / f"foyer_{name}", read(state, f"{name}_{service}"))
        for name in NEEDS[service]:
            _put(own / name, (folder / name).read_text())
    return folder


def read(state: Path, name: str) -> str:
    """The secret ``foyer_<name>``."""
    return (state / "secrets" / f"foyer_{name}").read_text()


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _private_key() -> str:
    return (
        Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    )


def _once(path: Path, text: str) -> None:
    if not path.exists():
        _put(path, text)


def _put(path: Path, text: str) -> None:
    """All of it or nothing, and never readable by others."""
    partly = path.with_name(f".{path.name}")
    partly.unlink(missing_ok=True)
    with os.fdopen(os.open(partly, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partly.replace(path)
